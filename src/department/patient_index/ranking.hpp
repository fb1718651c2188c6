// SPDX-License-Identifier: Apache-2.0
// Who a held item may be for: candidates ranked by Fellegi-Sunter weights, each with its reasons in words. Pure; decides nothing.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "department/patient_index/patient_index_store.hpp"

namespace charta::patient_index {

/// What agreement, partial agreement and disagreement of one field tell, in bits.
struct FieldWeight {
  double agree = 0, disagree = 0, partly = 0;
};

/// The parameters of the rule `patient-index/starter-weights` (data/rules/patient-index).
struct Weights {
  FieldWeight record_number, ssn, birth_date, surname, given_name, middle_name, sex, phone;
  std::string rule;  ///< id and version, kept with decisions

  /// Errors: `invalid`, naming the member that is missing.
  static Result<Weights> parse(std::string_view parameters_json, std::string rule);
};

struct Reason {
  std::string field;   ///< "birth_date"
  bool agrees = false;
  std::string text;    ///< "birth date agrees"; never the value
};

struct RankedCandidate {
  Person person;
  double score = 0;
  std::vector<Reason> reasons;
};

RankedCandidate weigh(const Demographics& received, const Person& person, const Weights& weights);
/// Best first; equal scores keep the order given.
std::vector<RankedCandidate> rank(const Demographics& received, const std::vector<Person>& persons, const Weights& weights, std::size_t limit);

}  // namespace charta::patient_index
