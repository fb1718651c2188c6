// SPDX-License-Identifier: Apache-2.0
// What is filed is found, what leaves the record is not, and nobody finds what they may not read: on both engines.
#include "department/document_search/tests/search_fixture.hpp"

#include <set>

namespace charta::document_search {
namespace {

CHARTA_ON_BOTH_ENGINES(SearchTest);
using Ids = std::vector<std::string>;
constexpr auto vip = static_cast<access::SensitivityMask>(access::Sensitivity::vip);

TEST_P(SearchTest, ADocumentIsFoundByItsWordsWithThePlaceWhereTheyStand) {
  const auto id = file({ada_, "Seen on the ward.\fThe patient has severe chest pain since Monday."});
  read_all();
  const auto hits = answer("chest pain").hits;
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].document.fhir_id, id);
  EXPECT_EQ(hits[0].document.title, "Progress note");
  EXPECT_EQ(hits[0].document.author, "Dr. Quill");
  EXPECT_EQ(hits[0].page, 2);
  EXPECT_EQ(hits[0].document.pages, 2);
  EXPECT_EQ(hits[0].patient, ada_);
  ASSERT_EQ(hits[0].snippet.size(), 5U);
  EXPECT_EQ(hits[0].snippet[1].text, "chest");
  EXPECT_TRUE(hits[0].snippet[1].is_hit);
  EXPECT_EQ(found("elbow"), Ids());
}

TEST_P(SearchTest, WhatIsFiledIsAskedForInItsUnitAndReadAfterARestart) {
  file({ada_, "chest pain"});
  EXPECT_EQ(figures().due, 1);
  restart();
  EXPECT_EQ(figures().due, 1) << "it was written with the document";
  read_all();
  EXPECT_EQ(found("chest").size(), 1U);
  EXPECT_EQ(figures().due, 0);
  EXPECT_EQ(figures().documents, 1);
}

TEST_P(SearchTest, AUnitThatWasTakenBackAsksForNothing) {
  auto prepared = resources_->prepare(body_of({ada_, "chest"}));
  ASSERT_TRUE(prepared);
  const auto done = store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(resources_->put(work, system_, *prepared));
    return fail(ErrorKind::business_rule, "no");
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(figures().due, 0);
}

TEST_P(SearchTest, WhatWasDeletedIsFoundByNobodyAtOnce) {
  const auto id = file({ada_, "chest pain"});
  read_all();
  ASSERT_TRUE(resources_->remove(system_, "DocumentReference", id));
  EXPECT_EQ(found("chest"), Ids()) << "before anything was read again";
  read_all();
  EXPECT_EQ(found("chest"), Ids());
  EXPECT_EQ(figures().documents, 0) << "its words are gone, too";
}

TEST_P(SearchTest, WhatWasEnteredInErrorOrReplacedIsFoundByNobodyAtOnce) {
  Filed wrong{ada_, "chest pain"}, old{ada_, "chest pain, first draft"};
  const auto first = file(wrong), second = file(old);
  read_all();
  EXPECT_EQ(found("chest").size(), 2U);
  wrong.status = "entered-in-error";
  change(first, wrong);
  EXPECT_EQ(found("chest"), Ids({second}));
  old.status = "superseded";
  change(second, old);
  EXPECT_EQ(found("chest"), Ids());
  read_all();
  EXPECT_EQ(found("chest"), Ids());
  wrong.status = "current";
  change(first, wrong);
  read_all();
  EXPECT_EQ(found("chest"), Ids({first})) << "taken back, it is found again";
}

TEST_P(SearchTest, ANewVersionIsFoundByItsNewWords) {
  Filed note{ada_, "chest pain"};
  const auto id = file(note);
  read_all();
  note.text = "knee pain";
  change(id, note);
  read_all();
  EXPECT_EQ(found("chest"), Ids());
  EXPECT_EQ(found("knee"), Ids({id}));
}

TEST_P(SearchTest, AChangeWhileItWasReadIsReadOnceMore) {
  Filed note{ada_, "chest pain"};
  const auto id = file(note);
  SearchStore rows;
  const auto due = store().read([&](store::Reader& reader) { return rows.due(reader, clock_.now(), false, 10); });
  ASSERT_EQ(due->size(), 1U);
  note.text = "knee";
  change(id, note);
  const auto settled = store().write([&](store::UnitOfWork& work) { return rows.settle(work, due->front()); });
  ASSERT_TRUE(settled);
  EXPECT_FALSE(*settled) << "what was read meanwhile is not what stands there";
  read_all();
  EXPECT_EQ(found("knee"), Ids({id}));
}

TEST_P(SearchTest, ADocumentOfAnotherPatientMovesWithItsResource) {
  Filed note{ada_, "chest pain"};
  const auto id = file(note);
  read_all();
  EXPECT_EQ(found("chest", ada_), Ids({id}));
  note.patient = tom_;
  change(id, note);
  EXPECT_EQ(found("chest", ada_), Ids()) << "at once";
  EXPECT_EQ(answer("chest").hits.at(0).patient, tom_);
  read_all();
  EXPECT_EQ(found("chest", tom_), Ids({id}));
  EXPECT_EQ(found("chest", ada_), Ids());
}

TEST_P(SearchTest, WhoeverMayNotReadADocumentNeitherFindsNorCountsIt) {
  const auto here = file({ada_, "chest pain"});
  Filed elsewhere{ada_, "chest pain"}, secret{tom_, "chest pain"};
  elsewhere.facility = 5;
  secret.sensitivity = vip;
  file(elsewhere);
  file(secret);
  read_all();
  actor_.visibility = {1, 0, {}, vip};  // of facility 0, without clearance
  const auto seen = answer("chest");
  EXPECT_EQ(ids(seen), Ids({here}));
  EXPECT_EQ(seen.total, 1);
  actor_.visibility.clearance = vip;
  EXPECT_EQ(answer("chest").total, 2);
}

TEST_P(SearchTest, ABrokenGlassOpensThatPatientsDocumentsAlone) {
  Filed adas{ada_, "chest pain"}, toms{tom_, "chest pain"};
  adas.sensitivity = toms.sensitivity = vip;
  adas.facility = 5;
  const auto opened = file(adas);
  file(toms);
  read_all();
  actor_.visibility = {1, 0, {}, vip};
  EXPECT_EQ(found("chest"), Ids());
  actor_.visibility.opened_by_glass = {ada_};
  EXPECT_EQ(found("chest"), Ids({opened}));
  EXPECT_EQ(found("chest", ada_), Ids({opened}));
}

TEST_P(SearchTest, ALabelOfTheWholeRecordClosesItsDocumentsInTheSameUnit) {
  const auto id = file({ada_, "chest pain"});
  read_all();
  actor_.visibility = {access::all_facilities, 0, {}, 0};
  EXPECT_EQ(found("chest"), Ids({id}));
  const auto relabel = [&](std::uint32_t removed, std::uint32_t added) {
    const auto done = store().write([&](store::UnitOfWork& work) -> Result<void> {
      return search_->on_relabelled(work, {ada_, removed, added});
    });
    ASSERT_TRUE(done) << done.error().message;
  };
  relabel(0, vip);
  EXPECT_EQ(found("chest"), Ids());
  relabel(vip, 0);
  EXPECT_EQ(found("chest"), Ids({id})) << "its own resource carries no label";
}

TEST_P(SearchTest, WithoutThePermissionNothingIsSearched) {
  actor_.permissions.reset();
  const auto refused = search_->search(actor_, {"chest", {}, {}, {}, {}, {}, 20, 0});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
}

TEST_P(SearchTest, WhatWasAskedStandsBesideTheLedgerAndItsDigestInIt) {
  file({ada_, "chest pain"});
  read_all();
  found("chest pain", ada_);
  const auto entries = store().read([&](store::Reader& reader) {
    ledger::Filter filter;
    filter.subject_kind = "document_search";
    return ledger_->list(reader, filter);
  });
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1U);
  EXPECT_EQ(entries->front().act, "searched");
  EXPECT_EQ(entries->front().patient, ada_);
  std::string asked;
  const auto read = store().read([&](store::Reader& reader) {
    return reader.read({"test.asked", "SELECT asked FROM search_asked WHERE search = :search"},
                       {{"search", entries->front().subject}}, [&](const store::Row& row) {
                         asked = row.string(0);
                         return false;
                       });
  });
  ASSERT_TRUE(read);
  EXPECT_EQ(asked, R"({"text":"chest pain","patient":")" + ada_.text() + "\"}");
  EXPECT_EQ(entries->front().digest_hex, sha256(asked).hex());
}

TEST_P(SearchTest, TheLedgerOfEachPatientWhoseWordsWereShownSaysSo) {
  file({ada_, "chest pain"});
  file({ada_, "chest wall"});
  file({tom_, "chest clear"});
  file({tom_, "knee"});
  read_all();
  const auto patients_of = [&] {
    std::multiset<PatientId> patients;
    const auto read = store().read([&](store::Reader& reader) -> Result<void> {
      ledger::Filter filter;
      filter.subject_kind = "document_search";
      CHARTA_TRY(const auto entries, ledger_->list(reader, filter));
      for (const auto& entry : entries) patients.insert(entry.patient);
      return {};
    });
    EXPECT_TRUE(read);
    return patients;
  };
  found("chest");
  EXPECT_EQ(patients_of(), (std::multiset<PatientId>{PatientId(), ada_, tom_})) << "what was asked, and whose words were shown";
  found("knee", tom_);
  EXPECT_EQ(patients_of(), (std::multiset<PatientId>{PatientId(), ada_, tom_, tom_})) << "in one chart one entry says both";
}

TEST_P(SearchTest, TypeAuthorAndTimeNarrowIt) {
  const auto first = file({ada_, "chest pain"});
  Filed other{ada_, "chest pain", "text/plain", "18842-5", "Dr. Ferreira-Lund", "2024-05-01T08:00:00Z"};
  const auto second = file(other);
  read_all();
  SearchCommand command;
  command.text = "chest";
  command.type = "18842-5";
  EXPECT_EQ(ids(answer(command)), Ids({second}));
  command.type.clear();
  command.author = "ferr";
  EXPECT_EQ(ids(answer(command)), Ids({second}));
  command.author = "Quill";
  EXPECT_EQ(ids(answer(command)), Ids({first}));
  command.author.clear();
  command.from = Instant::parse("2024-05-01T00:00:00Z");
  command.until = Instant::parse("2024-05-02T00:00:00Z");
  EXPECT_EQ(ids(answer(command)), Ids({second}));
  command.until = Instant::parse("2024-05-01T08:00:00Z");
  EXPECT_EQ(ids(answer(command)), Ids()) << "the end is no part of the span";
  command.until.reset();
  EXPECT_EQ(answer(command).total, 2);
}

TEST_P(SearchTest, TheBestAnswerComesFirstAndAPageOfThemAtATime) {
  const auto once =
      file({ada_, "a long note about many things, with chest somewhere and, much later, after this and that, some pain"});
  const auto often = file({ada_, "chest pain, again chest pain"});
  for (int i = 0; i < 5; ++i) file({tom_, "knee and chest"});
  read_all();
  EXPECT_EQ(found("chest pain"), Ids({often, once}));
  SearchCommand command;
  command.text = "chest";
  command.limit = 3;
  const auto first = answer(command);
  EXPECT_EQ(first.total, 7);
  EXPECT_EQ(first.hits.size(), 3U);
  command.offset = 6;
  EXPECT_EQ(answer(command).hits.size(), 1U);
  command.offset = 60;
  EXPECT_TRUE(answer(command).hits.empty());
}

TEST_P(SearchTest, PagesOfADocumentAreOneHit) {
  file({ada_, "chest\fknee\fchest pain chest"});
  read_all();
  const auto all = answer("chest");
  ASSERT_EQ(all.total, 1);
  EXPECT_EQ(all.hits[0].page, 3);
  EXPECT_EQ(all.hits[0].other_pages, std::vector<std::int64_t>({1}));
}

TEST_P(SearchTest, MoreThanIsWeighedIsSaid) {
  std::string text;
  for (std::int64_t page = 0; page <= most_weighed; ++page) text += "chest\f";
  file({ada_, text});
  read_all();
  EXPECT_TRUE(answer("chest").is_more);
  EXPECT_FALSE(answer("knee").is_more);
}

TEST_P(SearchTest, RtfAndHtmlAreReadAsTheyAreShown) {
  const auto rtf = file({ada_, R"({\rtf1\ansi Chest pain\par})", "application/rtf"});
  const auto html = file({ada_, "<p>Knee &amp; <b>elbow</b></p>", "text/html"});
  file({ada_, "\x01\x02\x03", "application/octet-stream"});
  read_all();
  EXPECT_EQ(found("chest"), Ids({rtf}));
  EXPECT_EQ(found("\"knee elbow\""), Ids({html}));
  EXPECT_EQ(figures().documents, 3) << "what has no words is known all the same";
}

TEST_P(SearchTest, APdfIsReadByItsTextLayerAndItsImagesBehindEverythingElse) {
  const auto text = file({ada_, "first sheet\fsecond sheet\f", "application/pdf"});
  const auto images = file({ada_, "IMAGES chest pain\n\nknee", "application/pdf"});
  read_all();
  EXPECT_EQ(found("second"), Ids({text}));
  EXPECT_EQ(found("chest"), Ids());
  EXPECT_EQ(figures().due, 1);
  ASSERT_EQ(*search_->read_due(true), 1);
  EXPECT_EQ(found("chest"), Ids({images}));
  EXPECT_EQ(answer("knee").hits.at(0).page, 3);
  EXPECT_EQ(figures().due, 0);
}

TEST_P(SearchTest, AFileThatCannotBeReadIsSaidAndAReaderThatIsAwayIsAskedAgain) {
  file({ada_, "BROKEN", "application/pdf"});
  read_all();
  EXPECT_EQ(figures().problems, 1);
  reader_.is_away = true;
  const auto id = file({ada_, "chest pain\f", "application/pdf"});
  read_all();
  EXPECT_EQ(figures().due, 1);
  reader_.is_away = false;
  EXPECT_EQ(*search_->read_due(true), 0) << "after a pause";
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(*search_->read_due(true), 1);
  EXPECT_EQ(found("chest"), Ids({id}));
}

TEST_P(SearchTest, AReportIsFoundByItsResultsAndFollowsThem) {
  const auto result = [&](const std::string& value, const std::string& id) {
    return R"({"resourceType":"Observation",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") +
           R"("status":"final","code":{"text":"Potassium"},"subject":{"reference":"Patient/)" + ada_.text() +
           R"("},"valueString":")" + value + "\"}";
  };
  const auto observation = resources_->create(system_, "Observation", result("hemolysed", ""), "");
  ASSERT_TRUE(observation) << observation.error().message;
  const auto report = resources_->create(
      system_, "DiagnosticReport",
      R"({"resourceType":"DiagnosticReport","status":"final","code":{"text":"Electrolytes"},"subject":{"reference":"Patient/)" +
          ada_.text() + R"("},"conclusion":"Repeat the sample","result":[{"reference":"Observation/)" + observation->id + "\"}]}",
      "");
  ASSERT_TRUE(report) << report.error().message;
  read_all();
  EXPECT_EQ(found("potassium hemolysed"), Ids({report->id}));
  EXPECT_EQ(found("\"repeat the sample\""), Ids({report->id}));
  ASSERT_TRUE(resources_->update(system_, "Observation", observation->id, result("normal", observation->id), ""));
  read_all();
  EXPECT_EQ(found("hemolysed"), Ids());
  EXPECT_EQ(found("potassium normal"), Ids({report->id}));
}

TEST_P(SearchTest, TheWordsOfADocumentAreShownToWhoeverMayReadIt) {
  Filed images{ada_, "IMAGES chest pain\n\nknee", "application/pdf"};
  images.sensitivity = vip;
  const auto id = file(images);
  const auto early = search_->text(actor_, "DocumentReference", id);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().location, "text") << "not read yet";
  read_all();
  ASSERT_TRUE(search_->read_due(true));
  const auto text = search_->text(actor_, "DocumentReference", id);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "chest pain\f\fknee");
  actor_.visibility = {1, 0, {}, 0};
  EXPECT_FALSE(search_->text(actor_, "DocumentReference", id));
}

TEST_P(SearchTest, TheDocumentsOfLinkedRecordsAreSearchedInOneChart) {
  const auto adas = file({ada_, "chest pain"}), toms = file({tom_, "chest wall"});
  read_all();
  EXPECT_EQ(found("chest", ada_), Ids({adas}));
  ASSERT_TRUE(index_->link(system_, ada_, tom_, "same-person"));
  EXPECT_EQ(answer("chest", ada_).total, 2);
}

TEST_P(SearchTest, WhatWasFiledBeforeThereWasASearchIsListedOnce) {
  listens_ = false;
  make_services();
  const auto id = file({ada_, "chest pain"});
  EXPECT_EQ(figures().due, 0);
  listens_ = true;
  make_services();
  EXPECT_TRUE(*search_->list_record());
  EXPECT_FALSE(*search_->list_record()) << "once";
  read_all();
  EXPECT_EQ(found("chest"), Ids({id}));
}

TEST_P(SearchTest, ARebuildFindsWhatWasFoundBefore) {
  const auto one = file({ada_, "chest pain"}), other = file({tom_, "knee"});
  read_all();
  ASSERT_TRUE(search_->rebuild());
  EXPECT_EQ(figures().documents, 0);
  read_all();
  EXPECT_EQ(found("chest"), Ids({one}));
  EXPECT_EQ(found("knee"), Ids({other}));
}

}  // namespace
}  // namespace charta::document_search
