// SPDX-License-Identifier: Apache-2.0
// The tables of tests/cases/, each through the routing of the whole door.
#include "app/tests/door_fixture.hpp"

namespace charta::app {
namespace {

class DeskDoor : public testing::DoorCases {};
CHARTA_ON_BOTH_ENGINES(DeskDoor);

TEST_P(DeskDoor, OpensLocksAndEndsSessions) {
  run("sessions");
}
TEST_P(DeskDoor, RefusesWhatNobodyShouldSend) {
  run("refusals");
}
TEST_P(DeskDoor, ShowsQueuesAndTakesStepsInThem) {
  run("worklists");
}
TEST_P(DeskDoor, FindsPatientsAndShowsTheirCharts) {
  run("patients");
}
TEST_P(DeskDoor, ShowsMessagesAndMendsThem) {
  run("messages");
}
TEST_P(DeskDoor, TakesClinicalDocumentsAndGivesThemOut) {
  run("clinical_documents");
}
TEST_P(DeskDoor, AdministersPeopleAndPrograms) {
  run("people");
}
TEST_P(DeskDoor, ShowsWhatRunsAndWhatIsSent) {
  run("operations");
}
TEST_P(DeskDoor, KeepsRestrictedRecordsClosedUntilTheGlassIsBroken) {
  run("restricted");
}
TEST_P(DeskDoor, ComparesMergesAndTakesBack) {
  run("identity");
}
TEST_P(DeskDoor, RegistersNobodyUnasked) {
  run("registration");
}

TEST_P(DeskDoor, BringsWhatStoodWithTheWrongPatientToTheRightOne) {
  run("identity_repair");
}

class FhirDoor : public testing::DoorCases {};
CHARTA_ON_BOTH_ENGINES(FhirDoor);

TEST_P(FhirDoor, CreatesReadsUpdatesAndDeletes) {
  run("fhir_resources");
}
TEST_P(FhirDoor, AnswersSearches) {
  run("fhir_search");
}
TEST_P(FhirDoor, CarriesOutBundles) {
  run("fhir_bundles");
}
TEST_P(FhirDoor, RefusesWithAnOperationOutcome) {
  run("fhir_refusals");
}

}  // namespace
}  // namespace charta::app
