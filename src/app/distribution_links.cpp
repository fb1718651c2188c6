// SPDX-License-Identifier: Apache-2.0
#include "app/distribution_links.hpp"

#include "app/hospital.hpp"

#include <algorithm>
#include <string>

namespace charta::app {
namespace {

using access::Actor;
using distribution::Channel;
using distribution::Copy;
using distribution::CopyEvent;
using distribution::CopyState;
using floor_delivery::Delivery;
using floor_delivery::FloorEvent;
using store::UnitOfWork;

constexpr std::string_view loose_place = "loose reports";

std::string place_of(const Delivery& delivery) {
  return delivery.ward + (delivery.room.empty() ? "" : " " + delivery.room);
}

/// The floor's step as the copy's. Nothing: the copy stays what it is.
std::optional<CopyEvent> step_of(std::string_view floor_event, const Copy& copy, bool is_to_be_carried) {
  const bool is_asked_back = copy.state == CopyState::recall_asked;
  const bool has_arrived = copy.state == CopyState::delivered;
  if (floor_event == "take") return CopyEvent::send;
  if (floor_event == "receive" || floor_event == "stay") return CopyEvent::deliver;
  if (floor_event == "file") return CopyEvent::act;
  if (floor_event == "bring-back") return CopyEvent::ask_back;
  if (floor_event == "returned") return CopyEvent::give_back;
  if (floor_event == "recall") return is_asked_back ? CopyEvent::give_back : CopyEvent::withdraw;
  if (floor_event == "lose" && is_asked_back) return CopyEvent::not_found;
  // It is carried on after the patient, or printed anew; or its patient is back, and it lies elsewhere.
  const bool sets_out = floor_event == "forward" || floor_event == "lose" || (floor_event == "again" && is_to_be_carried);
  if (sets_out && has_arrived) return CopyEvent::try_again;
  if (floor_event == "again" && copy.state == CopyState::withdrawn) return CopyEvent::try_again;
  // With a discharge it waits in the loose queue; filed or destroyed there, no ward needs it. What had arrived has arrived.
  if (floor_event == "leave-loose" && !has_arrived) return CopyEvent::withdraw;
  return std::nullopt;
}

Result<void> take_floor_step(Hospital& hospital, UnitOfWork& work, const Actor& actor, Copy copy, const Delivery& delivery,
                             CopyEvent step, std::string_view why) {
  // What came about by the copy's own step, or is known already, is no step of it.
  if (!distribution::next_state(copy.state, step)) return {};
  if (step == CopyEvent::act) {
    copy.action = "filed-on-unit";
    copy.acted_by = actor.author.user;
  }
  const std::string place = place_of(delivery);
  const distribution::StepWords said{std::string(why) + (place.empty() ? "" : ": " + place),
                                     step == CopyEvent::give_back ? "returned" : delivery.barcode};
  CHARTA_TRY_DO(hospital.distribution->step(work, actor, copy, step, said));
  return {};
}

Result<void> follow_the_floor(Hospital& hospital, UnitOfWork& work, const Actor& actor, const Delivery& delivery,
                              std::string_view event) {
  auto& service = *hospital.distribution;
  // Of a newer version distribution learns behind the unit: it asks the old one back, and gives the new one to whoever held it.
  if ((event == "recall" || event == "bring-back") &&
      delivery.reason == floor_delivery::floor_event_reason(FloorEvent::newer_version))
    return {};
  CHARTA_TRY(auto copy, service.copies().find(work, distribution::CopyId(delivery.copy)));
  if (!copy) return {};
  if (!distribution::is_settled(copy->state)) {
    CHARTA_TRY(copy, service.set_place(work, actor, *copy, event == "discharge" ? std::string(loose_place) : place_of(delivery)));
  }
  const auto step = step_of(event, *copy, delivery.state == "waiting");
  return step ? take_floor_step(hospital, work, actor, *copy, delivery, *step, event) : Result<void>();
}

/// The floor may have carried it already, for the ward's own wish.
Result<void> give_to_the_floor(Hospital& hospital, UnitOfWork& work, const Copy& copy) {
  const auto system = Actor::system("distribution");
  auto& service = *hospital.distribution;
  CHARTA_TRY(const auto taken, hospital.floor->take_copy(work, {copy.id.key(), copy.document}));
  if (!taken) {
    CHARTA_TRY_DO(service.step(work, system, copy, CopyEvent::withdraw, {"the patient is on no ward any more", ""}));
    return {};
  }
  CHARTA_TRY(const auto placed, service.set_place(work, system, copy, place_of(*taken)));
  if (taken->state == "on-run") return take_floor_step(hospital, work, system, placed, *taken, CopyEvent::send, "take");
  if (taken->state == "delivered") return take_floor_step(hospital, work, system, placed, *taken, CopyEvent::deliver, "receive");
  return {};
}

/// The floor brings it back; what came back already, or was never printed, is back.
Result<void> bring_back(Hospital& hospital, UnitOfWork& work, const Copy& copy) {
  CHARTA_TRY_DO(hospital.floor->recall_copy(work, copy.id.key(), FloorEvent::newer_version));
  CHARTA_TRY(const auto delivery, hospital.floor->of_copy(work, copy.id.key()));
  if (delivery && delivery->is_open()) return {};
  CHARTA_TRY(const auto now, hospital.distribution->copies().find(work, copy.id));
  if (!now || now->state != CopyState::recall_asked) return {};
  const bool is_lost = delivery && delivery->state == "lost";
  CHARTA_TRY_DO(hospital.distribution->step(work, Actor::system("distribution"), *now,
                                            is_lost ? CopyEvent::not_found : CopyEvent::give_back,
                                            {delivery ? delivery->state : "never printed", is_lost ? "" : "returned"}));
  return {};
}

Result<void> follow_the_copy(Hospital& hospital, UnitOfWork& work, const Copy& copy, std::optional<CopyEvent> event) {
  if (copy.channel != Channel::ward_paper) return {};
  if (!event) return copy.state == CopyState::owed ? give_to_the_floor(hospital, work, copy) : Result<void>();
  if (*event == CopyEvent::supersede) return hospital.floor->recall_copy(work, copy.id.key(), FloorEvent::newer_version);
  if (*event == CopyEvent::ask_back) return bring_back(hospital, work, copy);
  if (*event == CopyEvent::withdraw) return hospital.floor->recall_copy(work, copy.id.key(), FloorEvent::withdrawn);
  return {};
}

/// What waits for this person's signature is approved by signing it: nothing else binds what was read.
Result<void> ask_for_the_signature(Hospital& hospital, UnitOfWork& work, const Actor& actor, const Copy& copy) {
  const auto& signatures = *hospital.signatures;
  CHARTA_TRY(const auto signer, signatures.find_signer(work, actor.author.user));
  if (!signer) return {};
  CHARTA_TRY(const auto awaited, signatures.rows().open_of_document(work, copy.document));
  const bool is_theirs = std::any_of(awaited.begin(), awaited.end(), [&](const auto& one) { return signer->is(one.asked); });
  if (!is_theirs) return {};
  return fail(ErrorKind::business_rule, "this report waits for your signature: sign it, and it is approved", "copy");
}

Result<std::vector<chart_completion::UnopenedReport>> unopened_of(Hospital& hospital, store::Reader& reader,
                                                                  ResourceId encounter) {
  std::vector<chart_completion::UnopenedReport> all;
  const auto& service = *hospital.distribution;
  if (!service.has_begun()) return all;
  CHARTA_TRY(const auto copies, service.copies().unopened_of(reader, encounter));
  for (const auto& one : copies) {
    CHARTA_TRY(const auto recipient, service.directory().find(reader, one.recipient));
    if (!recipient) continue;
    all.push_back({one.document,
                   {recipient->key, one.recipient_name},
                   service.rules().reference,
                   one.made_at,
                   one.made_at.plus(service.rules().deficient_after)});
  }
  return all;
}

/// What nobody opened is owed by whom it is for, until they open it or it is theirs no more.
Result<void> look_at_what_is_owed(Hospital& hospital, UnitOfWork& work, const Copy& copy, std::optional<CopyEvent> event) {
  const bool was_owed = copy.reminders > 1 && event && *event != CopyEvent::deliver;
  return was_owed ? hospital.completion->look(work, copy.encounter) : Result<void>();
}

}  // namespace

void link_distribution(Hospital& hospital) {
  hospital.distribution->ask_wards_of(
      [&hospital](store::Reader& reader, ResourceId encounter) { return hospital.floor->ward_that_asks(reader, encounter); });
  hospital.distribution->tell([&hospital](UnitOfWork& work, const Actor&, const Copy& copy, std::optional<CopyEvent> event) {
    return follow_the_copy(hospital, work, copy, event);
  });
  hospital.distribution->tell([&hospital](UnitOfWork& work, const Actor&, const Copy& copy, std::optional<CopyEvent> event) {
    return look_at_what_is_owed(hospital, work, copy, event);
  });
  hospital.distribution->make_owed_by(
      [&hospital](UnitOfWork& work, const Copy& copy) { return hospital.completion->look(work, copy.encounter); });
  hospital.completion->ask_unopened_of(
      [&hospital](store::Reader& reader, ResourceId encounter) { return unopened_of(hospital, reader, encounter); });
  hospital.floor->tell([&hospital](UnitOfWork& work, const Actor& actor, const Delivery& delivery, std::string_view event) {
    return follow_the_floor(hospital, work, actor, delivery, event);
  });
  hospital.distribution->sign_by([&hospital](UnitOfWork& work, const Actor& actor, const Copy& copy) {
    return ask_for_the_signature(hospital, work, actor, copy);
  });
  hospital.signatures->tell([&hospital](UnitOfWork& work, const Actor& actor, const signatures::Signature& signature) {
    return hospital.distribution->was_signed(work, actor, signature.document);
  });
}

}  // namespace charta::app
