// SPDX-License-Identifier: Apache-2.0
// Carries out the tables of tests/cases/: each case in a hospital of its own.
#include "app/tests/door_fixture.hpp"
#include "base/text.hpp"
#include "tests/support/case_table.hpp"

#include <algorithm>
#include <map>

namespace charta::app::testing {

using charta::testing::Case;
using charta::testing::CaseLine;

class DoorCases::Script {
 public:
  explicit Script(DoorCases& test) : test_(test) {}

  void run(const Case& table) {
    for (const CaseLine& line : table.lines) {
      SCOPED_TRACE("line " + std::to_string(line.number) + ": " + line.verb + " " + line.rest);
      if (line.verb == "body") {
        body_ += in_double_quotes(filled(line.rest));
      } else if (line.verb == "segment") {
        segments_ += filled(line.rest) + "\r";
      } else {
        finish_request();
        step(line);
      }
      if (::testing::Test::HasFatalFailure()) return;
    }
    finish_request();
  }

 private:
  void step(const CaseLine& line) {
    if (line.verb == "person" || line.verb == "program") return enter(line);
    if (line.verb == "as") return become(line.words.at(0));
    if (line.verb == "patient") return register_patient(line);
    if (line.verb == "arrives") return receive(line);
    if (line.verb == "passes") return test_.clock_.advance(std::chrono::minutes(std::stoi(line.words.at(0))));
    if (line.verb == "roles") return change_roles(line);
    if (line.verb == "town") return test_.settle_town();
    if (line.verb == "indexed") return catch_up();
    if (line.verb == "answers") return check_status(line);
    if (line.verb == "and") return check(line);
    if (line.verb == "keep") return keep(line);
    const bool is_method = line.verb == upper_ascii(line.verb);
    if (!is_method) FAIL() << "the tables know no word '" << line.verb << "'";
    pending_ = line;
  }

  void enter(const CaseLine& line) {
    const std::string& name = line.words.at(0);
    auto roles = line.all("role");
    visitors_[name] = line.verb == "person" ? test_.person(name, roles) : test_.program(name, roles, line.value("scope"));
    current_ = visitors_[name];
  }
  void become(const std::string& name) {
    if (name != "nobody" && !visitors_.contains(name)) FAIL() << "nobody here is called " << name;
    current_ = name == "nobody" ? Visitor() : visitors_[name];
  }
  /// What the background does every 50 ms: the patient index compares what was registered.
  void catch_up() {
    const auto done = test_.hospital_->identity->catch_up();
    ASSERT_TRUE(done) << done.error().message;
  }
  void change_roles(const CaseLine& line) {
    const auto changed = test_.hospital_->access->set_roles(test_.system_, line.words.at(0), line.all("role"));
    ASSERT_TRUE(changed) << changed.error().message;
  }

  void register_patient(const CaseLine& line) {
    const auto or_else = [&](const char* key, const char* standard) {
      return line.has(key) ? filled(line.value(key)) : std::string(standard);
    };
    const std::string label = line.value("label");
    const std::string meta =
        label.empty() ? ""
                      : R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":")" +
                            label + R"("}]},)";
    const std::string body = R"({"resourceType":"Patient",)" + meta + R"("name":[{"family":")" + or_else("family", "Marsh") +
                             R"(","given":[")" + or_else("given", "Ada") + R"("]}],"gender":"female","birthDate":")" +
                             or_else("born", "1961-04-02") +
                             R"(","identifier":[{"type":{"coding":[{"code":"MR"}]},"system":"urn:oid:1.2.3","value":")" +
                             or_else("mrn", "1001") + R"("}]})";
    known_[line.words.at(0)] = test_.create("Patient", body).text();
  }

  void receive(const CaseLine& line) {
    const std::string outcome = test_.send(line.words.at(0), line.words.at(1), segments_);
    segments_.clear();
    EXPECT_EQ(outcome, line.words.at(2));
  }

  void finish_request() {
    if (!pending_) return;
    const CaseLine line = *pending_;
    pending_.reset();
    Headers headers;
    for (const auto& [name, value] : line.values) headers.emplace_back(name, in_double_quotes(filled(value)));
    answer_ = test_.ask(current_, line.verb, filled(line.words.at(0)), body_, headers);
    body_.clear();
  }

  void check_status(const CaseLine& line) {
    EXPECT_EQ(std::to_string(answer_.status), line.words.at(0)) << answer_.body.substr(0, 2000);
    check(line);
  }

  void check(const CaseLine& line) {
    for (const auto& [key, expected] : line.values) check_one(key, in_single_quotes(filled(expected)));
  }

  void check_one(const std::string& key, const std::string& expected) {
    const auto is_there = [&](const std::string& words) {
      return in_single_quotes(answer_.body).find(words) != std::string::npos;
    };
    const std::string shown = answer_.body.substr(0, 2000);
    if (key == "type") {
      EXPECT_EQ(answer_.content_type, expected);
    } else if (key == "says") {
      EXPECT_TRUE(is_there(expected)) << "does not say " << expected << ": " << shown;
    } else if (key == "hides") {
      EXPECT_FALSE(is_there(expected)) << "says " << expected << ": " << shown;
    } else if (key == "body") {
      EXPECT_EQ(in_single_quotes(answer_.body), expected);
    } else if (key.starts_with("header.")) {
      const std::string value = in_single_quotes(answer_.header(key.substr(7)));
      EXPECT_EQ(value.empty() ? "absent" : value, expected) << key;
    } else if (key.starts_with("count.")) {
      EXPECT_EQ(std::to_string(answer_.count(key.substr(6))), expected) << key << ": " << shown;
    } else {
      EXPECT_EQ(in_single_quotes(answer_.at(key)), expected) << key << ": " << shown;
    }
  }

  /// keep item=items.0.id: what stands there is <item> from here on; etag=header.ETag: a header.
  void keep(const CaseLine& line) {
    for (const auto& [name, path] : line.values) {
      known_[name] = path.starts_with("header.") ? answer_.header(path.substr(7)) : answer_.at(path);
      ASSERT_NE(known_[name], "absent") << path << ": " << answer_.body.substr(0, 2000);
      ASSERT_NE(known_[name], "") << path;
    }
  }

  std::string filled(std::string text) const {
    for (const auto& [name, value] : known_) replace_all(text, "<" + name + ">", value);
    return text;
  }
  static void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  }
  static std::string in_double_quotes(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
  }
  static std::string in_single_quotes(std::string text) {
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
  }

  DoorCases& test_;
  std::map<std::string, Visitor> visitors_;
  std::map<std::string, std::string> known_;
  Visitor current_;
  std::optional<CaseLine> pending_;
  std::string body_, segments_;
  Answer answer_;
};

void DoorCases::run(const std::string& file) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/" + file + ".case");
  ASSERT_FALSE(cases.empty()) << file;
  bool is_first = true;
  for (const Case& each : cases) {
    SCOPED_TRACE(file + ".case:" + std::to_string(each.line) + " " + each.title);
    if (!std::exchange(is_first, false)) begin_again();
    Script(*this).run(each);
    if (HasFatalFailure()) return;
  }
}

}  // namespace charta::app::testing
