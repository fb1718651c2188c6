// SPDX-License-Identifier: Apache-2.0
// A time without the server, and its numbered forms: each is accounted for before the event is closed. Pure.
// Source: SAFER Guides, Contingency Planning (paper forms for the time without the system).
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::downtime {

using DowntimeId = Id<struct DowntimeTag>;

struct Event {
  DowntimeId id;
  std::string what;
  Instant began_at;
  std::optional<Instant> ended_at, closed_at;
  UserId opened_by;
  WorkItemId item;
};

struct Form {
  std::int64_t number = 0;
  DowntimeId event;
  std::string kind, state = "out", reason, batch, outcome, says;
  UserId accounted_by;
  std::optional<Instant> accounted_at;
  std::string asks{};  ///< what is asked back of its movement: "confirm:volume-is-out"; empty: nothing
};

/// running -> ended -> closed; closing has a guard: every number is accounted for and no movement conflicts.
const worklists::StateMachine& event_machine();

const std::vector<std::string_view>& form_kinds();
bool is_form_kind(std::string_view kind);

/// "DF", eight digits, one check character (ISO/IEC 7064 MOD 37-2).
std::string form_barcode(std::int64_t number);
/// From a scanner, or typed without the check character ("DF 123", "123"). Errors: `invalid` (not a number of a form; damaged).
Result<std::int64_t> read_form_number(std::string_view said);

/// One page a form, with its number in letters and as Code 128.
Result<std::string> forms_as_pdf(const std::vector<Form>& forms, std::string_view event);

}  // namespace charta::downtime
