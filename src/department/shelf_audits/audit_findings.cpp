// SPDX-License-Identifier: Apache-2.0
// What an audit found, what people answer to it, and the rates.
#include "department/shelf_audits/audit_service.hpp"

#include <algorithm>

namespace charta::shelf_audits {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::MovementCommand;

}  // namespace

Result<AuditView> AuditService::view(const Actor& actor, AuditId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<AuditView> {
    AuditView view;
    CHARTA_TRY(view.audit, audit_of_id(reader, id));
    CHARTA_TRY(const auto room, paper_rows_.place(reader, view.audit.room));
    view.room = room ? room->path : std::string();
    CHARTA_TRY(const auto last, rows_.last_reading(reader, id));
    view.readings = last ? last->position : 0;
    CHARTA_TRY(view.findings, rows_.findings(reader, id));
    for (const auto& finding : view.findings)
      for (const auto volume : {finding.volume, finding.behind}) {
        if (!volume.is_set() || view.volumes.contains(volume)) continue;
        CHARTA_TRY(auto row, paper_rows_.volume(reader, volume));
        if (row) view.volumes.emplace(volume, std::move(*row));
      }
    return view;
  });
}

Result<std::vector<AuditView>> AuditService::audits(const Actor& actor, bool open_only, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<AuditView>> {
    CHARTA_TRY(auto audits, rows_.audits(reader, open_only, limit));
    std::vector<AuditView> all;
    for (auto& one : audits) {
      AuditView view;
      CHARTA_TRY(const auto room, paper_rows_.place(reader, one.room));
      view.room = room ? room->path : std::string();
      CHARTA_TRY(const auto last, rows_.last_reading(reader, one.id));
      view.readings = last ? last->position : 0;
      view.audit = std::move(one);
      all.push_back(std::move(view));
    }
    return all;
  });
}

Result<Finding> AuditService::open_finding(store::Reader& reader, AuditId audit, std::int64_t number) const {
  CHARTA_TRY(const auto all, rows_.findings(reader, audit));
  const auto found = std::find_if(all.begin(), all.end(), [&](const Finding& one) { return one.number == number; });
  if (found == all.end()) return fail(ErrorKind::not_found, "this audit has no finding " + std::to_string(number));
  if (found->state != "open") return fail(ErrorKind::business_rule, "somebody has answered this finding; look at it again");
  return *found;
}

/// The record follows the shelf: whatever it says, the volume was read here. It goes to its home where that is in this room.
Result<void> AuditService::record_here(const Actor& actor, const Audit& audit, VolumeId id) {
  CHARTA_TRY(const auto row, store_.read([&](store::Reader& reader) { return paper_rows_.volume(reader, id); }));
  if (!row) return fail(ErrorKind::not_found, "no volume " + id.text());
  CHARTA_TRY(const auto home, store_.read([&](store::Reader& reader) { return paper_rows_.place(reader, row->volume.home); }));
  MovementCommand command;
  command.kind = row->volume.state == "in-file" ? "move" : "check-in";
  command.to = home && home->room == audit.room ? home->id : audit.room;
  command.reason = "shelf-audit";
  if (row->volume.state != "in-file" && row->volume.state != "out") command.confirmed = {"volume-is-" + row->volume.state};
  CHARTA_TRY_DO(paper_.move(actor, id, command));
  return {};
}

Result<void> AuditService::confirm(const Actor& actor, AuditId id, std::int64_t number) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto audit, store_.read([&](store::Reader& reader) { return audit_of_id(reader, id); }));
  CHARTA_TRY(auto finding, store_.read([&](store::Reader& reader) { return open_finding(reader, id, number); }));
  if (finding.kind == FindingKind::stands_here) CHARTA_TRY_DO(record_here(actor, audit, finding.volume));
  if (finding.kind == FindingKind::not_seen) {
    MovementCommand command;
    command.kind = "mark-missing";
    command.reason = "shelf-audit";
    CHARTA_TRY_DO(paper_.move(actor, finding.volume, command));
  }
  return answer(actor, id, std::move(finding), "done", {});
}

Result<void> AuditService::dismiss(const Actor& actor, AuditId id, std::int64_t number, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (reason.empty()) return fail(ErrorKind::missing, "say why nothing is done, by one of the reasons", "reason");
  if (!rules_.dismissals.contains(reason))
    return fail(ErrorKind::unknown_code, "'" + reason + "' is no reason to dismiss a finding", "reason");
  CHARTA_TRY(auto finding, store_.read([&](store::Reader& reader) { return open_finding(reader, id, number); }));
  return answer(actor, id, std::move(finding), "dismissed", reason);
}

Result<void> AuditService::answer(const Actor& actor, AuditId id, Finding finding, std::string state, std::string reason) {
  finding.state = std::move(state);
  finding.reason = std::move(reason);
  finding.answered_by = actor.author.user;
  finding.answered_at = clock_.now();
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const bool is_mine, rows_.answer_finding(work, id, finding));
    if (!is_mine) return fail(ErrorKind::business_rule, "somebody has answered this finding; look at it again");
    PatientId patient;
    if (finding.volume.is_set()) {
      CHARTA_TRY(const auto row, paper_rows_.volume(work, finding.volume));
      if (row) patient = row->volume.patient;
    }
    const std::string words =
        std::string(finding_code(finding.kind)) + ":" + (finding.reason.empty() ? finding.state : finding.reason);
    return ledger_.record(work, actor.author,
                          {ledger::Act::amended, "shelf_audit", id.key(), 0, patient, words, rules_.rule, {}});
  });
}

Result<std::vector<RoomRate>> AuditService::rates(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<RoomRate>> {
    CHARTA_TRY(const auto counts, rows_.counts(reader, from, until));
    std::vector<RoomRate> all;
    for (const auto& one : counts) {
      CHARTA_TRY(const auto room, paper_rows_.place(reader, one.room));
      all.push_back({one.room, room ? room->path : std::string(), one.audits, one.read, one.misfiled, one.not_seen,
                     misfile_rate(one.misfiled, one.read, rules_.z)});
    }
    return all;
  });
}

}  // namespace charta::shelf_audits
