// SPDX-License-Identifier: Apache-2.0
// From which day to which a publisher's file holds: by the release that a person gives, its own words, or its name.
#pragma once
#include "department/coding/code_sets/book_files.hpp"

namespace charta::code_sets {

/// How long a kind of set holds.
enum class Spans { fiscal_year, calendar_year, quarter, further_notice };

struct Span {
  std::string release;
  Date from;
  std::optional<Date> to;
};

/// `year_said`: in the file's text, 0 where it is not. Errors: `missing`, saying what to give.
Result<Span> span_of_release(Spans spans, int year_said, const BookFile& file, const BookChoices& choices);

}  // namespace charta::code_sets
