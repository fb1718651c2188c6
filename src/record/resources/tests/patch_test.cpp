// SPDX-License-Identifier: Apache-2.0
// Source: https://hl7.org/fhir/R4/http.html#patch
#include "formats/fhir/definitions.hpp"
#include "record/resources/tests/repository_fixture.hpp"

namespace charta::resources {
namespace {

class Patch : public RepositoryTest {
 protected:
  Result<Written> patch(const std::string& address, std::string_view operations, std::string_view if_match = {}) {
    const std::size_t slash = address.find('/');
    return repository->patch(actor, address.substr(0, slash), address.substr(slash + 1), operations, if_match);
  }
};
CHARTA_ON_BOTH_ENGINES(Patch);

constexpr const char* marsh = R"({"resourceType":"Patient","active":true,"name":[{"family":"Marsh"}]})";

TEST_P(Patch, MakesANewVersionOfWhatStands) {
  const std::string address = create("Patient", marsh);
  const auto written = patch(
      address, R"([{"op":"replace","path":"/name/0/family","value":"Quill"},{"op":"add","path":"/gender","value":"female"}])");
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->version, 2);
  EXPECT_FALSE(written->created);
  const auto document = read_json(address);
  EXPECT_EQ(document.root()["name"].at(0)["family"].text(), "Quill");
  EXPECT_EQ(document.root()["gender"].text(), "female");
  EXPECT_EQ(found("Patient?family=quill"), std::vector<std::string>{address});
}

TEST_P(Patch, ObeysIfMatch) {
  const std::string address = create("Patient", marsh);
  const std::string_view change = R"([{"op":"replace","path":"/active","value":false}])";
  EXPECT_EQ(patch(address, change, "W/\"7\"").error().kind, ErrorKind::version_conflict);
  EXPECT_EQ(read_json(address).root()["active"].text(), "true");
  EXPECT_TRUE(patch(address, change, "W/\"1\""));
  EXPECT_EQ(patch(address, change, "1").error().kind, ErrorKind::version_conflict);
  EXPECT_EQ(patch(address, change, "nonsense").error().kind, ErrorKind::invalid);
}

TEST_P(Patch, RefusesWhatWouldNotBeAResource) {
  const std::string address = create("Patient", marsh);
  EXPECT_EQ(patch(address, R"([{"op":"add","path":"/colour","value":"red"}])").error().kind, ErrorKind::invalid);
  EXPECT_EQ(patch(address, R"([{"op":"replace","path":"/gender","value":"x"}])").error().location, "[0].path");
  EXPECT_EQ(patch(address, R"([{"op":"test","path":"/active","value":false}])").error().kind, ErrorKind::business_rule);
  EXPECT_EQ(patch(address, R"([{"op":"replace","path":"/id","value":"other"}])").error().kind, ErrorKind::invalid);
  EXPECT_EQ(patch(address, "{}").error().kind, ErrorKind::invalid);
  EXPECT_EQ(patch("Patient/nobody", "[]").error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_json(address).root()["meta"]["versionId"].text(), "1");
}

TEST_P(Patch, WhatWasDeletedIsGone) {
  const std::string address = create("Patient", marsh);
  ASSERT_TRUE(repository->remove(actor, "Patient", address.substr(8)));
  EXPECT_EQ(patch(address, "[]").error().kind, ErrorKind::gone);
}

TEST_P(Patch, NeedsThePermissionToWrite) {
  const std::string address = create("Patient", marsh);
  actor.permissions.reset();
  EXPECT_EQ(patch(address, "[]").error().kind, ErrorKind::forbidden);
}

}  // namespace
}  // namespace charta::resources
