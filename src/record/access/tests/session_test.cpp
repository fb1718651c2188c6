// SPDX-License-Identifier: Apache-2.0
#include "record/access/password.hpp"
#include "record/access/tests/access_fixture.hpp"

#include <atomic>
#include <chrono>
#include <set>
#include <thread>

namespace charta::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Sessions : public testing::AccessTest {};
CHARTA_ON_BOTH_ENGINES(Sessions);

TEST_P(Sessions, ASignedInPersonIsKnownByTheCookieAlone) {
  open_access();
  const User ada = add("ada", {"technician"});
  const Session session = sign_in("ada");
  EXPECT_GE(session.token.size(), 43U) << "256 bits";
  EXPECT_EQ(session.actor.author.user, ada.id);
  EXPECT_EQ(session.actor.author.workstation, "desk-1");
  EXPECT_EQ(session.actor.session, session.key);
  EXPECT_EQ(session.expires_at, clock_.now().plus(hours(12)));
  EXPECT_EQ(session.idle_at, clock_.now().plus(minutes(10)));
  EXPECT_EQ(access().session(session.token).value().actor.name, "ada");
  expect_error(access().session(session.token + "x"), ErrorKind::unauthenticated);
  expect_error(access().session(""), ErrorKind::unauthenticated);
  EXPECT_EQ(entries("signed-in").size(), 1U);
  EXPECT_EQ(access().list_users(system_).value().at(0).last_seen_at, clock_.now());
}

TEST_P(Sessions, EveryCauseOfRefusalGetsTheSameAnswer) {
  open_access();
  add("ada", {"technician"});
  add("root", {"admin"});
  add("gone", {"technician"});
  add("robot", {"program"}, true);
  ASSERT_TRUE(access().set_disabled(system_, "gone", true));
  std::set<std::string> answers;
  const std::pair<const char*, std::string> attempts[] = {
      {"ada", "wrong"}, {"ada", ""},         {"nobody", password},           {"gone", password},
      {"robot", ""},    {"robot", password}, {"ada", std::string(5000, 'x')}};
  for (const auto& [name, given] : attempts) {
    const auto refused = access().sign_in(name, given, "desk");
    expect_error(refused, ErrorKind::unauthenticated);
    answers.insert(refused.error().message + refused.error().location);
  }
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(entries("sign-in-refused").size(), 6U);
}

TEST_P(Sessions, PausesGrowWithEachFailureAndEndWithSuccess) {
  open_access();
  add("ada", {"technician"});
  for (int i = 0; i < 5; ++i) expect_error(access().sign_in("ada", "wrong", ""), ErrorKind::unauthenticated);
  expect_error(access().sign_in("ada", password, ""), ErrorKind::busy);
  clock_.advance(seconds(2));
  expect_error(access().sign_in("ada", "wrong", ""), ErrorKind::unauthenticated);
  clock_.advance(seconds(3));
  expect_error(access().sign_in("ada", password, ""), ErrorKind::busy);
  clock_.advance(seconds(1));
  EXPECT_TRUE(access().sign_in("ada", password, ""));
  expect_error(access().sign_in("ada", "wrong", ""), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().sign_in("ada", password, "")) << "counted from the start again";
}

TEST_P(Sessions, ANameThatNobodyHasIsPausedLikeAnyOther) {
  open_access();
  for (int i = 0; i < 5; ++i) expect_error(access().sign_in("nobody", "wrong", ""), ErrorKind::unauthenticated);
  expect_error(access().sign_in("nobody", "wrong", ""), ErrorKind::busy);
}

TEST_P(Sessions, GuessingOnTwoServersIsOneGuess) {
  open_access();
  add("ada", {"technician"});
  const auto other = make_node();
  for (int i = 0; i < 5; ++i)
    expect_error((i % 2 == 0 ? access() : *other).sign_in("ada", "wrong", ""), ErrorKind::unauthenticated);
  expect_error(other->sign_in("ada", password, ""), ErrorKind::busy);
}

TEST_P(Sessions, FailuresAtOnceAreAllCounted) {
  open_access();
  add("ada", {"technician"});
  std::vector<std::thread> guessers;
  for (int i = 0; i < 8; ++i) guessers.emplace_back([&] { EXPECT_FALSE(access().sign_in("ada", "wrong", "")); });
  for (std::thread& guesser : guessers) guesser.join();
  expect_error(access().sign_in("ada", password, ""), ErrorKind::busy);
}

// 45 CFR 164.312(a)(2)(iii); 170.315(d)(5).
TEST_P(Sessions, LocksAfterTenIdleMinutesAndThePasswordOpensItAgain) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  clock_.advance(minutes(9));
  EXPECT_TRUE(access().session(session.token));
  clock_.advance(minutes(9));
  EXPECT_TRUE(access().session(session.token, false)) << "a poll is answered";
  clock_.advance(minutes(1));
  const auto locked = access().session(session.token);
  expect_error(locked, ErrorKind::unauthenticated);
  EXPECT_EQ(locked.error().location, "session");
  expect_error(access().unlock(session.token, "wrong"), ErrorKind::unauthenticated);
  const auto open = access().unlock(session.token, password);
  ASSERT_TRUE(open) << open.error().message;
  EXPECT_EQ(open->key, session.key) << "the same session: drafts survive";
  EXPECT_TRUE(access().session(session.token));
  EXPECT_EQ(entries("locked").size(), 1U);
  EXPECT_EQ(entries("unlocked").size(), 1U);
}

TEST_P(Sessions, PollsDoNotKeepAnAbandonedSessionOpen) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  for (int i = 0; i < 9; ++i) {
    clock_.advance(minutes(1));
    EXPECT_TRUE(access().session(session.token, false));
  }
  clock_.advance(minutes(1));
  expect_error(access().session(session.token, false), ErrorKind::unauthenticated);
}

TEST_P(Sessions, ALockedSessionStaysLockedOnEveryServerAndAfterARestart) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  const auto other = make_node();
  EXPECT_TRUE(other->session(session.token));
  ASSERT_TRUE(access().lock_session(session.token));
  expect_error(access().session(session.token), ErrorKind::unauthenticated);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  expect_error(other->session(session.token), ErrorKind::unauthenticated);
  expect_error(make_node()->session(session.token), ErrorKind::unauthenticated);
}

TEST_P(Sessions, UseOnOneServerKeepsTheSessionOpenOnAnother) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  const auto other = make_node();
  EXPECT_TRUE(other->session(session.token));
  clock_.advance(minutes(8));
  EXPECT_TRUE(access().session(session.token));
  clock_.advance(minutes(8));
  EXPECT_TRUE(other->session(session.token));
}

TEST_P(Sessions, EndsAfterTwelveHoursWhateverItsUse) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  for (int i = 0; i < 143; ++i) {
    clock_.advance(minutes(5));
    ASSERT_TRUE(access().extend(session.token));
  }
  clock_.advance(minutes(5));
  expect_error(access().session(session.token), ErrorKind::unauthenticated);
  expect_error(access().unlock(session.token, password), ErrorKind::unauthenticated);
}

TEST_P(Sessions, SignedOutIsOut) {
  open_access();
  add("ada", {"technician"});
  const Session first = sign_in("ada"), second = sign_in("ada");
  ASSERT_TRUE(access().sign_out(first.token));
  expect_error(access().session(first.token), ErrorKind::unauthenticated);
  expect_error(access().unlock(first.token, password), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().session(second.token)) << "the other one stays";
  EXPECT_EQ(entries("signed-out").size(), 1U);
}

TEST_P(Sessions, APersonSeesAndEndsTheirOwnSessions) {
  open_access();
  add("ada", {"technician"});
  add("eve", {"technician"});
  const Session here = sign_in("ada"), elsewhere = sign_in("ada"), eves = sign_in("eve");
  EXPECT_EQ(access().list_sessions(here.actor, "ada").value().size(), 2U);
  expect_error(access().end_session(here.actor, "eve", eves.key), ErrorKind::forbidden);
  expect_error(access().end_session(here.actor, "ada", eves.key), ErrorKind::not_found);
  ASSERT_TRUE(access().end_session(here.actor, "ada", elsewhere.key));
  expect_error(access().session(elsewhere.token), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().session(here.token));
  EXPECT_TRUE(access().session(eves.token));
}

TEST_P(Sessions, ADisabledPersonIsOutWithinASecondOnEveryServer) {
  open_access();
  add("root", {"admin"});
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  const auto other = make_node();
  ASSERT_TRUE(other->session(session.token));
  ASSERT_TRUE(access().set_disabled(system_, "ada", true));
  expect_error(access().session(session.token), ErrorKind::unauthenticated);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  expect_error(other->session(session.token), ErrorKind::unauthenticated);
}

TEST_P(Sessions, ARoleTakenAwayIsGoneFromAnOpenSession) {
  open_access();
  add("ada", {"technician", "coder"});
  const Session session = sign_in("ada");
  EXPECT_TRUE(access().session(session.token)->actor.may(Permission::replay_messages));
  ASSERT_TRUE(access().set_roles(system_, "ada", {"coder"}));
  EXPECT_FALSE(access().session(session.token)->actor.may(Permission::replay_messages));
}

TEST_P(Sessions, AChangedPasswordEndsTheOtherSessions) {
  open_access();
  add("ada", {"technician"});
  const Session here = sign_in("ada"), elsewhere = sign_in("ada");
  expect_error(access().change_password(here.token, "wrong", "a new long password"), ErrorKind::unauthenticated);
  expect_error(access().change_password(here.token, password, "short"), ErrorKind::business_rule);
  ASSERT_TRUE(access().change_password(here.token, password, "a new long password"));
  EXPECT_TRUE(access().session(here.token));
  expect_error(access().session(elsewhere.token), ErrorKind::unauthenticated);
  expect_error(access().sign_in("ada", password, ""), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().sign_in("ada", "a new long password", ""));
  ASSERT_TRUE(access().set_password(system_, "ada", "set by the administrator"));
  expect_error(access().session(here.token), ErrorKind::unauthenticated);
}

TEST_P(Sessions, ManyRequestsOfOneSessionWhileItEndsNeverComeBackToLife) {
  open_access();
  add("ada", {"technician"});
  const Session session = sign_in("ada");
  std::atomic<bool> ended{false};
  std::atomic<int> answered_after_the_end{0};
  std::vector<std::thread> askers;
  for (int i = 0; i < 3; ++i) {
    askers.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const bool was_ended = ended;
        if (access().session(session.token) && was_ended) ++answered_after_the_end;
      }
    });
  }
  ASSERT_TRUE(access().sign_out(session.token));
  // Sessions on this server are forgotten with the commit; one that was being read at that moment is used once.
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  ended = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(answered_after_the_end, 0);
  expect_error(access().session(session.token), ErrorKind::unauthenticated);
}

TEST(PasswordHash, IsArgon2idWithThreePassesAnd64Mebibytes) {
  PasswordHasher hasher(HashCost{});
  const auto encoded = hasher.hash("correct horse battery").value();
  EXPECT_TRUE(encoded.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << encoded;
  EXPECT_TRUE(hasher.agrees(encoded, "correct horse battery").value());
  EXPECT_FALSE(hasher.agrees(encoded, "correct horse batterx").value());
  EXPECT_FALSE(hasher.agrees("", "correct horse battery").value());
  EXPECT_NE(hasher.hash("correct horse battery").value(), encoded) << "salted";
}

}  // namespace
}  // namespace charta::access
