// SPDX-License-Identifier: Apache-2.0
#include "department/intake/acknowledgement.hpp"

#include <array>

namespace charta::intake {
namespace {

struct OutcomeRow {
  Outcome outcome;
  std::string_view code;
  Verdict verdict;
  std::string_view state;
  bool alarm;
};

constexpr std::array<OutcomeRow, 10> outcome_table{{
    {Outcome::filed, "filed", Verdict::accept, "filed", false},
    {Outcome::held, "held", Verdict::accept, "held", false},
    {Outcome::stored, "stored", Verdict::accept, "stored", false},
    {Outcome::duplicate, "duplicate", Verdict::accept, "duplicate", false},
    {Outcome::changed_duplicate, "changed-duplicate", Verdict::error, "held", true},
    {Outcome::unsupported, "unsupported", Verdict::reject, "held", false},
    {Outcome::no_control_id, "no-control-id", Verdict::error, "held", false},
    {Outcome::unreadable, "unreadable", Verdict::silent, "refused", true},
    {Outcome::too_large, "too-large", Verdict::reject, "refused", true},
    {Outcome::unavailable, "unavailable", Verdict::reject, "", false},
}};

const OutcomeRow& row_of(Outcome outcome) {
  for (const auto& row : outcome_table) {
    if (row.outcome == outcome) return row;
  }
  return outcome_table.front();
}

hl7v2::AckCode code_of(Verdict verdict, bool accept_level) {
  using enum hl7v2::AckCode;
  if (verdict == Verdict::accept) return accept_level ? CA : AA;
  if (verdict == Verdict::error) return accept_level ? CE : AE;
  return accept_level ? CR : AR;
}

}  // namespace

std::string_view outcome_code(Outcome outcome) { return row_of(outcome).code; }

std::optional<Outcome> parse_outcome(std::string_view code) {
  for (const auto& row : outcome_table) {
    if (row.code == code) return row.outcome;
  }
  return std::nullopt;
}

Verdict verdict_of(Outcome outcome) { return row_of(outcome).verdict; }
bool raises_alarm(Outcome outcome) { return row_of(outcome).alarm; }
std::string_view journal_state(Outcome outcome) { return row_of(outcome).state; }

bool is_wanted(std::string_view condition, Verdict verdict) {
  if (condition == "AL") return true;
  if (condition == "ER") return verdict != Verdict::accept;
  if (condition == "SU") return verdict == Verdict::accept;
  return false;
}

std::vector<Answer> answers_for(const hl7v2::Header& header, Outcome outcome) {
  const Verdict verdict = verdict_of(outcome);
  if (verdict == Verdict::silent) return {};
  if (!header.enhanced()) return {{code_of(verdict, false), false}};
  std::vector<Answer> answers;
  if (is_wanted(header.accept_ack, verdict)) answers.push_back({code_of(verdict, true), false});
  // Where even the bytes are not taken, there is no application that could answer.
  const bool application_saw_it = outcome != Outcome::stored && outcome != Outcome::unavailable && outcome != Outcome::too_large;
  if (application_saw_it && is_wanted(header.application_ack, verdict)) answers.push_back({code_of(verdict, false), true});
  return answers;
}

}  // namespace charta::intake
