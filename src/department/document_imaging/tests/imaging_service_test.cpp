// SPDX-License-Identifier: Apache-2.0
// The imaging desk's acts on both engines, from the stack to the chart, and what each refuses.
#include "department/document_imaging/tests/imaging_fixture.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {

using ImagingDesk = ImagingTest;
CHARTA_ON_BOTH_ENGINES(ImagingDesk);

const std::string adas_page = "EKG / Patient: MARSH, Ada / DOB 04/02/1961 MRN 100042 / Date of service 2026-02-25\n";
const std::string toms_page = "EKG / Patient: FERREIRA, Tomas / DOB 11/30/1975 MRN 100077 / Date of service 2026-02-25\n";

TEST_P(ImagingDesk, PaperBecomesDocumentsInTheRightCharts) {
  const auto batch = fed(
      "SHEET " + sheet("100042") + "\n" + adas_page + adas_page + "SHEET " + sheet("100077") + "\n" + toms_page + "BLANK\n", 6);
  ASSERT_EQ(state(batch), "separated");
  auto seen = view(batch);
  ASSERT_EQ(seen.drafts.size(), 2U);
  EXPECT_TRUE(seen.balance.holds) << seen.balance.says;
  EXPECT_EQ(seen.balance.in_documents, 3);
  EXPECT_EQ(seen.balance.separators, 2);
  EXPECT_EQ(seen.balance.blanks, 1);
  index(seen.drafts[0].id, of(ada_));
  EXPECT_EQ(state(batch), "separated");
  index(seen.drafts[1].id, of(tom_));
  EXPECT_EQ(state(batch), "indexed") << "the last index makes the step";
  ASSERT_TRUE(act(batch, "pass-qa1"));
  EXPECT_EQ(view(batch).row.batch.sample_percent, 100) << "nobody has looked at anything of this clerk yet";
  expect_error(desk_->commit(mia_, batch, 0), ErrorKind::business_rule);
  EXPECT_EQ(lines(ada_), 0);
  check_all(batch);
  ASSERT_EQ(state(batch), "qa2");
  const auto done = desk_->commit(mia_, batch, 0);
  ASSERT_TRUE(done) << done.error().message << " " << done.error().location;
  EXPECT_EQ(state(batch), "committed");
  EXPECT_EQ(lines(ada_), 1);
  EXPECT_EQ(lines(tom_), 1);
  const auto filed = view(batch).drafts.at(0);
  ASSERT_TRUE(filed.resource.is_set());
  const auto content = chart_->content(system_, "DocumentReference", filed.resource_id, "");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(content->content_type, "application/pdf");
  EXPECT_TRUE(content->bytes.starts_with("%PDF"));
  EXPECT_NE(content->bytes.find("MARSH"), std::string::npos);
  EXPECT_EQ(content->bytes.find("FERREIRA"), std::string::npos);
  const auto shown = chart_->document(system_, "DocumentReference", filed.resource_id);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->patient, ada_);
  EXPECT_EQ(shown->type_code, "11524-6");
  EXPECT_TRUE(shown->date.starts_with("2026-02-25")) << shown->date;
}

TEST_P(ImagingDesk, APageThatWasTurnedByHandIsFiledAsItWasTurned) {
  const auto batch = fed("SHEET " + sheet("100042") + "\n" + adas_page, 2);
  Edit turn;
  turn.kind = EditKind::rotate;
  turn.page = view(batch).pages.at(1).id;
  turn.degrees = 180;
  ASSERT_TRUE(desk_->edit(mia_, batch, {turn}, 0));
  index(document(batch, 0), of(ada_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  check_all(batch);
  ASSERT_TRUE(desk_->commit(mia_, batch, 0));
  const auto content = chart_->content(system_, "DocumentReference", view(batch).drafts.at(0).resource_id, "");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_NE(content->bytes.find("TURNED 180 "), std::string::npos) << content->bytes;
  EXPECT_NE(content->bytes.find("[14 words]"), std::string::npos)
      << "her page has 12 words; the turned one, read again, says TURNED 180 too: " << content->bytes;
}

TEST_P(ImagingDesk, ABatchIsCommittedOnce) {
  const auto batch = fed(adas_page, 1);
  index(document(batch, 0), of(ada_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  check_all(batch);
  const auto version = view(batch).row.batch.version;
  ASSERT_TRUE(desk_->commit(mia_, batch, version));
  expect_error(desk_->commit(mia_, batch, version), ErrorKind::version_conflict);
  expect_error(desk_->commit(mia_, batch, 0), ErrorKind::business_rule);
  EXPECT_EQ(lines(ada_), 1);
}

TEST_P(ImagingDesk, NothingIsCommittedWhileASheetIsMissing) {
  const auto batch = fed(adas_page, 2);
  index(document(batch, 0), of(ada_));
  const auto refused = act(batch, "pass-qa1");
  expect_error(refused, ErrorKind::business_rule);
  EXPECT_NE(refused.error().message.find("1 is missing"), std::string::npos) << refused.error().message;
  const auto commit = desk_->commit(mia_, batch, 0);
  expect_error(commit, ErrorKind::business_rule, "balance");
  EXPECT_NE(commit.error().message.find("2 sheets"), std::string::npos) << commit.error().message;
  EXPECT_EQ(state(batch), "indexed");
  EXPECT_EQ(lines(ada_), 0);
}

TEST_P(ImagingDesk, TheMissingSheetIsFedAgainAndCounts) {
  const auto batch = fed(adas_page, 2);
  index(document(batch, 0), of(ada_));
  ASSERT_TRUE(act(batch, "rescan", "sheets-missing"));
  EXPECT_EQ(state(batch), "prepped");
  ASSERT_TRUE(desk_->feed(mia_, batch, "EKG / MRN 100042\n", "image/png"));
  ASSERT_TRUE(jobs_->run_due());
  const auto seen = view(batch);
  EXPECT_EQ(seen.row.batch.state, "separated");
  EXPECT_TRUE(seen.balance.holds) << seen.balance.says;
  ASSERT_EQ(seen.drafts.size(), 2U);
  EXPECT_TRUE(seen.drafts[0].is_indexed()) << "what was indexed stays";
  EXPECT_FALSE(seen.drafts[1].is_indexed());
}

TEST_P(ImagingDesk, TheSameFileIsTakenOnce) {
  fed(adas_page, 1);
  const auto again = desk_->prepare(mia_, {});
  expect_error(desk_->feed(mia_, *again, adas_page, ""), ErrorKind::business_rule);
  expect_error(desk_->feed(mia_, *again, "", ""), ErrorKind::missing);
  expect_error(desk_->feed(mia_, BatchId(5), toms_page, ""), ErrorKind::not_found);
}

TEST_P(ImagingDesk, WhatNobodyCountedIsCountedOnce) {
  const auto batch = fed(adas_page, {});
  EXPECT_FALSE(view(batch).balance.holds);
  BatchHeader counted;
  counted.sheets = 1;
  ASSERT_TRUE(desk_->count(mia_, batch, counted, 0));
  EXPECT_TRUE(view(batch).balance.holds);
  expect_error(desk_->count(mia_, batch, counted, 0), ErrorKind::business_rule);
}

TEST_P(ImagingDesk, ASeparatorThatOneWayReadStopsTheBatchForAPerson) {
  const auto batch = fed("SHEET " + sheet("100042") + "\n" + adas_page + "ONEWAY " + sheet("100077") + "\n" + toms_page, 4);
  ASSERT_EQ(state(batch), "stopped");
  auto seen = view(batch);
  ASSERT_EQ(seen.questions.size(), 1U);
  EXPECT_EQ(seen.questions[0].kind, "one-way-separator");
  EXPECT_EQ(seen.drafts.size(), 3U);
  EXPECT_FALSE(seen.drafts[2].sheet) << "nobody acts on what one way read";
  expect_error(act(batch, "separate"), ErrorKind::business_rule);
  expect_error(desk_->answer(mia_, seen.questions[0].id, "perhaps", 0), ErrorKind::unknown_code);
  ASSERT_TRUE(desk_->answer(mia_, seen.questions[0].id, "as-read", 0));
  expect_error(desk_->answer(mia_, seen.questions[0].id, "page", 0), ErrorKind::business_rule);
  seen = view(batch);
  ASSERT_EQ(seen.drafts.size(), 2U);
  ASSERT_TRUE(seen.drafts[1].sheet);
  EXPECT_EQ(seen.drafts[1].sheet->mrn, "100077");
  EXPECT_EQ(seen.balance.separators, 2);
  ASSERT_TRUE(act(batch, "separate"));
  EXPECT_EQ(state(batch), "separated");
}

TEST_P(ImagingDesk, APrintedSheetThatDidNotComeStopsTheBatch) {
  const auto batch = fed("SHEET " + sheet("100042", "", "41") + "\n" + adas_page, 2, {"41", "42"});
  ASSERT_EQ(state(batch), "stopped");
  const auto seen = view(batch);
  ASSERT_EQ(seen.questions.size(), 1U);
  EXPECT_EQ(seen.questions[0].kind, "missing-sheet");
  ASSERT_TRUE(desk_->answer(mia_, seen.questions[0].id, "not-in-the-stack", 0));
  EXPECT_TRUE(act(batch, "separate"));
}

TEST_P(ImagingDesk, APageThatCannotBeReadStopsTheBatchWithItsReason) {
  const auto batch = fed(adas_page + "BROKEN\n", 2);
  ASSERT_EQ(state(batch), "stopped");
  const auto seen = view(batch);
  ASSERT_EQ(seen.questions.size(), 1U);
  EXPECT_EQ(seen.questions[0].text, "the image is cut off");
  EXPECT_EQ(seen.pages[1].problem, "the image is cut off");
  ASSERT_TRUE(desk_->answer(mia_, seen.questions[0].id, "reject", 0));
  EXPECT_EQ(view(batch).balance.rejects, 1);
  EXPECT_EQ(view(batch).drafts.size(), 1U);
}

TEST_P(ImagingDesk, AFileThatCannotBeOpenedStopsTheBatchAndAnotherIsFed) {
  const auto batch = fed("NO FILE", 1);
  ASSERT_EQ(state(batch), "stopped");
  EXPECT_EQ(view(batch).row.problem, "the file is encrypted");
  EXPECT_FALSE(view(batch).balance.holds);
  ASSERT_TRUE(desk_->answer(mia_, view(batch).questions.at(0).id, "left-out", 0));
  ASSERT_TRUE(act(batch, "rescan", "image-not-readable"));
  ASSERT_TRUE(desk_->feed(mia_, batch, adas_page, ""));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(state(batch), "separated");
  EXPECT_TRUE(view(batch).balance.holds);
}

TEST_P(ImagingDesk, AReaderThatEndsIsAskedAgainAndNoPageIsReadTwice) {
  reader_.fails_after = 1;
  const auto batch = fed(adas_page + toms_page + "BLANK\n", 3);
  EXPECT_EQ(state(batch), "scanned");
  auto seen = view(batch);
  EXPECT_EQ(seen.row.images, 3);
  EXPECT_EQ(seen.row.unread, 3);
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(state(batch), "separated");
  EXPECT_EQ(reader_.looks, 3) << "the page that was looked at before is remembered";
  EXPECT_EQ(view(batch).pages.size(), 3U);
}

TEST_P(ImagingDesk, EveryPageStandsOnTheDeskBeforeTheFirstWordIsRead) {
  fed(adas_page + "BLANK\n" + toms_page, 3);
  EXPECT_EQ(reader_.acts, "lllww") << "a blank side has no words";
}

TEST_P(ImagingDesk, SeveralReadersReadEachPageOnceAndKeepTheOrder) {
  reader_.readers = 4;
  std::string pile;
  for (int page = 0; page < 40; ++page) pile += "PAGE " + std::to_string(100 + page) + "\n";
  const auto batch = fed(pile, 40);
  EXPECT_EQ(state(batch), "separated");
  EXPECT_EQ(reader_.looks, 40);
  EXPECT_EQ(reader_.acts.size(), 80U);
  const auto seen = view(batch);
  ASSERT_EQ(seen.pages.size(), 40U);
  for (std::size_t page = 0; page < 40; ++page) EXPECT_EQ(seen.pages[page].number, static_cast<std::int64_t>(page) + 1);
}

TEST_P(ImagingDesk, AnErrorOfOneReaderEndsTheOthersAndTheNextRunGoesOn) {
  reader_.readers = 4;
  reader_.fails_after = 10;
  std::string pile;
  for (int page = 0; page < 40; ++page) pile += "PAGE " + std::to_string(100 + page) + "\n";
  const auto batch = fed(pile, 40);
  EXPECT_EQ(state(batch), "scanned");
  EXPECT_LT(reader_.looks, 40);
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(state(batch), "separated");
  EXPECT_EQ(reader_.looks, 40);
}

TEST_P(ImagingDesk, APageAtWhichEveryReaderEndsIsGivenToAPerson) {
  reader_.ends_at = "KILLER";
  const auto batch = fed(adas_page + "KILLER\n", 2);
  for (int round = 0; round < 10 && state(batch) == "scanned"; ++round) {
    clock_.advance(std::chrono::hours(1));
    ASSERT_TRUE(jobs_->run_due());
  }
  ASSERT_EQ(state(batch), "stopped") << "one page does not hold up the batch for ever";
  const auto seen = view(batch);
  ASSERT_EQ(seen.questions.size(), 1U);
  EXPECT_EQ(seen.questions[0].text, "the reader ended");
  EXPECT_EQ(seen.drafts.size(), 2U);
}

TEST_P(ImagingDesk, AFileThatComesWhileTheFirstIsReadIsReadToo) {
  BatchHeader header;
  header.sheets = 2;
  const auto batch = desk_->prepare(mia_, header);
  ASSERT_TRUE(desk_->feed(mia_, *batch, adas_page, ""));
  ASSERT_TRUE(desk_->feed(mia_, *batch, toms_page, ""));
  ASSERT_TRUE(jobs_->run_due());
  EXPECT_EQ(state(*batch), "separated");
  EXPECT_EQ(view(*batch).balance.in_documents, 2);
}

TEST_P(ImagingDesk, TheSuggestionsSayWhoseAPageIsAndWhy) {
  const auto batch = fed("SHEET " + sheet("100042", "11524-6") + "\n" + adas_page, 2);
  const auto seen = desk_->document(mia_, document(batch, 0));
  ASSERT_TRUE(seen) << seen.error().message;
  const auto& suggestions = seen->suggestions;
  ASSERT_FALSE(suggestions.patients.empty());
  EXPECT_EQ(suggestions.patients[0].patient.patient, ada_);
  EXPECT_EQ(suggestions.patients[0].likeness.confidence, 99);
  EXPECT_EQ(suggestions.patients[0].likeness.evidence.size(), 4U) << "sheet, number, name and birth date";
  ASSERT_FALSE(suggestions.types.empty());
  EXPECT_EQ(suggestions.types[0].value, "11524-6");
  ASSERT_FALSE(suggestions.service_dates.empty());
  EXPECT_EQ(suggestions.service_dates[0].value, "2026-02-25");
  ASSERT_FALSE(suggestions.encounters.empty());
  EXPECT_EQ(suggestions.encounters[0].visit.fhir_id, visit_);
  EXPECT_EQ(suggestions.encounters[0].confidence, 70) << "the day of service is a day of this visit";
  EXPECT_TRUE(seen->contradictions.empty());
  for (const auto& field : seen->fields) EXPECT_FALSE(field.key_twice) << field.name;
}

TEST_P(ImagingDesk, APageOfSomebodyElseMustBeAnsweredBeforeItIsIndexed) {
  const auto batch = fed("SHEET " + sheet("100042") + "\n" + adas_page + toms_page, 3);
  const auto id = document(batch, 0);
  const auto seen = desk_->document(mia_, id);
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->contradictions.size(), 3U) << "number, name and birth date of another";
  const auto of_number = std::find_if(seen->contradictions.begin(), seen->contradictions.end(),
                                      [](const ShownContradiction& one) { return one.contradiction.what == "mrn"; });
  ASSERT_NE(of_number, seen->contradictions.end());
  EXPECT_EQ(of_number->other, tom_) << "whose it is stands beside it";
  auto command = of(ada_);
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "answered");
  command.answered = {seen->contradictions[0].contradiction.key};
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "answered");
  // Taken apart, each page goes to its own.
  Edit split;
  split.kind = EditKind::split;
  split.page = view(batch).pages[2].id;
  ASSERT_TRUE(desk_->edit(mia_, batch, {split}, 0));
  index(document(batch, 0), of(ada_));
  index(document(batch, 1), of(tom_));
  EXPECT_EQ(state(batch), "indexed");
}

TEST_P(ImagingDesk, AClerkMaySayThatTheChartIsRight) {
  const auto batch = fed("EKG / Patient: MARSH, Ada / DOB 04/03/1961 MRN 100042 / Date of service 2026-02-25\n", 1);
  const auto id = document(batch, 0);
  auto command = of(ada_);
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "answered");
  const auto found = desk_->document(mia_, id);
  for (const auto& one : found->contradictions) command.answered.push_back(one.contradiction.key);
  index(id, command);
  EXPECT_EQ(view(batch).drafts[0].answered.size(), 1U) << "and it stays on the document that somebody said so";
}

TEST_P(ImagingDesk, AnIndexNeedsTwoIdentifiersAndTheFieldsOfItsType) {
  const auto batch = fed(adas_page, 1);
  const auto id = document(batch, 0);
  auto command = of(ada_);
  command.confirmed = {"name"};
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "confirmed");
  command.confirmed = {"name", "name"};
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "confirmed");
  command.confirmed = {"name", "shoe-size"};
  expect_error(desk_->index(mia_, id, command), ErrorKind::unknown_code, "confirmed");
  command = of(ada_, "11488-4");  // a consultation names its visit and its author
  expect_error(desk_->index(mia_, id, command), ErrorKind::missing, "encounter");
  command.encounter = visit_;
  expect_error(desk_->index(mia_, id, command), ErrorKind::missing, "author");
  command = of(ada_);
  command.type = "99999-9";
  expect_error(desk_->index(mia_, id, command), ErrorKind::unknown_code, "type");
  command = of(ada_);
  command.service_date = "2026-13-01";
  expect_error(desk_->index(mia_, id, command), ErrorKind::invalid, "service_date");
  command.service_date = "2027-01-01";
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "service_date");
  command.service_date = "1960-01-01";
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "service_date");
  command = of(ada_);
  command.encounter = "no-such-visit";
  expect_error(desk_->index(mia_, id, command), ErrorKind::not_found, "encounter");
  command = of(PatientId(99));
  expect_error(desk_->index(mia_, id, command), ErrorKind::not_found);
}

TEST_P(ImagingDesk, WhatNoPageSaysIsKeyedTwice) {
  const auto batch = fed("a page that says nothing\n", 1);
  const auto id = document(batch, 0);
  auto command = of(ada_);
  command.again_patient.clear();
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "again.patient");
  command.again_patient = "100077";
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "again.patient");
  command.again_patient = "04/02/1961";
  command.again_type = "11506-3";
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "again.type");
  command.again_type = command.type;
  command.again_service_date = "2026-02-24";
  expect_error(desk_->index(mia_, id, command), ErrorKind::business_rule, "again.service_date");
  command.again_service_date = command.service_date;
  index(id, command);
}

TEST_P(ImagingDesk, WhatThePageSaysIsKeyedOnce) {
  const auto batch = fed(adas_page, 1);
  auto command = of(ada_);
  command.again_patient = command.again_type = command.again_service_date = "";
  index(document(batch, 0), command);
}

TEST_P(ImagingDesk, SameAsPreviousTakesOverWhatTheOneBeforeSays) {
  const auto batch = fed(adas_page + "SHEET " + sheet("100042") + "\nmore of it\nSHEET " + sheet("100077") + "\n" + toms_page, 5);
  expect_error(desk_->same_as_previous(mia_, document(batch, 0), {{"name", "mrn"}, {}, {}, {}, 0}), ErrorKind::business_rule,
               "previous");
  index(document(batch, 0), of(ada_));
  expect_error(desk_->same_as_previous(mia_, document(batch, 1), {{"name"}, {}, {}, {}, 0}), ErrorKind::business_rule,
               "confirmed");
  ASSERT_TRUE(desk_->same_as_previous(mia_, document(batch, 1), {{"name", "mrn"}, {}, {}, {}, 0}));
  EXPECT_EQ(view(batch).drafts[1].patient, ada_);
  // The page of another patient is noticed here as everywhere.
  expect_error(desk_->same_as_previous(mia_, document(batch, 2), {{"name", "mrn"}, {}, {}, {}, 0}), ErrorKind::business_rule,
               "answered");
}

TEST_P(ImagingDesk, ASecondLookIsSomebodyElses) {
  const auto batch = fed(adas_page, 1);
  index(document(batch, 0), of(ada_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  const auto id = document(batch, 0);
  expect_error(desk_->check(mia_, id, "", "", 0), ErrorKind::business_rule);
  expect_error(desk_->check(ben_, id, "ugly", "", 0), ErrorKind::unknown_code);
  ASSERT_TRUE(desk_->check(ben_, id, "", "", 0));
  expect_error(desk_->check(ben_, id, "", "", 0), ErrorKind::business_rule);
}

TEST_P(ImagingDesk, AWrongIndexGoesBackAndTheOthersStay) {
  const auto batch = fed(adas_page + "SHEET " + sheet("100077") + "\n" + toms_page, 3);
  index(document(batch, 0), of(ada_));
  index(document(batch, 1), of(tom_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  ASSERT_TRUE(desk_->check(ben_, document(batch, 0), "wrong-patient", "the header says otherwise", 0));
  EXPECT_EQ(state(batch), "separated");
  auto seen = view(batch);
  EXPECT_FALSE(seen.drafts[0].is_indexed());
  EXPECT_TRUE(seen.drafts[1].is_indexed());
  index(seen.drafts[0].id, of(ada_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  seen = view(batch);
  EXPECT_EQ(seen.row.batch.sample_percent, 100);
  EXPECT_NE(seen.row.batch.sample_why.find("wrong patient"), std::string::npos) << seen.row.batch.sample_why;
}

TEST_P(ImagingDesk, WhoWasFasterIsTold) {
  const auto batch = fed(adas_page + adas_page, 2);
  const auto version = view(batch).row.batch.version;
  Edit split;
  split.kind = EditKind::split;
  split.page = view(batch).pages[1].id;
  ASSERT_TRUE(desk_->edit(mia_, batch, {split}, version));
  expect_error(desk_->edit(ben_, batch, {split}, version), ErrorKind::version_conflict);
}

TEST_P(ImagingDesk, EditsAreAllMadeOrNone) {
  const auto batch = fed(adas_page + adas_page, 2);
  const auto before = view(batch);
  Edit split;
  split.kind = EditKind::split;
  split.page = before.pages[1].id;
  Edit wrong;
  wrong.kind = EditKind::rotate;
  wrong.page = before.pages[0].id;
  wrong.degrees = 45;
  expect_error(desk_->edit(mia_, batch, {split, wrong}, 0), ErrorKind::invalid);
  EXPECT_EQ(view(batch).drafts.size(), before.drafts.size());
  EXPECT_EQ(view(batch).row.batch.version, before.row.batch.version);
}

TEST_P(ImagingDesk, ARejectedBatchOfAnotherClerkIsNotEditedAfterTheIndex) {
  const auto batch = fed(adas_page, 1);
  index(document(batch, 0), of(ada_));
  Edit blank;
  blank.kind = EditKind::blank;
  blank.page = view(batch).pages[0].id;
  expect_error(desk_->edit(mia_, batch, {blank}, 0), ErrorKind::business_rule, "state");
  expect_error(act(batch, "reindex"), ErrorKind::business_rule, "reason");
  ASSERT_TRUE(act(batch, "reindex", "index-is-wrong"));
  EXPECT_FALSE(view(batch).drafts[0].is_indexed());
  EXPECT_TRUE(desk_->edit(mia_, batch, {blank}, 0));
}

TEST_P(ImagingDesk, PaperIsKeptForAsLongAsTheRuleSays) {
  const auto batch = fed(adas_page, 1);
  index(document(batch, 0), of(ada_));
  ASSERT_TRUE(act(batch, "pass-qa1"));
  check_all(batch);
  ASSERT_TRUE(desk_->commit(mia_, batch, 0));
  ASSERT_TRUE(act(batch, "retain"));
  expect_error(act(batch, "destroy", "kept-long-enough"), ErrorKind::business_rule);
  clock_.advance(std::chrono::days(30));
  ASSERT_TRUE(act(batch, "destroy", "kept-long-enough"));
  EXPECT_EQ(state(batch), "destroyed");
  EXPECT_EQ(lines(ada_), 1) << "the images stay";
}

TEST_P(ImagingDesk, WhatWasAnsweredIsFulfilledByItsOrdersNumber) {
  Promise promise;
  promise.item = WorkItemId(4242);
  promise.title = "EKG";
  promise.types = {"11524-6"};
  promise.placer_assigner = "urn:oid:1.2.3.9";
  promise.placer = "P-17";
  promises_ = {promise};
  const auto batch = fed(adas_page, 1);
  const auto seen = desk_->document(mia_, document(batch, 0));
  ASSERT_EQ(seen->suggestions.promises.size(), 1U);
  EXPECT_EQ(seen->suggestions.promises[0].confidence, 80) << "its type is that of the page";
  auto command = of(ada_);
  command.expected = WorkItemId(1);
  expect_error(desk_->index(mia_, document(batch, 0), command), ErrorKind::not_found, "expected");
  command.expected = promise.item;
  index(document(batch, 0), command);
  ASSERT_TRUE(act(batch, "pass-qa1"));
  check_all(batch);
  ASSERT_TRUE(desk_->commit(mia_, batch, 0));
  const auto shown = chart_->document(system_, "DocumentReference", view(batch).drafts[0].resource_id);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->placer, "P-17");
}

TEST_P(ImagingDesk, NothingIsFiledToAFrozenRecord) {
  const auto batch = fed(adas_page, 1);
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return index_->set_flags(work, system_, ada_, true, false); }));
  expect_error(desk_->index(mia_, document(batch, 0), of(ada_)), ErrorKind::business_rule, "patient");
}

TEST_P(ImagingDesk, WhoMayNotFileDocumentsSeesAndDoesNothing) {
  const auto batch = fed(adas_page, 1);
  auto nurse = clerk(9);
  nurse.permissions.reset(static_cast<std::size_t>(access::Permission::file_documents));
  expect_error(desk_->prepare(nurse, {}), ErrorKind::forbidden);
  expect_error(desk_->view(nurse, batch), ErrorKind::forbidden);
  expect_error(desk_->list(nurse, {}, 10, 0), ErrorKind::forbidden);
  expect_error(desk_->image(nurse, view(batch).pages[0].id, "original"), ErrorKind::forbidden);
  expect_error(desk_->words(nurse, view(batch).pages[0].id), ErrorKind::forbidden);
  expect_error(desk_->document(nurse, document(batch, 0)), ErrorKind::forbidden);
  expect_error(desk_->index(nurse, document(batch, 0), of(ada_)), ErrorKind::forbidden);
  expect_error(desk_->commit(nurse, batch, 0), ErrorKind::forbidden);
}

TEST_P(ImagingDesk, TheOriginalStaysAsItCame) {
  const auto batch = fed(adas_page, 1);
  const auto page = view(batch).pages.at(0).id;
  EXPECT_EQ(desk_->image(mia_, page, "original")->bytes, adas_page.substr(0, adas_page.size() - 1));
  EXPECT_TRUE(desk_->image(mia_, page, "thumbnail")->bytes.starts_with("small"));
  const auto words = desk_->words(mia_, page);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->words.at(0).text, "EKG");
  const auto feeds = view(batch).feeds;
  ASSERT_EQ(feeds.size(), 1U);
  EXPECT_EQ(feeds[0].digest, sha256(adas_page).hex());
}

TEST_P(ImagingDesk, ASheetThatWasFedTwiceIsAskedAboutAndLeftOutWhenAPersonSaysSo) {
  const std::string note = "LIKE a Progress note / Patient was seen today / and feels well again / pressure 120/80 pulse 72\n";
  const auto batch = fed(note + note, 2);
  const auto seen = view(batch);
  EXPECT_EQ(seen.row.batch.state, "stopped");
  ASSERT_EQ(seen.questions.size(), 1U);
  EXPECT_EQ(seen.questions[0].kind, "nearly-same-page");
  EXPECT_EQ(seen.questions[0].page, seen.pages[1].id);
  EXPECT_EQ(seen.balance.in_documents, 2) << "nothing is dropped by itself";
  ASSERT_TRUE(desk_->answer(mia_, seen.questions[0].id, "reject", 0));
  const auto after = view(batch);
  EXPECT_EQ(after.pages[1].role, Role::reject);
  EXPECT_EQ(after.pages[1].reason, "Scanned twice");
  EXPECT_TRUE(after.balance.holds) << after.balance.says;
}

TEST_P(ImagingDesk, ACopyThatIsAPageOfItsOwnIsFiled) {
  const std::string note = "LIKE a Progress note / Patient was seen today / and feels well again / pressure 120/80 pulse 72\n";
  const auto batch = fed(note + note, 2);
  ASSERT_TRUE(desk_->answer(mia_, view(batch).questions.at(0).id, "page", 0));
  EXPECT_EQ(view(batch).balance.in_documents, 2);
  EXPECT_EQ(view(batch).row.open_questions, 0);
}

TEST_P(ImagingDesk, APageThatStandsInTheSamePatientsChartIsAskedAbout) {
  const std::string note = "LIKE a Progress note / Patient was seen today / and feels well again / pressure 120/80 pulse 72\n";
  const auto filed = fed("SHEET " + sheet("100042", "", "1") + "\n" + note, 2);
  index(document(filed, 0), of(ada_));
  const auto again = fed("SHEET " + sheet("100042", "", "2") + "\n" + note, 2);
  ASSERT_EQ(view(again).questions.size(), 1U);
  EXPECT_EQ(view(again).questions[0].kind, "nearly-same-page");
  EXPECT_NE(view(again).questions[0].text.find(filed.text()), std::string::npos) << "it says which batch";
  const auto another = fed("SHEET " + sheet("100077", "", "3") + "\n" + note, 2);
  EXPECT_TRUE(view(another).questions.empty()) << "another patient's form may look alike";
}

TEST_P(ImagingDesk, ListsBatchesByTheirState) {
  const auto stopped = fed("BROKEN\n", 1), separated = fed(adas_page, 1);
  auto listed = desk_->list(mia_, {"stopped"}, 10, 0);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->rows.size(), 1U);
  EXPECT_EQ(listed->rows[0].batch.id, stopped);
  EXPECT_EQ(listed->rows[0].open_questions, 1);
  listed = desk_->list(mia_, {}, 1, 0);
  EXPECT_EQ(listed->total, 2);
  ASSERT_EQ(listed->rows.size(), 1U);
  EXPECT_EQ(listed->rows[0].batch.id, separated) << "the newest first";
  expect_error(desk_->list(mia_, {"lost"}, 10, 0), ErrorKind::invalid, "state");
}

TEST_P(ImagingDesk, NoNameStandsInTheLedgerOrInAnError) {
  const auto batch = fed(adas_page + toms_page, 2);
  const auto refused = desk_->index(mia_, document(batch, 0), of(ada_));
  ASSERT_FALSE(refused);
  for (const auto* name : {"MARSH", "Marsh", "FERREIRA", "1961", "100042"})
    EXPECT_EQ(refused.error().message.find(name), std::string::npos) << refused.error().message;
  const auto entries = store().read([&](store::Reader& reader) { return ledger_->list(reader, {}); });
  ASSERT_TRUE(entries);
  EXPECT_GT(entries->size(), 4U);
  for (const auto& entry : *entries) EXPECT_EQ(entry.reason.find("MARSH"), std::string::npos);
}

}  // namespace
}  // namespace charta::document_imaging
