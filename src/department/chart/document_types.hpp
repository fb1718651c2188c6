// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace charta::chart {

/// HL7 table 0270 as LOINC document codes: the rule chart/document-types (data/rules/chart/document-types.json).
class DocumentTypes {
 public:
  struct Type {
    std::string loinc, display;
  };
  /// From the rule's parameters. Errors: `invalid` (a row without code or LOINC).
  static Result<DocumentTypes> parse(std::string_view parameters_json);
  /// Or nothing: the sender's own code then stands alone.
  const Type* find(std::string_view code) const;

 private:
  std::map<std::string, Type, std::less<>> types_;
};

}  // namespace charta::chart
