// SPDX-License-Identifier: Apache-2.0
#include "record/happenings/happening.hpp"

#include <gtest/gtest.h>

namespace charta::happenings {
namespace {

/// A unit of work that the bus only hands on.
class NoWork final : public store::UnitOfWork {
 public:
  store::Engine engine() const override { return store::Engine::sqlite; }
  Result<void> read(const store::Statement&, store::Bindings, FunctionRef<bool(const store::Row&)>) override { return {}; }
  Result<void> write(const store::Statement&, store::Bindings) override { return {}; }
  Result<std::int64_t> write_counted(const store::Statement&, store::Bindings) override { return 0; }
  Result<void> write_rows(const store::Statement&, std::span<const std::string_view>, std::span<const store::Value>) override {
    return {};
  }
  Result<void> savepoint(FunctionRef<Result<void>()> inner) override { return inner(); }
  Result<void> lock(std::int64_t) override { return {}; }
  void after_commit(std::function<void()>) override {}
};

const PatientRegistered registered{PatientId(1)};
const EncounterEnded ended{ResourceId(2), PatientId(1), "IMP", Instant(0)};

class BusTest : public ::testing::Test {
 protected:
  Bus::Reaction says(std::string word) {
    return [this, word](store::UnitOfWork&, const Happening&) -> Result<void> {
      said_.push_back(word);
      return {};
    };
  }
  Bus bus_;
  NoWork work_;
  std::vector<std::string> said_;
};

TEST_F(BusTest, RunsTheReactionsOfAHappeningInTheOrderOfTheTable) {
  bus_.on("patient_registered", "index", says("index"));
  bus_.on("encounter_ended", "coding", says("coding"));
  bus_.on("patient_registered", "statistics", says("statistics"));
  ASSERT_TRUE(bus_.post(work_, registered));
  EXPECT_EQ(said_, (std::vector<std::string>{"index", "statistics"}));
  ASSERT_EQ(bus_.table().size(), 3U);
  EXPECT_EQ(bus_.table()[1].happening, "encounter_ended");
  EXPECT_EQ(bus_.table()[1].name, "coding");
}

TEST_F(BusTest, QueuesWhatAReactionPostsBehindTheReactionsThatAlreadyWait) {
  bus_.on("patient_registered", "first", [this](store::UnitOfWork& work, const Happening&) -> Result<void> {
    said_.push_back("first");
    return bus_.post(work, ended);
  });
  bus_.on("patient_registered", "second", says("second"));
  bus_.on("encounter_ended", "third", says("third"));
  ASSERT_TRUE(bus_.post(work_, registered));
  EXPECT_EQ(said_, (std::vector<std::string>{"first", "second", "third"}));
}

TEST_F(BusTest, StopsAtTheFirstErrorAndAnswersIt) {
  bus_.on("patient_registered", "refuses",
          [](store::UnitOfWork&, const Happening&) -> Result<void> { return fail(ErrorKind::business_rule, "no"); });
  bus_.on("patient_registered", "never", says("never"));
  const auto done = bus_.post(work_, registered);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::business_rule);
  EXPECT_TRUE(said_.empty());
}

TEST_F(BusTest, StartsAfreshAfterAFailedPost) {
  bool refuse = true;
  bus_.on("patient_registered", "sometimes", [&](store::UnitOfWork& work, const Happening&) -> Result<void> {
    if (!refuse) return {};
    CHARTA_TRY_DO(bus_.post(work, ended));
    return fail(ErrorKind::invalid, "no");
  });
  bus_.on("encounter_ended", "hears", says("ended"));
  EXPECT_FALSE(bus_.post(work_, registered));
  refuse = false;
  EXPECT_TRUE(bus_.post(work_, registered));
  EXPECT_TRUE(said_.empty()) << "what a failed unit queued must not run in the next";
}

TEST_F(BusTest, RefusesACircleOfReactions) {
  int runs = 0;
  bus_.on("patient_registered", "again", [&](store::UnitOfWork& work, const Happening& happening) -> Result<void> {
    ++runs;
    return bus_.post(work, happening);
  });
  const auto done = bus_.post(work_, registered);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::internal);
  EXPECT_NE(done.error().message.find("circle"), std::string::npos);
  EXPECT_EQ(runs, 8);
}

TEST_F(BusTest, KeepsTwoUnitsOnOneThreadApart) {
  NoWork other;
  bus_.on("patient_registered", "opens another unit", [&](store::UnitOfWork& work, const Happening&) -> Result<void> {
    if (&work != &work_) return {};
    CHARTA_TRY_DO(bus_.post(other, ended));
    said_.push_back("after the other unit");
    return {};
  });
  bus_.on("encounter_ended", "hears", says("ended"));
  ASSERT_TRUE(bus_.post(work_, registered));
  EXPECT_EQ(said_, (std::vector<std::string>{"ended", "after the other unit"}));
}

TEST(HappeningNames, AreOneForEachKind) {
  EXPECT_EQ(name_of(ResourceChanged{}), "resource_changed");
  EXPECT_EQ(name_of(PatientsUnlinked{}), "patients_unlinked");
  EXPECT_EQ(name_of(AppointmentCancelled{}), "appointment_cancelled");
  EXPECT_EQ(name_of(OrderPlaced{}), "order_placed");
  EXPECT_EQ(name_of(DocumentFiled{}), "document_filed");
  EXPECT_EQ(name_of(DocumentWithdrawn{}), "document_withdrawn");
}

}  // namespace
}  // namespace charta::happenings
