// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/tests/shift_fixture.hpp"
#include "tests/support/case_table.hpp"

namespace charta::shift_desk {
namespace {

using worklists::Priority;

class ShiftHandOffs : public ShiftTest {};
CHARTA_ON_BOTH_ENGINES(ShiftHandOffs);

/// A busy evening: a STAT, an urgent one on its way, a hunt, something on the cart, a loan past due, a fault, a note.
TEST_P(ShiftHandOffs, WriteThemselves) {
  const auto second = volume(ada_), third = volume(tom_), fourth = volume(tom_);
  must(fourth, "charge-out", clinic_place_);
  clock_.advance(std::chrono::hours(24 * 30));
  request(ada_, emergency_, Priority::stat, {folder_});
  request(ada_, ward_, Priority::urgent, {second});
  must(second, "charge-out", ward_);
  must(third, "mark-missing");
  const auto returned = volume(tom_);
  must(returned, "move", cart_);
  faults_ = {{"mirror", "Second copy of files", "It is away.", "/app/", {}, 12, true, 0}};
  ASSERT_TRUE(shift_->add_note(mia_, "  The cart of Medicine stands at the lift. "));
  const auto view = current();
  ASSERT_EQ(section(view, "stat").lines.size(), 1U);
  EXPECT_NE(section(view, "stat").lines[0].says.find("Approved: Main house / File room -> Main house / Emergency department"),
            std::string::npos)
      << section(view, "stat").lines[0].says;
  EXPECT_TRUE(section(view, "urgent").lines.empty()) << "it is on its way";
  EXPECT_EQ(section(view, "deliveries").lines.size(), 1U);
  ASSERT_EQ(section(view, "hunts").lines.size(), 1U);
  EXPECT_EQ(section(view, "hunts").lines[0].says.substr(0, 8), "Reported");
  ASSERT_EQ(section(view, "loans").lines.size(), 1U);
  EXPECT_EQ(section(view, "loans").lines[0].what, "Clinic");
  EXPECT_EQ(section(view, "loans").lines[0].count, 1);
  ASSERT_EQ(section(view, "returns").lines.size(), 1U);
  EXPECT_EQ(section(view, "returns").lines[0].count, 1);
  EXPECT_EQ(section(view, "faults").lines.at(0).count, 12);
  EXPECT_EQ(section(view, "notes").lines.at(0).says, "The cart of Medicine stands at the lift.");
  EXPECT_TRUE(view.may_sign);
}

TEST_P(ShiftHandOffs, AreFrozenAsTheyWereSignedWithTheirDigestInTheLedger) {
  request(ada_, emergency_, Priority::stat);
  ASSERT_TRUE(shift_->add_note(mia_, "all quiet"));
  const auto id = signed_by_mia();
  const auto frozen = shift_->view(mia_, id)->hand_off;
  EXPECT_EQ(frozen.state, "signed");
  EXPECT_EQ(frozen.signed_by, mia_.author.user);
  EXPECT_EQ(frozen.digest, sha256(frozen.content).hex());
  ledger::Filter filter;
  filter.subject_kind = "shift_hand_off";
  filter.subject = id.key();
  const auto entries = store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); });
  EXPECT_TRUE(std::any_of(entries->begin(), entries->end(), [&](const auto& one) { return one.digest_hex == frozen.digest; }));
  clock_.advance(std::chrono::hours(1));
  must(folder_, "charge-out", emergency_);
  const auto later = shift_->view(ben_, id);
  EXPECT_EQ(later->hand_off.content, frozen.content) << "byte for byte";
  EXPECT_EQ(section(*later, "stat").lines.size(), 1U);
  EXPECT_EQ(section(*later, "notes").lines.size(), 1U);
  expect_error(shift_->sign(mia_, id), ErrorKind::version_conflict);
  EXPECT_NE(current().hand_off.id, id) << "the next one is open at once";
  EXPECT_TRUE(section(current(), "notes").lines.empty()) << "with notes of its own";
}

TEST_P(ShiftHandOffs, SayWhatChangedSinceTheyWereSigned) {
  const auto gone = request(ada_, emergency_, Priority::stat);
  const auto id = signed_by_mia();
  clock_.advance(std::chrono::minutes(20));
  auto changed = shift_->view(ben_, id)->changed;
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].how, "late");
  must(folder_, "charge-out", emergency_);
  ASSERT_TRUE(act(desk_->requisition(mia_, gone)->item, "deliver"));
  request(tom_, ward_, Priority::urgent, {volume(tom_)});
  changed = shift_->view(ben_, id)->changed;
  ASSERT_EQ(changed.size(), 2U);
  EXPECT_EQ(changed[0].section + " " + changed[0].how, "urgent new");
  EXPECT_EQ(changed[1].section + " " + changed[1].how, "stat gone");
}

TEST_P(ShiftHandOffs, AreAcceptedBySomebodyElse) {
  const auto id = signed_by_mia();
  expect_error(shift_->accept(mia_, id), ErrorKind::business_rule);
  expect_error(act(shift_->view(mia_, id)->hand_off.item, "accept"), ErrorKind::business_rule);
  EXPECT_FALSE(shift_->view(mia_, id)->may_accept);
  EXPECT_TRUE(shift_->view(ben_, id)->may_accept);
  clock_.advance(std::chrono::minutes(2));
  ASSERT_TRUE(shift_->accept(ben_, id));
  const auto taken = shift_->view(ben_, id)->hand_off;
  EXPECT_EQ(taken.state, "accepted");
  EXPECT_EQ(taken.taken_by, ben_.author.user);
  EXPECT_EQ(taken.taken_at, clock_.now());
  expect_error(shift_->accept(ben_, id), ErrorKind::business_rule);
}

TEST_P(ShiftHandOffs, AreTakenOverWithoutASignatureOnlyWithAReason) {
  const auto id = current().hand_off.id;
  expect_error(shift_->take_without(ben_, id, ""), ErrorKind::missing, "reason");
  ASSERT_FALSE(shift_->take_without(ben_, id, "because"));
  EXPECT_EQ(shift_->view(ben_, id)->hand_off.state, "open") << "a reason that nobody knows freezes nothing";
  const auto taken = shift_->take_without(ben_, id, "nobody-to-sign");
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->state, "taken-without");
  EXPECT_FALSE(taken->signed_by.is_set());
  EXPECT_EQ(taken->reason, "nobody-to-sign");
  EXPECT_EQ(taken->digest, sha256(taken->content).hex());
}

TEST_P(ShiftHandOffs, AreNotSignedFromTheListWhereNobodyReadsThem) {
  const auto item = current().hand_off.item;
  expect_error(act(item, "sign"), ErrorKind::business_rule, "event");
  expect_error(act(item, "take-without", "nobody-to-sign"), ErrorKind::business_rule, "event");
  EXPECT_EQ(current().hand_off.state, "open");
}

TEST_P(ShiftHandOffs, ThereIsAlwaysOneOpenAndNeverTwo) {
  ASSERT_TRUE(shift_->run_clock());
  ASSERT_TRUE(shift_->run_clock());
  EXPECT_EQ(items("shift-hand-off").size(), 1U);
  signed_by_mia();
  ASSERT_TRUE(shift_->run_clock());
  const auto open = items("shift-hand-off");
  EXPECT_EQ(open.size(), 2U) << "the signed one waits for who comes; one is open";
  EXPECT_EQ(current().hand_off.due_at, *Instant::parse("2026-03-01T15:00:00Z")) << "the next change of shift";
}

TEST_P(ShiftHandOffs, ShowALineOnlyToWhoMaySeeItsVolumeAndCountTheRest) {
  request(ada_, emergency_, Priority::stat);
  const auto id = signed_by_mia();
  post(happenings::RecordRelabelled{ada_, 0, 1});
  const auto theirs = shift_->view(without_clearance(), id);
  ASSERT_TRUE(theirs) << theirs.error().message;
  EXPECT_TRUE(section(*theirs, "stat").lines.empty());
  EXPECT_EQ(section(*theirs, "stat").withheld, 1);
  EXPECT_EQ(section(*theirs, "stat").total, 1);
  EXPECT_EQ(section(*shift_->view(ben_, id), "stat").lines.size(), 1U);
  expect_error(shift_->view(only({access::Permission::read_worklists}), id), ErrorKind::forbidden);
}

TEST_P(ShiftHandOffs, ANoteHasWordsAndBelongsToWhatIsOpen) {
  expect_error(shift_->add_note(mia_, "  "), ErrorKind::missing, "text");
  expect_error(shift_->add_note(mia_, std::string(2'001, 'x')), ErrorKind::invalid, "text");
  expect_error(shift_->add_note(only({access::Permission::read_worklists}), "x"), ErrorKind::forbidden);
}

TEST(HandOffText, IsTheSameForTheSameContentAndIsReadBackWhole) {
  HandOffContent content;
  content.written_at = *Instant::parse("2026-03-01T22:58:00Z");
  content.sections.push_back(
      {"stat", {{"1", "12-34-56 vol. 2", "Approved: a -> b", "/app/x", content.written_at, 0, true, 42}}, 7, 0});
  content.sections.push_back({"notes", {{"2", "8", "\"quoted\" ✓ \n two lines", "", {}, 0, false, 0}}, 1, 0});
  const auto text = content_json(content);
  const auto read = parse_content(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(content_json(*read), text);
  EXPECT_EQ(read->sections[0].lines[0].volume, 42);
  EXPECT_TRUE(changes(content, *read).empty());
  EXPECT_FALSE(parse_content("{}"));
  EXPECT_FALSE(parse_content("not JSON"));
}

/// "stat:A,B! loans:C": sections with their lines; "!" is late.
HandOffContent content_of(const std::vector<std::string>& words) {
  HandOffContent content;
  for (const auto& word : words) {
    const auto colon = word.find(':');
    HandOffSection section{word.substr(0, colon), {}, 0, 0};
    for (const char letter : word.substr(colon + 1)) {
      if (letter == '!') section.lines.back().is_late = true;
      if (letter >= 'A' && letter <= 'Z') section.lines.push_back({std::string(1, letter), {}, {}, {}, {}, 0, false, 0});
    }
    content.sections.push_back(section);
  }
  return content;
}

TEST(HandOffChanges, AreWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/shift_desk/tests/cases/changes.case");
  ASSERT_GE(cases.size(), 5U);
  for (const auto& one : cases) {
    HandOffContent before, now;
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title);
      if (line.verb == "signed") before = content_of(line.words);
      if (line.verb == "now") now = content_of(line.words);
      if (line.verb != "changed") continue;
      std::vector<std::string> said;
      for (const auto& change : changes(before, now)) said.push_back(change.section + ":" + change.how + ":" + change.line.key);
      EXPECT_EQ(said, line.words);
    }
  }
}

}  // namespace
}  // namespace charta::shift_desk
