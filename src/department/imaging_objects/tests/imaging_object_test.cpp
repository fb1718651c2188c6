// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/imaging_object.hpp"

#include "department/imaging_objects/attribute_words.hpp"
#include "department/imaging_objects/original_attributes.hpp"
#include "department/imaging_objects/study_resource.hpp"

#include <gtest/gtest.h>

namespace charta::imaging_objects {
namespace {

dicom::DicomObject an_object() {
  dicom::DicomObject object;
  object.patient_id = "100042", object.name = {"Marsh", "Ada", "", "", ""};
  object.birth_date = Date::parse("1961-04-02"), object.birth_text = "19610402", object.sex = "F";
  object.study = "2.25.1", object.series = "2.25.2", object.instance = "2.25.3", object.sop_class = "1.2.840.10008.5.1.4.1.1.2";
  object.modality = "CT", object.study_date = "20260302", object.study_time = "0930", object.accession = "A-1";
  return object;
}

struct Made {
  json::Document document;
  hl7v2_fhir::Sender nobody;
  hl7v2_fhir::Elements make{document, nobody};
};

TEST(ImagingObject, ItsQueueIsDeclaredRight) {
  EXPECT_EQ(worklists::check(held_object_machine()), "");
}

TEST(ImagingObject, SaysWhoseItIsInTheIndexsWords) {
  const auto who = demographics_of(an_object(), "urn:oid:1.2.3");
  ASSERT_EQ(who.identifiers.size(), 1U);
  EXPECT_EQ(who.identifiers[0].assigner, "urn:oid:1.2.3");
  EXPECT_EQ(who.sex, "female");
  EXPECT_EQ(who.birth_text, "1961-04-02");
  auto other = an_object();
  EXPECT_EQ(identity_digest(other), identity_digest(an_object()));
  other.birth_text = "19610403";
  EXPECT_NE(identity_digest(other), identity_digest(an_object()));
}

TEST(ImagingStudyResource, GrowsByInstancesAndTakesEachOnce) {
  Made made;
  const auto zone = TimeZone::open("America/New_York").value();
  auto study = new_study(made.make, an_object(), "p1", "urn:oid:9", zone);
  EXPECT_TRUE(add_instance(made.make, study, an_object(), zone));
  EXPECT_FALSE(add_instance(made.make, study, an_object(), zone));
  auto next = an_object();
  next.instance = "2.25.4", next.series = "2.25.5", next.modality = "SR";
  EXPECT_TRUE(add_instance(made.make, study, next, zone));
  EXPECT_EQ(study["numberOfSeries"].integer(), 2);
  EXPECT_EQ(study["numberOfInstances"].integer(), 2);
  EXPECT_EQ(study["modality"].size(), 2U);
  EXPECT_EQ(study["started"].text(), "2026-03-02T09:30:00-05:00");
  EXPECT_EQ(study["identifier"].at(1)["value"].text(), "A-1");
  EXPECT_EQ(study["subject"]["reference"].text(), "Patient/p1");
}

TEST(OriginalAttributes, TheChartsPatientIsToldAndTheFilesOwnWordsAreKept) {
  auto attributes = json::Document::parse(R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"Marsh^Ada"}]},
    "00100020":{"vr":"LO","Value":["100042"]},"00100030":{"vr":"DA","Value":["19610402"]},"00080060":{"vr":"CS","Value":["CT"]}})");
  patient_index::Demographics tom;
  tom.names.push_back({"Ferreira", "Tomas", "", "", patient_index::NameUse::current});
  tom.identifiers.push_back({"urn:oid:1.2.3", "100077", "MR"});
  tom.birth_date = Date::parse("1975-11-30");
  EXPECT_FALSE(names(tom, an_object(), "urn:oid:1.2.3"));
  tell_the_patient_of_the_chart(*attributes, tom, Instant::parse("2026-03-02T08:00:00Z").value(), "rule@1");
  const auto root = attributes->root();
  EXPECT_EQ(dicom::value_of(root, "00100010"), "Ferreira^Tomas");
  EXPECT_EQ(dicom::value_of(root, "00100020"), "100077");
  EXPECT_EQ(dicom::value_of(root, "00100030"), "19751130");
  const auto entry = root["04000561"]["Value"].at(0);
  EXPECT_EQ(dicom::value_of(entry["04000550"]["Value"].at(0), "00100010"), "Marsh^Ada");
  EXPECT_EQ(dicom::value_of(entry, "04000562"), "20260302080000");
  // A second change stands behind the first.
  tell_the_patient_of_the_chart(*attributes, tom, Instant::parse("2026-03-03T08:00:00Z").value(), "rule@1");
  EXPECT_EQ(attributes->root()["04000561"]["Value"].size(), 2U);
}

TEST(OriginalAttributes, AFileThatNamesTheRecordIsLeftAsItIs) {
  patient_index::Demographics ada;
  ada.identifiers.push_back({"urn:oid:1.2.3", "100042", "MR"});
  ada.birth_date = Date::parse("1961-04-02");
  EXPECT_TRUE(names(ada, an_object(), "urn:oid:1.2.3"));
  EXPECT_FALSE(names(ada, an_object(), "urn:oid:9.9"));
  ada.birth_date = Date::parse("1961-04-03");
  EXPECT_FALSE(names(ada, an_object(), "urn:oid:1.2.3"));
}

TEST(AttributeWords, AreForPeople) {
  const auto attributes = json::Document::parse(R"({"00100010":{"vr":"PN","Value":[{"Alphabetic":"Marsh^Ada^J"}]},
    "00080060":{"vr":"CS","Value":["CT"]},"00080020":{"vr":"DA","Value":["20260302"]},"00180050":{"vr":"DS","Value":[5]}})");
  const auto words = attribute_words(attributes->root());
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(words[0].second, "Marsh, Ada J");
  EXPECT_EQ(words[1].second, "Computed tomography");
  EXPECT_EQ(words[2].second, "2026-03-02");
  EXPECT_EQ(words[3].second, "5 mm");
}

}  // namespace
}  // namespace charta::imaging_objects
