// SPDX-License-Identifier: Apache-2.0
// 45 CFR 164.312(a)(2)(ii), 45 CFR 170.315(d)(6): emergency access.
#include "record/access/tests/access_fixture.hpp"

#include <chrono>
#include <thread>

namespace charta::access {
namespace {

constexpr auto vip_bit = static_cast<SensitivityMask>(Sensitivity::vip);
constexpr auto psychotherapy = static_cast<SensitivityMask>(Sensitivity::psychotherapy_notes);

class BrokenGlass : public testing::AccessTest {
 protected:
  GlassRequest request(std::int64_t patient = 9) const {
    return {PatientId(patient), "emergency-treatment", "unconscious in the emergency room", password};
  }
};
CHARTA_ON_BOTH_ENGINES(BrokenGlass);

TEST_P(BrokenGlass, OpensOnePatientsRecordToThisSession) {
  open_access();
  add("doc", {"physician"});
  const Session session = sign_in("doc"), other = sign_in("doc");
  EXPECT_FALSE(session.actor.visibility.sees(0, vip_bit, PatientId(9)));
  const auto opened = access().break_glass(session, request());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE(opened->visibility.sees(0, vip_bit, PatientId(9)));
  EXPECT_FALSE(opened->visibility.sees(0, vip_bit, PatientId(10))) << "nobody else's";
  EXPECT_FALSE(opened->visibility.sees(0, psychotherapy, PatientId(9))) << "45 CFR 164.508(a)(2): never by emergency access";
  EXPECT_TRUE(access().session(session.token)->actor.visibility.sees(0, vip_bit, PatientId(9)));
  EXPECT_FALSE(access().session(other.token)->actor.visibility.sees(0, vip_bit, PatientId(9)))
      << "not the person's other session";
}

TEST_P(BrokenGlass, ClosesByItselfAfterTheTimeOfTheRule) {
  open_access();
  add("doc", {"physician"});
  const Session session = sign_in("doc");
  ASSERT_TRUE(access().break_glass(session, request()));
  for (int i = 0; i < 239 / 5; ++i) {
    clock_.advance(std::chrono::minutes(5));
    ASSERT_TRUE(access().session(session.token)->actor.visibility.sees(0, vip_bit, PatientId(9)));
  }
  clock_.advance(std::chrono::minutes(5));
  EXPECT_FALSE(access().session(session.token)->actor.visibility.sees(0, vip_bit, PatientId(9)));
}

TEST_P(BrokenGlass, SaysUntilWhenTheRecordIsOpen) {
  open_access();
  add("doc", {"physician"});
  const Session session = sign_in("doc");
  EXPECT_EQ(access().open_until(session, PatientId(9)).value(), std::nullopt);
  ASSERT_TRUE(access().break_glass(session, request()));
  const auto until = access().open_until(session, PatientId(9)).value();
  ASSERT_TRUE(until);
  EXPECT_EQ(*until - clock_.now(), std::chrono::minutes(240));
  EXPECT_EQ(access().open_until(session, PatientId(11)).value(), std::nullopt) << "one patient's record alone";
  EXPECT_EQ(access().open_until(sign_in("doc"), PatientId(9)).value(), std::nullopt) << "this session alone";
}

TEST_P(BrokenGlass, AsksForPermissionReasonExplanationAndPassword) {
  open_access();
  add("doc", {"physician"});
  add("clerk", {"file_clerk"});
  const Session doctor = sign_in("doc");
  expect_error(access().break_glass(sign_in("clerk"), request()), ErrorKind::forbidden);
  GlassRequest wrong = request();
  wrong.reason_code = "curiosity";
  expect_error(access().break_glass(doctor, wrong), ErrorKind::unknown_code);
  wrong = request();
  wrong.explanation = "  please  ";
  expect_error(access().break_glass(doctor, wrong), ErrorKind::missing);
  wrong = request();
  wrong.patient = PatientId();
  expect_error(access().break_glass(doctor, wrong), ErrorKind::missing);
  wrong = request();
  wrong.password = "wrong";
  expect_error(access().break_glass(doctor, wrong), ErrorKind::unauthenticated);
  ASSERT_TRUE(access().lock_session(doctor.token));
  expect_error(access().break_glass(doctor, request()), ErrorKind::unauthenticated);
  EXPECT_TRUE(entries("glass-broken").empty());
}

TEST_P(BrokenGlass, StandsInThePatientsLedgerWithACodedReasonOnly) {
  open_access();
  const User doctor = add("doc", {"physician"});
  ASSERT_TRUE(access().break_glass(sign_in("doc"), request()));
  const auto broken = entries("glass-broken");
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].patient, PatientId(9));
  EXPECT_EQ(broken[0].author.user, doctor.id);
  EXPECT_EQ(broken[0].reason, "break-glass:emergency-treatment");
  EXPECT_EQ(broken[0].rule, "access/break-glass@1");
  EXPECT_EQ(broken[0].digest_hex, sha256("unconscious in the emergency room").hex()) << "the words stand beside the ledger";
}

TEST_P(BrokenGlass, WaitsForTheReviewOfSomebodyElse) {
  open_access();
  add("doc", {"physician"});
  add("officer", {"privacy_officer"});
  const Session officer = sign_in("officer");
  ASSERT_TRUE(access().break_glass(sign_in("doc"), request()));
  expect_error(access().list_glass(sign_in("doc").actor, true), ErrorKind::forbidden);
  const auto waiting = access().list_glass(officer.actor, true).value();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].explanation, "unconscious in the emergency room");
  EXPECT_EQ(waiting[0].user_name, "Display doc");
  EXPECT_EQ(waiting[0].until - waiting[0].at, std::chrono::minutes(240));
  expect_error(access().review_glass(officer.actor, waiting[0].key, " "), ErrorKind::missing);
  expect_error(access().review_glass(officer.actor, 1, "fine"), ErrorKind::not_found);
  expect_error(access().review_glass(officer.actor, waiting[0].key, "fine", "perhaps"), ErrorKind::unknown_code);
  ASSERT_TRUE(access().review_glass(officer.actor, waiting[0].key, "the ward knew nothing of it", "not-appropriate"));
  expect_error(access().review_glass(officer.actor, waiting[0].key, "again"), ErrorKind::version_conflict);
  EXPECT_TRUE(access().list_glass(officer.actor, true).value().empty());
  const auto all = access().list_glass(officer.actor, false).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].reviewed);
  EXPECT_EQ(all[0].finding, "the ward knew nothing of it");
  EXPECT_EQ(all[0].verdict, "not-appropriate");
  const auto reviewed = entries("transitioned");
  ASSERT_EQ(reviewed.size(), 1U);
  EXPECT_EQ(reviewed[0].reason, "glass-reviewed:not-appropriate");
  ASSERT_TRUE(access().break_glass(officer, request(11)));
  const auto own = access().list_glass(officer.actor, true).value();
  ASSERT_EQ(own.size(), 1U);
  expect_error(access().review_glass(officer.actor, own[0].key, "fine"), ErrorKind::business_rule);
}

TEST_P(BrokenGlass, IsOpenOnEveryServerWithinASecond) {
  open_access();
  add("doc", {"physician"});
  const Session session = sign_in("doc");
  const auto other = make_node();
  ASSERT_FALSE(other->session(session.token)->actor.visibility.sees(0, vip_bit, PatientId(9)));
  ASSERT_TRUE(access().break_glass(session, request()));
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  EXPECT_TRUE(other->session(session.token)->actor.visibility.sees(0, vip_bit, PatientId(9)));
}

}  // namespace
}  // namespace charta::access
