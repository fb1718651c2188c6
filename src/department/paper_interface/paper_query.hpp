// SPDX-License-Identifier: Apache-2.0
// What a search for volumes, movements or places asks, and whose answer it wants. Pure. Source:
// https://hl7.org/fhir/R4/search.html
#pragma once
#include "department/paper_interface/paper_words.hpp"
#include "record/resources/resource_service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_interface {

struct Token {
  std::optional<std::string> system;  ///< unset: any
  std::string value;
};

struct PaperQuery {
  bool volumes = false, movements = false, places = false;  ///< which rows may fit
  std::vector<std::string> ids;
  std::vector<std::vector<Token>> identifiers;  ///< each group: one of these
  std::vector<std::string> patients;            ///< ids as written; empty with `asks_patient`: nobody
  bool asks_patient = false;
  std::string current_place, home, partof, volume;  ///< ids as written
  std::vector<std::string> states, kinds, types;
  std::string name;
  Instant changed_from, changed_until{INT64_MAX};  ///< half open
  std::int64_t count = 50;
  bool count_only = false;
  std::string cursor;                ///< without the word by which it is known
  std::vector<std::string> ignored;  ///< parameters that are not known here
};

/// Whose a search over `type` ("Basic", "Location") is.
resources::Share::Part part_of_search(std::string_view type, std::string_view query);

/// Errors: `invalid`, naming the parameter (a date that is none, a count below 0).
Result<PaperQuery> read_paper_query(std::string_view type, std::string_view query);

}  // namespace charta::paper_interface
