// SPDX-License-Identifier: Apache-2.0
// What the department's rules say of production sets. Source: data/rules/chart/record-production.json.
#pragma once
#include "department/record_production/record_definition.hpp"

#include <string>
#include <vector>

namespace charta::record_production {

struct Purpose {
  std::string code, title;
};

struct ProductionRules {
  std::vector<RecordDefinition> definitions;
  std::vector<Purpose> purposes;
  std::string rule;
  std::string title, oath;              ///< of the certification
  std::vector<std::string> paragraphs;  ///< with {name}, {title}, {pages}, …
  std::vector<std::string> signature;
  std::int64_t most_documents = 0, most_pages = 0, most_bytes = 0;

  /// Those in force on this day. Errors: `not_found`, `invalid` (naming the rule and what it lacks).
  static Result<ProductionRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  /// Errors: `unknown_code`.
  Result<const RecordDefinition*> definition(std::string_view code) const;
  bool knows_purpose(std::string_view code) const;
  std::string purpose_title(std::string_view code) const;
};

/// `{name}` and the like, each replaced by what stands in `values`; what is not there stays as it is.
std::string filled_in(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace charta::record_production
