// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/edit_files.hpp"

#include "base/text.hpp"
#include "formats/delimited/delimited.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::code_sets {
namespace {

using editor::DatedCode;
using editor::day_number;

class EditReader {
 public:
  explicit EditReader(const NamedTexts& texts) : texts_(texts) {}

  Result<editor::EditTables> read() {
    for (const auto name : code_editor_names())
      if (!texts_.contains(name))
        return fail(ErrorKind::missing, fmt::format("the set has no {}.csv: import all its files together", name));
    CHARTA_TRY_DO(codes("mce_dx", made_.diagnoses));
    CHARTA_TRY_DO(codes("mce_px", made_.procedures));
    CHARTA_TRY_DO(ages());
    CHARTA_TRY_DO(statuses());
    if (made_.attributes.size() > 64) return fail(ErrorKind::invalid, "more than 64 attributes");
    return std::move(made_);
  }

 private:
  struct Span {
    std::int32_t first = 0, last = 0;
  };

  std::uint16_t attribute(std::string_view name) {
    const auto found = std::find(made_.attributes.begin(), made_.attributes.end(), name);
    if (found == made_.attributes.end()) {
      made_.attributes.emplace_back(name);
      return static_cast<std::uint16_t>(made_.attributes.size() - 1);
    }
    return static_cast<std::uint16_t>(found - made_.attributes.begin());
  }

  template <class Visit>
  Result<void> each(std::string_view name, std::string_view key, Visit visit) {
    const auto named = [&](const Error& error) {
      return fail(ErrorKind::invalid, fmt::format("{}.csv: {}", name, error.message));
    };
    auto table = delimited::Table::open(texts_.find(name)->second);
    if (!table) return named(table.error());
    const auto key_column = table->column(key), start = table->column("start_date"), end = table->column("end_date");
    for (const auto* column : {&key_column, &start, &end})
      if (!*column) return named(column->error());
    bool any = false;
    for (;;) {
      const auto more = table->next();
      if (!more) return named(more.error());
      if (!*more) break;
      any = true;
      const auto first = Date::parse((*table)[*start]), last = Date::parse((*table)[*end]);
      if (!first || !last || *last < *first)
        return fail(ErrorKind::invalid, fmt::format("{}.csv, line {}: its dates cannot be read", name, table->line()));
      if (const std::string_view why = visit(*table, (*table)[*key_column], Span{day_number(*first), day_number(*last)});
          !why.empty())
        return fail(ErrorKind::invalid, fmt::format("{}.csv, line {}: {}", name, table->line(), why));
    }
    if (!any) return fail(ErrorKind::invalid, fmt::format("{}.csv has no rows", name));
    return {};
  }

  Result<void> codes(std::string_view name, editor::DatedCodes& into) {
    std::vector<std::pair<grouper::CodeKey, DatedCode>> rows;
    int attributes_column = -1;
    CHARTA_TRY_DO(each(name, "code", [&](const delimited::Table& table, std::string_view code, Span span) -> std::string_view {
      if (attributes_column < 0) {
        const auto column = table.column("attributes");
        if (!column) return "there is no column 'attributes'";
        attributes_column = static_cast<int>(*column);
      }
      DatedCode row{span.first, span.last, 0};
      for (const auto name_of_one : split(table[static_cast<std::size_t>(attributes_column)], '|')) {
        if (name_of_one.empty()) continue;
        const auto bit = attribute(name_of_one);
        if (bit >= 64) return "there are more than 64 attributes";
        row.attributes |= std::uint64_t{1} << bit;
      }
      if (grouper::key_of(code) == 0) return "a code cannot be read";
      made_.last_day = std::max(made_.last_day, span.last);
      rows.emplace_back(grouper::key_of(code), row);
      return {};
    }));
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first, a.second.first_day) < std::pair(b.first, b.second.first_day);
    });
    for (const auto& [code, row] : rows) {
      if (into.keys.empty() || into.keys.back() != code) {
        into.keys.push_back(code);
        into.starts.push_back(static_cast<std::uint32_t>(into.spans.size()));
      }
      into.spans.push_back(row);
    }
    into.starts.push_back(static_cast<std::uint32_t>(into.spans.size()));
    return {};
  }

  Result<void> ages() {
    return each("mce_age", "key", [&](const delimited::Table& table, std::string_view key, Span span) -> std::string_view {
      const auto from = table.column("start_age"), to = table.column("end_age");
      if (!from || !to) return "there is no column 'start_age' or 'end_age'";
      const auto youngest = parse_integer(table[*from]), oldest = parse_integer(table[*to]);
      if (!youngest || !oldest || *youngest < 0 || *oldest > 200) return "an age cannot be read";
      made_.ages.push_back(
          {span.first, span.last, attribute(key), static_cast<std::uint16_t>(*youngest), static_cast<std::uint16_t>(*oldest), 0});
      return {};
    });
  }
  Result<void> statuses() {
    return each("mce_dstat", "key", [&](const delimited::Table&, std::string_view key, Span span) -> std::string_view {
      const auto status = parse_integer(key);
      if (!status || *status < 0 || *status > 99) return "a discharge status cannot be read";
      made_.statuses.push_back({span.first, span.last, static_cast<std::int32_t>(*status)});
      return {};
    });
  }

  const NamedTexts& texts_;
  editor::EditTables made_;
};

}  // namespace

std::vector<std::string_view> code_editor_names() {
  return {"mce_age", "mce_dstat", "mce_dx", "mce_px"};
}

Result<editor::EditTables> read_code_editor(const NamedTexts& texts) {
  return EditReader(texts).read();
}

}  // namespace charta::code_sets
