// SPDX-License-Identifier: Apache-2.0
// Never guess a patient: the rule by which an arrival is filed without a person. Pure: values in, a verdict with its reasons out.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "department/patient_index/demographics.hpp"

namespace charta::patient_index {

/// A patient record as the index knows it.
struct CandidateRecord {
  PatientId patient;
  Demographics who;
  bool overlay_flag = false;  ///< two people are suspected in one number
  bool review_flag = false;   ///< an identity review is open
  std::int64_t version = 0;   ///< of the index row: re-checked in the unit
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// What an arrival wants of the record it is for.
enum class Purpose {
  file,    ///< a document, report, order, visit or appointment: name and full birth date must agree
  update,  ///< A08, A31, A28: demographics may change one thing at a time, because changing them is their purpose
};

struct Verdict {
  enum class Kind {
    exact,         ///< file it
    none,          ///< no record has the number
    conflict,      ///< the number is known, and something compared does not agree
    ambiguous,     ///< its numbers lead to several records
    insufficient,  ///< the arrival itself lacks number, name or full birth date
  };
  Kind kind = Kind::none;
  PatientId patient;                 ///< for exact and conflict
  std::vector<std::string> reasons;  ///< coded, most telling first: "birth-date-differs"
  std::string_view reason() const { return reasons.empty() ? std::string_view() : std::string_view(reasons.front()); }
};

/// The rule of auto-filing: MRN and assigner exact, full birth date and name agreeing, nothing compared conflicting, no overlay or
/// review flag. Former and maiden names count; sex is never compared. `candidates`: the records that hold one of the numbers received.
/// `today` refuses birth dates that have not come yet. A record under a temporary number (MRT) has no birth date: an arrival with that
/// number and its stand-in name, and no birth date either, is its.
Verdict identify(const Demographics& received, const std::vector<CandidateRecord>& candidates, Date today, Purpose purpose = Purpose::file);

/// A reason in the words of the department ("the birth date differs from the record's").
std::string_view reason_sentence(std::string_view code);
/// Every code that identify() may give, for the worklist's reason table and its test.
std::vector<std::string_view> reason_codes();

/// The rule and version that decided, as the ledger keeps it.
inline constexpr std::string_view identification_rule = "patient-index/auto-filing@1";

}  // namespace charta::patient_index
