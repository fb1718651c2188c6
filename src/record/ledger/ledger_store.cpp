// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/ledger_store.hpp"

#include "record/ledger/ledger_list_store.hpp"

namespace charta::ledger {
namespace {

using store::Row;
using store::Statement;
using store::Value;

constexpr std::int64_t sealing_lock = 0x43'6861'7274'6101;  // any number that no other lock has

constexpr Statement insert_entry{"ledger.insert_entry", R"sql(
  INSERT INTO ledger_entry (id, leaf, at, user_id, on_behalf_of, workstation, act, subject_kind, subject, subject_version, patient_id,
                            reason, rule, digest)
  VALUES (:id, :leaf, :at, :user_id, :on_behalf_of, :workstation, :act, :subject_kind, :subject, :subject_version, :patient_id,
          :reason, :rule, :digest))sql"};

constexpr Statement select_newest{"ledger.newest", R"sql(
  SELECT (SELECT id FROM ledger_entry ORDER BY id DESC LIMIT 1), (SELECT at FROM ledger_entry ORDER BY at DESC LIMIT 1))sql"};

constexpr Statement select_last_seal{"ledger.last_seal", R"sql(
  SELECT position, entry_id, chain, nodes FROM ledger_seal ORDER BY position DESC LIMIT 1)sql"};

constexpr Statement select_subtree{"ledger.subtree", R"sql(
  SELECT s.nodes, e.leaf FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id WHERE s.position = :position)sql"};

constexpr Statement select_unsealed_after{"ledger.unsealed_after", R"sql(
  SELECT id, leaf FROM ledger_entry WHERE id > :last ORDER BY id)sql"};

// The last sealed entry's transaction is the newest that has been sealed: everything of older ones was sealed with it or before.
// Where that number lies ahead of this server's (a database restored into a younger cluster) every entry is compared once.
// A scalar subquery and not NOT EXISTS: the planner makes an anti join of that and reads every seal there is, with each sealing.
constexpr Statement select_unsealed_settled{"ledger.unsealed_settled", R"sql(
  WITH last AS (
    SELECT COALESCE((SELECT e.written_in FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id ORDER BY s.position DESC LIMIT 1), -1)
           AS transaction_id),
  floor AS (
    SELECT CASE WHEN transaction_id >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) THEN -1 ELSE transaction_id END
           AS transaction_id FROM last)
  SELECT e.id, e.leaf
    FROM ledger_entry e
   WHERE e.written_in > (SELECT transaction_id FROM floor)
     AND (e.written_in < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
          OR e.written_in > CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT))
     AND (SELECT s.position FROM ledger_seal s WHERE s.entry_id = e.id) IS NULL
   ORDER BY e.written_in, e.id)sql"};

constexpr Statement insert_seal{"ledger.insert_seal", R"sql(
  INSERT INTO ledger_seal (position, entry_id, chain, nodes) VALUES (:position, :entry_id, :chain, :nodes))sql"};

constexpr Statement select_last_checkpoint{"ledger.last_checkpoint", R"sql(
  SELECT size, root, at, previous, signer, signature FROM ledger_checkpoint ORDER BY size DESC LIMIT 1)sql"};
constexpr Statement select_checkpoints{"ledger.checkpoints", R"sql(
  SELECT size, root, at, previous, signer, signature FROM ledger_checkpoint ORDER BY size)sql"};
constexpr Statement select_checkpoints_after{"ledger.checkpoints_after", R"sql(
  SELECT size, root, at, previous, signer, signature FROM ledger_checkpoint WHERE size > :size ORDER BY size)sql"};
constexpr Statement insert_checkpoint{"ledger.insert_checkpoint", R"sql(
  INSERT INTO ledger_checkpoint (size, root, at, previous, signer, signature)
  VALUES (:size, :root, :at, :previous, :signer, :signature))sql"};

constexpr Statement select_entry{"ledger.entry", R"sql(
  SELECT e.id, e.at, e.user_id, e.on_behalf_of, e.workstation, e.act, e.subject_kind, e.subject, e.subject_version, e.patient_id,
         e.reason, e.rule, e.digest, s.position
    FROM ledger_entry e LEFT JOIN ledger_seal s ON s.entry_id = e.id
   WHERE e.id = :id)sql"};
constexpr Statement select_block{"ledger.block", "SELECT body FROM ledger_access_block WHERE entry_id = :id"};

constexpr Statement select_sealed{"ledger.sealed", R"sql(
  SELECT s.position, s.entry_id, s.chain, s.nodes, e.leaf, e.id, e.at, e.user_id, e.on_behalf_of, e.workstation, e.act, e.subject_kind,
         e.subject, e.subject_version, e.patient_id, e.reason, e.rule, e.digest
    FROM ledger_seal s LEFT JOIN ledger_entry e ON e.id = s.entry_id
   ORDER BY s.position)sql"};

constexpr Statement select_tail{"ledger.tail", R"sql(
  SELECT count(*), min(e.at), min(CASE WHEN e.id < (SELECT entry_id FROM ledger_seal ORDER BY position DESC LIMIT 1) THEN e.id END)
    FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.entry_id = e.id))sql"};

// PostgreSQL: a slow transaction's entries may still lack a seal; those of transactions that were already sealed may not.
constexpr Statement select_tail_by_transaction{"ledger.tail_by_transaction", R"sql(
  SELECT count(*), min(e.at), min(CASE WHEN e.written_in <= (SELECT l.written_in FROM ledger_seal s JOIN ledger_entry l ON l.id = s.entry_id
                                                              ORDER BY s.position DESC LIMIT 1) THEN e.id END)
    FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.entry_id = e.id))sql"};

constexpr Statement insert_block{"ledger.insert_block", R"sql(
  INSERT INTO ledger_access_block (entry_id, body) VALUES (:entry_id, :body))sql"};
constexpr Statement insert_access_hour{"ledger.insert_access_hour", R"sql(
  INSERT INTO ledger_access_hour (patient_id, hour, user_id) VALUES (:patient_id, :hour, :user_id) ON CONFLICT DO NOTHING)sql"};

constexpr Statement select_blocks_of{"ledger.blocks_of_patient", R"sql(
  SELECT e.id, e.at, e.user_id, e.on_behalf_of, e.workstation, b.body, s.position
    FROM ledger_access_hour h
    JOIN ledger_entry e ON e.user_id = h.user_id AND e.at >= h.hour * 3600000 AND e.at < (h.hour + 1) * 3600000
    JOIN ledger_access_block b ON b.entry_id = e.id
    LEFT JOIN ledger_seal s ON s.entry_id = e.id
   WHERE h.patient_id = :patient_id
  UNION ALL
  SELECT e.id, e.at, e.user_id, e.on_behalf_of, e.workstation, b.body, s.position
    FROM ledger_access_hour h
    JOIN ledger_entry e ON e.user_id IS NULL AND e.at >= h.hour * 3600000 AND e.at < (h.hour + 1) * 3600000
    JOIN ledger_access_block b ON b.entry_id = e.id
    LEFT JOIN ledger_seal s ON s.entry_id = e.id
   WHERE h.patient_id = :patient_id AND h.user_id = 0)sql"};

constexpr Statement select_blocks{"ledger.blocks", R"sql(
  SELECT b.entry_id, e.at, e.user_id, b.body, e.digest
    FROM ledger_access_block b LEFT JOIN ledger_entry e ON e.id = b.entry_id ORDER BY b.entry_id)sql"};
constexpr Statement select_without_block{"ledger.entry_without_block", R"sql(
  SELECT e.id FROM ledger_entry e
   WHERE e.subject_kind = 'access_block' AND NOT EXISTS (SELECT 1 FROM ledger_access_block b WHERE b.entry_id = e.id)
   ORDER BY e.id LIMIT 1)sql"};
constexpr Statement select_access_hours{"ledger.access_hours", R"sql(
  SELECT patient_id, hour, user_id FROM ledger_access_hour)sql"};

Value maybe(std::int64_t number) {
  return number == 0 ? Value(nullptr) : Value(number);
}
Value maybe(std::string_view text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

/// A column of another length is no digest. It is read as one that nothing has: zero is what the first checkpoint has for the one
/// before it.
Digest digest_of(std::string_view raw) {
  const auto digest = Digest::from_raw(raw);
  return digest ? *digest : sha256(raw);
}

Checkpoint checkpoint_of(const Row& row) {
  return {row.integer(0), digest_of(row.bytes(1)), row.instant(2), digest_of(row.bytes(3)), row.string(4), Bytes(row.bytes(5))};
}

EntryFields fields_of(const Row& row, int first) {
  EntryFields entry;
  entry.id = row.integer(first);
  entry.at = row.integer(first + 1);
  entry.user = row.integer(first + 2);
  entry.on_behalf_of = row.integer(first + 3);
  entry.workstation = row.text(first + 4);
  entry.act = row.text(first + 5);
  entry.subject_kind = row.text(first + 6);
  entry.subject = row.integer(first + 7);
  entry.subject_version = row.integer(first + 8);
  entry.patient = row.integer(first + 9);
  entry.reason = row.text(first + 10);
  entry.rule = row.text(first + 11);
  entry.digest = row.bytes(first + 12);
  return entry;
}

StoredEntry stored_entry(const Row& row) {
  const EntryFields fields = fields_of(row, 0);
  StoredEntry entry;
  entry.id = EntryId(fields.id);
  entry.at = Instant(fields.at);
  entry.author = {UserId(fields.user), UserId(fields.on_behalf_of), std::string(fields.workstation)};
  entry.act = fields.act;
  entry.subject_kind = fields.subject_kind;
  entry.reason = fields.reason;
  entry.rule = fields.rule;
  entry.subject = fields.subject;
  entry.subject_version = fields.subject_version;
  entry.patient = PatientId(fields.patient);
  entry.digest_hex = to_hex(fields.digest);
  entry.position = row.integer(13);
  return entry;
}

}  // namespace

Result<void> LedgerStore::add(store::UnitOfWork& work, const EntryFields& entry, const Digest& leaf) const {
  return work.write(insert_entry, {{"id", entry.id},
                                   {"leaf", Value::bytes(leaf.raw())},
                                   {"at", entry.at},
                                   {"user_id", maybe(entry.user)},
                                   {"on_behalf_of", maybe(entry.on_behalf_of)},
                                   {"workstation", maybe(entry.workstation)},
                                   {"act", entry.act},
                                   {"subject_kind", maybe(entry.subject_kind)},
                                   {"subject", maybe(entry.subject)},
                                   {"subject_version", maybe(entry.subject_version)},
                                   {"patient_id", maybe(entry.patient)},
                                   {"reason", maybe(entry.reason)},
                                   {"rule", maybe(entry.rule)},
                                   {"digest", entry.digest.empty() ? Value(nullptr) : Value::bytes(entry.digest)}});
}

Result<LedgerStore::Newest> LedgerStore::newest(store::Reader& reader) const {
  CHARTA_TRY(const auto found, reader.read_one(select_newest, {}, [](const Row& row) {
    return Newest{row.integer(0), row.integer(1)};
  }));
  return found.value_or(Newest{});
}

Result<std::optional<Seal>> LedgerStore::last_seal(store::Reader& reader) const {
  return reader.read_one(select_last_seal, {}, [](const Row& row) {
    return Seal{row.integer(0), row.integer(1), digest_of(row.bytes(2)), Bytes(row.bytes(3))};
  });
}

Result<std::optional<Digest>> LedgerStore::subtree(store::Reader& reader, std::int64_t position, int level) const {
  CHARTA_TRY(const auto found,
             reader.read_one(select_subtree, {{"position", position}}, [&](const Row& row) -> std::optional<Digest> {
               if (level == 0) return Digest::from_raw(row.bytes(1));
               const auto offset = static_cast<std::size_t>(level - 1) * 32;
               const auto nodes = row.bytes(0);
               return offset < nodes.size() ? Digest::from_raw(nodes.substr(offset, 32)) : std::nullopt;
             }));
  return found.value_or(std::nullopt);
}

Result<std::vector<Unsealed>> LedgerStore::unsealed_after(store::Reader& reader, std::int64_t last_entry) const {
  return reader.read_all(select_unsealed_after, {{"last", last_entry}}, [](const Row& row) {
    return Unsealed{row.integer(0), digest_of(row.bytes(1))};
  });
}

Result<std::vector<Unsealed>> LedgerStore::unsealed_settled(store::Reader& reader) const {
  return reader.read_all(select_unsealed_settled, {}, [](const Row& row) {
    return Unsealed{row.integer(0), digest_of(row.bytes(1))};
  });
}

Result<bool> LedgerStore::has_unsealed_settled(store::Reader& reader) const {
  bool found = false;
  CHARTA_TRY_DO(reader.read(select_unsealed_settled, {}, [&](const Row&) {
    found = true;
    return false;
  }));
  return found;
}

Result<void> LedgerStore::add_seals(store::UnitOfWork& work, const std::vector<Seal>& seals) const {
  static constexpr std::string_view names[] = {"position", "entry_id", "chain", "nodes"};
  std::vector<Value> values;
  values.reserve(seals.size() * std::size(names));
  for (const Seal& seal : seals) {
    values.emplace_back(seal.position);
    values.emplace_back(seal.entry);
    values.push_back(Value::bytes(seal.chain.raw()));
    values.push_back(seal.nodes.empty() ? Value(nullptr) : Value::bytes(seal.nodes));
  }
  return work.write_rows(insert_seal, names, values);
}

Result<void> LedgerStore::lock_sealing(store::UnitOfWork& work) const {
  return work.lock(sealing_lock);
}

Result<std::optional<Checkpoint>> LedgerStore::last_checkpoint(store::Reader& reader) const {
  return reader.read_one(select_last_checkpoint, {}, checkpoint_of);
}

Result<std::vector<Checkpoint>> LedgerStore::checkpoints(store::Reader& reader) const {
  return reader.read_all(select_checkpoints, {}, checkpoint_of);
}

Result<std::vector<Checkpoint>> LedgerStore::checkpoints_after(store::Reader& reader, std::int64_t size) const {
  return reader.read_all(select_checkpoints_after, {{"size", size}}, checkpoint_of);
}

Result<void> LedgerStore::add_checkpoint(store::UnitOfWork& work, const Checkpoint& checkpoint) const {
  return work.write(insert_checkpoint, {{"size", checkpoint.size},
                                        {"root", Value::bytes(checkpoint.root.raw())},
                                        {"at", checkpoint.at},
                                        {"previous", Value::bytes(checkpoint.previous.raw())},
                                        {"signer", checkpoint.signer},
                                        {"signature", Value::bytes(checkpoint.signature)}});
}

Result<std::vector<StoredEntry>> LedgerStore::list(store::Reader& reader, const Filter& filter, std::int64_t limit,
                                                   std::int64_t offset) const {
  CHARTA_TRY(const ListStatement listing, list_statement(filter));
  std::vector<store::Binding> bindings = listing.bindings;
  bindings.push_back({"limit", limit});
  bindings.push_back({"offset", offset});
  std::vector<StoredEntry> entries;
  CHARTA_TRY_DO(reader.read(listing.statement, store::Bindings(bindings), [&](const Row& row) {
    entries.push_back(stored_entry(row));
    return true;
  }));
  return entries;
}

Result<std::int64_t> LedgerStore::count(store::Reader& reader, const Filter& filter) const {
  const ListStatement counting = count_statement(filter);
  std::int64_t total = 0;
  CHARTA_TRY_DO(reader.read(counting.statement, store::Bindings(counting.bindings), [&](const Row& row) {
    total = row.integer(0);
    return false;
  }));
  return total;
}

Result<std::optional<StoredEntry>> LedgerStore::find(store::Reader& reader, EntryId id) const {
  return reader.read_one(select_entry, {{"id", id}}, stored_entry);
}

Result<std::optional<Bytes>> LedgerStore::block(store::Reader& reader, EntryId id) const {
  return reader.read_one(select_block, {{"id", id}}, [](const Row& row) { return Bytes(row.bytes(0)); });
}

Result<void> LedgerStore::each_sealed(store::Reader& reader, FunctionRef<bool(const SealedRow&)> visit) const {
  return reader.read(select_sealed, {}, [&](const Row& row) {
    SealedRow sealed{row.integer(0), row.integer(1), row.bytes(2), row.bytes(3), row.bytes(4), !row.is_null(5), {}};
    if (sealed.is_present) sealed.entry = fields_of(row, 5);
    return visit(sealed);
  });
}

Result<LedgerStore::Tail> LedgerStore::tail(store::Reader& reader) const {
  CHARTA_TRY(const auto found,
             reader.read_one(reader.engine() == store::Engine::sqlite ? select_tail : select_tail_by_transaction, {},
                             [](const Row& row) {
                               Tail tail{row.integer(0), row.integer(2), std::nullopt};
                               if (!row.is_null(1)) tail.oldest = row.instant(1);
                               return tail;
                             }));
  return found.value_or(Tail{});
}

Result<std::int64_t> LedgerStore::first_entry_without_block(store::Reader& reader) const {
  CHARTA_TRY(const auto found, reader.read_one(select_without_block, {}, [](const Row& row) { return row.integer(0); }));
  return found.value_or(0);
}

Result<void> LedgerStore::add_block(store::UnitOfWork& work, std::int64_t entry, std::string_view body) const {
  return work.write(insert_block, {{"entry_id", entry}, {"body", Value::bytes(body)}});
}

Result<void> LedgerStore::add_access_hours(store::UnitOfWork& work, std::int64_t user, std::int64_t hour,
                                           const std::vector<std::int64_t>& patients) const {
  static constexpr std::string_view names[] = {"patient_id", "hour", "user_id"};
  std::vector<Value> values;
  values.reserve(patients.size() * std::size(names));
  for (const std::int64_t patient : patients) {
    values.emplace_back(patient);
    values.emplace_back(hour);
    values.emplace_back(user);
  }
  return work.write_rows(insert_access_hour, names, values);
}

Result<void> LedgerStore::each_block_of(store::Reader& reader, const Filter& filter,
                                        FunctionRef<bool(const AccessBlock&)> visit) const {
  return reader.read(select_blocks_of, {{"patient_id", filter.patient}}, [&](const Row& row) {
    return visit({row.integer(0),
                  row.instant(1),
                  {row.id<UserId>(2), row.id<UserId>(3), row.string(4)},
                  Bytes(row.bytes(5)),
                  row.integer(6)});
  });
}

Result<void> LedgerStore::each_block(store::Reader& reader,
                                     FunctionRef<bool(const AccessBlock&, std::string_view digest)> visit) const {
  return reader.read(select_blocks, {}, [&](const Row& row) {
    return visit({row.integer(0), row.instant(1), {row.id<UserId>(2), {}, {}}, Bytes(row.bytes(3)), 0}, row.bytes(4));
  });
}

Result<void> LedgerStore::each_access_hour(
    store::Reader& reader, FunctionRef<bool(std::int64_t patient, std::int64_t hour, std::int64_t user)> visit) const {
  return reader.read(select_access_hours, {},
                     [&](const Row& row) { return visit(row.integer(0), row.integer(1), row.integer(2)); });
}

}  // namespace charta::ledger
