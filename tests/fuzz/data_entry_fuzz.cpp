// SPDX-License-Identifier: Apache-2.0
// Quantities and boxes as anybody may type them: what is read is a number that JSON takes, and reads the same again.
#include "department/data_entry/entered_value.hpp"
#include "department/data_entry/unit_table.hpp"
#include "formats/json/json.hpp"
#include "tests/fuzz/property.hpp"

#include <cmath>

using namespace charta;

namespace {

const data_entry::UnitTable& table() {
  static const auto units = [] {
    rules::Rule rule;
    rule.id = "data-entry/units";
    rule.parameters = R"({"units":[{"code":"kg","title":"kg","quantity":"mass","names":["kilo"]},
      {"code":"[lb_av]","title":"lb","quantity":"mass","names":["lb","lbs"],"factor":0.45359237},
      {"code":"[in_i]","title":"in","quantity":"length","names":["in","\""],"factor":2.54},
      {"code":"[ft_i]","title":"ft","quantity":"length","names":["ft","'"],"factor":30.48},
      {"code":"Cel","title":"C","quantity":"temperature","names":["C"]},
      {"code":"[degF]","title":"F","quantity":"temperature","names":["F"],"factor":0.5555555555555556,"offset":-32},
      {"code":"%","title":"%","quantity":"share","names":["percent"]}]})";
    return data_entry::UnitTable::read(rule).value();
  }();
  return units;
}

void check_quantity(std::string_view text) {
  const auto quantity = table().parse(text);
  if (!quantity) {
    CHARTA_PROPERTY(quantity.error().location == "number" || quantity.error().location == "unit");
    return;
  }
  CHARTA_PROPERTY(std::isfinite(quantity->value));
  const auto json = json::Document::parse(quantity->number);
  CHARTA_PROPERTY(json && json->root().is(json::Kind::number));
  CHARTA_PROPERTY(quantity->unit.empty() || table().by_code(quantity->unit) != nullptr);
  const auto again = table().parse(quantity->number + " " + quantity->unit);
  CHARTA_PROPERTY(again && again->number == quantity->number && again->unit == quantity->unit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  check_quantity(text);
  if (const auto box = data_entry::parse_box(text)) CHARTA_PROPERTY(data_entry::parse_box(data_entry::print(box)) == box);
  return 0;
}
