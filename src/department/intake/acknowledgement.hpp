// SPDX-License-Identifier: Apache-2.0
// What is answered to a sender, and when nothing is. Pure.
// Source: HL7 v2.8 chapter 2, 2.9.2 (acknowledgements, original and enhanced mode), tables 0008, 0155, 0357.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/hl7v2/message.hpp"

namespace charta::intake {

/// What became of an arrival.
enum class Outcome {
  filed,
  held,               ///< a person can mend it: unmatched, bad content, an unexpected exception
  stored,             ///< its bytes are durable; the rest follows (--ack stored)
  duplicate,          ///< the same sender, control id and bytes
  changed_duplicate,  ///< the same sender and control id with other bytes: held, alarm
  unsupported,        ///< MSH-9, 11 or 12: held
  no_control_id,      ///< MSH-10 is empty: held
  unreadable,         ///< no MSH, or a truncated frame: journalled, alarm
  too_large,          ///< alarm
  unavailable,        ///< disk full, overloaded: nothing is claimed
};
std::string_view outcome_code(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view code);

enum class Verdict { accept, error, reject, silent };
/// The table of decision 5.
Verdict verdict_of(Outcome outcome);
bool raises_alarm(Outcome outcome);
/// The state of the journal row.
std::string_view journal_state(Outcome outcome);

/// MSH-15 or MSH-16 (table 0155): AL always, NE never, ER errors and rejects, SU success. Empty asks for nothing in enhanced mode.
bool is_wanted(std::string_view condition, Verdict verdict);

struct Answer {
  hl7v2::AckCode code;
  bool application = false;  ///< an application acknowledgement with a control id of its own
};
/// The acknowledgements to send, in order: one in original mode; in enhanced mode the accept acknowledgement that MSH-15 wants, then
/// the application acknowledgement that MSH-16 wants (not for what is only stored yet: it comes when the rest is done).
std::vector<Answer> answers_for(const hl7v2::Header& header, Outcome outcome);

}  // namespace charta::intake
