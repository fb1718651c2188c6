// SPDX-License-Identifier: Apache-2.0
// What an entry is judged by, and what one person sees of it.
#include "department/data_entry/entry_service.hpp"

#include <algorithm>

namespace charta::data_entry {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t priors_of_type = 500, most_waiting = 500, most_posted = 100'000;

std::string text_of_concept(json::Value value) {
  if (!value["text"].text().empty()) return std::string(value["text"].text());
  for (const auto coding : value["coding"])
    if (!coding["display"].text().empty()) return std::string(coding["display"].text());
  return std::string(value["coding"].at(0)["code"].text());
}

std::string code_of_concept(json::Value value, std::string_view system) {
  for (const auto coding : value["coding"])
    if (coding["system"].text() == system) return std::string(coding["code"].text());
  return {};
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string_view first_code(json::Value value) {
  return value["coding"].at(0)["code"].text();
}

/// Whether it still stands: an item that nobody ended, and nobody took back.
bool stands(json::Value resource, std::string_view type) {
  if (type == "MedicationStatement") return is_one_of(resource["status"].text(), {"active", "intended", "on-hold", "unknown"});
  if (is_one_of(first_code(resource["verificationStatus"]), {"entered-in-error", "refuted"})) return false;
  const auto status = first_code(resource["clinicalStatus"]);
  return status.empty() || is_one_of(status, {"active", "recurrence", "relapse"});
}

PriorItem prior_in(json::Value resource, const resources::StoredResource& stored) {
  PriorItem item;
  item.type = stored.type;
  item.id = stored.id;
  item.resource = stored.key;
  item.patient = stored.patient;
  item.version = stored.version;
  item.changed_at = stored.last_updated;
  const bool is_problem = stored.type == "Condition";
  const auto what = stored.type == "MedicationStatement" ? resource["medicationCodeableConcept"] : resource["code"];
  item.text = text_of_concept(what);
  item.code =
      code_of_concept(what, is_problem ? "http://hl7.org/fhir/sid/icd-10-cm" : "http://www.nlm.nih.gov/research/umls/rxnorm");
  item.side = resource["bodySite"].at(0)["text"].text();
  item.since = is_problem ? resource["onsetDateTime"].text() : resource["effectivePeriod"]["start"].text();
  item.detail = resource["dosage"].at(0)["text"].text();
  return item;
}

}  // namespace

Result<std::vector<PriorItem>> EntryService::prior_of(store::Reader& reader, const Actor& actor, PatientId patient) const {
  std::vector<PriorItem> items;
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  for (const auto record : records)
    for (const auto* type : {"Condition", "MedicationStatement", "AllergyIntolerance"}) {
      CHARTA_TRY(const auto all, resources_.of_patient(reader, record, type, priors_of_type));
      for (const auto& stored : all) {
        if (!actor.visibility.sees(stored.facility, stored.sensitivity, stored.patient)) continue;
        CHARTA_TRY(const auto document, json::Document::parse(stored.json));
        if (stands(document.root(), stored.type)) items.push_back(prior_in(document.root(), stored));
      }
    }
  return items;
}

namespace {

Error lists_changed() {
  return fail(ErrorKind::business_rule, "the chart's lists changed since it was typed; send it back to be compared again",
              "reconciliation");
}

bool is_answered_by(const std::vector<PriorAnswer>& answers, const PriorItem& item) {
  return std::any_of(answers.begin(), answers.end(),
                     [&](const PriorAnswer& one) { return one.type == item.type && one.id == item.id; });
}

/// Nobody can have answered for it when it was typed: it came afterwards, or with a record that was linked afterwards.
bool is_news(const PriorItem& item, const Entry& entry, const std::vector<PatientId>& linked_since) {
  return !entry.validated_at || item.changed_at > *entry.validated_at ||
         std::find(linked_since.begin(), linked_since.end(), item.patient) != linked_since.end();
}

}  // namespace

/// Records of the same person that were linked to the entry's after it was typed.
Result<std::vector<PatientId>> EntryService::linked_since(store::Reader& reader, const Entry& entry) const {
  std::vector<PatientId> since;
  if (!entry.validated_at) return since;
  CHARTA_TRY(const auto records, index_.expand(reader, entry.patient));
  for (const auto record : records) {
    if (record == entry.patient) continue;
    CHARTA_TRY(const auto links, index_.links(reader, record));
    const bool is_new =
        std::any_of(links.begin(), links.end(), [&](const auto& one) { return !one.until && one.from > *entry.validated_at; });
    if (is_new) since.push_back(record);
  }
  return since;
}

Result<std::vector<PriorItem>> EntryService::answered_items(store::Reader& reader, const Actor& actor, const Entry& entry) const {
  CHARTA_TRY(const auto answers, rows_.priors(reader, entry.id));
  CHARTA_TRY(const auto records, index_.expand(reader, entry.patient));
  std::vector<PriorItem> items;
  for (const auto& answer : answers) {
    CHARTA_TRY(const auto stored, resources_.load(reader, answer.type, answer.id));
    const bool is_here =
        stored && !stored->deleted && std::find(records.begin(), records.end(), stored->patient) != records.end();
    if (!is_here || stored->version != answer.version) return lists_changed();
    if (!actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
      return fail(ErrorKind::forbidden, "this is verified by somebody who may see everything that it was compared with",
                  "verify");
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    items.push_back(prior_in(document.root(), *stored));
  }
  CHARTA_TRY(const auto now, prior_of(reader, actor, entry.patient));
  CHARTA_TRY(const auto since, linked_since(reader, entry));
  for (const auto& item : now)
    if (!is_answered_by(answers, item) && is_news(item, entry, since)) return lists_changed();
  return items;
}

/// What was said of an item that ended meanwhile counts for nothing; of one that this person may not see, it stands.
Result<void> EntryService::forget_stale_answers(store::UnitOfWork& work, const Entry& entry) const {
  CHARTA_TRY(const auto answers, rows_.priors(work, entry.id));
  CHARTA_TRY(const auto listed, prior_of(work, system_, entry.patient));
  for (const auto& answer : answers) {
    const bool is_listed = std::any_of(listed.begin(), listed.end(), [&](const PriorItem& one) {
      return one.type == answer.type && one.id == answer.id && one.version == answer.version;
    });
    if (!is_listed) CHARTA_TRY_DO(rows_.forget_prior(work, entry.id, answer));
  }
  return {};
}

Result<EntryService::Facts> EntryService::facts_of(store::Reader& reader, const Actor& actor, const Entry& entry) const {
  Facts facts;
  CHARTA_TRY(auto document, resources_.load(reader, entry.document));
  if (!document || document->deleted)
    return fail(ErrorKind::business_rule, "the note of this entry is not in the chart any more", "document");
  CHARTA_TRY(const auto parsed, json::Document::parse(document->json));
  facts.content_digest = content_digest_of(parsed.root());
  // A new version with the same content (a signature, a label) is the same note.
  facts.visit.document_version = facts.content_digest == entry.content_digest ? 0 : document->version;
  facts.document = std::move(*document);
  CHARTA_TRY(const auto person, index_.hit(reader, entry.patient));
  if (!person) return fail(ErrorKind::business_rule, "the record that the note stands in is gone", "patient");
  facts.patient_reference = "Patient/" + person->fhir_id;
  facts.visit.born = Date::parse(person->birth_date);
  facts.visit.sex = person->sex;
  facts.visit.today = zone_.local_date(clock_.now());
  facts.day = facts.visit.today.text();
  if (entry.encounter_key.is_set()) {
    CHARTA_TRY(const auto visit, encounters_.encounter(reader, entry.encounter_key));
    if (visit) {
      facts.encounter_reference = "Encounter/" + visit->fhir_id;
      if (visit->started_at) facts.visit.from = zone_.local_date(*visit->started_at);
      facts.visit.until = visit->ended_at ? zone_.local_date(*visit->ended_at) : facts.visit.from;
    }
  }
  if (facts.visit.from) facts.day = facts.visit.from->text();
  CHARTA_TRY(facts.prior, prior_of(reader, actor, entry.patient));
  return facts;
}

std::vector<Finding> EntryService::findings_of(const Form& form, const std::vector<EnteredValue>& values,
                                               const Facts& facts) const {
  const Date day = facts.visit.from.value_or(facts.visit.today);
  return check(form, rules_, values, facts.visit, [&](FieldKind kind, std::string_view code) {
    return questions_.code ? questions_.code(kind, code, day) : CodeAnswer{};
  });
}

Result<const Form*> EntryService::form_of(const Entry& entry) const {
  const Form* form = rules_.form(entry.form);
  if (form == nullptr)
    return fail(ErrorKind::business_rule,
                "the form '" + entry.form + "' is not in force any more; close this entry and open one anew", "form");
  return form;
}

Result<Entry> EntryService::require_entry(store::Reader& reader, const Actor& actor, EntryId id) const {
  CHARTA_TRY(auto entry, rows_.find(reader, id));
  if (!entry || !actor.visibility.sees(entry->facility, entry->sensitivity, entry->patient))
    return fail(ErrorKind::not_found, "there is no data entry " + id.text());
  return std::move(*entry);
}

Result<EntryView> EntryService::view_of(store::Reader& reader, const Actor& actor, Entry entry) const {
  EntryView view;
  CHARTA_TRY(view.form, form_of(entry));
  const auto me = actor.author.user;
  const bool is_second = entry.state == "second-entry";
  view.is_blind = is_second && me != entry.entered_by;
  CHARTA_TRY(view.values, rows_.values(reader, entry.id, view.is_blind ? 2 : 1));
  CHARTA_TRY(view.postings, rows_.postings(reader, entry.id));
  const auto typed = [&](const std::vector<EnteredValue>& values) {
    return std::any_of(values.begin(), values.end(), [&](const EnteredValue& one) { return one.by == me; });
  };
  const bool typed_any = me == entry.entered_by || me == entry.second_by || typed(view.values);
  view.may_type = actor.may(Permission::enter_data) &&
                  (entry.is_open_to_typing() || (view.is_blind && (!entry.second_by.is_set() || entry.second_by == me)));
  view.may_verify = actor.may(Permission::verify_data) && entry.state == "validated" && !typed_any;
  if (entry.state == "validated" && typed_any) view.why_not = "who typed it does not verify it";
  if (entry.state == "posted" && entry.source_item.is_set()) {
    CHARTA_TRY(const auto asked, worklists_.find(reader, entry.source_item));
    if (asked && !asked->closed_at) view.asked_about = asked->reason_code;
    view.may_settle = !view.asked_about.empty() && actor.may(Permission::verify_data);
  }
  if (entry.is_closed()) {
    view.entry = std::move(entry);
    return view;
  }
  CHARTA_TRY(const auto facts, facts_of(reader, actor, entry));
  CHARTA_TRY(const auto answers, rows_.warnings(reader, entry.id));
  for (auto& finding : findings_of(*view.form, view.values, facts)) {
    AnsweredFinding answered{std::move(finding), {}, {}};
    const auto* value = find_value(view.values, {answered.field, answered.row});
    const auto digest = saying_digest(value);
    for (const auto& one : answers)
      if (is_warning(answered.fault) && one.key == answered.key() && one.digest == digest) {
        answered.answer = one.words;
        answered.by = one.by;
      }
    if (!view.is_blind || !is_warning(answered.fault)) view.findings.push_back(std::move(answered));
  }
  if (!view.is_blind) {
    CHARTA_TRY(const auto priors, rows_.priors(reader, entry.id));
    CHARTA_TRY(const auto since, linked_since(reader, entry));
    auto lists = facts.prior;
    if (entry.state == "validated")  // as whoever typed it saw them
      std::erase_if(lists, [&](const PriorItem& one) { return !is_answered_by(priors, one) && !is_news(one, entry, since); });
    view.reconciliation = reconcile(*view.form, lists, view.values, priors);
  }
  if (entry.second_at && !is_second) {
    CHARTA_TRY(const auto second, rows_.values(reader, entry.id, 2));
    for (auto& one : compare(*view.form, rules_.units, view.values, second)) {
      if (one.agrees) continue;
      const auto* first_value = find_value(view.values, one.first);
      const auto* second_value = find_value(second, one.second);
      view.differences.push_back({std::move(one), first_value == nullptr ? std::nullopt : std::optional(*first_value),
                                  second_value == nullptr ? std::nullopt : std::optional(*second_value)});
    }
  }
  view.entry = std::move(entry);
  return view;
}

Result<EntryView> EntryService::look(const Actor& actor, EntryId id) {
  return store_.read([&](store::Reader& reader) -> Result<EntryView> {
    CHARTA_TRY(auto entry, require_entry(reader, actor, id));
    return view_of(reader, actor, std::move(entry));
  });
}

Result<EntryView> EntryService::find(const Actor& actor, EntryId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return look(actor, id);
}

Result<EntryView> EntryService::of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<EntryView> {
    CHARTA_TRY(auto entry, rows_.of_item(reader, item));
    if (!entry || !actor.visibility.sees(entry->facility, entry->sensitivity, entry->patient))
      return fail(ErrorKind::not_found, "there is no data entry behind item " + item.text());
    return view_of(reader, actor, std::move(*entry));
  });
}

Result<EntryService::Desk> EntryService::desk(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Desk> {
    CHARTA_TRY(auto all,
               rows_.in_states(reader, {"returned", "captured", "to-enter", "second-entry", "validated"}, most_waiting));
    Desk desk;
    const auto me = actor.author.user;
    for (auto& one : all) {
      if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) continue;
      if (one.is_open_to_typing())
        desk.to_type.push_back(std::move(one));
      else if (one.state == "second-entry" && one.entered_by != me && (!one.second_by.is_set() || one.second_by == me))
        desk.to_type_again.push_back(std::move(one));
      else if (one.state == "validated" && one.entered_by != me && one.second_by != me)
        desk.to_verify.push_back(std::move(one));
    }
    return desk;
  });
}

Result<std::vector<PostedValue>> EntryService::posted_of(const Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<PostedValue>> {
    std::vector<PostedValue> all;
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      CHARTA_TRY(auto some, rows_.posted_of(reader, record));
      for (auto& one : some)
        if (actor.visibility.sees(one.facility, one.sensitivity, record)) all.push_back(std::move(one));
    }
    return all;
  });
}

Result<EntryService::Period> EntryService::period(const Actor& actor, Instant from, Instant until) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  Period period;
  CHARTA_TRY(auto waiting, store_.read([&](store::Reader& reader) -> Result<std::vector<Entry>> {
    CHARTA_TRY(period.entries, rows_.posted_between(reader, from, until, most_posted));
    return rows_.in_states(reader, {"returned", "captured", "to-enter", "second-entry", "validated"}, most_posted);
  }));
  const auto is_hidden = [&](const Entry& one) { return !actor.visibility.sees(one.facility, one.sensitivity, one.patient); };
  std::erase_if(period.entries, is_hidden);
  std::erase_if(waiting, is_hidden);
  period.figures = figures_of(period.entries, rules_.double_entry.lag_goal_hours);
  period.figures.open = static_cast<std::int64_t>(waiting.size());
  return period;
}

}  // namespace charta::data_entry
