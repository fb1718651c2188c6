// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/audit_service.hpp"

#include "base/digest.hpp"
#include "formats/json/json.hpp"

namespace charta::shelf_audits {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::Place;
using paper_charts::VolumeRow;

std::uint64_t random_number() {
  std::uint64_t number = 0;
  for (const auto byte : random_bytes(8)) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

}  // namespace

void AuditService::declare() {
  worklists_.declare(
      audit_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor&, const worklists::WorkItem& item, const worklists::Act& act) {
        return entered(work, item, act);
      });
}

Result<Audit> AuditService::audit_of_id(store::Reader& reader, AuditId id) const {
  CHARTA_TRY(auto found, rows_.audit(reader, id));
  if (!found) return fail(ErrorKind::not_found, "no audit " + id.text());
  return std::move(*found);
}

Result<std::string> AuditService::number_at(store::Reader& reader, PlaceId room, const std::string& key) const {
  CHARTA_TRY(const auto first, standing_.from(reader, room, key, 1));
  if (first.empty()) return fail(ErrorKind::business_rule, "nothing stands there; choose another number or room", "from_number");
  CHARTA_TRY(const auto row, paper_rows_.volume(reader, first.front().volume));
  return row ? paper_charts::spaced(row->volume.chart_number) : std::string();
}

Result<AuditId> AuditService::plan(const Actor& actor, const NewAudit& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  constexpr std::int64_t longest = 5000;
  if (given.volumes < 0 || given.volumes > longest)
    return fail(ErrorKind::invalid, "a section has 1 to " + std::to_string(longest) + " volumes", "volumes");
  Audit audit;
  audit.id = keys_.next<AuditId>();
  audit.room = given.room;
  audit.volumes = given.volumes == 0 ? rules_.section_volumes : given.volumes;
  audit.rule = rules_.rule;
  audit.planned_at = clock_.now();
  audit.planned_by = actor.author.user;
  const auto number = random_number();
  return store_.write([&](store::UnitOfWork& work) -> Result<AuditId> {
    CHARTA_TRY(const auto room, paper_rows_.place(work, given.room));
    if (!room || room->kind != paper_charts::PlaceKind::room || !room->is_open)
      return fail(ErrorKind::not_found, "say which room of the file is read", "room");
    audit.facility = room->facility;
    if (given.from_number.empty()) {
      CHARTA_TRY(const auto key, standing_.any_key(work, room->id, number));
      if (!key) return fail(ErrorKind::business_rule, "nothing stands in " + room->path, "room");
      audit.from_key = *key;
    } else {
      audit.from_key = paper_charts::filing_key(room->order, given.from_number, given.from_number);
    }
    CHARTA_TRY(audit.from_number, number_at(work, room->id, audit.from_key));
    CHARTA_TRY(audit.item, open_item(work, actor, audit, *room));
    CHARTA_TRY_DO(rows_.add(work, audit));
    CHARTA_TRY_DO(ledger_.record(work, actor.author,
                                 {ledger::Act::created, "shelf_audit", audit.id.key(), 0, {}, "planned", audit.rule, {}}));
    return audit.id;
  });
}

Result<WorkItemId> AuditService::open_item(store::UnitOfWork& work, const Actor& actor, const Audit& audit, const Place& room) {
  worklists::NewWorkItem item;
  item.kind = audit_machine().kind;
  item.subject_type = "shelf_audit";
  item.subject = audit.id.key();
  item.due_at = audit.planned_at.plus(std::chrono::days(rules_.due_days));
  item.clock_basis = "planned";
  item.pool = "file-room";
  item.rule = rules_.rule;
  json::Writer(item.detail)
      .begin_object()
      .member("number", audit.from_number)
      .member("title", std::to_string(audit.volumes) + " volumes")
      .member("source", room.path)
      .end_object();
  item.facility = audit.facility;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  return opened.id;
}

Result<void> AuditService::step(store::UnitOfWork& work, const Actor& actor, WorkItemId item, std::string_view event) {
  worklists::Act act;
  act.event = std::string(event);
  CHARTA_TRY_DO(worklists_.apply(work, actor, item, act));
  return {};
}

Result<void> AuditService::guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item) {
  if (name == "something-was-read") {
    CHARTA_TRY(const auto last, rows_.last_reading(work, AuditId(item.subject)));
    if (!last) return fail(ErrorKind::business_rule, "nothing was read; scan the shelf first, or abandon the audit", "event");
  }
  if (name != "findings-are-answered") return {};
  CHARTA_TRY(const auto findings, rows_.findings(work, AuditId(item.subject)));
  std::int64_t open = 0;
  for (const auto& one : findings) open += one.state == "open";
  if (open > 0) return fail(ErrorKind::business_rule, std::to_string(open) + " findings have no answer yet", "event");
  return {};
}

Result<void> AuditService::entered(store::UnitOfWork& work, const worklists::WorkItem& item, const worklists::Act& act) {
  CHARTA_TRY(auto audit, audit_of_id(work, AuditId(item.subject)));
  audit.state = item.state;
  if (act.event == "begin") CHARTA_TRY_DO(take_expected(work, audit));
  if (act.event == "compare") CHARTA_TRY_DO(compare_now(work, audit));
  if (act.event == "close" || act.event == "abandon") audit.closed_at = clock_.now();
  return rows_.save(work, audit);
}

/// The shelf as the record has it now: what is moved later is known to have moved.
Result<void> AuditService::take_expected(store::UnitOfWork& work, Audit& audit) {
  CHARTA_TRY(const auto standing, standing_.from(work, audit.room, audit.from_key, audit.volumes));
  if (standing.empty()) return fail(ErrorKind::business_rule, "nothing stands in this section any more; abandon the audit");
  std::int64_t position = 0;
  for (const auto& one : standing)
    CHARTA_TRY_DO(rows_.add_expected(work, audit.id, ++position, {one.volume, one.filing_key, false}));
  audit.begun_at = clock_.now();
  audit.figures.expected = position;
  return {};
}

Result<ByRecord> AuditService::by_record(store::Reader& reader, const Audit& audit, const paper_charts::Volume& volume) const {
  if (volume.state != "in-file") return ByRecord::away;
  CHARTA_TRY(const auto place, paper_rows_.place(reader, volume.place));
  using paper_charts::PlaceKind;
  const bool is_shelf =
      place && (place->kind == PlaceKind::room || place->kind == PlaceKind::bay || place->kind == PlaceKind::shelf);
  return is_shelf && place->room == audit.room ? ByRecord::here : ByRecord::elsewhere;
}

Result<Read> AuditService::read_of(store::Reader& reader, const Audit& audit, const Reading& reading) const {
  Read read{reading.position, reading.barcode, reading.volume, {}, ByRecord::here};
  if (!reading.volume.is_set()) return read;
  CHARTA_TRY(const auto row, paper_rows_.volume(reader, reading.volume));
  if (!row) return fail(ErrorKind::internal, "a reading has lost its volume");
  read.key = row->volume.filing_key;
  CHARTA_TRY(read.by_record, by_record(reader, audit, row->volume));
  return read;
}

Result<void> AuditService::compare_now(store::UnitOfWork& work, Audit& audit) {
  CHARTA_TRY(auto expected, rows_.expected(work, audit.id));
  for (auto& one : expected) {
    CHARTA_TRY(const auto row, paper_rows_.volume(work, one.volume));
    if (!row) continue;
    CHARTA_TRY(const auto where, by_record(work, audit, row->volume));
    one.moved_since = where != ByRecord::here;
  }
  CHARTA_TRY(const auto readings, rows_.readings(work, audit.id));
  std::vector<Read> reads;
  for (const auto& one : readings) {
    CHARTA_TRY(auto read, read_of(work, audit, one));
    reads.push_back(std::move(read));
  }
  const auto comparison = compare(expected, reads);
  for (const auto& one : comparison.findings) CHARTA_TRY_DO(rows_.add_finding(work, audit.id, one));
  audit.figures = comparison.figures;
  audit.compared_at = clock_.now();
  return {};
}

Result<ReadAnswer> AuditService::answer_to(store::Reader& reader, const Audit& audit, const Reading& reading,
                                           const VolumeRow* row) const {
  ReadAnswer answer;
  answer.position = reading.position;
  answer.expected = audit.figures.expected;
  const auto remark = [&](std::string what, std::string words) {
    answer.remark = std::move(what);
    answer.says = std::move(words);
    return answer;
  };
  if (row == nullptr) return remark("no-volume", "this label is no volume's; it is kept as it was read");
  answer.volume = row->volume.id;
  answer.patient = row->volume.patient;
  CHARTA_TRY(const bool was_read, rows_.was_read(reader, audit.id, row->volume.id));
  if (was_read) return remark("read-before", "this volume was read already");
  CHARTA_TRY(const auto where, by_record(reader, audit, row->volume));
  if (where != ByRecord::here)
    return remark("stands-elsewhere", "by the record it is in " + row->place + "; leave it, and read on");
  CHARTA_TRY(const auto last, rows_.last_reading(reader, audit.id));
  if (last && last->volume.is_set()) {
    CHARTA_TRY(const auto before, paper_rows_.volume(reader, last->volume));
    if (before && row->volume.filing_key < before->volume.filing_key)
      return remark("out-of-order", "it stands behind a volume that comes after it; leave it, and read on");
  }
  if (row->volume.filing_key < audit.from_key)
    return remark("not-of-this-section", "it belongs before this section; leave it, and read on");
  return answer;
}

Result<ReadAnswer> AuditService::read(const Actor& actor, const NewReading& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto barcode = paper_charts::read_barcode(given.barcode);
  return store_.write([&](store::UnitOfWork& work) -> Result<ReadAnswer> {
    CHARTA_TRY_DO(work.lock(given.audit.key()));
    CHARTA_TRY(auto audit, audit_of_id(work, given.audit));
    CHARTA_TRY(const auto known, rows_.reading_of(work, given.device, given.device_number));
    if (known)
      return ReadAnswer{"read-before", "this scan was taken before", known->position, audit.figures.expected, known->volume, {}};
    if (audit.state == "planned") {
      CHARTA_TRY_DO(step(work, actor, audit.item, "begin"));
      CHARTA_TRY(audit, audit_of_id(work, given.audit));
    }
    if (audit.state != "reading")
      return fail(ErrorKind::business_rule, "this audit is " + audit.state + "; nothing more is read into it", "audit");
    CHARTA_TRY(const auto row, paper_rows_.volume_by_barcode(work, barcode.text));
    CHARTA_TRY(const auto last, rows_.last_reading(work, audit.id));
    Reading reading;
    reading.position = last ? last->position + 1 : 1;
    reading.barcode = barcode.text;
    reading.volume = row ? row->volume.id : VolumeId();
    reading.device = given.device;
    reading.device_number = given.device_number;
    reading.at = given.at;
    reading.by = actor.author.user;
    CHARTA_TRY(auto answer, answer_to(work, audit, reading, row ? &*row : nullptr));
    CHARTA_TRY_DO(rows_.add_reading(work, audit.id, reading));
    return answer;
  });
}

}  // namespace charta::shelf_audits
