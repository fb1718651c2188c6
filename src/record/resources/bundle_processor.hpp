// SPDX-License-Identifier: Apache-2.0
// Transaction and batch bundles. Source: https://hl7.org/fhir/R4/http.html#transaction
#pragma once
#include "record/resources/prepared.hpp"
#include "record/resources/repository_parts.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace charta::resources {

/// One entry of a bundle: the request, and what came of it.
struct BundleEntry {
  std::size_t place = 0;
  json::Value resource;
  std::string method, url, full_url, if_none_exist;
  std::string type, id, criteria;  ///< of the url: Type, Type/id or Type?criteria
  std::int64_t if_version = 0;
  ResourceId key;  ///< of what a POST makes
  std::optional<Prepared> prepared;
  std::optional<ResourceRow> there;  ///< what a condition chose before the unit
  std::optional<Written> written;
  std::string status, outcome;  ///< outcome: a resource to answer with
};

class BundleProcessor {
 public:
  BundleProcessor(ResourceService& service, RepositoryParts& parts, const access::Actor& actor, std::string_view base_url)
      : service_(service), parts_(parts), actor_(actor), base_url_(base_url) {}

  /// A transaction is done whole or not at all; of a batch each entry stands alone. Errors: `invalid`, what an entry answers.
  Result<std::string> run(BytesView body);

 private:
  Result<void> read_entries(json::Value bundle, bool each_alone);
  Result<void> read_entry(json::Value value, BundleEntry& entry);
  static void refuse(BundleEntry& entry, const Error& error);
  Result<void> read_url(BundleEntry& entry);
  Result<void> require_permissions() const;
  Result<void> refuse_duplicates() const;
  Result<void> run_transaction();
  Result<void> choose_targets();
  Result<void> refuse_same_targets() const;
  Result<void> check_searches() const;
  Result<void> check_reads(store::UnitOfWork& work) const;
  Result<void> rewrite_references(json::Value value, int depth);
  Result<std::string> resolve_conditional(std::string_view reference);
  Result<void> prepare_entries();
  Result<void> write_all(store::UnitOfWork& work);
  Result<void> check_conditions(store::UnitOfWork& work);
  Result<void> run_reads();
  void run_batch();
  Result<void> run_alone(BundleEntry& entry);
  Result<void> run_read(BundleEntry& entry);
  std::string print(std::string_view type) const;

  ResourceService& service_;
  RepositoryParts& parts_;
  const access::Actor& actor_;
  std::string base_url_;
  json::Document document_;
  std::vector<BundleEntry> entries_;
  std::map<std::string, std::string, std::less<>> addresses_;    ///< fullUrl -> Type/id
  std::map<std::string, std::string, std::less<>> conditional_;  ///< Type?criteria -> Type/id
};

}  // namespace charta::resources
