// SPDX-License-Identifier: Apache-2.0
// What the interactions of the repository share.
#pragma once
#include "record/resources/index_store.hpp"
#include "record/resources/resource_service.hpp"
#include "record/resources/resource_store.hpp"
#include "record/resources/search_store.hpp"
#include "record/resources/write_session.hpp"

#include <map>
#include <string>

namespace charta::resources {

struct RepositoryParts {
  RepositoryParts(store::Store& the_store, ledger::Ledger& the_ledger, const happenings::Bus& the_bus, const Clock& the_clock,
                  KeySource& the_keys)
      : store(the_store), ledger(the_ledger), bus(the_bus), clock(the_clock), keys(the_keys) {}

  store::Store& store;
  ledger::Ledger& ledger;
  const happenings::Bus& bus;
  const Clock& clock;
  KeySource& keys;
  ResourceStore resources;
  CodeSystems systems;
  CodeTexts texts;
  SearchStore search{resources, systems};
  std::multimap<std::string, WriteGuard, std::less<>> guards;
  std::map<std::string, Face, std::less<>> faces;
  std::map<std::string, StandIn, std::less<>> stand_ins;
  std::map<std::string, Share, std::less<>> shares;

  access::SecurityLabels labels = access::SecurityLabels::shipped();

  WriteNeeds write_needs() { return {ledger, bus, keys, resources, systems, texts, labels, guards}; }
  const Face* face_of(std::string_view type) const;
  const Share* share_of(std::string_view type) const;
  /// Whether this id is answered by somebody else.
  bool is_elsewhere(std::string_view type, std::string_view id) const;

  /// Expands and splices. Errors: `unavailable` (damaged bytes).
  static Result<StoredResource> answer(const ResourceRow& row);
  static bool may_see(const access::Actor& actor, const ResourceRow& row);
  /// Reads of the record are entries of the ledger: a person's before the answer leaves, a program's packed (decision 7 of
  /// docs/decisions/0001-foundation.md).
  Result<void> record_read(const access::Actor& actor, const ledger::Entry& entry);
  Result<void> record_read(const access::Actor& actor, ledger::Act act, const ResourceRow& row);
  SearchOptions search_options(std::string_view base_url) const { return {clock.now(), base_url}; }
};

/// Errors: `not_found`.
Result<std::uint16_t> type_number(std::string_view type);
Error not_there(std::string_view type, std::string_view id);

}  // namespace charta::resources
