// SPDX-License-Identifier: Apache-2.0
// What happened marks a document; warnings open, settle and are shown.
#include "department/record_quality/quality_service.hpp"

#include "base/digest.hpp"

#include <algorithm>

namespace charta::record_quality {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t most_listed_warnings = 20'000;
constexpr std::string_view no_longer_said = "no-longer-said";  ///< written by settle() alone, within its unit

bool is_judged(std::string_view type) {
  return type == "DocumentReference" || type == "DiagnosticReport";
}

std::string evidence_digest(const Finding& finding) {
  return sha256(std::string(check_code(finding.check)) + "\n" + finding.evidence).hex().substr(0, 32);
}

/// What a list shows; it names no document and no word of one.
std::string warning_detail(const Warning& warning) {
  static constexpr std::pair<Check, std::string_view> titles[] = {{Check::laterality, "Two sides"},
                                                                  {Check::sex, "Another sex than recorded"},
                                                                  {Check::age, "Another age than recorded"},
                                                                  {Check::copied_text, "Copied text"},
                                                                  {Check::missing_elements, "Parts are missing"}};
  std::string text;
  json::Writer out(text);
  out.begin_object();
  for (const auto& [check, title] : titles)
    if (check == warning.check) out.member("title", title);
  out.member("warning", warning.id.text()).end_object();
  return text;
}

}  // namespace

void QualityService::declare() {
  worklists_.declare(
      warning_machine(),
      [this](store::UnitOfWork& work, std::string_view, const worklists::WorkItem& item, const worklists::Act&) -> Result<void> {
        CHARTA_TRY(const auto warning, rows_.of_item(work, item.id));
        if (warning && warning->state == no_longer_said) return {};
        return fail(ErrorKind::business_rule, "the documents still say it; say whether it is right", "event");
      },
      [this](store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item, const worklists::Act&) {
        return entered(work, actor, item);
      });
}

void QualityService::subscribe(happenings::Bus& bus) {
  bus.on("resource_changed", "record_quality.on_resource_changed",
         [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
           const auto& changed = std::get<happenings::ResourceChanged>(one);
           if (!is_judged(changed.type) || !changed.patient.is_set()) return {};
           CHARTA_TRY_DO(rows_.note(work, changed.resource, keys_.next_key(), clock_.now()));
           // What is new is on nobody's other side.
           if (changed.version == 1 && !changed.deleted) return {};
           return rows_.note_others(work, changed.resource, keys_.next_key(), clock_.now());
         });
  bus.on("record_moved", "record_quality.on_moved",
         [this](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
           for (const auto& piece : std::get<happenings::RecordMoved>(one).pieces) {
             if (!is_judged(piece.type)) continue;
             CHARTA_TRY_DO(rows_.note(work, piece.resource, keys_.next_key(), clock_.now()));
             CHARTA_TRY_DO(rows_.note_others(work, piece.resource, keys_.next_key(), clock_.now()));
           }
           return {};
         });
}

Result<void> QualityService::open(store::UnitOfWork& work, const Judged& judged, Warning warning, bool is_new) {
  worklists::NewWorkItem item;
  item.kind = warning_machine().kind;
  item.subject_type = warning.resource_type;
  item.subject = warning.document.key();
  item.patient = judged.stored.patient;
  item.detail = warning_detail(warning);
  item.rule = warning.rule;
  item.facility = judged.stored.facility;
  item.sensitivity = judged.stored.sensitivity;
  for (const auto& [document, labels] : judged.labels)
    if (document == warning.other) item.sensitivity |= labels;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  warning.item = opened.id;
  warning.state = opened.state;
  warning.patient = judged.stored.patient;
  warning.version = judged.stored.version;
  warning.closed_at.reset();
  return is_new ? rows_.add(work, warning) : rows_.update(work, warning);
}

Result<void> QualityService::settle(store::UnitOfWork& work, Warning warning) {
  warning.state = no_longer_said;
  CHARTA_TRY_DO(rows_.update(work, warning));
  worklists::Act act;
  act.event = "settle";
  CHARTA_TRY_DO(worklists_.apply(work, system_, warning.item, act));
  return {};
}

Result<void> QualityService::remember(store::UnitOfWork& work, const QualityDue& due, const Judged& judged) {
  CHARTA_TRY(const auto before, rows_.of_document(work, due.document));
  if (judged.sketch)
    CHARTA_TRY_DO(rows_.save(work, *judged.sketch));
  else
    CHARTA_TRY_DO(rows_.drop_sketch(work, due.document));
  std::vector<std::string> found;
  for (const auto& finding : judged.findings) {
    const auto digest = evidence_digest(finding);
    if (std::find(found.begin(), found.end(), digest) != found.end()) continue;
    found.push_back(digest);
    const auto known = std::find_if(before.begin(), before.end(), [&](const Warning& one) { return one.evidence == digest; });
    Warning warning;
    if (known != before.end()) warning = *known;
    static_cast<Finding&>(warning) = finding;
    warning.evidence = digest;
    if (known == before.end()) {
      warning.id = keys_.next<WarningId>();
      warning.document = due.document;
      warning.resource_type = judged.stored.type;
      warning.fhir_id = judged.stored.id;
      warning.title = finding.quotes.empty() ? "" : finding.quotes.front().title;
      warning.found_at = clock_.now();
      CHARTA_TRY_DO(open(work, judged, warning, true));
    } else if (known->state == "settled") {
      CHARTA_TRY_DO(open(work, judged, warning, false));
    } else if (known->state == "open" || known->patient != judged.stored.patient) {
      warning.patient = judged.stored.patient;
      warning.version = judged.stored.version;
      CHARTA_TRY_DO(rows_.update(work, warning));
    }
  }
  for (const auto& one : before)
    if (one.state == "open" && std::find(found.begin(), found.end(), one.evidence) == found.end())
      CHARTA_TRY_DO(settle(work, one));
  if (!due.is_own) return rows_.done(work, due);
  // Who was judged against it as it stood before, and kept that only now; and what was filed behind it, which may have been
  // judged before its words were read.
  CHARTA_TRY_DO(rows_.note_others(work, due.document, keys_.next_key(), clock_.now()));
  for (const auto later : judged.later) CHARTA_TRY_DO(rows_.note_beside(work, later, keys_.next_key(), clock_.now()));
  return rows_.done(work, due);
}

Result<void> QualityService::entered(store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item) {
  CHARTA_TRY(auto warning, rows_.of_item(work, item.id));
  if (!warning) return fail(ErrorKind::internal, "no warning stands behind item " + item.id.text());
  warning->state = item.state;
  warning->closed_at = item.closed_at;
  warning->closed_by = actor.author.user;
  warning->reason = item.reason_code;
  return rows_.update(work, *warning);
}

Result<bool> QualityService::shows(store::Reader& reader, const Actor& actor, const Warning& warning) {
  for (const auto document : {warning.document, warning.other}) {
    if (!document.is_set()) continue;
    CHARTA_TRY(const auto stored, resources_.load(reader, document));
    if (!stored || stored->deleted || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
      return false;
  }
  return true;
}

Result<Warning> QualityService::of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Warning> {
    const auto none = [&] { return fail(ErrorKind::not_found, "there is no warning behind item " + item.text()); };
    CHARTA_TRY(auto warning, rows_.of_item(reader, item));
    if (!warning) return none();
    CHARTA_TRY(const auto is_seen, shows(reader, actor, *warning));
    if (!is_seen) return none();
    return std::move(*warning);
  });
}

Result<std::vector<Warning>> QualityService::of_document(const Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Warning>> {
    CHARTA_TRY(auto all, rows_.of_document(reader, stored.key));
    std::vector<Warning> seen;
    for (auto& one : all) {
      CHARTA_TRY(const auto is_seen, shows(reader, actor, one));
      if (is_seen) seen.push_back(std::move(one));
    }
    return seen;
  });
}

Result<QualityService::Period> QualityService::period(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Period> {
    CHARTA_TRY(auto all, rows_.found_between(reader, from, until, most_listed_warnings));
    Period period;
    for (const auto check : {Check::laterality, Check::sex, Check::age, Check::copied_text, Check::missing_elements})
      period.counts.push_back({check});
    for (auto& one : all) {
      CHARTA_TRY(const auto is_seen, shows(reader, actor, one));
      if (!is_seen) continue;
      auto& count = period.counts[static_cast<std::size_t>(one.check)];
      ++count.found;
      count.open += one.state == "open" ? 1 : 0;
      count.right += one.state == "right" ? 1 : 0;
      count.not_so += one.state == "not-so" ? 1 : 0;
      count.settled += one.state == "settled" ? 1 : 0;
      period.warnings.push_back(std::move(one));
    }
    return period;
  });
}

}  // namespace charta::record_quality
