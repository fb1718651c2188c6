// SPDX-License-Identifier: Apache-2.0
// Every queue is a worklist: items of a kind, with a declared state machine. Undeclared transitions are refused.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/access/actor.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

enum class Priority { stat, urgent, routine };  ///< in order of service
std::string_view priority_code(Priority priority);
std::optional<Priority> parse_priority(std::string_view code);

/// One declared step. `guard` names a check of the owning department ("" for none); `permission` is what the actor needs.
struct Transition {
  std::string_view from, event, to;
  std::string_view guard;
  access::Permission permission;
  bool needs_reason = false;       ///< refused without a coded reason
  bool lets_go_of_second = false;  ///< the second subject was only proposed, and is not taken with this step
};

/// How a state or an event is said aloud, where its code is no plain word.
struct Title {
  std::string_view code, words;
};

/// The states and steps of one kind of work. States in `final_states` close the item.
struct StateMachine {
  std::string_view kind;   ///< "expected-record", "held-message", "loose-document", "reconciliation", "glass-review"
  std::string_view title;  ///< "Held messages"
  std::string_view initial;
  std::span<const Transition> transitions;
  std::span<const std::string_view> final_states;
  std::span<const std::string_view> cancelled_states =
      {};  ///< those final states in which nothing was done: FHIR Task "cancelled"
  access::Permission seen_with =
      access::Permission::read_worklists;  ///< beside read-worklists; without it the queue is not there
  bool asks_roles = false;  ///< its pools are steps of a chase ladder: each person's list is what their roles answer
  std::span<const Title> titles = {};
  std::string_view order = {};  ///< how its list is sorted when nobody says; empty: by priority and due time
};

/// The step for `event` from `from`. Errors: `business_rule`, saying what is possible from there.
Result<const Transition*> step(const StateMachine& machine, std::string_view from, std::string_view event);
std::vector<std::string_view> events_from(const StateMachine& machine, std::string_view from);
bool is_final(const StateMachine& machine, std::string_view state);
/// Every state that the machine names, the initial one first.
std::vector<std::string_view> states_of(const StateMachine& machine);
/// What is wrong with a declaration, or nothing: a step out of a final state, one event with two ends, an open state without a
/// way out.
std::string_view check(const StateMachine& machine);

/// "not-required" -> "Not required": how a code is shown.
std::string title_of(std::string_view code);
/// How a state or an event of the machine is shown: as it says, else like any code.
std::string title_of(const StateMachine& machine, std::string_view code);

struct NewWorkItem {
  std::string kind;
  std::string subject_type;  ///< "ServiceRequest", "message", "DocumentReference"
  std::int64_t subject = 0;
  std::int64_t second_subject = 0;  ///< the other of a pair, the document that answers, …
  PatientId patient;
  Priority priority = Priority::routine;
  std::optional<Instant> due_at;
  std::string second_subject_type;  ///< "DocumentReference", "Patient"
  std::string clock_basis;          ///< from what the due time counts: "ordered", "discharge"
  std::string pool;                 ///< the team that owns it until a person claims it
  std::string reason_code;          ///< why it waits, coded; its sentence comes from data/rules/worklists/reasons.json
  std::string detail;               ///< JSON object: what the list shows beyond the columns; may hold PHI, never logged
  std::string rule;                 ///< the rule and version that opened it or set its due time
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  std::string state;  ///< empty: the machine's initial state
  std::int64_t rank = 0;  ///< the turn that its department gives it, the least first; only queues that say so sort by it
};

struct WorkItem : NewWorkItem {
  WorkItemId id;
  UserId owner;
  std::int64_t version = 1;
  Instant created_at, changed_at;
  std::optional<Instant> closed_at, waiting_until, claimed_at;
  int escalations = 0;
  std::string note;
};

/// What a person wrote on an item; kept beside the ledger, never in it.
struct Note {
  UserId author;
  Instant at;
  std::string text;
};

/// One act on an item.
struct Act {
  std::string event;  ///< of the machine, or "claim", "release", "assign", "note", "wait", "resume" which every machine has
  std::string reason_code, note;
  UserId assignee;                       ///< for "assign"
  std::optional<Instant> waiting_until;  ///< for "wait"
  std::int64_t expected_version = 0;     ///< 0: any; else `version_conflict` when somebody was faster
  std::int64_t second_subject = 0;
  std::string second_subject_type;
};

/// A worklist view: every member that is set narrows; all of it stands in the URL.
struct Filter {
  std::string kind;
  std::vector<std::string> not_kinds;
  /// In the queues that ask roles, what is asked of other people's roles stays out, unless `but_owned_by` has it.
  struct AskedOfOthers {
    std::vector<std::string> kinds, pools;
    UserId but_owned_by;
  } asked_of_others;
  std::vector<std::string> states, not_states;  ///< empty: the open ones
  bool include_closed = false;
  std::vector<std::string> reasons, pools, priorities;
  std::optional<UserId> owner;
  bool unowned = false;
  PatientId patient;
  std::int64_t subject = 0;
  std::vector<std::int64_t> subjects;  ///< beside `subject`: one of these
  std::vector<std::string> task_statuses, not_task_statuses;  ///< FHIR Task.status
  std::optional<WorkItemId> id;
  std::vector<PatientId> patients;  ///< beside `patient`: all records of one person
  std::optional<Instant> due_before, due_from, created_from;
  std::string text;                      ///< folded, searched in `detail`
  std::string sort = "priority,due_at";  ///< any column, "-" for descending
  std::int64_t limit = 50, offset = 0;
  bool is_whole = false;  ///< for a file, not a page: `limit` as it stands
};

}  // namespace charta::worklists
