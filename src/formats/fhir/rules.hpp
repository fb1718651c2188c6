// SPDX-License-Identifier: Apache-2.0
// Rules that need more than one element's own content: references inside a resource, addresses in a bundle, an observation's
// components.
#pragma once
#include "formats/fhir/report.hpp"

namespace charta::fhir {

/// A resource and what it contains; notes which contained ones are pointed at.
struct Scope {
  json::Value root;
  json::Value contained;
  std::uint64_t used = 0;  ///< a bit for each of the first 64 contained resources

  /// Notes "#id"; whether something in the resource has that id ("#" is the resource itself).
  bool mark_used(std::string_view text);
};

/// dom-3: every contained resource is pointed at from the resource around it, and has an id to be pointed at.
void check_contained(const Scope& scope, const Place& place, Report& report);

/// A reference's form, that what it points at inside is there (ref-1), and that its type is one its element may have.
void check_reference(json::Value reference, const tables::Member& member, const Place& place, Scope& scope, Report& report);

/// bdl-7, obs-7 and the size of an attachment.
void check_rule(json::Value value, const tables::Shape& shape, const Place& place, Report& report);

}  // namespace charta::fhir
