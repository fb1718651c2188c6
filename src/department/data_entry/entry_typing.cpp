// SPDX-License-Identifier: Apache-2.0
// How an entry is opened, typed, answered and checked, and typed a second time.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/data_entry/entry_service.hpp"

#include <algorithm>
#include <set>

namespace charta::data_entry {
namespace {

using access::Actor;
using access::Permission;

constexpr std::size_t most_rows = 60, longest_part = 4000, longest_answer = 500;
constexpr auto withheld = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);

Result<void> check_rows(const FormField& field, std::vector<EnteredValue>& values) {
  if (values.size() > most_rows) return fail(ErrorKind::invalid, "a field has at most 60 lines", field.id);
  std::set<int> rows;
  for (auto& value : values) {
    value.field = field.id;
    for (auto* part : {&value.text, &value.unit, &value.code, &value.side, &value.since, &value.detail}) *part = stripped(*part);
    if (value.row < 1 || value.row > 1000 || !rows.insert(value.row).second)
      return fail(ErrorKind::invalid, "each line of a field has a number of its own, from 1", field.id);
    if (value.is_absent && (!value.text.empty() || !value.code.empty()))
      return fail(ErrorKind::invalid, "a field has a value, or the note does not have it", field.id);
    for (const auto* part :
         {&value.text, &value.unit, &value.code, &value.side, &value.since, &value.detail, &value.source.quote})
      if (part->size() > longest_part) return fail(ErrorKind::too_large, "a value has at most 4,000 bytes", field.id);
    if (value.source.page < 0 || value.source.page > 100'000 || value.source.version < 0)
      return fail(ErrorKind::invalid, "there is no such page", field.id);
  }
  return {};
}

}  // namespace

Result<void> EntryService::record(store::UnitOfWork& work, const Actor& actor, const Entry& entry, ledger::Act act,
                                  std::string_view reason, const std::string& of) {
  ledger::Entry one;
  one.act = act;
  one.subject_kind = "data_entry";
  one.subject = entry.id.key();
  one.subject_version = entry.version;
  one.patient = entry.patient;
  one.reason = reason;
  one.rule = entry.rule;
  if (!of.empty()) one.digest = sha256(of);
  return ledger_.record(work, actor.author, one);
}

Result<void> EntryService::step(store::UnitOfWork& work, const Actor& actor, Entry& entry, std::string_view event,
                                const std::string& reason, const std::string& words) {
  CHARTA_TRY(const auto* transition, worklists::step(entry_machine(), entry.state, event));
  entry.state = transition->to;
  CHARTA_TRY_DO(rows_.update(work, entry));  // the guard looks at the row
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  act.note = words;
  CHARTA_TRY_DO(worklists_.apply(work, actor, entry.item, act));
  return {};
}

/// Who begins holds it; nobody types into what somebody else has in hand.
Result<void> EntryService::take_in_hand(store::UnitOfWork& work, const Actor& actor, const Entry& entry) {
  CHARTA_TRY(const auto item, worklists_.find(work, entry.item));
  if (!item) return fail(ErrorKind::internal, "no work item stands behind data entry " + entry.id.text());
  if (item->owner == actor.author.user) return {};
  if (item->owner.is_set())
    return fail(ErrorKind::version_conflict, "somebody else has this entry in hand; ask them to release it", "owner");
  worklists::Act act;
  act.event = "claim";
  CHARTA_TRY_DO(worklists_.apply(work, actor, entry.item, act));
  return {};
}

Result<void> EntryService::let_go(store::UnitOfWork& work, const Entry& entry) {
  CHARTA_TRY(const auto item, worklists_.find(work, entry.item));
  if (!item || !item->owner.is_set() || item->closed_at) return {};
  worklists::Act act;
  act.event = "release";
  CHARTA_TRY_DO(worklists_.apply(work, system_, entry.item, act));
  return {};
}

Result<EntryView> EntryService::change(const Actor& actor, EntryId id, std::int64_t version, const Change& change) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "notes are typed and verified by people");
  const auto kept = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto entry, require_entry(work, actor, id));
    if (version != 0 && entry.version != version)
      return fail(ErrorKind::version_conflict, "somebody else changed this entry meanwhile; look at it again", "version");
    CHARTA_TRY_DO(change(work, entry));
    return rows_.update(work, entry);
  });
  if (!kept) return kept.error();
  return look(actor, id);
}

Result<Entry> EntryService::begin(store::UnitOfWork& work, const Actor& actor, const chart::ChartEntry& line, const Form& form) {
  CHARTA_TRY(const auto stored, resources_.load(work, line.resource));
  if (!stored || stored->deleted) return fail(ErrorKind::not_found, "there is no such document");
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  Entry entry;
  entry.id = keys_.next<EntryId>();
  entry.document = line.resource;
  entry.document_type = line.resource_type;
  entry.document_id = line.fhir_id;
  entry.document_version = stored->version;
  entry.content_digest = content_digest_of(document.root());
  entry.title = line.title;
  entry.patient = line.patient;
  entry.visit_at = line.at;
  entry.form = form.id;
  entry.rule = form.rule;
  entry.state = "to-enter";
  entry.opened_at = clock_.now();
  entry.facility = line.facility;
  entry.sensitivity = line.sensitivity;
  if (!line.encounter.empty()) {
    CHARTA_TRY(const auto stay, resources_.load(work, "Encounter", line.encounter));
    if (stay && !stay->deleted) {
      entry.encounter = stay->id;
      entry.encounter_key = stay->key;
      CHARTA_TRY(const auto visit, encounters_.encounter(work, stay->key));
      if (visit && (visit->ended_at || visit->started_at)) entry.visit_at = visit->ended_at ? visit->ended_at : visit->started_at;
    }
  }
  std::string detail;
  json::Writer(detail)
      .begin_object()
      .member("title", form.title)
      .member("document", entry.title)
      .member("entry", entry.id.text())
      .member("encounter", entry.encounter)
      .end_object();
  worklists::NewWorkItem item;
  item.kind = entry_machine().kind;
  item.subject_type = entry.document_type;
  item.subject = entry.document.key();
  item.patient = entry.patient;
  item.detail = detail;
  item.rule = form.rule;
  item.clock_basis = "visit";
  item.due_at = entry.visit_at->plus(std::chrono::hours(rules_.double_entry.lag_goal_hours));
  item.facility = entry.facility;
  item.sensitivity = entry.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  entry.item = opened.id;
  CHARTA_TRY_DO(rows_.add(work, entry));
  return entry;
}

Result<EntryView> EntryService::open(const Actor& actor, std::string_view type, std::string_view id, const std::string& form_id) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "notes are typed and verified by people");
  CHARTA_TRY(const auto opened, store_.write([&](store::UnitOfWork& work) -> Result<EntryId> {
    CHARTA_TRY(const auto stored, resources_.load(work, type, id));
    const auto line = stored && !stored->deleted ? chart_.rows().find(work, stored->key)
                                                 : Result<std::optional<chart::ChartEntry>>(std::nullopt);
    if (!line) return line.error();
    if (!*line || !actor.visibility.sees((*line)->facility, (*line)->sensitivity, (*line)->patient) || !(*line)->patient.is_set())
      return fail(ErrorKind::not_found, "there is no document " + std::string(id) + " in a chart", "document");
    CHARTA_TRY(const auto known, rows_.of_document(work, stored->key));
    for (const auto& one : known)
      if (!one.is_closed()) return one.id;  // the same note is typed once
    const Form* form =
        rules_.form(form_id.empty() && !rules_.forms.empty() ? std::string_view(rules_.forms.front().id) : form_id);
    if (form_id.empty())
      for (const auto& one : rules_.forms)
        if (one.opens_on.documents.contains((*line)->title_code)) {
          form = &one;
          break;
        }
    if (form == nullptr) return fail(ErrorKind::not_found, "there is no form '" + form_id + "'", "form");
    CHARTA_TRY(const auto entry, begin(work, actor, **line, *form));
    CHARTA_TRY_DO(record(work, actor, entry, ledger::Act::created, "by-hand"));
    return entry.id;
  }));
  return look(actor, opened);
}

/// Who typed any of it, or saw it while it was typed, does not type it the second time.
Result<void> EntryService::require_blind(store::Reader& reader, const Actor& actor, const Entry& entry) {
  CHARTA_TRY(const auto first, rows_.values(reader, entry.id, 1));
  const auto me = actor.author.user;
  const bool typed =
      me == entry.entered_by || std::any_of(first.begin(), first.end(), [&](const EnteredValue& one) { return one.by == me; });
  ledger::Filter seen;
  seen.user = me;
  seen.subject_kind = "data_entry";
  seen.subject = entry.id.key();
  seen.act = std::string(ledger::act_code(ledger::Act::viewed));
  if (entry.validated_at) seen.until = entry.validated_at->plus(std::chrono::milliseconds(1));
  seen.limit = 1;
  CHARTA_TRY(const auto views, ledger_.list(reader, seen));
  if (!typed && views.empty()) return {};
  return fail(ErrorKind::forbidden, "the second entry is for somebody who has not seen the first", "pass");
}

Result<EntryView> EntryService::save(const Actor& actor, EntryId id, std::int64_t version, const std::string& field_id,
                                     std::vector<EnteredValue> values) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  return change(actor, id, version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    CHARTA_TRY(const auto* form, form_of(entry));
    const FormField* field = form->field(field_id);
    if (field == nullptr) return fail(ErrorKind::invalid, "this form has no field '" + field_id + "'", "field");
    CHARTA_TRY_DO(check_rows(*field, values));
    const auto me = actor.author.user;
    const bool is_second = entry.state == "second-entry";
    if (!is_second && !entry.is_open_to_typing())
      return fail(ErrorKind::business_rule,
                  "nothing is typed any more: this entry is " + worklists::title_of(entry_machine(), entry.state), "state");
    if (is_second && !entry.second_by.is_set()) CHARTA_TRY_DO(require_blind(work, actor, entry));
    if (is_second && entry.second_by.is_set() && entry.second_by != me)
      return fail(ErrorKind::forbidden, "somebody else types this the second time", "pass");
    CHARTA_TRY_DO(take_in_hand(work, actor, entry));
    std::string said;
    for (auto& value : values) {
      value.by = me;
      value.at = clock_.now();
      said += saying_of(value) + '\n' + std::to_string(value.source.page) + ' ' + print(value.source.box) + '\n';
    }
    CHARTA_TRY_DO(rows_.save_field(work, entry.id, is_second ? 2 : 1, field->id, values));
    if (is_second) {
      entry.second_by = me;
    } else {
      entry.entered_by = me;
      if (!entry.captured_at) entry.captured_at = clock_.now();
      if (entry.state == "to-enter") CHARTA_TRY_DO(step(work, actor, entry, "capture"));
    }
    return record(work, actor, entry, ledger::Act::amended, field->id, said);
  });
}

Result<EntryView> EntryService::answer_warning(const Actor& actor, EntryId id, std::int64_t version, const std::string& key,
                                               const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  if (stripped(words).empty()) return fail(ErrorKind::missing, "say why it is right as it stands", "words");
  if (words.size() > longest_answer) return fail(ErrorKind::too_large, "an answer has at most 500 bytes", "words");
  return change(actor, id, version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (!entry.is_open_to_typing()) return fail(ErrorKind::business_rule, "this entry is not being typed", "state");
    CHARTA_TRY(const auto* form, form_of(entry));
    CHARTA_TRY(const auto values, rows_.values(work, entry.id, 1));
    CHARTA_TRY(const auto facts, facts_of(work, actor, entry));
    for (const auto& finding : findings_of(*form, values, facts)) {
      if (finding.key() != key || !is_warning(finding.fault)) continue;
      const auto* value = find_value(values, {finding.field, finding.row});
      const WarningAnswer answer{key, saying_digest(value), stripped(words), actor.author.user, clock_.now()};
      CHARTA_TRY_DO(take_in_hand(work, actor, entry));
      CHARTA_TRY_DO(rows_.save_warning(work, entry.id, answer));
      return record(work, actor, entry, ledger::Act::amended, "warning:" + key, answer.words);
    }
    return fail(ErrorKind::not_found, "nothing warns of this any more", "finding");
  });
}

Result<EntryView> EntryService::answer_prior(const Actor& actor, EntryId id, std::int64_t version, const PriorAnswer& answer) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  return change(actor, id, version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (!entry.is_open_to_typing()) return fail(ErrorKind::business_rule, "this entry is not being typed", "state");
    CHARTA_TRY(const auto prior, prior_of(work, actor, entry.patient));
    const auto item = std::find_if(prior.begin(), prior.end(),
                                   [&](const PriorItem& one) { return one.type == answer.type && one.id == answer.id; });
    if (item == prior.end()) return fail(ErrorKind::not_found, "the chart does not list this any more", "prior");
    if (item->version != answer.version)
      return fail(ErrorKind::version_conflict, "the chart's item was changed meanwhile; look at it again", "prior");
    CHARTA_TRY_DO(take_in_hand(work, actor, entry));
    CHARTA_TRY(const auto values, rows_.values(work, entry.id, 1));
    auto bound = answer;
    bound.value_digest = saying_digest(find_value(values, answer.value));
    CHARTA_TRY_DO(rows_.save_prior(work, entry.id, bound));
    return record(work, actor, entry, ledger::Act::amended, "prior:" + std::string(prior_code(answer.says)),
                  answer.type + "/" + answer.id);
  });
}

Result<EntryView> EntryService::validate(const Actor& actor, EntryId id, std::int64_t version) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  return change(actor, id, version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (entry.state != "captured" && entry.state != "returned")
      return fail(ErrorKind::business_rule, "this entry is not being typed", "state");
    CHARTA_TRY_DO(take_in_hand(work, actor, entry));
    entry.entered_by = actor.author.user;
    CHARTA_TRY(const auto view, view_of(work, actor, entry));
    CHARTA_TRY(const auto document, resources_.load(work, entry.document));
    if (document && (document->sensitivity & withheld) != 0)
      return fail(ErrorKind::business_rule, "the note is withheld: it is said to be of another patient", "document");
    for (const auto& one : view.findings) {
      if (!is_warning(one.fault)) return fail(ErrorKind::business_rule, one.field + ": " + one.says, "findings");
      if (one.answer.empty()) return fail(ErrorKind::business_rule, one.field + ": answer the warning: " + one.says, "findings");
    }
    for (const auto& line : view.reconciliation.lines)
      if (!line.fault.empty())
        return fail(ErrorKind::business_rule, line.prior.type + " of the chart: " + line.fault, "reconciliation");
    for (const auto& [key, words] : view.reconciliation.doubled)
      return fail(ErrorKind::business_rule, key.field + ": " + words, "reconciliation");
    CHARTA_TRY_DO(forget_stale_answers(work, entry));
    entry.validated_at = clock_.now();
    const bool is_first_time = !entry.second_at && !entry.is_drawn;
    CHARTA_TRY_DO(step(work, actor, entry, "validate"));
    if (is_first_time && is_drawn(entry.id.key(), rules_.double_entry.per_thousand)) {
      entry.is_drawn = true;
      CHARTA_TRY_DO(step(work, system_, entry, "ask-second"));
    }
    CHARTA_TRY_DO(let_go(work, entry));
    return record(work, actor, entry, ledger::Act::transitioned, "validated");
  });
}

Result<EntryView> EntryService::finish_second(const Actor& actor, EntryId id, std::int64_t version) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  return change(actor, id, version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (entry.state != "second-entry" || entry.second_by != actor.author.user)
      return fail(ErrorKind::business_rule, "this is done by whoever types it the second time", "state");
    CHARTA_TRY(const auto view, view_of(work, actor, entry));
    for (const auto& one : view.findings)
      if (!is_warning(one.fault)) return fail(ErrorKind::business_rule, one.field + ": " + one.says, "findings");
    CHARTA_TRY(const auto first, rows_.values(work, entry.id, 1));
    const auto compared = compare(*view.form, rules_.units, first, view.values);
    entry.compared = static_cast<std::int64_t>(compared.size());
    entry.agreed = std::count_if(compared.begin(), compared.end(), [](const Compared& one) { return one.agrees; });
    entry.second_at = clock_.now();
    CHARTA_TRY_DO(step(work, actor, entry, "enter-second"));
    CHARTA_TRY_DO(let_go(work, entry));
    return record(work, actor, entry, ledger::Act::transitioned, "typed-twice");
  });
}

Result<EntryView> EntryService::not_needed(const Actor& actor, EntryId id, const std::string& reason, const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::enter_data));
  return change(actor, id, 0, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    CHARTA_TRY_DO(step(work, actor, entry, "not-needed", reason, words));
    return record(work, actor, entry, ledger::Act::transitioned, reason);
  });
}

}  // namespace charta::data_entry
