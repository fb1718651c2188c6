// SPDX-License-Identifier: Apache-2.0
#include "app/shift_wiring.hpp"

#include "app/hospital.hpp"

#include <map>

namespace charta::app {
namespace {

using Lines = std::vector<shift_desk::HandOffLine>;

constexpr std::int64_t jobs_looked_at = 500, messages_looked_at = 500;
constexpr int patient_attempts = 3;  ///< a partner that did not answer so often is down

shift_desk::HandOffLine fault(std::string key, std::string what, std::string says, std::string link, std::int64_t count) {
  shift_desk::HandOffLine line;
  line.key = std::move(key);
  line.what = std::move(what);
  line.says = std::move(says);
  line.link = std::move(link);
  line.count = count;
  line.is_late = true;
  return line;
}

Result<void> add_storage(Hospital& hospital, Lines& lines) {
  CHARTA_TRY(const auto account, hospital.fixity->account());
  if (account.open > 0)
    lines.push_back(
        fault("damaged-blobs", "Damaged files", "No copy of them is whole.", "/app/worklists/damaged-blob", account.open));
  if (account.behind > 0)
    lines.push_back(fault("fixity-behind", "Reading back of stored files", "It is behind its cycle.", "/app/", account.behind));
  if (!account.mirror.problem.empty())
    lines.push_back(fault("mirror", "Second copy of files", account.mirror.problem, "/app/", account.mirror.waiting));
  return {};
}

Result<void> add_jobs(Hospital& hospital, Lines& lines) {
  CHARTA_TRY(const auto jobs,
             hospital.store->read([&](store::Reader& reader) { return hospital.jobs->list(reader, {}, jobs_looked_at); }));
  std::map<std::string, std::pair<std::int64_t, Instant>> failed;
  for (const auto& job : jobs) {
    if (job.state != jobs::JobState::failed) continue;
    auto& [count, at] = failed[job.kind];
    ++count;
    at = std::max(at, job.ended_at.value_or(job.created_at));
  }
  for (const auto& [kind, one] : failed) {
    lines.push_back(fault("job:" + kind, worklists::title_of(kind), "Jobs of this kind failed.", "/app/jobs", one.first));
    lines.back().at = one.second;
  }
  return {};
}

/// What waits for a partner that does not answer, and what one refused.
Result<void> add_partners(Hospital& hospital, const access::Actor& actor, Lines& lines) {
  if (!actor.may(access::Permission::read_messages)) return {};
  CHARTA_TRY(const auto partners, hospital.partners->list());
  CHARTA_TRY(const auto messages, hospital.partners->outbox(actor, std::nullopt, messages_looked_at));
  for (const auto& partner : partners) {
    std::int64_t unanswered = 0, refused = 0;
    for (const auto& message : messages) {
      if (message.partner != partner.id) continue;
      using partners::OutboxState;
      refused += message.state == OutboxState::refused || message.state == OutboxState::failed;
      unanswered += message.state == OutboxState::waiting && message.attempts_in_a_row() >= patient_attempts;
    }
    if (unanswered > 0)
      lines.push_back(
          fault("down:" + partner.id.text(), partner.name, "This partner does not answer.", "/app/outbox", unanswered));
    if (refused > 0)
      lines.push_back(
          fault("refused:" + partner.id.text(), partner.name, "Messages were refused or given up.", "/app/outbox", refused));
  }
  return {};
}

Result<Lines> faults(Hospital& hospital, const access::Actor& actor) {
  Lines lines;
  CHARTA_TRY_DO(add_storage(hospital, lines));
  CHARTA_TRY_DO(add_jobs(hospital, lines));
  CHARTA_TRY_DO(add_partners(hospital, actor, lines));
  return lines;
}

}  // namespace

Result<std::unique_ptr<shift_desk::ShiftService>> open_shift_desk(Hospital& hospital, const TimeZone& zone) {
  CHARTA_TRY(auto rules,
             shift_desk::ShiftRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  shift_desk::ShiftQuestions questions;
  questions.faults = [&hospital](const access::Actor& actor) { return faults(hospital, actor); };
  auto service =
      std::make_unique<shift_desk::ShiftService>(*hospital.store, *hospital.paper, *hospital.worklists, *hospital.ledger,
                                                 hospital.clock, hospital.keys, zone, std::move(rules), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
