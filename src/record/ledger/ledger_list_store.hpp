// SPDX-License-Identifier: Apache-2.0
// The SQL of a ledger listing: only the conditions that the filter has, so that the engine picks the index that fits.
#pragma once
#include "record/ledger/ledger.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::ledger {

struct ListStatement {
  store::Statement statement;            ///< its text lives as long as the program: there is one per set of conditions and order
  std::vector<store::Binding> bindings;  ///< borrow from the filter
};

/// Errors: `invalid` (an order that an entry does not have).
Result<ListStatement> list_statement(const Filter& filter);
ListStatement count_statement(const Filter& filter);

/// Whether an entry that was not read from its own row (an access of a packed block) belongs to the list.
bool matches(const Filter& filter, const StoredEntry& entry);
/// The order of `filter.sort`, for lists that come from two places.
bool comes_before(const Filter& filter, const StoredEntry& a, const StoredEntry& b);

}  // namespace charta::ledger
