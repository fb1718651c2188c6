// SPDX-License-Identifier: Apache-2.0
// Every stored byte is read back within a cycle, mended from the second copy where it decayed, and asked about where no copy is
// good.
#pragma once
#include "base/clock.hpp"
#include "record/fixity/damaged_blob.hpp"
#include "record/fixity/fixity_rules.hpp"
#include "record/fixity/fixity_store.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <set>

namespace charta::fixity {

/// Wired in app/: who needs bytes, in the words of the departments that refer to them.
using NamesTouched =
    std::function<Result<std::vector<Touched>>(store::Reader&, const Digest&, const std::vector<store::BlobReference>&)>;

struct Account {
  Sum sum;                                  ///< what was found at the last look at each shelf
  std::int64_t open = 0;                    ///< blobs of which no copy is good
  std::int64_t cycle_days = 0, behind = 0;  ///< shelves that should have been read by now
  std::optional<Instant> cycle_started;
  store::MirrorState mirror;
  std::string rule;
};

/// One look at some shelves.
struct Looked {
  std::int64_t shelves = 0, blobs = 0, bytes = 0, first_mended = 0, mirror_mended = 0, lost = 0, whole_again = 0;
  std::vector<std::string> problems;  ///< why a copy could not be mended
};

class FixityService {
 public:
  FixityService(store::Store& store, ledger::Ledger& ledger, worklists::WorklistService& worklists, const Clock& clock,
                KeySource& keys, FixityRules rules, NamesTouched names)
      : store_(store),
        ledger_(ledger),
        worklists_(worklists),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        names_(std::move(names)) {}

  /// At start-up: the queue `damaged-blob`.
  void declare();
  /// Reads what is due by now, about `seconds` worth of the allowed bytes, and writes down what reads have mended.
  Result<Looked> look_on(double seconds = 1);
  /// Every shelf, at once; `told` after each 1/256. The cycle goes on where it stood.
  Result<Looked> look_at_everything(const std::function<void(const Looked&)>& told = {});
  Result<Account> account();

 private:
  Result<Round> current_round();
  Result<void> look_at(int first, int count, Looked& looked, std::vector<ShelfCheck>& checks);
  Result<void> write_down(const Digest& digest, const store::InspectedBlob& seen, Looked& looked);
  Result<void> note_mended(store::UnitOfWork& work, const Digest& digest, bool is_mirror);
  Result<void> ask(store::UnitOfWork& work, const Digest& digest, const store::InspectedBlob& seen, std::int64_t key);
  Result<void> close(store::UnitOfWork& work, const Damage& damage);
  Result<std::vector<Damage>> open_damages();
  Result<void> look_at_open();
  Result<void> check(store::UnitOfWork& work, const worklists::WorkItem& item);

  store::Store& store_;
  ledger::Ledger& ledger_;
  worklists::WorklistService& worklists_;
  const Clock& clock_;
  KeySource& keys_;
  const FixityRules rules_;
  const NamesTouched names_;
  const access::Actor system_ = access::Actor::system("fixity");
  std::mutex looking_;            ///< one look at a time in this process
  std::set<Digest> asked_about_;  ///< digests of open items, when this look began
  bool remembers_all_ = true;     ///< false: more items are open than are remembered
  double bytes_owed_ = 0;         ///< read beyond what was allowed: later looks wait for it
};

}  // namespace charta::fixity
