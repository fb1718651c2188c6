// SPDX-License-Identifier: Apache-2.0
#include "record/access/access_rules.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace charta::access {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream input(std::string(CHARTA_SOURCE_FOLDER) + "/" + path);
  return {std::istreambuf_iterator<char>(input), {}};
}

AccessRules shipped() {
  return AccessRules::load("").value();
}

json::Document rule(const std::string& name) {
  return json::Document::parse(file_text("data/rules/access/" + name)).value();
}

// 45 CFR 164.308(a)(4): who may do what is decided by people. This table is reviewed by hand; the roles are compared with it.
TEST(PermissionMatrix, IsTheReviewedTable) {
  const std::string reviewed = file_text("data/rules/access/matrix.csv");
  ASSERT_FALSE(reviewed.empty());
  EXPECT_EQ(shipped().roles.matrix_csv(), reviewed) << "review the difference, then change data/rules/access/matrix.csv";
}

TEST(PermissionMatrix, HasARowForEveryPermissionAndACellForEveryRole) {
  const std::string csv = shipped().roles.matrix_csv();
  const auto lines = split(csv, '\n');
  EXPECT_EQ(lines.size(), 1 + permission_count + label_codes(full_clearance).size() + 1) << "title, permissions, labels, end";
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    EXPECT_EQ(split(lines[i], ',').size(), shipped().roles.roles().size() + 1) << lines[i];
}

TEST(PermissionMatrix, IsReadableForMachinesToo) {
  const auto document = json::Document::parse(shipped().roles.matrix_json()).value();
  EXPECT_EQ(document.root()["permissions"].size(), permission_count);
  EXPECT_EQ(document.root()["roles"].size(), shipped().roles.roles().size());
}

TEST(Permissions, AreReadAsTheyArePrinted) {
  for (std::size_t i = 0; i < permission_count; ++i) {
    const auto permission = static_cast<Permission>(i);
    EXPECT_EQ(parse_permission(permission_code(permission)), permission);
    EXPECT_EQ(permission_code(permission).find('_'), std::string_view::npos);
  }
  EXPECT_EQ(permission_code(Permission::excuse_expected_records), "excuse-expected-records");
  EXPECT_EQ(permission_code(Permission::export_lists), "export-lists");
  EXPECT_FALSE(parse_permission("everything"));
}

TEST(Roles, PassTheirOwnCases) {
  const auto document = rule("roles.json");
  const AccessRules rules = shipped();
  for (const json::Value test : document.root()["tests"]) {
    const RoleGrant* role = rules.roles.find(test["given"]["role"].text());
    ASSERT_NE(role, nullptr) << test["name"].text();
    for (const json::Value code : test["expect"]["may"])
      EXPECT_TRUE(role->permissions.test(static_cast<std::size_t>(parse_permission(code.text()).value()))) << test["name"].text();
    for (const json::Value code : test["expect"]["may_not"])
      EXPECT_FALSE(role->permissions.test(static_cast<std::size_t>(parse_permission(code.text()).value())))
          << test["name"].text();
  }
}

TEST(Roles, TheDepartmentsFourteenAreThere) {
  for (const char* name : {"technician", "file_clerk", "registrar", "coder", "release_clerk", "physician", "nurse",
                           "privacy_officer", "him_manager", "auditor", "interface_analyst", "admin", "night_clerk", "program"})
    EXPECT_NE(shipped().roles.find(name), nullptr) << name;
}

TEST(Roles, OfNoneOrUnknownNamesGiveNothing) {
  const RoleGrant nothing = shipped().roles.combined({"withdrawn"});
  EXPECT_TRUE(nothing.permissions.none());
  EXPECT_EQ(nothing.facilities, 0U);
  EXPECT_EQ(nothing.clearance, 0U);
}

TEST(Roles, AreRefusedWhenTheyNameWhatDoesNotExist) {
  const auto book = [](const std::string& roles) {
    return RoleBook::parse(R"({"id":"access/roles","version":1,"parameters":{"roles":[)" + roles + "]}}");
  };
  EXPECT_TRUE(book(R"({"name":"a","permissions":["read-record"],"clearance":["vip"],"facilities":[0,3]})"));
  EXPECT_FALSE(book(R"({"name":"a","permissions":["read-everything"]})"));
  EXPECT_FALSE(book(R"({"name":"a","clearance":["secret"]})"));
  EXPECT_FALSE(book(R"({"name":"a","facilities":[63]})"));
  EXPECT_FALSE(book(R"({"name":"a"},{"name":"a"})"));
  EXPECT_FALSE(book(R"({"title":"nameless"})"));
  EXPECT_FALSE(book(""));
  EXPECT_FALSE(RoleBook::parse("{"));
  EXPECT_EQ(book(R"({"name":"a","facilities":[0,3]})")->find("a")->facilities, 0b1001U);
}

TEST(SignIn, PassesItsOwnCases) {
  const auto document = rule("sign-in.json");
  for (const json::Value test : document.root()["tests"]) {
    const auto checked = shipped().sign_in.check_password(test["given"]["name"].text(), test["given"]["password"].text());
    EXPECT_EQ(checked.has_value(), test["expect"]["accepted"].boolean()) << test["name"].text();
  }
}

TEST(SignIn, CountsCharactersNotBytes) {
  const SignInRule rule = shipped().sign_in;
  EXPECT_FALSE(rule.check_password("a", "äöüß")) << "eight bytes, four characters";
  EXPECT_TRUE(rule.check_password("a", "äöüßäöüx"));
  EXPECT_FALSE(rule.check_password("a", "\xff\xfe\xff\xfe\xff\xfe\xff\xfe")) << "no text";
  EXPECT_TRUE(rule.check_password("a", std::string(255, 'x') + "y"));
  EXPECT_FALSE(rule.check_password("a", std::string(256, 'x') + "y"));
}

TEST(SignIn, PausesDoubleUpToTheLongest) {
  const SignInRule rule = shipped().sign_in;
  const std::pair<int, int> cases[] = {{1, 0}, {4, 0}, {5, 2}, {6, 4}, {7, 8}, {13, 512}, {14, 900}, {1000, 900}};
  for (const auto& [failures, expected] : cases) EXPECT_EQ(rule.pause_after(failures, 5).count(), expected) << failures;
}

TEST(Glass, PassesItsOwnCases) {
  const auto document = rule("glass-reasons.json");
  for (const json::Value test : document.root()["tests"]) {
    const SensitivityMask label = parse_label(test["given"]["label"].text()).value();
    EXPECT_EQ((shipped().glass.opens & label) != 0, test["expect"]["opened"].boolean()) << test["name"].text();
  }
}

TEST(Visibility, ShowsARowOnlyInFacilityAndWithinClearance) {
  struct Case {
    const char* what;
    int facility;
    SensitivityMask labels;
    std::int64_t patient;
    bool seen;
  };
  const auto vip = static_cast<SensitivityMask>(Sensitivity::vip);
  const auto sealed = static_cast<SensitivityMask>(Sensitivity::sealed);
  const auto notes = static_cast<SensitivityMask>(Sensitivity::psychotherapy_notes);
  const Visibility eyes{0b101, vip, {PatientId(7)}, sealed};
  const Case cases[] = {
      {"own facility, no label", 0, 0, 1, true},
      {"own facility, cleared label", 2, vip, 1, true},
      {"own facility, a label beyond", 0, sealed, 1, false},
      {"one label within, one beyond", 0, vip | sealed, 1, false},
      {"another facility", 1, 0, 1, false},
      {"no facility", -1, 0, 1, false},
      {"a facility that cannot be", 64, 0, 1, false},
      {"another facility, glass broken", 1, 0, 7, true},
      {"a label that glass opens", 0, sealed, 7, true},
      {"a label that glass does not open", 0, notes, 7, false},
      {"nobody's row with the label", 0, sealed, 0, false},
  };
  for (const Case& each : cases)
    EXPECT_EQ(eyes.sees(each.facility, each.labels, PatientId(each.patient)), each.seen) << each.what;
}

TEST(Actors, TheSystemMayEverythingAndNobodyElseByDefaultAnything) {
  const Actor system = Actor::system("job");
  EXPECT_TRUE(system.permissions.all());
  EXPECT_TRUE(system.visibility.sees_everything());
  EXPECT_FALSE(system.author.user.is_set());
  const Actor nobody;
  EXPECT_TRUE(nobody.permissions.none());
  EXPECT_FALSE(nobody.visibility.sees(0, 0, PatientId(1)));
  EXPECT_TRUE(require(system, Permission::delete_record));
  const auto refused = require(nobody, Permission::delete_record);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  EXPECT_NE(refused.error().message.find("delete-record"), std::string::npos);
}

TEST(AccessRules, AFolderReplacesWhatIsShipped) {
  EXPECT_TRUE(AccessRules::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules/access"));
  EXPECT_FALSE(AccessRules::load("/nowhere"));
}

}  // namespace
}  // namespace charta::access
