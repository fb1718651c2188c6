// SPDX-License-Identifier: Apache-2.0
// What each type of search parameter takes out of a resource. Source: FHIR R4 search, https://hl7.org/fhir/R4/search.html
#include "formats/fhir/tests/index_text.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace charta::fhir {
namespace {

using testing::lines_of;
using Lines = std::vector<std::string>;

constexpr std::string_view ada =
    R"({"resourceType":"Patient","id":"7","meta":{"tag":[{"system":"urn:t","code":"demo"}],"profile":["http://p/a|2"]},
  "identifier":[{"system":"urn:mrn","value":"1001","type":{"text":"MRN"}},{"value":"loose"}],"active":true,
  "name":[{"family":"Marsh","given":["Ada","Rose"],"text":"Ada Rose Marsh"},{"use":"maiden","family":"Quill"}],
  "telecom":[{"system":"phone","value":"555-0100"},{"system":"email","value":"ada@example.org"}],
  "gender":"female","birthDate":"1961-04-02","address":[{"line":["1 Mill Lane"],"city":"Leeds","postalCode":"LS1"}],
  "generalPractitioner":[{"reference":"Practitioner/9"},{"identifier":{"value":"only"}}],"managingOrganization":{"reference":"Organization/2/_history/4"}})";

TEST(FhirIndex, TakesEveryValueOfAPatient) {
  EXPECT_EQ(lines_of(ada), (Lines{"active = |true",
                                  "address = 1 Mill Lane",
                                  "address = LS1",
                                  "address = Leeds",
                                  "address-city = Leeds",
                                  "address-postalcode = LS1",
                                  "birthdate = 1961-04-02..1961-04-03",
                                  "deceased = |false",
                                  "email = |ada@example.org",
                                  "family = Marsh",
                                  "family = Quill",
                                  "gender = http://hl7.org/fhir/administrative-gender|female",
                                  "general-practitioner = Practitioner/9",
                                  "given = Ada",
                                  "given = Rose",
                                  "identifier = urn:mrn|1001 'MRN'",
                                  "identifier = |loose",
                                  "name = Ada",
                                  "name = Ada Rose Marsh",
                                  "name = Marsh",
                                  "name = Quill",
                                  "name = Rose",
                                  "organization = Organization/2",
                                  "phone = |555-0100",
                                  "phonetic = Ada",
                                  "phonetic = Ada Rose Marsh",
                                  "phonetic = Marsh",
                                  "phonetic = Quill",
                                  "phonetic = Rose",
                                  "telecom = |555-0100",
                                  "telecom = |ada@example.org"}));
}

TEST(FhirIndex, TakesTheParametersOfAllResources) {
  EXPECT_EQ(lines_of(ada, "_tag"), (Lines{"_tag = urn:t|demo"}));
  EXPECT_EQ(lines_of(ada, "_profile"), (Lines{"_profile = http://p/a", "_profile = http://p/a|2"}));
  EXPECT_EQ(lines_of(ada, "_id"), Lines{}) << "the row's own column";
}

struct IndexCase {
  const char* why;
  const char* parameter;
  const char* json;
  Lines expected;
};

void PrintTo(const IndexCase& row, std::ostream* out) {
  *out << row.why;
}

class FhirIndexCase : public ::testing::TestWithParam<IndexCase> {};

TEST_P(FhirIndexCase, TakesWhatTheSpecificationSays) {
  EXPECT_EQ(lines_of(GetParam().json, GetParam().parameter), GetParam().expected) << GetParam().why;
}

INSTANTIATE_TEST_SUITE_P(
    Deceased, FhirIndexCase,
    ::testing::Values(
        IndexCase{"said to be alive", "deceased", R"({"resourceType":"Patient","deceasedBoolean":false})", {"deceased = |false"}},
        IndexCase{"said to be dead", "deceased", R"({"resourceType":"Patient","deceasedBoolean":true})", {"deceased = |true"}},
        IndexCase{"a time of death", "deceased", R"({"resourceType":"Patient","deceasedDateTime":"2020"})", {"deceased = |true"}},
        IndexCase{"nothing said", "deceased", R"({"resourceType":"Patient"})", {"deceased = |false"}},
        IndexCase{"the day of death",
                  "death-date",
                  R"({"resourceType":"Patient","deceasedDateTime":"2020-02"})",
                  {"death-date = 2020-02-01..2020-03-01"}},
        IndexCase{"not of other types", "deceased", R"({"resourceType":"Encounter"})", {}}));

INSTANTIATE_TEST_SUITE_P(
    Date, FhirIndexCase,
    ::testing::Values(
        IndexCase{
            "a year", "birthdate", R"({"resourceType":"Patient","birthDate":"1961"})", {"birthdate = 1961-01-01..1962-01-01"}},
        IndexCase{"no zone counts as UTC",
                  "date",
                  R"({"resourceType":"Observation","effectiveDateTime":"2025-03-01T12:30:00"})",
                  {"date = 2025-03-01T12:30:00Z..2025-03-01T12:30:01Z"}},
        IndexCase{"a zone is converted",
                  "date",
                  R"({"resourceType":"Observation","effectiveDateTime":"2025-03-01T00:30:00+02:00"})",
                  {"date = 2025-02-28T22:30:00Z..2025-02-28T22:30:01Z"}},
        IndexCase{"milliseconds",
                  "date",
                  R"({"resourceType":"Observation","effectiveInstant":"2025-03-01T12:30:00.250Z"})",
                  {"date = 2025-03-01T12:30:00.250Z..2025-03-01T12:30:00.251Z"}},
        IndexCase{"a period",
                  "date",
                  R"({"resourceType":"Encounter","period":{"start":"2025-03-01","end":"2025-03-02"}})",
                  {"date = 2025-03-01..2025-03-03"}},
        IndexCase{"a period that goes on",
                  "date",
                  R"({"resourceType":"Encounter","period":{"start":"2025-03-01"}})",
                  {"date = 2025-03-01..always"}},
        IndexCase{"a period without a start",
                  "date",
                  R"({"resourceType":"Encounter","period":{"end":"2025-03-01"}})",
                  {"date = always..2025-03-02"}},
        IndexCase{"an empty period", "date", R"({"resourceType":"Encounter","period":{"_start":{"extension":[]}}})", {}},
        IndexCase{"a period that ends before it starts",
                  "date",
                  R"({"resourceType":"Encounter","period":{"start":"2025-03-02","end":"2025-01-01"}})",
                  {}},
        IndexCase{"a timing's events",
                  "date",
                  R"({"resourceType":"Observation","effectiveTiming":{"event":["2025-03-05","2025-03-01"]}})",
                  {"date = 2025-03-01..2025-03-06"}},
        IndexCase{
            "a timing's bounds",
            "date",
            R"({"resourceType":"Observation","effectiveTiming":{"repeat":{"boundsPeriod":{"start":"2025-03-01","end":"2025-03-01"}}}})",
            {"date = 2025-03-01..2025-03-02"}},
        IndexCase{"what is no date has no value", "birthdate", R"({"resourceType":"Patient","birthDate":"1961-02-30"})", {}}));

INSTANTIATE_TEST_SUITE_P(
    Token, FhirIndexCase,
    ::testing::Values(
        IndexCase{
            "codings with displays",
            "code",
            R"({"resourceType":"Observation","code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hb"},{"code":"HGB"}],"text":"Hb"}})",
            {"code = http://loinc.org|718-7 'Hb'", "code = |HGB"}},
        IndexCase{"text that says more",
                  "code",
                  R"({"resourceType":"Observation","code":{"coding":[{"code":"HGB","display":"Hb"}],"text":"Haemoglobin"}})",
                  {"code = | 'Haemoglobin'", "code = |HGB 'Hb'"}},
        IndexCase{
            "text alone", "code", R"({"resourceType":"Observation","code":{"text":"Haemoglobin"}})", {"code = | 'Haemoglobin'"}},
        IndexCase{"a system without a code",
                  "code",
                  R"({"resourceType":"Observation","code":{"coding":[{"system":"http://loinc.org"}]}})",
                  {"code = http://loinc.org|"}},
        IndexCase{
            "components too",
            "combo-code",
            R"({"resourceType":"Observation","code":{"coding":[{"code":"a"}]},"component":[{"code":{"coding":[{"code":"b"}]}},{"code":{"coding":[{"code":"c"}]}}]})",
            {"combo-code = |a", "combo-code = |b", "combo-code = |c"}},
        IndexCase{"a code has the system of its value set",
                  "status",
                  R"({"resourceType":"Observation","status":"final"})",
                  {"status = http://hl7.org/fhir/observation-status|final"}},
        IndexCase{
            "a choice of another type", "value-concept", R"({"resourceType":"Observation","valueQuantity":{"value":1}})", {}},
        IndexCase{"a choice of that type",
                  "value-concept",
                  R"({"resourceType":"Observation","valueCodeableConcept":{"coding":[{"code":"x"}]}})",
                  {"value-concept = |x"}},
        IndexCase{"a Coding",
                  "class",
                  R"({"resourceType":"Encounter","class":{"system":"urn:c","code":"IMP"}})",
                  {"class = urn:c|IMP"}},
        IndexCase{"a boolean", "active", R"({"resourceType":"Patient","active":false})", {"active = |false"}}));

INSTANTIATE_TEST_SUITE_P(
    Quantity, FhirIndexCase,
    ::testing::Values(
        IndexCase{
            "the decimal as written",
            "value-quantity",
            R"({"resourceType":"Observation","valueQuantity":{"value":1.10,"unit":"g","system":"http://unitsofmeasure.org","code":"g"}})",
            {"value-quantity = 1.10 http://unitsofmeasure.org|g"}},
        IndexCase{"a unit without code",
                  "value-quantity",
                  R"({"resourceType":"Observation","valueQuantity":{"value":2,"unit":"beats"}})",
                  {"value-quantity = 2 |beats"}},
        IndexCase{"no value", "value-quantity", R"({"resourceType":"Observation","valueQuantity":{"unit":"beats"}})", {}},
        IndexCase{"the origin of sampled data",
                  "value-quantity",
                  R"({"resourceType":"Observation","valueSampledData":{"origin":{"value":0,"code":"mV"}}})",
                  {"value-quantity = 0 |mV"}},
        IndexCase{"both ends of a range",
                  "onset-age",
                  R"({"resourceType":"Condition","onsetRange":{"low":{"value":30},"high":{"value":40}}})",
                  {"onset-age = 30 |", "onset-age = 40 |"}},
        IndexCase{
            "an age", "onset-age", R"({"resourceType":"Condition","onsetAge":{"value":33,"code":"a"}})", {"onset-age = 33 |a"}},
        IndexCase{"money",
                  "totalgross",
                  R"({"resourceType":"Invoice","totalGross":{"value":10.50,"currency":"USD"}})",
                  {"totalgross = 10.50 urn:iso:std:iso:4217|USD"}},
        IndexCase{"a number",
                  "probability",
                  R"({"resourceType":"RiskAssessment","prediction":[{"probabilityDecimal":0.02}]})",
                  {"probability = 0.02"}}));

INSTANTIATE_TEST_SUITE_P(
    Reference, FhirIndexCase,
    ::testing::Values(
        IndexCase{"a reference to a patient",
                  "patient",
                  R"({"resourceType":"Observation","subject":{"reference":"Patient/7"}})",
                  {"patient = Patient/7"}},
        IndexCase{
            "a subject that is no patient", "patient", R"({"resourceType":"Observation","subject":{"reference":"Group/7"}})", {}},
        IndexCase{"the subject all the same",
                  "subject",
                  R"({"resourceType":"Observation","subject":{"reference":"Group/7"}})",
                  {"subject = Group/7"}},
        IndexCase{"an absolute address",
                  "patient",
                  R"({"resourceType":"Observation","subject":{"reference":"https://h/fhir/Patient/7"}})",
                  {"patient = https://h/fhir/Patient/7"}},
        IndexCase{"the type is said beside it",
                  "patient",
                  R"({"resourceType":"Observation","subject":{"reference":"urn:uuid:9","type":"Patient"}})",
                  {"patient = urn:uuid:9"}},
        IndexCase{"the version is left out",
                  "subject",
                  R"({"resourceType":"Observation","subject":{"reference":"Patient/7/_history/3"}})",
                  {"subject = Patient/7"}},
        IndexCase{
            "an identifier alone", "subject", R"({"resourceType":"Observation","subject":{"identifier":{"value":"1001"}}})", {}},
        IndexCase{"a contained resource", "subject", R"({"resourceType":"Observation","subject":{"reference":"#p"}})", {}},
        IndexCase{
            "a search", "subject", R"({"resourceType":"Observation","subject":{"reference":"Patient?identifier=1001"}})", {}},
        IndexCase{
            "behind a condition",
            "predecessor",
            R"({"resourceType":"Library","relatedArtifact":[{"type":"predecessor","resource":"http://l/1|2"},{"type":"successor","resource":"http://l/3"}]})",
            {"predecessor = http://l/1", "predecessor = http://l/1|2"}},
        IndexCase{"a uri", "url", R"({"resourceType":"ValueSet","url":"http://v/1"})", {"url = http://v/1"}}));

TEST(FhirIndex, OfWhatIsNoResourceIsEmpty) {
  EXPECT_EQ(lines_of(R"({"resourceType":"Elephant","name":"x"})"), Lines{});
  EXPECT_EQ(lines_of("[]"), Lines{});
  EXPECT_EQ(lines_of(R"({"resourceType":7})"), Lines{});
}

TEST(FhirIndex, SurvivesWrongKinds) {
  EXPECT_EQ(
      lines_of(
          R"({"resourceType":"Patient","name":"Ada","birthDate":{"a":1},"gender":["x"],"telecom":{"system":"phone","value":"5"}})",
          "name"),
      Lines{});
  EXPECT_EQ(lines_of(R"({"resourceType":"Observation","subject":[[{"reference":"Patient/1"}]],"valueQuantity":{"value":"3"}})",
                     "value-quantity"),
            Lines{});
}

}  // namespace
}  // namespace charta::fhir
