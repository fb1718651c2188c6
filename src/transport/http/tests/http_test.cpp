// SPDX-License-Identifier: Apache-2.0
#include "transport/http/http.hpp"

#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::http {
namespace {

Request get(std::string path, std::string query = {}) {
  Request request;
  request.method = "GET";
  request.path = std::move(path);
  request.query = std::move(query);
  return request;
}

Route row(std::string method, std::string pattern) {
  Route route;
  route.method = std::move(method);
  route.pattern = std::move(pattern);
  return route;
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    for (const auto* pattern : {"/fhir/{type}", "/fhir/{type}/{id}", "/fhir/metadata", "/fhir/{type}/_history", "/files/{path*}"})
      router_.add(row("GET", pattern));
    router_.add(row("POST", "/fhir/{type}"));
  }
  std::string pattern_of(Request request) {
    if (!router_.find(request)) return "none";
    captured_ = request.captured;
    return request.route->pattern;
  }
  Router router_;
  std::vector<std::string> captured_;
};

TEST_F(RouterTest, PrefersLiteralPartsToCaptures) {
  EXPECT_EQ(pattern_of(get("/fhir/metadata")), "/fhir/metadata");
  EXPECT_EQ(pattern_of(get("/fhir/Patient")), "/fhir/{type}");
  EXPECT_EQ(pattern_of(get("/fhir/Patient/_history")), "/fhir/{type}/_history");
  EXPECT_EQ(pattern_of(get("/fhir/Patient/7")), "/fhir/{type}/{id}");
  EXPECT_EQ(captured_, (std::vector<std::string>{"Patient", "7"}));
}

TEST_F(RouterTest, DecodesCapturesAndTakesTheRest) {
  EXPECT_EQ(pattern_of(get("/fhir/Patient/a%20b")), "/fhir/{type}/{id}");
  EXPECT_EQ(captured_.at(1), "a b");
  EXPECT_EQ(pattern_of(get("/files/a/b/c.js")), "/files/{path*}");
  EXPECT_EQ(captured_.at(0), "a/b/c.js");
}

TEST_F(RouterTest, TellsAnUnknownAddressFromAnUnknownMethod) {
  Request unknown = get("/nothing/here/at/all/x");
  EXPECT_EQ(router_.find(unknown).error().kind, ErrorKind::not_found);
  Request method = get("/fhir/Patient/7");
  method.method = "PATCH";
  EXPECT_EQ(problem(router_.find(method).error(), false).status, 405);
}

// RFC 9110, 15.5.6: a 405 says which methods there are.
TEST_F(RouterTest, ListsTheMethodsOfAnAddress) {
  EXPECT_EQ(router_.allowed("/fhir/Patient"), "GET, HEAD, POST");
  EXPECT_EQ(router_.allowed("/fhir/Patient/7"), "GET, HEAD");
  EXPECT_EQ(router_.allowed("/nothing"), "");
  EXPECT_EQ(router_.allowed("/files/a/b"), "") << "the files of the web are no address of the API";
}

TEST_F(RouterTest, AnEmptyPartIsNoCapture) {
  EXPECT_EQ(pattern_of(get("/fhir/Patient/")), "none");
}

TEST_F(RouterTest, HeadIsAnsweredByTheGetRoute) {
  Request head = get("/fhir/Patient");
  head.method = "HEAD";
  ASSERT_TRUE(router_.find(head));
  EXPECT_EQ(head.route->method, "GET");
}

TEST(HttpRequest, ReadsParametersDecoded) {
  const Request request = get("/x", "state=held&state=filed&q=smi%2Cjoh+n&empty=&flag");
  EXPECT_EQ(request.parameters("state"), (std::vector<std::string>{"held", "filed"}));
  EXPECT_EQ(request.parameter("q"), "smi,joh n");
  EXPECT_EQ(request.parameter("empty"), "");
  EXPECT_EQ(request.parameter("flag"), "");
  EXPECT_FALSE(request.parameter("missing"));
}

TEST(HttpRequest, FindsACookieByItsWholeName) {
  Request request = get("/");
  request.headers.emplace_back("cookie", "xcharta_session=1; charta_session=abc; other=2");
  EXPECT_EQ(request.cookie("charta_session"), "abc");
  EXPECT_EQ(request.cookie("charta"), "");
}

TEST(PercentCoding, RoundTripsEveryByte) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  EXPECT_EQ(percent_decode(percent_encode(every), true), every);
  EXPECT_EQ(percent_decode("100%", true), "100%");
  EXPECT_EQ(percent_decode("a%2", true), "a%2");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
}

struct Face {
  ErrorKind kind;
  int status;
  const char* issue;
};

TEST(ErrorTable, GivesEachKindItsFaces) {
  for (const Face& face :
       {Face{ErrorKind::invalid, 400, "invalid"}, Face{ErrorKind::not_found, 404, "not-found"},
        Face{ErrorKind::gone, 410, "deleted"}, Face{ErrorKind::forbidden, 403, "forbidden"},
        Face{ErrorKind::version_conflict, 412, "conflict"}, Face{ErrorKind::business_rule, 422, "business-rule"},
        Face{ErrorKind::unsupported, 501, "not-supported"}, Face{ErrorKind::unauthenticated, 401, "login"},
        Face{ErrorKind::too_large, 413, "too-long"}, Face{ErrorKind::busy, 429, "throttled"},
        Face{ErrorKind::unavailable, 503, "transient"}}) {
    const Response response = problem(fail(face.kind, "message 7 is held; replay it", "PID-3.1"), true);
    const auto body = json::Document::parse(response.body);
    ASSERT_TRUE(body);
    EXPECT_EQ(response.status, face.status);
    EXPECT_EQ(body->root()["issue"].at(0)["code"].text(), face.issue);
    EXPECT_EQ(body->root()["issue"].at(0)["expression"].at(0).text(), "PID-3.1");
  }
}

TEST(ErrorTable, WhatIsNotSupportedIsToldApartByItsPlace) {
  const auto status_at = [](const char* place) {
    return problem(fail(ErrorKind::unsupported, "send application/fhir+json", place), true).status;
  };
  EXPECT_EQ(status_at("method"), 405);
  EXPECT_EQ(status_at("Accept"), 406);
  EXPECT_EQ(status_at("_format"), 406);
  EXPECT_EQ(status_at("Content-Type"), 415);
  EXPECT_EQ(status_at("code:above"), 501);
}

TEST(ErrorTable, ProblemJsonSaysWhatAndWhere) {
  const Response response = problem(fail(ErrorKind::missing, "a reason is missing; choose one", "reason"), false);
  const auto body = json::Document::parse(response.body);
  ASSERT_TRUE(body);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(body->root()["detail"].text(), "a reason is missing; choose one");
  EXPECT_EQ(body->root()["kind"].text(), "missing");
  EXPECT_EQ(body->root()["location"].text(), "reason");
}

}  // namespace
}  // namespace charta::http
