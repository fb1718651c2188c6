// SPDX-License-Identifier: Apache-2.0
// The words by which the books say sides, circumstances and what is not known. Source: data/rules/coding/logic-path.json.
#pragma once
#include "base/result.hpp"
#include "formats/json/json.hpp"

#include <string>
#include <vector>

namespace charta::logic_path {

/// Small letters throughout.
struct LogicWords {
  struct Group {
    std::string name;
    std::vector<std::string> words;  ///< "due to", "with"
  };
  struct Table {
    std::string begins, book;  ///< "neoplasm": "neoplasms"
  };
  std::vector<Group> groups;
  std::vector<std::string> plain;  ///< "in situ": begins like a circumstance and is none
  std::vector<std::string> right, left, both, unspecified;
  std::vector<std::string> any_of;      ///< "by site": whatever stands below
  std::vector<std::string> conditions;  ///< "condition": the main term is none
  std::vector<Table> tables;
  std::vector<std::string> joining;  ///< words that no label ends with: "of", "with"

  /// Errors: `invalid` (a member is missing).
  static Result<LogicWords> read(json::Value parameters);
  /// The group of a term by its first words, with how many characters they are; none: a kind or a site.
  const Group* group_of(std::string_view term, std::size_t& length) const;
};

bool has_word(const std::vector<std::string>& words, std::string_view word);

}  // namespace charta::logic_path
