// SPDX-License-Identifier: Apache-2.0
#include "department/matching/person_list.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <optional>

namespace charta::matching {
namespace {

std::string known_fields() {
  std::string names;
  for (std::size_t i = 0; i < field_count; ++i) names += fmt::format("{}, ", name_of(static_cast<Field>(i)));
  return names + "former_surname, other_given_name, full_name";
}

std::optional<Column> column_of(std::string_view column, std::string_view meaning) {
  if (const auto field = field_named(meaning)) return Column{std::string(column), ColumnUse::field, *field};
  if (meaning == "former_surname" || meaning == "maiden_name") return Column{std::string(column), ColumnUse::former_surname};
  if (meaning == "other_given_name") return Column{std::string(column), ColumnUse::other_given_name};
  if (meaning == "full_name") return Column{std::string(column), ColumnUse::full_name};
  return std::nullopt;
}

/// "Marsh, Ada Jane" or "Ada Jane Marsh".
void read_full_name(std::string_view text, Person& person) {
  const auto comma = text.find(',');
  const auto blank = text.rfind(' ');
  if (comma != std::string_view::npos) {
    person[Field::surname] = trimmed(text.substr(0, comma));
    person[Field::given_name] = trimmed(text.substr(comma + 1));
  } else if (blank != std::string_view::npos) {
    person[Field::given_name] = trimmed(text.substr(0, blank));
    person[Field::surname] = trimmed(text.substr(blank + 1));
  } else {
    person[Field::surname] = text;
  }
}

void put(const Column& column, std::string_view text, Person& person) {
  if (text.empty()) return;
  switch (column.use) {
    case ColumnUse::field:
      person[column.field] = text;
      break;
    case ColumnUse::former_surname:
      person.other_surnames.emplace_back(text);
      break;
    case ColumnUse::other_given_name:
      person.other_given_names.emplace_back(text);
      break;
    case ColumnUse::full_name:
      read_full_name(text, person);
      break;
  }
}

using Header = std::vector<std::string>;

Result<std::size_t> place_of(const Header& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end())
    return fail(ErrorKind::missing, fmt::format("the list has no column \"{}\"; it has {}", name, fmt::join(header, ", ")),
                std::string(name));
  return static_cast<std::size_t>(found - header.begin());
}

struct ColumnPlaces {
  std::optional<std::size_t> id, list;
  std::vector<std::size_t> columns;
};

Result<ColumnPlaces> places_in(const Header& header, const ColumnMapping& mapping) {
  ColumnPlaces places;
  if (!mapping.id_column.empty()) {
    CHARTA_TRY(places.id, place_of(header, mapping.id_column));
  }
  if (!mapping.list_column.empty()) {
    CHARTA_TRY(places.list, place_of(header, mapping.list_column));
  }
  for (const auto& column : mapping.columns) {
    CHARTA_TRY(const auto place, place_of(header, column.name));
    places.columns.push_back(place);
  }
  return places;
}

ListedPerson person_of(const std::vector<std::string>& values, const ColumnPlaces& places, const ColumnMapping& mapping,
                       std::size_t row) {
  const auto value = [&](std::size_t place) { return place < values.size() ? trimmed(values[place]) : std::string_view(); };
  ListedPerson listed;
  listed.id = places.id ? std::string(value(*places.id)) : std::to_string(row);
  if (places.list) listed.list = value(*places.list);
  for (std::size_t i = 0; i < places.columns.size(); ++i) put(mapping.columns[i], value(places.columns[i]), listed.person);
  return listed;
}

Result<Header> read_header(std::istream& in, char separator) {
  Header header;
  CHARTA_TRY(const bool any, read_row(in, separator, header));
  if (!any) return fail(ErrorKind::missing, "the list is empty: its first line names the columns");
  if (header.front().starts_with("\xEF\xBB\xBF")) header.front().erase(0, 3);
  for (auto& name : header) name = trimmed(name);
  return header;
}

}  // namespace

Result<ColumnMapping> ColumnMapping::parse(std::string_view json) {
  CHARTA_TRY(const auto document, json::Document::parse(json));
  const auto root = document.root();
  ColumnMapping mapping;
  mapping.id_column = root["id"].text();
  mapping.list_column = root["list"].text();
  mapping.each_list_without_duplicates = root["each_list_without_duplicates"].boolean();
  const auto separator = root["separator"].text();
  if (separator.size() > 1) return fail(ErrorKind::invalid, "\"separator\" is one character", "separator");
  if (!separator.empty()) mapping.separator = separator.front();
  for (const auto entry : root["columns"]) {
    auto column = column_of(entry.key(), entry.text());
    if (!column) column = column_of(entry.text(), entry.key());  // the mapping written the other way round
    if (!column)
      return fail(
          ErrorKind::unknown_code,
          fmt::format("column \"{}\" is mapped to \"{}\", which is none of {}", entry.key(), entry.text(), known_fields()),
          "columns");
    mapping.columns.push_back(*column);
  }
  if (mapping.columns.empty()) return fail(ErrorKind::invalid, "\"columns\" names no column", "columns");
  return mapping;
}

Result<bool> read_row(std::istream& in, char separator, std::vector<std::string>& values) {
  values.assign(1, {});
  bool quoted = false, any = false;
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    any = true;
    const char letter = static_cast<char>(c);
    if (quoted && letter == '"') {
      if (in.peek() == '"') {
        values.back() += static_cast<char>(in.get());
      } else {
        quoted = false;
      }
    } else if (quoted) {
      values.back() += letter;
    } else if (letter == '"' && trimmed(values.back()).empty()) {
      quoted = true;
      values.back().clear();
    } else if (letter == separator) {
      values.emplace_back();
    } else if (letter == '\n') {
      if (values.back().ends_with('\r')) values.back().pop_back();
      return true;
    } else {
      values.back() += letter;
    }
  }
  if (quoted) return fail(ErrorKind::invalid, "a quote is opened and never closed");
  return any;
}

Result<void> read_people(std::istream& in, const ColumnMapping& mapping, FunctionRef<void(ListedPerson&&)> take) {
  CHARTA_TRY(const auto header, read_header(in, mapping.separator));
  CHARTA_TRY(const auto places, places_in(header, mapping));
  std::vector<std::string> values;
  for (std::size_t row = 1;; ++row) {
    CHARTA_TRY(const bool any, read_row(in, mapping.separator, values));
    if (!any) return {};
    if (values.size() == 1 && trimmed(values.front()).empty()) continue;
    if (values.size() > header.size())
      return fail(ErrorKind::invalid, fmt::format("row {} has {} values, the header {}", row, values.size(), header.size()));
    take(person_of(values, places, mapping, row));
  }
}

std::string csv_value(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace charta::matching
