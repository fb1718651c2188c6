// SPDX-License-Identifier: Apache-2.0
// What a replaced document told stands no more, the way each type says it.
#include "department/clinical_documents/withdrawal.hpp"

#include "formats/fhir/definitions.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

namespace charta::clinical_documents::testing {
namespace {

using charta::testing::at_path;
using charta::testing::shown;

struct Row {
  std::string_view before, path, after;
};

constexpr Row rows[] = {
    {R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"abatementDateTime":"2020-05-01","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]}})",
     "verificationStatus.coding.0.code", "entered-in-error"},
    {R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}})",
     "verificationStatus.coding.0.code", "entered-in-error"},
    {R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]}})",
     "verificationStatus.coding.0.code", "entered-in-error"},
    {R"({"resourceType":"Observation","status":"final","code":{"text":"x"}})", "status", "entered-in-error"},
    {R"({"resourceType":"MedicationStatement","status":"active","subject":{"reference":"Patient/1"},"medicationCodeableConcept":{"text":"x"}})",
     "status", "entered-in-error"},
    {R"({"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"x"},"subject":{"reference":"Patient/1"}})",
     "lifecycleStatus", "entered-in-error"},
    {R"({"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"x"},"patient":{"reference":"Patient/1"},"occurrenceString":"x"})",
     "status", "entered-in-error"},
    {R"({"resourceType":"Device","status":"active"})", "status", "entered-in-error"},
};

TEST(Withdrawal, MarksEachTypeAsItsDefinitionAllows) {
  for (const auto& row : rows) {
    auto parsed = json::Document::parse(row.before);
    ASSERT_TRUE(parsed) << row.before;
    EXPECT_TRUE(withdraw(*parsed, parsed->root())) << row.before;
    EXPECT_EQ(shown(at_path(parsed->root(), row.path)), row.after) << row.before;
    EXPECT_FALSE(parsed->root()["clinicalStatus"]) << "con-5, ait-2";
    for (const auto& issue : fhir::validate(parsed->root()))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << issue.path << " " << issue.message;
    EXPECT_FALSE(withdraw(*parsed, parsed->root())) << "once is enough";
  }
}

TEST(References, GetTheIdsThatTheRecordGave) {
  auto parsed = json::Document::parse(
      R"({"subject":{"reference":"Patient/cda-patient"},"result":[{"reference":"Observation/cda-7"}],"other":{"reference":"Practitioner/9"},"text":"Observation/cda-7"})");
  ASSERT_TRUE(parsed);
  resolve_references(*parsed, parsed->root(), [](std::string_view name) { return "id-" + std::string(name); });
  EXPECT_EQ(
      json::write(parsed->root()),
      R"({"subject":{"reference":"Patient/id-patient"},"result":[{"reference":"Observation/id-7"}],"other":{"reference":"Practitioner/9"},"text":"Observation/cda-7"})");
}

}  // namespace
}  // namespace charta::clinical_documents::testing
