// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/loaded_release.hpp"

#include "department/coding/code_sets/compact_file.hpp"

#include <fmt/format.h>

#include <set>

namespace charta::code_sets {
namespace {

constexpr std::string_view list_kinds[] = {"icd10cm", "icd10pcs", "hcpcs", "cpt"};

using Named = std::set<std::string>;
/// "added E11.A": what can be reported and could not, and the other way round.
Named named_by(const std::vector<CodeDifference>& differences) {
  Named names;
  for (const auto& one : differences) {
    const bool came = one.what == Difference::billable || (one.what == Difference::added && one.is_billable);
    const bool went = one.what == Difference::not_billable || (one.what == Difference::deleted && one.is_billable);
    if (came || went) names.insert((came ? "added " : "deleted ") + grouper::text_of(one.code));
  }
  return names;
}
Named named_by(const code_books::CodeChanges& changes) {
  Named names;
  for (const auto& one : changes.changes)
    if (one.kind != code_books::ChangeKind::revised)
      names.insert(std::string(name_of(one.kind)) + " " + grouper::text_of(one.code));
  return names;
}

}  // namespace

Result<CodeSetEntry> find_release(const CodeLibrary& library, std::string_view kind, std::string_view release) {
  if (std::find(std::begin(list_kinds), std::end(list_kinds), kind) == std::end(list_kinds))
    return fail(ErrorKind::unsupported,
                fmt::format("'{}' is no list of codes: icd10cm, icd10pcs, hcpcs or cpt is compared", kind), "usage");
  std::string loaded;
  for (const auto& entry : library.entries()) {
    if (entry.kind != kind) continue;
    if (entry.release == release || entry.release == "FY" + std::string(release)) return entry;
    loaded += (loaded.empty() ? "" : ", ") + entry.release;
  }
  return fail(ErrorKind::not_found,
              fmt::format("no {} {} is loaded ({}); import the publisher's file of it with 'charta codes import'", kind, release,
                          loaded.empty() ? "none is" : "loaded: " + loaded));
}

Result<encoder::CodeTexts> codes_of(const CodeLibrary& library, const CodeSetEntry& entry) {
  CHARTA_TRY(const auto bytes, library.read(entry));
  if (entry.kind != "hcpcs" && entry.kind != "cpt") {
    CHARTA_TRY(auto texts, from_compact<encoder::CodeTexts>(entry.kind, bytes));
    if (texts.fits()) return texts;
    return fail(ErrorKind::invalid,
                fmt::format("{} {} does not fit together: import the publisher's file again", entry.kind, entry.release));
  }
  CHARTA_TRY(const auto services, from_compact<code_books::ServiceCodes>(entry.kind, bytes));
  CHARTA_TRY_DO(services.prepare());
  encoder::CodeTexts texts;
  for (const auto& one : services.codes) texts.add(one.key, services.is_valid(one, entry.from), services.texts[one.long_title]);
  return texts;
}

std::optional<std::vector<std::string>> against_addenda(const CodeLibrary& library, const CodeSetEntry& before,
                                                        const CodeSetEntry& after,
                                                        const std::vector<CodeDifference>& differences) {
  if (!before.to || before.to->plus_days(1) != after.from) return std::nullopt;
  for (const auto& entry : library.entries()) {
    if (entry.kind != after.kind + "-addenda" || entry.release != after.release) continue;
    const auto bytes = library.read(entry);
    if (!bytes) return std::nullopt;
    const auto said = from_compact<code_books::CodeChanges>(entry.kind, *bytes);
    if (!said || !said->prepare()) return std::nullopt;
    const auto by_lists = named_by(differences), by_addenda = named_by(*said);
    std::vector<std::string> differ;
    std::set_symmetric_difference(by_lists.begin(), by_lists.end(), by_addenda.begin(), by_addenda.end(),
                                  std::back_inserter(differ));
    return differ;
  }
  return std::nullopt;
}

std::optional<CodeLife> life_of(BookShelf& shelf, std::string_view kind, grouper::CodeKey code, Date day) {
  std::vector<std::shared_ptr<const encoder::CodeTexts>> held;
  std::vector<ReleasedCodes> releases;
  for (const auto& entry : shelf.entries()) {
    if (entry.kind != kind) continue;
    auto texts = shelf.texts(kind, entry.from);
    if (!texts) return std::nullopt;
    releases.push_back({entry.from, entry.to, texts->get()});
    held.push_back(std::move(*texts));
  }
  return life_of(code, releases, day);
}

}  // namespace charta::code_sets
