// SPDX-License-Identifier: Apache-2.0
// A folder, a film jacket, a roll: what it is, where it is, and every way it may move. Pure.
// Sources: VistA Record Tracking, file 195.3 (movement types); IFHIMA Education Module 4 (the borrower stays responsible).
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/paper_charts/place.hpp"
#include "record/access/actor.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

using VolumeId = Id<struct PaperVolumeTag>;
using MovementId = Id<struct PaperMovementTag>;
using RequisitionId = Id<struct PaperRequisitionTag>;

bool is_volume_kind(std::string_view kind);  ///< medical, film, fetal-strip, psychiatric, billing
bool is_medium(std::string_view medium);     ///< paper, film, fiche, roll, box
const std::vector<std::string_view>& volume_kinds();
const std::vector<std::string_view>& media();

struct Volume {
  VolumeId id;
  PatientId patient;
  std::string kind = "medical", medium = "paper", barcode;
  std::string chart_number;  ///< as it is written on the folder: the number under which it stands, an old one perhaps
  std::string filing_key;
  std::string position;  ///< within a box, on a roll: "roll 118, frame 2040"
  std::int64_t number = 1;
  std::string from_day, until_day;  ///< which time its papers are of; empty: not known, or open
  PlaceId home, place;              ///< the file area it belongs to; where it is, and who answers for it
  std::string state = "in-file";
  Instant since;                  ///< of the last movement
  std::optional<Instant> due_at;  ///< when it is to be back
  std::string rule;               ///< by which it is due
  std::string certificate;        ///< of its destruction, or where it went
  VolumeId merged_into;
  bool is_temporary = false;  ///< stands for a missing one: "TEMPORARY, original missing"
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  std::int64_t version = 1;
};

/// One act on a volume as it is kept: written once, never changed.
struct Movement {
  MovementId id;
  VolumeId volume;
  std::string kind;
  PlaceId from, to;
  Instant at;           ///< when it was done, by the clock of whoever did it
  Instant recorded_at;  ///< when the house heard of it
  UserId by;
  std::string purpose, reason, note;
  RequisitionId requisition;
  std::int64_t batch = 0;  ///< of one cart or one round: what was handled together
  std::string device;      ///< of a scan made without the server
  std::int64_t device_number = 0;
};

/// What is asked for.
struct MovementCommand {
  std::string kind;
  PlaceId to;  ///< unset: its home, where the kind brings it back to the file
  PlaceId at;  ///< where the scanner stands; unset: not said
  std::string purpose, reason, note, certificate;
  VolumeId into;                       ///< for merge-into
  std::vector<std::string> confirmed;  ///< what the clerk was asked and affirmed
  std::int64_t version = 0, batch = 0;
  std::optional<Instant> said_at;  ///< by a device that was offline
  std::string device;
  std::int64_t device_number = 0;
};

/// in-file <-> out, missing, off-site, transferred, inactive, retired, lost; destroyed and merged are ends.
const worklists::StateMachine& volume_machine();

struct LoanTerm {
  std::optional<Instant> due_at;
  std::string rule;
};

/// What the decision looks at beside the volume.
struct Circumstances {
  std::optional<Place> place, home, to, at;  ///< where it is by the record; its home; where it shall go; where the scanner stands
  Instant now;
  LoanTerm loan;               ///< for the borrower `to`
  bool needs_purpose = false;  ///< by the rule for its kind or labels
  std::string asked_for_by;    ///< somebody else has an urgent request for it: who
};

struct Decision {
  Volume after;
  std::vector<Movement> movements;  ///< without ids; in order. None: it is so already
  std::string says;                 ///< in words, for the screen
};

/// What becomes of the volume. Never guesses: what does not fit the record is asked back, and done when it comes again confirmed.
/// Errors: `business_rule` with location "confirm:<what>" (asks), without it (refused: the machine has no such step);
/// `missing` (purpose, to, certificate), `invalid` (the place is of the wrong kind).
Result<Decision> decide(const Volume& volume, const MovementCommand& command, const Circumstances& circumstances);

}  // namespace charta::paper_charts
