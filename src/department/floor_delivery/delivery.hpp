// SPDX-License-Identifier: Apache-2.0
// One printed copy for a ward: where it should go, where it is, and what becomes of it when its patient moves. Pure.
#pragma once
#include "base/id.hpp"
#include "department/floor_delivery/floor_rules.hpp"
#include "record/worklists/work_item.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::floor_delivery {

using DeliveryId = Id<struct FloorDeliveryTag>;
using RunId = Id<struct FloorRunTag>;

/// The document, as a ward's copy of it is printed.
struct CopiedDocument {
  ResourceId document;
  std::string resource_type, fhir_id, title;
  std::int64_t version = 0, pages = 0;  ///< pages 0: not known
  PatientId patient;
  ResourceId encounter;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

struct Delivery : CopiedDocument {
  DeliveryId id;
  WorkItemId item;
  std::string barcode;
  std::string ward, room;  ///< where the patient is now; ward empty: at no ward of this house
  std::string lies_at;     ///< where the paper is: a ward, `on_the_way`; empty: not printed, or with the records department
  worklists::Priority priority = worklists::Priority::routine;
  std::string state = "waiting", reason;
  Instant made_at, due_at;
  RunId run;
  std::optional<Instant> printed_at, delivered_at, filed_at;
  UserId delivered_to, filed_by;
  DeliveryId replaces;
  std::int64_t copy = 0;  ///< of the distribution; 0: made for the ward's wish

  bool is_open() const;
  bool is_on_paper() const { return printed_at.has_value(); }
};
inline constexpr std::string_view on_the_way = "on-run";

/// Withheld until somebody looked whose it is.
bool is_withheld(const CopiedDocument& document);
/// Filed on the unit, and nobody was asked yet to take it out. `copies`: all of its document.
bool stands_in_a_folder(const std::vector<Delivery>& copies, const Delivery& filed);
/// For this patient it is carried, lies on a ward or stands in a folder there.
bool is_brought(const std::vector<Delivery>& copies, PatientId patient);

/// waiting -> on-run -> delivered -> filed-on-unit; re-routed when the patient moves before, forwarding when after the receipt;
/// to-loose-queue with a discharge; recalled when the admission is cancelled or a newer version came, and first `recalling` where
/// paper must be brought back; lost: a new copy is made. Only what a scan or a message recorded moves it, but for the paper's
/// loss and return.
const worklists::StateMachine& delivery_machine();

/// "W", the copy's key, a check character, as the file room's barcodes are.
std::string copy_barcode(DeliveryId delivery);
/// "U", the person's key, a check character: what stands on a badge.
std::string badge_barcode(UserId user);
std::optional<UserId> user_of_badge(std::string_view scanned);

/// What happened to the patient or the document.
enum class FloorEvent { moved, discharged, admission_cancelled, newer_version, withdrawn, withheld, moved_to_another };
std::string_view floor_event_reason(FloorEvent event);

/// What follows for a copy; `event` empty: nothing.
/// It is still to be carried: no ward has it, and nobody asks it back.
bool is_before_receipt(std::string_view state);

struct Consequence {
  std::string event, state;
};
/// `ward`: where the patient is after the event.
Consequence what_follows(const Delivery& copy, FloorEvent event, std::string_view ward);

/// As one walks: the wards in their order, their rooms, STAT before the rest in a room; copies for no ward of this house last.
void sort_for_the_run(std::vector<Delivery>& copies, const FloorRules& rules);

/// Dashboard metric 5: delivered in time by what was delivered.
struct OnTime {
  std::int64_t delivered = 0, on_time = 0, stat = 0, stat_on_time = 0;
};
OnTime on_time(const std::vector<Delivery>& delivered);

}  // namespace charta::floor_delivery
