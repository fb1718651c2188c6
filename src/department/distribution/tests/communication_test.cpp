// SPDX-License-Identifier: Apache-2.0
// Copies as FHIR Communication: the table of states, and what each resource says.
#include "department/distribution/communication.hpp"

#include "formats/json/json.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::distribution {
namespace {

Copy copy_to_show() {
  Copy copy;
  copy.id = CopyId(42);
  copy.document_type = "DocumentReference";
  copy.document_id = "note-1";
  copy.version = 3;
  copy.title = "Consultation note";
  copy.recipient_name = "Hale, Ann";
  copy.channel = Channel::fax;
  copy.sendings = 1;
  return copy;
}

std::string shown_at(const std::string& text, std::string_view path) {
  const auto parsed = json::Document::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? charta::testing::shown(charta::testing::at_path(parsed->root(), path)) : "";
}

TEST(Communications, FollowTheTableOfCases) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/communications.case");
  std::set<std::string> met;
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    Copy copy = copy_to_show();
    for (const auto& line : one.lines) {
      const auto& word = line.words.at(0);
      if (line.verb == "copy") {
        ASSERT_TRUE(parse_state(word)) << word;
        copy.state = *parse_state(word);
        met.insert(word);
        for (const auto& more : line.words) {
          if (more == "sent") copy.sent_at = Instant(1000);
          if (more == "delivered") copy.delivered_at = Instant(2000);
        }
        if (word == "sent" && line.words.size() == 1) copy.sent_at.reset();
      } else if (line.verb == "status") {
        EXPECT_EQ(communication_status(copy), word);
      } else {
        const auto reason = shown_at(communication_json(copy, {}), "statusReason.coding.0.code");
        EXPECT_EQ(reason == "absent" ? "nothing" : reason, word);
      }
    }
  }
  EXPECT_EQ(met.size(), all_states().size()) << "every state has its case";
}

TEST(Communications, AreNamedByTheirCopyAndByNothingElse) {
  const auto id = communication_id(CopyId(42));
  EXPECT_EQ(copy_behind(id), CopyId(42));
  for (const auto* wrong : {"", "copy-", "copy-42", "0000000000042", "signature-0000000000042", "copy-000000000004I"})
    EXPECT_FALSE(copy_behind(wrong)) << wrong;
}

TEST(Communications, SayWhoWhatAboutWhatAndWhatTheyAnswer) {
  Copy copy = copy_to_show();
  copy.replaces = CopyId(41);
  copy.state = CopyState::failed;
  copy.problem = "no answer after five calls";
  const auto text = communication_json(copy, {"pat-1", "stay-1", "urn:x|LUND1"});
  const std::pair<const char*, std::string> expected[] = {
      {"id", communication_id(CopyId(42))},
      {"identifier.0.value", copy.number()},
      {"inResponseTo.0.reference", "Communication/" + communication_id(CopyId(41))},
      {"statusReason.text", "no answer after five calls"},
      {"subject.reference", "Patient/pat-1"},
      {"encounter.reference", "Encounter/stay-1"},
      {"about.0.reference", "DocumentReference/note-1/_history/3"},
      {"payload.0.contentReference.reference", "DocumentReference/note-1/_history/3"},
      {"recipient.0.identifier.system", "urn:x"},
      {"recipient.0.identifier.value", "LUND1"},
      {"recipient.0.display", "Hale, Ann"},
      {"medium.0.coding.0.code", "fax"},
      {"medium.0.coding.1.code", "FAXWRIT"},
      {"received", "absent"}};
  for (const auto& [path, value] : expected) EXPECT_EQ(shown_at(text, path), value) << path;
}

TEST(Communications, OfANoticeCarryNoDocument) {
  Copy copy = copy_to_show();
  copy.content = CopyContent::notice;
  const auto text = communication_json(copy, {"p", "", "ward:4W"});
  EXPECT_EQ(shown_at(text, "payload.0.contentReference"), "absent");
  EXPECT_NE(shown_at(text, "payload.0.contentString"), "absent");
  EXPECT_EQ(shown_at(text, "recipient.0.identifier.system"), "urn:charta:ward");
  EXPECT_EQ(shown_at(text, "encounter"), "absent");
  EXPECT_EQ(shown_at(communication_json(copy, {"p", "", "name:Hale, Ann"}), "recipient.0.identifier"), "absent")
      << "a name without a number is nobody";
}

}  // namespace
}  // namespace charta::distribution
