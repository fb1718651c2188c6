// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_draft.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace charta::physician_queries {
namespace {

constexpr std::array<std::string_view, 7> purposes = {
    "specificity", "clinical-validation",  "procedure-detail", "missing-diagnosis",
    "conflict",    "present-on-admission", "cause-and-effect"};
constexpr std::array<std::string_view, 3> formats = {"open", "choice", "yes-no"};

template <class Value, class Codes>
std::optional<Value> value_of(const Codes& codes, std::string_view code) {
  const auto found = std::find(codes.begin(), codes.end(), code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Value>(std::distance(codes.begin(), found));
}

}  // namespace

std::string_view purpose_code(Purpose purpose) {
  return purposes[static_cast<std::size_t>(purpose)];
}
std::optional<Purpose> parse_purpose(std::string_view code) {
  return value_of<Purpose>(purposes, code);
}
std::string_view format_code(Format format) {
  return formats[static_cast<std::size_t>(format)];
}
std::optional<Format> parse_format(std::string_view code) {
  return value_of<Format>(formats, code);
}

}  // namespace charta::physician_queries
