// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack_page.hpp"

#include "department/downtime/downtime_rules.hpp"
#include "department/downtime/pack.hpp"
#include "department/downtime/pack_file.hpp"
#include "formats/json/json.hpp"
#include "store/durable_file.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace charta::downtime {
namespace {

constexpr std::string_view passphrase = "copper lantern seven orchard", words = "made at eight";
constexpr int quick = 1000;

TEST(Sealing, OpensWithItsPassphraseAndNoOther) {
  const auto sealed = seal(passphrase, quick, "Marsh, Ada", words);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(unseal(passphrase, *sealed, words).value(), "Marsh, Ada");
  const auto other = unseal("copper lantern seven orchards", *sealed, words);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::invalid);
}

TEST(Sealing, RefusesEveryAlteredByteOfWhatIsClosedAndOfWhatStandsBesideIt) {
  const auto sealed = seal(passphrase, quick, "who is where", words).value();
  for (std::size_t at = 0; at < sealed.bytes.size(); ++at) {
    auto altered = sealed;
    altered.bytes[at] = static_cast<char>(altered.bytes[at] ^ 1);
    EXPECT_FALSE(unseal(passphrase, altered, words)) << "byte " << at;
  }
  auto shortened = sealed;
  shortened.bytes.pop_back();
  EXPECT_FALSE(unseal(passphrase, shortened, words));
  EXPECT_FALSE(unseal(passphrase, sealed, "made at nine")) << "its age cannot be made younger";
}

TEST(Sealing, NeverUsesASaltOrANonceTwice) {
  const auto one = seal(passphrase, quick, "x", words).value(), two = seal(passphrase, quick, "x", words).value();
  EXPECT_NE(one.salt, two.salt);
  EXPECT_NE(one.nonce, two.nonce);
  EXPECT_NE(one.bytes, two.bytes);
}

class Passphrase : public ::testing::Test {
 protected:
  std::string file(const std::string& text, mode_t mode = S_IRUSR | S_IWUSR) {
    const std::string path = folder_.path() + "/passphrase";
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  charta::testing::TemporaryFolder folder_;
  PassphraseRule rule_;
};

TEST_F(Passphrase, IsTheFirstLineOfItsFile) {
  EXPECT_EQ(read_passphrase(file("copper lantern seven orchard\nnot this\n"), rule_).value(), passphrase);
}

TEST_F(Passphrase, IsRefusedWhereNoneIsNamedOrOthersMayReadIt) {
  EXPECT_EQ(read_passphrase("", rule_).error().kind, ErrorKind::business_rule);
  EXPECT_EQ(read_passphrase(folder_.path() + "/none", rule_).error().kind, ErrorKind::not_found);
  EXPECT_NE(read_passphrase(file(std::string(passphrase), 0644), rule_).error().message.find("chmod 600"), std::string::npos);
}

TEST(PackRule, PassesItsOwnCases) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  const Date today = *Date::parse("2026-11-23");
  const auto rules = PackRules::read(book, today, "US");
  ASSERT_TRUE(rules) << rules.error().message;
  const auto tests = json::Document::parse((*book.in_force("downtime/pack", today))->tests).value();
  for (const auto test : tests.root()) {
    SCOPED_TRACE(test["name"].text());
    if (test["expect"]["refresh_before_warning"]) {
      EXPECT_LT(rules->refresh_minutes, rules->warn_minutes);
    }
    if (const auto strong = test["expect"]["strong"]) {
      const auto checked = check_passphrase(test["given"]["passphrase"].text(), rules->passphrase);
      EXPECT_EQ(bool(checked), strong.boolean());
    }
  }
}

TEST(PackPage, HoldsWhatWasSealedAndAllowsNoAddress) {
  const auto at = *Instant::parse("2026-03-01T08:00:00Z");
  const auto open = open_words(at, 15);
  const auto page = page_of(seal(passphrase, quick, R"({"people":[]})", open).value(), open);
  EXPECT_EQ(page.find("{{"), std::string::npos) << "every place is filled in";
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(page.find("src="), std::string::npos) << "everything is in the file";
  const auto parts = parts_of(page);
  ASSERT_TRUE(parts);
  EXPECT_EQ(unseal(passphrase, parts->sealed, parts->open_words).value(), R"({"people":[]})");
  EXPECT_FALSE(parts_of("<html></html>"));
}

TEST(PackJson, SaysWhereTheChartIsAndShowsTheCheckpointAsACode) {
  Pack pack;
  pack.made_at = *Instant::parse("2026-03-01T08:00:00Z");
  pack.people.push_back({"MARSH, Ada",
                         "1961-04-02",
                         "female",
                         {},
                         {"100042"},
                         "4 East",
                         "IMP",
                         {},
                         {},
                         {},
                         {{"V1", "100042", "medical", "Ward 3", "File room", "out", 1, {}}}});
  pack.requests.push_back({0, "100042", "V1", "Ward 3", "Cardiology", "Dr. Hale", "stat", "approved", 1, pack.made_at, true});
  pack.checkpoint = PackCheckpoint{42, sha256("root"), pack.made_at};
  const auto text = pack_json(pack);
  ASSERT_TRUE(text);
  const auto read = json::Document::parse(*text).value();
  EXPECT_EQ(read.root()["people"].at(0)["volumes"].at(0)["place"].text(), "Ward 3");
  EXPECT_EQ(read.root()["requests"].at(0)["priority"].text(), "stat");
  EXPECT_EQ(read.root()["ledger"]["root"].text(), sha256("root").hex());
  const auto rows = read.root()["ledger"]["code"];
  EXPECT_EQ(rows.at(0).text().substr(0, 7), "1111111") << "the corner of a QR code";
}

class PackFile : public ::testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/" + std::string(pack_name); }
  std::string stands() const {
    const auto bytes = store::read_file(path());
    return bytes ? *bytes : "nothing";
  }
  charta::testing::TemporaryFolder folder_;
};

TEST_F(PackFile, TakesThePlaceOfTheOldOneWhenItIsWhole) {
  ASSERT_TRUE(write_pack(path(), "old"));
  ASSERT_TRUE(write_pack(path(), "new"));
  EXPECT_EQ(stands(), "new");
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(PackFile, StandsAsItStoodWhenTheNewOneFails) {
  ASSERT_TRUE(write_pack(path(), "old"));
  const auto failed = write_pack(path(), "new", [] { return Result<void>(fail(ErrorKind::unavailable, "the disk went away")); });
  EXPECT_FALSE(failed);
  EXPECT_EQ(stands(), "old");
  EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(PackFile, StandsAsItStoodWhenTheProgramDiesWhileItWrites) {
  ASSERT_TRUE(write_pack(path(), "old"));
  const pid_t child = ::fork();
  if (child == 0) {
    static_cast<void>(write_pack(path(), "half of the new one", []() -> Result<void> { ::_exit(9); }));
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 9);
  EXPECT_EQ(stands(), "old");
  ASSERT_TRUE(write_pack(path(), "new")) << "what the dead one left is no hindrance";
  EXPECT_EQ(stands(), "new");
}

}  // namespace
}  // namespace charta::downtime
