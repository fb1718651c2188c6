// SPDX-License-Identifier: Apache-2.0
// A chart over a store, with two patients and somebody who writes down what happens.
#pragma once
#include "access_schema.hpp"
#include "chart_schema.hpp"
#include "department/chart/chart_service.hpp"
#include "ledger_schema.hpp"
#include "patient_index_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::chart {

class ChartTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override { open_chart(); }
  void open_chart() {
    open({ledger_schema(), access_schema(), resources_schema(), patient_index_schema(), chart_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    resources_ = std::make_unique<resources::ResourceService>(store(), *ledger_, bus_, clock_, keys_);
    const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const Date today = clock_.now().utc_date();
    const auto* weights = *rules->in_force("patient-index/starter-weights", today);
    index_ = std::make_unique<patient_index::PatientIndexService>(
        store(), *resources_, *ledger_, bus_, clock_, keys_,
        *patient_index::Weights::parse(weights->parameters, weights->reference()));
    const auto* types = *rules->in_force("chart/document-types", today);
    chart_ =
        std::make_unique<ChartService>(store(), *resources_, *index_, bus_, clock_, *DocumentTypes::parse(types->parameters));
    listen();
    for (const auto* name : {"ada", "tom"}) register_patient(name);
    happened_.clear();
  }

  void register_patient(const std::string& name) {
    const auto created = resources_->create(
        actor_, "Patient", R"({"resourceType":"Patient","name":[{"family":")" + name + R"("}],"birthDate":"1961-04-02"})", "");
    ASSERT_TRUE(created) << created.error().message;
    patients_[name] = {PatientId(created->key.key()), created->id};
  }

  /// Files a message for a patient, as intake does: prepared on a snapshot, filed in the unit.
  Result<PreparedFiling> file(const std::string& patient, const std::string& type, const std::vector<std::string>& segments) {
    std::string text =
        "MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260115080000||" + type + "|" + std::to_string(++messages_) + "|P|2.5.1\r";
    for (const auto& segment : segments) text += segment + "\r";
    CHARTA_TRY(const auto message, hl7v2::Message::parse(text));
    const auto& [key, id] = patients_.at(patient);
    FilingContext context{{key, id, {}, {}, "", 0, 0, {}, clock_.now(), ""}, message, sender_};
    CHARTA_TRY(auto prepared, store().read([&](store::Reader& reader) { return prepare(reader, type, context); }));
    CHARTA_TRY_DO(store().write([&](store::UnitOfWork& work) { return chart_->file(work, actor_, prepared); }));
    return prepared;
  }

  std::vector<ChartEntry> timeline(const std::string& patient, const std::string& kind = "") {
    const auto found = chart_->timeline(actor_, patients_.at(patient).first, {{}, kind, {}, {}, 1000, 0});
    EXPECT_TRUE(found) << found.error().message;
    return found ? found->entries : std::vector<ChartEntry>();
  }

  ManualClock clock_{*Instant::parse("2026-01-15T12:00:00Z")};
  CountingKeys keys_{100'000};
  happenings::Bus bus_;
  access::Actor actor_ = access::Actor::system("desk");
  hl7v2_fhir::Sender sender_{TimeZone::utc(), "urn:charta:assigner:HOSP"};
  std::map<std::string, std::pair<PatientId, std::string>> patients_;
  std::vector<std::string> happened_;                  ///< names of what was posted, in order
  std::optional<happenings::OrderPlaced> placed_;      ///< the last one
  std::optional<happenings::DocumentFiled> document_;  ///< the last one
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<resources::ResourceService> resources_;
  std::unique_ptr<patient_index::PatientIndexService> index_;
  std::unique_ptr<ChartService> chart_;

 private:
  Result<PreparedFiling> prepare(store::Reader& reader, const std::string& type, const FilingContext& context) {
    if (type.starts_with("MDM")) return chart_->prepare_document(reader, context);
    if (type.starts_with("ORU")) return chart_->prepare_reports(reader, context);
    if (type.starts_with("SIU")) return chart_->prepare_appointment(reader, context);
    return chart_->prepare_orders(reader, context);
  }

  void listen() {
    bus_.on("resource_changed", "patient_index", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return index_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus_.on("resource_changed", "chart", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return chart_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    for (const auto* name : {"appointment_booked", "appointment_cancelled", "order_placed", "order_cancelled", "document_filed",
                             "document_withdrawn"}) {
      bus_.on(name, "test", [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
        work.after_commit([this, one] { note(one); });
        return {};
      });
    }
  }
  void note(const happenings::Happening& one) {
    happened_.emplace_back(happenings::name_of(one));
    if (const auto* placed = std::get_if<happenings::OrderPlaced>(&one)) placed_ = *placed;
    if (const auto* filed = std::get_if<happenings::DocumentFiled>(&one)) document_ = *filed;
  }

  int messages_ = 0;
};

}  // namespace charta::chart
