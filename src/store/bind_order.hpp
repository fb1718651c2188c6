// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::store {

/// Finds a binding's parameter number. A call site repeats its bindings in the same order, so the order of the last call is tried
/// first and a name costs one short comparison.
class BindOrder {
 public:
  explicit BindOrder(std::vector<std::string> names) : names_(std::move(names)) {}
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }

  /// Calls `bind(number from 0, value)` for each binding. Errors: `internal` when a name is unknown or a parameter is left
  /// unbound.
  template <class Bind>
  Result<void> apply(const Statement& statement, Bindings bindings, Bind&& bind) {
    if (order_.size() < bindings.size()) order_.resize(bindings.size(), 0);
    std::size_t bound = 0;
    for (std::size_t i = 0; i < bindings.size(); ++i) {
      std::size_t number = order_[i];
      if (number >= names_.size() || names_[number] != bindings[i].name) {
        number = find(bindings[i].name);
        if (number == names_.size()) return unknown(statement, bindings[i].name);
        order_[i] = number;
      }
      CHARTA_TRY_DO(bind(number, bindings[i].value));
      ++bound;
    }
    if (bound != names_.size()) return unbound(statement, bound);
    return {};
  }

 private:
  std::size_t find(std::string_view name) const;
  Error unknown(const Statement& statement, std::string_view name) const;
  Error unbound(const Statement& statement, std::size_t bound) const;

  std::vector<std::string> names_;
  std::vector<std::size_t> order_;
};

}  // namespace charta::store
