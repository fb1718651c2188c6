// SPDX-License-Identifier: Apache-2.0
// What past due work asks of whom, as the people of the house see it on their first screen, in the queue and in its counts.
#include "app/tests/door_fixture.hpp"

#include <algorithm>

namespace charta::app::testing {
namespace {

class AskedRoles : public DoorTest {
 protected:
  /// An order whose report never comes, three days and more past its due time.
  void leave_an_order_open() {
    ASSERT_EQ(send("ADT^A01", "a1", "PID|1||7001^^^HOSP^MR||Marsh^Ada||19610402|F\rPV1|1|I|W1\r"), "filed");
    ASSERT_EQ(send("ORM^O01", "o1",
                   "PID|1||7001^^^HOSP^MR||Marsh^Ada||19610402|F\rORC|NW|P1^EHR||||||||||1001^Hale^Ruth\r"
                   "OBR|1|P1^EHR||24323-8^Comprehensive metabolic panel^LN|||20260301080000\r"),
              "filed");
    clock_.advance(std::chrono::hours(24 * 20));
    while (*hospital_->worklists->run_clock(system_) > 0) continue;
  }
  /// The member of the queue's line in a list of queues; "absent" where the queue is not there.
  static std::string of_chase(const Answer& answer, const std::string& list, const std::string& member) {
    const auto kinds = answer.all(list, "kind");
    const auto found = std::find(kinds.begin(), kinds.end(), "chase");
    if (found == kinds.end()) return "absent";
    return answer.at(list + "." + std::to_string(found - kinds.begin()) + "." + member);
  }
};
CHARTA_ON_BOTH_ENGINES(AskedRoles);

TEST_P(AskedRoles, HomeCountsAndListAreWhatThePersonMayAndShouldAnswer) {
  leave_an_order_open();
  struct Person {
    const char *name, *role;
    bool is_asked, sees_others;
  };
  for (const Person& one : {Person{"tina", "technician", true, true},
                            {"marta", "him_manager", true, true},
                            {"carl", "coder", false, true},
                            {"nina", "night_clerk", true, true}}) {
    SCOPED_TRACE(one.name);
    const Visitor visitor = person(one.name, {one.role});
    const auto home = ask(visitor, "GET", "/api/home"), queues = ask(visitor, "GET", "/api/worklists"),
               list = ask(visitor, "GET", "/api/worklists/chase?limit=500");
    ASSERT_EQ(list.status, 200) << list.body;
    EXPECT_EQ(of_chase(home, "tiles", "open"), one.is_asked ? list.at("total") : "absent");
    EXPECT_EQ(of_chase(queues, "items", "open"), one.is_asked ? list.at("total") : "absent");
    EXPECT_EQ(list.at("total") != "0", one.is_asked) << list.body;
    const std::string others = std::string(one.role) == "him_manager" ? "department" : "him-lead";
    for (const std::string& pool : list.all("items", "pool")) EXPECT_NE(pool, others);
    EXPECT_NE(ask(visitor, "GET", "/api/worklists/chase?pool=" + others).at("total"), "0");
  }
}

TEST_P(AskedRoles, TheQueueSaysWhomItAsksAndWhichOfThemIAm) {
  leave_an_order_open();
  const auto queues = ask(person("tina", {"technician"}), "GET", "/api/worklists");
  EXPECT_EQ(of_chase(queues, "items", "pools.0.pool"), "department");
  EXPECT_EQ(of_chase(queues, "items", "pools.0.mine"), "true");
  EXPECT_EQ(of_chase(queues, "items", "pools.1.title"), "Department head");
  EXPECT_EQ(of_chase(queues, "items", "pools.1.mine"), "false");
}

}  // namespace
}  // namespace charta::app::testing
