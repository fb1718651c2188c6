// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/small_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/published_table.hpp"
#include "department/coding/code_sets/term_writer.hpp"
#include "formats/cda/xml.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

constexpr PublishedTable::Column poa_columns[] = {{"poaexemptcode"}, {"order*"}, {"description"}};
constexpr PublishedTable::Column place_columns[] = {{"poscode|placeofservicecode"},
                                                    {"posname|placeofservicename|description"},
                                                    {"posdescription|placeofservicedescription", false}};
constexpr PublishedTable::Column vaccine_columns[] = {
    {"code|cvxcode"}, {"label|shortdescription"}, {"description|fullvaccinename"}, {"status|vaccinestatus"}};

Result<code_books::CodeGroups> sorted_groups(code_books::CodeGroups made, code_books::TextPoolWriter& texts) {
  if (made.rows.empty()) return fail(ErrorKind::invalid, "no code stands in it: the file is cut short");
  made.texts = texts.take();
  std::stable_sort(made.rows.begin(), made.rows.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return made;
}

Result<grouper::CodeKey> diagnosis_in(std::string_view text, int line) {
  while (text.starts_with('\'') || text.starts_with('"')) text.remove_prefix(1);
  while (text.ends_with('\'') || text.ends_with('"')) text.remove_suffix(1);
  const auto key = grouper::key_of(trimmed(text));
  const int length = code_books::length_of(key);
  if (length < 3 || length > 7) return fail(ErrorKind::invalid, fmt::format("line {}: '{}' is no ICD-10-CM code", line, text));
  return key;
}

Result<code_books::TermList> terms_of(std::string_view text, std::span<const PublishedTable::Column> columns) {
  CHARTA_TRY(auto table, PublishedTable::open(text, columns));
  TermWriter writer;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    if (table[0].empty()) return table.broken("a term has no code");
    writer.add(table[0], table[1], table[2], columns.size() > 3 ? table[3] : std::string_view());
  }
  if (writer.is_empty()) return fail(ErrorKind::invalid, "no terms below the heading: the file is cut short");
  return writer.take();
}

Result<code_books::CodeGroups> ccsr_of_json(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  code_books::CodeGroups made;
  code_books::TextPoolWriter texts;
  const auto model = texts.add("CCSR");
  for (const auto member : document.root()) {
    CHARTA_TRY(const auto key, diagnosis_in(member.key(), 1));
    if (member.text().empty()) return fail(ErrorKind::invalid, fmt::format("code {} has no category", member.key()));
    made.rows.push_back({key, model, texts.add(member.text())});
  }
  return sorted_groups(std::move(made), texts);
}

constexpr PublishedTable::Column ccsr_columns[] = {
    {"icd10cmcode"},          {"ccsrcategory1"},        {"ccsrcategory2", false}, {"ccsrcategory3", false},
    {"ccsrcategory4", false}, {"ccsrcategory5", false}, {"ccsrcategory6", false}, {"defaultccsrcategoryip", false}};
constexpr PublishedTable::Column category_columns[] = {{"diagnosiscode"}, {"cc"}, {"modelname"}};

}  // namespace

bool is_poa_exempt(std::string_view text) {
  return PublishedTable::is_one(text, poa_columns);
}

Result<code_books::CodeSet> read_poa_exempt(std::string_view text) {
  CHARTA_TRY(auto table, PublishedTable::open(text, poa_columns));
  code_books::CodeSet made;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    if (table[2].empty()) return table.broken("it is cut short");
    CHARTA_TRY(const auto key, diagnosis_in(table[0], table.line()));
    made.keys.push_back(key);
  }
  if (made.keys.empty()) return fail(ErrorKind::invalid, "no codes below the heading: the file is cut short");
  std::sort(made.keys.begin(), made.keys.end());
  if (const auto twice = std::adjacent_find(made.keys.begin(), made.keys.end()); twice != made.keys.end())
    return fail(ErrorKind::invalid, fmt::format("code {} stands twice", grouper::text_of(*twice)));
  return made;
}

bool is_ccsr(std::string_view text) {
  if (text.starts_with('{'))
    return text.substr(0, 4000).find("\"INF0") != std::string_view::npos ||
           text.substr(0, 4000).find("\"DIG0") != std::string_view::npos;
  return PublishedTable::is_one(text, ccsr_columns);
}

Result<code_books::CodeGroups> read_ccsr(std::string_view text) {
  if (text.starts_with('{')) return ccsr_of_json(text);
  CHARTA_TRY(auto table, PublishedTable::open(text, ccsr_columns));
  code_books::CodeGroups made;
  code_books::TextPoolWriter texts;
  const auto model = texts.add("CCSR"), by_default = texts.add("CCSR default, inpatient");
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    CHARTA_TRY(const auto key, diagnosis_in(table[0], table.line()));
    for (std::size_t column = 1; column < std::size(ccsr_columns); ++column) {
      auto group = table[column];
      while (group.starts_with('\'') || group.starts_with(' ')) group.remove_prefix(1);
      while (group.ends_with('\'') || group.ends_with(' ')) group.remove_suffix(1);
      if (!group.empty())
        made.rows.push_back({key, column + 1 == std::size(ccsr_columns) ? by_default : model, texts.add(group)});
    }
  }
  return sorted_groups(std::move(made), texts);
}

bool is_elixhauser(std::string_view text) {
  const auto beginning = upper_ascii(text.substr(0, 8000));
  return beginning.find("ELIXHAUSER") != std::string::npos && beginning.find("VALUE $COMFMT") != std::string::npos;
}

Result<code_books::CodeGroups> read_elixhauser(std::string_view text) {
  const auto begin = text.find("$COMFMT");
  const auto end = begin == std::string_view::npos ? begin : text.find(';', begin);
  if (end == std::string_view::npos)
    return fail(ErrorKind::invalid, "the format of comorbidities is missing or not closed: the file is cut short");
  code_books::CodeGroups made;
  code_books::TextPoolWriter texts;
  const auto model = texts.add("Elixhauser");
  std::size_t first_unnamed = 0;
  bool is_group = false;
  for (std::size_t at = begin; at < end; ++at) {
    if (text[at] == '=') is_group = true;
    if (text[at] != '"') continue;
    const auto close = text.find('"', at + 1);
    if (close == std::string_view::npos || close > end)
      return fail(ErrorKind::invalid, "a quote does not close: the file is cut short");
    const auto quoted = trimmed(text.substr(at + 1, close - at - 1));
    at = close;
    if (is_group) {
      for (; first_unnamed < made.rows.size(); ++first_unnamed) made.rows[first_unnamed].group = texts.add(quoted);
      is_group = false;
      continue;
    }
    CHARTA_TRY(const auto key,
               diagnosis_in(
                   quoted, static_cast<int>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'))));
    made.rows.push_back({key, model, 0});
  }
  if (first_unnamed != made.rows.size())
    return fail(ErrorKind::invalid, "the last codes have no comorbidity: the file is cut short");
  return sorted_groups(std::move(made), texts);
}

bool is_condition_categories(std::string_view text) {
  return PublishedTable::is_one(text, category_columns);
}

Result<code_books::CodeGroups> read_condition_categories(std::string_view text) {
  CHARTA_TRY(auto table, PublishedTable::open(text, category_columns));
  code_books::CodeGroups made;
  code_books::TextPoolWriter texts;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    CHARTA_TRY(const auto key, diagnosis_in(table[0], table.line()));
    if (!parse_integer(table[1])) return table.broken(fmt::format("'{}' is no condition category", table[1]));
    made.rows.push_back({key, texts.add(table[2]), texts.add(table[1])});
  }
  return sorted_groups(std::move(made), texts);
}

constexpr PublishedTable::Column label_columns[] = {{"cc"}, {"label"}, {"modeldomain"}, {"modelversion"}};
constexpr PublishedTable::Column hierarchy_columns[] = {{"ccparent"}, {"ccchild"}, {"modeldomain"}, {"modelversion"}};

bool are_category_labels(std::string_view text) {
  return PublishedTable::is_one(text, label_columns);
}
Result<code_books::TermList> read_category_labels(std::string_view text) {
  return terms_of(text, label_columns);
}
bool are_category_hierarchies(std::string_view text) {
  return PublishedTable::is_one(text, hierarchy_columns);
}
Result<code_books::TermList> read_category_hierarchies(std::string_view text) {
  return terms_of(text, hierarchy_columns);
}

bool is_places_of_service(std::string_view text) {
  return PublishedTable::is_one(text, place_columns);
}
Result<code_books::TermList> read_places_of_service(std::string_view text) {
  return terms_of(text, place_columns);
}
bool is_vaccines(std::string_view text) {
  return PublishedTable::is_one(text, vaccine_columns);
}
Result<code_books::TermList> read_vaccines(std::string_view text) {
  return terms_of(text, vaccine_columns);
}

bool is_units(std::string_view text) {
  return text.substr(0, 600).find("ucum-essence") != std::string_view::npos;
}
Result<code_books::TermList> read_units(std::string_view text) {
  CHARTA_TRY(const auto xml, cda::Xml::parse(text));
  TermWriter writer;
  for (const auto name : {"base-unit", "unit"})
    for (const auto unit : cda::children(xml.root(), name)) {
      const auto code = cda::attribute(unit, "Code");
      if (code.empty()) return fail(ErrorKind::invalid, "a unit has no code");
      writer.add(code, cda::text_of(cda::child(unit, "name")), cda::text_of(cda::child(unit, "property")),
                 cda::text_of(cda::child(unit, "printSymbol")));
    }
  if (writer.is_empty()) return fail(ErrorKind::invalid, "there is no unit");
  return writer.take();
}

}  // namespace charta::code_sets
