// SPDX-License-Identifier: Apache-2.0
// What follows from a score: link, let a person decide, or leave it; and what a person must always see. The rule
// patient-index/matching-policy.
#pragma once
#include "base/time.hpp"
#include "department/matching/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::matching {

enum class Band {
  link,    ///< as sure as the policy asks, and nothing speaks against it
  review,  ///< a person decides
  ignore   ///< not shown; compared again at every change
};
std::string_view name_of(Band band);

/// A reason for which a person must look, however high the score.
enum class Guard {
  different_ssn,        ///< another social security number, with birth date and surname the same: twins, or one number stolen
  multiple_birth,       ///< another birth order, or one surname and birth date with two given names
  suffix_differs,       ///< Jr and Sr
  generations,          ///< one name at one address, the births many years apart
  newborn_name,         ///< BABYBOY and the like
  minor,                ///< reference data hardly cover children
  visit_after_death,    ///< the dead one was seen later
  two_inpatient_stays,  ///< in two beds at once
  birth_date_in_future,
  too_little  ///< fewer fields agree than a link needs, whatever they weigh
};
std::string_view code_of(Guard guard);      ///< "different-ssn"
std::string_view sentence_of(Guard guard);  ///< for the worklist

/// What is known beside the two descriptions.
struct Circumstances {
  Date today;
  bool visit_after_death = false, two_inpatient_stays = false;
};

struct Policy {
  double link_from = 0.999, review_from = 0.5;  ///< probabilities
  int minor_years = 18, generation_years = 15, least_agreeing = 3;
  int pairs_a_record = 5;          ///< of one record not more pairs are put before a person at a time
  double new_evidence_bits = 1.0;  ///< by so much a pair must weigh more before its "not a match" is asked again
  bool merge_without_a_person = false;
  std::vector<Guard> guards;
  std::string rule;  ///< id and version, kept with decisions

  /// Errors: `invalid`, naming the member; `unknown_code` (a guard that does not exist).
  static Result<Policy> parse(std::string_view parameters, std::string rule);
};

/// The guards of the policy that hold for this pair, in its order.
std::vector<Guard> guards_of(Pattern pattern, const EncodedPerson& a, const EncodedPerson& b, const Circumstances& circumstances,
                             const Policy& policy);

struct Decision {
  Band band = Band::ignore;
  double probability = 0;
  std::vector<Guard> guards;
};

Decision decide(double odds_bits, std::vector<Guard> guards, const Policy& policy);

}  // namespace charta::matching
