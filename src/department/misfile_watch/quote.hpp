// SPDX-License-Identifier: Apache-2.0
// What a sign says, in the words of the page: its line, and where in the line it stands.
#pragma once
#include "department/misfile_watch/page_identity.hpp"

#include <string>
#include <vector>

namespace charta::misfile_watch {

struct Quote {
  std::string line;                  ///< as it was read; empty: the page has no word where the sign stands
  std::size_t from = 0, length = 0;  ///< bytes of `line`
};

/// Of the pages that a document has now. A sign that runs over several lines is quoted from its first.
Quote quote_of(const std::vector<ReadPage>& pages, const Sign& sign);

}  // namespace charta::misfile_watch
