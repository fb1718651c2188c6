// SPDX-License-Identifier: Apache-2.0
#include "record/access/tests/access_fixture.hpp"

#include <atomic>
#include <thread>

namespace charta::access {
namespace {

class People : public testing::AccessTest {};
CHARTA_ON_BOTH_ENGINES(People);

TEST_P(People, AnEmptyStoreTakesItsFirstAccountAndNoSecondThatWay) {
  open_access();
  EXPECT_FALSE(access().has_users().value());
  expect_error(access().add_first_user({"clerk", "Clerk", {"file_clerk"}, password}), ErrorKind::business_rule);
  ASSERT_TRUE(access().add_first_user({"Ada", "Ada Marsh", {"admin"}, password}));
  EXPECT_TRUE(access().has_users().value());
  expect_error(access().add_first_user({"eve", "Eve", {"admin"}, password}), ErrorKind::forbidden);
  EXPECT_TRUE(access().sign_in("ADA ", password, "desk")) << "login names are compared in lower case";
}

TEST_P(People, OnlyWhoManagesPeopleMakesAndChangesAccounts) {
  open_access();
  add("root", {"admin"});
  add("tech", {"technician"});
  const Actor technician = sign_in("tech").actor;
  expect_error(access().add_user(technician, {"x", "X", {"nurse"}, password}), ErrorKind::forbidden);
  expect_error(access().set_roles(technician, "tech", {"admin"}), ErrorKind::forbidden);
  expect_error(access().set_disabled(technician, "root", true), ErrorKind::forbidden);
  expect_error(access().set_password(technician, "root", "another password"), ErrorKind::forbidden);
  expect_error(access().set_visibility(technician, "tech", all_facilities, full_clearance, 0), ErrorKind::forbidden);
  expect_error(access().list_users(technician), ErrorKind::forbidden);
  expect_error(access().issue_token(technician, {"tech", "", {}}), ErrorKind::forbidden);
  expect_error(access().list_tokens(technician, "tech"), ErrorKind::forbidden);
  expect_error(access().list_sessions(technician, "root"), ErrorKind::forbidden);
  EXPECT_TRUE(access().list_sessions(technician, "tech")) << "one's own";
  const Actor administrator = sign_in("root").actor;
  EXPECT_TRUE(access().add_user(administrator, {"y", "Y", {"nurse"}, password}));
  EXPECT_EQ(access().list_users(administrator).value().size(), 3U);
}

TEST_P(People, RefusesAccountsThatCannotBe) {
  open_access();
  add("taken", {"nurse"});
  struct Case {
    const char* why;
    NewUser user;
    ErrorKind kind;
  };
  const Case cases[] = {
      {"no name", {"", "D", {"nurse"}, password}, ErrorKind::invalid},
      {"a blank in the name", {"ada marsh", "D", {"nurse"}, password}, ErrorKind::invalid},
      {"too long a name", {std::string(65, 'a'), "D", {"nurse"}, password}, ErrorKind::invalid},
      {"the name is taken", {"Taken", "D", {"nurse"}, password}, ErrorKind::version_conflict},
      {"no role", {"a", "D", {}, password}, ErrorKind::missing},
      {"no such role", {"a", "D", {"wizard"}, password}, ErrorKind::unknown_code},
      {"no password", {"a", "D", {"nurse"}, ""}, ErrorKind::business_rule},
      {"a blocked password", {"a", "D", {"nurse"}, "Password123"}, ErrorKind::business_rule},
      {"a program with a password", {"a", "D", {"program"}, password, true}, ErrorKind::business_rule},
      {"a display name that is no text", {"a", "\xff", {"nurse"}, password}, ErrorKind::invalid},
  };
  for (const Case& each : cases) {
    const auto refused = access().add_user(system_, each.user);
    ASSERT_FALSE(refused) << each.why;
    EXPECT_EQ(refused.error().kind, each.kind) << each.why;
    if (!each.user.password.empty()) {
      EXPECT_EQ(refused.error().message.find(each.user.password), std::string::npos) << "errors do not repeat passwords";
    }
  }
  EXPECT_EQ(access().list_users(system_).value().size(), 1U);
}

TEST_P(People, TheLastAdministratorCannotBeDisabledOrStripped) {
  open_access();
  add("one", {"admin"});
  add("robot", {"admin"}, true);
  expect_error(access().set_disabled(system_, "one", true), ErrorKind::business_rule);
  expect_error(access().set_roles(system_, "one", {"nurse"}), ErrorKind::business_rule);
  add("two", {"nurse", "admin"});
  EXPECT_TRUE(access().set_disabled(system_, "one", true));
  expect_error(access().set_roles(system_, "two", {"nurse"}), ErrorKind::business_rule);
  EXPECT_TRUE(access().set_disabled(system_, "one", false));
  EXPECT_TRUE(access().set_roles(system_, "two", {"nurse"}));
}

TEST_P(People, TwoAdministratorsWhoDisableEachOtherLeaveOne) {
  open_access();
  add("one", {"admin"});
  add("two", {"admin"});
  std::atomic<int> disabled{0};
  std::thread first([&] { disabled += access().set_disabled(system_, "one", true) ? 1 : 0; });
  std::thread second([&] { disabled += access().set_disabled(system_, "two", true) ? 1 : 0; });
  first.join();
  second.join();
  EXPECT_EQ(disabled, 1);
}

TEST_P(People, TwoWhoMakeTheSameAccountAtOnceMakeOne) {
  open_access();
  std::atomic<int> made{0};
  std::vector<std::thread> makers;
  for (int i = 0; i < 4; ++i)
    makers.emplace_back([&] { made += access().add_user(system_, {"same", "S", {"nurse"}, password}) ? 1 : 0; });
  for (std::thread& maker : makers) maker.join();
  EXPECT_EQ(made, 1);
}

TEST_P(People, AChangeIsMadeWholeOrNotAtAll) {
  open_access();
  add("root", {"admin"});
  const User nina = add("nina", {"nurse"});
  add("lab", {"program"}, true);
  const Session session = sign_in("nina");
  struct Case {
    const char* why;
    const char* who;
    UserChange change;
    ErrorKind kind;
  };
  const std::string other = "another password";
  const Case cases[] = {
      {"the password is too short", "nina", {{{"coder"}}, true, "short"}, ErrorKind::business_rule},
      {"one of the roles is none", "nina", {{{"coder", "wizard"}}, true, other}, ErrorKind::unknown_code},
      {"no role is left", "nina", {std::vector<std::string>{}, true, other}, ErrorKind::missing},
      {"the last administrator by role", "root", {{{"nurse"}}, {}, other}, ErrorKind::business_rule},
      {"the last administrator by disabling", "root", {{{"admin", "nurse"}}, true, other}, ErrorKind::business_rule},
      {"a program has no password", "lab", {{{"program"}}, true, other}, ErrorKind::business_rule},
      {"nobody has this name", "eve", {{{"nurse"}}, {}, {}}, ErrorKind::not_found},
  };
  const auto before = entries("permission-changed").size();
  for (const Case& each : cases) {
    const auto refused = access().change_user(system_, each.who, each.change);
    ASSERT_FALSE(refused) << each.why;
    EXPECT_EQ(refused.error().kind, each.kind) << each.why << ": " << refused.error().message;
  }
  for (const User& user : access().list_users(system_).value()) EXPECT_FALSE(user.disabled) << user.name;
  EXPECT_EQ(access().find_user(nina.id).value()->roles, std::vector<std::string>{"nurse"});
  EXPECT_TRUE(access().session(session.token)) << "nobody was signed out";
  EXPECT_EQ(entries("permission-changed").size(), before);
  EXPECT_EQ(entries("password-changed").size(), 0U);
  expect_error(access().sign_in("nina", other, "desk"), ErrorKind::unauthenticated);
}

TEST_P(People, AChangeOfEverythingIsAnsweredAsItStands) {
  open_access();
  add("root", {"admin"});
  add("nina", {"nurse"});
  const Session session = sign_in("nina");
  const auto changed = access().change_user(system_, " NINA", {{{"coder", "nurse"}}, false, "another password"});
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->name, "nina");
  EXPECT_EQ(changed->roles, (std::vector<std::string>{"coder", "nurse"}));
  expect_error(access().session(session.token), ErrorKind::unauthenticated);
  EXPECT_TRUE(access().sign_in("nina", "another password", "desk"));
  EXPECT_EQ(access().list_users(system_).value()[0].roles, changed->roles) << "it is what the list shows";
  ASSERT_TRUE(access().change_user(system_, "nina", {})) << "nothing to change is no mistake";
  EXPECT_TRUE(access().change_user(system_, "nina", {{}, true, {}})->disabled);
}

// The door is open while nobody has an account: whoever comes second must not become an administrator too.
TEST_P(People, OfManyWhoWantToBeTheFirstOneIs) {
  open_access();
  std::atomic<int> made{0}, refused{0};
  std::vector<std::thread> comers;
  for (int i = 0; i < 6; ++i)
    comers.emplace_back([&, i] {
      const auto first = access().add_first_user({"first" + std::to_string(i), "F", {"admin"}, password});
      made += first ? 1 : 0;
      refused += !first && first.error().kind == ErrorKind::forbidden ? 1 : 0;
    });
  for (std::thread& comer : comers) comer.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(access().list_users(system_).value().size(), 1U);
}

TEST_P(People, EveryChangeStandsInTheLedgerWithoutItsWords) {
  open_access();
  const User ada = add("ada", {"admin"});
  ASSERT_TRUE(access().set_roles(system_, "ada", {"admin", "nurse"}));
  ASSERT_TRUE(access().set_password(system_, "ada", "another password"));
  const auto changed = entries("permission-changed");
  ASSERT_EQ(changed.size(), 2U);
  EXPECT_EQ(changed[0].reason, "roles-changed");
  EXPECT_EQ(changed[1].reason, "account-created");
  EXPECT_EQ(changed[0].subject, ada.id.key());
  EXPECT_EQ(entries("password-changed").size(), 1U);
}

TEST_P(People, RolesAndVisibilityMakeTheActor) {
  open_access();
  NewUser user{"ada", "Ada", {"physician", "coder"}, password};
  user.facilities = 0b110;
  user.withheld_clearance = static_cast<SensitivityMask>(Sensitivity::employee);
  user.extra_clearance = static_cast<SensitivityMask>(Sensitivity::sealed);
  ASSERT_TRUE(access().add_user(system_, user));
  const Actor actor = sign_in("ada").actor;
  EXPECT_EQ(actor.kind, Actor::Kind::person);
  EXPECT_TRUE(actor.may(Permission::write_record)) << "as a physician";
  EXPECT_TRUE(actor.may(Permission::export_lists)) << "as a coder";
  EXPECT_FALSE(actor.may(Permission::manage_people));
  EXPECT_TRUE(actor.visibility.sees(1, 0, PatientId(1)));
  EXPECT_FALSE(actor.visibility.sees(0, 0, PatientId(1))) << "another facility";
  EXPECT_FALSE(actor.visibility.sees(1, static_cast<SensitivityMask>(Sensitivity::employee), PatientId(1)))
      << "withheld from the person";
  EXPECT_TRUE(actor.visibility.sees(1, static_cast<SensitivityMask>(Sensitivity::sealed), PatientId(1))) << "given to the person";
  EXPECT_FALSE(actor.visibility.sees(1, static_cast<SensitivityMask>(Sensitivity::psychotherapy_notes), PatientId(1)));
}

}  // namespace
}  // namespace charta::access
