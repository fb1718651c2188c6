// SPDX-License-Identifier: Apache-2.0
// Which section of the ICD-10-CM Official Guidelines speaks of a code. Source: data/rules/coding/guideline-sections.json.
#pragma once
#include "base/result.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "formats/json/json.hpp"

#include <string>
#include <vector>

namespace charta::code_books {

struct GuidelineSection {
  std::string section, title;  ///< "I.C.4.a", "Diabetes mellitus"
  std::vector<CodeReference> codes;
};

class GuidelineSections {
 public:
  /// Errors: `invalid`, naming the section.
  static Result<GuidelineSections> read(json::Value parameters, std::string reference);
  /// The sections that speak of this code, the chapter's before its parts.
  std::vector<const GuidelineSection*> of(CodeKey code) const;
  const std::string& reference() const { return reference_; }

 private:
  std::vector<GuidelineSection> sections_;
  std::string reference_;
};

}  // namespace charta::code_books
