// SPDX-License-Identifier: Apache-2.0
// What the tables of this folder share: JSON in single quotes, lists of words, the kinds of errors by name.
#pragma once
#include "base/result.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace charta::resources {

inline std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

inline std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

/// Tables write JSON with single quotes.
inline std::string json_of(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline std::string kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::missing:
      return "missing";
    case ErrorKind::unsupported:
      return "unsupported";
    case ErrorKind::not_found:
      return "not-found";
    case ErrorKind::gone:
      return "gone";
    case ErrorKind::version_conflict:
      return "version-conflict";
    case ErrorKind::business_rule:
      return "business-rule";
    case ErrorKind::forbidden:
      return "forbidden";
    default:
      return "another";
  }
}

/// {"resourceType":"Patient","id":"ada", …members} for an address "Patient/ada"; without an id for "Patient".
inline std::string resource_json(const std::string& address, const std::string& members) {
  const std::size_t slash = address.find('/');
  std::string text = R"({"resourceType":")" + address.substr(0, slash) + '"';
  if (slash != std::string::npos) text += R"(,"id":")" + address.substr(slash + 1) + '"';
  const std::string rest = json_of(members).substr(1);
  return text + (rest == "}" ? "" : ",") + rest;
}

}  // namespace charta::resources
