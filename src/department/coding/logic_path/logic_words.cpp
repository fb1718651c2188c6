// SPDX-License-Identifier: Apache-2.0
#include "department/coding/logic_path/logic_words.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::logic_path {
namespace {

Result<void> read_list(json::Value parameters, const char* name, std::vector<std::string>& into) {
  for (const auto one : parameters[name]) into.push_back(lower_ascii(one.text()));
  if (into.empty()) return fail(ErrorKind::invalid, fmt::format("the words of logic mode lack '{}'", name));
  return {};
}

}  // namespace

Result<LogicWords> LogicWords::read(json::Value parameters) {
  LogicWords words;
  for (const auto row : parameters["groups"]) {
    Group group{std::string(row["group"].text()), {}};
    CHARTA_TRY_DO(read_list(row, "words", group.words));
    words.groups.push_back(std::move(group));
  }
  for (const auto row : parameters["tables"])
    words.tables.push_back({lower_ascii(row["begins"].text()), std::string(row["book"].text())});
  CHARTA_TRY_DO(read_list(parameters, "plain", words.plain));
  CHARTA_TRY_DO(read_list(parameters, "right", words.right));
  CHARTA_TRY_DO(read_list(parameters, "left", words.left));
  CHARTA_TRY_DO(read_list(parameters, "both", words.both));
  CHARTA_TRY_DO(read_list(parameters, "unspecified", words.unspecified));
  CHARTA_TRY_DO(read_list(parameters, "any_of", words.any_of));
  CHARTA_TRY_DO(read_list(parameters, "conditions", words.conditions));
  CHARTA_TRY_DO(read_list(parameters, "joining", words.joining));
  if (words.groups.empty()) return fail(ErrorKind::invalid, "the words of logic mode lack 'groups'");
  return words;
}

const LogicWords::Group* LogicWords::group_of(std::string_view term, std::size_t& length) const {
  const auto small = lower_ascii(term);
  for (const auto& one : plain)
    if (small.starts_with(one)) return nullptr;
  for (const auto& group : groups)
    for (const auto& word : group.words)
      if (small == word || small.starts_with(word + " ")) {
        length = word.size();
        return &group;
      }
  return nullptr;
}

bool has_word(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace charta::logic_path
