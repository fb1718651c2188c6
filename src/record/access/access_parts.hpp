// SPDX-License-Identifier: Apache-2.0
// What the files of the access service share.
#pragma once
#include "record/access/access_rules.hpp"
#include "record/access/access_service.hpp"
#include "record/access/access_store.hpp"
#include "record/access/password.hpp"

#include <atomic>
#include <shared_mutex>
#include <unordered_map>

namespace charta::access {

struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | digest.bytes[i];
    return value;
  }
};

/// A session as this node remembers it. What changes while it is remembered is atomic.
struct RememberedSession {
  std::int64_t key = 0;
  Actor actor;
  Instant expires_at;
  bool locked = false;
  std::vector<AccessStore::OpenGlass> glass;
  std::atomic<std::int64_t> used_at{0}, written_used_at{0};
};

struct RememberedToken {
  Actor actor;
  std::optional<Instant> expires_at;
};

/// Memory is a cache: it holds for one epoch, which is compared with the store's at least every half second.
template <class Value>
class Remembered {
 public:
  std::shared_ptr<Value> find(const Digest& key) const {
    const std::shared_lock lock(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : found->second;
  }
  /// Keeps a value that was read at `epoch`; one of an older epoch is used once and not kept.
  void keep(const Digest& key, std::shared_ptr<Value> value, std::int64_t epoch) {
    const std::unique_lock lock(mutex_);
    if (epoch != epoch_) return;
    values_[key] = std::move(value);
  }
  void forget(const Digest& key) {
    const std::unique_lock lock(mutex_);
    values_.erase(key);
  }
  void start(std::int64_t epoch) {
    const std::unique_lock lock(mutex_);
    if (epoch <= epoch_) return;
    epoch_ = epoch;
    values_.clear();
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<Digest, std::shared_ptr<Value>, DigestHash> values_;
  std::int64_t epoch_ = 0;
};

struct AccessService::Parts {
  Parts(store::Store& s, ledger::Ledger& l, const Clock& c, KeySource& k, AccessRules r, HashCost cost)
      : store(s), ledger(l), clock(c), keys(k), rules(std::move(r)), hasher(cost) {}

  store::Store& store;
  ledger::Ledger& ledger;
  const Clock& clock;
  KeySource& keys;
  AccessRules rules;
  AccessStore table;
  PasswordHasher hasher;
  Remembered<RememberedSession> sessions;
  Remembered<RememberedToken> tokens;
  std::atomic<std::int64_t> next_epoch_check{0};
  GlassReaction glass_broken, glass_reviewed;

  /// Forgets what another node's change has made wrong. Errors: `unavailable`: without the store nobody is let in.
  Result<void> check_epoch();
  /// In the unit of a change that makes remembered actors wrong.
  Result<void> raise_epoch(store::UnitOfWork& work);

  Result<void> record(store::UnitOfWork& work, const ledger::Author& author, ledger::Act act, std::string_view kind,
                      std::int64_t subject, std::string_view reason = {});
  Result<UserRow> find_user(store::Reader& reader, const std::string& name) const;
  /// `must_be_first`: refused when anybody has an account by the time it is written.
  Result<User> add_user(const Actor& actor, const NewUser& user, bool must_be_first);
  /// Whether the change may be; in the unit that makes it.
  Result<void> check_change(store::Reader& reader, const UserRow& row, const UserChange& change) const;
  Result<void> write_change(store::UnitOfWork& work, const ledger::Author& author, const User& user, const UserChange& change,
                            const std::string& hash, Instant now);
  Actor actor_of(const UserRow& row) const;

  /// Asks the password again, counting failures. Errors: `unauthenticated`, `busy`.
  Result<void> check_password(const UserRow* row, const std::string& name, const std::string& password,
                              const std::string& workstation);
  Result<void> refuse_while_paused(const std::string& name, const std::string& workstation);
  Result<void> count_failure(const UserRow* row, const std::string& name, const std::string& workstation);
  Result<void> count_one(store::UnitOfWork& work, const std::string& subject, std::int64_t allowed, Instant now);

  Result<std::shared_ptr<RememberedSession>> remember_session(const Digest& token);
  Result<std::shared_ptr<RememberedToken>> remember_token(const Digest& hash);
  /// The open session, whether locked or not.
  Result<std::shared_ptr<RememberedSession>> open_session(const Digest& token);
  Result<void> lock(const Digest& token, RememberedSession& session, std::string_view reason);
  Session answer(const RememberedSession& session, std::string_view token) const;
};

/// Login names are compared in lower case.
std::string normal_name(std::string_view name);
/// A station's name or address as the ledger keeps it: printable ASCII, at most 64.
std::string station_name(std::string_view name);
Error not_signed_in();
Error wrong_credentials();

}  // namespace charta::access
