// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/ledger.hpp"

#include "base/text.hpp"
#include "record/ledger/ledger_list_store.hpp"
#include "record/ledger/ledger_store.hpp"
#include "record/ledger/merkle.hpp"
#include "record/ledger/program_reads.hpp"
#include "record/ledger/sealer.hpp"
#include "record/ledger/verification.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace charta::ledger {

using store::Engine;
using store::Reader;
using store::UnitOfWork;

struct Ledger::Parts {
  Parts(store::Store& s, const Clock& c, KeySource& k, std::string key, std::string witness)
      : store(s), clock(c), keys(k), key_file(std::move(key)), witness_file(std::move(witness)), sealer(entries, c, key_file) {}

  Result<void> learn_newest(Reader& reader);
  Result<EntryFields> write_entry(UnitOfWork& work, const Author& author, const Entry& entry);
  Result<void> note_clock(UnitOfWork& work, std::int64_t now);
  std::int64_t next_id();
  Result<void> add(UnitOfWork& work, const EntryFields& fields);
  Result<void> write_windows(std::vector<ReadWindow>& windows);
  Result<void> write_window(UnitOfWork& work, ReadWindow& window, const std::string& body);
  Result<void> tell_witness();
  Result<Evidence> evidence();
  Result<std::vector<StoredEntry>> accesses_of(Reader& reader, const Filter& filter);

  store::Store& store;
  const Clock& clock;
  KeySource& keys;
  std::string key_file, witness_file;
  std::chrono::milliseconds clock_tolerance{120'000};
  LedgerStore entries;
  Sealer sealer;
  std::atomic<bool> has_new{true};  // entries of an earlier run may wait
  std::atomic<bool> knows_newest{false};
  std::atomic<std::int64_t> newest_id{0}, newest_at{0};
  ListedHours listed;
  std::mutex witnessing;
  std::int64_t witnessed_size = -1;
  std::unique_ptr<ProgramReads> program_reads;  // last: its thread uses the others
};

namespace {

void raise_to(std::atomic<std::int64_t>& highest, std::int64_t value) {
  std::int64_t seen = highest.load(std::memory_order_relaxed);
  while (seen < value && !highest.compare_exchange_weak(seen, value)) {
  }
}

EntryFields fields_of(const Author& author, const Entry& entry) {
  EntryFields fields;
  fields.user = author.user.key();
  fields.on_behalf_of = author.on_behalf_of.key();
  fields.workstation = author.workstation;
  fields.act = act_code(entry.act);
  fields.subject_kind = entry.subject_kind;
  fields.subject = entry.subject;
  fields.subject_version = entry.subject_version;
  fields.patient = entry.patient.key();
  fields.reason = entry.reason;
  fields.rule = entry.rule;
  if (entry.digest) fields.digest = entry.digest->raw();
  return fields;
}

StoredEntry unpacked(const AccessBlock& block, const AccessTable& table, std::size_t index) {
  const Access& access = table.accesses[index];
  StoredEntry entry;
  entry.id = EntryId(block.entry);
  entry.at = block.at;
  entry.author = block.author;
  entry.act = table.texts[access.act];
  entry.subject_kind = table.texts[access.kind];
  entry.reason = table.texts[access.reason];
  entry.rule = table.texts[access.rule];
  entry.subject = access.subject;
  entry.subject_version = access.version;
  entry.position = block.position;
  entry.patient = PatientId(access.patient);
  entry.packed_number = static_cast<std::int64_t>(index) + 1;
  return entry;
}

}  // namespace

Result<void> Ledger::Parts::learn_newest(Reader& reader) {
  CHARTA_TRY(const auto newest, entries.newest(reader));
  raise_to(newest_id, newest.id);
  raise_to(newest_at, newest.at);
  knows_newest = true;
  return {};
}

/// With one writer an entry's id is greater than every earlier one's, whatever the clock did: the sealer relies on it.
std::int64_t Ledger::Parts::next_id() {
  const std::int64_t proposed = keys.next_key();
  if (store.engine() == Engine::postgresql) return proposed;
  const std::int64_t id = std::max(proposed, newest_id.load(std::memory_order_relaxed) + 1);
  newest_id.store(id, std::memory_order_relaxed);
  return id;
}

Result<void> Ledger::Parts::add(UnitOfWork& work, const EntryFields& fields) {
  thread_local std::string text;
  write_canonical(text, fields);
  has_new = true;
  return entries.add(work, fields, leaf_digest(text));
}

/// A clock that was set back is itself an act on the record: what follows would else look older than what stands before it.
Result<void> Ledger::Parts::note_clock(UnitOfWork& work, std::int64_t now) {
  const std::int64_t before = newest_at.load(std::memory_order_relaxed);
  if (now + clock_tolerance.count() >= before) {
    raise_to(newest_at, now);
    return {};
  }
  EntryFields fields;
  fields.id = next_id();
  fields.at = now;
  fields.act = act_code(Act::configured);
  fields.subject_kind = "clock";
  fields.subject_version = (before - now) / 1000;
  fields.reason = "clock-set-back";
  work.after_commit([this, now] { newest_at = now; });  // a run that is thrown away has noted nothing
  return add(work, fields);
}

Result<EntryFields> Ledger::Parts::write_entry(UnitOfWork& work, const Author& author, const Entry& entry) {
  if (!knows_newest) CHARTA_TRY_DO(learn_newest(work));
  EntryFields fields = fields_of(author, entry);
  if (fields.subject < 0 || fields.patient < 0) return fail(ErrorKind::internal, "a ledger entry's subject is no row key");
  fields.at = clock.now().milliseconds();
  CHARTA_TRY_DO(note_clock(work, fields.at));
  fields.id = next_id();
  CHARTA_TRY_DO(add(work, fields));
  return fields;
}

Result<void> Ledger::Parts::write_window(UnitOfWork& work, ReadWindow& window, const std::string& body) {
  Entry entry;
  entry.act = Act::viewed;
  entry.subject_kind = "access_block";
  entry.digest = sha256(body);
  for (const Access& access : window.table.accesses) entry.subject_version += access.times;
  CHARTA_TRY(const EntryFields fields, write_entry(work, window.author, entry));
  CHARTA_TRY_DO(entries.add_block(work, fields.id, body));
  const std::int64_t user = fields.user, hour = fields.at / hour_ms;
  auto missing = listed.missing(user, hour, patients_of(window.table));
  CHARTA_TRY_DO(entries.add_access_hours(work, user, hour, missing));
  work.after_commit([this, user, hour, rows = std::move(missing)] { listed.add(user, hour, rows); });
  return {};
}

Result<void> Ledger::Parts::write_windows(std::vector<ReadWindow>& windows) {
  std::vector<std::string> bodies;
  for (ReadWindow& window : windows) bodies.push_back(write_block(window.table));
  return store.write([&](UnitOfWork& work) -> Result<void> {
    for (std::size_t i = 0; i < windows.size(); ++i) CHARTA_TRY_DO(write_window(work, windows[i], bodies[i]));
    return {};
  });
}

Result<void> Ledger::Parts::tell_witness() {
  if (witness_file.empty()) return {};
  const std::lock_guard lock(witnessing);
  if (witnessed_size < 0) {
    const auto told = read_witness(witness_file);
    witnessed_size = told.empty() ? 0 : told.back().size;
  }
  CHARTA_TRY(const auto fresh, store.read([&](Reader& reader) { return entries.checkpoints_after(reader, witnessed_size); }));
  for (const Checkpoint& checkpoint : fresh) {
    CHARTA_TRY_DO(append_to_witness(witness_file, checkpoint));
    witnessed_size = checkpoint.size;
  }
  return {};
}

/// Keys that signed before the present one stand in `<key file>.former`, one public key in hex a line.
Result<Evidence> Ledger::Parts::evidence() {
  Evidence evidence;
  CHARTA_TRY(const Bytes own, sealer.public_key());
  if (!own.empty()) evidence.public_keys.push_back(own);
  std::ifstream former(key_file + ".former");
  for (std::string line; std::getline(former, line);)
    if (const auto key = from_hex(trimmed(line)); key && !key->empty()) evidence.public_keys.push_back(*key);
  evidence.witnessed = read_witness(witness_file);
  return evidence;
}

Result<std::vector<StoredEntry>> Ledger::Parts::accesses_of(Reader& reader, const Filter& filter) {
  std::vector<StoredEntry> found;
  if (!filter.patient.is_set()) return found;
  CHARTA_TRY_DO(entries.each_block_of(reader, filter, [&](const AccessBlock& block) {
    const auto table = read_block(block.body);
    if (!table) return true;  // verify says so
    for (std::size_t i = 0; i < table->accesses.size(); ++i) {
      if (table->accesses[i].patient != filter.patient.key()) continue;
      StoredEntry entry = unpacked(block, *table, i);
      if (matches(filter, entry)) found.push_back(std::move(entry));
    }
    return true;
  }));
  return found;
}

Ledger::Ledger(store::Store& store, const Clock& clock, KeySource& keys, std::string key_file, std::string witness_file)
    : parts_(std::make_unique<Parts>(store, clock, keys, std::move(key_file), std::move(witness_file))) {
  parts_->program_reads = std::make_unique<ProgramReads>(
      [parts = parts_.get()](std::vector<ReadWindow>& windows) { return parts->write_windows(windows); });
  store.set_before_group_commit([this](UnitOfWork& work) { return seal(work); });
}

void Ledger::set_clock_tolerance(std::chrono::milliseconds tolerance) {
  parts_->clock_tolerance = tolerance;
}

Ledger::~Ledger() {
  parts_->program_reads.reset();
  parts_->store.set_before_group_commit({});
}

Result<void> Ledger::record(UnitOfWork& work, const Author& author, const Entry& entry) {
  CHARTA_TRY_DO(parts_->write_entry(work, author, entry));
  return {};
}

Result<void> Ledger::record_read(const Author& author, const Entry& entry) {
  return parts_->store.write([&](UnitOfWork& work) { return record(work, author, entry); });
}

void Ledger::record_program_read(const Author& author, const Entry& entry) {
  parts_->program_reads->add(author, entry);
}

Result<void> Ledger::flush_program_reads() {
  return parts_->program_reads->flush();
}

Result<void> Ledger::seal(UnitOfWork& work) {
  if (!parts_->has_new.exchange(false)) return {};
  const auto done = parts_->sealer.seal_new(work);
  if (!done) parts_->has_new = true;
  raise_to(parts_->newest_id, parts_->sealer.last_entry());  // whoever wrote it, what follows must have a greater id
  return done;
}

Result<void> Ledger::seal_pending() {
  Parts& parts = *parts_;
  if (parts.store.engine() == Engine::postgresql) {
    CHARTA_TRY(const bool waits, parts.store.read([&](Reader& reader) { return parts.entries.has_unsealed_settled(reader); }));
    if (waits) CHARTA_TRY_DO(parts.store.write([&](UnitOfWork& work) { return parts.sealer.seal_settled(work); }));
  } else if (parts.has_new) {
    CHARTA_TRY_DO(parts.store.write([&](UnitOfWork& work) { return seal(work); }));
  }
  CHARTA_TRY(const bool is_due, parts.store.read([&](Reader& reader) { return parts.sealer.is_signature_due(reader); }));
  if (is_due) CHARTA_TRY_DO(parts.store.write([&](UnitOfWork& work) { return parts.sealer.sign_when_old(work); }));
  return parts.tell_witness();
}

Result<std::vector<StoredEntry>> Ledger::list(Reader& reader, const Filter& filter) {
  if (filter.limit < 0 || filter.offset < 0) return fail(ErrorKind::invalid, "limit and offset count from 0", "limit");
  CHARTA_TRY(auto packed, parts_->accesses_of(reader, filter));
  if (packed.empty()) return parts_->entries.list(reader, filter, filter.limit, filter.offset);
  CHARTA_TRY(auto rows, parts_->entries.list(reader, filter, filter.limit + filter.offset, 0));
  rows.insert(rows.end(), std::make_move_iterator(packed.begin()), std::make_move_iterator(packed.end()));
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return comes_before(filter, a, b); });
  const auto size = static_cast<std::int64_t>(rows.size());
  const auto begin = rows.begin() + std::min(filter.offset, size);
  return std::vector<StoredEntry>(std::make_move_iterator(begin),
                                  std::make_move_iterator(begin + std::min(filter.limit, rows.end() - begin)));
}

Result<std::int64_t> Ledger::count(Reader& reader, const Filter& filter) {
  CHARTA_TRY(const auto packed, parts_->accesses_of(reader, filter));
  CHARTA_TRY(const std::int64_t rows, parts_->entries.count(reader, filter));
  return rows + static_cast<std::int64_t>(packed.size());
}

Result<std::optional<StoredEntry>> Ledger::find(Reader& reader, EntryId id, std::int64_t packed_number) {
  CHARTA_TRY(auto entry, parts_->entries.find(reader, id));
  if (!entry || packed_number == 0) return entry;
  CHARTA_TRY(const auto body, parts_->entries.block(reader, id));
  const auto table = body ? read_block(*body) : std::nullopt;
  const auto index = static_cast<std::size_t>(packed_number - 1);
  if (packed_number < 0 || !table || index >= table->accesses.size()) return std::optional<StoredEntry>{};
  return std::optional<StoredEntry>(unpacked({id.key(), entry->at, entry->author, {}, entry->position}, *table, index));
}

Result<Verified> Ledger::verify() {
  CHARTA_TRY(const Evidence evidence, parts_->evidence());
  return parts_->store.read(
      [&](Reader& reader) { return verify_ledger(reader, parts_->entries, evidence, parts_->clock_tolerance); });
}

}  // namespace charta::ledger
