// SPDX-License-Identifier: Apache-2.0
// A question to a physician about one encounter, from its first words to the answer and what became of it. Pure values.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/physician_queries/query_draft.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::physician_queries {

using QueryId = Id<struct PhysicianQueryTag>;

/// pending -> sent -> response-received -> completed; sent -> reassigned (to somebody else) -> response-received; sent or
/// reassigned -> deactivated with a reason; a pending one may be deleted: nobody has read it.
const worklists::StateMachine& query_machine();

/// When it is asked: while the patient is in the house, after the discharge, after the bill left.
enum class Timing { concurrent, retrospective, post_bill };
std::string_view timing_code(Timing timing);  ///< concurrent, retrospective, post-bill
std::optional<Timing> parse_timing(std::string_view code);

/// What the asker makes of an answer.
enum class Outcome { agreed, disagreed, undetermined };
std::string_view outcome_code(Outcome outcome);  ///< agreed, disagreed, undetermined
std::optional<Outcome> parse_outcome(std::string_view code);

/// A quote with the place it stands at.
struct QuotedFinding {
  std::string resource_type, fhir_id;  ///< DocumentReference or DiagnosticReport
  ResourceId document;
  std::string title;
  Instant at;
  std::int64_t version = 0, page = 1;
  std::string quote;
  bool is_of_this_encounter = true, says_it_is_earlier = false;
};

struct NewQuery {
  PatientId patient;
  std::string encounter;  ///< FHIR id
  Purpose purpose = Purpose::specificity;
  Format format = Format::open;
  bool is_post_bill = false;
  std::string title, question;
  std::vector<std::string> choices;
  std::vector<QuotedFinding> findings;
  UserId to;
  std::string used_template;
};

struct Query : NewQuery {
  QueryId id;
  WorkItemId item;
  ResourceId encounter_key;
  Timing timing = Timing::retrospective;
  std::string state;
  UserId asked_by, answered_by;
  Instant written_at;
  std::optional<Instant> sent_at, due_at, answered_at, closed_at;
  std::int64_t choice = 0;  ///< that was answered, from 1; 0: words alone
  std::string answer, outcome, kept_as, rule;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

struct Answer {
  std::int64_t choice = 0;  ///< from 1; 0: words alone
  std::string words;
};
/// Errors: `missing` (an open question is answered in words, others by a choice; Other with words), `invalid` (no such choice).
Result<void> check_answer(const Query& query, const Answer& answer, bool choice_needs_words);

struct QueryFigures {
  std::int64_t sent = 0, answered = 0, agreed = 0, disagreed = 0, undetermined = 0, open = 0, overdue = 0;
  std::optional<double> median_hours;  ///< from sent to answered
};
/// Of queries that were sent in a period.
QueryFigures figures_of(const std::vector<Query>& queries, Instant now);

}  // namespace charta::physician_queries
