// SPDX-License-Identifier: Apache-2.0
// Across decades and media through the front door: one question and what exists where; vendors; every printed kind read back.
#include "app/tests/door_fixture.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "department/paper_charts/barcode.hpp"
#include "department/paper_charts/prints.hpp"
#include "tests/support/paper.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class ArchiveDoor : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    mia_ = person("mia", {"file_clerk"});
    nurse_ = person("nora", {"nurse"});
    ada_ = someone("Marsh", "Ada", "1961-04-02", "100042", R"(,{"use":"maiden","family":"Quill","given":["Ada"]})");
    tom_ = someone("Marsh", "Tomas", "1975-11-30", "100077", "");
    room_ = place("room", "File room");
    vendor_ = place("vendor", "Deep Store");
    box_ = place("box", "Box 4711", vendor_);
    folder_ = volume(ada_, R"("from_day":"1990-01-01","until_day":"1997-12-31",)"
                           R"("old_numbers":[{"value":"44-10-07","scheme":"unit","hospital":"St. Anne"}])");
  }
  std::string someone(const std::string& family, const std::string& given, const std::string& born, const std::string& number,
                      const std::string& more) {
    return PatientId(create("Patient", R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" + given +
                                           R"("]})" + more + R"(],"birthDate":")" + born +
                                           R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + number +
                                           R"(","type":{"coding":[{"code":"MR"}]}}]})")
                         .key())
        .text();
  }
  std::string fhir_id(const std::string& patient) {
    const auto stored = hospital_->store->read(
        [&](store::Reader& reader) { return hospital_->resources->load(reader, ResourceId(PatientId::parse(patient)->key())); });
    return (*stored)->id;
  }
  Answer post(const std::string& target, const std::string& body) { return ask(mia_, "POST", target, body); }
  std::string place(const std::string& kind, const std::string& name, const std::string& parent = "") {
    const auto made = post("/api/paper/places", R"({"kind":")" + kind + R"(","name":")" + name + "\"" +
                                                    (parent.empty() ? "" : R"(,"parent":")" + parent + "\"") + "}");
    EXPECT_EQ(made.status, 200) << made.body;
    return made.at("id");
  }
  Answer volume(const std::string& whose, const std::string& more = "") {
    const auto made = post("/api/paper/volumes",
                           R"({"patient":")" + whose + R"(","home":")" + room_ + "\"" + (more.empty() ? "" : "," + more) + "}");
    EXPECT_EQ(made.status, 200) << made.body;
    return made;
  }
  void move(const Answer& made, const std::string& kind, const std::string& more = "") {
    const auto moved = post("/api/paper/volumes/" + made.at("volume.id") + "/movements",
                            R"({"kind":")" + kind + "\"" + (more.empty() ? "" : "," + more) + "}");
    EXPECT_EQ(moved.status, 200) << moved.body;
  }
  Answer asked(const std::string& body) { return post("/api/holdings", body); }

  Visitor mia_, nurse_;
  std::string ada_, tom_, room_, vendor_, box_;
  Answer folder_;
};
CHARTA_ON_BOTH_ENGINES(ArchiveDoor);

TEST_P(ArchiveDoor, AnOldNumberOfAClosedHospitalLeadsToThePersonAndWhatExistsWhere) {
  const auto answer = asked(R"({"text":"44 10 07"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.at("answer"), "found") << answer.body;
  EXPECT_EQ(answer.at("candidates.0.patient.name"), "Marsh, Ada");
  EXPECT_EQ(answer.at("candidates.0.because.0"), "old number (unit, St. Anne)");
  EXPECT_EQ(answer.at("candidates.0.holdings.0.where"), "on-shelf");
  EXPECT_EQ(answer.at("candidates.0.holdings.0.place"), "File room");
  EXPECT_EQ(answer.at("candidates.0.holdings.0.ways.0.minutes"), "15");
  EXPECT_EQ(answer.at("candidates.0.old_numbers.0.hospital"), "St. Anne");
}

TEST_P(ArchiveDoor, EveryMediumStandsInOneAnswerWithHowLongItTakes) {
  const auto film = volume(
      ada_,
      R"("kind":"film","medium":"roll","position":"roll 118, frames 2040-2051","from_day":"1971-01-01","until_day":"1979-12-31")");
  const auto boxed = volume(ada_, R"("number":7,"from_day":"1980-01-01","until_day":"1989-12-31")");
  move(boxed, "send-off-site", R"("to":")" + box_ + "\"");
  const auto shredded = volume(ada_, R"("number":8,"from_day":"1961-04-02","until_day":"1970-12-31")");
  move(shredded, "scan-and-destroy", R"("reason":"retention","certificate":"C-1999-12")");
  create(
      "DocumentReference",
      R"({"resourceType":"DocumentReference","status":"current","type":{"coding":[{"code":"18842-5","system":"http://loinc.org"}]},
    "subject":{"reference":"Patient/)" +
          fhir_id(ada_) +
          R"("},"date":"2005-06-01T08:00:00Z","content":[{"attachment":{"contentType":"application/pdf","data":"JVBERi0="}}]})");
  const auto answer = asked(R"({"text":"frame 2045 of roll 118"})");
  ASSERT_EQ(answer.count("candidates"), 1U) << answer.body;
  EXPECT_EQ(answer.at("candidates.0.answer"), "found-in-part");
  const auto where = answer.all("candidates.0.holdings", "where");
  for (const auto* one : {"on-shelf", "off-site", "destroyed", "electronic"})
    EXPECT_NE(std::find(where.begin(), where.end(), one), where.end()) << one << " in " << answer.body;
  EXPECT_TRUE(answer.says("C-1999-12"));
  EXPECT_TRUE(answer.says("Deep Store / Box 4711"));
  EXPECT_TRUE(answer.says(R"({"priority":"rush","minutes":240})"));
  EXPECT_EQ(asked(R"({"text":"box 4711"})").at("candidates.0.patient.id"), ada_);
}

TEST_P(ArchiveDoor, SeveralPeopleAreListedWithWhatSpeaksForAndAgainstEachAndNoneIsChosen) {
  const auto answer = asked(R"({"text":"marsh","born_from":"1960-01-01","born_until":"1962-12-31"})");
  EXPECT_EQ(answer.at("answer"), "several") << answer.body;
  EXPECT_EQ(answer.at("candidates.0.patient.id"), ada_);
  EXPECT_TRUE(answer.says("birth date"));
  EXPECT_EQ(answer.at("candidates.1.against.0"), "another birth date");
  const auto former = asked(R"({"text":"quill"})");
  EXPECT_EQ(former.at("candidates.0.patient.id"), ada_) << former.body;
  EXPECT_EQ(former.at("candidates.0.because.0"), "former name");
}

TEST_P(ArchiveDoor, YearsInWhichSomebodyWasHereAndNothingStandsAreNamed) {
  for (const auto* year : {"1996", "1999", "2000"})
    create("Encounter",
           R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/)" +
               fhir_id(ada_) + R"("},"period":{"start":")" + year + R"(-05-01T08:00:00Z","end":")" + year +
               R"(-05-01T09:00:00Z"}})");
  const auto answer = asked(R"({"text":"100042"})");
  EXPECT_EQ(answer.at("candidates.0.gaps.0.from"), "1999") << answer.body;
  EXPECT_EQ(answer.at("candidates.0.gaps.0.until"), "2000");
  EXPECT_EQ(answer.count("candidates.0.gaps"), 1U);
  EXPECT_EQ(asked(R"({"text":"100042","year":1999})").at("answer"), "missing");
  EXPECT_EQ(asked(R"({"text":"100042","year":1996})").at("answer"), "found");
}

TEST_P(ArchiveDoor, NobodyIsSaidToExistWhoDoesNot) {
  const auto answer = asked(R"({"text":"999-999-9"})");
  EXPECT_EQ(answer.at("answer"), "never-existed") << answer.body;
  EXPECT_EQ(answer.count("candidates"), 0U);
  EXPECT_EQ(asked("{}").status, 400);
  EXPECT_EQ(asked(R"({"text":"x","year":19})").status, 400);
  EXPECT_EQ(asked(R"({"text":"x","born_from":"spring"})").status, 400);
}

TEST_P(ArchiveDoor, EverybodyWhoseHoldingsWereShownHasItInTheirLedger) {
  asked(R"({"text":"100042"})");
  ledger::Filter filter;
  filter.subject_kind = "holdings";
  filter.subject = PatientId::parse(ada_)->key();
  const auto entries = hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); });
  EXPECT_EQ(*entries, 1);
}

TEST_P(ArchiveDoor, WhoMayNotSeeARecordLearnsNothingOfIt) {
  create(
      "Patient",
      R"({"resourceType":"Patient","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},
    "name":[{"family":"Hidden","given":["Ruth"]}],"identifier":[{"system":"urn:oid:1.2.3","value":"100099","type":{"coding":[{"code":"MR"}]}}]})");
  const auto answer = asked(R"({"text":"100099"})");
  EXPECT_EQ(answer.at("answer"), "never-existed") << answer.body;
  EXPECT_FALSE(answer.says("Hidden"));
}

TEST_P(ArchiveDoor, AVendorsOrderIsDraftedSentAndReceivedByScan) {
  move(folder_, "send-off-site", R"("to":")" + box_ + "\"");
  const auto made = post("/api/off-site/orders",
                         R"({"volumes":[")" + folder_.at("volume.id") + R"("],"priority":"rush","purchase_order":"PO-7"})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at("order.vendor.name"), "Deep Store") << "whoever keeps the volume";
  const auto id = made.at("order.id");
  const auto sent = post("/api/off-site/orders/" + id + "/send", "{}");
  EXPECT_EQ(sent.at("order.state"), "ordered") << sent.body;
  EXPECT_EQ(sent.at("order.handed_over"), "true");
  const auto csv = ask(mia_, "GET", "/api/off-site/orders/" + id + "/form?format=csv");
  EXPECT_TRUE(csv.says(folder_.at("volume.barcode")));
  EXPECT_FALSE(csv.says("100042"));
  const auto received = post("/api/off-site/orders/" + id + "/scans", R"({"barcode":")" + folder_.at("volume.barcode") + "\"}");
  EXPECT_EQ(received.at("order.state"), "received") << received.body;
  EXPECT_EQ(ask(mia_, "GET", "/api/off-site/figures").at("months.0.in_time"), "1");
  EXPECT_EQ(ask(nurse_, "GET", "/api/off-site/orders").status, 403);
}

TEST_P(ArchiveDoor, TheVendorsFormIsReadLineByLineAndNamesNobody) {
  move(folder_, "send-off-site", R"("to":")" + box_ + "\"");
  const auto made = post("/api/off-site/orders", R"({"volumes":[")" + folder_.at("volume.id") + "\"]}");
  const auto form = ask(mia_, "GET", "/api/off-site/orders/" + made.at("order.id") + "/form");
  ASSERT_EQ(form.content_type, "application/pdf");
  page_reader::ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  std::vector<std::string> read;
  for (const auto& page : reader.pages_of(form.body, "").value())
    for (const auto& symbol : reader.look(page).value().symbols) read.push_back(symbol.text);
  EXPECT_NE(std::find(read.begin(), read.end(), folder_.at("volume.barcode")), read.end());
  const auto words = paper::text_of(form.body);
  for (const auto* secret : {"Marsh", "100042", "10-00-42", "1961"}) EXPECT_EQ(words.find(secret), std::string::npos) << secret;
}

// Printed and read back: what a label printer draws from ZPL, bar by bar.
using paper_charts::Label;
using paper_charts::Scanned;

std::vector<std::string> symbols_on(const std::string& pdf) {
  page_reader::ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  std::vector<std::string> texts;
  for (const auto& page : reader.pages_of(pdf, "").value())
    for (const auto& symbol : reader.look(page).value().symbols) texts.push_back(symbol.text);
  return texts;
}

std::vector<std::string> coded_in(const std::string& zpl) {
  constexpr std::string_view begins = "A^FH^FD", ends = "^FS";
  std::vector<std::string> texts;
  for (auto at = zpl.find("^BCN,"); at != std::string::npos; at = zpl.find("^BCN,", at + 1)) {
    const auto from = zpl.find(begins, at) + begins.size();
    texts.push_back(zpl.substr(from, zpl.find(ends, from) - from));
  }
  return texts;
}

TEST(PrintedKinds, EachLabelOfAVolumeAPlaceABoxAndARequestIsReadAsWhatItIs) {
  std::vector<Label> labels;
  for (const auto kind : {Scanned::volume, Scanned::place, Scanned::requisition})
    labels.push_back({paper_charts::barcode_of(kind, 4'242'424), "12-34-56", {"Main house / Bay 1 / Shelf 12"}, {}});
  const auto read = symbols_on(paper_charts::labels_as_pdf(labels).value());
  const auto drawn = coded_in(paper_charts::labels_as_zpl(labels).value());
  ASSERT_EQ(drawn.size(), labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    EXPECT_NE(std::find(read.begin(), read.end(), labels[i].barcode), read.end()) << labels[i].barcode;
    EXPECT_EQ(paper_charts::read_barcode(drawn[i]).kind, paper_charts::read_barcode(labels[i].barcode).kind);
    EXPECT_EQ(paper_charts::read_barcode(drawn[i]).key, 4'242'424);
  }
}

TEST(PrintedKinds, ASlipForALabelPrinterCarriesTheVolumeAndTheRequest) {
  const paper_charts::Slip slip{"OUT",
                                {paper_charts::barcode_of(Scanned::volume, 7), "12-34-56", {}, {}},
                                "Nurse Ito",
                                "Ward 3",
                                "2026-03-01 08:00",
                                "",
                                paper_charts::barcode_of(Scanned::requisition, 9)};
  EXPECT_EQ(coded_in(paper_charts::slips_as_zpl({slip}).value()),
            (std::vector<std::string>{slip.volume.barcode, slip.request_barcode}));
}

TEST(PrintedKinds, ALongPlaceOnAPullListLosesNoHalfLetterAndKeepsItsBars) {
  std::vector<paper_charts::PrintedLine> lines;
  const std::string place =
      "Haupthaus / Röntgenarchiv / Kellergeschoß / Gänge süd / Regal Ä-17 / Schublade für übergroße Mäppchen";
  for (std::int64_t key = 1; key <= 3; ++key)
    lines.push_back({"12-34-56", "vol. 1", place, "Prüfstelle für Zürich-Übersee und Umgebung, Außenstelle Nord",
                     "2026-03-01 08:00", "stat", paper_charts::barcode_of(Scanned::volume, key * 104'729)});
  const auto pdf = paper_charts::pull_list_as_pdf(lines, "Pull list").value();
  const auto read = symbols_on(pdf);
  for (const auto& line : lines) EXPECT_NE(std::find(read.begin(), read.end(), line.barcode), read.end());
  const auto words = paper::text_of(pdf);
  EXPECT_NE(words.find("Röntgenarchiv / Kellergeschoß"), std::string::npos) << words;
  EXPECT_EQ(words.find("?"), std::string::npos) << "half a letter is printed as a question mark: " << words;
  EXPECT_NE(words.find("2026-03-01 08:00 for Prüfstelle für Zürich-Übersee"), std::string::npos) << words;
}

}  // namespace
}  // namespace charta::app
