// SPDX-License-Identifier: Apache-2.0
#include "app/tests/door_fixture.hpp"

#include "app/front_door.hpp"
#include "base/text.hpp"
#include "tests/support/json_path.hpp"

#include <filesystem>
#include <algorithm>
#include <fstream>

namespace charta::app::testing {

std::string Answer::header(std::string_view name) const {
  for (const auto& [known, value] : headers)
    if (lower_ascii(known) == lower_ascii(name)) return value;
  return {};
}

std::string Answer::at(std::string_view path) const {
  const auto document = json::Document::parse(body);
  return document ? charta::testing::shown(charta::testing::at_path(document->root(), path)) : "no JSON";
}

std::size_t Answer::count(std::string_view path) const {
  const auto document = json::Document::parse(body);
  return document ? charta::testing::at_path(document->root(), path).size() : 0;
}

std::vector<std::string> Answer::all(std::string_view path, std::string_view member) const {
  std::vector<std::string> found;
  const auto document = json::Document::parse(body);
  if (document)
    for (const json::Value item : charta::testing::at_path(document->root(), path))
      found.push_back(charta::testing::shown(charta::testing::at_path(item, member)));
  return found;
}

void DoorTest::SetUp() {
  std::ofstream(folder_.path() + "/index.html") << "<!doctype html><title>Charta</title>";
  if (std::find(more_words_.begin(), more_words_.end(), "--web") == more_words_.end())
    more_words_.insert(more_words_.end(), {"--web", folder_.path()});
  HospitalTest::SetUp();
  if (IsSkipped()) return;
  auto door = open_front_door(*hospital_, false, [this] { return figures_; });
  ASSERT_TRUE(door) << door.error().message;
  door_ = std::move(*door);
}

void DoorTest::TearDown() {
  door_.reset();
  HospitalTest::TearDown();
}

void DoorTest::begin_again() {
  DoorTest::TearDown();
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) std::filesystem::remove_all(entry.path());
  clock_.set(Instant::parse("2026-03-01T08:00:00Z").value());
  DoorTest::SetUp();
}

Answer DoorTest::knock(const std::string& method, const std::string& target, const std::string& body, const Headers& headers,
                       const std::string& remote) {
  http::Request request;
  const auto mark = target.find('?');
  request.method = method;
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.headers = headers;
  request.body = body;
  request.remote = remote;
  door_->route(request);
  http::Response response = door_->answer(request);
  return {response.status, std::move(response.content_type), std::move(response.body), std::move(response.headers)};
}

Answer DoorTest::ask(const Visitor& visitor, const std::string& method, const std::string& target, const std::string& body,
                     const Headers& headers) {
  Headers sent = headers;
  const auto has = [&](std::string_view name) {
    for (const auto& header : headers)
      if (header.first == name) return true;
    return false;
  };
  if (!visitor.token.empty()) sent.emplace_back("authorization", "Bearer " + visitor.token);
  if (!visitor.cookie.empty()) sent.emplace_back("cookie", "theme=dark; charta_session=" + visitor.cookie);
  if (visitor.token.empty() && method != "GET" && !has("x-charta")) sent.emplace_back("x-charta", "1");
  if (!body.empty() && !has("content-type"))
    sent.emplace_back("content-type", target.starts_with("/fhir") ? "application/fhir+json" : "application/json");
  return knock(method, target, body, sent);
}

namespace {

/// The secret in "charta_session=…; Path=/; …".
std::string cookie_of(const Answer& answer) {
  const std::string set = answer.header("Set-Cookie");
  const auto equals = set.find('='), end = set.find(';');
  return equals == std::string::npos ? std::string() : set.substr(equals + 1, end - equals - 1);
}

}  // namespace

Visitor DoorTest::person(const std::string& name, std::vector<std::string> roles) {
  const auto added = hospital_->access->add_user(system_, {name, "Display " + name, std::move(roles), password});
  EXPECT_TRUE(added) << added.error().message;
  const Answer answer = ask(nobody, "POST", "/auth/sign-in",
                            R"({"name":")" + name + R"(","password":")" + password + R"(","workstation":"desk-1"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  return {cookie_of(answer), {}};
}

Visitor DoorTest::program(const std::string& name, std::vector<std::string> roles, const std::string& scope) {
  access::NewUser user{name, "Program " + name, std::move(roles), ""};
  user.is_program = true;
  const auto added = hospital_->access->add_user(system_, user);
  EXPECT_TRUE(added) << added.error().message;
  const auto token = hospital_->access->issue_token(system_, {name, scope, std::nullopt});
  EXPECT_TRUE(token) << token.error().message;
  return {{}, token ? *token : std::string()};
}

std::string DoorTest::send(const std::string& type, const std::string& control_id, const std::string& segments) {
  const auto received = hospital_->intake->receive(
      "MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260301080000||" + type + "|" + control_id + "|P|2.5.1\r" + segments,
      {"test", "10.0.0.9:1", intake::AckMode::done});
  return std::string(intake::outcome_code(received.outcome));
}

}  // namespace charta::app::testing
