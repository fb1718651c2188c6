// SPDX-License-Identifier: Apache-2.0
// Source: CMS, Definitions of Medicare Code Edits, chapter 1: the sections that are lists of codes.
#include "department/coding/code_sets/edit_list_file.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/published_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace charta::code_sets {
namespace {

constexpr PublishedTable::Column list_columns[] = {{"mceversion"}, {"icdversion"}, {"mceedittype"}, {"icdcodetype"}, {"icdcode"}};
constexpr std::string_view external_cause = "ECODEPDX";

struct EditType {
  std::string_view type, attribute;
};
constexpr EditType edit_types[] = {{"Newborn_Only", "NEWBORN"},
                                   {"Pediatric_Only", "PEDIATRIC"},
                                   {"Maternity_Only", "MATERNITY"},
                                   {"Adult_Only", "ADULT"},
                                   {"Female_Only", "FEMALE"},
                                   {"Male_Only", "MALE"},
                                   {"Principal_Manifestation", "MANIF"},
                                   {"Principal_Questionable_Admit", "QADM"},
                                   {"Principal_Unacceptable", "UNACCEPTABLE"},
                                   {"Noncovered_Always", "NCOV_A"},
                                   {"Noncovered_Over60", "NCOV_F"},
                                   {"Limited_Coverage", "LCOV"},
                                   {"Wrong_Performed", "WRNGPROC"},
                                   {"Noncovered_LOS_96hr", "LOS"}};

std::string_view attribute_of_type(std::string_view type) {
  for (const auto& one : edit_types)
    if (one.type == type) return one.attribute;
  return {};
}

class ListedTables {
 public:
  ListedTables(Date first, Date last) : first_(editor::day_number(first)), last_(editor::day_number(last)) {}

  void add(const EditList::Row& row) { (row.is_procedure ? procedures_ : diagnoses_)[row.code] |= bit(row.attribute); }

  Result<editor::EditTables> take(const encoder::CodeTexts& diagnoses, const encoder::CodeTexts& procedures,
                                  const std::vector<int>& statuses) {
    const auto external = bit(external_cause);
    CHARTA_TRY_DO(fill(made_.diagnoses, diagnoses, diagnoses_, external));
    CHARTA_TRY_DO(fill(made_.procedures, procedures, procedures_, 0));
    for (const int status : statuses) made_.statuses.push_back({first_, last_, status});
    made_.last_day = last_;
    return std::move(made_);
  }

 private:
  using Listed = std::map<grouper::CodeKey, std::uint64_t>;

  std::uint64_t bit(std::string_view attribute) {
    const auto found = std::find(made_.attributes.begin(), made_.attributes.end(), attribute);
    const auto place = static_cast<unsigned>(found - made_.attributes.begin());
    if (found == made_.attributes.end()) made_.attributes.emplace_back(attribute);
    return std::uint64_t{1} << place;
  }

  Result<void> fill(editor::DatedCodes& into, const encoder::CodeTexts& codes, const Listed& listed, std::uint64_t external) {
    std::size_t met = 0;
    for (std::size_t n = 0; n < codes.size(); ++n) {
      if (codes.billable[n] == 0) continue;
      const auto code = codes.codes[n];
      const auto found = listed.find(code);
      if (found != listed.end()) ++met;
      const char letter = grouper::text_of(code).front();
      const std::uint64_t cause = letter >= 'V' && letter <= 'Y' ? external : 0;
      into.keys.push_back(code);
      into.starts.push_back(static_cast<std::uint32_t>(into.spans.size()));
      into.spans.push_back({first_, last_, (found == listed.end() ? 0 : found->second) | cause});
    }
    into.starts.push_back(static_cast<std::uint32_t>(into.spans.size()));
    if (met == listed.size()) return {};
    for (const auto& [code, attributes] : listed)
      if (!std::binary_search(into.keys.begin(), into.keys.end(), code))
        return fail(ErrorKind::invalid,
                    fmt::format("the list names {}, which is no code of that year's order file", grouper::text_of(code)));
    return {};
  }

  std::int32_t first_, last_;
  editor::EditTables made_;
  Listed diagnoses_, procedures_;
};

}  // namespace

bool is_edit_list(std::string_view text) {
  return PublishedTable::is_one(text, list_columns);
}

Result<EditList> read_edit_list(std::string_view text) {
  CHARTA_TRY(auto table, PublishedTable::open(text, list_columns));
  EditList list;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    const auto version = parse_integer(table[0]);
    if (!version || *version < 33 || *version > 99 || table[1] != "10")
      return table.broken(
          fmt::format("version '{}' for ICD-{} is not read: versions from 33 on are ICD-10's", table[0], table[1]));
    if (list.version != 0 && list.version != *version) return table.broken("it is of another version than the lines before it");
    list.version = static_cast<int>(*version);
    EditList::Row row{grouper::key_of(table[4]), attribute_of_type(table[2]), table[3] == "P"};
    if (row.code == 0) return table.broken(fmt::format("'{}' is no code", table[4]));
    if (row.attribute.empty()) return table.broken(fmt::format("the edit type '{}' is unknown", table[2]));
    if (table[3] != "P" && table[3] != "D") return table.broken(fmt::format("'{}' is neither D nor P", table[3]));
    list.rows.push_back(row);
  }
  if (list.rows.empty()) return fail(ErrorKind::invalid, "no codes below the heading: the file is cut short");
  return list;
}

Result<editor::EditTables> edit_tables_of(const EditList& list, const encoder::CodeTexts& diagnoses,
                                          const encoder::CodeTexts& procedures, Date first, Date last,
                                          const std::vector<int>& discharge_statuses) {
  ListedTables tables(first, last);
  for (const auto& row : list.rows) tables.add(row);
  CHARTA_TRY(auto made, tables.take(diagnoses, procedures, discharge_statuses));
  made.version = static_cast<std::uint32_t>(list.version) * 10;
  return made;
}

}  // namespace charta::code_sets
