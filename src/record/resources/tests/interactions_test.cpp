// SPDX-License-Identifier: Apache-2.0
// Source: https://hl7.org/fhir/R4/http.html
#include "record/resources/tests/repository_fixture.hpp"

#include <gmock/gmock.h>

namespace charta::resources {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Interactions : public RepositoryTest {};
CHARTA_ON_BOTH_ENGINES(Interactions);

const std::string ada_marsh = R"({"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3","value":"1001"}],
  "name":[{"family":"Marsh","given":["Ada"]}],"gender":"female","birthDate":"1961-04-02"})";

TEST_P(Interactions, ACreatedResourceIsReadBackWithItsIdVersionAndTime) {
  const std::string address = create("Patient", ada_marsh);
  const auto document = read_json(address);
  const json::Value patient = document.root();
  EXPECT_EQ("Patient/" + std::string(patient["id"].text()), address);
  EXPECT_EQ(patient["meta"]["versionId"].text(), "1");
  EXPECT_EQ(patient["meta"]["lastUpdated"].text(), clock.now().text());
  EXPECT_EQ(patient["name"].at(0)["family"].text(), "Marsh");
  EXPECT_EQ(patient["birthDate"].text(), "1961-04-02");
}

TEST_P(Interactions, DecimalsComeBackAsWritten) {
  const std::string address = create("Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},
    "valueQuantity":{"value":1.10,"unit":"mg"}})");
  EXPECT_EQ(read_json(address).root()["valueQuantity"]["value"].text(), "1.10");
}

TEST_P(Interactions, IdVersionAndTimeInABodyAreTheServersAndTheRestOfMetaIsKept) {
  const std::string address = create("Patient", R"({"id":"mine","meta":{"versionId":"7","lastUpdated":"2001-01-01T00:00:00Z",
    "profile":["http://example.org/p"]},"resourceType":"Patient","active":true})");
  const auto document = read_json(address);
  EXPECT_NE(document.root()["id"].text(), "mine");
  EXPECT_EQ(document.root()["meta"]["versionId"].text(), "1");
  EXPECT_EQ(document.root()["meta"]["profile"].at(0).text(), "http://example.org/p");
}

TEST_P(Interactions, WhatIsNotThereIsNotFoundAndWhatWasDeletedIsGone) {
  EXPECT_EQ(repository->read(actor, "Patient", "nobody").error().kind, ErrorKind::not_found);
  EXPECT_EQ(repository->read(actor, "Patient", "0000000000123").error().kind, ErrorKind::not_found);
  EXPECT_EQ(repository->read(actor, "Nonsense", "1").error().kind, ErrorKind::not_found);
  const std::string address = create("Patient", ada_marsh);
  const std::string id = address.substr(8);
  EXPECT_EQ(repository->read(actor, "Observation", id).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(repository->remove(actor, "Patient", id));
  EXPECT_EQ(repository->read(actor, "Patient", id).error().kind, ErrorKind::gone);
  EXPECT_THAT(found("Patient?name=marsh"), IsEmpty());
}

TEST_P(Interactions, AnUpdateKeepsTheOldVersionAndMovesTheIndex) {
  const std::string address = create("Patient", ada_marsh);
  const std::string id = address.substr(8);
  clock.advance(std::chrono::seconds(5));
  put("Patient", id, R"({"resourceType":"Patient","id":")" + id + R"(","name":[{"family":"Quill","given":["Ada"]}]})");
  EXPECT_THAT(found("Patient?family=marsh"), IsEmpty());
  EXPECT_THAT(found("Patient?identifier=1001"), IsEmpty());
  EXPECT_THAT(found("Patient?family=quill"), ElementsAre(address));
  EXPECT_THAT(found("Patient?given=ada"), ElementsAre(address));
  const auto first = repository->vread(actor, "Patient", id, "1");
  ASSERT_TRUE(first);
  EXPECT_THAT(first->json, HasSubstr("Marsh"));
  EXPECT_THAT(first->json, HasSubstr(R"("versionId":"1")"));
  EXPECT_THAT(repository->vread(actor, "Patient", id, "2")->json, HasSubstr("Quill"));
  EXPECT_EQ(repository->vread(actor, "Patient", id, "3").error().kind, ErrorKind::not_found);
}

TEST_P(Interactions, AnUpdateMayCreateUnderTheClientsIdAndReferencesToItMayComeFirst) {
  const std::string observation = create("Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},
    "subject":{"reference":"Patient/ada-1"}})");
  EXPECT_EQ(repository->read(actor, "Patient", "ada-1").error().kind, ErrorKind::not_found);
  put("Patient", "ada-1", R"({"resourceType":"Patient","id":"ada-1","name":[{"family":"Marsh"}]})");
  EXPECT_EQ(read_json("Patient/ada-1").root()["meta"]["versionId"].text(), "1");
  EXPECT_THAT(found("Observation?patient=ada-1"), ElementsAre(observation));
  EXPECT_THAT(found("Observation?subject=Patient/ada-1"), ElementsAre(observation));
  EXPECT_THAT(found("Observation?patient.name=marsh"), ElementsAre(observation));
}

TEST_P(Interactions, AnUpdateOfAnotherVersionIsRefused) {
  const std::string id = create("Patient", ada_marsh).substr(8);
  const std::string body = R"({"resourceType":"Patient","id":")" + id + R"(","active":true})";
  EXPECT_EQ(repository->update(actor, "Patient", id, body, "W/\"3\"").error().kind, ErrorKind::version_conflict);
  EXPECT_TRUE(repository->update(actor, "Patient", id, body, "W/\"1\""));
  EXPECT_EQ(repository->update(actor, "Patient", id, body, "1").error().kind, ErrorKind::version_conflict);
  EXPECT_EQ(repository->update(actor, "Patient", id, body, "nonsense").error().kind, ErrorKind::invalid);
}

TEST_P(Interactions, TheIdInTheBodyMustBeTheIdInTheAddress) {
  const auto refused = repository->update(actor, "Patient", "one", R"({"resourceType":"Patient","id":"two"})", {});
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_EQ(repository->create(actor, "Patient", R"({"resourceType":"Observation"})", {}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(repository->create(actor, "Patient", "{", {}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(repository->create(actor, "Patient", "", {}).error().kind, ErrorKind::missing);
}

TEST_P(Interactions, WhatBreaksTheStructureIsRefusedWithItsPath) {
  const auto refused = repository->create(actor, "Patient", R"({"resourceType":"Patient","contact":[{"gender":"perhaps"}]})", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().location, "Patient.contact[0].gender");
  EXPECT_THAT(repository->validate("Patient", R"({"resourceType":"Patient","nonsense":1,"birthDate":"yesterday"})"),
              HasSubstr("Patient.birthDate"));
  EXPECT_EQ(repository->validate("Patient", ada_marsh), "");
}

TEST_P(Interactions, ADeletedResourceMayBeBroughtBackByAnUpdate) {
  put("Patient", "ada-1", R"({"resourceType":"Patient","id":"ada-1","active":true})");
  ASSERT_TRUE(repository->remove(actor, "Patient", "ada-1"));
  ASSERT_TRUE(repository->remove(actor, "Patient", "ada-1"));  // done is done
  put("Patient", "ada-1", R"({"resourceType":"Patient","id":"ada-1","active":true})");
  EXPECT_EQ(read_json("Patient/ada-1").root()["meta"]["versionId"].text(), "3");
  EXPECT_THAT(found("Patient?active=true"), ElementsAre("Patient/ada-1"));
  EXPECT_EQ(repository->vread(actor, "Patient", "ada-1", "2").error().kind, ErrorKind::gone);
}

TEST_P(Interactions, TheHistoryHoldsEveryVersionAndDeletionNewestFirst) {
  put("Patient", "ada-1", R"({"resourceType":"Patient","id":"ada-1","active":true})");
  clock.advance(std::chrono::seconds(1));
  put("Patient", "ada-1", R"({"resourceType":"Patient","id":"ada-1","active":false})");
  clock.advance(std::chrono::seconds(1));
  ASSERT_TRUE(repository->remove(actor, "Patient", "ada-1"));
  for (const std::string type : {"Patient", ""}) {
    const std::string id = type.empty() ? "" : "ada-1";
    const auto first =
        json::Document::parse(repository->history(actor, type, id, {type, "_count=2", "http://charta.test/fhir", false}).value())
            .value();
    ASSERT_EQ(first.root()["entry"].size(), 2U);
    EXPECT_EQ(first.root()["entry"].at(0)["request"]["method"].text(), "DELETE");
    EXPECT_EQ(first.root()["entry"].at(1)["response"]["etag"].text(), "W/\"2\"");
    const std::string next(first.root()["link"].at(1)["url"].text());
    const auto second =
        json::Document::parse(
            repository->history(actor, type, id, {type, next.substr(next.find('?') + 1), "http://charta.test/fhir", false})
                .value())
            .value();
    ASSERT_EQ(second.root()["entry"].size(), 1U);
    EXPECT_EQ(second.root()["entry"].at(0)["request"]["method"].text(), "POST");
  }
  const auto since = repository->history(actor, "Patient", "", {"Patient", "_since=" + clock.now().text(), "", false}).value();
  EXPECT_EQ(json::Document::parse(since).value().root()["entry"].size(), 1U);
}

TEST_P(Interactions, EveryWriteIsToldAndStandsInTheLedger) {
  const std::string id = create("Patient", ada_marsh).substr(8);
  put("Patient", id, R"({"resourceType":"Patient","id":")" + id + R"("})");
  ASSERT_TRUE(repository->remove(actor, "Patient", id));
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].version, 1);
  EXPECT_EQ(changes[1].version, 2);
  EXPECT_TRUE(changes[2].deleted);
  EXPECT_EQ(changes[0].patient.key(), changes[0].resource.key());
  const auto entries = store().read([&](store::Reader& reader) { return ledger->list(reader, {}); }).value();
  std::vector<std::string> acts;
  for (const auto& entry : entries) acts.push_back(entry.act);
  EXPECT_THAT(acts, ::testing::IsSupersetOf({"created", "amended", "deleted"}));
}

TEST_P(Interactions, APersonsReadStandsInTheLedgerBeforeTheAnswer) {
  const std::string id = create("Patient", ada_marsh).substr(8);
  actor.kind = access::Actor::Kind::person;
  actor.author.user = UserId(77);
  ASSERT_TRUE(repository->read(actor, "Patient", id));
  ledger::Filter filter;
  filter.act = "viewed";
  const auto entries = store().read([&](store::Reader& reader) { return ledger->list(reader, filter); }).value();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].author.user, UserId(77));
  EXPECT_EQ(print_key(entries[0].subject), id);
}

TEST_P(Interactions, WithoutPermissionNothingIsDone) {
  const std::string id = create("Patient", ada_marsh).substr(8);
  actor.permissions.reset();
  EXPECT_EQ(repository->read(actor, "Patient", id).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(repository->create(actor, "Patient", ada_marsh, {}).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(repository->update(actor, "Patient", id, ada_marsh, {}).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(repository->remove(actor, "Patient", id).error().kind, ErrorKind::forbidden);
  EXPECT_EQ(try_search("Patient").error().kind, ErrorKind::forbidden);
  EXPECT_EQ(repository->history(actor, "Patient", id, {}).error().kind, ErrorKind::forbidden);
}

TEST_P(Interactions, AGuardMayRefuseAndSeesBeforeAndAfter) {
  std::vector<std::string> seen;
  repository->add_guard(
      "Patient",
      [&](store::UnitOfWork&, const access::Actor&, std::string_view, json::Value before, json::Value after) -> Result<void> {
        seen.push_back(std::string(before["gender"].text()) + ">" + std::string(after["gender"].text()));
        if (after["gender"].text() == "unknown") return fail(ErrorKind::business_rule, "ask first");
        return {};
      });
  const std::string id = create("Patient", ada_marsh).substr(8);
  const auto refused =
      repository->update(actor, "Patient", id, R"({"resourceType":"Patient","id":")" + id + R"(","gender":"unknown"})", {});
  EXPECT_EQ(refused.error().kind, ErrorKind::business_rule);
  ASSERT_TRUE(repository->remove(actor, "Patient", id));
  EXPECT_THAT(seen, ElementsAre(">female", "female>unknown", "female>"));
}

TEST_P(Interactions, AFaceAnswersForItsType) {
  repository->add_face({"Task",
                        [](const access::Actor&, std::string_view id) -> Result<std::string> {
                          return R"({"resourceType":"Task","id":")" + std::string(id) + "\"}";
                        },
                        [](const access::Actor&, const SearchRequest& request) -> Result<std::string> { return request.query; }});
  EXPECT_THAT(repository->read(actor, "Task", "17")->json, HasSubstr("\"17\""));
  EXPECT_EQ(repository->search(actor, {"Task", "code=x", "", false}).value(), "code=x");
}

}  // namespace
}  // namespace charta::resources
