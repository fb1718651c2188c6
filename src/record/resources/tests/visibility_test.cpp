// SPDX-License-Identifier: Apache-2.0
// One rule of who sees what, written twice: as Visibility::sees and as the predicate of every search. They agree for every
// mixture of facility, label, patient, clearance and broken glass; pages and histories show no more.
#include "record/resources/tests/repository_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace charta::resources {
namespace {

using access::Sensitivity;
using access::SensitivityMask;
using access::Visibility;

constexpr SensitivityMask mask(Sensitivity label) {
  return static_cast<SensitivityMask>(label);
}
constexpr SensitivityMask vip = mask(Sensitivity::vip), sealed = mask(Sensitivity::sealed),
                          notes = mask(Sensitivity::psychotherapy_notes);

class WhoSeesWhat : public RepositoryTest {
 protected:
  struct Kept {
    std::string id;
    int facility;
    SensitivityMask labels;
    PatientId patient;
  };

  /// An observation for each mixture of facility, labels and patient.
  void SetUp() override {
    RepositoryTest::SetUp();
    if (IsSkipped()) return;
    for (const char* name : {"ada", "bert"})
      put("Patient", name, R"({"resourceType":"Patient","id":")" + std::string(name) + "\"}");
    for (const int facility : {0, 5, 62})
      for (const SensitivityMask labels : {SensitivityMask{0}, vip, notes, vip | sealed})
        for (const char* patient : {"ada", "bert", ""}) keep(facility, labels, patient);
  }

  void keep(int facility, SensitivityMask labels, const std::string& patient) {
    PutOptions options;
    options.facility = facility;
    options.sensitivity = labels;
    const std::string subject = patient.empty() ? "" : R"(,"subject":{"reference":"Patient/)" + patient + "\"}";
    auto prepared =
        repository
            ->prepare(
                R"({"resourceType":"Observation","status":"final","code":{"coding":[{"code":"k"}]},"valueQuantity":{"value":)" +
                    std::to_string(kept_.size()) + "}" + subject + "}",
                options)
            .value();
    const auto written = store().write([&](store::UnitOfWork& work) { return repository->put(work, actor, prepared); });
    ASSERT_TRUE(written) << written.error().message;
    kept_.push_back({written->id, facility, labels, patient.empty() ? PatientId() : patient_of(patient)});
  }
  PatientId patient_of(const std::string& id) {
    const auto stored = store().read([&](store::Reader& reader) { return repository->load(reader, "Patient", id); });
    return PatientId(stored.value()->key.key());
  }
  std::vector<std::string> expected(const Visibility& eyes) const {
    std::vector<std::string> ids;
    for (const Kept& one : kept_)
      if (eyes.sees(one.facility, one.labels, one.patient)) ids.push_back(one.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  std::vector<std::string> seen_by(const Visibility& eyes, const std::string& query) {
    actor.visibility = eyes;
    std::vector<std::string> ids;
    for (const std::string& address : found(query)) ids.push_back(address.substr(address.find('/') + 1));
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  /// Clearances, facilities and broken glasses in every mixture.
  std::vector<Visibility> all_eyes() {
    std::vector<Visibility> eyes;
    for (const access::FacilityMask facilities : {access::FacilityMask{0}, access::FacilityMask{1}, access::FacilityMask{1} << 5,
                                                  access::FacilityMask{1} << 62, access::all_facilities})
      for (const SensitivityMask clearance : {SensitivityMask{0}, vip, vip | sealed, access::full_clearance})
        for (const bool glass : {false, true})
          eyes.push_back({facilities, clearance, glass ? std::vector<PatientId>{patient_of("ada")} : std::vector<PatientId>{},
                          glass ? vip | sealed : 0});
    return eyes;
  }

  std::vector<Kept> kept_;
};
CHARTA_ON_BOTH_ENGINES(WhoSeesWhat);

TEST_P(WhoSeesWhat, TheSearchAndTheRuleAgreeForEveryMixture) {
  for (const Visibility& eyes : all_eyes()) {
    SCOPED_TRACE(std::to_string(eyes.facilities) + "/" + std::to_string(eyes.clearance) + "/" +
                 std::to_string(eyes.opened_by_glass.size()));
    const auto ids = expected(eyes);
    EXPECT_EQ(seen_by(eyes, "Observation?_count=100"), ids) << "all of a type";
    EXPECT_EQ(seen_by(eyes, "Observation?code=k&_count=100"), ids) << "by a code";
    EXPECT_EQ(seen_by(eyes, "Observation?value-quantity=ge0&_count=100"), ids) << "by a value";
    EXPECT_EQ(search("Observation?code=k&_summary=count").root()["total"].integer(), static_cast<std::int64_t>(ids.size()));
  }
}

TEST_P(WhoSeesWhat, ReadingByIdShowsWhatTheSearchShowsAndNoMore) {
  for (const Visibility& eyes : all_eyes()) {
    actor.visibility = eyes;
    for (const Kept& one : kept_) {
      const bool may = eyes.sees(one.facility, one.labels, one.patient);
      const auto read = repository->read(actor, "Observation", one.id);
      ASSERT_EQ(read.has_value(), may);
      if (!may) {
        ASSERT_EQ(read.error().kind, ErrorKind::not_found) << "not even that it is there";
      }
    }
  }
}

TEST_P(WhoSeesWhat, HistoriesVersionsAndPatchesShowNoMoreEither) {
  const Visibility eyes{access::FacilityMask{1}, vip, {}, 0};
  actor.visibility = eyes;
  for (const Kept& one : kept_) {
    const bool may = eyes.sees(one.facility, one.labels, one.patient);
    SCOPED_TRACE(one.id);
    EXPECT_EQ(repository->vread(actor, "Observation", one.id, "1").has_value(), may);
    EXPECT_EQ(repository->history(actor, "Observation", one.id, {"Observation", "", "", false}).has_value(), may);
    EXPECT_EQ(
        repository->patch(actor, "Observation", one.id, R"([{"op":"test","path":"/status","value":"final"}])", "").has_value(),
        may);
  }
  const auto history =
      json::Document::parse(repository->history(actor, "Observation", "", {"Observation", "_count=200", "", false}).value());
  for (const json::Value entry : history->root()["entry"]) {
    const auto id = entry["resource"]["id"].text();
    const auto kept = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.id == id; });
    ASSERT_NE(kept, kept_.end());
    EXPECT_TRUE(eyes.sees(kept->facility, kept->labels, kept->patient));
  }
}

TEST_P(WhoSeesWhat, AChainDoesNotTellWhatAHiddenPersonIsCalled) {
  PutOptions options;
  options.client_id = "hidden";
  options.sensitivity = vip;
  auto prepared =
      repository->prepare(R"({"resourceType":"Patient","id":"hidden","name":[{"family":"Secret"}]})", options).value();
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return repository->put(work, actor, prepared); }));
  create("Encounter",
         R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/hidden"}})");
  EXPECT_EQ(found("Encounter?patient.family=secret").size(), 1U);
  actor.visibility = {access::all_facilities, 0, {}, 0};
  EXPECT_TRUE(found("Encounter?patient.family=secret").empty());
  EXPECT_TRUE(found("Patient?_has:Encounter:patient:class=AMB").empty());
  EXPECT_TRUE(found("Encounter?class=AMB&_include=Encounter:patient").empty()) << "what is in the record has its labels";
}

}  // namespace
}  // namespace charta::resources
