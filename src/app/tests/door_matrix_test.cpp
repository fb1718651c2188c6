// SPDX-License-Identifier: Apache-2.0
// Every route for every role, and patients whose record is restricted, as data/rules/access/ says. Denied unless stated.
#include "app/tests/door_fixture.hpp"
#include "base/text.hpp"
#include "tests/support/case_table.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

namespace charta::app {
namespace {

using http::Door;
using http::Route;
using testing::Answer;
using testing::Visitor;

/// data/rules/access/matrix.csv, which the privacy officer reviews: a line per permission or label, a column per role.
class Matrix {
 public:
  Matrix() {
    std::ifstream file(CHARTA_SOURCE_FOLDER "/data/rules/access/matrix.csv");
    std::string line;
    std::getline(file, line);
    for (const std::string_view role : split(std::string_view(line).substr(line.find(',') + 1), ',')) roles_.emplace_back(role);
    while (std::getline(file, line)) {
      const auto cells = split(line, ',');
      for (std::size_t i = 1; i < cells.size(); ++i)
        if (cells[i] == "x") granted_.emplace(roles_.at(i - 1), cells[0]);
    }
  }
  const std::vector<std::string>& roles() const { return roles_; }
  bool gives(const std::string& role, const std::string& what) const { return granted_.contains({role, what}); }
  /// Of what a route needs, what the role has not.
  std::vector<std::string> lacks(const std::string& role, const Route& route) const {
    std::vector<std::string> missing;
    for (const std::string_view needed : split(route.permission, ' '))
      if (!needed.empty() && !gives(role, std::string(needed))) missing.emplace_back(needed);
    return missing;
  }

 private:
  std::vector<std::string> roles_;
  std::set<std::pair<std::string, std::string>> granted_;
};

std::string_view name_of(Door door) {
  switch (door) {
    case Door::open:
      return "anybody";
    case Door::signed_in:
      return "signed-in";
    case Door::fhir:
      return "fhir";
    case Door::metrics:
      return "operator";
  }
  return "";
}

std::vector<std::string> reviewed_routes() {
  std::vector<std::string> rows;
  const auto tables = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/routes.case");
  for (const auto& line : tables.at(0).lines) rows.push_back(line.verb + " " + line.rest);
  std::sort(rows.begin(), rows.end());
  return rows;
}

class DoorMatrix : public testing::DoorTest {
 protected:
  /// The session whose roles change: a change of roles reaches an open session at once.
  void take_role(const std::string& role) {
    const auto changed = hospital_->access->set_roles(system_, "mo", {role});
    ASSERT_TRUE(changed) << changed.error().message;
  }
  static std::string address_of(const Route& route, const std::string& id) {
    std::string path = route.pattern;
    for (const auto& [part, value] : std::map<std::string, std::string>{
             {"{kind}", "held-message"}, {"{name}", "nobody"}, {"{type}", "Basic"}, {"{version}", "1"}, {"{id}", id}})
      if (const auto at = path.find(part); at != std::string::npos) path.replace(at, part.size(), value);
    return path;
  }
  const Matrix matrix_;
};
CHARTA_ON_BOTH_ENGINES(DoorMatrix);

TEST_P(DoorMatrix, EveryRouteIsServedAsTheReviewedTableSays) {
  std::vector<std::string> served;
  for (const Route& route : door_->router().routes()) {
    std::string row = route.method + " " + route.pattern + " ";
    row += name_of(route.door);
    if (!route.permission.empty()) row += " " + route.permission;
    served.push_back(std::move(row));
  }
  std::sort(served.begin(), served.end());
  EXPECT_THAT(served, ::testing::ElementsAreArray(reviewed_routes()));
}

TEST_P(DoorMatrix, EveryPermissionThatARouteNamesIsGivenToSomeRoleAndWithheldFromAnother) {
  for (const Route& route : door_->router().routes()) {
    if (route.permission.empty()) continue;
    const auto gives = [&](const std::string& role) { return matrix_.lacks(role, route).empty(); };
    EXPECT_TRUE(std::any_of(matrix_.roles().begin(), matrix_.roles().end(), gives)) << route.permission;
    if (route.permission == "read-worklists") continue;  // the department's common work: every role has it
    EXPECT_FALSE(std::all_of(matrix_.roles().begin(), matrix_.roles().end(), gives)) << route.permission;
  }
}

TEST_P(DoorMatrix, EveryRouteAnswersEveryRoleAsTheMatrixSays) {
  const Visitor mo = person("mo", {"nurse"});
  person("root", {"admin"});  // so that mo need not stay one
  const std::string ada = patient("Marsh").text();
  int cells = 0;
  for (const std::string& role : matrix_.roles()) {
    take_role(role);
    for (const Route& route : door_->router().routes()) {
      if (route.pattern.starts_with("/auth/") || route.door == Door::metrics) continue;
      const std::string address = address_of(route, ada);
      const Answer answer = ask(mo, route.method, address, route.method == "GET" || route.method == "DELETE" ? "" : "{}");
      const std::string cell = role + " " + route.method + " " + address + ": " + answer.body.substr(0, 300);
      const auto lacking = matrix_.lacks(role, route);
      const auto told = [&](std::string_view needed) {
        return !needed.empty() && answer.status == 403 && answer.says("needs the permission " + std::string(needed));
      };
      const auto needed = split(route.permission, ' ');
      EXPECT_LT(answer.status, 500) << cell;
      EXPECT_NE(answer.status, 401) << cell;
      EXPECT_EQ(std::any_of(lacking.begin(), lacking.end(), told), !lacking.empty()) << cell;
      EXPECT_EQ(std::any_of(needed.begin(), needed.end(), told), !lacking.empty()) << cell;
      ++cells;
    }
  }
  EXPECT_GT(cells, 900);
}

TEST_P(DoorMatrix, NobodyGetsThroughADoorThatIsNotOpen) {
  for (const Route& route : door_->router().routes()) {
    if (route.door == Door::open) continue;
    const Answer answer = ask(nobody, route.method, address_of(route, "0000000000001"), route.method == "GET" ? "" : "{}");
    EXPECT_EQ(answer.status, 401) << route.method << " " << route.pattern << answer.body;
  }
}

TEST_P(DoorMatrix, ATokenWhoseScopeIsNarrowIsRefusedEverythingElse) {
  const Visitor narrow = program("probe", {"him_manager"}, "read-metrics");
  for (const Route& route : door_->router().routes()) {
    if (route.permission.empty() || route.permission == "read-metrics") continue;
    const Answer answer = ask(narrow, route.method, address_of(route, "0000000000001"), route.method == "GET" ? "" : "{}");
    EXPECT_EQ(answer.status, 403) << route.method << " " << route.pattern << answer.body;
  }
  EXPECT_EQ(ask(narrow, "GET", "/metrics").status, 200);
}

/// A restricted patient (v3 Confidentiality R) is announced to whoever may break the glass, a sealed one (V) to nobody.
TEST_P(DoorMatrix, RestrictedAndSealedPatientsAreThereForWhoTheMatrixSays) {
  const Visitor mo = person("mo", {"nurse"});
  const auto label = [](const char* code) {
    return R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":")" + std::string(code) +
           R"("}]})";
  };
  for (const auto& [name, code, sees] : {std::tuple{"Marsh", "R", "sees restricted"}, std::tuple{"Quill", "V", "sees sealed"}}) {
    const std::string id = patient(name, label(code)).text();
    for (const std::string& role : matrix_.roles()) {
      if (!matrix_.gives(role, "read-record")) continue;  // refused at the door: the test above
      take_role(role);
      const bool cleared = matrix_.gives(role, sees);
      const bool announced = !cleared && std::string(code) == "R" && matrix_.gives(role, "break-glass");
      const int closed = announced ? 403 : 404;
      const std::string who = role + " " + code;
      EXPECT_EQ(ask(mo, "GET", "/api/patients/" + id).status, cleared ? 200 : closed) << who;
      EXPECT_EQ(ask(mo, "GET", "/api/patients/" + id + "/timeline").status, cleared ? 200 : closed) << who;
      EXPECT_EQ(ask(mo, "GET", "/fhir/Patient/" + id).status, cleared ? 200 : 404) << who;
      const int version = matrix_.gives(role, "read-history") ? (cleared ? 200 : 404) : 403;
      EXPECT_EQ(ask(mo, "GET", "/fhir/Patient/" + id + "/_history/1").status, version) << who;
      EXPECT_EQ(ask(mo, "GET", "/fhir/Patient?_id=" + id).at("total"), cleared ? "1" : "0") << who;
      EXPECT_EQ(ask(mo, "GET", "/api/patients/find?q=" + std::string(name)).at("total"), cleared || announced ? "1" : "0") << who;
    }
  }
}

}  // namespace
}  // namespace charta::app
