// SPDX-License-Identifier: Apache-2.0
// A place on a page that somebody marked, with a comment: "see here". Pure.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::page_places {

using PlaceId = Id<struct PagePlaceTag>;

/// In thousandths of the upright page.
struct Region {
  int left = 0, top = 0, width = 0, height = 0;
};

struct NewPlace {
  std::int64_t version = 0;  ///< of the document; 0: the newest
  std::int64_t page = 1;
  std::optional<Region> region;  ///< unset: the whole page
  std::string comment;
};

struct PagePlace : NewPlace {
  PlaceId id;
  ResourceId document;
  std::string resource_type, fhir_id;  ///< of the document
  PatientId patient;
  UserId by, retracted_by;
  Instant at;
  std::optional<Instant> retracted_at;
  std::string retract_reason;
};

constexpr std::size_t longest_comment = 2000;
constexpr std::int64_t last_page = 100'000;

/// Errors: `missing` (comment), `invalid` (page, region, a comment that is too long).
Result<void> check(const NewPlace& place);

std::string print(const std::optional<Region>& region);
/// Empty text is the whole page.
std::optional<Region> parse_region(std::string_view text);

}  // namespace charta::page_places
