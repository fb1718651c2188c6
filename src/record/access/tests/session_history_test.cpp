// SPDX-License-Identifier: Apache-2.0
// Random days of people, sessions, locks and administrators: whoever is let in is whom a plain model lets in, and nobody else,
// whatever happened before and however often the server was restarted.
#include "record/access/tests/access_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

namespace charta::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct ModelSession {
  std::string user, token;
  std::int64_t key = 0;
  Instant used_at, expires_at;
  bool locked = false, ended = false;
};
struct ModelUser {
  std::string password;
  bool disabled = false, is_admin = false;
};

class SessionHistory : public testing::AccessTest {
 protected:
  static constexpr minutes idle{10};
  static constexpr hours absolute{12};

  void begin(unsigned seed) {
    random_.seed(seed);
    add("root", {"admin"});
    for (const char* name : {"ada", "tom"}) {
      add(name, {"nurse"});
      users_[name] = {password, false, false};
    }
  }
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  std::string any_user() { return below(2) == 0 ? "ada" : "tom"; }
  ModelSession* any_session() { return sessions_.empty() ? nullptr : &sessions_[below(static_cast<unsigned>(sessions_.size()))]; }

  bool is_over(const ModelSession& session) const {
    return session.ended || clock_.now() >= session.expires_at || users_.at(session.user).disabled;
  }

  void step() {
    switch (below(14)) {
      case 0:
        return sign_in_somebody();
      case 1:
      case 2:
        return clock_.advance(minutes(1 + below(below(4) == 0 ? 200 : 6)));
      case 3:
      case 4:
      case 5:
        return use(true);
      case 6:
        return use(false);
      case 7:
        return lock_one();
      case 8:
        return unlock_one();
      case 9:
        return sign_out_one();
      case 10:
        return change_account();
      case 11:
        return change_own_password();
      case 12:
        return end_one_from_the_list();
      default:
        access_ = make_node();  // everything that it remembered is forgotten
    }
  }

  void sign_in_somebody() {
    const std::string name = any_user();
    const bool right = below(5) != 0;
    const auto signed_in =
        access().sign_in(name, right ? users_[name].password : "not the password", "desk " + std::to_string(below(1000)));
    if (!right || users_[name].disabled) {
      EXPECT_FALSE(signed_in);
      clock_.advance(minutes(61));  // a refusal is forgotten after an hour: this history is of sessions, not of guesses
      return;
    }
    ASSERT_TRUE(signed_in) << signed_in.error().message;
    sessions_.push_back({name, signed_in->token, signed_in->key, clock_.now(), clock_.now().plus(absolute), false, false});
  }

  void use(bool is_activity) {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    const auto answer = access().session(one->token, is_activity);
    if (is_over(*one)) return expect_out(answer, "");
    if (!one->locked && clock_.now() - one->used_at >= idle) one->locked = true;
    if (one->locked) return expect_out(answer, "session");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->key, one->key);
    EXPECT_EQ(answer->actor.name, one->user);
    EXPECT_EQ(answer->actor.may(Permission::manage_people), users_[one->user].is_admin);
    if (is_activity) one->used_at = clock_.now();
    EXPECT_EQ(answer->idle_at, std::min(one->expires_at, one->used_at.plus(idle)));
  }

  void lock_one() {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    EXPECT_EQ(access().lock_session(one->token).has_value(), !is_over(*one));
    if (!is_over(*one)) one->locked = true;
  }

  void unlock_one() {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    const auto opened = access().unlock(one->token, users_[one->user].password);
    EXPECT_EQ(opened.has_value(), !is_over(*one)) << (opened ? "it opened" : opened.error().message);
    if (is_over(*one)) return;
    one->locked = false;
    one->used_at = clock_.now();
  }

  void sign_out_one() {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    EXPECT_EQ(access().sign_out(one->token).has_value(), !is_over(*one)) << "a locked one can be left as well";
    if (!is_over(*one)) one->ended = true;
  }

  void end_one_from_the_list() {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    const bool is_listed = !one->ended && clock_.now() < one->expires_at;
    EXPECT_EQ(access().end_session(system_, one->user, one->key).has_value(), is_listed);
    if (is_listed) one->ended = true;
  }

  void end_all_of(const std::string& name, std::int64_t but = 0) {
    for (ModelSession& session : sessions_)
      if (session.user == name && session.key != but) session.ended = true;
  }

  void change_account() {
    const std::string name = any_user();
    ModelUser& user = users_[name];
    UserChange change;
    if (below(2) == 0) change.roles = std::vector<std::string>{below(2) == 0 ? "admin" : "coder"};
    if (below(3) == 0) change.disabled = below(2) == 0;
    if (below(4) == 0) change.password = "another password " + std::to_string(below(1000));
    ASSERT_TRUE(access().change_user(system_, name, change));
    if (change.roles) user.is_admin = change.roles->front() == "admin";
    if (change.disabled) user.disabled = *change.disabled;
    if (change.password) user.password = *change.password;
    if (change.password || change.disabled.value_or(false)) end_all_of(name);
  }

  void change_own_password() {
    ModelSession* one = any_session();
    if (one == nullptr) return;
    const std::string fresh = "a password of one's own " + std::to_string(below(1000));
    const bool may = !is_over(*one) && !one->locked && clock_.now() - one->used_at < idle;
    const bool was_idle = !is_over(*one) && !one->locked && !may;
    const auto changed = access().change_password(one->token, users_[one->user].password, fresh);
    EXPECT_EQ(changed.has_value(), may) << (changed ? "it was changed" : changed.error().message);
    if (was_idle) one->locked = true;
    if (!may) return;
    one->used_at = clock_.now();
    users_[one->user].password = fresh;
    end_all_of(one->user, one->key);
  }

  static void expect_out(const Result<Session>& answer, const std::string& location) {
    ASSERT_FALSE(answer) << "somebody was let in who should not be";
    EXPECT_EQ(answer.error().kind, ErrorKind::unauthenticated);
    EXPECT_EQ(answer.error().location, location);
  }

  /// The list of open sessions is the model's too.
  void compare_lists() {
    for (const auto& [name, user] : users_) {
      std::vector<std::pair<std::int64_t, bool>> expected, listed;
      for (const ModelSession& session : sessions_)
        if (session.user == name && !session.ended && clock_.now() < session.expires_at)
          expected.emplace_back(session.key, session.locked);
      for (const OpenSession& session : access().list_sessions(system_, name).value())
        listed.emplace_back(session.key, session.locked);
      std::sort(expected.begin(), expected.end());
      std::sort(listed.begin(), listed.end());
      EXPECT_EQ(listed, expected) << name;
    }
  }

  std::mt19937 random_;
  std::map<std::string, ModelUser> users_;
  std::vector<ModelSession> sessions_;
};
CHARTA_ON_BOTH_ENGINES(SessionHistory);

TEST_P(SessionHistory, LetsInWhomAPlainModelLetsInAndNobodyElse) {
  open_access();
  begin(20260301);
  for (int number = 0; number < 500 && !HasFailure(); ++number) {
    SCOPED_TRACE("step " + std::to_string(number));
    step();
    if (number % 10 == 0) compare_lists();
  }
  EXPECT_GT(sessions_.size(), 10U) << "a history without sessions proves nothing";
  EXPECT_TRUE(ledger_->verify().value().holds);
}

}  // namespace
}  // namespace charta::access
