// SPDX-License-Identifier: Apache-2.0
// `--ack stored`: acknowledged when durable, filed afterwards, in order, once, and never lost on the way.
#include "department/intake/stored_filing.hpp"

#include "department/intake/tests/intake_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace charta::intake::testing {
namespace {

using std::chrono::milliseconds;

const Connection stored_door{"test", "127.0.0.1:1", AckMode::stored};

std::string admit(const std::string& control_id, const std::string& pid) {
  return message("ADT^A28", control_id, {"EVN|A28|20260101080000", pid});
}
std::string report(const std::string& control_id, const std::string& pid, const std::string& filler,
                   const std::string& status = "F") {
  return message(
      "ORU^R01", control_id,
      {pid,
       "OBR|1|P1^HOSP|" + filler + "^LAB|24323-8^Metabolic panel^LN|||20260115060000|||||||||||||||20260115073000|||" + status,
       "OBX|1|NM|2345-7^Glucose^LN||4.2|mmol/L^^UCUM|3.5-5.5|N|||" + status});
}

bool becomes_true(const std::function<bool()>& what) {
  for (int i = 0; i < 400; ++i) {
    if (what()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

class StoredMessages : public IntakeTest {
 protected:
  MessageId store_one(const std::string& bytes) {
    const auto received = department().intake->receive(bytes, stored_door);
    EXPECT_EQ(received.outcome, Outcome::stored);
    EXPECT_EQ(received.acknowledgements.size(), 1u);
    return received.message;
  }
  std::string state_of(MessageId id) { return department().row(id).state; }
};

TEST_P(StoredMessages, AreDurableWhenAcknowledgedAndFiledAfterwards) {
  const auto registration = store_one(admit("1", ada));
  const auto result = store_one(report("2", ada, "F1"));
  EXPECT_EQ(state_of(result), "stored");
  EXPECT_EQ(department().count("patient_person"), 0);
  const auto filed = department().intake->file_stored(10);
  ASSERT_TRUE(filed) << filed.error().message;
  EXPECT_EQ(filed->settled, 2);
  EXPECT_FALSE(filed->oldest_left_age);
  EXPECT_EQ(state_of(registration), "filed");
  EXPECT_EQ(state_of(result), "filed");
  EXPECT_EQ(department().count("chart_entry WHERE kind = 'report'"), 1);
}

TEST_P(StoredMessages, OfOneGroupMayDependOnEachOther) {
  // Registration, report and its correction in one commit: each is planned before the one before it is written.
  store_one(admit("1", ada));
  for (int i = 0; i < 5; ++i) store_one(report(std::to_string(10 + i), ada, "F1", i == 0 ? "P" : "C"));
  ASSERT_EQ(department().intake->file_stored(16).value().settled, 6);
  EXPECT_EQ(department().count("message_journal WHERE state = 'filed'"), 6);
  EXPECT_EQ(department().count("chart_entry WHERE kind = 'report'"), 1);
}

TEST_P(StoredMessages, AreFiledOldestFirstAndTheRestIsTold) {
  std::vector<MessageId> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(store_one(admit(
        std::to_string(i), "PID|1||" + std::to_string(2000 + i) + "^^^HOSP^MR||Person^No" + std::to_string(i) + "||19610402|F")));
    department().clock.advance(milliseconds(100));
  }
  const auto filed = department().intake->file_stored(3).value();
  EXPECT_EQ(filed.settled, 3);
  EXPECT_EQ(filed.oldest_left_age, 200);
  std::vector<std::string> states;
  for (const auto id : ids) states.push_back(state_of(id));
  EXPECT_EQ(states, (std::vector<std::string>{"filed", "filed", "filed", "stored", "stored"}));
}

TEST_P(StoredMessages, WithoutAPatientAreHeldForAPersonAndDoNotStopTheOthers) {
  const auto unknown = store_one(report("1", tom, "F9"));
  const auto registration = store_one(admit("2", ada));
  ASSERT_EQ(department().intake->file_stored(10).value().settled, 2);
  EXPECT_EQ(state_of(unknown), "held");
  EXPECT_EQ(department().row(unknown).reason, "no-mrn-match");
  EXPECT_TRUE(department().row(unknown).work_item.is_set());
  EXPECT_EQ(state_of(registration), "filed");
}

TEST_P(StoredMessages, WhoseFilingThrowsAreHeld) {
  const auto registration = store_one(admit("1", ada));
  department().intake->set_fault([] { throw std::runtime_error("a defect"); });
  ASSERT_EQ(department().intake->file_stored(10).value().settled, 1);
  EXPECT_EQ(state_of(registration), "held");
  EXPECT_EQ(department().row(registration).reason, "unexpected-error");
}

TEST_P(StoredMessages, SentTwiceAreFiledOnce) {
  store_one(admit("1", ada));
  EXPECT_EQ(department().intake->receive(admit("1", ada), stored_door).outcome, Outcome::duplicate);
  EXPECT_EQ(department().intake->file_stored(10).value().settled, 1);
  EXPECT_EQ(department().intake->file_stored(10).value().settled, 0);
  EXPECT_EQ(department().count("message_journal"), 1);
}

TEST_P(StoredMessages, AreFiledByTheThreadAsSoonAsItIsQuiet) {
  StoredFiling filing(*department().intake);
  filing.start();
  const auto registration = store_one(admit("1", ada));
  EXPECT_TRUE(becomes_true([&] { return state_of(registration) == "filed"; }));
  filing.stop();
}

TEST_P(StoredMessages, LeftByAnEarlierServerAreFiledAtTheStart) {
  const auto registration = store_one(admit("1", ada));
  StoredFiling filing(*department().intake);
  filing.start();
  EXPECT_TRUE(becomes_true([&] { return state_of(registration) == "filed"; }));
}

TEST_P(StoredMessages, WaitWhileOthersComeInButNotLongerThanThePatience) {
  StoredFiling filing(*department().intake, {.window = milliseconds(60'000), .busy_from = 1, .patience = milliseconds(300)});
  filing.start();
  std::this_thread::sleep_for(milliseconds(200));  // its first look, at what an earlier server left, is over
  const auto registration = store_one(admit("1", ada));
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(state_of(registration), "stored");
  EXPECT_TRUE(becomes_true([&] { return state_of(registration) == "filed"; }));
  filing.stop();
}

CHARTA_ON_BOTH_ENGINES(StoredMessages);

}  // namespace
}  // namespace charta::intake::testing
