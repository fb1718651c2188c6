// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/entry_text.hpp"

#include "formats/json/json.hpp"
#include "record/ledger/access_block.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace charta::ledger {
namespace {

EntryFields documented_entry() {
  EntryFields entry;
  entry.id = 1000;
  entry.at = 1772352000000;
  entry.act = "amended";
  entry.user = 5;
  entry.patient = 42;
  entry.subject_kind = "DocumentReference";
  entry.subject = 77;
  entry.subject_version = 2;
  return entry;
}

TEST(CanonicalText, IsTheOneThatTheFormatPageShows) {
  std::string text;
  write_canonical(text, documented_entry());
  std::ifstream input(std::string(CHARTA_SOURCE_FOLDER) + "/docs/formats/ledger.md");
  const std::string page{std::istreambuf_iterator<char>(input), {}};
  EXPECT_NE(page.find("\n" + text + "\n"), std::string::npos) << text;
}

TEST(CanonicalText, IsCanonicalWithEveryMemberSet) {
  EntryFields entry = documented_entry();
  const std::string digest(32, '\xab');
  entry.digest = digest;
  entry.on_behalf_of = 6;
  entry.workstation = "ward \"3\"\n\t\\ Zürich";
  entry.reason = "break-glass:covering";
  entry.rule = "expected-records/2026-01@3";
  std::string text;
  write_canonical(text, entry);
  const auto document = json::Document::parse(text);
  ASSERT_TRUE(document) << text;
  EXPECT_EQ(json::canonical(document->root()).value(), text);
  EXPECT_EQ(document->root().size(), 14U);
}

TEST(Acts, AreReadAsTheyArePrinted) {
  for (int i = 0; i <= static_cast<int>(Act::released_hold); ++i) {
    const Act act = static_cast<Act>(i);
    EXPECT_EQ(parse_act(act_code(act)), act);
    EXPECT_EQ(lifecycle_of_code(act_code(act)), lifecycle_code(act));
  }
  EXPECT_FALSE(parse_act("forgot"));
  EXPECT_EQ(lifecycle_of_code("forgot"), "");
}

TEST(AccessBlock, IsReadAsItWasWritten) {
  AccessTable table;
  for (int i = 0; i < 200; ++i) {
    Entry entry;
    entry.act = i % 2 == 0 ? Act::viewed : Act::searched;
    entry.subject_kind = i % 3 == 0 ? "Patient" : "Observation";
    entry.subject = (std::int64_t{1} << 62) - i * 1'000'003;
    entry.subject_version = i % 5;
    entry.patient = PatientId(i % 7);
    table.add(entry);
    table.add(entry);
  }
  const std::string body = write_block(table);
  const auto read = read_block(body);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->texts, table.texts);
  EXPECT_EQ(read->accesses, table.accesses);
  std::int64_t times = 0;
  for (const Access& access : read->accesses) times += access.times;
  EXPECT_EQ(times, 400);
  EXPECT_EQ(patients_of(*read), (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6})) << "0 is nobody";
  for (std::size_t cut = 0; cut < body.size(); ++cut) EXPECT_FALSE(read_block(std::string_view(body).substr(0, cut))) << cut;
  EXPECT_FALSE(read_block(body + "x"));
}

}  // namespace
}  // namespace charta::ledger
