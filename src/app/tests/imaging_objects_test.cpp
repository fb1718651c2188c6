// SPDX-License-Identifier: Apache-2.0
// DICOM objects through the front door with the real reader: into charts, into the queue, and shown again.
#include "app/scan_folder.hpp"
#include "app/tests/door_fixture.hpp"
#include "base/text.hpp"
#include "formats/dicom/multipart.hpp"
#include "formats/dicom/writer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace charta::app {
namespace {

using dicom::DataSet;
using testing::Answer;

struct Shot {
  std::string instance = "2.25.101", series = "2.25.11", study = "2.25.1";
  std::string number = "100042", issuer = "1.2.3", name = "Marsh^Ada", born = "19610402", accession = "A-77";
  char grey = '\x40';
  int frames = 2;
};

DataSet shot_data(const Shot& shot) {
  DataSet data;
  data.set(0x00080005, "CS", "ISO_IR 192")
      .set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.2")
      .set(0x00080018, "UI", shot.instance);
  data.set(0x00080020, "DA", "20260227").set(0x00080030, "TM", "101500").set(0x00080050, "SH", shot.accession);
  data.set(0x00080060, "CS", "US").set(0x00081030, "LO", "Ultrasound abdomen").set(0x0008103E, "LO", "Liver");
  data.set(0x00100010, "PN", shot.name).set(0x00100020, "LO", shot.number).set(0x00100021, "LO", shot.issuer);
  data.set(0x00100030, "DA", shot.born).set(0x00100040, "CS", "F");
  data.set(0x0020000D, "UI", shot.study).set(0x0020000E, "UI", shot.series);
  data.set(0x00200011, "IS", "1").set(0x00200013, "IS", "1").set(0x00280008, "IS", std::to_string(shot.frames));
  data.set_number(0x00280002, 1).set(0x00280004, "CS", "MONOCHROME2").set_number(0x00280010, 4).set_number(0x00280011, 4);
  data.set_number(0x00280100, 8).set_number(0x00280101, 8).set_number(0x00280102, 7).set_number(0x00280103, 0);
  std::string pixels(static_cast<std::size_t>(16 * shot.frames), shot.grey);
  pixels[0] = '\0', pixels.back() = '\x7F';
  data.set(0x7FE00010, "OB", pixels);
  return data;
}

std::string shot_file(const Shot& shot) {
  return dicom::file_of(shot_data(shot));
}

/// As Answer::at, but a tag of DICOM JSON is a name, though it is all digits.
std::string in(const Answer& answer, std::string_view path) {
  const auto document = json::Document::parse(answer.body);
  if (!document) return "no JSON";
  auto value = document->root();
  for (const auto part : split(path, '.')) {
    value = value.is_array() ? value.at(static_cast<std::size_t>(parse_integer(part).value_or(0))) : value[part];
  }
  return value ? std::string(value.text()) : "absent";
}

class ImagingObjects : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = someone("Marsh", "Ada", "1961-04-02", "100042");
    tom_ = someone("Ferreira", "Tomas", "1975-11-30", "100077");
    tina_ = person("tina", {"technician"});
    nora_ = person("nora", {"nurse"});
  }
  PatientId someone(const std::string& family, const std::string& given, const std::string& born, const std::string& number) {
    return PatientId(create("Patient", R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" + given +
                                           R"("]}],"birthDate":")" + born +
                                           R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + number +
                                           R"(","type":{"coding":[{"code":"MR"}]}}]})")
                         .key());
  }
  Answer bring(const std::string& file) {
    return ask(tina_, "POST", "/api/dicom", file, {{"content-type", "application/dicom"}});
  }
  Answer stow(const std::vector<std::string_view>& files) {
    const auto written = dicom::multipart("application/dicom", files);
    return ask(tina_, "POST", "/dicomweb/studies", written.body, {{"content-type", written.content_type}});
  }
  std::string only_item() {
    const auto list = ask(tina_, "GET", "/api/worklists/held-imaging-object");
    EXPECT_EQ(list.count("items"), 1U) << list.body;
    return list.at("items.0.id");
  }
  std::size_t lines(PatientId patient) {
    const auto timeline = ask(nora_, "GET", "/api/patients/" + patient.text() + "/timeline?kinds=imaging");
    EXPECT_EQ(timeline.status, 200) << timeline.body;
    std::size_t count = 0;
    for (const auto& kind : timeline.all("items", "kind")) count += kind == "imaging" ? 1 : 0;
    return count;
  }

  PatientId ada_, tom_;
  testing::Visitor tina_, nora_;
};
CHARTA_ON_BOTH_ENGINES(ImagingObjects);

TEST_P(ImagingObjects, AFileOfAKnownPatientIsALineInTheChartWithAPicture) {
  const auto brought = bring(shot_file({}));
  ASSERT_EQ(brought.at("items.0.outcome"), "filed") << brought.body;
  const auto study = ask(nora_, "GET", "/api/imaging-studies/" + brought.at("items.0.study"));
  ASSERT_EQ(study.status, 200) << study.body;
  EXPECT_EQ(study.at("title"), "Ultrasound abdomen");
  EXPECT_EQ(study.at("patient.id"), ada_.text());
  EXPECT_EQ(study.at("accession"), "A-77");
  EXPECT_EQ(study.at("started"), "2026-02-27T10:15:00+00:00") << study.body;
  EXPECT_EQ(study.at("series.0.title"), "Liver");
  EXPECT_EQ(study.at("series.0.objects.0.frames"), "2");
  const auto object = study.at("series.0.objects.0.id");
  const auto first = ask(nora_, "GET", "/api/imaging-objects/" + object + "/frames/1");
  EXPECT_EQ(first.content_type, "image/png");
  EXPECT_EQ(first.body.substr(1, 3), "PNG");
  const auto second = ask(nora_, "GET", "/api/imaging-objects/" + object + "/frames/2");
  EXPECT_EQ(second.status, 200);
  EXPECT_NE(second.body, first.body);
  EXPECT_EQ(ask(nora_, "GET", "/api/imaging-objects/" + object + "/frames/3").status, 400);
  EXPECT_EQ(ask(nora_, "GET", "/api/imaging-objects/" + object + "/original").body, shot_file({})) << "byte for byte";
  const auto words = ask(nora_, "GET", "/api/imaging-objects/" + object);
  EXPECT_TRUE(words.says("Marsh, Ada")) << words.body;
  EXPECT_EQ(lines(ada_), 1U);
  const auto ledger = ask(person("max", {"him_manager"}), "GET", "/api/patients/" + ada_.text() + "/ledger?limit=100");
  EXPECT_TRUE(ledger.says("ImagingStudy")) << ledger.body;
}

TEST_P(ImagingObjects, AStudyGrowsByItsInstances) {
  Shot second, third;
  second.instance = "2.25.102";
  third.instance = "2.25.103", third.series = "2.25.12";
  const auto one = shot_file({}), two = shot_file(second), three = shot_file(third);
  const auto together = stow({one, two});
  ASSERT_EQ(together.status, 200) << together.body;
  EXPECT_EQ(in(together, "00081199.Value.1.00081155.Value.0"), "2.25.102");
  const auto later = bring(three);
  const auto study = ask(nora_, "GET", "/api/imaging-studies/" + later.at("items.0.study"));
  EXPECT_EQ(study.count("series"), 2U) << study.body;
  EXPECT_EQ(study.count("series.0.objects"), 2U);
  EXPECT_EQ(lines(ada_), 1U);
}

TEST_P(ImagingObjects, TheSameFileIsKnownAndOtherBytesUnderItsNumberAreRefused) {
  const auto file = shot_file({});
  ASSERT_EQ(bring(file).at("items.0.outcome"), "filed");
  EXPECT_EQ(bring(file).at("items.0.outcome"), "known");
  Shot other;
  other.grey = '\x20';
  const auto refused = bring(shot_file(other));
  EXPECT_EQ(refused.at("items.0.outcome"), "refused");
  EXPECT_TRUE(refused.says("another object with the SOP Instance UID")) << refused.body;
  const auto failed = stow({shot_file(other)});
  EXPECT_EQ(failed.status, 409);
  EXPECT_EQ(in(failed, "00081198.Value.0.00081197.Value.0"), "273") << failed.body;
  EXPECT_EQ(stow({file, shot_file(other)}).status, 202);
}

TEST_P(ImagingObjects, ADoubtfulMatchWaitsAndATechnicianAssignsIt) {
  Shot doubtful, next;
  doubtful.born = "19610403";
  next = doubtful;
  next.instance = "2.25.102";
  ASSERT_EQ(bring(shot_file(doubtful)).at("items.0.outcome"), "held");
  EXPECT_EQ(bring(shot_file(next)).at("items.0.item"), only_item()) << "one question for one study";
  EXPECT_EQ(lines(ada_), 0U);
  const auto item = only_item();
  const auto held = ask(tina_, "GET", "/api/held-imaging/" + item);
  ASSERT_EQ(held.status, 200) << held.body;
  EXPECT_EQ(held.at("said.birth_date"), "1961-04-03");
  EXPECT_EQ(held.at("known.0.id"), ada_.text());
  EXPECT_EQ(held.count("objects"), 2U);
  EXPECT_EQ(ask(tina_, "GET", "/api/imaging-objects/" + held.at("objects.0.id") + "/frames/1").status, 200);
  EXPECT_EQ(ask(nora_, "GET", "/api/imaging-objects/" + held.at("objects.0.id")).status, 403) << "not in her patient's chart yet";
  EXPECT_EQ(ask(nora_, "POST", "/api/held-imaging/" + item + "/assign", R"({"patient":")" + ada_.text() + R"("})").status, 403);
  EXPECT_EQ(ask(tina_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"assign-patient"})").status, 422)
      << "nobody says filed of what is not";
  const auto assigned = ask(tina_, "POST", "/api/held-imaging/" + item + "/assign", R"({"patient":")" + ada_.text() + R"("})");
  ASSERT_EQ(assigned.status, 200) << assigned.body;
  EXPECT_EQ(assigned.at("state"), "assigned");
  EXPECT_EQ(lines(ada_), 1U);
  EXPECT_EQ(ask(tina_, "POST", "/api/held-imaging/" + item + "/assign", R"({"patient":")" + ada_.text() + R"("})").status, 422);
  // What the file says of her stays in it; metadata tell the chart's patient.
  const auto metadata = ask(nora_, "GET", "/dicomweb/studies/2.25.1/metadata");
  EXPECT_EQ(in(metadata, "0.00100030.Value.0"), "19610402") << metadata.body;
  EXPECT_EQ(in(metadata, "0.04000561.Value.0.04000550.Value.0.00100030.Value.0"), "19610403");
}

TEST_P(ImagingObjects, WhatIsNobodysIsRefusedWithAReasonAndMayComeAgain) {
  Shot stranger;
  stranger.number = "999", stranger.name = "Nobody^Known";
  ASSERT_EQ(bring(shot_file(stranger)).at("items.0.outcome"), "held");
  const auto item = only_item();
  EXPECT_EQ(ask(tina_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"refuse"})").status, 422) << "without a reason";
  ASSERT_EQ(
      ask(tina_, "POST", "/api/work-items/" + item + "/acts", R"({"event":"refuse","reason":"object-of-nobody-here"})").status,
      200);
  EXPECT_EQ(bring(shot_file(stranger)).at("items.0.outcome"), "held") << "its number is free again";
}

TEST_P(ImagingObjects, ANumberWithoutAnIssuerIsNobodys) {
  Shot shot;
  shot.issuer = "";
  const auto held = bring(shot_file(shot));
  EXPECT_EQ(held.at("items.0.outcome"), "held") << held.body;
}

TEST_P(ImagingObjects, TheOrderOfItsAccessionNumberIsNamed) {
  const auto order =
      create("ServiceRequest", R"({"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"text":"US"},
    "identifier":[{"system":"urn:oid:1.9","value":"A-77","type":{"coding":[{"code":"FILL"}]}}],"subject":{"reference":"Patient/)" +
                                   ada_.text() + R"("}})");
  const auto brought = bring(shot_file({}));
  EXPECT_EQ(ask(nora_, "GET", "/api/imaging-studies/" + brought.at("items.0.study")).at("order"), order.text());
}

TEST_P(ImagingObjects, AnEncapsulatedPdfIsADocumentOfTheChart) {
  auto data = shot_data({});
  data.set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.104.1").set(0x00080060, "CS", "DOC");
  DataSet document;
  for (const std::uint32_t tag : {0x00080016U, 0x00080018U, 0x0020000DU, 0x0020000EU}) document.set(tag, "UI", data.text(tag));
  document.set(0x00080060, "CS", "DOC").set(0x00100010, "PN", "Marsh^Ada").set(0x00100020, "LO", "100042");
  document.set(0x00100021, "LO", "1.2.3").set(0x00100030, "DA", "19610402").set(0x00420010, "ST", "ECG report");
  document.set(0x00420011, "OB", "%PDF-1.4\n%%EOF\n").set(0x00420012, "LO", "application/pdf");
  const auto brought = bring(dicom::file_of(document));
  ASSERT_EQ(brought.at("items.0.outcome"), "filed") << brought.body;
  const auto study = ask(nora_, "GET", "/api/imaging-studies/" + brought.at("items.0.study"));
  const auto id = study.at("series.0.objects.0.document");
  const auto content = ask(nora_, "GET", "/api/documents/" + id + "/content");
  EXPECT_EQ(content.content_type, "application/pdf") << content.body;
  EXPECT_EQ(content.body, "%PDF-1.4\n%%EOF\n");
}

TEST_P(ImagingObjects, AreAskedForByDicomweb) {
  const auto file = shot_file({});
  ASSERT_EQ(stow({file}).status, 200);
  EXPECT_EQ(ask(nora_, "GET", "/dicomweb/studies").status, 400) << "never everything";
  for (const auto* query : {"PatientID=100042", "00100020=100042&IssuerOfPatientID=1.2.3", "AccessionNumber=A-77",
                            "StudyInstanceUID=2.25.1", "PatientID=100042&StudyDate=20260201-20260228&ModalitiesInStudy=US"}) {
    const auto found = ask(nora_, "GET", std::string("/dicomweb/studies?") + query);
    EXPECT_EQ(in(found, "0.0020000D.Value.0"), "2.25.1") << query << ": " << found.body;
    EXPECT_EQ(found.content_type, "application/dicom+json");
  }
  for (const auto* query :
       {"PatientID=100077", "PatientID=100042&IssuerOfPatientID=other", "PatientID=100042&ModalitiesInStudy=CT",
        "PatientID=100042&StudyDate=20260301-", "StudyInstanceUID=2.25.9"})
    EXPECT_EQ(ask(nora_, "GET", std::string("/dicomweb/studies?") + query).body, "[]") << query;
  EXPECT_EQ(in(ask(nora_, "GET", "/dicomweb/studies/2.25.1/series"), "0.0008103E.Value.0"), "Liver");
  EXPECT_EQ(in(ask(nora_, "GET", "/dicomweb/studies/2.25.1/instances"), "0.00080018.Value.0"), "2.25.101");
  const std::string instance = "/dicomweb/studies/2.25.1/series/2.25.11/instances/2.25.101";
  const auto whole = ask(nora_, "GET", instance);
  const auto parts = dicom::parts_of(whole.content_type, whole.body);
  ASSERT_TRUE(parts) << whole.body;
  EXPECT_EQ(parts->front().bytes, file);
  EXPECT_EQ(ask(nora_, "GET", instance + "/rendered").content_type, "image/png");
  const auto metadata = ask(nora_, "GET", instance + "/metadata");
  EXPECT_EQ(in(metadata, "0.00100010.Value.0.Alphabetic"), "Marsh^Ada") << metadata.body;
  EXPECT_EQ(in(metadata, "0.04000561"), "absent");
  EXPECT_EQ(ask(nora_, "GET", "/dicomweb/studies/2.25.9/series").status, 404);
  EXPECT_EQ(ask(nora_, "GET", instance + "9").status, 404);
  EXPECT_EQ(ask(nobody, "GET", instance).status, 401);
}

TEST_P(ImagingObjects, AStudyGoesWithItsMoveAndWhatComesAfterForTheOldChartIsAsked) {
  const auto brought = bring(shot_file({}));
  const auto id = brought.at("items.0.study");
  const auto moved =
      ask(tina_, "POST", "/api/moves",
          R"({"type":"ImagingStudy","id":")" + id + R"(","to":")" + tom_.text() + R"(","reason":"wrong-patient"})");
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(lines(ada_), 0U);
  EXPECT_EQ(lines(tom_), 1U);
  const auto metadata = ask(nora_, "GET", "/dicomweb/studies/2.25.1/metadata");
  EXPECT_EQ(in(metadata, "0.00100010.Value.0.Alphabetic"), "Ferreira^Tomas") << metadata.body;
  EXPECT_EQ(in(metadata, "0.04000561.Value.0.04000550.Value.0.00100010.Value.0.Alphabetic"), "Marsh^Ada");
  Shot next;
  next.instance = "2.25.102";
  const auto held = bring(shot_file(next));
  EXPECT_EQ(held.at("items.0.outcome"), "held");
  EXPECT_TRUE(held.says("another patient's chart")) << held.body;
}

TEST_P(ImagingObjects, OfARestrictedRecordAreNotThereForOthers) {
  const auto zoe =
      patient("Zimmer", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  (void)zoe;
  Shot shot;
  shot.number = "M-Zimmer", shot.name = "Zimmer^Ada";
  const auto brought = bring(shot_file(shot));
  ASSERT_EQ(brought.at("items.0.outcome"), "filed") << brought.body;
  EXPECT_NE(ask(nora_, "GET", "/api/imaging-studies/" + brought.at("items.0.study")).status, 200);
  EXPECT_NE(ask(nora_, "GET", "/api/imaging-objects/" + brought.at("items.0.object") + "/frames/1").status, 200);
  EXPECT_EQ(ask(nora_, "GET", "/dicomweb/studies?PatientID=M-Zimmer").body, "[]");
}

TEST_P(ImagingObjects, WhatIsNoObjectIsRefusedWithItsReason) {
  EXPECT_TRUE(bring("hello").says("This is no DICOM file")) << bring("hello").body;
  EXPECT_EQ(bring("").status, 400);
  EXPECT_EQ(ask(nora_, "POST", "/api/dicom", shot_file({})).status, 403);
  EXPECT_EQ(ask(tina_, "POST", "/dicomweb/studies", "x", {{"content-type", "application/dicom"}}).status, 415);
}

TEST_P(ImagingObjects, InTheWatchedFolderGoToTheirChart) {
  const auto folder = folder_.path() + "/watched";
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/a.dcm", std::ios::binary) << shot_file({});
  ScanFolder watched(*hospital_, folder);
  ASSERT_TRUE(watched.look());
  EXPECT_EQ(watched.look().value(), 1);
  EXPECT_FALSE(std::filesystem::exists(folder + "/a.dcm"));
  EXPECT_EQ(lines(ada_), 1U);
}

TEST_P(ImagingObjects, RealFilesAreEachHeldForNobodyHereOrRefusedWithAReason) {
  const char* data = std::getenv("CHARTA_TEST_DATA");
  const std::string folder = std::string(data == nullptr ? "" : data) + "/dicom";
  if (data == nullptr || !std::filesystem::exists(folder)) GTEST_SKIP() << "CHARTA_TEST_DATA holds no DICOM files";
  std::size_t files = 0, held = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".dcm") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const auto brought = bring(bytes.str());
    ++files;
    held += brought.at("items.0.outcome") == "held" ? 1 : 0;
    EXPECT_NE(brought.at("items.0.why"), "absent") << entry.path() << brought.body;
  }
  EXPECT_EQ(files, 7U);
  EXPECT_EQ(held, 7U);
}

}  // namespace
}  // namespace charta::app
