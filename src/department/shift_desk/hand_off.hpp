// SPDX-License-Identifier: Apache-2.0
// The hand-off between two shifts: what it says, how it is frozen, what has changed since. Pure.
#pragma once
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::shift_desk {

using HandOffId = Id<struct ShiftHandOffTag>;

/// open -> signed -> accepted; or taken-without: nobody was there to sign.
const worklists::StateMachine& hand_off_machine();

/// One line: a volume, a queue, a fault, a note. No names of patients.
struct HandOffLine {
  std::string key;   ///< by which it is known again in a later hand-off
  std::string what;  ///< "12-34-56 vol. 2", "Held messages"
  std::string says;  ///< where it is, how far it has come
  std::string link;
  std::optional<Instant> at;  ///< promised, since, the oldest
  std::int64_t count = 0;
  bool is_late = false;
  std::int64_t volume = 0;  ///< whose: shown only to who may see it
};

/// Its lines, and how many there are of all: what is not listed is counted.
struct HandOffSection {
  std::string code;  ///< stat, urgent, due, deliveries, hunts, loans, returns, queues, faults, notes
  std::vector<HandOffLine> lines;
  std::int64_t total = 0;
  std::int64_t withheld = 0;  ///< of the lines: not for this reader
};

struct HandOffContent {
  Instant written_at;
  std::vector<HandOffSection> sections;
};

/// The text that is signed: the same content is the same text, byte for byte.
std::string content_json(const HandOffContent& content);
/// Errors: `invalid`.
Result<HandOffContent> parse_content(std::string_view text);

struct HandOffChange {
  std::string section, how;  ///< how: new, gone, late
  HandOffLine line;
};
/// What came, went or became late between two hand-offs; notes do not count.
std::vector<HandOffChange> changes(const HandOffContent& before, const HandOffContent& now);

}  // namespace charta::shift_desk
