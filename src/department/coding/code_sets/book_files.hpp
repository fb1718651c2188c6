// SPDX-License-Identifier: Apache-2.0
// Which of the books a publisher's file is, and what is kept of it.
#pragma once
#include "base/digest.hpp"
#include "department/coding/code_sets/service_files.hpp"
#include "department/coding/grouper/special_logic.hpp"

namespace charta::code_sets {

struct BookFile {
  std::string_view path, stem, text;
  std::string_view named;  ///< as its publisher named it, its archive before it: "april-1-2026-order.zip/icd10cm_order_2026.txt"
};
struct BookChoices {
  std::string_view release;  ///< where neither name nor text says it
  const grouper::SpecialLogic* logic = nullptr;
  Licences licences;
};
/// A set of one kind, for the span of days that its release covers.
struct ReadBook {
  std::string kind, release;
  Date from;
  std::optional<Date> to;
  std::int64_t rows = 0;
  Bytes compact;
  bool needs_licence = false;  ///< it holds codes that only a site's own licence lets it use
  int part = 0;                ///< 2 of "ccipra-v320r0-f2"; 0: a whole set
};

/// 2026 of "icd10cm_order_2026", "FY2026" and "FY26"; nothing where the text says no year of this century.
std::optional<int> year_in(std::string_view text);

/// The books in a file: none when it is of no kind that is known here, two for an index that is also searched.
/// Errors: `invalid`, `missing` (the file does not say its year), `forbidden` (codes that need a licence), all naming the file.
Result<std::vector<ReadBook>> read_books(const BookFile& file, const BookChoices& choices);

}  // namespace charta::code_sets
