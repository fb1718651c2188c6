// SPDX-License-Identifier: Apache-2.0
// Which expectation a document fulfils. A number decides by itself; likeness only suggests, and a person confirms.
#pragma once
#include "department/expected_records/expectation.hpp"
#include "record/happenings/happening.hpp"

#include <string_view>
#include <vector>

namespace charta::expected_records {

enum class Certainty { none, possible, certain };

/// By which key two agree, in the order in which they are tried.
enum class MatchKey {
  same_document,
  placer_and_filler,
  placer,
  filler_service_date,
  encounter_and_type,
  filler,
  patient_service_date,
  patient_type_date,
  none
};
std::string_view match_key_code(MatchKey key);

struct Match {
  const Expectation* expectation = nullptr;
  Certainty certainty = Certainty::none;
  MatchKey key = MatchKey::none;
  int days_apart = 0;
};

/// What the dates may differ by for a suggestion, and the zone in which days are counted.
struct MatchTerms {
  int days = 2;
  TimeZone zone = TimeZone::utc();
};

/// One expectation against one document of the same person. Source: docs/formats/rule-pack.md and the key order placer+filler,
/// filler+service+date, patient+service+date within two days (which a person confirms).
Match compare(const Expectation& expectation, const happenings::DocumentFiled& document, const MatchTerms& terms);

struct Matching {
  std::vector<Match> certain;  ///< open ones to advance: one document may fulfil several orders
  std::vector<Match>
      answered;  ///< closed ones that it certainly belongs to: an addendum, a correction, a cancelled order's report
  const Expectation* suggested = nullptr;  ///< when nothing is certain: the likeliest
  MatchKey suggested_by = MatchKey::none;
};

/// `candidates`: of the document's own person only. Of several documents that one order promises, its type chooses.
Matching match(const std::vector<const Expectation*>& candidates, const happenings::DocumentFiled& document,
               const MatchTerms& terms);

}  // namespace charta::expected_records
