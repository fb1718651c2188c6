// SPDX-License-Identifier: Apache-2.0
// How an entry is verified and posted in one unit, sent back, or taken back from the chart.
#include "department/data_entry/entry_service.hpp"

#include <algorithm>
#include <map>

namespace charta::data_entry {
namespace {

using access::Actor;
using access::Permission;

constexpr auto withheld_label = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);

/// The values that stand: the first's, and the second's where the verifier took them.
Result<std::vector<EnteredValue>> settled_values(const EntryView& view, const std::vector<Settled>& settled,
                                                 std::vector<std::string>& changed) {
  auto values = view.values;
  for (const auto& difference : view.differences) {
    const auto& one = difference.compared;
    const auto choice = std::find_if(settled.begin(), settled.end(), [&](const Settled& other) {
      return other.field == one.field && other.row == one.first.row && other.second_row == one.second.row;
    });
    if (choice == settled.end())
      return fail(ErrorKind::business_rule, one.field + ": two people typed this differently; choose which is right", "settled");
    if (!choice->takes_second) continue;
    changed.push_back(one.field);
    std::erase_if(values, [&](const EnteredValue& value) { return one.first.is_set() && key_of(value) == one.first; });
    if (!difference.second) continue;
    auto value = *difference.second;
    if (one.first.is_set()) value.row = one.first.row;
    while (find_value(values, key_of(value)) != nullptr) ++value.row;
    values.push_back(std::move(value));
  }
  return values;
}

Result<resources::Prepared> next_version(resources::ResourceService& resources, const resources::StoredResource& stored,
                                         const std::string& json) {
  resources::PutOptions options;
  options.source = "data-entry";
  options.key = stored.key;
  options.if_version = stored.version;
  options.facility = stored.facility;
  options.sensitivity = stored.sensitivity;
  return resources.prepare(BytesView(json), options);
}

}  // namespace

Result<EntryService::PreparedPosting> EntryService::prepare_posting(store::Reader& reader, const Actor& actor, const Entry& entry,
                                                                    const EntryView& view, const Facts& facts) const {
  PostingContext context{entry.id.text(),
                         facts.patient_reference,
                         facts.encounter_reference,
                         entry.document_type + "/" + entry.document_id,
                         facts.document.version,
                         facts.day,
                         clock_.now(),
                         entry.entered_by,
                         actor.author.user,
                         entry.verified_as};
  resources::PutOptions options;
  options.source = "data-entry";
  options.facility = facts.document.facility;
  options.sensitivity = facts.document.sensitivity;  // what the note may not show, its values may not either
  PreparedPosting all;
  for (const auto& piece : pieces_of(*view.form, rules_.units, view.values, view.reconciliation, context)) {
    CHARTA_TRY(auto made, resources_.prepare(BytesView(piece.json), options));
    const auto provenance = provenance_of({made.type() + "/" + made.id()}, piece.values, context, "CREATE");
    all.made.push_back(std::move(made));
    all.values.push_back(key_of(*piece.values.front()));
    CHARTA_TRY(auto source, resources_.prepare(BytesView(provenance), options));
    all.provenances.push_back(std::move(source));
  }
  for (const auto& line : view.reconciliation.lines) {
    if (line.says != PriorSays::stopped && line.says != PriorSays::changed) continue;
    CHARTA_TRY(const auto stored, resources_.load(reader, line.prior.resource));
    if (!stored || stored->deleted || stored->version != line.prior.version)
      return fail(ErrorKind::version_conflict, "an item of the chart was changed meanwhile; send the entry back",
                  "reconciliation");
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    CHARTA_TRY(const auto json, ended(document.root(), context));
    CHARTA_TRY(auto write, next_version(resources_, *stored, json));
    const auto* value = find_value(view.values, line.value);
    const auto provenance =
        provenance_of({stored->type + "/" + stored->id},
                      value == nullptr ? std::vector<const EnteredValue*>() : std::vector{value}, context, "UPDATE");
    CHARTA_TRY(auto source, resources_.prepare(BytesView(provenance), options));
    all.provenances.push_back(std::move(source));
    all.endings.push_back({std::move(write), stored->version, line.value});
  }
  return all;
}

Result<void> EntryService::post(store::UnitOfWork& work, const Actor& actor, Entry& entry, PreparedPosting& prepared) {
  std::int64_t number = 0;
  for (std::size_t at = 0; at < prepared.made.size(); ++at) {
    CHARTA_TRY(const auto written, resources_.put(work, actor, prepared.made[at]));
    CHARTA_TRY_DO(rows_.add_posting(work, entry.id,
                                    {++number, written.key, written.type, written.id, written.version, 0, prepared.values[at]}));
  }
  for (auto& ending : prepared.endings) {
    CHARTA_TRY(const auto written, resources_.put(work, actor, ending.write));
    CHARTA_TRY_DO(rows_.add_posting(
        work, entry.id, {++number, written.key, written.type, written.id, written.version, ending.version_before, ending.value}));
  }
  for (auto& one : prepared.provenances) CHARTA_TRY_DO(resources_.put(work, actor, one));
  return {};
}

Result<EntryView> EntryService::verify(const Actor& actor, EntryId id, std::int64_t version,
                                       const std::vector<Settled>& settled) {
  CHARTA_TRY_DO(access::require(actor, Permission::verify_data));
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::business_rule, "notes are typed and verified by people");
  std::vector<std::string> changed;
  EntryView view;
  CHARTA_TRY(auto prepared, store_.read([&](store::Reader& reader) -> Result<PreparedPosting> {
    CHARTA_TRY(auto entry, require_entry(reader, actor, id));
    if (entry.state != "validated") return fail(ErrorKind::business_rule, "this entry is not to be verified now", "state");
    if (version != 0 && entry.version != version)
      return fail(ErrorKind::version_conflict, "somebody else changed this entry meanwhile; look at it again", "version");
    CHARTA_TRY(view, view_of(reader, actor, std::move(entry)));
    if (!view.may_verify) return fail(ErrorKind::forbidden, "who typed it does not verify it: another person does", "verify");
    CHARTA_TRY(view.values, settled_values(view, settled, changed));
    CHARTA_TRY(const auto facts, facts_of(reader, actor, view.entry));
    if ((facts.document.sensitivity & withheld_label) != 0)
      return fail(ErrorKind::business_rule, "the note is withheld: it is said to be of another patient", "document");
    for (const auto& one : findings_of(*view.form, view.values, facts))
      if (!is_warning(one.fault))
        return fail(ErrorKind::business_rule, one.field + ": " + one.says + "; send it back", "findings");
    CHARTA_TRY(const auto items, answered_items(reader, actor, view.entry));
    CHARTA_TRY(const auto answers, rows_.priors(reader, id));
    view.reconciliation = reconcile(*view.form, items, view.values, answers);
    for (const auto& line : view.reconciliation.lines)
      if (!line.fault.empty())
        return fail(ErrorKind::business_rule, line.prior.type + " of the chart: " + line.fault + "; send it back",
                    "reconciliation");
    for (const auto& [key, words] : view.reconciliation.doubled)
      return fail(ErrorKind::business_rule, key.field + ": " + words + "; send it back", "reconciliation");
    view.entry.document_version = facts.document.version;
    view.entry.content_digest = facts.content_digest;
    view.entry.verified_by = actor.author.user;
    view.entry.verified_as = actor.may(Permission::write_record) ? "provider" : "second-person";
    return prepare_posting(reader, actor, view.entry, view, facts);
  }));
  return change(actor, id, view.entry.version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (entry.state != "validated")
      return fail(ErrorKind::version_conflict, "somebody else was faster; look at it again", "state");
    CHARTA_TRY_DO(answered_items(work, actor, entry));
    CHARTA_TRY(const auto document, resources_.load(work, entry.document));
    if (!document || document->deleted || document->version != view.entry.document_version)
      return fail(ErrorKind::version_conflict, "the note was changed meanwhile; look at it again", "document");
    entry.document_version = view.entry.document_version;
    entry.content_digest = view.entry.content_digest;
    entry.verified_by = view.entry.verified_by;
    entry.verified_as = view.entry.verified_as;
    entry.verified_at = entry.posted_at = clock_.now();
    for (const auto& field : changed) {
      std::vector<EnteredValue> of_field;
      for (const auto& value : view.values)
        if (value.field == field) of_field.push_back(value);
      CHARTA_TRY_DO(rows_.save_field(work, entry.id, 1, field, of_field));
    }
    CHARTA_TRY_DO(post(work, actor, entry, prepared));
    CHARTA_TRY_DO(step(work, actor, entry, "verify"));
    CHARTA_TRY_DO(step(work, actor, entry, "post"));
    return record(work, actor, entry, ledger::Act::filed, entry.verified_as);
  });
}

Result<EntryView> EntryService::send_back(const Actor& actor, EntryId id, const std::string& reason, const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::verify_data));
  if (reason.empty()) return fail(ErrorKind::missing, "say why it goes back", "reason");
  return change(actor, id, 0, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (entry.state != "validated") return fail(ErrorKind::business_rule, "this entry is not to be verified now", "state");
    entry.returned_for = reason;
    entry.returned_words = words;
    ++entry.times_returned;
    CHARTA_TRY_DO(step(work, actor, entry, "return", reason, words));
    CHARTA_TRY_DO(let_go(work, entry));
    return record(work, actor, entry, ledger::Act::transitioned, reason, words);
  });
}

Result<EntryView> EntryService::keep(const Actor& actor, EntryId id, const std::string& reason, const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::verify_data));
  return change(actor, id, 0, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    if (!entry.source_item.is_set()) return fail(ErrorKind::business_rule, "nobody asks about this entry's note", "state");
    worklists::Act act;
    act.event = "keep";
    act.reason_code = reason;
    act.note = words;
    CHARTA_TRY_DO(worklists_.apply(work, actor, entry.source_item, act));
    return record(work, actor, entry, ledger::Act::verified, reason, words);
  });
}

Result<EntryView> EntryService::retract(const Actor& actor, EntryId id, const std::string& reason, const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::verify_data));
  std::vector<std::pair<std::int64_t, resources::Prepared>> writes;
  CHARTA_TRY(const auto before, find(actor, id));
  if (!before.entry.source_item.is_set()) return fail(ErrorKind::business_rule, "nobody asks about this entry's note", "state");
  for (const auto& posting : before.postings) {
    if (posting.is_retracted) continue;
    CHARTA_TRY(const auto stored, store_.read([&](store::Reader& reader) { return resources_.load(reader, posting.resource); }));
    if (!stored || stored->deleted) continue;
    std::string json;
    if (posting.version_before == 0) {
      CHARTA_TRY(const auto document, json::Document::parse(stored->json));
      CHARTA_TRY(json, retracted(document.root()));
    } else {
      if (stored->version != posting.version) continue;  // somebody changed it since, and knows why
      CHARTA_TRY(const auto old, resources_.vread(system_, posting.type, posting.id, std::to_string(posting.version_before)));
      json = old.json;
    }
    CHARTA_TRY(auto write, next_version(resources_, *stored, json));
    writes.emplace_back(posting.number, std::move(write));
  }
  return change(actor, id, before.entry.version, [&](store::UnitOfWork& work, Entry& entry) -> Result<void> {
    for (auto& [number, write] : writes) {
      CHARTA_TRY(const auto written, resources_.put(work, actor, write));
      CHARTA_TRY_DO(rows_.set_retracted(work, entry.id, number, written.version));
    }
    worklists::Act act;
    act.event = "retract";
    act.reason_code = reason;
    act.note = words;
    CHARTA_TRY_DO(worklists_.apply(work, actor, entry.source_item, act));
    return record(work, actor, entry, ledger::Act::deleted, reason, words);
  });
}

}  // namespace charta::data_entry
