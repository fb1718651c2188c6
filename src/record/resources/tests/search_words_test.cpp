// SPDX-License-Identifier: Apache-2.0
// :text, :in, composite parameters, _summary and _elements. Source: https://hl7.org/fhir/R4/search.html
#include "record/resources/tests/repository_fixture.hpp"

#include <gmock/gmock.h>

namespace charta::resources {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchWords : public RepositoryTest {
 protected:
  std::string observation(const std::string& code, const std::string& rest = "") {
    return create("Observation", R"({"resourceType":"Observation","status":"final","code":)" + code + rest + "}");
  }
  static std::string coded(const std::string& code, const std::string& display, const std::string& system = "http://loinc.org") {
    return R"({"coding":[{"system":")" + system + R"(","code":")" + code + R"(","display":")" + display + R"("}]})";
  }
  static std::string component(const std::string& code, int value) {
    return R"({"code":{"coding":[{"system":"http://loinc.org","code":")" + code + R"("}]},"valueQuantity":{"value":)" +
           std::to_string(value) + "}}";
  }
  std::string total(const std::string& query) { return std::string(search(query).root()["total"].text()); }
};
CHARTA_ON_BOTH_ENGINES(SearchWords);

TEST_P(SearchWords, TextFindsByTheWordsBesideACode) {
  const auto potassium = observation(coded("2823-3", "Potassium [Moles/volume]")),
             sodium = observation(coded("2951-2", "Sodium"));
  const auto words = observation(R"({"text":"Potassium, by hand"})");
  EXPECT_THAT(found("Observation?code:text=potass"), UnorderedElementsAre(potassium, words));
  EXPECT_THAT(found("Observation?code:text=SODIUM"), ElementsAre(sodium));
  EXPECT_THAT(found("Observation?code:text=sodium,potassium%5C%2C%20by"), UnorderedElementsAre(sodium, words));
  EXPECT_THAT(found("Observation?code:text=calcium"), IsEmpty());
  EXPECT_EQ(total("Observation?code:text=potassium&_total=accurate"), "2");
}

TEST_P(SearchWords, WordsWithoutACodeAreNoCode) {
  observation(R"({"text":"potassium"})");
  EXPECT_THAT(found("Observation?code=potassium"), IsEmpty());
}

TEST_P(SearchWords, TextForgetsWhatAResourceNoLongerSays) {
  const auto address = observation(R"({"text":"potassium"})");
  put("Observation", address.substr(12),
      R"({"resourceType":"Observation","id":")" + address.substr(12) + R"(","status":"final","code":{"text":"sodium"}})");
  EXPECT_THAT(found("Observation?code:text=potassium"), IsEmpty());
  EXPECT_THAT(found("Observation?code:text=sodium"), ElementsAre(address));
}

TEST_P(SearchWords, AnIdentifierHasNoWordsToSearch) {
  EXPECT_EQ(try_search("Patient?identifier:text=x").error().kind, ErrorKind::unsupported);
}

TEST_P(SearchWords, InFindsTheCodesOfAStoredValueSet) {
  const auto potassium = observation(coded("2823-3", "K")), sodium = observation(coded("2951-2", "Na"));
  const auto other = observation(coded("2823-3", "K", "urn:other"));
  const auto set = create("ValueSet", R"({"resourceType":"ValueSet","status":"active","url":"http://charta.test/vs/salts",
    "compose":{"include":[{"system":"http://loinc.org","concept":[{"code":"2823-3"},{"code":"9999-9"}]}]}})");
  EXPECT_THAT(found("Observation?code:in=http://charta.test/vs/salts"), ElementsAre(potassium));
  EXPECT_THAT(found("Observation?code:in=" + set), ElementsAre(potassium));
  EXPECT_THAT(found("Observation?code:not-in=" + set), UnorderedElementsAre(sodium, other));
}

TEST_P(SearchWords, AValueSetMayBeAWholeSystemAnImportOrAnExpansion) {
  const auto potassium = observation(coded("2823-3", "K")), other = observation(coded("x", "X", "urn:other"));
  create(
      "ValueSet",
      R"({"resourceType":"ValueSet","status":"active","url":"urn:vs:all","compose":{"include":[{"system":"http://loinc.org"}]}})");
  create(
      "ValueSet",
      R"({"resourceType":"ValueSet","status":"active","url":"urn:vs:import","compose":{"include":[{"valueSet":["urn:vs:all"]}]}})");
  create(
      "ValueSet",
      R"({"resourceType":"ValueSet","status":"active","url":"urn:vs:expanded","expansion":{"timestamp":"2026-01-01","contains":[
    {"abstract":true,"system":"http://loinc.org","code":"LP1","contains":[{"system":"urn:other","code":"x"}]}]}})");
  EXPECT_THAT(found("Observation?code:in=urn:vs:all"), ElementsAre(potassium));
  EXPECT_THAT(found("Observation?code:in=urn:vs:import"), ElementsAre(potassium));
  EXPECT_THAT(found("Observation?code:in=urn:vs:expanded"), ElementsAre(other));
}

TEST_P(SearchWords, AValueSetThatIsNotThereOrNotAListIsAnError) {
  create("ValueSet",
         R"({"resourceType":"ValueSet","status":"active","url":"urn:vs:filter","compose":{"include":[{"system":"http://loinc.org",
    "filter":[{"property":"CLASS","op":"=","value":"CHEM"}]}]}})");
  create(
      "ValueSet",
      R"({"resourceType":"ValueSet","status":"active","url":"urn:vs:round","compose":{"include":[{"valueSet":["urn:vs:round"]}]}})");
  EXPECT_EQ(try_search("Observation?code:in=urn:vs:none").error().kind, ErrorKind::not_found);
  EXPECT_EQ(try_search("Observation?code:in=urn:vs:filter").error().kind, ErrorKind::unsupported);
  EXPECT_EQ(try_search("Observation?code:in=urn:vs:round").error().kind, ErrorKind::unsupported);
}

TEST_P(SearchWords, ACompositeTakesBothValuesFromOnePlace) {
  const auto right =
      observation(coded("85354-9", "BP"), R"(,"component":[)" + component("8480-6", 150) + "," + component("8462-4", 70) + "]");
  const auto swapped =
      observation(coded("85354-9", "BP"), R"(,"component":[)" + component("8480-6", 70) + "," + component("8462-4", 150) + "]");
  const std::string systolic_high = "component-code-value-quantity=8480-6$gt140";
  EXPECT_THAT(found("Observation?component-code=8480-6&component-value-quantity=gt140"), UnorderedElementsAre(right, swapped));
  EXPECT_THAT(found("Observation?" + systolic_high), ElementsAre(right));
  EXPECT_THAT(found("Observation?combo-code-value-quantity=http://loinc.org%7C8480-6$gt140"), ElementsAre(right));
  EXPECT_EQ(total("Observation?" + systolic_high + "&_total=accurate"), "1");
  EXPECT_EQ(total("Observation?" + systolic_high + "&_summary=count"), "1");
}

TEST_P(SearchWords, ACompositeOfTheResourceItself) {
  const auto high = observation(coded("2823-3", "K"), R"(,"valueQuantity":{"value":6})"),
             low = observation(coded("2823-3", "K"), R"(,"valueQuantity":{"value":4})");
  EXPECT_THAT(found("Observation?code-value-quantity=2823-3$gt5"), ElementsAre(high));
  EXPECT_THAT(found("Observation?combo-code-value-quantity=2823-3$lt5"), ElementsAre(low));
  EXPECT_EQ(try_search("Observation?code-value-quantity=2823-3").error().kind, ErrorKind::invalid);
  EXPECT_EQ(try_search("Observation?code-value-quantity=a$1,b$2").error().kind, ErrorKind::unsupported);
}

TEST_P(SearchWords, SummaryAndElementsAnswerLess) {
  create(
      "Patient",
      R"({"resourceType":"Patient","active":true,"maritalStatus":{"text":"m"},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"}})");
  const auto first = [&](const std::string& query) {
    const auto bundle = search(query);
    std::string names;
    for (const json::Value member : bundle.root()["entry"].at(0)["resource"]) names += std::string(member.key()) + " ";
    return names;
  };
  EXPECT_EQ(first("Patient?_summary=true"), "resourceType id meta active ");
  EXPECT_EQ(first("Patient?_summary=text"), "resourceType id meta text ");
  EXPECT_EQ(first("Patient?_summary=data"), "resourceType id meta active maritalStatus ");
  EXPECT_EQ(first("Patient?_elements=maritalStatus"), "resourceType id meta maritalStatus ");
  EXPECT_EQ(try_search("Patient?_summary=some").error().kind, ErrorKind::invalid);
  EXPECT_EQ(search("Patient?_summary=true").root()["entry"].at(0)["resource"]["meta"]["tag"].at(0)["code"].text(), "SUBSETTED");
}

TEST_P(SearchWords, AStandInAnswersForWhatTheRepositoryDoesNotHold) {
  repository->add_stand_in("DocumentReference", [](const access::Actor&, std::string_view id) -> Result<std::string> {
    if (id != "0000000000042") return fail(ErrorKind::not_found, "no such message");
    return std::string(R"({"resourceType":"DocumentReference","id":"0000000000042"})");
  });
  EXPECT_EQ(repository->read(actor, "DocumentReference", "0000000000042")->json,
            R"({"resourceType":"DocumentReference","id":"0000000000042"})");
  EXPECT_EQ(repository->read(actor, "DocumentReference", "0000000000043").error().kind, ErrorKind::not_found);
  EXPECT_EQ(repository->read(actor, "Patient", "0000000000042").error().kind, ErrorKind::not_found);
}

TEST_P(SearchWords, TheCapabilityStatementSaysWhatIsOffered) {
  const auto statement = json::Document::parse(repository->capability_statement("http://h/fhir")).value();
  for (const json::Value resource : statement.root()["rest"].at(0)["resource"]) {
    if (resource["type"].text() != "Observation") continue;
    std::string codes, interactions;
    for (const json::Value parameter : resource["searchParam"]) codes += std::string(parameter["name"].text()) + " ";
    for (const json::Value interaction : resource["interaction"]) interactions += std::string(interaction["code"].text()) + " ";
    EXPECT_NE(codes.find("component-code-value-quantity "), std::string::npos);
    EXPECT_NE(interactions.find("patch "), std::string::npos);
    for (const json::Value parameter : resource["searchParam"]) {
      const std::string name(parameter["name"].text());
      if (parameter["type"].text() == "token" && name != "_id") {
        EXPECT_TRUE(try_search("Observation?" + name + "=x")) << name;
      }
    }
    return;
  }
  FAIL() << "Observation is not there";
}

}  // namespace
}  // namespace charta::resources
