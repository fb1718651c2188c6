// SPDX-License-Identifier: Apache-2.0
#include "record/happenings/happening.hpp"

#include "base/log.hpp"

#include <deque>
#include <utility>

namespace charta::happenings {
namespace {

// A reaction to a reaction is usual (an encounter ends, its expectations open); nine in a row is a circle.
constexpr int deepest = 8;

struct Posted {
  Happening happening;
  int depth = 1;
};

/// What one unit of work still has to react to. Units run on one thread from start to end, so the running post is found there.
struct Running {
  store::UnitOfWork* work = nullptr;
  int depth = 0;
  std::deque<Posted> waiting;
  Running* outer = nullptr;
};

thread_local Running* running = nullptr;

Running* running_in(const store::UnitOfWork& work) {
  Running* found = running;
  while (found != nullptr && found->work != &work) found = found->outer;
  return found;
}

class Entered {
 public:
  explicit Entered(Running& now) : now_(now) {
    now_.outer = running;
    running = &now_;
  }
  ~Entered() { running = now_.outer; }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  Running& now_;
};

struct Name {
  std::string_view operator()(const ResourceChanged&) const { return "resource_changed"; }
  std::string_view operator()(const PatientRegistered&) const { return "patient_registered"; }
  std::string_view operator()(const PatientChanged&) const { return "patient_changed"; }
  std::string_view operator()(const RecordRelabelled&) const { return "record_relabelled"; }
  std::string_view operator()(const PatientsLinked&) const { return "patients_linked"; }
  std::string_view operator()(const PatientsUnlinked&) const { return "patients_unlinked"; }
  std::string_view operator()(const RecordMoved&) const { return "record_moved"; }
  std::string_view operator()(const EncounterStarted&) const { return "encounter_started"; }
  std::string_view operator()(const EncounterMoved&) const { return "encounter_moved"; }
  std::string_view operator()(const EncounterEnded&) const { return "encounter_ended"; }
  std::string_view operator()(const EncounterCancelled&) const { return "encounter_cancelled"; }
  std::string_view operator()(const EncounterReopened&) const { return "encounter_reopened"; }
  std::string_view operator()(const AppointmentBooked&) const { return "appointment_booked"; }
  std::string_view operator()(const AppointmentCancelled&) const { return "appointment_cancelled"; }
  std::string_view operator()(const OrderPlaced&) const { return "order_placed"; }
  std::string_view operator()(const OrderCancelled&) const { return "order_cancelled"; }
  std::string_view operator()(const DocumentFiled&) const { return "document_filed"; }
  std::string_view operator()(const DocumentWithdrawn&) const { return "document_withdrawn"; }
};

}  // namespace

std::string_view name_of(const Happening& happening) {
  return std::visit(Name{}, happening);
}

void Bus::on(std::string_view happening, std::string name, Reaction reaction) {
  subscriptions_.push_back({std::string(happening), std::move(name), std::move(reaction)});
}

Result<void> Bus::react(store::UnitOfWork& work, const Happening& happening) const {
  const std::string_view name = name_of(happening);
  for (const Subscription& subscription : subscriptions_) {
    if (subscription.happening != name) continue;
    CHARTA_TRY_DO(subscription.reaction(work, happening));
  }
  return {};
}

Result<void> Bus::post(store::UnitOfWork& work, Happening happening) const {
  if (Running* outer = running_in(work)) {
    if (outer->depth >= deepest) {
      log::error("happenings.circle", {{"happening", name_of(happening)}, {"depth", outer->depth}});
      return fail(ErrorKind::internal,
                  "reactions to '" + std::string(name_of(happening)) + "' run in a circle; nothing was changed");
    }
    outer->waiting.push_back({std::move(happening), outer->depth + 1});
    return {};
  }
  Running now{&work, 0, {}, nullptr};
  now.waiting.push_back({std::move(happening), 1});
  const Entered entered(now);
  while (!now.waiting.empty()) {
    const Posted next = std::move(now.waiting.front());
    now.waiting.pop_front();
    now.depth = next.depth;
    CHARTA_TRY_DO(react(work, next.happening));
  }
  return {};
}

std::vector<Bus::Row> Bus::table() const {
  std::vector<Row> rows;
  rows.reserve(subscriptions_.size());
  for (const Subscription& subscription : subscriptions_) rows.push_back({subscription.happening, subscription.name});
  return rows;
}

}  // namespace charta::happenings
