// SPDX-License-Identifier: Apache-2.0
// What the tables of cases cannot say: cookies behind TLS, where a request runs, defects, several at once, the description.
#include "app/front_door.hpp"
#include "app/tests/door_fixture.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace charta::app {
namespace {

using http::Cost;
using http::Door;
using http::Route;
using testing::Answer;
using testing::Visitor;

std::string file_text(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

class FrontDoorTest : public testing::DoorTest {
 protected:
  Cost cost_of(const std::string& method, const std::string& path, testing::Headers headers) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    return door_->route(request);
  }
  std::string basic(const std::string& id, const std::string& text) {
    return R"({"resourceType":"Basic","id":")" + id + R"(","code":{"text":")" + text + R"("}})";
  }
};
CHARTA_ON_BOTH_ENGINES(FrontDoorTest);

// A program's read waits for nothing and stays on the I/O thread; a person's is a ledger entry on disk before the answer leaves.
TEST_P(FrontDoorTest, OnlyAProgramsReadsRunOnTheThreadThatReadThem) {
  const testing::Headers token{{"authorization", "Bearer x"}}, cookie{{"cookie", "charta_session=x"}};
  EXPECT_EQ(cost_of("GET", "/fhir/Patient/1", token), Cost::read);
  EXPECT_EQ(cost_of("GET", "/fhir/Patient/1", cookie), Cost::write);
  EXPECT_EQ(cost_of("POST", "/fhir/Patient", token), Cost::brief_write) << "for a lone client on the thread that heard it";
  EXPECT_EQ(cost_of("POST", "/fhir", token), Cost::write) << "a transaction may be long";
  EXPECT_EQ(cost_of("POST", "/fhir/Patient", cookie), Cost::write);
  EXPECT_EQ(cost_of("GET", "/api/home", cookie), Cost::write);
  EXPECT_EQ(cost_of("GET", "/nothing", {}), Cost::read);
  EXPECT_EQ(cost_of("POST", "/auth/sign-in", {}), Cost::write) << "a password's hash takes a tenth of a second";
}

TEST_P(FrontDoorTest, APersonsReadStandsInTheLedgerWhenTheAnswerLeaves) {
  const Visitor nina = person("nina", {"nurse"});
  const std::string ada = patient("Marsh").text();
  const auto views = [&] {
    ledger::Filter filter;
    filter.act = std::string(ledger::act_code(ledger::Act::viewed));
    filter.patient = *PatientId::parse(ada);
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value();
  };
  EXPECT_EQ(views(), 0);
  ASSERT_EQ(ask(nina, "GET", "/api/patients/" + ada).status, 200);
  EXPECT_EQ(views(), 1);
  ASSERT_EQ(ask(nina, "GET", "/fhir/Patient/" + ada).status, 200);
  EXPECT_EQ(views(), 2);
  ASSERT_EQ(ask(nina, "GET", "/api/patients/" + ada + "/timeline").status, 200);
  EXPECT_EQ(views(), 3);
}

TEST_P(FrontDoorTest, AProgramsReadsStandInTheLedgerOnceTheyAreFlushed) {
  const Visitor lab = program("lab", {"program"});
  const std::string ada = patient("Marsh").text();
  ASSERT_EQ(ask(lab, "GET", "/fhir/Patient/" + ada).status, 200);
  ASSERT_TRUE(hospital_->ledger->flush_program_reads());
  const Visitor paul = person("paul", {"privacy_officer"});
  const Answer entries = ask(paul, "GET", "/api/patients/" + ada + "/ledger?act=viewed");
  EXPECT_EQ(entries.at("total"), "1") << entries.body;
  EXPECT_EQ(entries.at("items.0.user.name"), "Program lab");
}

// OWASP session management: Secure, HttpOnly, SameSite.
TEST_P(FrontDoorTest, BehindTlsTheCookieGoesOverTlsOnly) {
  person("tina", {"technician"});
  const std::string sign_in = R"({"name":"tina","password":")" + password + R"("})";
  const std::string plain = ask(nobody, "POST", "/auth/sign-in", sign_in).header("Set-Cookie");
  EXPECT_TRUE(plain.ends_with("; Path=/; HttpOnly; SameSite=Strict")) << "the cookie's attributes";
  door_.reset();
  hospital_.reset();
  const std::vector<std::string> words{"--data", folder_.path() + "/behind-tls", "--secure-cookies"};
  const auto configuration = read_configuration(Arguments::parse(configuration_options(), words).value()).value();
  hospital_ = std::move(Hospital::open(configuration, clock_).value());
  door_ = std::move(*open_front_door(*hospital_, false, {}));
  person("tina", {"technician"});
  EXPECT_TRUE(ask(nobody, "POST", "/auth/sign-in", sign_in).header("Set-Cookie").ends_with("; SameSite=Strict; Secure"));
}

TEST_P(FrontDoorTest, TheSimulatedHospitalSaysThatItIsOne) {
  const Visitor tina = person("tina", {"technician"});
  EXPECT_EQ(ask(tina, "GET", "/api/session").at("synthetic"), "false");
  door_ = std::move(*open_front_door(*hospital_, true, {}));
  EXPECT_EQ(ask(tina, "GET", "/api/session").at("synthetic"), "true");
}

TEST_P(FrontDoorTest, ADefectIsAnsweredWithoutItsWordsAndTheDoorStaysOpen) {
  for (const auto& path : {"/api/defect", "/fhir/defect/x/y"})
    door_->router().add(
        {"GET", path, "a defect", Door::open, Cost::read, "", "", "",
         [](const http::Request&) -> Result<http::Response> { throw std::runtime_error("Marsh, Ada 1961-04-02"); }});
  const std::string log_file = folder_.path() + "/defects.log";
  log::open(log_file, log::Level::warning);
  const Answer desk = ask(nobody, "GET", "/api/defect");
  log::open("/dev/stderr", log::Level::warning);
  const std::string logged = file_text(log_file);
  EXPECT_NE(logged.find("runtime_error"), std::string::npos) << logged;
  EXPECT_EQ(logged.find("Marsh"), std::string::npos) << logged;
  EXPECT_EQ(desk.status, 500);
  EXPECT_EQ(desk.at("kind"), "internal");
  EXPECT_FALSE(desk.says("Marsh"));
  const Answer fhir = ask(nobody, "GET", "/fhir/defect/x/y");
  EXPECT_EQ(fhir.status, 500);
  EXPECT_EQ(fhir.at("issue.0.code"), "exception");
  EXPECT_FALSE(fhir.says("Marsh"));
  EXPECT_EQ(ask(nobody, "GET", "/health/live").status, 200);
}

TEST_P(FrontDoorTest, ARouteWithAnUnknownPermissionLetsNobodyIn) {
  door_->router().add({"GET", "/api/oversight", "", Door::signed_in, Cost::read, "no-such-permission", "", "",
                       [](const http::Request&) -> Result<http::Response> { return http::no_content(); }});
  EXPECT_EQ(ask(person("marta", {"him_manager"}), "GET", "/api/oversight").status, 500);
}

TEST_P(FrontDoorTest, MetricsAnswerOnLoopbackAndShowTheServersFigures) {
  figures_.connections = 7;
  figures_.requests = 41;
  const Answer answer = knock("GET", "/metrics", "", {}, "127.0.0.1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.says("\ncharta_http_connections 7\n")) << answer.body;
  EXPECT_TRUE(answer.says("\ncharta_http_requests_total 41\n"));
  EXPECT_EQ(knock("GET", "/metrics", "", {}, "::1").status, 200);
  EXPECT_EQ(knock("GET", "/metrics", "", {}, "10.0.0.7").status, 401);
}

TEST_P(FrontDoorTest, TheServersLimitsAreThoseOfTheRules) {
  const auto options = server_options(*hospital_);
  EXPECT_EQ(options.body_limit, hospital_->limits.fhir_body_bytes_max);
  EXPECT_EQ(options.port, hospital_->configuration.http.port);
  EXPECT_EQ(options.workers, hospital_->configuration.workers);
}

TEST_P(FrontDoorTest, OfManyWhoUpdateTheSameVersionOneSucceeds) {
  const Visitor lab = program("lab", {"program"});
  ASSERT_EQ(ask(lab, "PUT", "/fhir/Basic/b1", basic("b1", "first")).status, 201);
  std::vector<int> statuses(6);
  {
    std::vector<std::jthread> writers;
    for (std::size_t i = 0; i < statuses.size(); ++i)
      writers.emplace_back([&, i] {
        statuses[i] =
            ask(lab, "PUT", "/fhir/Basic/b1", basic("b1", "writer " + std::to_string(i)), {{"if-match", "W/\"1\""}}).status;
      });
  }
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 412), 5);
  EXPECT_EQ(ask(lab, "GET", "/fhir/Basic/b1/_history").count("entry"), 2U);
}

TEST_P(FrontDoorTest, OfManyWhoCreateUnderTheSameConditionOneCreates) {
  const Visitor lab = program("lab", {"program"});
  std::vector<int> statuses(6);
  {
    std::vector<std::jthread> writers;
    for (auto& status : statuses)
      writers.emplace_back([&, out = &status] {
        *out = ask(lab, "POST", "/fhir/Patient",
                   R"({"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3","value":"77"}]})",
                   {{"if-none-exist", "identifier=urn:oid:1.2.3|77"}})
                   .status;
      });
  }
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 5);
  EXPECT_EQ(ask(lab, "GET", "/fhir/Patient").at("total"), "1");
}

TEST_P(FrontDoorTest, PagesOfASearchAddUpToTheWhole) {
  const Visitor lab = program("lab", {"program"});
  for (int i = 0; i < 7; ++i) patient("Marsh" + std::string(1, static_cast<char>('a' + i)));
  std::set<std::string> seen;
  std::string address = "/fhir/Patient?family=marsh&_count=3&_sort=family&_total=accurate";
  int pages = 0;
  for (; !address.empty() && pages < 5; ++pages) {
    const Answer page = ask(lab, "GET", address, "", {{"host", "h"}});
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_EQ(page.at("total"), "7");
    for (const auto& id : page.all("entry", "resource.id")) EXPECT_TRUE(seen.insert(id).second) << "twice: " << id;
    const auto relations = page.all("link", "relation"), urls = page.all("link", "url");
    address.clear();
    for (std::size_t i = 0; i < relations.size(); ++i)
      if (relations[i] == "next") address = urls[i].substr(std::string("http://h").size());
    EXPECT_EQ(address.find("Marsh"), std::string::npos) << "no name stands in a page link that goes on";
  }
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(pages, 3);
}

TEST_P(FrontDoorTest, TheLogOfARefusalNamesNobody) {
  const std::string file = folder_.path() + "/door.log";
  log::open(file, log::Level::debug);
  const Visitor nina = person("nina", {"nurse"});
  ask(nina, "GET", "/api/patients/find?q=Marsh%201961-04-02");
  ask(nina, "GET", "/fhir/Patient?family=Marsh&birthdate=1961-04-02x");
  ask(nina, "POST", "/auth/sign-in", R"({"name":"Marsh","password":"1961-04-02"})");
  log::open("/dev/stderr", log::Level::warning);
  const std::string text = file_text(file);
  EXPECT_EQ(text.find("Marsh"), std::string::npos) << text;
  EXPECT_EQ(text.find("1961"), std::string::npos) << text;
}

/// Whether docs/api.md has the address, written out or as "/retry" beside its sibling "/api/jobs/{id}/cancel".
bool is_documented(const std::vector<std::string>& rows, const Route& route) {
  const std::size_t slash = route.pattern.rfind('/');
  const std::string parent = route.pattern.substr(0, slash), last = route.pattern.substr(slash);
  for (const std::string& row : rows) {
    if (row.find(route.method) == std::string::npos) continue;
    const auto at = row.find(route.pattern);
    const char next = at == std::string::npos || at + route.pattern.size() >= row.size() ? ' ' : row[at + route.pattern.size()];
    if (at != std::string::npos && next != '/' && std::isalpha(static_cast<unsigned char>(next)) == 0) return true;
    if (row.find(parent + "/") != std::string::npos && row.find(", " + last) != std::string::npos) return true;
  }
  return false;
}

TEST_P(FrontDoorTest, EveryRouteOfTheDeskStandsInItsDocument) {
  std::vector<std::string> rows;
  std::istringstream lines(file_text(CHARTA_SOURCE_FOLDER "/docs/api.md"));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("| ")) rows.push_back(line);
  ASSERT_GT(rows.size(), 30U);
  for (const Route& route : door_->router().routes()) {
    const bool is_desk = route.pattern.starts_with("/api/") || route.pattern.starts_with("/auth/");
    if (!is_desk || route.pattern.starts_with("/api/docs") || route.pattern == "/api/openapi.json") continue;
    EXPECT_TRUE(is_documented(rows, route)) << route.method << " " << route.pattern;
  }
}

TEST_P(FrontDoorTest, TheDescriptionNamesEveryRouteOfTheDeskAndItsPermission) {
  const Answer answer = ask(nobody, "GET", "/api/openapi.json");
  const auto description = json::Document::parse(answer.body);
  ASSERT_TRUE(description) << description.error().message;
  for (const Route& route : door_->router().routes()) {
    if (route.pattern.starts_with("/fhir") || route.pattern.starts_with("/api/docs") || route.pattern == "/api/openapi.json")
      continue;
    const auto operation = description->root()["paths"][route.pattern][lower_ascii(route.method)];
    EXPECT_TRUE(operation) << route.method << " " << route.pattern;
    EXPECT_EQ(operation["x-permission"].text(), route.permission) << route.pattern;
    EXPECT_EQ(operation["security"].is_array(), route.door == Door::open) << route.pattern;
  }
}

}  // namespace
}  // namespace charta::app
