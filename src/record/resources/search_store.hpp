// SPDX-License-Identifier: Apache-2.0
// Searches compiled to SQL and run.
#pragma once
#include "record/resources/index_store.hpp"
#include "record/resources/resource_store.hpp"
#include "record/resources/search_conditions_store.hpp"
#include "record/resources/search_query.hpp"
#include "record/resources/search_sql.hpp"

#include <memory>
#include <string>
#include <vector>

namespace charta::resources {

struct SearchPage {
  std::vector<ResourceId> keys;
  std::string next;               ///< the cursor of the following page; empty on the last
  std::vector<ResourceRow> rows;  ///< of the keys, in their order; empty where only the keys were read
};

/// One statement ready to run; empty sql: nothing can match, so nothing is asked.
struct CompiledSearch {
  std::unique_ptr<SqlBinder> binder;
  std::string sql;
  bool with_rows = false;  ///< behind the two columns of the order stand those of ResourceStore
};

class SearchStore {
 public:
  SearchStore(const ResourceStore& resources, CodeSystems& systems) : resources_(resources), systems_(systems) {}

  void set_patient_expansion(PatientExpansion expansion) { expansion_ = std::move(expansion); }

  /// Errors: `invalid` (a cursor that is not ours), `unsupported` (a sort by a token with very many codes).
  Result<SearchPage> page(store::Reader& reader, const SearchQuery& query, const access::Visibility& visibility) const;
  /// The same with the rows in one statement, where the order allows it.
  Result<SearchPage> page_with_rows(store::Reader& reader, const SearchQuery& query, const access::Visibility& visibility) const;
  Result<std::int64_t> count(store::Reader& reader, const SearchQuery& query, const access::Visibility& visibility) const;
  /// _revinclude: live resources of the include's type that refer to one of `targets` (which are of `target_type`).
  Result<std::vector<ResourceId>> referring(store::Reader& reader, const Include& include, std::string_view target_type,
                                            const std::vector<ResourceId>& targets, const access::Visibility& visibility,
                                            std::int64_t limit) const;

  /// With `rows` the resources themselves where no sort was asked for. Public for the tests that read query plans.
  Result<CompiledSearch> compile_page(store::Reader& reader, const SearchQuery& query, const access::Visibility& visibility,
                                      bool rows = false) const;
  Result<CompiledSearch> compile_count(store::Reader& reader, const SearchQuery& query,
                                       const access::Visibility& visibility) const;

 private:
  struct Plan;
  Result<Plan> plan(store::Reader& reader, const SearchQuery& query, SqlBinder& binder) const;
  Result<std::size_t> choose_driver(store::Reader& reader, const std::vector<ResolvedFilter>& filters,
                                    const access::Visibility& visibility) const;
  Result<std::int64_t> bounded_count(store::Reader& reader, const ResolvedFilter& filter,
                                     const access::Visibility& visibility) const;

  const ResourceStore& resources_;
  CodeSystems& systems_;
  PatientExpansion expansion_;
};

}  // namespace charta::resources
