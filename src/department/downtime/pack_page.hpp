// SPDX-License-Identifier: Apache-2.0
// The one file of the downtime pack: a page that opens itself from a disk, without server, network or anything beside it.
#pragma once
#include "base/time.hpp"
#include "department/downtime/sealing.hpp"

#include <string>
#include <string_view>

namespace charta::downtime {

// As they stand in page/.
std::string_view page_html();
std::string_view page_style();
std::string_view page_script();

/// What the page may say before it is opened: when it was made. Proved by the seal.
std::string open_words(Instant made_at, std::int64_t warn_minutes);
/// The page with the sealed pack in it; its policy allows its own script and style and no address at all.
std::string page_of(const Sealed& sealed, std::string_view open_words);
/// The seal of such a page. Errors: `invalid` (no downtime pack).
struct PageParts {
  Sealed sealed;
  std::string open_words;
};
Result<PageParts> parts_of(std::string_view page);

}  // namespace charta::downtime
