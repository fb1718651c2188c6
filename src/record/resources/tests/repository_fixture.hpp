// SPDX-License-Identifier: Apache-2.0
// A repository with its neighbours on an empty store.
#pragma once
#include "base/id.hpp"
#include "formats/json/json.hpp"
#include "ledger_schema.hpp"
#include "record/resources/resource_service.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace charta::resources {

class RepositoryTest : public testing::StoreTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    open({ledger_schema(), resources_schema()});
    ledger = std::make_unique<ledger::Ledger>(store(), clock, keys, options().directory + "/ledger.key");
    store().set_before_group_commit([this](store::UnitOfWork& work) { return ledger->seal(work); });
    bus.on("resource_changed", "test.note", [this](store::UnitOfWork&, const happenings::Happening& happening) -> Result<void> {
      changes.push_back(std::get<happenings::ResourceChanged>(happening));
      return {};
    });
    repository = std::make_unique<ResourceService>(store(), *ledger, bus, clock, keys);
    actor = access::Actor::system("test");
    actor.kind = access::Actor::Kind::program;
  }
  void TearDown() override { repository.reset(); }

  /// Creates and answers "Type/id".
  std::string create(std::string_view type, const std::string& body) {
    const auto written = repository->create(actor, type, body, {});
    EXPECT_TRUE(written) << (written ? "" : written.error().message + " at " + written.error().location);
    return written ? written->type + "/" + written->id : "";
  }
  std::string put(const std::string& type, const std::string& id, const std::string& body, const std::string& if_match = {}) {
    const auto written = repository->update(actor, type, id, body, if_match);
    EXPECT_TRUE(written) << (written ? "" : written.error().message + " at " + written.error().location);
    return written ? written->type + "/" + written->id : "";
  }
  json::Document read_json(const std::string& address) {
    const std::size_t slash = address.find('/');
    const auto stored = repository->read(actor, address.substr(0, slash), address.substr(slash + 1));
    EXPECT_TRUE(stored) << address;
    return json::Document::parse(stored ? stored->json : "{}").value();
  }
  Result<std::string> try_search(const std::string& type_and_query, bool strict = true) {
    const std::size_t question = type_and_query.find('?');
    const std::string query = question == std::string::npos ? "" : type_and_query.substr(question + 1);
    return repository->search(actor, {type_and_query.substr(0, question), query, "http://charta.test/fhir", strict});
  }
  json::Document search(const std::string& type_and_query, bool strict = true) {
    const auto found = try_search(type_and_query, strict);
    EXPECT_TRUE(found) << type_and_query << ": " << (found ? "" : found.error().message);
    return json::Document::parse(found ? *found : "{}").value();
  }
  /// "Type/id" of the entries in order; includes begin with '+'.
  std::vector<std::string> found(const std::string& type_and_query) {
    const auto bundle = search(type_and_query);
    std::vector<std::string> addresses;
    for (const json::Value entry : bundle.root()["entry"]) {
      const json::Value resource = entry["resource"];
      const bool included = entry["search"]["mode"].text() == "include";
      addresses.push_back((included ? "+" : "") + std::string(resource["resourceType"].text()) + "/" +
                          std::string(resource["id"].text()));
    }
    return addresses;
  }

  ManualClock clock{Instant(1'700'000'000'000)};
  TimeOrderedKeys keys{clock, 1};
  happenings::Bus bus, quiet;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<ResourceService> repository;
  std::vector<happenings::ResourceChanged> changes;
  access::Actor actor;
};

}  // namespace charta::resources
