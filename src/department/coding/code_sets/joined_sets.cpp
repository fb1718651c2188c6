// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/joined_sets.hpp"

#include "department/coding/code_books/service_codes.hpp"
#include "department/coding/code_sets/compact_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

using code_books::ServicePair, code_books::ServicePairs, code_books::UnitLimit, code_books::UnitLimits;

auto& rows_of(ServicePairs& pairs) {
  return pairs.pairs;
}
auto& rows_of(UnitLimits& limits) {
  return limits.limits;
}
auto key_of_row(const ServicePair& row) {
  return std::tuple(row.column1, row.column2, row.first_day);
}
auto key_of_row(const UnitLimit& row) {
  return std::tuple(row.key);
}
auto content_of(const ServicePair& row) {
  return std::tuple(row.last_day, row.modifier, row.rationale);
}
auto content_of(const UnitLimit& row) {
  return std::tuple(row.units, row.indicator, row.rationale);
}
std::string words_of(const ServicePair& row) {
  return fmt::format("the pair {} and {}", grouper::text_of(row.column1), grouper::text_of(row.column2));
}
std::string words_of(const UnitLimit& row) {
  return fmt::format("the limit of {}", grouper::text_of(row.key));
}

std::string files_of(const CodeSetEntry& entry) {
  return entry.sources.empty() ? std::string("a file") : entry.sources.front().name;
}

/// Rows of both in the order of their keys, texts in one pool.
template <class Tables>
Result<void> join_rows(ReadySet& into, const ReadySet& other) {
  CHARTA_TRY(auto one, from_compact<Tables>(into.entry.kind, into.compact));
  CHARTA_TRY(auto two, from_compact<Tables>(into.entry.kind, other.compact));
  code_books::TextPoolWriter texts;
  for (auto* tables : {&one, &two})
    for (auto& row : rows_of(*tables)) row.rationale = texts.add(tables->texts[row.rationale]);
  auto& rows = rows_of(one);
  rows.insert(rows.end(), rows_of(two).begin(), rows_of(two).end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return key_of_row(a) < key_of_row(b); });
  for (std::size_t n = 1; n < rows.size(); ++n)
    if (key_of_row(rows[n]) == key_of_row(rows[n - 1]) && content_of(rows[n]) != content_of(rows[n - 1]))
      return fail(ErrorKind::invalid,
                  fmt::format("{} {}: {} stands in {} and in {}, not the same in both", into.entry.kind, into.entry.release,
                              words_of(rows[n]), files_of(into.entry), files_of(other.entry)));
  rows.erase(std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return key_of_row(a) == key_of_row(b); }),
             rows.end());
  one.texts = texts.take();
  into.entry.rows = static_cast<std::int64_t>(rows.size());
  into.compact = to_compact(into.entry.kind, one);
  return {};
}

void name_file(CodeSetEntry& entry, const Bytes& compact) {
  entry.sha256 = sha256(compact).hex();
  entry.file = entry.kind + "-" + entry.release + "-" + entry.sha256.substr(0, 16) + ".tables";
}

Result<void> join(ReadySet& into, ReadySet other) {
  if (into.compact != other.compact) {
    if (into.entry.kind.starts_with("ncci-ptp-")) {
      CHARTA_TRY_DO(join_rows<ServicePairs>(into, other));
    } else if (into.entry.kind.starts_with("ncci-mue-")) {
      CHARTA_TRY_DO(join_rows<UnitLimits>(into, other));
    } else
      return fail(ErrorKind::invalid,
                  fmt::format("two files of the same set, {} {}: {} and {}; import the right one alone", into.entry.kind,
                              into.entry.release, files_of(into.entry), files_of(other.entry)));
  }
  for (auto& source : other.entry.sources)
    if (std::none_of(into.entry.sources.begin(), into.entry.sources.end(),
                     [&](const auto& one) { return one.sha256 == source.sha256; }))
      into.entry.sources.push_back(std::move(source));
  into.files_of_set.insert(into.files_of_set.end(), other.files_of_set.begin(), other.files_of_set.end());
  if (into.entry.licence.empty()) into.entry.licence = other.entry.licence;
  name_file(into.entry, into.compact);
  return {};
}

}  // namespace

Result<std::vector<ReadySet>> joined_sets(std::vector<ReadySet> sets) {
  std::vector<ReadySet> joined;
  for (auto& set : sets) {
    const auto same = std::find_if(joined.begin(), joined.end(), [&](const auto& one) {
      return one.entry.kind == set.entry.kind && one.entry.release == set.entry.release;
    });
    if (same == joined.end()) {
      joined.push_back(std::move(set));
      continue;
    }
    CHARTA_TRY_DO(join(*same, std::move(set)));
  }
  return joined;
}

}  // namespace charta::code_sets
