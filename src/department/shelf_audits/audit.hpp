// SPDX-License-Identifier: Apache-2.0
// Reading the shelf: what should stand in a section, what stands there, and what differs. Pure.
// Source: shelf reading in libraries and file rooms (a section at random, expected against scanned sequence, misfile rate).
#pragma once
#include "department/paper_charts/volume.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::shelf_audits {

using paper_charts::PlaceId;
using paper_charts::VolumeId;
using AuditId = Id<struct ShelfAuditTag>;

/// planned -> reading -> compared -> closed; planned or reading -> abandoned.
const worklists::StateMachine& audit_machine();

/// A volume that stood in the section by the record when the reading began.
struct Expected {
  VolumeId volume;
  std::string key;
  bool moved_since = false;  ///< by the record it has left since
};

/// Where the record has a volume that was read here.
enum class ByRecord { here, elsewhere, away };  ///< elsewhere: on another shelf, a cart; away: lent, missing, off site, …

/// One label in the order in which it was scanned; `volume` unset: the label is no volume's.
struct Read {
  std::int64_t position = 0;
  std::string barcode;
  VolumeId volume;
  std::string key;
  ByRecord by_record = ByRecord::here;
};

enum class FindingKind {
  out_of_place,  ///< belongs to this section and stands in the wrong order
  foreign,       ///< belongs to another section or room
  stands_here,   ///< the record has it somewhere else
  not_seen,      ///< the record has it here
  no_volume      ///< a label that is no volume's
};
std::string_view finding_code(FindingKind kind);
std::optional<FindingKind> parse_finding(std::string_view code);
/// What a person is asked to confirm: "put-right", "record-here", "hunt", "new-label".
std::string_view proposal_of(FindingKind kind);

struct Finding {
  std::int64_t number = 0;  ///< from 1, within its audit
  FindingKind kind = FindingKind::out_of_place;
  VolumeId volume;
  std::string barcode;
  std::int64_t position = 0;  ///< of the reading; 0: it was not read
  VolumeId behind;            ///< of one that is out of place: the volume behind which it belongs; unset: it is the first
  bool is_misfiled = false;   ///< it counts for the misfile rate
  std::string state = "open", reason;  ///< open, done, dismissed
  UserId answered_by;
  std::optional<Instant> answered_at;
};

struct Figures {
  std::int64_t expected = 0, read = 0, in_order = 0, out_of_place = 0, foreign = 0, stands_here = 0, not_seen = 0, no_volume = 0;
  std::int64_t misfiled() const { return out_of_place + foreign; }
};

struct Comparison {
  std::vector<Finding> findings;
  Figures figures;
};

/// The fewest volumes that must be moved are out of place: all others are a longest run in filing order. A volume that was read
/// twice counts once. What was read before the section's first key or behind its last, at the ends, was read over the edge and
/// says nothing.
Comparison compare(const std::vector<Expected>& expected, const std::vector<Read>& reads);

/// The places of a longest sequence that never falls.
std::vector<std::size_t> longest_in_order(const std::vector<std::string_view>& keys);

/// How much of a thousand is misfiled, and between which bounds it is: E. B. Wilson, JASA 22 (1927). Of nothing read: 0 to 1000.
struct Rate {
  double per_thousand = 0, from = 0, until = 1000;
};
Rate misfile_rate(std::int64_t misfiled, std::int64_t read, double z);

}  // namespace charta::shelf_audits
