// SPDX-License-Identifier: Apache-2.0
// Who is to have a document, each with every reason: by the order, the visit, copies asked for, the patient's own physician,
// standing orders of the house, less who asked not to. Pure. Source: HL7 v2.5.1 ORC-12, OBR-16, OBR-28, PV1-7, PV1-8, TXA-23.
#pragma once
#include "department/chart_completion/analysis.hpp"
#include "department/distribution/distribution_rules.hpp"

#include <string>
#include <vector>

namespace charta::distribution {

using chart_completion::StaffMember;

/// Somebody whom the record names for this document.
struct Named {
  std::string role;  ///< ordering, attending, referring, consulting, author, copies-to, pcp
  StaffMember who;
  RecipientKind kind = RecipientKind::practitioner;
};

/// What the record says. Codes as they stand there.
struct DistributionFacts {
  std::string type_code, service, clinic, class_code;
  std::string completion;  ///< HL7 table 0271, or OBR-25; "FINAL", "PRELIMINARY" where only FHIR says it
  bool is_signed = false;
  std::string ward;  ///< where the patient lies now; empty: nowhere
  std::vector<Named> named;
};

/// Somebody asked not to be sent something. Empty members mean every one.
struct OptOut {
  std::string recipient, role, type_code;
  PatientId patient;  ///< unset: of every patient
};

struct Wanted {
  std::string key, name;
  RecipientKind kind = RecipientKind::practitioner;
  Purpose purpose = Purpose::info;
  std::vector<std::string> reasons;  ///< roles, and "standing"
  std::string rule;                  ///< of the standing order, when that is why
  std::optional<Channel> channel;    ///< that the rule wants; else the recipient's own
};

struct LeftOut {
  std::string key, name, role, why;  ///< why: opted-out, no-number, not-here
};

struct Expansion {
  std::vector<Wanted> wanted;  ///< each once, the strongest purpose first
  std::vector<LeftOut> left_out;
};

/// Whether a document this far is given out at all.
bool is_given_out(const DistributionFacts& facts, const DistributionRules& rules);
/// `opt_outs`: those that may concern this patient.
Expansion recipients_of(const DistributionFacts& facts, const DistributionRules& rules, const std::vector<OptOut>& opt_outs);

/// "ward:4W", the recipient that a ward is; "file:records", the department's own.
std::string ward_key(std::string_view ward);
inline constexpr std::string_view file_key = "file:records";

}  // namespace charta::distribution
