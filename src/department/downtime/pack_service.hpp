// SPDX-License-Identifier: Apache-2.0
// Makes the downtime pack, by hand and on its timer, and says how the one on the disk stands.
#pragma once
#include "base/clock.hpp"
#include "department/downtime/downtime_rules.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/access/actor.hpp"
#include "record/ledger/ledger.hpp"
#include "store/store.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace charta::downtime {

/// Where the pack goes and what closes it, as the site's configuration says.
struct PackPlace {
  std::string folder;           ///< empty: none is made by itself
  std::string passphrase_file;  ///< its first line
};

struct PackReport {
  std::string file;
  Instant made_at;
  std::int64_t people = 0, requests = 0, left_out = 0, bytes = 0, milliseconds = 0;
};

/// Of the folder's pack: docs/api.md DowntimePack.
struct PackState {
  bool is_set_up = false;
  std::string folder, problem;  ///< problem: why the last one was not made, in words
  std::optional<PackReport> last;
  std::int64_t refresh_minutes = 0, warn_minutes = 0;
};

class PackService {
 public:
  PackService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, const patient_index::PatientIndexService& index,
              PackRules rules, PackPlace place)
      : store_(store), ledger_(ledger), clock_(clock), index_(index), rules_(std::move(rules)), place_(std::move(place)) {}

  /// Asks export-lists. Errors: those of the passphrase (nothing is written), `unavailable` (the old pack stands).
  Result<PackReport> build(const access::Actor& actor, const std::string& file);
  /// Into the folder of the configuration. Errors: also `business_rule` (none is named).
  Result<PackReport> build_here(const access::Actor& actor);
  /// The timer: when the last one is as old as the rule says. What fails is said by state() and tried again.
  Result<void> refresh();
  PackState state() const;
  const PackRules& rules() const { return rules_; }
  /// A fault on purpose, between the writing and the taking of the place.
  void set_fault(std::function<Result<void>()> fault) { fault_ = std::move(fault); }

 private:
  Result<PackReport> make(const access::Actor& actor, const std::string& file);
  Result<void> note(const access::Actor& actor, const std::vector<PatientId>& patients, const Digest& digest);

  store::Store& store_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  const patient_index::PatientIndexService& index_;
  PackRules rules_;
  PackPlace place_;
  std::function<Result<void>()> fault_;
  std::mutex one_at_a_time_;
  mutable std::mutex state_mutex_;
  std::optional<PackReport> last_;
  std::optional<Instant> tried_at_;
  std::string problem_;
  Date noted_on_;
  std::set<std::int64_t> noted_;  ///< records whose ledger says today that they are in the pack
};

}  // namespace charta::downtime
