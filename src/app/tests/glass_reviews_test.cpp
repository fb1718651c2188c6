// SPDX-License-Identifier: Apache-2.0
// 45 CFR 164.308(a)(1)(ii)(D): what emergency access opened is looked at by somebody else.
#include "app/glass_reviews.hpp"

#include "app/tests/hospital_fixture.hpp"
#include "formats/json/json.hpp"

namespace charta::app {
namespace {

class GlassReviews : public testing::HospitalTest {
 protected:
  void break_glass(const access::Session& session, PatientId patient) {
    const auto opened =
        hospital_->access->break_glass(session, {patient, "emergency-treatment", "unconscious in the emergency room", password});
    ASSERT_TRUE(opened) << opened.error().message;
  }
  worklists::WorklistService::Page reviews(const access::Actor& actor, bool closed = false) {
    worklists::Filter filter;
    filter.kind = "glass-review";
    filter.include_closed = closed;
    return hospital_->worklists->list(actor, filter).value();
  }
};
CHARTA_ON_BOTH_ENGINES(GlassReviews);

TEST_P(GlassReviews, AUseOpensAnItemThatNamesTheUseAndIsDueByTheRule) {
  const auto doctor = sign_in("doc", {"physician"});
  const auto officer = sign_in("officer", {"privacy_officer"});
  const PatientId who = patient("Quill");
  break_glass(doctor, who);
  const auto page = reviews(officer.actor);
  ASSERT_EQ(page.total, 1);
  const auto& item = page.items[0];
  const auto uses = hospital_->access->list_glass(officer.actor, true).value();
  EXPECT_EQ(item.subject_type, "glass_use");
  EXPECT_EQ(item.subject, uses.at(0).key);
  EXPECT_EQ(item.patient, who);
  EXPECT_EQ(item.pool, "privacy");
  EXPECT_EQ(item.rule, "access/break-glass@1");
  EXPECT_EQ(*item.due_at, uses.at(0).at.plus(std::chrono::hours(72)));
  EXPECT_EQ(item.detail.find("unconscious"), std::string::npos) << "the words stay with the use";
}

TEST_P(GlassReviews, TheReviewClosesItAndNothingElseDoes) {
  const auto doctor = sign_in("doc", {"physician"});
  const auto officer = sign_in("officer", {"privacy_officer"});
  break_glass(doctor, patient("Quill"));
  const auto item = reviews(officer.actor).items.at(0);
  worklists::Act review;
  review.event = "review";
  expect_error(hospital_->worklists->act(officer.actor, item.id, review), ErrorKind::business_rule);
  ASSERT_TRUE(hospital_->access->review_glass(officer.actor, item.subject, "appropriate"));
  EXPECT_EQ(reviews(officer.actor).total, 0);
  const auto closed = reviews(officer.actor, true).items.at(0);
  EXPECT_EQ(closed.state, "reviewed");
  EXPECT_TRUE(closed.closed_at);
}

TEST_P(GlassReviews, OnesOwnUseStaysOpenForSomebodyElse) {
  const auto officer = sign_in("officer", {"privacy_officer"});
  break_glass(officer, patient("Quill"));
  const auto item = reviews(officer.actor).items.at(0);
  expect_error(hospital_->access->review_glass(officer.actor, item.subject, "fine"), ErrorKind::business_rule);
  EXPECT_EQ(reviews(officer.actor).total, 1);
}

TEST_P(GlassReviews, TheQueueIsThereOnlyForThoseWhoReview) {
  const auto doctor = sign_in("doc", {"physician"});
  const auto officer = sign_in("officer", {"privacy_officer"});
  break_glass(doctor, patient("Quill"));
  const auto item = reviews(officer.actor).items.at(0);
  EXPECT_EQ(reviews(doctor.actor).total, 0);
  expect_error(hospital_->worklists->get(doctor.actor, item.id), ErrorKind::not_found);
  const auto is_glass = [](const auto& row) { return row.kind == "glass-review"; };
  const auto of_doctor = hospital_->worklists->counts(doctor.actor).value(),
             of_officer = hospital_->worklists->counts(officer.actor).value();
  EXPECT_TRUE(std::none_of(of_doctor.begin(), of_doctor.end(), is_glass));
  EXPECT_TRUE(std::any_of(of_officer.begin(), of_officer.end(), is_glass));
  const auto shown = hospital_->worklists->machines(doctor.actor);
  EXPECT_TRUE(std::none_of(shown.begin(), shown.end(), [](const auto* machine) { return machine->kind == "glass-review"; }));
}

TEST_P(GlassReviews, AFhirClientSeesATaskAboutTheAuditEventOfTheUse) {
  const auto doctor = sign_in("doc", {"physician"});
  const auto officer = sign_in("officer", {"privacy_officer"});
  break_glass(doctor, patient("Quill"));
  const auto item = reviews(officer.actor).items.at(0);
  const auto task = hospital_->resources->read(officer.actor, "Task", item.id.text());
  ASSERT_TRUE(task) << task.error().message;
  const auto document = json::Document::parse(task->json).value();
  EXPECT_EQ(document.root()["code"]["coding"].at(0)["code"].text(), "glass-review");
  EXPECT_EQ(document.root()["status"].text(), "requested");
  const std::string focus(document.root()["focus"]["reference"].text());
  ASSERT_TRUE(focus.starts_with("AuditEvent/")) << focus;
  const auto event = hospital_->resources->read(officer.actor, "AuditEvent", focus.substr(11));
  ASSERT_TRUE(event) << event.error().message;
  expect_error(hospital_->resources->read(doctor.actor, "Task", item.id.text()), ErrorKind::not_found);
}

TEST(GlassReviewMachine, HasNoWayAroundTheFinding) {
  EXPECT_EQ(worklists::check(glass_review_machine()), "");
  for (const auto& step : glass_review_machine().transitions) {
    EXPECT_EQ(step.guard, "finding-recorded");
    EXPECT_EQ(step.permission, access::Permission::review_glass);
  }
}

}  // namespace
}  // namespace charta::app
