// SPDX-License-Identifier: Apache-2.0
// Events about patient, account and visit numbers: tests/cases/identity_events.case, on both databases.
#include "department/intake/tests/intake_fixture.hpp"
#include "record/worklists/reasons.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::intake::testing {
namespace {

using charta::testing::CaseLine;

std::string or_else(const std::string& text, const std::string& otherwise) {
  return text.empty() ? otherwise : text;
}

std::string cx_list(const std::string& numbers, const std::string& type) {
  std::string list;
  std::size_t start = 0;
  while (start < numbers.size()) {
    const auto end = std::min(numbers.find('~', start), numbers.size());
    list += (list.empty() ? "" : "~") + numbers.substr(start, end - start) + "^^^HOSP^" + type;
    start = end + 1;
  }
  return list;
}

std::string pid_of(const std::string& numbers, const CaseLine& line, const std::string& account = "") {
  const std::string name = or_else(line.value("name"), "Marsh^Ada"), born = or_else(line.value("born"), "19610402");
  return "PID|1||" + cx_list(numbers, "MR") + "||" + name + "||" + born + "|F" + std::string(10, '|') + cx_list(account, "AN");
}

std::string mrg_of(const CaseLine& line, const std::string& prefix = "") {
  return "MRG|" + cx_list(line.value(prefix + "mrg"), "MR") + "||" + cx_list(line.value(prefix + "prior_account"), "AN") + "||" +
         cx_list(line.value(prefix + "prior_visit"), "VN") + "||" + line.value(prefix + "was");
}

std::string pv1_of(const std::string& visit) {
  return "PV1|1|I|3W" + std::string(16, '|') + cx_list(visit, "VN");
}

class IdentityEvents : public IntakeTest {
 protected:
  void send(const std::string& type, std::vector<std::string> segments) {
    EXPECT_EQ(waiting_, "") << "nothing said that this is held";
    waiting_.clear();
    last_ = {type, segments};
    std::string text = message(type, std::to_string(++sent_), {});
    for (const auto& segment : segments) text += segment + "\r";
    const auto received = department().send(text);
    const auto row = department().row(received.message);
    if (received.outcome == Outcome::filed) return;
    EXPECT_EQ(received.outcome, Outcome::held);
    waiting_ = row.reason + " (" + row.detail + ")";
    held_.push_back(received.message);
  }

  void identity_event(const CaseLine& line) {
    std::vector<std::string> segments{"EVN|" + line.verb + "|" + or_else(line.value("at"), "20260110080000")};
    segments.push_back(pid_of(line.value("pid"), line, line.value("account")));
    if (line.has("pid2")) segments.push_back(pid_of(line.value("pid2"), CaseLine{}));
    if (line.has("mrg")) segments.push_back(mrg_of(line));
    if (line.has("visit")) segments.push_back(pv1_of(line.value("visit")));
    if (line.has("and_pid")) segments.push_back(pid_of(line.value("and_pid"), line));
    if (line.has("and_mrg")) segments.push_back(mrg_of(line, "and_"));
    if (line.has("and_visit")) segments.push_back(pv1_of(line.value("and_visit")));
    send("ADT^" + line.verb, segments);
    if (first_event_.first.empty()) first_event_ = last_;
  }

  void arrival(const CaseLine& line) {
    const std::string number = line.words.at(0);
    if (line.verb == "person") return send("ADT^A28", {"EVN|A28|20260101080000", pid_of(number, line)});
    const std::string pid = pid_of(number, line, line.value("account"));
    if (line.verb == "visit") return send("ADT^A01", {"EVN|A01|20260105080000", pid, pv1_of(line.value("visit"))});
    if (line.verb == "discharge") return send("ADT^A03", {"EVN|A03|20260114080000", pid, pv1_of(line.value("visit"))});
    send("ORU^R01", {pid, pv1_of(line.value("visit")),
                     "OBR|1||" + line.value("number") + "^LAB|24323-8^Panel^LN|||20260112060000" + std::string(15, '|') +
                         "20260112070000|||F",
                     "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L|||||F"});
  }

  patient_index::Person record(const std::string& number) {
    const patient_index::Identifier id{"urn:charta:assigner:HOSP", number, "MR"};
    const auto found = store().read([&](store::Reader& reader) { return department().index->rows().holders(reader, id); });
    EXPECT_EQ(found->size(), 1U) << number;
    return found->empty() ? patient_index::Person() : found->front();
  }
  PatientId patient(const std::string& number) { return record(number).record.patient; }
  bool one_person(const std::string& a, const std::string& b) {
    const auto group = store().read([&](store::Reader& reader) { return department().index->expand(reader, patient(a)); });
    return std::find(group->begin(), group->end(), patient(b)) != group->end();
  }
  encounters::VisitRow visit(const std::string& number) {
    const hl7v2_fhir::EntityId id{"urn:charta:assigner:HOSP", number};
    const auto rows = store().read(
        [&](store::Reader& reader) { return department().encounters->holders(reader, encounters::NumberKind::visit, id); });
    EXPECT_EQ(rows->size(), 1U) << number;
    return rows->empty() ? encounters::VisitRow() : rows->front();
  }
  std::string number_standing_for(const std::string& number, PatientId patient) {
    encounters::Visit asked;
    asked.number = {"urn:charta:assigner:HOSP", number};
    return found_as(asked, patient);
  }
  std::string found_as(const encounters::Visit& asked, PatientId patient) {
    const auto found = store().read([&](store::Reader& reader) -> Result<std::optional<encounters::VisitRow>> {
      CHARTA_TRY(const auto same, department().index->expand(reader, patient));
      return department().encounters->find(reader, asked, patient, same);
    });
    return found && *found ? (*found)->number.value : "none";
  }

  void expect_stands(const CaseLine& line) {
    const auto row = visit(line.value("visit"));
    if (line.has("with")) {
      EXPECT_EQ(row.patient, patient(line.value("with")));
    }
    if (line.has("account")) {
      EXPECT_EQ(row.account.value, line.value("account"));
    }
    if (line.has("status")) {
      EXPECT_EQ(row.status, line.value("status"));
    }
    if (line.has("as")) {
      EXPECT_EQ(number_standing_for(line.value("visit"), row.patient), line.value("as"));
    }
  }
  void expect_found(const CaseLine& line) {
    if (line.has("number")) {
      EXPECT_EQ(patient(line.value("number")), patient(line.value("and")));
      return;
    }
    encounters::Visit asked;
    asked.account = {"urn:charta:assigner:HOSP", line.value("account")};
    EXPECT_EQ(found_as(asked, patient(line.value("under"))), line.value("as"));
  }
  void expect_merged(const CaseLine& line) {
    const auto survivor =
        store().read([&](store::Reader& reader) { return department().index->survivor_of(reader, patient(line.words.at(0))); });
    EXPECT_EQ(*survivor, patient(line.value("into") == "none" ? line.words.at(0) : line.value("into")));
  }

  bool expectation(const CaseLine& line) {
    if (line.verb == "held") {
      EXPECT_EQ(waiting_.substr(0, waiting_.find(' ')), line.value("because")) << waiting_;
      reasons_.insert(line.value("because"));
      waiting_.clear();
    } else if (line.verb == "one" || line.verb == "two") {
      EXPECT_EQ(one_person(line.words.at(0), line.words.at(1)), line.verb == "one");
    } else if (line.verb == "merged") {
      expect_merged(line);
    } else if (line.verb == "stands") {
      expect_stands(line);
    } else if (line.verb == "found") {
      expect_found(line);
    } else if (line.verb == "visits") {
      EXPECT_EQ(std::to_string(
                    department().count("encounter_visit WHERE patient = " + std::to_string(patient(line.words.at(0)).key()))),
                line.value("count"));
    } else if (line.verb == "chart") {
      EXPECT_EQ(std::to_string(department().chart->timeline(technician(), patient(line.words.at(0)), {})->total),
                line.value("entries"));
    } else {
      return false;
    }
    return true;
  }

  void play(const CaseLine& line) {
    if (expectation(line)) return;
    if (line.verb.size() == 3 && line.verb[0] == 'A') return identity_event(line);
    if (line.verb == "again") return send(last_.first, last_.second);
    if (line.verb == "again_first") return send(first_event_.first, first_event_.second);
    if (line.verb == "later") return department().clock.advance(std::chrono::hours(std::stoi(line.value("hours"))));
    if (line.verb == "parted") {
      const auto done =
          department().index->unlink(technician(), patient(line.words.at(0)), patient(line.words.at(1)), "two-people");
      EXPECT_TRUE(done) << done.error().message;
    } else if (line.verb == "replayed") {
      ASSERT_FALSE(held_.empty());
      const auto done = department().intake->replay(technician(), held_.front(), std::nullopt, "it has come");
      EXPECT_TRUE(done) << done.error().message;
      held_.erase(held_.begin());
    } else {
      arrival(line);
    }
  }

  void forget() {
    EXPECT_EQ(waiting_, "") << "nothing said that the last message is held";
    waiting_.clear();
    held_.clear();
    first_event_ = {};
  }

  std::set<std::string> reasons_;

 private:
  std::string waiting_;
  std::vector<MessageId> held_;
  std::pair<std::string, std::vector<std::string>> last_, first_event_;
  int sent_ = 0;
};
CHARTA_ON_BOTH_ENGINES(IdentityEvents);

/// Every case has numbers of its own: "1001" of the seventh case is "7-1001".
std::string own(const std::string& text, int number) {
  if (text.empty() || text == "none") return text;
  std::string list;
  std::size_t start = 0;
  while (start <= text.size()) {
    const auto end = std::min(text.find('~', start), text.size());
    list += (list.empty() ? "" : "~") + std::to_string(number) + "-" + text.substr(start, end - start);
    start = end + 1;
  }
  return list;
}

CaseLine own_line(CaseLine line, int number) {
  static const std::set<std::string> named{
      "pid",     "pid2",    "mrg",       "account",         "prior_account", "visit", "prior_visit",
      "and_pid", "and_mrg", "and_visit", "and_prior_visit", "with",          "into",  "as",
      "under",   "number",  "and"};
  for (auto& word : line.words) word = own(word, number);
  for (auto& [key, value] : line.values)
    if (named.contains(key)) value = own(value, number);
  return line;
}

TEST_P(IdentityEvents, AreUnderstoodAsTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/identity_events.case");
  ASSERT_GE(cases.size(), 45U);
  int number = 0;
  std::set<std::string> triggers;
  for (const auto& one : cases) {
    SCOPED_TRACE("case " + one.title);
    ++number;
    for (const auto& line : one.lines) {
      SCOPED_TRACE("line " + std::to_string(line.number));
      if (find_identity_trigger(line.verb) != nullptr) triggers.insert(line.verb);
      play(own_line(line, number));
    }
    forget();
  }
  for (const auto& row : identity_triggers())
    EXPECT_TRUE(triggers.contains(std::string(row.trigger))) << "no case for " << row.trigger;
}

TEST_P(IdentityEvents, EveryHoldHasItsSentenceInTheReasons) {
  const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto reasons = worklists::Reasons::from_rule(**rules->in_force("worklists/reasons", Date::parse("2026-01-15").value()));
  ASSERT_TRUE(reasons);
  for (const auto& one : charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/identity_events.case")) {
    for (const auto& line : one.lines)
      if (line.verb == "held") {
        EXPECT_NE(reasons->find(line.value("because")), nullptr) << line.value("because");
      }
  }
}

TEST(IdentityTriggers, HaveTheStructureOfTable0354) {
  for (const auto& row : identity_triggers()) EXPECT_EQ(hl7v2::structure_of("ADT", row.trigger), row.structure) << row.trigger;
}

}  // namespace
}  // namespace charta::intake::testing
