// SPDX-License-Identifier: Apache-2.0
// Source: http://hl7.org/fhir/CompartmentDefinition/patient (R4)
#include "formats/fhir/definitions.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace charta::fhir {
namespace {

std::string patient_of(std::string_view json) {
  const auto document = json::Document::parse(json);
  return document ? std::string(patient_reference(document->root())) : "refused: " + document.error().message;
}

struct CompartmentCase {
  const char* why;
  const char* json;
  const char* expected;
};

void PrintTo(const CompartmentCase& row, std::ostream* out) {
  *out << row.why;
}

class PatientCompartment : public ::testing::TestWithParam<CompartmentCase> {};

TEST_P(PatientCompartment, IsReadFromTheReferencesThatTheStandardNames) {
  EXPECT_EQ(patient_of(GetParam().json), GetParam().expected) << GetParam().why;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, PatientCompartment,
    ::testing::Values(
        CompartmentCase{"itself", R"({"resourceType":"Patient","id":"7","link":[{"other":{"reference":"Patient/8"}}]})",
                        "Patient/7"},
        CompartmentCase{"a patient without id yet", R"({"resourceType":"Patient"})", ""},
        CompartmentCase{"subject", R"({"resourceType":"Observation","subject":{"reference":"Patient/7"}})", "Patient/7"},
        CompartmentCase{
            "subject before performer",
            R"({"resourceType":"Observation","performer":[{"reference":"Patient/8"}],"subject":{"reference":"Patient/7"}})",
            "Patient/7"},
        CompartmentCase{
            "performer where the subject is a group",
            R"({"resourceType":"Observation","subject":{"reference":"Group/1"},"performer":[{"reference":"Practitioner/1"},{"reference":"Patient/8"}]})",
            "Patient/8"},
        CompartmentCase{
            "patient",
            R"({"resourceType":"AllergyIntolerance","patient":{"reference":"Patient/7"},"asserter":{"reference":"Patient/8"}})",
            "Patient/7"},
        CompartmentCase{"not yet resolved, and only a patient may stand there",
                        R"({"resourceType":"AllergyIntolerance","patient":{"reference":"urn:uuid:1"}})", "urn:uuid:1"},
        CompartmentCase{"not yet resolved, and a group may stand there",
                        R"({"resourceType":"Encounter","subject":{"reference":"urn:uuid:1"}})", ""},
        CompartmentCase{"not yet resolved, but said to be one",
                        R"({"resourceType":"Encounter","subject":{"reference":"urn:uuid:1","type":"Patient"}})", "urn:uuid:1"},
        CompartmentCase{"without its version", R"({"resourceType":"Encounter","subject":{"reference":"Patient/7/_history/2"}})",
                        "Patient/7"},
        CompartmentCase{"inside the resource", R"({"resourceType":"AllergyIntolerance","patient":{"reference":"#p"}})", ""},
        CompartmentCase{
            "participants",
            R"({"resourceType":"Appointment","participant":[{"actor":{"reference":"Location/1"}},{"actor":{"reference":"Patient/7"}}]})",
            "Patient/7"},
        CompartmentCase{"beneficiary", R"({"resourceType":"Coverage","beneficiary":{"reference":"Patient/7"}})", "Patient/7"},
        CompartmentCase{"outside every compartment", R"({"resourceType":"Organization","partOf":{"reference":"Organization/1"}})",
                        ""},
        CompartmentCase{"a medication belongs to nobody", R"({"resourceType":"Medication","code":{"text":"x"}})", ""},
        CompartmentCase{"no resource", R"({"a":1})", ""}));

}  // namespace
}  // namespace charta::fhir
