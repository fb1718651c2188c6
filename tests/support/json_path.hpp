// SPDX-License-Identifier: Apache-2.0
// "name.0.given.1": what stands there in a JSON tree, for case tables.
#pragma once
#include "formats/json/json.hpp"

#include <charconv>
#include <string>
#include <string_view>

namespace charta::testing {

/// The value at a path of member names and item numbers from 0; absent when it leads nowhere.
inline json::Value at_path(json::Value value, std::string_view path) {
  while (!path.empty()) {
    const auto dot = path.find('.');
    const std::string_view part = path.substr(0, dot);
    std::size_t index = 0;
    const auto number = std::from_chars(part.data(), part.data() + part.size(), index);
    const bool is_number = number.ec == std::errc() && number.ptr == part.data() + part.size();
    value = is_number ? value.at(index) : value[part];
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return value;
}

/// A text as it is, everything else as JSON, "absent" for nothing: what a case table says of a value.
inline std::string shown(json::Value value) {
  if (!value) return "absent";
  if (value.is_object() || value.is_array()) return json::write(value);
  return std::string(value.text());
}

}  // namespace charta::testing
