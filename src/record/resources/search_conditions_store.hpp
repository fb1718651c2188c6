// SPDX-License-Identifier: Apache-2.0
// One filter of a search as SQL: where candidates come from, and how a candidate is tested.
#pragma once
#include "record/resources/index_store.hpp"
#include "record/resources/search_query.hpp"
#include "record/resources/search_sql.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::resources {

using PatientExpansion = std::function<Result<std::vector<PatientId>>(store::Reader&, PatientId)>;

/// A filter with every name in it looked up: systems are numbers, references are row keys.
struct ResolvedFilter {
  const Filter* filter = nullptr;
  std::shared_ptr<const Filter> made{};                ///< what `filter` points to when :text or :in was turned into codes
  bool nothing = false;                                ///< no row can match: an unknown system, a reference to nothing
  std::vector<std::int64_t> keys{};                    ///< _id
  std::vector<PatientId> patients{};                   ///< reference: patients that the patient column answers
  std::vector<std::int64_t> targets{};                 ///< reference: other targets
  std::vector<std::string> urls{};                     ///< reference: things outside
  std::vector<std::optional<std::int64_t>> systems{};  ///< of each value; nothing: any
  std::vector<char> impossible{};                      ///< of each value: its system is unknown here
  std::vector<ResolvedFilter> inner{};
};

class FilterResolver {
 public:
  FilterResolver(store::Reader& reader, const ResourceStore& resources, CodeSystems& systems, const PatientExpansion& expand)
      : reader_(reader), resources_(resources), systems_(systems), expand_(expand) {}
  Result<ResolvedFilter> resolve(const Filter& filter);

 private:
  Result<void> resolve_reference(const Filter& filter, const SearchValue& value, ResolvedFilter& out);
  Result<void> add_target(const Filter& filter, std::string_view type, ResourceId key, ResolvedFilter& out);
  Result<void> resolve_systems(const Filter& filter, ResolvedFilter& out);
  /// :text and :in as the codes that they mean here and now. Errors: `not_found` (the value set), `unsupported` (one that is not
  /// a list of codes), `too_large`.
  Result<Filter> as_codes(const Filter& filter);

  store::Reader& reader_;
  const ResourceStore& resources_;
  CodeSystems& systems_;
  const PatientExpansion& expand_;
};

/// FROM and WHERE whose rows `alias` have rid and patient (and facility and sensitivity).
struct SqlSource {
  std::string from, where;
  bool once = false;  ///< an entry of index_token for each row, so that none comes twice
};

class FilterSql {
 public:
  explicit FilterSql(SqlBinder& binder) : binder_(binder) {}

  /// How good a place to begin: 0 best; nothing when the filter can only test.
  static std::optional<int> rank(const ResolvedFilter& filter);
  SqlSource source(const ResolvedFilter& filter, const std::string& alias);
  /// A condition on a candidate that has `alias`.rid and `alias`.patient.
  std::string test(const ResolvedFilter& filter, const std::string& alias);
  /// For _lastUpdated and :missing: the condition on a row of the table resource itself.
  std::string resource_condition(const ResolvedFilter& filter, const std::string& row);
  static bool is_resource_condition(const Filter& filter);
  /// Every live resource of a type.
  SqlSource all_of_type(std::string_view type, const std::string& alias);

 private:
  std::string fresh_alias() { return "t" + std::to_string(aliases_++); }
  std::string token_condition(const ResolvedFilter& filter, const std::string& alias);
  std::string value_condition(const ResolvedFilter& filter, const std::string& alias);
  std::string patient_condition(const ResolvedFilter& filter, const std::string& alias);
  SqlSource reference_source(const ResolvedFilter& filter, const std::string& alias);
  SqlSource chain_source(const ResolvedFilter& filter, const std::string& alias);
  SqlSource has_source(const ResolvedFilter& filter, const std::string& alias);
  std::string reference_test(const ResolvedFilter& filter, const std::string& alias);
  std::string chain_test(const ResolvedFilter& filter, const std::string& alias);
  std::string has_test(const ResolvedFilter& filter, const std::string& alias);
  std::string resource_test(const ResolvedFilter& filter, const std::string& alias);
  std::string select(const SqlSource& source, const std::string& columns) const;

  SqlBinder& binder_;
  int aliases_ = 0;
};

}  // namespace charta::resources
