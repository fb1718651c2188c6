// SPDX-License-Identifier: Apache-2.0
// A file room over a store of either engine: a room of shelves, a cart, borrowers, two patients with folders.
#pragma once
#include "access_schema.hpp"
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "encounters_schema.hpp"
#include "ledger_schema.hpp"
#include "paper_charts_schema.hpp"
#include "patient_index_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::paper_charts {

class PaperTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({ledger_schema(), access_schema(), worklists_schema(), resources_schema(), patient_index_schema(), encounters_schema(),
          paper_charts_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    worklists_ = std::make_unique<worklists::WorklistService>(store(), *ledger_, clock_, keys_);
    resources_ = std::make_unique<resources::ResourceService>(store(), *ledger_, bus_, clock_, keys_);
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const Date today = clock_.now().utc_date();
    worklists_->set_reasons(*worklists::Reasons::from_rule(**book->in_force("worklists/reasons", today)));
    const auto* weights = *book->in_force("patient-index/starter-weights", today);
    index_ = std::make_unique<patient_index::PatientIndexService>(
        store(), *resources_, *ledger_, bus_, clock_, keys_,
        *patient_index::Weights::parse(weights->parameters, weights->reference()));
    encounters_ = std::make_unique<encounters::EncounterService>(*resources_, bus_, clock_);
    bus_.on("resource_changed", "patient_index", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return index_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus_.on("resource_changed", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    const auto rules = PaperRules::read(*book, today, "US");
    ASSERT_TRUE(rules) << rules.error().message;
    rules_ = *rules;
    room_service_ = another_desk();
    desk_ = room_service_.get();
    desk_->declare();
    desk_->subscribe(bus_);
    furnish();
    ada_ = patient("Marsh", "Ada", "1961-04-02", "100042");
    tom_ = patient("Ferreira", "Tomas", "1975-11-30", "100077");
    folder_ = volume(ada_);
  }

  /// As after a restart: nothing of what the first one had in memory.
  std::unique_ptr<PaperService> another_desk() {
    PaperQuestions questions;
    questions.clinic_of = [this](store::Reader&, ResourceId) -> Result<std::string> { return clinic_; };
    questions.has_left = [this](UserId user) -> Result<bool> { return departed_ == user; };
    return std::make_unique<PaperService>(store(), *index_, *encounters_, *worklists_, *ledger_, clock_, keys_, rules_, questions);
  }

  void furnish() {
    site_ = place("site", "Main house");
    room_ = place("room", "File room", site_);
    annex_ = place("room", "Annex", site_);
    shelf_ = place("shelf", "Shelf 1", room_);
    cart_ = place("cart", "Returns cart", room_);
    ward_ = place("ward", "Ward 3", site_, "3N");
    clinic_place_ = place("clinic", "Cardiology", site_, "CARD");
    emergency_ = place("ward", "Emergency department", site_, "ED");
    vendor_ = place("vendor", "Deep Store");
  }
  PlaceId place(const std::string& kind, const std::string& name, PlaceId parent = {}, const std::string& code = "") {
    NewPlace one;
    one.kind = kind;
    one.name = name;
    one.parent = parent;
    one.code = code;
    const auto made = desk_->add_place(mia_, one);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : PlaceId();
  }
  PatientId patient(const std::string& family, const std::string& given, const std::string& born, const std::string& number) {
    const auto created = resources_->create(
        system_, "Patient",
        R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" + given + R"("]}],"birthDate":")" + born +
            R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + number + R"(","type":{"coding":[{"code":"MR"}]}}]})",
        "");
    EXPECT_TRUE(created) << created.error().message;
    fhir_ids_[PatientId(created->key.key())] = created->id;
    return PatientId(created->key.key());
  }
  ResourceId visit(PatientId whose, const std::string& class_code) {
    const auto created = resources_->create(system_, "Encounter",
                                            R"({"resourceType":"Encounter","status":"in-progress","class":{"code":")" +
                                                class_code + R"("},"subject":{"reference":"Patient/)" + fhir_ids_.at(whose) +
                                                R"("},"period":{"start":"2026-03-01T08:00:00Z"}})",
                                            "");
    EXPECT_TRUE(created) << created.error().message;
    return created->key;
  }
  VolumeId volume(PatientId whose, const std::string& kind = "medical", const std::string& barcode = "") {
    NewVolume one;
    one.patient = whose;
    one.home = room_;
    one.kind = kind;
    one.barcode = barcode;
    const auto made = desk_->add_volume(mia_, one);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : VolumeId();
  }
  static access::Actor clerk(std::int64_t user) {
    auto actor = access::Actor::system("desk-1");
    actor.kind = access::Actor::Kind::person;
    actor.author.user = UserId(user);
    return actor;
  }
  static access::Actor only(std::initializer_list<access::Permission> permissions) {
    auto actor = clerk(99);
    actor.permissions.reset();
    for (const auto one : permissions) actor.permissions.set(static_cast<std::size_t>(one));
    return actor;
  }

  static MovementCommand command(const std::string& kind, PlaceId to = {}, std::vector<std::string> confirmed = {}) {
    MovementCommand one;
    one.kind = kind;
    one.to = to;
    one.confirmed = std::move(confirmed);
    return one;
  }
  Result<Moved> move(VolumeId id, const std::string& kind, PlaceId to = {}, std::vector<std::string> confirmed = {}) {
    return desk_->move(mia_, id, command(kind, to, std::move(confirmed)));
  }
  void must(VolumeId id, const std::string& kind, PlaceId to = {}) {
    const auto moved = move(id, kind, to);
    ASSERT_TRUE(moved) << kind << ": " << moved.error().message;
    ASSERT_FALSE(moved->movements.empty()) << kind;
  }
  Volume now(VolumeId id) { return desk_->view(mia_, id)->row.volume; }
  std::vector<std::string> history(VolumeId id) {
    std::vector<std::string> kinds;
    const auto view = desk_->view(mia_, id);
    for (const auto& row : view->history) kinds.insert(kinds.begin(), row.movement.kind);
    return kinds;
  }
  RequisitionId request(PatientId whose, PlaceId to, worklists::Priority priority = worklists::Priority::routine,
                        std::vector<VolumeId> volumes = {}) {
    NewRequest one;
    one.patient = whose;
    one.deliver_to = to;
    one.priority = priority;
    one.volumes = std::move(volumes);
    const auto made = desk_->request(mia_, one);
    EXPECT_TRUE(made) << made.error().message;
    return made ? made->front() : RequisitionId();
  }
  std::string state(RequisitionId id) { return desk_->requisition(mia_, id)->state; }
  Result<worklists::WorkItem> act(WorkItemId item, const std::string& event, const std::string& reason = "") {
    worklists::Act one;
    one.event = event;
    one.reason_code = reason;
    return worklists_->act(mia_, item, one);
  }
  std::vector<worklists::WorkItem> items(const std::string& kind, bool closed = false) {
    worklists::Filter filter;
    filter.kind = kind;
    filter.include_closed = closed;
    return worklists_->list(system_, filter)->items;
  }
  std::int64_t entries(const std::string& kind, std::int64_t subject) {
    ledger::Filter filter;
    filter.subject_kind = kind;
    filter.subject = subject;
    return *store().read([&](store::Reader& reader) { return ledger_->count(reader, filter); });
  }
  void post(const happenings::Happening& happening) {
    const auto done = store().write([&](store::UnitOfWork& work) { return bus_.post(work, happening); });
    ASSERT_TRUE(done) << done.error().message;
  }
  template <class T>
  static void expect_error(const Result<T>& result, ErrorKind kind, const std::string& location = "") {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind) << result.error().message;
    if (!location.empty()) {
      EXPECT_EQ(result.error().location, location) << result.error().message;
    }
  }

  ManualClock clock_{*Instant::parse("2026-03-01T08:00:00Z")};
  CountingKeys keys_{100'000};
  happenings::Bus bus_;
  access::Actor system_ = access::Actor::system("test"), mia_ = clerk(7), ben_ = clerk(8);
  std::string clinic_ = "CARD Cardiology";
  UserId departed_;  ///< whose account was closed
  PaperRules rules_;
  PlaceId site_, room_, annex_, shelf_, cart_, ward_, clinic_place_, emergency_, vendor_;
  PatientId ada_, tom_;
  VolumeId folder_;
  std::map<PatientId, std::string> fhir_ids_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<worklists::WorklistService> worklists_;
  std::unique_ptr<resources::ResourceService> resources_;
  std::unique_ptr<patient_index::PatientIndexService> index_;
  std::unique_ptr<encounters::EncounterService> encounters_;
  std::unique_ptr<PaperService> room_service_;
  PaperService* desk_ = nullptr;
};

}  // namespace charta::paper_charts
