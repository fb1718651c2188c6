// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::store {

/// Finds a binding's parameter number. A call site repeats its bindings in the same order, so the order of the last call is tried
/// first and a name costs one short comparison.
class BindOrder {
 public:
  explicit BindOrder(std::vector<std::string> names) : names_(std::move(names)), bound_in_(names_.size(), 0) {}
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }

  /// Calls `bind(number from 0, value)` for each binding. Errors: `internal` when a name is unknown or bound twice, or a
  /// parameter is left unbound.
  template <class Bind>
  Result<void> apply(const Statement& statement, Bindings bindings, Bind&& bind) {
    if (order_.size() < bindings.size()) order_.resize(bindings.size(), 0);
    if (bindings.size() != names_.size()) return miscounted(statement, bindings);
    ++call_;
    for (std::size_t i = 0; i < bindings.size(); ++i) {
      std::size_t number = order_[i];
      if (number >= names_.size() || names_[number] != bindings[i].name) {
        number = find(bindings[i].name);
        if (number == names_.size()) return unknown(statement, bindings[i].name);
        order_[i] = number;
      }
      // As many bindings as names and none twice: then none is left as the call before bound it.
      if (std::exchange(bound_in_[number], call_) == call_) return twice(statement, bindings[i].name);
      CHARTA_TRY_DO(bind(number, bindings[i].value));
    }
    return {};
  }

 private:
  std::size_t find(std::string_view name) const;
  Error unknown(const Statement& statement, std::string_view name) const;
  Error twice(const Statement& statement, std::string_view name) const;
  Error miscounted(const Statement& statement, Bindings bindings) const;

  std::vector<std::string> names_;
  std::vector<std::size_t> order_;
  std::vector<std::uint64_t> bound_in_;  ///< the call that bound each name last
  std::uint64_t call_ = 0;
};

}  // namespace charta::store
