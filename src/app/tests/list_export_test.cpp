// SPDX-License-Identifier: Apache-2.0
// What leaves the house as a file: whole, in the order of the screen, and in the ledger with the digest of its bytes.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"

#include <algorithm>

namespace charta::app::testing {
namespace {

class ListExport : public DoorTest {
 protected:
  std::vector<ledger::StoredEntry> exports() {
    ledger::Filter filter;
    filter.act = std::string(ledger::act_code(ledger::Act::exported));
    filter.sort = "at";
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); }).value();
  }
  static std::vector<std::string> lines(const Answer& file) {
    std::vector<std::string> all;
    for (std::size_t from = 3; from < file.body.size();) {  // after the mark of UTF-8
      const auto end = file.body.find("\r\n", from);
      if (end == std::string::npos) {
        ADD_FAILURE() << "not a file: " << file.status << " " << file.body;
        break;
      }
      all.push_back(file.body.substr(from, end - from));
      from = end + 2;
    }
    return all;
  }
  void hold_messages(int count) {
    for (int i = 0; i < count; ++i)
      ASSERT_EQ(send("MDM^T02", "h" + std::to_string(i),
                     "PID|1||404^^^HOSP^MR||Nobody^Known||19610402|F\rTXA|1|CN|TX|20260301||||||||D" + std::to_string(i) +
                         "||||AU\rOBX|1|TX|x||words\r"),
                "held");
  }
};
CHARTA_ON_BOTH_ENGINES(ListExport);

TEST_P(ListExport, IsWholeAndInTheOrderOfTheScreen) {
  hold_messages(60);  // more than a page of the list
  const Visitor tina = person("tina", {"technician"});
  for (const std::string sort : {"created_at", "-created_at"}) {
    const auto list = ask(tina, "GET", "/api/worklists/held-message?limit=500&sort=" + sort);
    const auto file = ask(tina, "GET", "/api/worklists/held-message/export?columns=number,id&sort=" + sort);
    const auto rows = lines(file);
    ASSERT_EQ(rows.size(), 61U) << file.body;
    EXPECT_TRUE(file.body.starts_with("\xEF\xBB\xBF"));
    EXPECT_EQ(rows[0], R"("Number","Id")");
    const auto ids = list.all("items", "id"), numbers = list.all("items", "number");
    for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(rows[i + 1], "\"" + numbers[i] + "\",\"" + ids[i] + "\"");
  }
}

TEST_P(ListExport, StandsInTheLedgerWithTheDigestOfItsBytes) {
  hold_messages(2);
  const std::string ada = patient("Marsh").text();
  const Visitor paul = person("paul", {"privacy_officer", "technician"});
  const std::vector<std::pair<std::string, std::string>> files = {{"/api/worklists/held-message/export", "worklist"},
                                                                  {"/api/messages/export", "message"},
                                                                  {"/api/ledger/export", "ledger"},
                                                                  {"/api/patients/" + ada + "/ledger/export", "ledger"}};
  UserId taker;
  const auto users = hospital_->access->list_users(system_);
  for (const auto& user : *users)
    if (user.name == "paul") taker = user.id;
  std::vector<std::string> digests;
  for (const auto& [address, kind] : files) {
    const auto file = ask(paul, "GET", address);
    ASSERT_EQ(file.status, 200) << file.body;
    digests.push_back(sha256(file.body).hex());
  }
  const auto entries = exports();
  ASSERT_EQ(entries.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(entries[i].digest_hex, digests[i]);
    EXPECT_EQ(entries[i].subject_kind, files[i].second);
    EXPECT_EQ(entries[i].author.user, taker);
  }
  EXPECT_EQ(entries.back().patient.text(), ada) << "whoever asks who took her record finds it";
}

TEST_P(ListExport, OfTheLedgerFollowsItsFilterAndIsForThoseWhoReadIt) {
  const std::string ada = patient("Marsh").text();
  const Visitor paul = person("paul", {"privacy_officer"});
  ASSERT_EQ(ask(paul, "GET", "/api/patients/" + ada).status, 200);
  const auto seen = lines(ask(paul, "GET", "/api/patients/" + ada + "/ledger/export?act=viewed&columns=act,user,patient"));
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0], R"("Act","Who","Patient")");
  EXPECT_EQ(seen[1], R"("Viewed","Display paul",")" + ada + "\"");
  const auto all = ask(paul, "GET", "/api/ledger/export?sort=at");
  EXPECT_GT(lines(all).size(), 3U);
  EXPECT_EQ(ask(person("tina", {"technician"}), "GET", "/api/ledger/export").status, 403)
      << "exporting lists is not reading ledgers";
  EXPECT_EQ(ask(paul, "GET", "/api/ledger/export?user=paul").status, 400);
}

}  // namespace
}  // namespace charta::app::testing
