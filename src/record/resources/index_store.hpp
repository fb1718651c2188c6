// SPDX-License-Identifier: Apache-2.0
// Writing the tables of the search index; reading them is search_store's.
#pragma once
#include "record/resources/index_rows.hpp"
#include "record/resources/resource_store.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::resources {

/// Numbers for code system URIs. Known numbers are kept in memory; a number made in a unit is kept only after its commit.
class CodeSystems {
 public:
  Result<std::int64_t> number_of(store::UnitOfWork& work, std::string_view uri);          ///< made when new; 0 for ""
  Result<std::optional<std::int64_t>> find(store::Reader& reader, std::string_view uri);  ///< nothing: no row can have it

 private:
  std::optional<std::int64_t> remembered(std::string_view uri) const;
  void remember(const std::string& uri, std::int64_t number);

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::int64_t> numbers_;
};

/// What all index rows of a resource share.
struct IndexOwner {
  std::int64_t rid = 0, patient = 0, facility = 1, sensitivity = 0;
  bool operator==(const IndexOwner&) const = default;
};

/// Index rows with system numbers and target keys in place.
struct ResolvedRows {
  struct Token {
    std::int64_t param;
    std::string_view code;
    std::int64_t system;
    auto operator<=>(const Token&) const = default;
  };
  struct Reference {
    std::int64_t param, target;
    auto operator<=>(const Reference&) const = default;
  };
  struct Number {
    std::int64_t param;
    double value;
    std::int64_t system;
    std::string_view unit;
    auto operator<=>(const Number&) const = default;
  };
  std::vector<Token> tokens;
  std::vector<Reference> references;
  std::vector<Number> numbers;
};

/// Collects the rows of a whole unit and writes them table by table: one round trip a table on PostgreSQL.
class IndexBatch {
 public:
  /// Rows of a resource that had none. Everything passed lives until flush().
  void add(const IndexOwner& owner, const IndexRows& rows, const ResolvedRows& resolved);
  /// Removes every row of a resource.
  void drop(const IndexOwner& owner, const ResolvedRows& resolved);
  /// Removes these rows only.
  void drop_exact(const IndexOwner& owner, const ResolvedRows& resolved);
  Result<void> flush(store::UnitOfWork& work);

 private:
  using Values = std::vector<store::Value>;
  Values tokens_, references_, strings_, dates_, numbers_;
  Values dropped_tokens_, dropped_references_, dropped_ranges_;
};

}  // namespace charta::resources
