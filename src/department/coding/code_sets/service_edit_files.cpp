// SPDX-License-Identifier: Apache-2.0
// NCCI edits: medically unlikely units and pairs. Source: CMS, NCCI files of each quarter; NCCI Policy Manual, chapter I.
#include "base/text.hpp"
#include "department/coding/code_sets/published_table.hpp"
#include "department/coding/code_sets/service_files.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

constexpr PublishedTable::Column unit_columns[] = {
    {"hcpcscode|hcpcscptcode"},
    {"mueunits|practitionerservicesmuevalues|outpatienthospitalservicesmuevalues|dmesuppliersuppliermuevalues|"
     "dmesupplierservicesmuevalues"},
    {"muemai|mueadjudicationindicator*"},
    {"muerationale", false}};
constexpr PublishedTable::Column pair_columns[] = {
    {"column1|hcpcscode"}, {"column2|othercode"},     {"deletiondate*|ptpdeleted"},
    {"modifier*|ptpmod"},  {"effectivedate*", false}, {"ptpeditrationale|ptprationale", false},
    {"ptptype", false}};
constexpr long long most_units = 100'000;

std::optional<std::int32_t> edit_day(std::string_view text, std::int32_t unless) {
  if (text.empty() || text == "*" || text.starts_with("9999")) return unless;
  std::string dashed(text);
  if (text.size() == 8) dashed = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  const auto day = Date::parse(dashed);
  return day ? std::optional(code_books::day_of(*day)) : std::nullopt;
}

Result<grouper::CodeKey> service_in(const PublishedTable& table, std::size_t column, const Licences& licences) {
  const auto key = grouper::key_of(table[column]);
  if (code_books::length_of(key) != 5) return table.broken(fmt::format("'{}' is no HCPCS code", table[column]));
  if (const auto why = refused_without_licence(key, licences); !why.empty() && !is_cdt(key))
    return fail(ErrorKind::forbidden, fmt::format("line {}: {}", table.line(), why));
  return key;
}

}  // namespace

bool is_unit_limits(std::string_view text) {
  return PublishedTable::is_one(text, unit_columns);
}

Result<code_books::UnitLimits> read_unit_limits(std::string_view text, const Licences& licences) {
  CHARTA_TRY(auto table, PublishedTable::open(text, unit_columns));
  code_books::UnitLimits made;
  code_books::TextPoolWriter texts;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    CHARTA_TRY(const auto key, service_in(table, 0, licences));
    const auto units = parse_integer(table[1]);
    const auto indicator = parse_integer(table[2].substr(0, 1));
    if (!units || *units < 0 || *units > most_units) return table.broken(fmt::format("'{}' is no number of units", table[1]));
    if (!indicator || *indicator < 1 || *indicator > 3)
      return table.broken(fmt::format("'{}' is no adjudication indicator", table[2]));
    made.limits.push_back(
        {key, static_cast<std::uint32_t>(*units), texts.add(table[3]), static_cast<std::uint32_t>(*indicator), 0});
  }
  if (made.limits.empty()) return fail(ErrorKind::invalid, "no limits below the heading: the file is cut short");
  made.texts = texts.take();
  std::stable_sort(made.limits.begin(), made.limits.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  for (std::size_t n = 1; n < made.limits.size(); ++n)
    if (made.limits[n].key == made.limits[n - 1].key)
      return fail(ErrorKind::invalid, fmt::format("code {} stands twice", grouper::text_of(made.limits[n].key)));
  return made;
}

bool is_service_pairs(std::string_view text) {
  return PublishedTable::is_one(text, pair_columns);
}

Result<code_books::ServicePairs> read_service_pairs(std::string_view text, const Licences& licences) {
  CHARTA_TRY(auto table, PublishedTable::open(text, pair_columns));
  code_books::ServicePairs made;
  code_books::TextPoolWriter texts;
  std::size_t from_the_other_side = 0;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    CHARTA_TRY(auto first, service_in(table, 0, licences));
    CHARTA_TRY(auto second, service_in(table, 1, licences));
    const auto begins = edit_day(table[4], code_books::always_before), ends = edit_day(table[2], code_books::no_end);
    if (!begins || !ends) return table.broken("a date cannot be read");
    if (table[3].empty() || std::string_view("019").find(table[3][0]) == std::string_view::npos)
      return table.broken(fmt::format("'{}' is no modifier indicator", table[3]));
    if (table[6] == "Component") std::swap(first, second), ++from_the_other_side;  // a file that tells each pair from both sides
    made.pairs.push_back({first, second, *begins, *ends, static_cast<std::uint32_t>(table[3][0]), texts.add(table[5])});
  }
  if (made.pairs.empty()) return fail(ErrorKind::invalid, "no pairs below the heading: the file is cut short");
  if (from_the_other_side != 0 && from_the_other_side * 2 != made.pairs.size())
    return fail(ErrorKind::invalid, fmt::format("{} pairs are told from one side and {} from the other: the file is cut short",
                                                made.pairs.size() - from_the_other_side, from_the_other_side));
  made.texts = texts.take();
  const auto key = [](const code_books::ServicePair& pair) {
    return std::tuple(pair.column1, pair.column2, pair.first_day, pair.last_day);
  };
  std::stable_sort(made.pairs.begin(), made.pairs.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  made.pairs.erase(
      std::unique(made.pairs.begin(), made.pairs.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
      made.pairs.end());
  return made;
}

}  // namespace charta::code_sets
