// SPDX-License-Identifier: Apache-2.0
#include "record/fixity/fixity_service.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace charta::fixity {
namespace {

using store::BlobCopy;
using store::Blobs;
using worklists::WorkItem;

constexpr int shelves_at_once = 256;
constexpr std::int64_t most_remembered = 10'000;
constexpr std::string_view subject_kind = "blob";

}  // namespace

void FixityService::declare() {
  worklists_.declare(
      damaged_blob_machine(),
      [this](store::UnitOfWork& work, std::string_view, const WorkItem& item, const worklists::Act&) {
        return check(work, item);
      },
      [this](store::UnitOfWork& work, const access::Actor&, const WorkItem& item, const worklists::Act&) -> Result<void> {
        if (item.state == "open") return {};
        return FixityStore::close(work, item.subject, item.state == "lost" ? "lost" : "whole", clock_.now());
      });
}

/// "Whole again" is what the bytes show; nobody says it of others.
Result<void> FixityService::check(store::UnitOfWork& work, const WorkItem& item) {
  CHARTA_TRY(const auto damage, FixityStore::damage(work, item.subject));
  if (!damage) return fail(ErrorKind::not_found, "no damaged bytes stand behind this item");
  CHARTA_TRY(const auto seen, store_.blobs().inspect(damage->digest, Blobs::Mend::yes));
  if (!seen.is_lost()) return {};
  return fail(ErrorKind::business_rule, state_in_words(seen), "event");
}

/// A rule with another cycle begins a new round where this one stands.
Result<Round> FixityService::current_round() {
  CHARTA_TRY(const auto found, store_.read([](store::Reader& reader) { return FixityStore::round(reader); }));
  if (found && found->cycle_days == rules_.cycle_days) return *found;
  const auto done = found ? found->done % store::blob_shelves : 0;
  const auto since = std::chrono::milliseconds(done * rules_.cycle_days * 86'400'000 / store::blob_shelves);
  const Round begun{Instant(clock_.now().milliseconds() - since.count()), rules_.cycle_days, done};
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return FixityStore::begin(work, begun); }));
  return begun;
}

Result<Looked> FixityService::look_on(double seconds) {
  const std::lock_guard lock(looking_);
  Looked looked;
  const auto allowed = static_cast<double>(rules_.bytes_a_second) * seconds;
  bytes_owed_ = std::max(0.0, bytes_owed_ - allowed);
  for (const auto& mended : store_.blobs().take_mended()) {
    ++looked.first_mended;
    CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return note_mended(work, mended.digest, mended.is_mirror); }));
  }
  CHARTA_TRY(const auto round, current_round());
  const auto due = shelves_due(round.started_at, clock_.now(), round.cycle_days) - round.done;
  if (due <= 0 || bytes_owed_ > 0) return looked;
  CHARTA_TRY_DO(open_damages());
  std::vector<ShelfCheck> checks;
  while (looked.shelves < std::min<std::int64_t>(due, shelves_at_once) && static_cast<double>(looked.bytes) < allowed)
    CHARTA_TRY_DO(look_at(static_cast<int>((round.done + looked.shelves) % store::blob_shelves), 1, looked, checks));
  bytes_owed_ += std::max(0.0, static_cast<double>(looked.bytes) - allowed);
  const auto saved = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(FixityStore::go_on(work, round.done, round.done + looked.shelves));
    CHARTA_TRY_DO(FixityStore::save(work, checks, clock_.now()));
    if ((round.done + looked.shelves) / store::blob_shelves == round.done / store::blob_shelves) return {};
    return ledger_.record(work, system_.author, {ledger::Act::verified, "blob_cycle", 0, 0, {}, {}, rules_.rule, {}});
  });
  if (!saved) return saved.error();
  return looked;
}

Result<Looked> FixityService::look_at_everything(const std::function<void(const Looked&)>& told) {
  const std::lock_guard lock(looking_);
  Looked looked;
  CHARTA_TRY_DO(look_at_open());
  for (int shelf = 0; shelf < store::blob_shelves; shelf += shelves_at_once) {
    std::vector<ShelfCheck> checks;
    CHARTA_TRY_DO(look_at(shelf, shelves_at_once, looked, checks));
    if (!checks.empty())
      CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return FixityStore::save(work, checks, clock_.now()); }));
    if (told) told(looked);
  }
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return ledger_.record(work, system_.author, {ledger::Act::verified, "blob_cycle", 0, 0, {}, "ordered", rules_.rule, {}});
  }));
  return looked;
}

/// Those that are asked about: of everything else that is whole the database need not be asked.
Result<std::vector<Damage>> FixityService::open_damages() {
  CHARTA_TRY(auto open, store_.read([](store::Reader& reader) { return FixityStore::open_damages(reader, most_remembered); }));
  asked_about_.clear();
  for (const auto& damage : open) asked_about_.insert(damage.digest);
  remembers_all_ = static_cast<std::int64_t>(open.size()) < most_remembered;
  return open;
}

/// Whoever put the bytes back need not say so.
Result<void> FixityService::look_at_open() {
  CHARTA_TRY(const auto open, open_damages());
  Looked ignored;
  for (const auto& damage : open) {
    CHARTA_TRY(const auto seen, store_.blobs().inspect(damage.digest, Blobs::Mend::yes));
    CHARTA_TRY_DO(write_down(damage.digest, seen, ignored));
  }
  return {};
}

Result<void> FixityService::look_at(int first, int count, Looked& looked, std::vector<ShelfCheck>& checks) {
  looked.shelves += count;
  CHARTA_TRY(const auto digests,
             store_.read([&](store::Reader& reader) { return store_.blobs().known_on_shelves(reader, first, count); }));
  for (const auto& digest : digests) {
    CHARTA_TRY(const auto seen, store_.blobs().inspect(digest, Blobs::Mend::yes));
    const int shelf = store::shelf_of(digest);
    if (checks.empty() || checks.back().shelf != shelf) checks.push_back({shelf, 0, 0});
    ++checks.back().blobs;
    checks.back().bytes += seen.bytes;
    ++looked.blobs;
    looked.bytes += seen.bytes;
    CHARTA_TRY_DO(write_down(digest, seen, looked));
  }
  return {};
}

/// Nothing is asked or written of what is whole: that is nearly everything.
Result<void> FixityService::write_down(const Digest& digest, const store::InspectedBlob& seen, Looked& looked) {
  looked.first_mended += seen.first_mended ? 1 : 0;
  looked.mirror_mended += seen.mirror_mended ? 1 : 0;
  looked.lost += seen.is_lost() ? 1 : 0;
  if (!seen.problem.empty()) looked.problems.push_back("blob " + digest.hex() + ": " + seen.problem);
  const bool is_mended = seen.first_mended || seen.mirror_mended;
  if (!seen.is_lost() && !is_mended && remembers_all_ && !asked_about_.contains(digest)) return {};
  CHARTA_TRY(const auto open, store_.read([&](store::Reader& reader) { return FixityStore::known_damage(reader, digest); }));
  const bool asks = seen.is_lost() && !open, closes = !seen.is_lost() && open && open->outcome.empty();
  if (!asks && !closes && !is_mended) return {};
  looked.whole_again += closes ? 1 : 0;
  const auto key = keys_.next_key();
  if (asks) log::error("fixity.no_good_copy", {{"digest", digest.hex()}, {"mirror", store::copy_code(seen.mirror)}});
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    if (seen.first_mended) CHARTA_TRY_DO(note_mended(work, digest, false));
    if (seen.mirror_mended) CHARTA_TRY_DO(note_mended(work, digest, true));
    if (asks) CHARTA_TRY_DO(ask(work, digest, seen, key));
    if (closes) CHARTA_TRY_DO(close(work, *open));
    return {};
  });
}

Result<void> FixityService::note_mended(store::UnitOfWork& work, const Digest& digest, bool is_mirror) {
  log::warning("fixity.mended", {{"digest", digest.hex()}, {"copy", is_mirror ? "mirror" : "first"}});
  return ledger_.record(
      work, system_.author,
      {ledger::Act::restored, subject_kind, 0, 0, {}, is_mirror ? "mirror-from-first" : "from-mirror", rules_.rule, digest});
}

/// Visible to those who may see everything that it touches; of several patients the item is nobody's own.
Result<void> FixityService::ask(store::UnitOfWork& work, const Digest& digest, const store::InspectedBlob& seen,
                                std::int64_t key) {
  CHARTA_TRY(const auto references, store_.blobs().references(work, digest));
  CHARTA_TRY(const auto touched, names_(work, digest, references));
  worklists::NewWorkItem item;
  item.kind = damaged_blob_machine().kind;
  item.subject_type = subject_kind;
  item.subject = key;
  item.priority = touched.empty() ? worklists::Priority::routine : worklists::Priority::urgent;
  item.pool = "records-management";
  item.reason_code = "no-good-copy";
  item.rule = rules_.rule;
  item.detail = detail_of(digest, seen, touched);
  for (const auto& one : touched) {
    const bool is_other = item.patient.is_set() && one.patient != item.patient;
    item.patient = is_other ? PatientId() : one.patient;
    item.facility = one.facility;
    item.sensitivity |= one.sensitivity;
    if (is_other) break;
  }
  for (const auto& one : touched) item.sensitivity |= one.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  return FixityStore::add(work, {key, digest, opened.id, clock_.now(), {}});
}

Result<void> FixityService::close(store::UnitOfWork& work, const Damage& damage) {
  worklists::Act act;
  act.event = "look";
  CHARTA_TRY_DO(worklists_.apply(work, system_, damage.item, act));
  return {};
}

Result<Account> FixityService::account() {
  Account account;
  account.mirror = store_.blobs().mirror_state();
  account.rule = rules_.rule;
  account.cycle_days = rules_.cycle_days;
  const auto read = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(account.sum, FixityStore::sum(reader));
    CHARTA_TRY(account.open, FixityStore::count_open(reader));
    CHARTA_TRY(const auto round, FixityStore::round(reader));
    if (!round) return {};
    account.cycle_started = round->started_at;
    account.behind = std::max<std::int64_t>(0, shelves_due(round->started_at, clock_.now(), round->cycle_days) - round->done);
    return {};
  });
  if (!read) return read.error();
  return account;
}

}  // namespace charta::fixity
