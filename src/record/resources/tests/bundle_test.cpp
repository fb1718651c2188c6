// SPDX-License-Identifier: Apache-2.0
// Source: https://hl7.org/fhir/R4/http.html#transaction
#include "formats/fhir/definitions.hpp"
#include "record/resources/tests/repository_fixture.hpp"
#include "record/resources/tests/synthetic_bundle.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

namespace charta::resources {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Bundles : public RepositoryTest {
 protected:
  static std::string entry(const std::string& method, const std::string& url, const std::string& rest) {
    return R"({"request":{"method":")" + method + R"(","url":")" + url + "\"}" + (rest.empty() ? "" : "," + rest) + "}";
  }
  static std::string bundle(const std::string& type, const std::vector<std::string>& entries) {
    std::string text = R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)";
    for (std::size_t at = 0; at < entries.size(); ++at) text += (at == 0 ? "" : ",") + entries[at];
    return text + "]}";
  }
  json::Document run(const std::string& text) {
    const auto answer = repository->bundle(actor, text, "http://charta.test/fhir");
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().message + " at " + answer.error().location);
    return json::Document::parse(answer ? *answer : "{}").value();
  }
  Error refusal(const std::string& text) {
    const auto answer = repository->bundle(actor, text, "http://charta.test/fhir");
    EXPECT_FALSE(answer);
    return answer ? Error{} : answer.error();
  }

  void load_and_compare(const std::string& text);
};
CHARTA_ON_BOTH_ENGINES(Bundles);

TEST_P(Bundles, ReferencesBetweenEntriesBecomeTheIdsThatWereGiven) {
  const auto answer = run(bundle(
      "transaction",
      {entry(
           "POST", "Observation",
           R"("fullUrl":"urn:uuid:b","resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"urn:uuid:a"}})"),
       entry("POST", "Patient", R"("fullUrl":"urn:uuid:a","resource":{"resourceType":"Patient","name":[{"family":"Marsh"}]})"),
       entry("GET", "Patient?name=marsh", "")}));
  const json::Value entries = answer.root()["entry"];
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(answer.root()["type"].text(), "transaction-response");
  EXPECT_EQ(entries.at(0)["response"]["status"].text(), "201 Created");
  EXPECT_EQ(entries.at(2)["resource"]["total"].integer(), 1);
  const auto patients = found("Patient?name=marsh");
  ASSERT_THAT(patients, SizeIs(1));
  EXPECT_EQ(read_json(found("Observation?patient.name=marsh").at(0)).root()["subject"]["reference"].text(), patients[0]);
}

TEST_P(Bundles, OneBadEntryUndoesTheWhole) {
  const Error error =
      refusal(bundle("transaction", {entry("POST", "Patient", R"("resource":{"resourceType":"Patient","active":true})"),
                                     entry("POST", "Patient", R"("resource":{"resourceType":"Patient","nonsense":true})")}));
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_THAT(error.location, HasSubstr("Bundle.entry[1]"));
  EXPECT_THAT(found("Patient"), SizeIs(0));
  put("Patient", "ada", R"({"resourceType":"Patient","id":"ada"})");
  const Error stale = refusal(bundle(
      "transaction",
      {entry("POST", "Patient", R"("resource":{"resourceType":"Patient","active":true})"),
       R"({"resource":{"resourceType":"Patient","id":"ada","active":true},"request":{"method":"PUT","url":"Patient/ada","ifMatch":"W/\"9\""}})"}));
  EXPECT_EQ(stale.kind, ErrorKind::version_conflict);
  EXPECT_THAT(found("Patient"), SizeIs(1));
}

TEST_P(Bundles, DeletionsComeBeforeCreationsAndTheseBeforeUpdates) {
  put("Patient", "old", R"({"resourceType":"Patient","id":"old","identifier":[{"value":"1"}]})");
  changes.clear();
  run(bundle("transaction",
             {entry("PUT", "Patient/c", R"("resource":{"resourceType":"Patient","id":"c"})"),
              entry("POST", "Patient", R"("resource":{"resourceType":"Patient"})"), entry("DELETE", "Patient/old", "")}));
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_TRUE(changes[0].deleted);
  const auto c = store().read([&](store::Reader& reader) { return repository->load(reader, "Patient", "c"); }).value();
  EXPECT_EQ(changes[2].resource, c->key);
}

TEST_P(Bundles, TheSameResourceTwiceIsRefused) {
  const std::string put_c = entry("PUT", "Patient/c", R"("resource":{"resourceType":"Patient","id":"c"})");
  EXPECT_EQ(refusal(bundle("transaction", {put_c, put_c})).kind, ErrorKind::invalid);
  EXPECT_EQ(refusal(bundle("transaction", {put_c, entry("DELETE", "Patient/c", "")})).kind, ErrorKind::invalid);
  EXPECT_EQ(refusal(bundle("message", {})).location, "Bundle.type");
  EXPECT_EQ(refusal(bundle("transaction", {entry("PATCH", "Patient/c", "")})).kind, ErrorKind::invalid);
  EXPECT_EQ(refusal(bundle("transaction", {entry("POST", "Patient", "")})).kind, ErrorKind::missing);
}

TEST_P(Bundles, ConditionsChooseWhatIsThereAndReferencesFollow) {
  put("Practitioner", "dr",
      R"({"resourceType":"Practitioner","id":"dr","identifier":[{"system":"http://npi.test","value":"7"}]})");
  const std::string text = bundle(
      "transaction",
      {R"({"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","identifier":[{"system":"http://mrn.test","value":"5"}]},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=http://mrn.test|5"}})",
       entry(
           "POST", "Encounter",
           R"("resource":{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"urn:uuid:p"},"participant":[{"individual":{"reference":"Practitioner?identifier=http://npi.test|7"}}]})")});
  run(text);
  run(text);
  EXPECT_THAT(found("Patient?identifier=5"), SizeIs(1));
  EXPECT_THAT(found("Encounter?patient.identifier=5"), SizeIs(2));
  EXPECT_THAT(found("Encounter?practitioner=Practitioner/dr"), SizeIs(2));
  const Error nobody = refusal(bundle(
      "transaction",
      {entry(
          "POST", "Encounter",
          R"("resource":{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"participant":[{"individual":{"reference":"Practitioner?identifier=http://npi.test|8"}}]})")}));
  EXPECT_EQ(nobody.kind, ErrorKind::version_conflict);
}

TEST_P(Bundles, OfABatchEachEntryStandsAlone) {
  const auto answer = run(bundle("batch", {entry("POST", "Patient", R"("resource":{"resourceType":"Patient","nonsense":true})"),
                                           entry("POST", "Patient", R"("resource":{"resourceType":"Patient","active":true})"),
                                           entry("GET", "Patient/nobody", ""), entry("GET", "Patient?active=true", "")}));
  const json::Value entries = answer.root()["entry"];
  EXPECT_EQ(entries.at(0)["response"]["status"].text(), "400 Bad Request");
  EXPECT_EQ(entries.at(0)["response"]["outcome"]["resourceType"].text(), "OperationOutcome");
  EXPECT_EQ(entries.at(1)["response"]["status"].text(), "201 Created");
  EXPECT_EQ(entries.at(2)["response"]["status"].text(), "404 Not Found");
  EXPECT_EQ(entries.at(3)["resource"]["total"].integer(), 1);
}

TEST_P(Bundles, ConditionalInteractionsActOnTheOneThatTheyChoose) {
  const std::string body = R"({"resourceType":"Patient","identifier":[{"system":"http://mrn.test","value":"5"}],"active":)";
  EXPECT_TRUE(repository->conditional_update(actor, "Patient", "identifier=http://mrn.test|5", body + "true}")->created);
  const auto updated = repository->conditional_update(actor, "Patient", "identifier=http://mrn.test|5", body + "false}").value();
  EXPECT_FALSE(updated.created);
  EXPECT_EQ(updated.version, 2);
  EXPECT_EQ(repository->create(actor, "Patient", body + "true}", "identifier=http://mrn.test|5").value().version, 2);
  EXPECT_EQ(repository->create(actor, "Patient", body + "true}", "shoe-size=5").error().kind, ErrorKind::invalid);
  create("Patient", body + "true}");
  EXPECT_EQ(repository->create(actor, "Patient", body + "true}", "identifier=http://mrn.test|5").error().kind,
            ErrorKind::version_conflict);
  EXPECT_EQ(repository->conditional_remove(actor, "Patient", "identifier=http://mrn.test|5").error().kind,
            ErrorKind::version_conflict);
  ASSERT_TRUE(repository->conditional_remove(actor, "Patient", "active=false"));
  EXPECT_THAT(found("Patient?identifier=5"), SizeIs(1));
}

TEST_P(Bundles, ManyConditionalCreatesAtOnceMakeOneRecord) {
  repository = std::make_unique<ResourceService>(store(), *ledger, quiet, clock, keys);
  for (int round = 0; round < 5; ++round) {
    const std::string value = std::to_string(round);
    const std::string body = R"({"resourceType":"Patient","identifier":[{"system":"http://mrn.test","value":")" + value + "\"}]}";
    std::atomic<int> created{0}, failed{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 12; ++thread)
      threads.emplace_back([&] {
        const auto written = repository->create(actor, "Patient", body, "identifier=http://mrn.test|" + value);
        if (!written)
          ++failed;
        else if (written->created)
          ++created;
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(failed, 0);
    EXPECT_THAT(found("Patient?identifier=http://mrn.test|" + value), SizeIs(1));
  }
}

/// Equal after mapping what the server gives: ids, references, meta (decision 12 of docs/decisions/0001-foundation.md).
bool equal_after_mapping(json::Value sent, json::Value kept, const std::map<std::string, std::string>& addresses,
                         bool top = true) {
  if (sent.kind() != kept.kind()) return false;
  if (sent.is_object()) {
    std::size_t compared = 0;
    for (const json::Value member : sent) {
      if (top && (member.key() == "id" || member.key() == "meta")) continue;
      if (!equal_after_mapping(member, kept[member.key()], addresses, false)) return false;
      ++compared;
    }
    std::size_t present = 0;
    for (const json::Value member : kept) present += top && (member.key() == "id" || member.key() == "meta") ? 0U : 1U;
    return compared == present;
  }
  if (sent.is_array()) {
    if (sent.size() != kept.size()) return false;
    for (std::size_t at = 0; at < sent.size(); ++at)
      if (!equal_after_mapping(sent.at(at), kept.at(at), addresses, false)) return false;
    return true;
  }
  const auto mapped = addresses.find(std::string(sent.text()));
  return kept.text() == (mapped == addresses.end() ? sent.text() : std::string_view(mapped->second));
}

void Bundles::load_and_compare(const std::string& text) {
  const auto sent = json::Document::parse(text).value();
  const auto answer = run(text);
  const json::Value responses = answer.root()["entry"];
  ASSERT_EQ(responses.size(), sent.root()["entry"].size());
  std::map<std::string, std::string> addresses;
  std::map<std::string, std::size_t> counts;
  for (std::size_t at = 0; at < responses.size(); ++at) {
    const std::string location(responses.at(at)["response"]["location"].text());
    addresses[std::string(sent.root()["entry"].at(at)["fullUrl"].text())] = location.substr(0, location.find("/_history"));
  }
  for (const json::Value entry : sent.root()["entry"]) {
    const std::string address = addresses[std::string(entry["fullUrl"].text())];
    const auto kept = read_json(address);
    EXPECT_TRUE(equal_after_mapping(entry["resource"], kept.root(), addresses)) << address;
    const std::string type = address.substr(0, address.find('/'));
    EXPECT_THAT(found(type + "?_id=" + address.substr(type.size() + 1)), ElementsAre(address));
    ++counts[type];
  }
  const std::string patient = addresses[std::string(sent.root()["entry"].at(0)["fullUrl"].text())];
  for (const auto& [type, count] : counts) {
    if (!patient.starts_with("Patient/") || fhir::find_parameter(type, "patient") == nullptr) continue;
    EXPECT_EQ(search(type + "?_summary=count&patient=" + patient).root()["total"].integer(), static_cast<std::int64_t>(count))
        << type;
  }
}

TEST_P(Bundles, AnInventedRecordComesBackEqualByReadAndSearch) {
  load_and_compare(SyntheticBundle(1).transaction(120));
}

TEST_P(Bundles, RealSyntheaRecordsComeBackEqualByReadAndSearch) {
  const char* given = std::getenv("CHARTA_TEST_DATA");
  const std::filesystem::path data =
      given != nullptr ? std::filesystem::path(given) : std::filesystem::path(CHARTA_SOURCE_FOLDER) / "../shared/data";
  if (!std::filesystem::exists(data / "fhir/synthea-r4")) GTEST_SKIP() << "no Synthea bundles here";
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"fhir/synthea-r4-shared", "fhir/synthea-r4"})
    for (const auto& file : std::filesystem::directory_iterator(data / folder)) files.push_back(file.path());
  const testing::TemporaryFolder unpacked;
  if (GetParam() == store::Engine::sqlite) {
    const std::string unpack = "tar -xzf '" + (data / "fhir/synthea-r4-more.tar.gz").string() + "' -C '" + unpacked.path() + "'";
    ASSERT_EQ(std::system(unpack.c_str()), 0);
    for (const auto& file : std::filesystem::recursive_directory_iterator(unpacked.path()))
      if (file.path().extension() == ".json") files.push_back(file.path());
  }
  // The other engine takes the smaller ones: the same code with more round trips.
  const std::uintmax_t limit = GetParam() == store::Engine::sqlite ? UINTMAX_MAX : 1'500'000;
  int loaded = 0;
  for (const auto& file : files) {
    if (std::filesystem::file_size(file) > limit) continue;
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    load_and_compare(text.str());
    ++loaded;
  }
  EXPECT_GT(loaded, 0);
}

TEST_P(Bundles, TheCapabilityStatementNamesEveryTypeAndItsParameters) {
  const auto statement = json::Document::parse(repository->capability_statement("http://charta.test/fhir")).value();
  const json::Value rest = statement.root()["rest"].at(0);
  EXPECT_EQ(rest["resource"].size(), fhir::resource_types().size());
  EXPECT_TRUE(fhir::validate(statement.root()).empty() ||
              fhir::validate(statement.root())[0].severity != fhir::Issue::Severity::error);
}

}  // namespace
}  // namespace charta::resources
