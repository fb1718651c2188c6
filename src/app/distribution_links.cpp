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
using floor_delivery::Delivery;
using floor_delivery::FloorEvent;
using store::UnitOfWork;

/// The floor's step as the copy's. Nothing: the copy stays what it is.
std::optional<CopyEvent> step_of(std::string_view floor_event, const Copy& copy) {
  const bool is_asked_back = copy.state == distribution::CopyState::recall_asked;
  const bool has_arrived = copy.delivered_at.has_value();
  if (floor_event == "take") return CopyEvent::send;
  if (floor_event == "receive" || floor_event == "stay") return CopyEvent::deliver;
  if (floor_event == "file") return CopyEvent::act;
  if (floor_event == "forward") return CopyEvent::try_again;
  if (floor_event == "returned" || (floor_event == "recall" && is_asked_back)) return CopyEvent::give_back;
  if (floor_event == "lose" && is_asked_back) return CopyEvent::not_found;
  // The patient left, or was never admitted: the ward needs no copy; the paper is in the loose queue.
  if ((floor_event == "discharge" || floor_event == "recall") && !has_arrived) return CopyEvent::withdraw;
  return std::nullopt;
}

Result<void> follow_the_floor(Hospital& hospital, UnitOfWork& work, const Actor& actor, const Delivery& delivery,
                              std::string_view event) {
  auto& service = *hospital.distribution;
  CHARTA_TRY(auto copy, service.copies().find(work, distribution::CopyId(delivery.copy)));
  if (!copy) return {};
  const std::string place = delivery.ward + (delivery.room.empty() ? "" : " " + delivery.room);
  if (!distribution::is_settled(copy->state)) {
    CHARTA_TRY(copy, service.set_place(work, actor, *copy, place));
  }
  const auto step = step_of(event, *copy);
  // What came about by the copy's own step, or is known already, is no step of it.
  if (!step || !distribution::next_state(copy->state, *step)) return {};
  if (*step == CopyEvent::act) copy->action = "filed-on-unit", copy->acted_by = actor.author.user;
  const distribution::StepWords said{std::string(event) + (place.empty() ? "" : ": " + place),
                                     *step == CopyEvent::give_back ? "returned" : delivery.barcode};
  CHARTA_TRY_DO(service.step(work, actor, *copy, *step, said));
  return {};
}

Result<void> give_to_the_floor(Hospital& hospital, UnitOfWork& work, const Copy& copy) {
  CHARTA_TRY(const auto taken, hospital.floor->take_copy(work, {copy.id.key(), copy.document}));
  if (!taken) {
    CHARTA_TRY_DO(hospital.distribution->step(work, Actor::system("distribution"), copy, CopyEvent::fail,
                                              {"the patient is on no ward: nobody can carry it there", ""}));
    return {};
  }
  const std::string place = taken->ward + (taken->room.empty() ? "" : " " + taken->room);
  CHARTA_TRY_DO(hospital.distribution->set_place(work, Actor::system("distribution"), copy, place));
  return {};
}

Result<void> follow_the_copy(Hospital& hospital, UnitOfWork& work, const Copy& copy, std::optional<CopyEvent> event) {
  if (copy.channel != Channel::ward_paper) return {};
  if (!event) return copy.state == distribution::CopyState::owed ? give_to_the_floor(hospital, work, copy) : Result<void>();
  switch (*event) {
    case CopyEvent::try_again:  // a person sends what had failed; what is only carried on is with the floor already
      return give_to_the_floor(hospital, work, copy);
    case CopyEvent::supersede:
    case CopyEvent::ask_back:
      return hospital.floor->recall_copy(work, copy.id.key(), FloorEvent::newer_version);
    case CopyEvent::withdraw:
      return hospital.floor->recall_copy(work, copy.id.key(), FloorEvent::withdrawn);
    case CopyEvent::send:
    case CopyEvent::deliver:
    case CopyEvent::open:
    case CopyEvent::act:
    case CopyEvent::fail:
    case CopyEvent::give_back:
    case CopyEvent::not_found:
      break;
  }
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

}  // namespace

void link_distribution(Hospital& hospital) {
  hospital.distribution->tell([&hospital](UnitOfWork& work, const Actor&, const Copy& copy, std::optional<CopyEvent> event) {
    return follow_the_copy(hospital, work, copy, event);
  });
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
