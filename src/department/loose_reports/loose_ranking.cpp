// SPDX-License-Identifier: Apache-2.0
// Everything loose in its turn, and the report over it.
#include "department/loose_reports/loose_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::loose_reports {
namespace {

using worklists::WorkItem;

constexpr std::int64_t most_loose = 20'000, ranked_a_unit = 50;
constexpr std::string_view loose_queues[] = {"loose-document", "loose-report"};

std::int64_t pages_in(const WorkItem& item) {
  const auto detail = json::Document::parse(item.detail);
  return detail ? detail->root()["pages"].integer().value_or(0) : 0;
}

std::string text_in(json::Value detail, std::string_view name) {
  return std::string(detail[name].text());
}

/// What the list showed before, and why it stands where it stands.
std::string with_need(const std::string& detail, const FoundNeed& need) {
  const auto before = json::Document::parse(detail);
  std::string text;
  json::Writer out(text);
  out.begin_object();
  if (before)
    for (const auto one : before->root())
      if (!one.key().starts_with("need")) out.key(one.key()).raw(json::write(one));
  out.member("need", need_code(need.need)).member("need_at", need.at.text()).end_object();
  return text;
}

FoundNeed need_shown(const WorkItem& item, json::Value detail) {
  FoundNeed need;
  need.need = parse_need(detail["need"].text()).value_or(Need::age);
  need.at = Instant::parse(detail["need_at"].text()).value_or(item.created_at);
  need.rank = item.rank;
  return need;
}

LooseLine line_of(const WorkItem& item, Instant now, const LooseRules& rules) {
  LooseLine line;
  line.item = item.id;
  line.kind = item.kind;
  line.why = item.reason_code;
  line.patient = item.patient;
  line.came_at = item.created_at;
  line.age = age_group(item.created_at, now, rules);
  if (const auto detail = json::Document::parse(item.detail)) {
    line.title = text_in(detail->root(), "title");
    line.barcode = text_in(detail->root(), "number");
    line.lies_at = text_in(detail->root(), "source");
    line.pages = detail->root()["pages"].integer().value_or(0);
    line.need = need_shown(item, detail->root());
  }
  return line;
}

}  // namespace

PatientId patient_of_loose(const WorkItem& item) {
  if (item.patient.is_set()) return item.patient;
  const auto detail = json::Document::parse(item.detail);
  return detail ? PatientId::parse(detail->root()["likely"].text()).value_or(PatientId()) : PatientId();
}

Result<std::vector<WorkItem>> LooseService::all_open(const access::Actor& actor) {
  std::vector<WorkItem> all;
  for (const auto queue : loose_queues) {
    worklists::Filter filter;
    filter.kind = queue;
    filter.sort = "need_rank,created_at";
    filter.limit = most_loose;
    filter.is_whole = true;
    CHARTA_TRY(auto page, worklists_.list(actor, filter));
    std::move(page.items.begin(), page.items.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(), [](const WorkItem& a, const WorkItem& b) { return a.rank < b.rank; });
  return all;
}

Result<std::optional<Instant>> LooseService::oldest_open(const std::vector<std::string>& queues,
                                                         const std::vector<PatientId>& records) {
  std::optional<Instant> oldest;
  for (const auto& queue : queues) {
    if (worklists_.machine(queue) == nullptr) continue;  // this house has no such queue
    worklists::Filter filter;
    filter.kind = queue;
    filter.patients = records;
    filter.sort = "created_at";
    filter.limit = 1;
    CHARTA_TRY(const auto page, worklists_.list(system_, filter));
    if (!page.items.empty()) oldest = std::min(oldest.value_or(page.items.front().created_at), page.items.front().created_at);
  }
  return oldest;
}

Result<NeedFacts> LooseService::facts_of(PatientId patient) {
  NeedFacts facts;
  if (!patient.is_set()) return facts;
  CHARTA_TRY(const auto records, store_.read([&](store::Reader& reader) { return index_.expand(reader, patient); }));
  if (questions_.next_appointment) {
    CHARTA_TRY(facts.appointment, questions_.next_appointment(records, clock_.now().plus(rules_.appointment_within)));
  }
  CHARTA_TRY(facts.release_since, oldest_open(rules_.release_queues, records));
  CHARTA_TRY(facts.coding_since, oldest_open(rules_.coding_queues, records));
  return facts;
}

Result<std::int64_t> LooseService::rank_all() {
  CHARTA_TRY(const auto open, all_open(system_));
  const Instant now = clock_.now();
  Facts known;
  struct Turn {
    WorkItemId item;
    std::int64_t rank;
    std::string detail;
  };
  std::vector<Turn> turns;
  for (const auto& item : open) {
    const PatientId patient = patient_of_loose(item);
    auto facts = known.find(patient.key());
    if (facts == known.end()) {
      CHARTA_TRY(auto found, facts_of(patient));
      facts = known.emplace(patient.key(), std::move(found)).first;
    }
    NeedFacts of_this = facts->second;
    of_this.came_at = item.created_at;
    const auto need = need_of(of_this, now, rules_);
    if (need.rank != item.rank || item.detail.find("\"need\"") == std::string::npos)
      turns.push_back({item.id, need.rank, with_need(item.detail, need)});
  }
  for (std::size_t at = 0; at < turns.size(); at += ranked_a_unit) {
    const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
      for (std::size_t i = at; i < std::min(turns.size(), at + ranked_a_unit); ++i)
        CHARTA_TRY_DO(worklists_.set_rank(work, turns[i].item, turns[i].rank, turns[i].detail));
      return {};
    });
    if (!done) return done.error();
  }
  return static_cast<std::int64_t>(turns.size());
}

Result<std::int64_t> LooseService::came_lately(const access::Actor& actor) {
  std::int64_t pages = 0;
  for (const auto queue : loose_queues) {
    worklists::Filter filter;
    filter.kind = queue;
    filter.include_closed = true;
    filter.created_from = clock_.now().plus(-std::chrono::hours(24) * rules_.intake_days);
    filter.limit = most_loose;
    filter.is_whole = true;
    CHARTA_TRY(const auto page, worklists_.list(actor, filter));
    for (const auto& item : page.items) pages += std::max<std::int64_t>(1, pages_in(item));
  }
  return pages;
}

Result<LooseFilingReport> LooseService::report(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  LooseFilingReport report;
  report.at = clock_.now();
  report.rule = rules_.rule;
  CHARTA_TRY(const auto open, all_open(actor));
  for (const auto& item : open) report.lines.push_back(line_of(item, report.at, rules_));
  CHARTA_TRY(const auto came, came_lately(actor));
  report.figures = figures_of(report.lines, came, rules_);
  return report;
}

}  // namespace charta::loose_reports
