// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/production_service.hpp"

#include "department/document_imaging/filed_document.hpp"

#include <algorithm>
#include <set>

namespace charta::record_production {
namespace {

using access::Actor;

void add_codes(std::vector<std::string>& codes, json::Value concept_value) {
  for (const auto coding : concept_value["coding"])
    if (!coding["code"].text().empty()) codes.emplace_back(coding["code"].text());
}

std::vector<std::string> codes_of(json::Value resource) {
  std::vector<std::string> codes;
  add_codes(codes, resource["type"]);
  add_codes(codes, resource["code"]);
  for (const auto category : resource["category"]) add_codes(codes, category);
  return codes;
}

std::string source_of(const chart::ChartEntry& entry, json::Value resource) {
  if (resource["masterIdentifier"]["system"].text() == document_imaging::document_number_system) return "scan";
  return entry.source_message.is_set() ? "message" : "program";
}

bool is_asked_for(const Asked& asked, const chart::ChartEntry& entry) {
  const bool of_visit = asked.encounter.empty() || entry.encounter == asked.encounter;
  const bool of_type =
      asked.types.empty() || std::find(asked.types.begin(), asked.types.end(), entry.title_code) != asked.types.end();
  return of_visit && of_type;
}

/// What a person sees of other patients for whom they broke the glass is of no concern here.
access::Visibility of_these(access::Visibility visibility, const std::vector<PatientId>& patients) {
  std::erase_if(visibility.opened_by_glass,
                [&](PatientId one) { return std::find(patients.begin(), patients.end(), one) == patients.end(); });
  return visibility;
}

std::vector<PatientId> patients_in(const std::vector<SetDocument>& documents, PatientId asked) {
  std::set<PatientId> patients{asked};
  for (const auto& one : documents)
    if (one.pages > 0) patients.insert(one.line.patient);
  return {patients.begin(), patients.end()};
}

}  // namespace

Result<void> ProductionService::check(const Asked& asked) const {
  CHARTA_TRY_DO(rules_.definition(asked.definition));
  if (asked.from && asked.until && *asked.until <= *asked.from)
    return fail(ErrorKind::invalid, "the period ends before it begins", "until");
  return {};
}

Result<std::optional<DocumentLine>> ProductionService::line_of(store::Reader& reader, const chart::ChartEntry& entry,
                                                               const access::Visibility& visibility) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, entry.resource));
  if (!stored || stored->deleted || !visibility.sees(stored->facility, stored->sensitivity, stored->patient))
    return std::optional<DocumentLine>();
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  const auto root = parsed.root();
  DocumentLine line{entry.resource, stored->patient, stored->version, entry.at};
  line.kind = entry.kind, line.type = stored->type, line.id = stored->id;
  line.title = entry.title, line.code = entry.title_code, line.encounter = entry.encounter;
  line.status = root["status"].text(), line.completion = root["docStatus"].text();
  line.source = source_of(entry, root), line.types = codes_of(root), line.labels = stored->sensitivity;
  return std::optional(std::move(line));
}

Result<std::vector<DocumentLine>> ProductionService::lines(store::Reader& reader, const Asked& asked,
                                                           const access::Visibility& visibility) const {
  chart::TimelineQuery query;
  CHARTA_TRY(query.patients, index_.expand(reader, asked.patient));
  query.from = asked.from, query.until = asked.until, query.limit = rules_.most_documents + 1;
  std::vector<DocumentLine> all;
  for (const auto* kind : {"document", "report"}) {
    query.kind = kind;
    CHARTA_TRY(const auto timeline, chart_.rows().timeline(reader, query, visibility));
    if (timeline.total > rules_.most_documents)
      return fail(ErrorKind::too_large,
                  "the period has more than " + std::to_string(rules_.most_documents) + " documents; choose a shorter one",
                  "from");
    for (const auto& entry : timeline.entries) {
      if (!is_asked_for(asked, entry)) continue;
      CHARTA_TRY(auto line, line_of(reader, entry, visibility));
      if (line) all.push_back(std::move(*line));
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return std::tie(a.at, a.resource) < std::tie(b.at, b.resource); });
  return all;
}

Result<std::vector<SetDocument>> ProductionService::decided(store::Reader& reader, const Asked& asked,
                                                            const access::Visibility& visibility) const {
  CHARTA_TRY(const auto* definition, rules_.definition(asked.definition));
  CHARTA_TRY(auto found, lines(reader, asked, visibility));
  std::vector<SetDocument> all;
  for (auto& line : found) {
    auto decision = decide(*definition, line);
    all.push_back({std::move(line), std::move(decision), 0, 0, {}});
  }
  return all;
}

Result<std::vector<SetDocument>> ProductionService::preview(const Actor& actor, const Asked& asked) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  CHARTA_TRY_DO(check(asked));
  CHARTA_TRY_DO(index_.banner(actor, asked.patient));
  return store_.read([&](store::Reader& reader) { return decided(reader, asked, actor.visibility); });
}

Result<Production> ProductionService::start(const Actor& actor, Asked asked) {
  CHARTA_TRY(const auto planned, preview(actor, asked));
  if (!rules_.knows_purpose(asked.purpose))
    return fail(ErrorKind::unknown_code, "the purpose '" + asked.purpose + "' is not one of the list", "purpose");
  if (asked.custodian_name.empty() || asked.custodian_title.empty())
    return fail(ErrorKind::missing, "the certification needs the custodian's name and title", "custodian");
  CHARTA_TRY(const auto hit, index_.banner(actor, asked.patient));
  if (hit.overlay_flag)
    return fail(ErrorKind::business_rule,
                "the record is frozen: two persons are suspected in its number; nothing of it is certified until they are apart");
  if (std::none_of(planned.begin(), planned.end(), [](const auto& one) { return one.decision.is_in; }))
    return fail(ErrorKind::business_rule, "nothing of what was asked for belongs to the definition; look at what is left out");
  Production production;
  production.id = keys_.next<ProductionId>(), production.asked = std::move(asked);
  production.by = actor.author.user, production.at = clock_.now();
  CHARTA_TRY(const auto* definition, rules_.definition(production.asked.definition));
  production.rule = definition->rule;
  const auto written = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto patients, index_.expand(work, production.asked.patient));
    production.visibility = of_these(actor.visibility, patients);
    jobs::NewJob job;
    job.kind = "produce-records", job.subject = production.id.key();
    json::Writer(job.payload).begin_object().member("production", production.id.text()).end_object();
    CHARTA_TRY(production.job, jobs_.add(work, job));
    CHARTA_TRY_DO(rows_.add(work, production));
    return note(work, actor.author, ledger::Act::created, production, {production.asked.patient});
  });
  if (!written) return written.error();
  jobs_.wake();
  return production;
}

Result<void> ProductionService::note(store::UnitOfWork& work, const ledger::Author& author, ledger::Act act,
                                     const Production& production, const std::vector<PatientId>& patients) {
  for (const auto patient : patients) {
    ledger::Entry entry;
    entry.act = act, entry.subject_kind = "production", entry.subject = production.id.key(), entry.patient = patient;
    entry.reason = production.asked.purpose, entry.rule = production.rule, entry.digest = Digest::parse_hex(production.pdf);
    CHARTA_TRY_DO(ledger_.record(work, author, entry));
  }
  return {};
}

Result<std::vector<Production>> ProductionService::of_patient(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Production>> {
    CHARTA_TRY(const auto patients, index_.expand(reader, patient));
    std::vector<Production> all;
    for (const auto one : patients) {
      CHARTA_TRY(auto some, rows_.of_patient(reader, one));
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return b.id < a.id; });
    return all;
  });
}

Result<Production> ProductionService::found(const Actor& actor, ProductionId id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return rows_.find(reader, id); }));
  if (!found) return fail(ErrorKind::not_found, "there is no production " + id.text());
  CHARTA_TRY_DO(index_.banner(actor, found->asked.patient));
  return *found;
}

Result<ProductionView> ProductionService::view(const Actor& actor, ProductionId id) {
  ProductionView view;
  CHARTA_TRY(view.production, found(actor, id));
  return store_.read([&](store::Reader& reader) -> Result<ProductionView> {
    CHARTA_TRY(auto documents, rows_.documents(reader, id));
    for (auto& one : documents) {
      CHARTA_TRY(const auto now, resources_.load(reader, one.line.resource));
      if (now && actor.visibility.sees(now->facility, now->sensitivity, now->patient)) view.documents.push_back(std::move(one));
    }
    if (view.production.state != "waiting") return view;
    CHARTA_TRY(const auto job, jobs_.find(reader, view.production.job));
    if (job) view.done = job->done, view.total = job->total;
    if (job && (job->state == jobs::JobState::failed || job->state == jobs::JobState::cancelled))
      view.production.state = "failed", view.production.problem = job->message;
    return view;
  });
}

Result<void> ProductionService::require_unchanged(store::Reader& reader, const Production& production,
                                                  const std::vector<SetDocument>& documents) const {
  CHARTA_TRY(const auto patients, index_.expand(reader, production.asked.patient));
  for (const auto& one : documents) {
    if (one.pages == 0) continue;
    CHARTA_TRY(const auto now, resources_.load(reader, one.line.resource));
    const bool stands = now && !now->deleted && now->version == one.line.version &&
                        production.visibility.sees(now->facility, now->sensitivity, now->patient) &&
                        std::find(patients.begin(), patients.end(), now->patient) != patients.end();
    if (!stands)
      return fail(ErrorKind::unavailable,
                  one.line.type + "/" + one.line.id + " was changed while the set was made: it is made anew");
    CHARTA_TRY(const auto texts, along(reader, one.line.resource, production.visibility));
    if (digest_of_texts(texts) != one.along)
      return fail(ErrorKind::unavailable, "what goes along with " + one.line.type + "/" + one.line.id +
                                              " was changed while the set was made: it is made anew");
  }
  return {};
}

/// What was withheld, labelled or moved since is not handed out by an old set either.
Result<void> ProductionService::require_openable(const Actor& actor, const Production& production) {
  return store_.read([&](store::Reader& reader) -> Result<void> {
    CHARTA_TRY(const auto patients, index_.expand(reader, production.asked.patient));
    CHARTA_TRY(const auto documents, rows_.documents(reader, production.id));
    for (const auto& one : documents) {
      if (one.pages == 0) continue;
      CHARTA_TRY(const auto now, resources_.load(reader, one.line.resource));
      const bool is_here = now && std::find(patients.begin(), patients.end(), now->patient) != patients.end();
      const bool is_withheld =
          now && (now->sensitivity & static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0;
      if (!is_here || is_withheld || !actor.visibility.sees(now->facility, now->sensitivity, now->patient))
        return fail(
            ErrorKind::business_rule,
            "the set is not opened: a document in it was moved, withheld, deleted or labelled since, or is not for you; make "
            "the set anew",
            "documents");
      CHARTA_TRY(const auto texts, along(reader, one.line.resource, actor.visibility));
      if (digest_of_texts(texts) != one.along)
        return fail(ErrorKind::business_rule,
                    "the set is not opened: what goes along with a document in it has changed (a request to amend it, or what "
                    "became of that); make the set anew",
                    "documents");
    }
    return {};
  });
}

Result<Bytes> ProductionService::open(const Actor& actor, ProductionId id, File file) {
  CHARTA_TRY(const auto production, found(actor, id));
  if (production.state != "made") return fail(ErrorKind::business_rule, "the set is not made yet", "state");
  CHARTA_TRY_DO(require_openable(actor, production));
  const auto digest = Digest::parse_hex(file == File::pdf ? production.pdf : production.hash_list);
  if (!digest) return fail(ErrorKind::internal, "production " + id.text() + " names no file");
  CHARTA_TRY(auto bytes, store_.blobs().get(*digest));
  CHARTA_TRY(const auto documents, store_.read([&](store::Reader& reader) { return rows_.documents(reader, id); }));
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return note(work, actor.author, ledger::Act::exported, production, patients_in(documents, production.asked.patient));
  }));
  return bytes;
}

Result<std::vector<Change>> ProductionService::changes(const Actor& actor, ProductionId id) {
  CHARTA_TRY(const auto production, found(actor, id));
  if (production.state != "made") return fail(ErrorKind::business_rule, "the set is not made yet", "state");
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Change>> {
    CHARTA_TRY(const auto then, rows_.documents(reader, id));
    CHARTA_TRY(const auto now, decided(reader, production.asked, production.visibility));
    std::vector<Change> seen;
    for (auto& change : changes_between(then, now)) {
      CHARTA_TRY(const auto stored, resources_.load(reader, change.line.resource));
      const bool is_seen = stored && actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient);
      if (!is_seen) change.line.title.clear(), change.line.id.clear();
      seen.push_back(std::move(change));
    }
    return seen;
  });
}

}  // namespace charta::record_production
