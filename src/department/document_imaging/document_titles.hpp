// SPDX-License-Identifier: Apache-2.0
// What a form calls itself: its title among the words at the head of its first page.
#pragma once
#include "department/document_imaging/imaging_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace charta::document_imaging {

struct TitleFound {
  const DocumentType* type = nullptr;
  std::string title;   ///< as the rule writes it
  std::size_t at = 0;  ///< where it begins in the words
};

/// The titles of `types` that stand in `top_words` (folded, one blank between two), from the top. Words are whole; of titles that
/// overlap the one that begins first counts, of two that begin together the longer: a "surgical pathology report" is no
/// "pathology report" and "history and physical" no "history".
std::vector<TitleFound> titles_on(const std::vector<DocumentType>& types, std::string_view top_words);

}  // namespace charta::document_imaging
