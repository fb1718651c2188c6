// SPDX-License-Identifier: Apache-2.0
// What happens to a note happens to what is typed from it: it opens an entry, takes it back, or asks a person.
#include "department/data_entry/entry_service.hpp"

#include <algorithm>

namespace charta::data_entry {
namespace {

using namespace happenings;
using store::UnitOfWork;

template <class Kind, class React>
Bus::Reaction told_of(React react) {
  return [react](UnitOfWork& work, const Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

}  // namespace

void EntryService::declare() {
  const auto asked = [this](UnitOfWork& work, std::string_view name, const worklists::WorkItem& item, const worklists::Act&) {
    return guard(work, name, item);
  };
  worklists_.declare(entry_machine(), asked);
  worklists_.declare(source_machine(), asked,
                     [this](UnitOfWork& work, const access::Actor&, const worklists::WorkItem& item, const worklists::Act& act) {
                       return act.event == "keep" ? values_stand(work, item) : Result<void>();
                     });
}

void EntryService::subscribe(Bus& bus) {
  bus.on("document_filed", "data_entry.on_document_filed",
         told_of<DocumentFiled>([this](UnitOfWork& work, const DocumentFiled& one) { return document_filed(work, one); }));
  bus.on("document_withdrawn", "data_entry.on_document_withdrawn",
         told_of<DocumentWithdrawn>([this](UnitOfWork& work, const DocumentWithdrawn& one) {
           return document_left(work, one.document, "source-withdrawn");
         }));
  bus.on("resource_changed", "data_entry.on_resource_changed",
         told_of<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) { return resource_changed(work, one); }));
  bus.on("record_moved", "data_entry.on_moved",
         told_of<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("record_relabelled", "data_entry.on_relabelled",
         told_of<RecordRelabelled>([this](UnitOfWork& work, const RecordRelabelled& one) {
           return rows_.relabel(work, one.patient, one.removed, one.added);
         }));
}

/// By whatever door somebody says so: what was withheld with a note that is readable again, or was moved, is readable.
Result<void> EntryService::values_stand(UnitOfWork& work, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto entry, rows_.of_item(work, item.id));
  if (!entry) return {};
  constexpr auto label = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);
  CHARTA_TRY(const auto note, resources_.load(work, entry->document));
  const bool is_withheld = note && !note->deleted && (note->sensitivity & label) != 0;
  return is_withheld ? Result<void>() : relabel_posted(work, *entry, label, 0);
}

/// A step counts only where the entry itself took it, in the same unit: no list types, checks, verifies or posts anything.
Result<void> EntryService::guard(UnitOfWork& work, std::string_view name, const worklists::WorkItem& item) {
  CHARTA_TRY(const auto entry, rows_.of_item(work, item.id));
  if (!entry) return fail(ErrorKind::internal, "no data entry stands behind item " + item.id.text());
  bool holds = false;
  if (name == "is-retracted") {
    CHARTA_TRY(const auto postings, rows_.postings(work, entry->id));
    holds =
        postings.empty() || std::any_of(postings.begin(), postings.end(), [](const Posting& one) { return one.is_retracted; });
  } else {
    holds = name == "is-" + entry->state;
    if (name == "is-verified")
      holds = holds && entry->verified_by.is_set() && entry->verified_by != entry->entered_by &&
              entry->verified_by != entry->second_by;
  }
  if (holds) return {};
  return fail(ErrorKind::business_rule, "open the entry: this is done where it is read", "event");
}

/// Nearly every document is of a type that no form asks for: that costs nothing.
Result<void> EntryService::document_filed(UnitOfWork& work, const DocumentFiled& filed) {
  if (!rules_.may_open_on(filed.type_code)) return {};
  CHARTA_TRY(const auto line, chart_.rows().find(work, filed.document));
  if (!line) return {};
  const auto is_paper = [&](const Form& form) {
    return std::any_of(form.opens_on.media.begin(), form.opens_on.media.end(),
                       [&](const std::string& begin) { return line->content_type.starts_with(begin); });
  };
  if (std::none_of(rules_.forms.begin(), rules_.forms.end(), is_paper)) return {};
  CHARTA_TRY(const auto known, rows_.of_document(work, filed.document));
  if (!known.empty()) {
    for (const auto& one : known)
      if (one.state == "posted") {
        CHARTA_TRY(const auto stored, resources_.load(work, filed.document));
        CHARTA_TRY(const auto document, json::Document::parse(stored ? stored->json : Bytes("{}")));
        if (content_digest_of(document.root()) != one.content_digest) CHARTA_TRY_DO(ask_about(work, one, "source-replaced"));
      }
    return {};
  }
  if (line->encounter.empty()) return {};  // nobody guesses which visit it was; a person may open it
  CHARTA_TRY(const auto stay, resources_.load(work, "Encounter", line->encounter));
  if (!stay || stay->deleted) return {};
  CHARTA_TRY(const auto visit, encounters_.encounter(work, stay->key));
  const Form* form = visit ? rules_.form_for(filed.type_code, visit->class_code, line->content_type) : nullptr;
  if (form == nullptr) return {};
  CHARTA_TRY_DO(begin(work, system_, *line, *form));
  return {};
}

/// One item for each entry: a note may have been typed into two forms.
Result<void> EntryService::ask_about(UnitOfWork& work, Entry entry, const std::string& why) {
  if (entry.source_item.is_set()) {
    CHARTA_TRY(const auto asked, worklists_.find(work, entry.source_item));
    if (asked && !asked->closed_at) return {};
  }
  worklists::NewWorkItem item;
  item.kind = source_machine().kind;
  item.subject_type = entry.document_type;
  item.subject = entry.document.key();
  item.patient = entry.patient;
  item.reason_code = why;
  item.rule = entry.rule;
  item.facility = entry.facility;
  item.sensitivity = entry.sensitivity;
  json::Writer(item.detail).begin_object().member("document", entry.title).member("entry", entry.id.text()).end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  entry.source_item = opened.id;
  return rows_.update(work, entry);
}

Result<void> EntryService::document_left(UnitOfWork& work, ResourceId document, const std::string& why) {
  CHARTA_TRY(const auto entries, rows_.of_document(work, document));
  for (auto entry : entries) {
    if (entry.state == "posted") {
      CHARTA_TRY_DO(ask_about(work, entry, why));
      continue;
    }
    if (entry.is_closed()) continue;
    CHARTA_TRY_DO(step(work, system_, entry, "source-gone"));
  }
  return {};
}

/// What was made from a note is shown to nobody who may not see the note. Labels of its own stay; what only ended was there
/// before.
Result<void> EntryService::relabel_posted(UnitOfWork& work, const Entry& entry, access::SensitivityMask removed,
                                          access::SensitivityMask added) {
  CHARTA_TRY(const auto postings, rows_.postings(work, entry.id));
  for (const auto& posting : postings) {
    if (posting.version_before != 0) continue;
    CHARTA_TRY(const auto stored, resources_.load(work, posting.resource));
    if (!stored || stored->deleted || stored->sensitivity == ((stored->sensitivity & ~removed) | added)) continue;
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    resources::PutOptions options;
    options.source = "data-entry";
    options.key = stored->key;
    options.if_version = stored->version;
    options.facility = stored->facility;
    options.sensitivity = (stored->sensitivity & ~removed) | added;
    CHARTA_TRY(auto prepared, resources_.prepare(document.root(), options));
    CHARTA_TRY_DO(resources_.put(work, system_, prepared));
  }
  return {};
}

/// The entry, its items and what was posted have the labels of the note.
Result<void> EntryService::follow_labels(UnitOfWork& work, Entry& entry, const resources::StoredResource& note) {
  const auto removed = entry.sensitivity & ~note.sensitivity, added = note.sensitivity & ~entry.sensitivity;
  if (removed == 0 && added == 0 && entry.facility == note.facility) return {};
  entry.facility = note.facility;
  entry.sensitivity = note.sensitivity;
  CHARTA_TRY_DO(rows_.move(work, entry));
  for (const auto item : {entry.item, entry.source_item})
    if (item.is_set()) CHARTA_TRY_DO(worklists_.relabel_one(work, item, note.facility, note.sensitivity));
  return relabel_posted(work, entry, removed, added);
}

/// A note whose labels changed, by whatever door: what is typed from it follows, and where it is withheld, what was posted is
/// asked about. A document that is new has nothing typed from it.
Result<void> EntryService::resource_changed(UnitOfWork& work, const ResourceChanged& changed) {
  if (changed.version < 2 || (changed.type != "DocumentReference" && changed.type != "DiagnosticReport")) return {};
  if (changed.source == "move") return {};  // moved() follows; what was posted stays as it is until somebody decides
  CHARTA_TRY(const auto entries, rows_.of_document(work, changed.resource));
  if (entries.empty()) return {};
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  if (!stored || stored->deleted) return {};
  constexpr auto label = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);
  for (auto entry : entries) {
    CHARTA_TRY_DO(follow_labels(work, entry, *stored));
    if ((stored->sensitivity & label) != 0 && entry.state == "posted") CHARTA_TRY_DO(ask_about(work, entry, "source-withheld"));
  }
  return {};
}

/// The checks, the chart's lists and the answers were another person's: it is looked at again.
Result<void> EntryService::moved(UnitOfWork& work, const RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    if (piece.type != "DocumentReference" && piece.type != "DiagnosticReport") continue;
    CHARTA_TRY(const auto entries, rows_.of_document(work, piece.resource));
    for (auto entry : entries) {
      entry.patient = moved.to;
      entry.facility = piece.marks.facility;
      entry.sensitivity = piece.marks.sensitivity;
      CHARTA_TRY(const auto line, chart_.rows().find(work, piece.resource));
      if (line && line->encounter != entry.encounter) {
        entry.encounter = line->encounter;
        CHARTA_TRY(const auto stay, entry.encounter.empty() ? Result<std::optional<resources::StoredResource>>(std::nullopt)
                                                            : resources_.load(work, "Encounter", entry.encounter));
        entry.encounter_key = stay ? stay->key : ResourceId();
      }
      CHARTA_TRY_DO(rows_.move(work, entry));
      for (const auto item : {entry.item, entry.source_item})
        if (item.is_set()) CHARTA_TRY_DO(worklists_.relabel_one(work, item, entry.facility, entry.sensitivity));
      if (entry.state == "posted") CHARTA_TRY_DO(ask_about(work, entry, "source-moved"));
      if (entry.is_closed()) continue;
      CHARTA_TRY_DO(rows_.forget_answers(work, entry.id));
      if (entry.state == "to-enter" || entry.state == "returned") continue;
      entry.returned_for = "source-moved";
      entry.returned_words.clear();
      CHARTA_TRY_DO(step(work, system_, entry, "source-moved", "source-moved"));
      CHARTA_TRY_DO(let_go(work, entry));
    }
  }
  return {};
}

}  // namespace charta::data_entry
