// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/id.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::fixity {

struct Round {
  Instant started_at;
  std::int64_t cycle_days = 0, done = 0;
};

struct ShelfCheck {
  int shelf = 0;
  std::int64_t blobs = 0, bytes = 0;
};

struct Sum {
  std::int64_t shelves = 0, blobs = 0, bytes = 0;
  std::optional<Instant> oldest, newest;
};

struct Damage {
  std::int64_t key = 0;
  Digest digest;
  WorkItemId item;
  Instant found_at;
  std::string outcome;  ///< empty: open; "lost": a person gave up
};

/// Tables `fixity_shelf`, `fixity_round`, `damaged_blob`.
class FixityStore {
 public:
  static Result<std::optional<Round>> round(store::Reader& reader);
  static Result<void> begin(store::UnitOfWork& work, const Round& round);
  /// Errors: `version_conflict` (another node was faster).
  static Result<void> go_on(store::UnitOfWork& work, std::int64_t from, std::int64_t to);
  static Result<void> save(store::UnitOfWork& work, const std::vector<ShelfCheck>& checks, Instant at);
  static Result<Sum> sum(store::Reader& reader);

  /// What is known of bytes that were not found whole again.
  static Result<std::optional<Damage>> known_damage(store::Reader& reader, const Digest& digest);
  static Result<std::optional<Damage>> damage(store::Reader& reader, std::int64_t key);
  static Result<std::vector<Damage>> open_damages(store::Reader& reader, std::int64_t limit);
  static Result<std::int64_t> count_open(store::Reader& reader);
  static Result<void> add(store::UnitOfWork& work, const Damage& damage);
  static Result<void> close(store::UnitOfWork& work, std::int64_t key, std::string_view outcome, Instant at);
};

}  // namespace charta::fixity
