// SPDX-License-Identifier: Apache-2.0
// Encounters over a store of their own, with the ears that other departments have.
#pragma once
#include "department/encounters/encounter_service.hpp"
#include "encounters_schema.hpp"
#include "ledger_schema.hpp"
#include "record/ledger/ledger.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace charta::encounters::testing {

/// What one ADT message says; empty members are empty fields.
struct AdtEvent {
  std::string trigger, at, visit, account, class_code, where, from, admitted, left, more_pv1;
  std::string service = {};  ///< PV1-10
};

inline hl7v2::Message message_of(const AdtEvent& event) {
  std::string pv1 =
      "PV1|1|" + event.class_code + "|" + event.where + "|||" + event.from + "|501^Hale^Ruth|||" + event.service + std::string(9, '|');
  if (!event.visit.empty()) pv1 += event.visit + "^^^MAIN";
  pv1 += std::string(25, '|') + event.admitted + "|" + event.left;
  const std::string text = "MSH|^~\\&|REG|MAIN|CHARTA|MAIN|20260101000000||ADT^" + event.trigger + "|1|P|2.5.1\rEVN|" +
                           event.trigger + "|" + event.at + "\rPID|1||1001^^^MAIN^MR||Marsh^Ada||19610402|F||||||||||" +
                           (event.account.empty() ? "" : event.account + "^^^MAIN") + "\r" + pv1 + "\r" + event.more_pv1;
  auto parsed = hl7v2::Message::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return std::move(*parsed);
}

class EncounterTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    store::Store& opened = open({ledger_schema(), resources_schema(), encounters_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(opened, clock_, keys_, folder_.path() + "/ledger.key");
    resources_ = std::make_unique<resources::ResourceService>(opened, *ledger_, bus_, clock_, keys_);
    encounters_ = std::make_unique<EncounterService>(*resources_, bus_, clock_);
    bus_.on("resource_changed", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    for (const auto* name :
         {"encounter_started", "encounter_moved", "encounter_ended", "encounter_cancelled", "encounter_reopened"}) {
      bus_.on(name, "test",
              [this, heard = std::string(name)](store::UnitOfWork& work, const happenings::Happening&) -> Result<void> {
                work.after_commit([this, heard] { happened_.push_back(heard); });
                return {};
              });
    }
  }
  void TearDown() override {
    encounters_.reset();
    resources_.reset();
    ledger_.reset();
  }

  PatientId new_patient() {
    const auto made = resources_->create(system_, "Patient", R"({"resourceType":"Patient","name":[{"family":"Marsh"}]})", "");
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    patient_fhir_id_ = made->id;
    return PatientId(made->key.key());
  }

  /// Prepared on a snapshot and filed in a unit, as intake does.
  Result<PreparedVisit> prepare(const AdtEvent& event, PatientId patient) {
    const auto message = message_of(event);
    return store().read([&](store::Reader& reader) {
      return encounters_->prepare(reader, message, sender_, patient, "Patient/" + patient_fhir_id_, 0, 0);
    });
  }
  Result<ResourceId> file(PreparedVisit& visit) {
    return store().write([&](store::UnitOfWork& work) { return encounters_->file(work, system_, visit); });
  }
  Result<ResourceId> send(const AdtEvent& event, PatientId patient) {
    CHARTA_TRY(auto prepared, prepare(event, patient));
    return file(prepared);
  }
  std::vector<VisitRow> visits_of(PatientId patient) {
    return store().read([&](store::Reader& reader) { return encounters_->of_patient(reader, patient, 50); }).value();
  }

  charta::testing::TemporaryFolder folder_;
  ManualClock clock_{*Instant::parse("2026-03-10T12:00:00Z")};
  TimeOrderedKeys keys_{clock_, 1};
  happenings::Bus bus_;
  hl7v2_fhir::Sender sender_{TimeZone::utc(), "urn:charta:assigner:MAIN"};
  access::Actor system_ = access::Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<resources::ResourceService> resources_;
  std::unique_ptr<EncounterService> encounters_;
  std::string patient_fhir_id_;
  std::vector<std::string> happened_;
};

}  // namespace charta::encounters::testing
