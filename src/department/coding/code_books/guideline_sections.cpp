// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/guideline_sections.hpp"

namespace charta::code_books {

Result<GuidelineSections> GuidelineSections::read(json::Value parameters, std::string reference) {
  GuidelineSections read;
  read.reference_ = std::move(reference);
  for (const auto row : parameters["sections"]) {
    GuidelineSection one{std::string(row["section"].text()), std::string(row["title"].text()), {}};
    one.codes = references_in("(" + std::string(row["codes"].text()) + ")");
    if (one.section.empty() || one.title.empty() || one.codes.empty())
      return fail(ErrorKind::invalid, "guideline section '" + one.section + "' needs 'section', 'title' and 'codes'");
    read.sections_.push_back(std::move(one));
  }
  return read;
}

std::vector<const GuidelineSection*> GuidelineSections::of(CodeKey code) const {
  std::vector<const GuidelineSection*> found;
  for (const auto& one : sections_)
    if (std::any_of(one.codes.begin(), one.codes.end(), [&](const auto& span) { return span.meets(code); }))
      found.push_back(&one);
  return found;
}

}  // namespace charta::code_books
