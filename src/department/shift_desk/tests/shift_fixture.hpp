// SPDX-License-Identifier: Apache-2.0
// The file room of the paper tests with a shift desk over it, on either engine.
#pragma once
#include "department/paper_charts/tests/paper_fixture.hpp"
#include "department/shift_desk/shift_service.hpp"
#include "shift_desk_schema.hpp"

#include <string>

namespace charta::shift_desk {

class ShiftTest : public paper_charts::PaperTest {
 protected:
  void SetUp() override {
    PaperTest::SetUp();
    const auto schema = shift_desk_schema();
    ASSERT_TRUE(store().migrate({schema.begin(), schema.end()}));
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    auto rules = ShiftRules::read(*book, clock_.now().utc_date(), "US");
    ASSERT_TRUE(rules) << rules.error().message;
    ShiftQuestions questions;
    questions.faults = [this](const access::Actor&) -> Result<std::vector<HandOffLine>> { return faults_; };
    shift_ =
        std::make_unique<ShiftService>(store(), *desk_, *worklists_, *ledger_, clock_, keys_, TimeZone::utc(), *rules, questions);
    shift_->declare();
    shift_->subscribe(bus_);
    mia_.name = "mia";
  }
  HandOffView current() {
    auto view = shift_->current(mia_);
    EXPECT_TRUE(view) << view.error().message;
    return view ? *view : HandOffView();
  }
  static const HandOffSection& section(const HandOffView& view, const std::string& code) {
    static const HandOffSection none;
    for (const auto& one : view.content.sections)
      if (one.code == code) return one;
    ADD_FAILURE() << "no section " << code;
    return none;
  }
  /// Somebody who may not see the labels of these records.
  static access::Actor without_clearance() {
    auto actor = clerk(12);
    actor.visibility.clearance = 0;
    return actor;
  }
  HandOffId signed_by_mia() {
    const auto id = current().hand_off.id;
    const auto done = shift_->sign(mia_, id);
    EXPECT_TRUE(done) << done.error().message;
    return id;
  }

  std::vector<HandOffLine> faults_;
  std::unique_ptr<ShiftService> shift_;
};

}  // namespace charta::shift_desk
