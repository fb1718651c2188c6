// SPDX-License-Identifier: Apache-2.0
// Values at the edge of what databases take, and many writers at once: both engines answer alike, and what was acknowledged
// stands.
#include "record/resources/tests/repository_fixture.hpp"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace charta::resources {
namespace {

class HardValues : public RepositoryTest {
 protected:
  /// Letters that no compression shortens.
  static std::string long_text(std::size_t size, unsigned seed = 1) {
    std::string text;
    for (; text.size() < size; seed = seed * 1664525U + 1013904223U) text += static_cast<char>('a' + (seed >> 16U) % 26);
    return text;
  }
  static std::string patient(const std::string& members) { return R"({"resourceType":"Patient",)" + members + "}"; }
};
CHARTA_ON_BOTH_ENGINES(HardValues);

// An index page of a database holds no key of any length; the resource is kept and found all the same.
TEST_P(HardValues, TextsOfAnyLengthAreKeptAndFound) {
  for (const std::size_t size : {200, 201, 999, 1'000, 1'001, 2'700, 9'000, 70'000}) {
    SCOPED_TRACE(size);
    const std::string text = long_text(size, static_cast<unsigned>(size)), other = text + "x";
    const std::string address = create("Patient", patient(R"("name":[{"family":")" + text +
                                                          R"("}],"identifier":[{"system":"urn:m","value":")" + text + R"("}])"));
    ASSERT_FALSE(address.empty());
    EXPECT_EQ(read_json(address).root()["name"].at(0)["family"].text(), text);
    EXPECT_EQ(found("Patient?family=" + text.substr(0, 150)), std::vector<std::string>{address});
    EXPECT_EQ(found("Patient?family:exact=" + text), std::vector<std::string>{address});
    EXPECT_TRUE(found("Patient?family:exact=" + other).empty());
    EXPECT_EQ(found("Patient?identifier=urn:m|" + text), std::vector<std::string>{address});
    EXPECT_EQ(found("Patient?identifier=" + text), std::vector<std::string>{address});
    EXPECT_TRUE(found("Patient?identifier=" + other).empty());
    EXPECT_TRUE(found("Patient?identifier=" + text.substr(0, size - 1)).empty());
    const auto once = repository->create(actor, "Patient", patient(R"("active":true)"), "identifier=urn:m|" + text);
    ASSERT_TRUE(once) << once.error().message;
    EXPECT_FALSE(once->created);
    // What is replaced is found no more, whatever its length.
    put("Patient", address.substr(8), patient(R"("id":")" + address.substr(8) + R"(","active":true)"));
    EXPECT_TRUE(found("Patient?identifier=" + text).empty());
    EXPECT_TRUE(found("Patient?family:exact=" + text).empty());
  }
}

TEST_P(HardValues, AddressesCodesSystemsAndUnitsMayBeLongToo) {
  const std::string uri = "http://example.org/" + long_text(5'000);
  const std::string set = create("ValueSet", R"({"resourceType":"ValueSet","status":"draft","url":")" + uri + "\"}");
  EXPECT_EQ(found("ValueSet?url=" + uri), std::vector<std::string>{set});
  EXPECT_EQ(found("ValueSet?url:below=http://example.org/"), std::vector<std::string>{set});
  const std::string seen = create(
      "Observation", R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":")" + uri +
                         R"(","code":"c","display":")" + long_text(4'000, 7) + R"("}]},"subject":{"reference":")" + uri +
                         R"("},"valueQuantity":{"value":5,"system":")" + uri + R"(","code":")" + long_text(3'000, 9) + R"("}})");
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(found("Observation?code=" + uri + "|c"), std::vector<std::string>{seen});
  EXPECT_EQ(found("Observation?subject=" + uri), std::vector<std::string>{seen});
  EXPECT_EQ(found("Observation?value-quantity=5|" + uri + "|" + long_text(3'000, 9)), std::vector<std::string>{seen});
  EXPECT_TRUE(found("Observation?value-quantity=5|" + uri + "|" + long_text(3'001, 9)).empty());
}

TEST_P(HardValues, WhatNoTextCanHoldIsRefusedAlike) {
  const std::string bodies[] = {patient(R"("name":[{"family":"Mar\u0000sh"}])"), patient("\"name\":[{\"family\":\"Mar\xff\"}]"),
                                patient(R"("name":[{"family":"\ud800"}])"),
                                patient(R"("identifier":[{"system":"urn:m","value":"\u0000"}])"),
                                patient("\"language\":\"d" + std::string(1, '\0') + "\"")};
  for (const std::string& body : bodies) {
    const auto refused = repository->create(actor, "Patient", body, {});
    ASSERT_FALSE(refused) << body;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid) << refused.error().message;
  }
  EXPECT_TRUE(found("Patient").empty());
}

TEST_P(HardValues, SearchesForWhatNoTextCanHoldAreRefusedAlike) {
  create("Patient", patient(R"("name":[{"family":"Marsh"}])"));
  for (const char* query : {"family=%00", "family=Mar%00sh", "family:exact=%00", "family:contains=a%00", "identifier=%00",
                            "identifier=urn:m%00|5", "family=%FF", "family:contains=%C3", "_id=%00", "language=%ED%A0%80",
                            "general-practitioner.name=%00", "_has:Observation:patient:code=%00"}) {
    const auto refused = try_search(std::string("Patient?") + query);
    ASSERT_FALSE(refused) << query;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid) << query << ": " << refused.error().message;
  }
  EXPECT_EQ(found("Patient?family=marsh").size(), 1U);
}

TEST_P(HardValues, WordsWithTheSignsOfPatternsStandForThemselves) {
  const std::string percent = create("Patient", patient(R"("name":[{"family":"100% O'Neil_\\ !x"}])"));
  create("Patient", patient(R"("name":[{"family":"100 plain"}])"));
  for (const char* query : {"100%25", "%25 O'", "O'Neil_", "_%5C", "%5C !x", "!x"})
    EXPECT_EQ(found(std::string("Patient?family:contains=") + query), std::vector<std::string>{percent}) << query;
  EXPECT_TRUE(found("Patient?family:contains=1%2500").empty());
  EXPECT_TRUE(found("Patient?family:contains=1_0").empty());
}

// Without If-Match each patch is made on what stands by then: none of those that were acknowledged is lost.
TEST_P(HardValues, PatchesOfManyAtOnceAreAllInTheResource) {
  ResourceService desk(store(), *ledger, quiet, clock, keys);
  const std::string id = create("Patient", patient(R"("identifier":[{"system":"urn:m","value":"first"}])")).substr(8);
  std::mutex lock;
  std::set<std::string> acknowledged{"first"};
  std::vector<std::thread> clerks;
  for (int clerk = 0; clerk < 6; ++clerk)
    clerks.emplace_back([&, clerk] {
      for (int i = 0; i < 6; ++i) {
        const std::string value = std::to_string(clerk) + "-" + std::to_string(i);
        const auto done =
            desk.patch(actor, "Patient", id,
                       R"([{"op":"add","path":"/identifier/-","value":{"system":"urn:m","value":")" + value + R"("}}])", {});
        const std::lock_guard guard(lock);
        if (done) acknowledged.insert(value);
        if (!done) {
          EXPECT_EQ(done.error().kind, ErrorKind::version_conflict) << done.error().message;
        }
      }
    });
  for (std::thread& clerk : clerks) clerk.join();
  const auto document = read_json("Patient/" + id);
  std::set<std::string> there;
  for (const json::Value identifier : document.root()["identifier"]) there.emplace(identifier["value"].text());
  EXPECT_EQ(there, acknowledged);
  EXPECT_EQ(document.root()["meta"]["versionId"].text(), std::to_string(acknowledged.size())) << "a version for each";
  EXPECT_GT(acknowledged.size(), 10U);
}

TEST_P(HardValues, OfManyUpdatesOfOneVersionExactlyOneIsMade) {
  ResourceService desk(store(), *ledger, quiet, clock, keys);
  const std::string id = create("Patient", patient(R"("active":true)")).substr(8);
  for (int version = 1; version <= 5; ++version) {
    std::atomic<int> made{0}, refused{0};
    std::vector<std::thread> clerks;
    for (int clerk = 0; clerk < 5; ++clerk)
      clerks.emplace_back([&, clerk] {
        const std::string body = patient(R"("id":")" + id + R"(","multipleBirthInteger":)" + std::to_string(clerk));
        const std::string etag = "W/\"" + std::to_string(version) + "\"";
        const auto done = clerk % 2 == 0 ? desk.update(actor, "Patient", id, body, etag)
                                         : desk.conditional_update(actor, "Patient", "_id=" + id, body, etag);
        made += done ? 1 : 0;
        refused += !done && done.error().kind == ErrorKind::version_conflict ? 1 : 0;
      });
    for (std::thread& clerk : clerks) clerk.join();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(refused, 4);
  }
  EXPECT_EQ(read_json("Patient/" + id).root()["meta"]["versionId"].text(), "6");
}

TEST_P(HardValues, OfManyWhoCreateUnlessItIsThereOneDoes) {
  ResourceService desk(store(), *ledger, quiet, clock, keys);
  std::atomic<int> created{0}, found_it{0};
  std::vector<std::thread> clerks;
  for (int clerk = 0; clerk < 6; ++clerk)
    clerks.emplace_back([&, clerk] {
      const std::string body = patient(R"("identifier":[{"system":"urn:m","value":"77"}])");
      const auto done = clerk % 2 == 0 ? desk.create(actor, "Patient", body, "identifier=urn:m|77")
                                       : desk.conditional_update(actor, "Patient", "identifier=urn:m|77", body);
      ASSERT_TRUE(done) << done.error().message;
      ++(done->created ? created : found_it);
    });
  for (std::thread& clerk : clerks) clerk.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(found_it, 5);
  EXPECT_EQ(found("Patient?identifier=urn:m|77").size(), 1U);
}

}  // namespace
}  // namespace charta::resources
