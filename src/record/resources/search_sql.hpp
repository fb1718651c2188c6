// SPDX-License-Identifier: Apache-2.0
// SQL text under construction. Values are always bound, never written into the text, so that texts repeat and stay prepared.
#pragma once
#include "record/access/actor.hpp"
#include "store/store.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

/// The parameters of one statement: ":b0", ":b1", … in the order of binding. A FROM may hold names that are bound earlier.
class SqlBinder {
 public:
  explicit SqlBinder(const access::Visibility& visibility) : visibility_(visibility) {}

  std::string integer(std::int64_t value) { return add(store::Value(value)); }
  std::string real(double value) { return add(store::Value(value)); }
  std::string text(std::string value);
  /// "column = :b1" or "column IN (:b1, :b2)".
  std::string one_of(std::string_view column, const std::vector<std::int64_t>& values);
  std::string one_of(std::string_view column, const std::vector<std::string>& values);

  /// " AND …" for a row of table `alias`, or nothing when the actor sees everything. Every table that a search touches gets it
  /// (decision 13 of docs/decisions/0001-foundation.md).
  std::string visible(std::string_view alias);

  const access::Visibility& visibility() const { return visibility_; }
  store::Bindings bindings() const { return bindings_; }

 private:
  std::string add(store::Value value);

  const access::Visibility& visibility_;
  std::deque<std::string> texts_;
  std::vector<store::Binding> bindings_;
  std::string facilities_, hidden_, opened_hidden_;  ///< bound once
  std::vector<std::string> opened_;
};

}  // namespace charta::resources
