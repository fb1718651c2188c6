// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/delivery.hpp"

#include "base/text.hpp"
#include "department/paper_charts/barcode.hpp"

#include <algorithm>
#include <tuple>

namespace charta::floor_delivery {
namespace {

using access::Permission;

constexpr auto bring = Permission::file_documents;
constexpr std::string_view recorded = "as-recorded";
constexpr worklists::Transition delivery_steps[] = {
    {"waiting", "take", "on-run", recorded, bring},
    {"re-routed", "take", "on-run", recorded, bring},
    {"on-run", "come-back", "waiting", "", bring},
    {"waiting", "receive", "delivered", recorded, bring},
    {"on-run", "receive", "delivered", recorded, bring},
    {"re-routed", "receive", "delivered", recorded, bring},
    {"forwarding", "receive", "delivered", recorded, bring},
    {"delivered", "file", "filed-on-unit", recorded, bring},
    {"waiting", "re-route", "re-routed", recorded, bring},
    {"on-run", "re-route", "re-routed", recorded, bring},
    {"re-routed", "re-route", "re-routed", recorded, bring},
    {"delivered", "forward", "forwarding", recorded, bring},
    {"forwarding", "forward", "forwarding", recorded, bring},
    {"forwarding", "stay", "delivered", recorded, bring},
    {"waiting", "discharge", "to-loose-queue", recorded, bring},
    {"on-run", "discharge", "to-loose-queue", recorded, bring},
    {"re-routed", "discharge", "to-loose-queue", recorded, bring},
    {"delivered", "discharge", "to-loose-queue", recorded, bring},
    {"forwarding", "discharge", "to-loose-queue", recorded, bring},
    {"waiting", "recall", "recalled", recorded, bring},
    {"re-routed", "recall", "recalled", recorded, bring},
    {"waiting", "bring-back", "recalling", recorded, bring},
    {"on-run", "bring-back", "recalling", recorded, bring},
    {"re-routed", "bring-back", "recalling", recorded, bring},
    {"delivered", "bring-back", "recalling", recorded, bring},
    {"forwarding", "bring-back", "recalling", recorded, bring},
    {"recalling", "returned", "recalled", "", bring, true},
    {"on-run", "lose", "lost", "", bring, true},
    {"re-routed", "lose", "lost", "", bring, true},
    {"delivered", "lose", "lost", "", bring, true},
    {"forwarding", "lose", "lost", "", bring, true},
    {"recalling", "lose", "lost", "", bring, true},
};
constexpr std::string_view delivery_ends[] = {"filed-on-unit", "to-loose-queue", "recalled", "lost"};
constexpr std::string_view delivery_cancelled[] = {"recalled", "lost"};
constexpr worklists::Title delivery_titles[] = {{"waiting", "Waits for a run"},
                                                {"on-run", "On a run"},
                                                {"re-routed", "The patient moved: take it there"},
                                                {"delivered", "On the ward"},
                                                {"forwarding", "The ward sends it after the patient"},
                                                {"filed-on-unit", "Filed on the unit"},
                                                {"to-loose-queue", "Loose: the patient left"},
                                                {"recalling", "To be brought back"},
                                                {"lost", "Copy lost"},
                                                {"come-back", "Brought home undelivered"},
                                                {"bring-back", "Recall the paper"},
                                                {"returned", "Returned or destroyed"},
                                                {"lose", "The copy cannot be found"}};

bool is_with_a_ward(std::string_view state) {
  return state == "delivered" || state == "forwarding";
}

Consequence when_moved(const Delivery& copy, std::string_view ward) {
  if (is_before_receipt(copy.state)) {
    if (ward == copy.ward) return {};  // another room of the same ward
    return {"re-route", "re-routed"};
  }
  if (copy.state == "delivered") return ward == copy.lies_at ? Consequence{} : Consequence{"forward", "forwarding"};
  return ward == copy.lies_at ? Consequence{"stay", "delivered"} : Consequence{"forward", "forwarding"};
}

std::string code_with_check(char letter, std::int64_t key) {
  std::string text = letter + print_key(key);
  text += paper_charts::check_character(text);
  return text;
}

}  // namespace

bool is_before_receipt(std::string_view state) {
  return state == "waiting" || state == "on-run" || state == "re-routed";
}

const worklists::StateMachine& delivery_machine() {
  static constexpr worklists::StateMachine machine{"floor-delivery",   "Ward copies", "waiting", delivery_steps, delivery_ends,
                                                   delivery_cancelled, bring,         false,     delivery_titles};
  return machine;
}

bool Delivery::is_open() const {
  return !worklists::is_final(delivery_machine(), state);
}

bool is_withheld(const CopiedDocument& document) {
  return (document.sensitivity & static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0;
}

/// Filed on the unit, and nobody was asked yet to take it out.
bool stands_in_a_folder(const std::vector<Delivery>& copies, const Delivery& filed) {
  return filed.state == "filed-on-unit" &&
         std::none_of(copies.begin(), copies.end(), [&](const Delivery& one) { return one.replaces == filed.id; });
}

/// For this patient it is carried, lies on a ward or stands in a folder there.
bool is_brought(const std::vector<Delivery>& copies, PatientId patient) {
  return std::any_of(copies.begin(), copies.end(), [&](const Delivery& one) {
    const bool is_live = (one.is_open() && one.state != "recalling") || stands_in_a_folder(copies, one);
    return is_live && one.patient == patient;
  });
}

std::string copy_barcode(DeliveryId delivery) {
  return code_with_check('W', delivery.key());
}

std::string badge_barcode(UserId user) {
  return code_with_check('U', user.key());
}

std::optional<UserId> user_of_badge(std::string_view scanned) {
  const std::string text = paper_charts::read_barcode(scanned).text;
  constexpr std::size_t code_size = 15;
  if (text.size() != code_size || text.front() != 'U') return std::nullopt;
  const auto key = parse_key(std::string_view(text).substr(1, code_size - 2));
  if (!key || *key == 0 || badge_barcode(UserId(*key)) != text) return std::nullopt;
  return UserId(*key);
}

std::string_view floor_event_reason(FloorEvent event) {
  switch (event) {
    case FloorEvent::moved:
      return "patient-moved";
    case FloorEvent::discharged:
      return "patient-discharged";
    case FloorEvent::admission_cancelled:
      return "admission-cancelled";
    case FloorEvent::newer_version:
      return "newer-version";
    case FloorEvent::withdrawn:
      return "ward-copy-withdrawn";
    case FloorEvent::withheld:
      return "document-withheld";
    case FloorEvent::moved_to_another:
      return "was-another-patients";
  }
  return "patient-moved";
}

Consequence what_follows(const Delivery& copy, FloorEvent event, std::string_view ward) {
  const bool is_under_way = is_before_receipt(copy.state) || is_with_a_ward(copy.state);
  if (!is_under_way) return {};
  if (event == FloorEvent::moved) return when_moved(copy, ward);
  if (event == FloorEvent::discharged && copy.is_on_paper()) return {"discharge", "to-loose-queue"};
  return copy.is_on_paper() ? Consequence{"bring-back", "recalling"} : Consequence{"recall", "recalled"};
}

void sort_for_the_run(std::vector<Delivery>& copies, const FloorRules& rules) {
  const auto turn = [&](const Delivery& one) {
    const auto* ward = rules.ward(one.ward);
    return std::tuple(ward == nullptr ? static_cast<std::int64_t>(rules.wards.size()) + 1 : ward->walk, one.ward, one.room,
                      one.priority, one.id);
  };
  std::sort(copies.begin(), copies.end(), [&](const Delivery& a, const Delivery& b) { return turn(a) < turn(b); });
}

OnTime on_time(const std::vector<Delivery>& delivered) {
  OnTime figures;
  for (const auto& one : delivered) {
    if (!one.delivered_at) continue;
    const bool in_time = *one.delivered_at <= one.due_at;
    const bool is_stat = one.priority == worklists::Priority::stat;
    ++figures.delivered;
    figures.on_time += in_time;
    figures.stat += is_stat;
    figures.stat_on_time += is_stat && in_time;
  }
  return figures;
}

}  // namespace charta::floor_delivery
