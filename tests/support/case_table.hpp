// SPDX-License-Identifier: Apache-2.0
// Tables of cases that a records professional could read: tests/cases/*.case.
//
//   case the married name is on the record
//   registered mrn=1001 name="Marsh^Ada" born=1961-04-02
//   arrives    mrn=1001 name="Quill^Ada" born=1961-04-02
//   expect     conflict because=name-differs
//
// A line is a word and `key=value` pairs (values may be quoted) and bare words; '#' begins a comment; a blank line ends nothing.
#pragma once
#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::testing {

struct CaseLine {
  std::string verb;
  std::vector<std::string> words;
  std::multimap<std::string, std::string> values;
  std::string rest{};  ///< everything behind the verb, as it stands there
  int number = 0;      ///< of the line in its file
  std::string value(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
  }
  std::vector<std::string> all(const std::string& key) const {
    std::vector<std::string> found;
    for (auto [at, end] = values.equal_range(key); at != end; ++at) found.push_back(at->second);
    return found;
  }
  bool has(const std::string& key) const { return values.contains(key); }
};

struct Case {
  std::string title;
  int line = 0;
  std::vector<CaseLine> lines;
};

inline std::vector<std::string> case_tokens(const std::string& line) {
  std::vector<std::string> tokens;
  std::string token;
  bool quoted = false, started = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      started = true;
    } else if (!quoted && std::isspace(static_cast<unsigned char>(c)) != 0) {
      if (started) tokens.push_back(token);
      token.clear();
      started = false;
    } else {
      token += c;
      started = true;
    }
  }
  if (started) tokens.push_back(token);
  return tokens;
}

/// A key begins small: "postalCode", "coding.0.code"; "JVBERi0=" and "/fhir/Patient?name=" are words.
inline bool is_case_key(std::string_view text) {
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_inner = [&](char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  };
  return !text.empty() && is_small(text.front()) && std::all_of(text.begin(), text.end(), is_inner);
}

inline CaseLine case_line(const std::vector<std::string>& tokens) {
  CaseLine line{tokens.front(), {}, {}};
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const auto equals = tokens[i].find('=');
    if (equals == std::string::npos || !is_case_key(std::string_view(tokens[i]).substr(0, equals))) {
      line.words.push_back(tokens[i]);
    } else {
      line.values.emplace(tokens[i].substr(0, equals), tokens[i].substr(equals + 1));
    }
  }
  return line;
}

inline std::vector<Case> read_cases(const std::string& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string::npos || line[first] == '#') continue;
    if (line.starts_with("case ")) {
      cases.push_back({line.substr(5), number, {}});
    } else if (!cases.empty()) {
      cases.back().lines.push_back(case_line(case_tokens(line)));
      const auto space = line.find_first_of(" \t", first);
      const auto rest = space == std::string::npos ? space : line.find_first_not_of(" \t", space);
      if (rest != std::string::npos) cases.back().lines.back().rest = line.substr(rest);
      cases.back().lines.back().number = number;
    }
  }
  return cases;
}

}  // namespace charta::testing
