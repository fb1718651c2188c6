// SPDX-License-Identifier: Apache-2.0
// Re-computes the ledger from its rows and says the first thing that does not hold.
#pragma once
#include "record/ledger/checkpoint.hpp"
#include "record/ledger/ledger_store.hpp"

#include <vector>

namespace charta::ledger {

/// What the verifier trusts, none of which the database holds.
struct Evidence {
  std::vector<Bytes> public_keys;
  std::vector<Checkpoint> witnessed;
};

/// Reads one snapshot front to back. Errors: those of reading; a ledger that does not hold is an answer, not an error.
Result<Verified> verify_ledger(store::Reader& reader, const LedgerStore& entries, const Evidence& evidence,
                               std::chrono::milliseconds clock_tolerance);

}  // namespace charta::ledger
