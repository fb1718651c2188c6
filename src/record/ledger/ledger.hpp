// SPDX-License-Identifier: Apache-2.0
// The one append-only, hash-chained log of every act. Source: 45 CFR 164.312(b), (c); ISO 21089 record lifecycle vocabulary.
#pragma once
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::ledger {

/// What was done, in the department's words. `act_code()` prints it as stored; `lifecycle_code()` gives the ISO 21089 code where
/// one fits.
enum class Act {
  received,
  refused,
  held,
  released_from_hold,
  acknowledged,
  sent,
  created,
  amended,
  deleted,
  restored,
  filed,
  moved,
  linked,
  unlinked,
  viewed,
  searched,
  printed,
  exported,
  opened,
  transitioned,
  assigned,
  commented,
  signed_in,
  signed_out,
  sign_in_refused,
  locked,
  unlocked,
  password_changed,
  permission_changed,
  glass_broken,
  configured,
  imported,
  backed_up,
  verified,
  destroyed,
  placed_on_hold,
  released_hold,
  attested
};
std::string_view act_code(Act act);
std::optional<Act> parse_act(std::string_view code);
std::string_view lifecycle_code(Act act);  ///< empty where ISO 21089 has none

/// Who acts. Ids and a workstation name only.
struct Author {
  UserId user;  ///< unset: the system itself
  UserId on_behalf_of;
  std::string workstation;  ///< a station's name or an address; empty for jobs
};

/// One act on one subject. No names, dates of birth or diagnoses: ids, codes and digests only.
struct Entry {
  Act act = Act::viewed;
  std::string_view subject_kind;     ///< "Patient", "message", "work_item", "user", …
  std::int64_t subject = 0;          ///< its row key; 0 when the act has none (a search)
  std::int64_t subject_version = 0;  ///< the version written or seen; 0 when it has none
  PatientId patient;                 ///< whose record it is, when it is anybody's
  std::string_view reason;           ///< coded: "no-mrn-match", "break-glass:emergency"
  std::string_view rule;             ///< "expected-records/2026-01@3": the rule and version that decided
  std::optional<Digest> digest;      ///< of the subject's bytes after the act
};

struct StoredEntry {
  EntryId id;
  Instant at;
  Author author;
  std::string act, subject_kind, reason, rule;
  std::int64_t subject = 0, subject_version = 0, position = 0;  ///< position 0: not sealed yet
  PatientId patient;
  std::string digest_hex;
  std::int64_t packed_number = 0;  ///< from 1 for a program's read that stands in an access block; `id` is then the block's entry
};

/// What to list; unset members do not filter.
struct Filter {
  PatientId patient;
  UserId user;
  std::string subject_kind, act;
  std::int64_t subject = 0;
  std::optional<Instant> from, until;
  std::string sort = "-at";  ///< any element of the entry, "-" for descending (45 CFR 170.315(d)(3): sortable)
  std::int64_t limit = 100, offset = 0;
};

struct Verified {
  std::int64_t entries = 0, sealed = 0, unsealed = 0, checkpoints = 0;
  bool holds = false;
  std::string first_broken;      ///< in words: which entry or checkpoint, and what does not hold
  std::int64_t witnessed = 0;    ///< checkpoints of the witness that were compared
  std::int64_t clock_steps = 0;  ///< places where a clock set back is recorded
  std::optional<Instant> oldest_unsealed;
};

class Ledger {
 public:
  /// `key_file`: the Ed25519 signing key, made on first use beside (not in) the database, readable by its owner only; without one
  /// no checkpoints are signed. `witness_file`: an append-only copy of the checkpoints, best on another disk or host; may be
  /// empty. Hooks seal() into the store's group commit, so it is made before the first write.
  Ledger(store::Store& store, const Clock& clock, KeySource& keys, std::string key_file, std::string witness_file = {});
  ~Ledger();

  /// How much before the newest entry another may be dated: nodes' clocks differ, transactions overlap. A site's rule; at start.
  void set_clock_tolerance(std::chrono::milliseconds tolerance);

  /// Writes the entry in the unit of the act it describes. Ids and the instant are made per call from the injected sources; a
  /// unit that is run again writes a new entry and the old run's is rolled back with it.
  Result<void> record(store::UnitOfWork& work, const Author& author, const Entry& entry);
  /// A signed-in person's read: durable before the answer leaves (its own group-committed unit).
  Result<void> record_read(const Author& author, const Entry& entry);
  /// A program's read: packed per author and 100 ms into one entry whose digest covers the block of accesses, indexed by patient.
  /// A crash may lose the last window.
  void record_program_read(const Author& author, const Entry& entry);
  /// Writes the packed reads out now: at shutdown, and in tests.
  Result<void> flush_program_reads();

  /// SQLite: seals what the group wrote. The constructor hands it to Store::set_before_group_commit.
  Result<void> seal(store::UnitOfWork& work);
  /// PostgreSQL: seals what is older than every running transaction; called every 200 ms by a background job. Signs checkpoints
  /// on both.
  Result<void> seal_pending();

  Result<std::vector<StoredEntry>> list(store::Reader& reader, const Filter& filter);
  Result<std::int64_t> count(store::Reader& reader, const Filter& filter);
  /// One entry by id, and with `packed_number` one of the reads that its block holds.
  Result<std::optional<StoredEntry>> find(store::Reader& reader, EntryId id, std::int64_t packed_number = 0);
  /// Re-computes leaves, chain, tree and checkpoint signatures; names the first thing that does not hold.
  Result<Verified> verify();

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::ledger
