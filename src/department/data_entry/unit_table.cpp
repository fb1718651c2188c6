// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/unit_table.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <charconv>
#include <cmath>
#include <set>

namespace charta::data_entry {
namespace {

constexpr std::size_t longest_quantity = 60, longest_number = 12, longest_feet = 4;

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The digits at the front, one point among them, a sign before them.
std::string_view leading_number(std::string_view text) {
  std::size_t at = !text.empty() && text.front() == '-' ? 1 : 0;
  bool has_point = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !has_point && at > 0 && is_digit(text[at - 1]))
      has_point = true;
    else if (!is_digit(text[at]))
      break;
  }
  return text.substr(0, at);
}

/// "072.5" is 72.5: JSON knows no zeros before a number.
std::string without_leading_zeros(std::string_view number) {
  const bool is_negative = number.starts_with('-');
  std::string digits(number.substr(is_negative ? 1 : 0));
  while (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) digits.erase(0, 1);
  return (is_negative ? "-" : "") + digits;
}

Error no_number(const std::string& says) {
  return fail(ErrorKind::invalid, says, "number");
}

}  // namespace

Result<UnitTable> UnitTable::read(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  UnitTable table;
  std::set<std::string> known;
  for (const auto one : document.root()["units"]) {
    Unit unit;
    unit.code = one["code"].text();
    unit.title = one["title"].text();
    unit.quantity = one["quantity"].text();
    for (const auto name : one["names"]) unit.names.emplace_back(name.text());
    unit.factor = one["factor"] ? number_in(one["factor"].text()).value_or(0) : 1;
    unit.offset = one["offset"] ? number_in(one["offset"].text()).value_or(0) : 0;
    if (unit.code.empty() || unit.title.empty() || unit.quantity.empty() || unit.factor <= 0)
      return fail(ErrorKind::invalid, rule.reference() + ": a unit has a code, a title, what it measures and a factor", rule.id);
    for (const auto& name : unit.names)
      if (!known.insert(name).second)
        return fail(ErrorKind::invalid, rule.reference() + ": two units are written '" + name + "'", rule.id);
    table.units_.push_back(std::move(unit));
  }
  if (table.units_.empty()) return fail(ErrorKind::invalid, rule.reference() + ": 'units' is empty", rule.id);
  return table;
}

const Unit* UnitTable::by_code(std::string_view code) const {
  for (const auto& unit : units_)
    if (unit.code == code) return &unit;
  return nullptr;
}

const Unit* UnitTable::find(std::string_view written) const {
  if (const Unit* unit = by_code(written)) return unit;
  for (const auto& unit : units_)
    for (const auto& name : unit.names)
      if (name == written) return &unit;
  const auto lower = lower_ascii(written);
  const Unit* found = nullptr;
  for (const auto& unit : units_)
    for (const auto& name : unit.names)
      if (lower_ascii(name) == lower) {
        if (found != nullptr && found != &unit) return nullptr;  // "MG" may be two things: nobody guesses which
        found = &unit;
      }
  return found;
}

/// 5'11", 5' 11, 5 ft 11 in: inches.
Result<Quantity> UnitTable::parse_feet(std::string_view text) const {
  const auto feet = leading_number(text);
  auto rest = trimmed(text.substr(feet.size()));
  const bool has_mark = rest.starts_with("'"), has_word = rest.starts_with("ft");
  if (feet.empty() || (!has_mark && !has_word)) return Quantity{};
  rest = trimmed(rest.substr(has_mark ? 1 : 2));
  if (has_word && rest.starts_with(".")) rest = trimmed(rest.substr(1));
  const auto inches = leading_number(rest);
  if (inches.empty()) return Quantity{};
  const auto end = trimmed(rest.substr(inches.size()));
  const auto whole = number_in(feet), part = number_in(inches);
  const bool ends_well = end.empty() || end == "\"" || end == "in" || end == "in." || end == "''";
  if (!whole || !part || !ends_well || *part >= 12 || *part < 0 || *whole < 0 || feet.find('.') != std::string_view::npos)
    return no_number("feet and inches are written 5'11\" or 5 ft 11 in, with fewer than 12 inches");
  if (feet.size() > longest_feet) return no_number("feet have at most 4 digits");
  const double value = *whole * 12 + *part;
  return Quantity{print_number(value, 2), value, "[in_i]"};
}

Result<Quantity> UnitTable::parse(std::string_view given) const {
  const auto text = trimmed(given);
  if (text.empty()) return no_number("write a number");
  if (text.size() > longest_quantity) return no_number("a number with its unit has at most 60 characters");
  if (by_code("[in_i]") != nullptr) {
    CHARTA_TRY(auto feet, parse_feet(text));
    if (!feet.number.empty()) return feet;
  }
  const auto number = leading_number(text);
  const auto rest = trimmed(text.substr(number.size()));
  if (number.empty() || number == "-") return no_number("this is no number; write digits, then the unit");
  if (number.back() == '.') return no_number("a digit is missing behind the point");
  if (number.size() > longest_number) return no_number("a number has at most 12 digits");
  const auto value = number_in(number);
  if (!value) return no_number("this is no number; write digits, then the unit");
  Quantity quantity{without_leading_zeros(number), *value, {}};
  if (rest.empty()) return quantity;
  const Unit* unit = find(rest);
  if (unit == nullptr && (rest.starts_with(",") || rest.starts_with(".")))
    return no_number("write the number with a point and without commas: 72.5, 1200");
  if (unit == nullptr && (rest.starts_with("-") || rest.starts_with("/")))
    return no_number("write one number; the two of a pair or a range stand in fields of their own");
  if (unit == nullptr) return fail(ErrorKind::invalid, "the unit is not known here; choose one of the list", "unit");
  quantity.unit = unit->code;
  return quantity;
}

std::optional<double> UnitTable::convert(double value, std::string_view from, std::string_view to) const {
  const Unit* one = by_code(from);
  const Unit* other = by_code(to);
  if (one == nullptr || other == nullptr || one->quantity != other->quantity) return std::nullopt;
  if (one == other) return value;
  return (value + one->offset) * one->factor / other->factor - other->offset;
}

std::string print_number(double value, int digits) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits);
  if (error != std::errc()) return {};
  std::string text(buffer, end);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace charta::data_entry
