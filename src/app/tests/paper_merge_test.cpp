// SPDX-License-Identifier: Apache-2.0
// A merge is also work in the file room: one item for each merge, closed by a person, withdrawn when the merge is taken back.
#include "department/patient_index/paper_merge.hpp"

#include "app/tests/hospital_fixture.hpp"
#include "record/worklists/work_item_task.hpp"

namespace charta::app {
namespace {

class PaperMerge : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    first_ = patient("Marsh");
    second_ = patient("Quill");
  }
  std::vector<worklists::WorkItem> queue(bool closed = false) {
    worklists::Filter filter;
    filter.kind = "paper-merge";
    filter.include_closed = closed;
    return hospital_->worklists->list(system_, filter).value().items;
  }
  Result<worklists::WorkItem> act(const access::Actor& actor, const std::string& event, const std::string& reason = "") {
    worklists::Act act;
    act.event = event;
    act.reason_code = reason;
    return hospital_->worklists->act(actor, queue().at(0).id, act);
  }
  void merge() { ASSERT_TRUE(hospital_->patient_index->link(system_, first_, second_, "identity-review")); }

  PatientId first_, second_;
};
CHARTA_ON_BOTH_ENGINES(PaperMerge);

TEST_P(PaperMerge, OpensWithTheMergeAndIsClosedByAPerson) {
  merge();
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].subject, second_.key());
  EXPECT_EQ(items[0].second_subject, first_.key());
  EXPECT_EQ(items[0].pool, "file-room");
  EXPECT_EQ(items[0].rule, "patient-index/paper-charts@1");
  EXPECT_EQ(items[0].due_at, clock_.now().plus(std::chrono::hours(72)));
  const auto clerk = sign_in("fred", {"file_clerk"});
  ASSERT_TRUE(act(clerk.actor, "pull"));
  const auto done = act(clerk.actor, "merge-volumes");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->state, "merged");
  EXPECT_TRUE(queue().empty());
}

TEST_P(PaperMerge, IsWithdrawnWhenTheMergeIsTakenBackInTime) {
  merge();
  ASSERT_TRUE(hospital_->identity->unmerge(system_, first_, second_, "two-people"));
  EXPECT_TRUE(queue().empty());
  EXPECT_EQ(queue(true).at(0).state, "withdrawn");
}

TEST_P(PaperMerge, AsksToPartTheFoldersWhenTheyWereBroughtTogetherAlready) {
  merge();
  ASSERT_TRUE(act(system_, "merge-volumes"));
  ASSERT_TRUE(hospital_->identity->unmerge(system_, first_, second_, "two-people"));
  ASSERT_EQ(queue().size(), 1U);
  EXPECT_EQ(queue()[0].reason_code, "numbers-parted");
}

TEST_P(PaperMerge, WithoutPaperSaysSoWithAReason) {
  merge();
  expect_error(act(system_, "no-paper"), ErrorKind::business_rule);
  ASSERT_TRUE(act(system_, "no-paper", "no-volumes"));
  EXPECT_EQ(queue(true).at(0).state, "no-paper");
}

TEST_P(PaperMerge, IsNotOpenedForAMereLink) {
  ASSERT_TRUE(hospital_->store->write([&](store::UnitOfWork& work) {
    return hospital_->patient_index->link(work, system_, first_, second_,
                                          {"message:A24", patient_index::LinkKind::link, {}, "REG", {}});
  }));
  EXPECT_TRUE(queue().empty());
}

TEST_P(PaperMerge, IsATaskForEveryFhirClient) {
  merge();
  const auto bundle = hospital_->resources->search(system_, {"Task", "code=paper-merge", "http://localhost/fhir", false});
  ASSERT_TRUE(bundle) << bundle.error().message;
  const auto document = json::Document::parse(*bundle);
  EXPECT_EQ(document->root()["total"].integer(), 1);
  EXPECT_EQ(document->root()["entry"].at(0)["resource"]["status"].text(), "requested");
}

}  // namespace
}  // namespace charta::app
