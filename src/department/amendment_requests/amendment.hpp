// SPDX-License-Identifier: Apache-2.0
// A patient's request to amend the record: what is asked, who decided what, and what goes with the entry from then on. Pure
// values. Source: 45 CFR 164.526.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/amendment_requests/amendment_rules.hpp"
#include "record/access/actor.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::amendment_requests {

using AmendmentId = Id<struct AmendmentTag>;
using PersonId = Id<struct AmendmentPersonTag>;
using AmendmentLetterId = Id<struct AmendmentLetterTag>;

/// received -> acknowledged -> (extended, once) -> accepted -> amended -> closed, or denied -> disagreed -> rebutted -> closed;
/// what was accepted in part may be disagreed with, too. A statement that comes behind the end opens a new item.
const worklists::StateMachine& amendment_machine();

enum class Role { disputed, amendment };
std::string_view role_code(Role role);
std::optional<Role> parse_role(std::string_view code);

struct AmendmentDocument {
  Role role = Role::disputed;
  std::string resource_type, fhir_id;
  ResourceId document;
  std::string title;
  Instant at;
  std::int64_t version = 0;   ///< that was looked at
  std::string quote;          ///< what in it; empty: all of it
  bool is_elsewhere = false;  ///< it stands in somebody else's chart now
  bool is_withheld = false;   ///< said to be of the wrong patient: it is named to nobody outside
};

struct PersonToInform {
  PersonId id;
  std::string name, reached, why;  ///< why: named-by-patient, known-to-hold
  std::optional<Instant> informed_at;
  UserId informed_by;
  std::string how;
};

struct NewAmendment {
  PatientId patient;
  Date received_on;
  std::string channel;   ///< letter, form, portal, e-mail, in-person
  std::string asked_by;  ///< a representative; empty: the patient
  std::string wanted, because;
  bool wants_disclosed = false;  ///< request and denial go with later disclosures
  std::vector<AmendmentDocument> documents;
};

struct Opinion {
  std::string code;  ///< agrees, in-part, disagrees
  std::string words;
};

struct DecisionWords {
  std::string decision;  ///< accepted, in-part, denied
  std::string accepted, denied;
  std::vector<std::string> grounds;
};

/// Whom a letter names, by a title and a telephone number: 45 CFR 164.526(d)(1)(iv), 164.530(a)(1)(ii).
struct Contact {
  std::string title, telephone;
};

struct Amendment : NewAmendment {
  AmendmentId id;
  WorkItemId item;
  std::string state, rule;
  std::optional<Instant> due_at;
  UserId entered_by, asked_author, decided_by, rebutted_by;
  Instant entered_at;
  std::optional<Instant> acknowledged_at, extended_at, asked_at, opinion_at, decided_at, amended_at, rebutted_at, closed_at;
  std::optional<Date> extended_until, statement_on;
  std::string extension_reason;
  Opinion opinion;
  DecisionWords decided;
  Contact contact;  ///< of the last letter
  std::string statement, rebuttal;
  std::vector<PersonToInform> persons;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;

  bool is_undecided() const { return !decided_at && !closed_at; }
  bool is_denied_somewhere() const { return decided.decision == "denied" || decided.decision == "in-part"; }
  bool has_disputed() const;
  bool has_amendment() const;
  std::vector<std::string> not_informed() const;  ///< names
};

const std::vector<std::string_view>& channels();

// What may be done. Errors: `missing` or `invalid` with the member, `business_rule`.
Result<void> check_new(const NewAmendment& asked, Date today);
/// Once, within the first days, to a day that the rule allows, with a reason.
Result<void> check_extension(const Amendment& request, Date until, std::string_view reason, Date today,
                             const AmendmentClock& clock);
/// What is accepted names its entry and says what is amended; what is denied names one of the rule's grounds.
Result<void> check_decision(const Amendment& request, const DecisionWords& words, const std::vector<Ground>& grounds);
Result<void> check_contact(const Contact& contact);
/// The amendment is linked, and everybody who is to know of it was told.
Result<void> check_amended(const Amendment& request);

/// The last day on which the hospital must have acted; then those of the site's own clocks.
Date last_day_of(const Amendment& request, const AmendmentClock& clock);
/// When the step that is awaited now is due; nothing when it is closed.
std::optional<Instant> due_of(const Amendment& request, const AmendmentClock& clock, const TimeZone& zone);

/// Whether it goes with the entry when that is disclosed.
bool goes_with_disclosures(const Amendment& request, const DisclosureRule& rule);
/// What goes along with this document: request, decision, statement, rebuttal, and where the amendment stands. No other entry of
/// the request is named: whoever gets this one need not have that one.
std::string appended_text(const Amendment& request, const std::vector<Ground>& grounds, ResourceId document);

struct AmendmentFigures {
  std::int64_t received = 0, open = 0, overdue = 0, accepted = 0, in_part = 0, denied = 0, withdrawn = 0, extended = 0;
  std::int64_t decided_in_time = 0, statements = 0;
  std::optional<double> median_days;  ///< from receipt to the decision
};
AmendmentFigures figures_of(const std::vector<Amendment>& requests, const AmendmentClock& clock, const TimeZone& zone,
                            Instant now);

}  // namespace charta::amendment_requests
