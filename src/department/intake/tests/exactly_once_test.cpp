// SPDX-License-Identifier: Apache-2.0
// Invariant 1: what was positively acknowledged is in the record, in a worklist, or both; exactly once; byte-identical.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "department/intake/tests/intake_fixture.hpp"

namespace charta::intake::testing {
namespace {

class ExactlyOnce : public IntakeTest {};

std::string random_message(std::mt19937& random, int number) {
  const std::string control_id = std::to_string(number);
  const std::string mrn = std::to_string(1000 + random() % 5);
  const std::string name = random() % 6 == 0 ? "Wrong^Name" : "Person^Number" + mrn;
  const std::string pid = "PID|1||" + mrn + "^^^HOSP^MR||" + name + "||19610402|F";
  switch (random() % 5) {
    case 0: return message("ADT^A28", control_id, {"EVN|A28|20260101080000", pid});
    case 1: return message("ADT^A01", control_id, {"EVN|A01|20260101080000", pid, "PV1|1|I|W||||||||||||||||V" + mrn + "^^^HOSP"});
    case 2: return message("VXU^V04", control_id, {pid});
    default: return message("ORU^R01", control_id, {pid, "OBR|1||F" + control_id + "^LAB|24323-8^Panel^LN|||20260115060000||||||||||||||||||F", "OBX|1|NM|1^X^L||4||||||F"});
  }
}

TEST_P(ExactlyOnce, HoldsForRandomSequencesWithResendsAndFaults) {
  auto& hospital = department();
  std::mt19937 random(20260115);
  std::vector<std::string> messages;
  for (int number = 0; number < 60; ++number) messages.push_back(random_message(random, number));
  std::map<std::string, int> sent;
  std::set<std::string> accepted;  // bytes for which a positive answer left
  int crashes = 0;
  hospital.intake->set_fault([&] {
    if (random() % 4 == 0) {
      ++crashes;
      throw std::runtime_error("the power went");
    }
  });
  for (int round = 0; round < 200; ++round) {
    const auto& text = messages[random() % messages.size()];
    const auto received = hospital.send(text);
    ++sent[text];
    if (verdict_of(received.outcome) == Verdict::accept) accepted.insert(text);
  }
  EXPECT_GE(crashes, 3);
  std::int64_t filed_reports = 0;
  for (const auto& text : accepted) {
    const auto parsed = hl7v2::Message::parse(text);
    const auto known = store().read([&](store::Reader& reader) { return MessageJournal().same_control_id(reader, "LAB", "HOSP", parsed->header().control_id); });
    ASSERT_TRUE(known);
    ASSERT_EQ(known->size(), 1U);
    const auto& row = known->front();
    EXPECT_EQ(row.duplicates, sent[text] - 1);
    EXPECT_TRUE(row.state == "filed" || (row.state == "held" && row.work_item.is_set())) << row.state;
    EXPECT_EQ(hospital.intake->view(technician(), row.message)->raw, text);
    if (row.state == "filed" && row.type == "ORU^R01") ++filed_reports;
  }
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report'"), filed_reports);
  EXPECT_EQ(hospital.count("(SELECT value FROM chart_key WHERE kind = 'report' GROUP BY value HAVING count(*) > 1) doubled"), 0);
  const auto verified = hospital.ledger->verify();
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_TRUE(verified->holds) << verified->first_broken;
}

CHARTA_ON_BOTH_ENGINES(ExactlyOnce);

}  // namespace
}  // namespace charta::intake::testing
