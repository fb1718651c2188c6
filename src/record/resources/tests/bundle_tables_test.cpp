// SPDX-License-Identifier: Apache-2.0
// Transactions, batches and conditional interactions as tables of what was sent, what was answered and what stands afterwards.
// Source: https://hl7.org/fhir/R4/http.html#transaction, #ccreate, #cond-update
#include "record/resources/tests/repository_fixture.hpp"
#include "record/resources/tests/table_words.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

namespace charta::resources {
namespace {

using testing::CaseLine;

class BundleTables : public RepositoryTest {
 protected:
  void run(const std::string& table) {
    int lines = 0;
    for (const testing::Case& one : testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/" + table))
      for (const CaseLine& line : one.lines) {
        SCOPED_TRACE(table + ": " + one.title + ": " + line.verb + " " + joined(line.words));
        follow(line);
        ++lines;
      }
    EXPECT_GT(lines, 10) << table << " is not there or empty";
  }

 private:
  void follow(const CaseLine& line) {
    static const std::map<std::string, void (BundleTables::*)(const CaseLine&)> verbs{
        {"record", &BundleTables::record},    {"transaction", &BundleTables::begin}, {"batch", &BundleTables::begin},
        {"entry", &BundleTables::entry},      {"answers", &BundleTables::answers},   {"refused", &BundleTables::refused},
        {"holds", &BundleTables::holds},      {"counts", &BundleTables::counts},     {"gone", &BundleTables::gone},
        {"points", &BundleTables::points},    {"create", &BundleTables::create_one}, {"update", &BundleTables::update_one},
        {"remove", &BundleTables::remove_one}};
    const auto verb = verbs.find(line.verb);
    ASSERT_NE(verb, verbs.end()) << "the table has a word that is not known";
    (this->*verb->second)(line);
  }

  static std::pair<std::string, std::string> parts(const std::string& address) {
    const std::size_t slash = address.find('/');
    return {address.substr(0, slash), slash == std::string::npos ? "" : address.substr(slash + 1)};
  }

  void record(const CaseLine& line) {
    const auto [type, id] = parts(line.words.at(0));
    put(type, id, resource_json(line.words.at(0), line.words.at(1)));
  }

  void begin(const CaseLine& line) {
    bundle_ = R"({"resourceType":"Bundle","type":")" + line.verb + R"(","entry":[)";
    first_ = true;
  }

  /// entry POST Patient "{'active':true}" full-url=urn:uuid:a if-none-exist=… if-match=…  (body-of=Patient/c gives the body's id)
  void entry(const CaseLine& line) {
    std::string text = first_ ? "{" : ",{";
    first_ = false;
    if (line.has("full-url")) text += R"("fullUrl":")" + line.value("full-url") + "\",";
    text += R"("request":{"method":")" + line.words.at(0) + R"(","url":")" + line.words.at(1) + '"';
    if (line.has("if-none-exist")) text += R"(,"ifNoneExist":")" + line.value("if-none-exist") + '"';
    if (line.has("if-match")) text += R"(,"ifMatch":"W/\")" + line.value("if-match") + R"(\"")";
    text += "}";
    if (line.words.size() > 2) {
      const std::string address = line.has("body-of") ? line.value("body-of") : line.words.at(1);
      text += R"(,"resource":)" + resource_json(address.substr(0, address.find('?')), line.words.at(2));
    }
    bundle_ += text + "}";
  }

  Result<std::string> send() { return repository->bundle(actor, bundle_ + "]}", "http://charta.test/fhir"); }

  /// answers 204 201 200
  void answers(const CaseLine& line) {
    const auto answer = send();
    ASSERT_TRUE(answer) << answer.error().message << " at " << answer.error().location;
    const auto document = json::Document::parse(*answer).value();
    std::vector<std::string> statuses;
    for (const json::Value each : document.root()["entry"]) statuses.emplace_back(each["response"]["status"].text().substr(0, 3));
    EXPECT_EQ(joined(statuses), joined(line.words)) << *answer;
  }

  void refused(const CaseLine& line) {
    const auto answer = send();
    ASSERT_FALSE(answer) << *answer;
    EXPECT_EQ(kind_name(answer.error().kind), line.value("kind")) << answer.error().message;
    EXPECT_EQ(answer.error().location.substr(0, answer.error().location.find(':')), line.value("at"));
  }

  /// holds Patient/ada name.0.family=Marsh meta.versionId=2
  void holds(const CaseLine& line) {
    const auto document = read_json(line.words.at(0));
    EXPECT_FALSE(line.values.empty());
    for (const auto& [path, value] : line.values)
      EXPECT_EQ(testing::shown(testing::at_path(document.root(), path)), value) << path;
  }

  /// counts "Patient?active=true" 2
  void counts(const CaseLine& line) {
    EXPECT_EQ(found(line.words.at(0)).size(), static_cast<std::size_t>(std::stoi(line.words.at(1))));
  }

  /// points "Observation?code=a" subject "Patient?family=marsh": the one's reference names the other.
  void points(const CaseLine& line) {
    const auto from = found(line.words.at(0));
    const auto to = found(line.words.at(2));
    ASSERT_EQ(from.size(), 1U);
    ASSERT_EQ(to.size(), 1U);
    const auto document = read_json(from[0]);
    EXPECT_EQ(testing::at_path(document.root(), line.words.at(1) + ".reference").text(), to[0]);
  }

  void gone(const CaseLine& line) {
    const auto [type, id] = parts(line.words.at(0));
    const auto read = repository->read(actor, type, id);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::gone);
  }

  template <class Answer>
  static void expect(const Answer& answer, const CaseLine& line) {
    if (line.has("kind")) {
      ASSERT_FALSE(answer);
      EXPECT_EQ(kind_name(answer.error().kind), line.value("kind")) << answer.error().message;
    } else {
      EXPECT_TRUE(answer) << (answer ? "" : answer.error().message);
    }
  }

  static void expect_written(const Result<Written>& written, const CaseLine& line) {
    expect(written, line);
    if (!written) return;
    EXPECT_EQ(written->created ? "true" : "false", line.value("created"));
    EXPECT_EQ(std::to_string(written->version), line.value("version"));
  }

  /// create "Patient?identifier=urn:m|5" "{…}" created=true version=1, or kind=…
  void create_one(const CaseLine& line) {
    const auto [type, criteria] = criteria_of(line.words.at(0));
    expect_written(repository->create(actor, type, resource_json(type, line.words.at(1)), criteria), line);
  }
  void update_one(const CaseLine& line) {
    const auto [type, criteria] = criteria_of(line.words.at(0));
    const std::string address = line.has("body-of") ? line.value("body-of") : type;
    expect_written(
        repository->conditional_update(actor, type, criteria, resource_json(address, line.words.at(1)), line.value("if-match")),
        line);
  }
  void remove_one(const CaseLine& line) {
    const auto [type, criteria] = criteria_of(line.words.at(0));
    expect(repository->conditional_remove(actor, type, criteria, line.value("if-match")), line);
  }
  static std::pair<std::string, std::string> criteria_of(const std::string& text) {
    const std::size_t question = text.find('?');
    return {text.substr(0, question), text.substr(question + 1)};
  }

  std::string bundle_;
  bool first_ = true;
};
CHARTA_ON_BOTH_ENGINES(BundleTables);

TEST_P(BundleTables, TransactionsAreDoneWholeOrNotAtAll) {
  run("transactions.case");
}
TEST_P(BundleTables, OfABatchEachEntryIsAnsweredForItself) {
  run("batches.case");
}
TEST_P(BundleTables, ConditionsChooseOneResourceOrNone) {
  run("conditions.case");
}

}  // namespace
}  // namespace charta::resources
