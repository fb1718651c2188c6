// SPDX-License-Identifier: Apache-2.0
#include "app/glass_reviews.hpp"

#include "app/hospital.hpp"
#include "formats/json/json.hpp"

namespace charta::app {
namespace {

using access::AccessService;
using access::Permission;
using store::UnitOfWork;

constexpr worklists::Transition steps[] = {{"waiting", "review", "reviewed", "finding-recorded", Permission::review_glass}};
constexpr std::string_view final_states[] = {"reviewed"};

/// The explanation stays where the use stands: the list shows by whom, why and until when.
std::string detail_of(const AccessService::GlassUse& use, const access::Actor& actor) {
  std::string detail;
  json::Writer(detail)
      .begin_object()
      .member("user", actor.name)
      .member("reason", use.reason_code)
      .member("at", use.at.text())
      .member("until", use.until.text())
      .end_object();
  return detail;
}

Result<void> open_review(Hospital& hospital, UnitOfWork& work, const access::Actor& actor, const AccessService::GlassUse& use) {
  worklists::NewWorkItem item;
  item.kind = glass_review_machine().kind;
  item.subject_type = "glass_use";
  item.subject = use.key;
  item.patient = use.patient;
  item.due_at = hospital.access->review_due(use);
  item.clock_basis = "glass-broken";
  item.pool = "privacy";
  item.reason_code = "emergency-access";
  item.rule = hospital.access->glass_rule();
  item.detail = detail_of(use, actor);
  CHARTA_TRY(const auto patient, hospital.resources->load(work, ResourceId(use.patient.key())));
  if (patient) item.facility = patient->facility;
  CHARTA_TRY_DO(hospital.worklists->open(work, access::Actor::system("glass"), item));
  return {};
}

Result<void> close_review(Hospital& hospital, UnitOfWork& work, const access::Actor& actor, const AccessService::GlassUse& use) {
  CHARTA_TRY(const auto item, hospital.worklists->find_open(work, glass_review_machine().kind, use.key));
  if (!item) return {};
  worklists::Act review;
  review.event = "review";
  CHARTA_TRY_DO(hospital.worklists->apply(work, actor, item->id, review));
  return {};
}

/// Nobody closes a review in the queue alone: the use itself must hold the finding.
Result<void> check_finding(Hospital& hospital, UnitOfWork& work, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto use, hospital.access->find_glass(work, item.subject));
  if (use && use->reviewed) return {};
  return fail(ErrorKind::business_rule, "record the finding of the review first; that closes this item", "event");
}

}  // namespace

const worklists::StateMachine& glass_review_machine() {
  static constexpr worklists::StateMachine machine{"glass-review",          "Broken glass", "waiting", steps, final_states, {},
                                                   Permission::review_glass};
  return machine;
}

void wire_glass_reviews(Hospital& hospital) {
  const auto guard = [&hospital](UnitOfWork& work, std::string_view, const worklists::WorkItem& item, const worklists::Act&) {
    return check_finding(hospital, work, item);
  };
  hospital.worklists->declare(glass_review_machine(), guard);
  hospital.access->on_glass([&hospital](UnitOfWork& work, const access::Actor& actor,
                                        const AccessService::GlassUse& use) { return open_review(hospital, work, actor, use); },
                            [&hospital](UnitOfWork& work, const access::Actor& actor, const AccessService::GlassUse& use) {
                              return close_review(hospital, work, actor, use);
                            });
}

}  // namespace charta::app
