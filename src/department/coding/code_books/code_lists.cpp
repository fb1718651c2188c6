// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/code_lists.hpp"

namespace charta::code_books {
namespace {

Result<void> list_is_broken() {
  return fail(ErrorKind::invalid, "a list of codes does not fit together: import the publisher's file again");
}

}  // namespace

Result<void> CodeSet::prepare() const {
  if (keys.empty() || keys.front() == 0 || std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) != keys.end())
    return list_is_broken();
  return {};
}

Result<void> CodeGroups::prepare() const {
  if (!texts.fits() || rows.empty()) return list_is_broken();
  for (std::size_t n = 0; n < rows.size(); ++n)
    if (!texts.holds(rows[n].model) || !texts.holds(rows[n].group) || (n != 0 && rows[n].code < rows[n - 1].code))
      return list_is_broken();
  return {};
}

std::span<const GroupedCode> CodeGroups::of(CodeKey code) const {
  const auto less = [](const auto& a, const auto& b) { return a.code < b.code; };
  const auto [from, to] = std::equal_range(rows.begin(), rows.end(), GroupedCode{code, 0, 0}, less);
  return {from, to};
}

Result<void> TermList::prepare() const {
  if (!texts.fits() || terms.empty()) return list_is_broken();
  for (std::size_t n = 0; n < terms.size(); ++n) {
    for (const auto text : {terms[n].code, terms[n].title, terms[n].detail, terms[n].more})
      if (!texts.holds(text)) return list_is_broken();
    if (n != 0 && texts[terms[n].code] < texts[terms[n - 1].code]) return list_is_broken();
  }
  return {};
}

std::span<const Term> TermList::find(std::string_view code) const {
  const auto from = std::lower_bound(terms.begin(), terms.end(), code,
                                     [&](const Term& term, std::string_view wanted) { return texts[term.code] < wanted; });
  auto to = from;
  while (to != terms.end() && texts[to->code] == code) ++to;
  return {from, to};
}

std::string_view name_of(ChangeKind kind) {
  static constexpr std::string_view names[] = {"added", "deleted", "revised"};
  return names[static_cast<std::size_t>(kind)];
}

Result<void> CodeChanges::prepare() const {
  if (!texts.fits() || changes.empty()) return list_is_broken();
  for (const auto& change : changes)
    if (change.code == 0 || change.kind > ChangeKind::revised || !texts.holds(change.title) || !texts.holds(change.was))
      return list_is_broken();
  return {};
}

}  // namespace charta::code_books
