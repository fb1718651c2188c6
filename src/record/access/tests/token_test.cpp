// SPDX-License-Identifier: Apache-2.0
#include "record/access/tests/access_fixture.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace charta::access {
namespace {

class BearerTokens : public testing::AccessTest {};
CHARTA_ON_BOTH_ENGINES(BearerTokens);

TEST_P(BearerTokens, MakeAProgramKnownWithItsAddress) {
  open_access();
  const User robot = add("robot", {"program"}, true);
  const std::string token = token_for("robot");
  const Actor actor = access().bearer(token, "10.0.0.7").value();
  EXPECT_EQ(actor.kind, Actor::Kind::program);
  EXPECT_EQ(actor.author.user, robot.id);
  EXPECT_EQ(actor.author.workstation, "10.0.0.7");
  EXPECT_TRUE(actor.may(Permission::write_record));
  EXPECT_TRUE(actor.visibility.sees_everything());
  EXPECT_EQ(access().bearer(token, "10.0.0.8")->author.workstation, "10.0.0.8")
      << "remembered, yet with the caller's own address";
  expect_error(access().bearer(token + "x", ""), ErrorKind::unauthenticated);
  expect_error(access().bearer("", ""), ErrorKind::unauthenticated);
  expect_error(access().sign_in("robot", "", ""), ErrorKind::unauthenticated);
}

TEST_P(BearerTokens, TheDatabaseDoesNotHoldTheSecret) {
  open_access();
  add("robot", {"program"}, true);
  const std::string token = token_for("robot");
  constexpr store::Statement look{"test.token", "SELECT count(*) FROM access_token WHERE scope LIKE :part OR token_hash = :raw"};
  const auto found = store().read([&](store::Reader& reader) {
    return reader.read_one(look, {{"part", "%" + token + "%"}, {"raw", store::Value::bytes(token)}},
                           [](const store::Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(found.value().value(), 0);
}

TEST_P(BearerTokens, AScopeNarrowsAndNeverWidens) {
  open_access();
  add("robot", {"auditor"}, true);
  const Actor narrow = access().bearer(token_for("robot", "read-ledger"), "").value();
  EXPECT_TRUE(narrow.may(Permission::read_ledger));
  EXPECT_FALSE(narrow.may(Permission::verify_ledger));
  const Actor greedy = access().bearer(token_for("robot", "program manage-people read-ledger"), "").value();
  EXPECT_TRUE(greedy.may(Permission::read_ledger));
  EXPECT_FALSE(greedy.may(Permission::manage_people));
  EXPECT_FALSE(greedy.may(Permission::write_record));
  add("wide", {"program"}, true);
  const Actor clerk = access().bearer(token_for("wide", "file_clerk"), "").value();
  EXPECT_TRUE(clerk.may(Permission::read_record));
  EXPECT_FALSE(clerk.may(Permission::write_record));
  EXPECT_EQ(clerk.visibility.clearance, 0U) << "a role in the scope limits what is seen, too";
  expect_error(access().issue_token(system_, {"robot", "read-everything", {}}), ErrorKind::unknown_code);
}

TEST_P(BearerTokens, ExpireOnTime) {
  open_access();
  add("robot", {"program"}, true);
  expect_error(access().issue_token(system_, {"robot", "", clock_.now()}), ErrorKind::invalid);
  const std::string token = access().issue_token(system_, {"robot", "", clock_.now().plus(std::chrono::hours(1))}).value();
  EXPECT_TRUE(access().bearer(token, ""));
  clock_.advance(std::chrono::minutes(59));
  EXPECT_TRUE(access().bearer(token, ""));
  clock_.advance(std::chrono::minutes(1));
  expect_error(access().bearer(token, ""), ErrorKind::unauthenticated);
}

TEST_P(BearerTokens, ARevokedTokenIsDeadHereAtOnceAndElsewhereWithinASecond) {
  open_access();
  add("robot", {"program"}, true);
  const std::string token = token_for("robot"), kept = token_for("robot");
  const auto other = make_node();
  ASSERT_TRUE(other->bearer(token, ""));
  ASSERT_TRUE(access().bearer(token, ""));
  const auto issued = access().list_tokens(system_, "robot").value();
  ASSERT_EQ(issued.size(), 2U);
  expect_error(access().revoke_token(system_, "robot", 12345), ErrorKind::not_found);
  ASSERT_TRUE(access().revoke_token(system_, "robot", issued[0].key));
  expect_error(access().bearer(token, ""), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().bearer(kept, ""));
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  expect_error(other->bearer(token, ""), ErrorKind::unauthenticated);
  EXPECT_TRUE(other->bearer(kept, ""));
}

TEST_P(BearerTokens, ADisabledProgramHasNoTokens) {
  open_access();
  add("robot", {"program"}, true);
  const std::string token = token_for("robot");
  ASSERT_TRUE(access().bearer(token, ""));
  ASSERT_TRUE(access().set_disabled(system_, "robot", true));
  expect_error(access().bearer(token, ""), ErrorKind::unauthenticated);
  expect_error(access().issue_token(system_, {"robot", "", {}}), ErrorKind::business_rule);
  ASSERT_TRUE(access().set_disabled(system_, "robot", false));
  EXPECT_TRUE(access().bearer(token, ""));
}

TEST_P(BearerTokens, ConcurrentRevocationLeavesNoRememberedToken) {
  open_access();
  add("robot", {"program"}, true);
  for (int round = 0; round < 5; ++round) {
    const std::string token = token_for("robot");
    const auto key = access().list_tokens(system_, "robot").value().back().key;
    std::atomic<bool> stop{false};
    std::thread asker([&] {
      while (!stop) (void)access().bearer(token, "");
    });
    ASSERT_TRUE(access().revoke_token(system_, "robot", key));
    stop = true;
    asker.join();
    std::this_thread::sleep_for(std::chrono::milliseconds(520));
    expect_error(access().bearer(token, ""), ErrorKind::unauthenticated);
  }
}

TEST_P(BearerTokens, AStationsNameIsPrintableAndShort) {
  open_access();
  add("robot", {"program"}, true);
  const std::string token = token_for("robot");
  EXPECT_EQ(access().bearer(token, "a\nb\xff" + std::string(100, 'c'))->author.workstation, "ab" + std::string(60, 'c'));
}

}  // namespace
}  // namespace charta::access
