// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/filing_order.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace charta::paper_charts {
namespace {

constexpr std::array<std::pair<FilingOrder, std::string_view>, 4> filing_orders{{{FilingOrder::terminal_digit, "terminal-digit"},
                                                                                 {FilingOrder::middle_digit, "middle-digit"},
                                                                                 {FilingOrder::straight, "straight"},
                                                                                 {FilingOrder::alphabetic, "alphabetic"}}};
constexpr std::size_t widest_number = 20;

std::string filled(std::string_view digits, std::size_t width) {
  return digits.size() >= width ? std::string(digits) : std::string(width - digits.size(), '0') + std::string(digits);
}

/// Behind every key that begins with a digit.
std::string key_without_digits(std::string_view number) {
  return "~" + folded(number);
}

}  // namespace

std::string_view filing_order_code(FilingOrder order) {
  return std::find_if(filing_orders.begin(), filing_orders.end(), [&](const auto& one) { return one.first == order; })->second;
}

std::optional<FilingOrder> parse_filing_order(std::string_view code) {
  for (const auto& [order, name] : filing_orders)
    if (name == code) return order;
  return std::nullopt;
}

std::string digits_of(std::string_view number) {
  std::string digits;
  for (const char c : number)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

std::optional<NumberParts> parts_of(std::string_view number) {
  std::string digits = digits_of(number);
  if (digits.empty()) return std::nullopt;
  digits = filled(digits, 6);
  const auto size = digits.size();
  return NumberParts{digits.substr(0, size - 4), digits.substr(size - 4, 2), digits.substr(size - 2)};
}

std::string filing_key(FilingOrder order, std::string_view number, std::string_view name) {
  const auto parts = parts_of(number);
  if (order == FilingOrder::alphabetic) return folded(name) + "|" + filled(digits_of(number), widest_number);
  if (!parts) return key_without_digits(number);
  const std::string first = filled(parts->first, widest_number - 4);
  switch (order) {
    case FilingOrder::terminal_digit:
      return parts->last + "-" + parts->middle + "-" + first;
    case FilingOrder::middle_digit:
      return parts->middle + "-" + first + "-" + parts->last;
    default:
      return filled(digits_of(number), widest_number);
  }
}

std::string section_of(std::string_view key) {
  const auto end = key.find_first_of("-|");
  if (end != std::string_view::npos) return std::string(key.substr(0, end));
  return std::string(key.substr(0, key.size() > 4 ? key.size() - 4 : key.size()));
}

std::vector<std::string> transposed(std::string_view number) {
  const std::string digits = digits_of(number);
  std::vector<std::string> all;
  const auto keep = [&](std::string one) {
    if (one != digits && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  };
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    std::string other = digits;
    std::swap(other[i], other[i + 1]);
    keep(std::move(other));
  }
  for (std::size_t end = digits.size(); end >= 4; end -= 2)
    keep(digits.substr(0, end - 4) + digits.substr(end - 2, 2) + digits.substr(end - 4, 2) + digits.substr(end));
  return all;
}

std::vector<std::string> adjacent(std::string_view number) {
  const std::string digits = digits_of(number);
  if (digits.empty() || digits.size() > 17) return {};
  const auto value = parse_integer(digits).value_or(0);
  std::vector<std::string> all;
  for (const long long step : {1, -1, 2, -2, 10, -10}) {
    const long long other = value + step;
    if (other >= 0) all.push_back(filled(std::to_string(other), digits.size()));
  }
  return all;
}

std::string spaced(std::string_view number) {
  const auto parts = parts_of(number);
  if (!parts) return std::string(number);
  return parts->first + "-" + parts->middle + "-" + parts->last;
}

}  // namespace charta::paper_charts
