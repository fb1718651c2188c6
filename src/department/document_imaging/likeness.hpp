// SPDX-License-Identifier: Apache-2.0
// Whether two pages are nearly the same: a sheet that was fed twice, a copy that is filed already. Pure. It asks; it never drops.
#pragma once
#include "department/document_imaging/imaging_rules.hpp"
#include "department/document_imaging/scan_batch.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::document_imaging {

/// What of a page is compared.
struct LikePage {
  PageId id;
  BatchId batch;
  std::int64_t number = 0;
  std::string likeness;  ///< of the image
  std::vector<std::string> words,
      marks;  ///< folded, sorted; `marks`: those with a digit, by which one filled-in form differs from another
};
LikePage like_page(const Page& page, const std::vector<page_reading::Word>& words);

/// Bits of 256 in which the images differ; 256 when one of them is unknown.
int bits_apart(const std::string& a, const std::string& b);
/// Percent of the words that both have, each as often as it stands; 100 where neither has any.
int words_shared(const std::vector<std::string>& a, const std::vector<std::string>& b);

bool nearly_same(const LikePage& a, const LikePage& b, const LikenessRules& rules);

/// The first of `others` that is nearly the same as each new page; a new page is compared with those before it, too.
struct SamePage {
  PageId page, as;
  BatchId batch;            ///< of the other
  std::int64_t number = 0;  ///< of the other, in its batch
};
std::vector<SamePage> same_pages(const std::vector<LikePage>& fresh, const std::vector<LikePage>& others,
                                 const LikenessRules& rules);

}  // namespace charta::document_imaging
