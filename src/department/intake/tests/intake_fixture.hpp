// SPDX-License-Identifier: Apache-2.0
// A small hospital for tests: store, record, patient index, encounters, chart and intake, wired as the house wires them.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "access_schema.hpp"
#include "chart_schema.hpp"
#include "department/intake/intake_service.hpp"
#include "encounters_schema.hpp"
#include "intake_schema.hpp"
#include "ledger_schema.hpp"
#include "partners_schema.hpp"
#include "patient_index_schema.hpp"
#include "record_moves_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

namespace charta::intake::testing {

inline const Instant start_of_test = *Instant::parse("2026-01-15T12:00:00Z");

/// Every department that a message touches, over one store.
class Department {
 public:
  Department(store::Store& store, const std::string& folder) : clock(start_of_test), keys(clock, 1), store_(store) {
    ledger = std::make_unique<ledger::Ledger>(store, clock, keys, folder + "/ledger.key");
    store.set_before_group_commit([this](store::UnitOfWork& work) { return ledger->seal(work); });
    worklists = std::make_unique<worklists::WorklistService>(store, *ledger, clock, keys);
    partners = std::make_unique<partners::PartnerService>(store, *ledger, clock, keys);
    resources = std::make_unique<resources::ResourceService>(store, *ledger, bus, clock, keys);
    const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const Date today = clock.now().utc_date();
    const auto* weights = *rules->in_force("patient-index/starter-weights", today);
    index = std::make_unique<patient_index::PatientIndexService>(store, *resources, *ledger, bus, clock, keys,
                                                                 *patient_index::Weights::parse(weights->parameters, weights->reference()));
    encounters = std::make_unique<encounters::EncounterService>(*resources, bus, clock);
    const auto* types = *rules->in_force("chart/document-types", today);
    chart = std::make_unique<chart::ChartService>(store, *resources, *index, bus, clock, *chart::DocumentTypes::parse(types->parameters));
    moves = std::make_unique<record_moves::MoveService>(store, *resources, *index, *ledger, bus, clock, keys);
    intake = std::make_unique<IntakeService>(store, *resources, *index, *encounters, *chart, *moves, *partners, *worklists, *ledger, clock, keys);
    intake->declare();
    wire();
  }

  Received send(const std::string& text) { return intake->receive(text, {"test", "127.0.0.1:1", AckMode::done}); }

  std::int64_t count(std::string_view table_and_where) {
    const std::string sql = "SELECT count(*) FROM " + std::string(table_and_where);
    std::int64_t found = -1;
    const auto done = store_.read([&](store::Reader& reader) -> Result<bool> {
      CHARTA_TRY_DO(reader.read(store::Statement{"test.count", sql}, {}, [&](const store::Row& row) {
        found = row.integer(0);
        return false;
      }));
      return true;
    });
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return found;
  }

  JournalRow row(MessageId message) {
    const auto found = store_.read([&](store::Reader& reader) { return MessageJournal().find(reader, message); });
    return found && *found ? **found : JournalRow();
  }

  ManualClock clock;
  TimeOrderedKeys keys;
  happenings::Bus bus;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<worklists::WorklistService> worklists;
  std::unique_ptr<partners::PartnerService> partners;
  std::unique_ptr<resources::ResourceService> resources;
  std::unique_ptr<patient_index::PatientIndexService> index;
  std::unique_ptr<encounters::EncounterService> encounters;
  std::unique_ptr<chart::ChartService> chart;
  std::unique_ptr<record_moves::MoveService> moves;
  std::unique_ptr<IntakeService> intake;
  std::vector<std::string> happened;  ///< names of what was posted, in order

 private:
  void wire() {
    bus.on("resource_changed", "patient_index", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return index->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus.on("resource_changed", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus.on("resource_changed", "chart", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return chart->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus.on("record_moved", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters->on_moved(work, std::get<happenings::RecordMoved>(one));
    });
    bus.on("record_moved", "chart", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return chart->on_moved(work, std::get<happenings::RecordMoved>(one));
    });
    for (const auto name : {"patient_registered", "patient_changed", "patients_linked", "patients_unlinked", "record_moved", "encounter_started", "encounter_moved", "encounter_ended",
                            "encounter_cancelled", "encounter_reopened", "appointment_booked", "appointment_cancelled", "order_placed",
                            "order_cancelled", "document_filed", "document_withdrawn"}) {
      bus.on(name, "test", [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
        work.after_commit([this, name_of = std::string(happenings::name_of(one))] { happened.push_back(name_of); });
        return {};
      });
    }
  }

  store::Store& store_;
};

class IntakeTest : public charta::testing::StoreTest {
 protected:
  Department& department() {
    if (!department_) {
      store::Store& opened = open({ledger_schema(), access_schema(), worklists_schema(), partners_schema(), resources_schema(),
                                   patient_index_schema(), encounters_schema(), chart_schema(), record_moves_schema(), intake_schema()});
      department_ = std::make_unique<Department>(opened, folder_.path());
    }
    return *department_;
  }
  void TearDown() override { department_.reset(); }

  static access::Actor technician() { return access::Actor::system("desk"); }

 private:
  charta::testing::TemporaryFolder folder_;
  std::unique_ptr<Department> department_;
};

/// "MSH|…" with CRs, the control id and type filled in.
inline std::string message(const std::string& type, const std::string& control_id, std::initializer_list<std::string> segments, const std::string& more_header = "") {
  std::string text = "MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260115080000||" + type + "|" + control_id + "|P|2.5.1" + more_header + "\r";
  for (const auto& segment : segments) text += segment + "\r";
  return text;
}

inline const std::string ada = "PID|1||1001^^^HOSP^MR||Marsh^Ada^Jane||19610402|F|||1 Mill Lane^^Dorset^CA^90001||555-1234";
inline const std::string tom = "PID|1||1002^^^HOSP^MR||Quill^Tom||19700102|M";

}  // namespace charta::intake::testing
