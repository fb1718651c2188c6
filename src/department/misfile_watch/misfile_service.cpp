// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/misfile_service.hpp"

#include <algorithm>

namespace charta::misfile_watch {
namespace {

using access::Actor;
using access::Permission;
using happenings::Happening;
using worklists::WorkItem;

constexpr std::int64_t patients_at_once = 50;
constexpr std::string_view reported = "said-to-be-wrong";

bool is_watched(std::string_view type) {
  return type == "DocumentReference" || type == "DiagnosticReport";
}

}  // namespace

void MisfileService::declare() {
  worklists_.declare(
      misfile_machine(),
      [this](store::UnitOfWork& work, std::string_view guard, const WorkItem& item, const worklists::Act&) {
        return check(work, guard, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

void MisfileService::subscribe(happenings::Bus& bus) {
  bus.on("resource_changed", "misfile_watch.on_resource_changed",
         [this](store::UnitOfWork& work, const Happening& one) -> Result<void> {
           const auto& changed = std::get<happenings::ResourceChanged>(one);
           if (!is_watched(changed.type) || !changed.patient.is_set()) return {};
           if (changed.deleted) return close(work, changed.resource, "settle");
           return rows_.note(work, changed.resource, keys_.next_key());
         });
  bus.on("record_moved", "misfile_watch.on_moved", [this](store::UnitOfWork& work, const Happening& one) -> Result<void> {
    const auto& moved = std::get<happenings::RecordMoved>(one);
    CHARTA_TRY_DO(quarantine_.on_moved(work, moved));
    if (moved.from == moved.to) return {};
    for (const auto& piece : moved.pieces) {
      if (!is_watched(piece.type)) continue;
      CHARTA_TRY_DO(close(work, piece.resource, "move"));
      CHARTA_TRY_DO(rows_.note(work, piece.resource, keys_.next_key()));
    }
    return {};
  });
  const auto note_patients = [this](store::UnitOfWork& work, std::initializer_list<PatientId> patients) -> Result<void> {
    for (const auto patient : patients) CHARTA_TRY_DO(rows_.note(work, patient, keys_.next_key()));
    return {};
  };
  bus.on("patient_changed", "misfile_watch.on_patient_changed", [note_patients](store::UnitOfWork& work, const Happening& one) {
    return note_patients(work, {std::get<happenings::PatientChanged>(one).patient});
  });
  bus.on("patients_linked", "misfile_watch.on_linked", [note_patients](store::UnitOfWork& work, const Happening& one) {
    const auto& linked = std::get<happenings::PatientsLinked>(one);
    return note_patients(work, {linked.survivor, linked.absorbed});
  });
  bus.on("patients_unlinked", "misfile_watch.on_unlinked", [note_patients](store::UnitOfWork& work, const Happening& one) {
    const auto& unlinked = std::get<happenings::PatientsUnlinked>(one);
    return note_patients(work, {unlinked.survivor, unlinked.absorbed});
  });
}

Result<void> MisfileService::close(store::UnitOfWork& work, ResourceId resource, std::string_view event) {
  CHARTA_TRY(const auto open, worklists_.find_open(work, misfile_machine().kind, resource.key()));
  if (!open) return {};
  worklists::Act act;
  act.event = event;
  act.reason_code = event == "move" ? "moved-to-its-own-chart" : "page-and-chart-agree";
  CHARTA_TRY_DO(worklists_.apply(work, system_, open->id, act));
  return {};
}

/// "Moved" and "settled" are what the record shows; nobody says them of what still stands there.
Result<void> MisfileService::check(store::UnitOfWork& work, std::string_view guard, const WorkItem& item) {
  CHARTA_TRY(const auto stored, resources_.load(work, ResourceId(item.subject)));
  if (!stored || stored->deleted) return {};
  if (guard == "moved-away") {
    if (stored->patient != item.patient) return {};
    return fail(ErrorKind::business_rule, "bring the document to its own chart; that makes this step", "event");
  }
  CHARTA_TRY(const auto finding, rows_.find(work, ResourceId(item.subject)));
  if (finding && !finding->is_wrong) return {};
  return fail(ErrorKind::business_rule, "the page and the chart still disagree; say why it is no misfile instead", "event");
}

Result<void> MisfileService::entered(store::UnitOfWork& work, const Actor& actor, const WorkItem& item,
                                     const worklists::Act& act) {
  const ResourceId resource(item.subject);
  if (item.state == "confirmed" && act.event == "confirm") {
    CHARTA_TRY_DO(quarantine_.withhold(work, actor, resource, item.reason_code, act.note));
    return {};
  }
  if (item.state == "settled") return quarantine_.release(work, system_, resource);
  if (item.state != "not-a-misfile") return {};
  CHARTA_TRY_DO(quarantine_.release(work, actor, resource));
  CHARTA_TRY(auto finding, rows_.find(work, resource));
  if (!finding) return {};
  finding->dismissed = finding->evidence();
  return rows_.save(work, *finding);
}

Result<void> MisfileService::note_documents_of(const Due<PatientId>& due) {
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto records, index_.expand(work, due.what));
    if (std::find(records.begin(), records.end(), due.what) == records.end()) records.push_back(due.what);
    for (const auto record : records) {
      CHARTA_TRY(const auto own, chart_.rows().documents_of(work, record));
      CHARTA_TRY(const auto naming, rows_.naming(work, record));
      for (const auto* list : {&own, &naming})
        for (const auto resource : *list) CHARTA_TRY_DO(rows_.note(work, resource, keys_.next_key()));
    }
    return rows_.done(work, due);
  });
}

Result<std::int64_t> MisfileService::look_at_due(std::int64_t limit, bool may_read) {
  CHARTA_TRY(const auto patients,
             store_.read([&](store::Reader& reader) { return rows_.due_patients(reader, patients_at_once); }));
  for (const auto& patient : patients) CHARTA_TRY_DO(note_documents_of(patient));
  CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return rows_.due(reader, may_read, limit); }));
  for (const auto& one : due) {
    CHARTA_TRY(const auto finding, look(one.what, may_read));
    CHARTA_TRY_DO(
        store_.write([&](store::UnitOfWork& work) { return finding ? rows_.done(work, one) : rows_.make_slow(work, one); }));
  }
  return static_cast<std::int64_t>(due.size() + patients.size());
}

Result<std::optional<Pass>> MisfileService::latest_pass() {
  return store_.read([&](store::Reader& reader) { return rows_.latest_pass(reader); });
}

/// Another rule, or enough time since the last one, begins a new pass; an unfinished one goes on where it stood.
Result<std::int64_t> MisfileService::go_on_with_pass(std::int64_t limit) {
  CHARTA_TRY(const auto latest, latest_pass());
  Pass pass;
  if (latest && latest->rule == rules_.rule) {
    pass = *latest;
    if (pass.ended_at && clock_.now() < pass.ended_at->plus(std::chrono::days(rules_.days_between_passes))) return 0;
  }
  if (pass.key == 0 || pass.ended_at) {
    pass = {};
    pass.key = keys_.next_key();
    pass.rule = rules_.rule;
    pass.started_at = clock_.now();
  }
  CHARTA_TRY(const auto documents,
             store_.read([&](store::Reader& reader) { return chart_.rows().documents_after(reader, pass.reached, limit); }));
  for (const auto document : documents) {
    CHARTA_TRY(const auto finding, look(document, false));
    if (!finding) {
      CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.note_slow(work, document, keys_.next_key()); }));
    }
    pass.reached = document;
    ++pass.looked;
    pass.wrong += finding && finding->is_wrong;
  }
  if (static_cast<std::int64_t>(documents.size()) < limit) pass.ended_at = clock_.now();
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.save(work, pass); }));
  return static_cast<std::int64_t>(documents.size());
}

Result<std::int64_t> MisfileService::look_on(std::int64_t limit) {
  CHARTA_TRY(const auto due, look_at_due(limit));
  if (due > 0) return due;
  return go_on_with_pass(limit);
}

Result<WorkItem> MisfileService::item_of(const Actor& actor, WorkItemId id) {
  CHARTA_TRY(auto item, worklists_.get(actor, id));
  if (item.kind != misfile_machine().kind)
    return fail(ErrorKind::not_found, "work item " + id.text() + " is not about a misfiled page");
  return item;
}

Result<MisfileDetail> MisfileService::detail(const Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  MisfileDetail detail;
  CHARTA_TRY(detail.item, item_of(actor, id));
  CHARTA_TRY(detail.chart, index_.banner(actor, detail.item.patient));
  const ResourceId resource(detail.item.subject);
  CHARTA_TRY(const auto stored, store_.read([&](store::Reader& reader) { return resources_.load(reader, resource); }));
  if (!stored || stored->deleted) return fail(ErrorKind::gone, "the document of work item " + id.text() + " was deleted");
  // Its content is shown only to who may see the document itself, now.
  CHARTA_TRY_DO(resources_.read(actor, stored->type, stored->id));
  detail.type = stored->type;
  detail.id = stored->id;
  CHARTA_TRY(auto pages, source_.of(*stored, false));
  for (const auto& page : pages.pages) detail.pages.push_back({page.number, page.image});
  detail.text = std::move(pages.text);
  const auto read = store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(const auto line, chart_.rows().find(reader, resource));
    if (line) detail.title = line->title, detail.content_type = line->content_type;
    CHARTA_TRY(auto finding, rows_.find(reader, resource));
    if (finding) detail.finding = std::move(*finding);
    CHARTA_TRY(detail.withheld, quarantine_.open_of(reader, resource));
    return {};
  });
  if (!read) return read.error();
  for (const auto& sign : detail.finding.signs) detail.quotes.push_back(quote_of(pages.pages, sign));
  if (detail.finding.other.is_set()) {
    CHARTA_TRY(auto hits, index_.banners(actor, {detail.finding.other}));
    if (!hits.empty()) detail.other = std::move(hits.front());
  }
  return detail;
}

Result<WorkItem> MisfileService::report(const Actor& actor, std::string_view type, std::string_view id, const std::string& reason,
                                        const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  if (reason.empty()) return fail(ErrorKind::missing, "say what makes you think that it is of another patient", "reason");
  if (!is_watched(type)) return fail(ErrorKind::business_rule, "a document or report is said to be misfiled", "type");
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  if (!stored.patient.is_set()) return fail(ErrorKind::business_rule, "it stands with no patient; file it first");
  CHARTA_TRY_DO(index_.banner(actor, stored.patient));
  return store_.write([&](store::UnitOfWork& work) -> Result<WorkItem> {
    CHARTA_TRY_DO(work.lock(stored.key.key()));
    CHARTA_TRY(const auto open, worklists_.find_open(work, misfile_machine().kind, stored.key.key()));
    if (open && open->state != "open")
      return fail(ErrorKind::business_rule, "it is withheld already; work item " + open->id.text() + " is about it");
    WorkItemId item;
    if (open) {
      item = open->id;
    } else {
      Finding finding;
      CHARTA_TRY(const auto before, rows_.find(work, stored.key));
      if (before) finding = *before;
      finding.resource = stored.key;
      finding.rule = rules_.rule;
      finding.looked_at = clock_.now();
      CHARTA_TRY(const auto current, resources_.load(work, stored.key));
      if (!current || current->patient != stored.patient)
        return fail(ErrorKind::version_conflict, "it was moved meanwhile; look at it again");
      CHARTA_TRY(finding.item, open_item(work, actor, *current, finding, reported));
      CHARTA_TRY_DO(rows_.save(work, finding));
      item = finding.item;
    }
    worklists::Act act;
    act.event = "confirm";
    act.reason_code = reason;
    act.note = note;
    return worklists_.apply(work, actor, item, act);
  });
}

Result<std::vector<record_moves::SeenMeanwhile>> MisfileService::seen(const Actor& actor, WorkItemId id) {
  CHARTA_TRY(const auto item, item_of(actor, id));
  CHARTA_TRY(const auto withheld,
             store_.read([&](store::Reader& reader) { return quarantine_.open_of(reader, ResourceId(item.subject)); }));
  if (!withheld)
    return fail(ErrorKind::business_rule, "say first that it is of the wrong patient; or look at the move that brought it home");
  return quarantine_.seen(actor, withheld->id);
}

}  // namespace charta::misfile_watch
