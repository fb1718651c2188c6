// SPDX-License-Identifier: Apache-2.0
// Pages while others write: what stood there all the time is shown once. Source: search.html#count, http.html#paging
#include "record/resources/tests/repository_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace charta::resources {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Pages : public RepositoryTest {
 protected:
  std::string patient(const std::string& id, const std::string& born, const std::string& family = "Marsh") {
    clock.advance(std::chrono::milliseconds(1));
    return put(
        "Patient", id,
        R"({"resourceType":"Patient","id":")" + id + R"(","birthDate":")" + born + R"(","name":[{"family":")" + family + "\"}]}");
  }
  /// Ten patients, p0 the oldest.
  void ten() {
    for (int i = 0; i < 10; ++i) patient("p" + std::to_string(i), "196" + std::to_string(i) + "-01-01");
  }
  static std::string link(const json::Document& bundle, std::string_view relation) {
    for (const json::Value link : bundle.root()["link"])
      if (link["relation"].text() == relation) return std::string(link["url"].text());
    return {};
  }
  static std::string query_of(const std::string& url) { return url.substr(sizeof "http://charta.test/fhir"); }

  /// Follows the pages; `between` runs after each of them.
  std::vector<std::string> walk(const std::string& query, const std::function<void(int)>& between) {
    std::vector<std::string> ids;
    std::string next = query;
    for (int page = 0; !next.empty() && page < 30; ++page) {
      const auto bundle = search(next);
      for (const json::Value entry : bundle.root()["entry"]) ids.emplace_back(entry["resource"]["id"].text());
      const std::string url = link(bundle, "next");
      next = url.empty() ? "" : query_of(url);
      between(page);
    }
    return ids;
  }
  static void expect_each_once(const std::vector<std::string>& ids) {
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size()) << "shown twice";
  }
  json::Document history(const std::string& type, const std::string& id, const std::string& query) {
    const auto answer = repository->history(actor, type, id, {type, query, "http://charta.test/fhir", false});
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().message);
    return json::Document::parse(answer ? *answer : "{}").value();
  }
  static std::vector<std::string> versions(const json::Document& bundle) {
    std::vector<std::string> found;
    for (const json::Value entry : bundle.root()["entry"]) found.emplace_back(entry["response"]["etag"].text());
    return found;
  }
};
CHARTA_ON_BOTH_ENGINES(Pages);

TEST_P(Pages, WhatComesInBetweenNeitherRepeatsNorHidesWhatStood) {
  ten();
  for (const char* order : {"_sort=birthdate", "_sort=-birthdate", "_sort=_id", "_sort=-_lastUpdated", "_sort=_lastUpdated",
                            "_sort=family,birthdate", "_sort=family", ""}) {
    SCOPED_TRACE(order);
    const std::string suffix = std::to_string(std::hash<std::string>{}(order) % 1000);
    auto ids = walk("Patient?family=marsh&_count=3&" + std::string(order), [&](int page) {
      if (page > 2) return;
      patient("new-" + suffix + std::to_string(page), "1950-01-0" + std::to_string(page + 1));
      patient("late-" + suffix + std::to_string(page), "1999-01-0" + std::to_string(page + 1));
    });
    expect_each_once(ids);
    for (int i = 0; i < 10; ++i) EXPECT_THAT(ids, ::testing::Contains("p" + std::to_string(i)));
    for (int page = 0; page < 3; ++page)
      for (const char* name : {"new-", "late-"})
        ASSERT_TRUE(repository->remove(actor, "Patient", name + suffix + std::to_string(page)));
  }
}

TEST_P(Pages, WhatIsDeletedInBetweenIsGoneAndTheRestFollows) {
  ten();
  const auto ids = walk("Patient?_count=3&_sort=birthdate", [&](int page) {
    if (page == 0) {
      EXPECT_TRUE(repository->remove(actor, "Patient", "p2"));  // shown already, and where the next page begins
      EXPECT_TRUE(repository->remove(actor, "Patient", "p3"));
    }
  });
  EXPECT_THAT(ids, ElementsAre("p0", "p1", "p2", "p4", "p5", "p6", "p7", "p8", "p9"));
}

TEST_P(Pages, TheLinksSayWhatWasUnderstoodAndTheLastPageHasNoNext) {
  ten();
  const auto first = search("Patient?family=marsh&_sort=birthdate&_count=6");
  EXPECT_EQ(link(first, "self"), "http://charta.test/fhir/Patient?family=marsh&_sort=birthdate&_count=6");
  const auto second = search(query_of(link(first, "next")));
  EXPECT_EQ(second.root()["entry"].size(), 4U);
  EXPECT_EQ(link(second, "next"), "");
  const auto exact = search("Patient?family=marsh&_count=10");
  EXPECT_EQ(link(exact, "next"), "") << "a page that is just full is the last";
}

TEST_P(Pages, ACursorOfAnotherSearchOrMadeUpIsRefusedOrHarmless) {
  ten();
  const std::string next = query_of(link(search("Patient?_sort=birthdate&_count=3"), "next"));
  const std::string cursor = next.substr(next.find("_cursor=") + 8);
  for (const std::string& tampered : {cursor + "x", cursor.substr(1), std::string("0"), std::string("-1"), std::string("a.b.c"),
                                      std::string("%27%3B--"), std::string(2000, '9')}) {
    const auto answer = try_search("Patient?_sort=birthdate&_count=3&_cursor=" + tampered);
    if (answer) continue;
    EXPECT_EQ(answer.error().kind, ErrorKind::invalid) << tampered;
    EXPECT_EQ(answer.error().location, "_cursor");
  }
  const auto elsewhere = try_search("Patient?_sort=family&_count=3&_cursor=" + cursor);
  EXPECT_TRUE(elsewhere || elsewhere.error().kind == ErrorKind::invalid);
}

TEST_P(Pages, AZeroCountCountsAndAVeryLargeOneIsCut) {
  ten();
  const auto counted = search("Patient?_count=0");
  EXPECT_EQ(counted.root()["total"].integer(), 10);
  EXPECT_EQ(counted.root()["entry"].size(), 0U);
  EXPECT_EQ(search("Patient?_count=1000000").root()["entry"].size(), 10U);
}

TEST_P(Pages, AHistoryIsPagedNewestFirstWhileItGrows) {
  for (int version = 1; version <= 7; ++version) patient("p", "1960-01-0" + std::to_string(version));
  const auto first = history("Patient", "p", "_count=3");
  EXPECT_THAT(versions(first), ElementsAre("W/\"7\"", "W/\"6\"", "W/\"5\""));
  patient("p", "1960-01-08");
  const std::string url = link(first, "next");
  const auto second = history("Patient", "p", url.substr(url.find('?') + 1));
  EXPECT_THAT(versions(second), ElementsAre("W/\"4\"", "W/\"3\"", "W/\"2\""));
  const std::string third_url = link(second, "next");
  const auto third = history("Patient", "p", third_url.substr(third_url.find('?') + 1));
  EXPECT_THAT(versions(third), ElementsAre("W/\"1\""));
  EXPECT_EQ(link(third, "next"), "");
}

TEST_P(Pages, AHistorySinceAMomentHoldsWhatIsNotOlder) {
  for (int version = 1; version <= 4; ++version) {
    patient("p", "1960-01-0" + std::to_string(version));
    clock.advance(std::chrono::seconds(10));
  }
  const auto document = read_json("Patient/p");
  const std::string newest(document.root()["meta"]["lastUpdated"].text());
  EXPECT_THAT(versions(history("Patient", "p", "_since=" + newest)), ElementsAre("W/\"4\""));
  const std::string earlier = Instant::parse(newest)->plus(-std::chrono::seconds(15)).text();
  EXPECT_THAT(versions(history("Patient", "p", "_since=" + earlier)), ElementsAre("W/\"4\"", "W/\"3\""));
  EXPECT_THAT(versions(history("Patient", "p", "_since=2030")), IsEmpty());
  for (const char* wrong : {"_since=yesterday", "_count=0", "_count=-1", "_count=many", "_cursor=1.2", "_cursor=a.b.c"}) {
    const auto refused = repository->history(actor, "Patient", "p", {"Patient", wrong, "", false});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  }
}

TEST_P(Pages, TheHistoryOfATypeAndOfAllShowsDeletionsAmongTheOthers) {
  patient("a", "1960");
  patient("b", "1961");
  clock.advance(std::chrono::milliseconds(1));
  ASSERT_TRUE(repository->remove(actor, "Patient", "a"));
  clock.advance(std::chrono::milliseconds(1));
  put("Organization", "o", R"({"resourceType":"Organization","id":"o","name":"General"})");
  const auto of_type = history("Patient", "", "");
  const json::Value entries = of_type.root()["entry"];
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries.at(0)["request"]["method"].text(), "DELETE");
  EXPECT_EQ(entries.at(0)["request"]["url"].text(), "Patient/a");
  EXPECT_FALSE(entries.at(0)["resource"]);
  EXPECT_EQ(entries.at(0)["response"]["status"].text(), "204");
  EXPECT_EQ(entries.at(1)["resource"]["id"].text(), "b");
  EXPECT_EQ(history("", "", "").root()["entry"].size(), 4U);
  const auto page = history("", "", "_count=2");
  EXPECT_EQ(page.root()["entry"].at(0)["fullUrl"].text(), "http://charta.test/fhir/Organization/o");
  const std::string url = link(page, "next");
  EXPECT_EQ(history("", "", url.substr(url.find('?') + 1)).root()["entry"].size(), 2U);
}

TEST_P(Pages, AnIncludedResourceIsSentOnceAPageAndNotCounted) {
  put("Patient", "ada", R"({"resourceType":"Patient","id":"ada"})");
  for (int i = 0; i < 5; ++i)
    create("Observation",
           R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/ada"}})");
  const auto bundle = search("Observation?_include=Observation:subject&_count=3&_total=accurate");
  EXPECT_EQ(bundle.root()["total"].integer(), 5);
  int matches = 0, included = 0;
  for (const json::Value entry : bundle.root()["entry"]) (entry["search"]["mode"].text() == "match" ? matches : included) += 1;
  EXPECT_EQ(matches, 3);
  EXPECT_EQ(included, 1);
}

}  // namespace
}  // namespace charta::resources
