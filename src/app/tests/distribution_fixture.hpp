// SPDX-License-Identifier: Apache-2.0
// A house that gives out copies: one patient, physicians with inboxes, a clinic that is reached by fax, a gateway's folder.
#pragma once
#include "app/distribution_wiring.hpp"
#include "app/tests/door_fixture.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace charta::app::testing {

class DistributionTest : public DoorTest {
 protected:
  void SetUp() override {
    more_words_ = {"--fax-folder", gateway_.path(), "--direct-folder", direct_.path()};
    DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    tina_ = person("tina", {"technician"});
    hale_ = person("hale", {"physician"});
    ruiz_ = person("ruiz", {"physician"});
    ASSERT_EQ(ask(tina_, "POST", "/api/distribution/begin", "{}").status, 204);
    reach("HALE1", "Hale, Ann", "practitioner", {{"inbox", ""}}, "hale");
    reach("RUIZ1", "Ruiz, Leo", "practitioner", {{"inbox", ""}}, "ruiz");
    reach("LUND1", "Lund, Eva", "practitioner", {{"fax", "+1 555 0100"}});
  }

  static std::string key_of(const std::string& number) { return "urn:charta:assigner:HOSP|" + number; }

  struct WayOf {
    std::string channel, address;
  };
  Answer reach(const std::string& number, const std::string& name, const std::string& kind, const std::vector<WayOf>& ways,
               const std::string& account = {}) {
    std::string body = R"({"key":")" + key_of(number) + R"(","name":")" + name + R"(","kind":")" + kind + R"(","ways":[)";
    for (const auto& way : ways)
      body += (body.ends_with('[') ? "" : ",") + (R"({"channel":")" + way.channel + R"(","address":")" + way.address + "\"}");
    body += "]";
    if (!account.empty()) body += R"(,"user":")" + user_of(account).text() + "\"";
    return ask(tina_, "POST", "/api/distribution/recipients", body + "}");
  }
  UserId user_of(const std::string& name) {
    const auto users = hospital_->access->list_users(access::Actor::system("test")).value();
    for (const auto& user : users)
      if (user.name == name) return user.id;
    return {};
  }

  static std::string xcn(const std::string& number, const std::string& name) { return number + "^" + name + "^^^^^^^HOSP"; }
  /// MDM of this trigger: `number` TXA-12, `parent` TXA-13, `ordered` OBR-16, `copies` TXA-23.
  std::string document(const std::string& trigger, const std::string& number, const std::string& words,
                       const std::string& ordered = "HALE1^HALE^ANN", const std::string& copies = {},
                       const std::string& parent = {}, const std::string& completion = "AU") {
    static int control = 0;
    std::string text = "EVN|" + trigger + "|20260301\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rPV1|1|O\r";
    if (!ordered.empty()) text += "OBR|1|||11488-4^Consultation note^LN||||||||||||" + ordered + "^^^^^^HOSP\r";
    text += "TXA|1|CN|TX|20260301080000||||||||" + number + "^HOSP|" + parent + (parent.empty() ? "" : "^HOSP") + "||||" +
            completion + "||AV||||" + copies + (copies.empty() ? "" : "^^^^^^HOSP") + "\r";
    if (!words.empty()) text += "OBX|1|TX|1^Words||" + words + "||||||F\r";
    return send("MDM^" + trigger, "d" + std::to_string(++control), text);
  }

  /// Time goes by; sessions end, and somebody else of the department signs in.
  void later(std::chrono::milliseconds span) {
    clock_.advance(span);
    tina_ = person("tina" + std::to_string(++people_), {"technician"});
  }
  void go_round() {
    for (int round = 0; round < 20; ++round) {
      const auto settled = give_out_once(*hospital_);
      ASSERT_TRUE(settled) << settled.error().message << " " << settled.error().location;
      if (*settled == 0) return;
    }
  }
  /// "Hale, Ann v1 inbox delivered", in the order in which they were made.
  std::vector<std::string> copies(const std::string& query = "") {
    const auto list = ask(tina_, "GET", "/api/distribution/copies?limit=200" + query);
    EXPECT_EQ(list.status, 200) << list.body;
    std::vector<std::string> lines;
    for (std::size_t i = list.count("items"); i-- > 0;) {
      const auto one = "items." + std::to_string(i) + ".";
      lines.push_back(list.at(one + "recipient") + " v" + list.at(one + "version") + " " + list.at(one + "channel") + " " +
                      list.at(one + "state") + (list.at(one + "is_notice") == "true" ? " notice" : ""));
    }
    return lines;
  }
  /// The newest copy of this recipient.
  std::string copy_of(const std::string& name) {
    const auto list = ask(tina_, "GET", "/api/distribution/copies?limit=200");
    for (std::size_t i = 0; i < list.count("items"); ++i)
      if (list.at("items." + std::to_string(i) + ".recipient") == name) return list.at("items." + std::to_string(i) + ".id");
    return {};
  }
  Answer step(const Visitor& who, const std::string& copy, const std::string& event, const std::string& more = {}) {
    return ask(who, "POST", "/api/distribution/copies/" + copy, R"({"event":")" + event + "\"" + more + "}");
  }
  std::vector<std::string> open_items(const std::string& kind) {
    const auto list = ask(tina_, "GET", "/api/worklists/" + kind + "?limit=100");
    return list.all("items", "state");
  }
  /// Jobs that lie in the gateway's folder, by number.
  std::set<std::string> jobs(const std::string& folder) const {
    std::set<std::string> numbers;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/out", error))
      if (entry.path().extension() == ".json") numbers.insert(entry.path().stem().string());
    return numbers;
  }
  void receipt(const std::string& number, const std::string& state, const std::string& reason = {}) const {
    static int count = 0;
    std::filesystem::create_directories(gateway_.path() + "/receipts");
    std::ofstream(gateway_.path() + "/receipts/" + std::to_string(++count) + ".json")
        << R"({"number":")" << number << R"(","state":")" << state << R"(","reason":")" << reason << "\"}";
  }

  charta::testing::TemporaryFolder gateway_, direct_;
  PatientId ada_;
  int people_ = 0;
  Visitor tina_, hale_, ruiz_;
};

}  // namespace charta::app::testing
