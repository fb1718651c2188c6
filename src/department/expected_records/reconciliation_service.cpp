// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/reconciliation_service.hpp"

#include "base/log.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

constexpr std::int64_t batch = 100;
// Pairs are compared from a day before the last run on: what was filed while it ran is seen again.
constexpr std::chrono::hours overlap{24};

std::string detail_of(const Discovery& discovery) {
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("class", finding_code(discovery.finding))
      .member("title", discovery.title.empty() ? finding_title(discovery.finding) : discovery.title);
  if (!discovery.department.empty()) out.member("department", discovery.department);
  if (!discovery.assigner.empty()) out.member("assigner", discovery.assigner);
  if (discovery.at) out.member("at", discovery.at->text());
  out.end_object();
  return text;
}

bool is_about_document(FindingClass finding) {
  return finding != FindingClass::order_without_document && finding != FindingClass::encounter_without_document;
}

worklists::NewWorkItem item_of(const Discovery& discovery) {
  worklists::NewWorkItem item;
  item.kind = reconciliation_machine().kind;
  item.reason_code = finding_code(discovery.finding);
  if (is_about_document(discovery.finding)) {
    item.subject_type = discovery.resource_type.empty() ? "DocumentReference" : discovery.resource_type;
    item.subject = discovery.subject;
  } else {
    item.subject_type = discovery.order.is_set() ? "ServiceRequest" : "Encounter";
    item.subject = discovery.order.is_set() ? discovery.order.key() : discovery.encounter.key();
  }
  if (discovery.other != 0) {
    item.second_subject_type = item.subject_type;
    item.second_subject = discovery.other;
  }
  item.patient = discovery.patient;
  item.pool = "records-department";
  item.detail = detail_of(discovery);
  item.facility = discovery.facility;
  item.sensitivity = discovery.sensitivity;
  return item;
}

std::string counts_json(const ReconciliationReport& report) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  for (const auto& [code, open] : report.open_by_class) out.member(code, open);
  out.end_object();
  return text;
}

}  // namespace

ReconciliationService::ReconciliationService(store::Store& store, worklists::WorklistService& worklists,
                                             const ExpectationRules& rules, const Clock& clock, KeySource& keys,
                                             Questions questions)
    : store_(store),
      worklists_(worklists),
      rules_(rules),
      clock_(clock),
      keys_(keys),
      questions_(std::move(questions)),
      system_(access::Actor::system("reconciliation")) {}

void ReconciliationService::declare() {
  worklists_.declare(
      reconciliation_machine(), {},
      [](store::UnitOfWork& work, const access::Actor&, const worklists::WorkItem& item, const worklists::Act&) -> Result<void> {
        return close_finding(work, item.id);  // both ends close it
      });
}

Result<bool> ReconciliationService::open(store::UnitOfWork& work, const Discovery& discovery) {
  CHARTA_TRY(const bool known, has_finding(work, discovery.finding, discovery.subject, discovery.other));
  if (known) return false;
  auto item = item_of(discovery);
  const Instant now = clock_.now();
  item.rule = rules_.tolerances(now.utc_date()).rule;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  CHARTA_TRY_DO(insert_finding(work, keys_.next<FindingId>(), discovery, opened.id, now));
  return true;
}

Result<void> ReconciliationService::close_by_system(store::UnitOfWork& work, const OpenFinding& finding) {
  CHARTA_TRY(const auto item, worklists_.find(work, finding.work_item));
  if (!item || item->closed_at) return close_finding(work, finding.work_item);  // somebody explained it in the meantime
  worklists::Act act;
  act.event = "resolve";
  act.reason_code = "resolved-by-itself";
  CHARTA_TRY_DO(worklists_.apply(work, system_, finding.work_item, act));
  return forget_finding(work, finding.work_item);  // should it come back, it is found anew; nobody has explained it
}

Result<void> ReconciliationService::resolve(store::UnitOfWork& work, FindingClass finding, std::int64_t subject) {
  CHARTA_TRY(const auto open, find_open_findings(work, finding, subject));
  for (const OpenFinding& one : open) CHARTA_TRY_DO(close_by_system(work, one));
  return {};
}

Result<Horizon> ReconciliationService::horizon(Instant now) {
  const auto tolerances = rules_.tolerances(now.utc_date());
  CHARTA_TRY(const auto last, store_.read([](store::Reader& reader) { return find_last_run(reader); }));
  Horizon horizon{now.plus(-tolerances.order_grace), now.plus(-tolerances.encounter_grace), Instant(0)};
  if (last && last->ended_at) horizon.filed_since = last->started_at.plus(-overlap);
  return horizon;
}

// What is compared is read from a snapshot; the writer is entered for what was found alone, and looks again whether it is known.
Result<std::int64_t> ReconciliationService::open_batch(const std::vector<Discovery>& discoveries) {
  if (discoveries.empty()) return 0;
  return store_.write([&](store::UnitOfWork& work) -> Result<std::int64_t> {
    std::int64_t opened = 0;
    for (const Discovery& discovery : discoveries) {
      CHARTA_TRY(const bool is_new, open(work, discovery));
      if (is_new) ++opened;
    }
    return opened;
  });
}

Result<std::int64_t> ReconciliationService::discover_all(FindingClass finding, const Horizon& horizon) {
  std::int64_t found = 0;
  while (true) {
    CHARTA_TRY(const auto batch_found,
               store_.read([&](store::Reader& reader) { return discover(reader, finding, horizon, batch, {}); }));
    CHARTA_TRY(const std::int64_t opened, open_batch(batch_found));
    found += opened;
    if (static_cast<std::int64_t>(batch_found.size()) < batch) return found;
  }
}

Result<std::int64_t> ReconciliationService::open_those_of_wrong_assigner(const Horizon& horizon) {
  if (!questions_.has_number_of) return 0;
  std::int64_t found = 0;
  for (ResourceId after;;) {
    std::vector<Discovery> wrong;
    CHARTA_TRY(const auto candidates, store_.read([&](store::Reader& reader) -> Result<std::vector<Discovery>> {
      CHARTA_TRY(auto list, discover(reader, FindingClass::wrong_assigner, horizon, batch, after));
      for (const Discovery& candidate : list) {
        CHARTA_TRY(const bool is_right, questions_.has_number_of(reader, candidate.patient, candidate.assigner));
        if (!is_right) wrong.push_back(candidate);
      }
      return list;
    }));
    CHARTA_TRY(const std::int64_t opened, open_batch(wrong));
    found += opened;
    if (static_cast<std::int64_t>(candidates.size()) < batch) return found;
    after = ResourceId(candidates.back().subject);
  }
}

Result<std::int64_t> ReconciliationService::resolve_all(FindingClass finding) {
  std::int64_t resolved = 0;
  while (true) {
    CHARTA_TRY(const auto gone, store_.read([&](store::Reader& reader) { return find_gone(reader, finding, batch); }));
    if (gone.empty()) return resolved;
    const auto closed = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      for (const OpenFinding& one : gone) CHARTA_TRY_DO(close_by_system(work, one));
      return {};
    });
    if (!closed) return closed.error();
    resolved += static_cast<std::int64_t>(gone.size());
  }
}

Result<void> ReconciliationService::count_open(store::Reader& reader, ReconciliationReport& report) const {
  CHARTA_TRY(const auto counts, count_open_findings(reader));
  report.unexplained = 0;
  report.open_by_class.clear();
  for (const FindingClass finding : all_finding_classes) {
    const auto row =
        std::find_if(counts.begin(), counts.end(), [&](const auto& count) { return count.first == finding_code(finding); });
    const std::int64_t open = row == counts.end() ? 0 : row->second;
    report.open_by_class.emplace_back(finding_code(finding), open);
    report.unexplained += open;
  }
  return {};
}

Result<ReconciliationReport> ReconciliationService::run(const Progress& progress) {
  ReconciliationReport report;
  report.started_at = clock_.now();
  const std::int64_t key = keys_.next_key();
  CHARTA_TRY(const Horizon looked_at, horizon(report.started_at));
  std::int64_t done = 0;
  for (const FindingClass finding : all_finding_classes) {
    CHARTA_TRY(const std::int64_t resolved, resolve_all(finding));
    CHARTA_TRY(const std::int64_t found, finding == FindingClass::wrong_assigner ? open_those_of_wrong_assigner(looked_at)
                                                                                 : discover_all(finding, looked_at));
    report.resolved += resolved;
    report.found += found;
    if (progress) CHARTA_TRY_DO(progress(++done, static_cast<std::int64_t>(all_finding_classes.size())));
  }
  report.ended_at = clock_.now();
  const auto saved = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(count_open(work, report));
    return save_run(
        work, {key, report.started_at, report.ended_at, report.found, report.resolved, report.unexplained, counts_json(report)});
  });
  if (!saved) return saved.error();
  log::info("reconciliation.done", {{"found", report.found}, {"resolved", report.resolved}, {"unexplained", report.unexplained}});
  return report;
}

Result<std::optional<ReconciliationReport>> ReconciliationService::last_report(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return store_.read([&](store::Reader& reader) -> Result<std::optional<ReconciliationReport>> {
    CHARTA_TRY(const auto run, find_last_run(reader));
    if (!run) return std::optional<ReconciliationReport>{};
    ReconciliationReport report{run->started_at, run->ended_at, run->found, run->resolved, 0, {}};
    CHARTA_TRY_DO(count_open(reader, report));
    return std::optional<ReconciliationReport>{std::move(report)};
  });
}

jobs::Handler reconciliation_job(ReconciliationService& reconciliation) {
  return [&reconciliation](jobs::Lease& lease) -> Result<void> {
    CHARTA_TRY_DO(reconciliation.run([&](std::int64_t done, std::int64_t total) { return lease.progress(done, total); }));
    return {};
  };
}

jobs::Handler chase_job(worklists::WorklistService& worklists) {
  return [&worklists](jobs::Lease& lease) -> Result<void> {
    const access::Actor system = access::Actor::system("chase");
    for (std::int64_t done = 0;;) {
      CHARTA_TRY(const std::int64_t moved, worklists.run_clock(system));
      if (moved == 0) return {};
      done += moved;
      CHARTA_TRY_DO(lease.progress(done, 0));
    }
  };
}

}  // namespace charta::expected_records
