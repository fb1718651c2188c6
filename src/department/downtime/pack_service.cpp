// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack_service.hpp"

#include "base/log.hpp"
#include "department/downtime/pack_file.hpp"
#include "department/downtime/pack_gathering.hpp"
#include "department/downtime/pack_page.hpp"

#include <chrono>

namespace charta::downtime {

Result<PackReport> PackService::build(const access::Actor& actor, const std::string& file) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::export_lists));
  const std::lock_guard lock(one_at_a_time_);
  auto made = make(actor, file);
  if (!made) {
    log::error("downtime.pack_not_made", {{"problem", made.error().message}});
    return made;
  }
  log::info("downtime.pack_made",
            {{"file", made->file}, {"people", made->people}, {"bytes", made->bytes}, {"milliseconds", made->milliseconds}});
  return made;
}

Result<PackReport> PackService::make(const access::Actor& actor, const std::string& file) {
  const auto began = std::chrono::steady_clock::now();
  CHARTA_TRY(const auto passphrase, read_passphrase(place_.passphrase_file, rules_.passphrase));
  const Instant now = clock_.now();
  CHARTA_TRY(const auto gathered,
             store_.read([&](store::Reader& reader) { return Gathering(reader, index_, rules_, now).gather(); }));
  CHARTA_TRY(const auto plain, pack_json(gathered.pack));
  const auto words = open_words(now, rules_.warn_minutes);
  CHARTA_TRY(const auto sealed, seal(passphrase, rules_.key_iterations, plain, words));
  const auto page = page_of(sealed, words);
  CHARTA_TRY_DO(note(actor, gathered.patients, sha256(page)));  // before anybody can read it
  CHARTA_TRY_DO(write_pack(file, page, fault_));
  const auto took = std::chrono::steady_clock::now() - began;
  const auto& pack = gathered.pack;
  return PackReport{file,
                    now,
                    static_cast<std::int64_t>(pack.people.size()),
                    static_cast<std::int64_t>(pack.requests.size()),
                    pack.left_out,
                    static_cast<std::int64_t>(page.size()),
                    std::chrono::duration_cast<std::chrono::milliseconds>(took).count()};
}

/// One entry a pack with its digest, and one a record and day that it is in the packs of that day.
Result<void> PackService::note(const access::Actor& actor, const std::vector<PatientId>& patients, const Digest& digest) {
  const Date today = clock_.now().utc_date();
  if (noted_on_ != today) noted_.clear();
  noted_on_ = today;
  ledger::Entry entry;
  entry.act = ledger::Act::exported;
  entry.reason = "downtime-pack";
  entry.rule = rules_.rule;
  for (const auto patient : patients) {
    if (noted_.contains(patient.key())) continue;
    entry.subject_kind = "Patient";
    entry.subject = patient.key();
    entry.patient = patient;
    ledger_.record_program_read(actor.author, entry);
  }
  CHARTA_TRY_DO(ledger_.flush_program_reads());
  for (const auto patient : patients) noted_.insert(patient.key());
  entry.subject_kind = "downtime_pack";
  entry.subject = 0;
  entry.patient = {};
  entry.digest = digest;
  return store_.write([&](store::UnitOfWork& work) { return ledger_.record(work, actor.author, entry); });
}

Result<PackReport> PackService::build_here(const access::Actor& actor) {
  if (place_.folder.empty())
    return fail(ErrorKind::business_rule,
                "no folder for downtime packs is named; name one in the configuration (downtime-folder), best a share that the "
                "workstations copy");
  auto made = build(actor, place_.folder + "/" + std::string(pack_name));
  const std::lock_guard lock(state_mutex_);
  tried_at_ = clock_.now();
  problem_ = made ? std::string() : made.error().message;
  if (made) last_ = *made;
  return made;
}

Result<void> PackService::refresh() {
  if (place_.folder.empty()) return {};
  {
    const std::lock_guard lock(state_mutex_);
    const auto due = std::chrono::minutes(problem_.empty() ? rules_.refresh_minutes : 1);
    if (tried_at_ && clock_.now() < tried_at_->plus(due)) return {};
  }
  static_cast<void>(build_here(access::Actor::system("downtime-pack")));  // the log and state() say why not
  return {};
}

PackState PackService::state() const {
  const std::lock_guard lock(state_mutex_);
  return {!place_.folder.empty(), place_.folder, problem_, last_, rules_.refresh_minutes, rules_.warn_minutes};
}

}  // namespace charta::downtime
