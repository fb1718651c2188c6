// SPDX-License-Identifier: Apache-2.0
// Back to transcription, and what comes again from there.
#include "base/text.hpp"
#include "department/signatures/signature_service.hpp"

namespace charta::signatures {
namespace {

using access::Actor;
using access::Permission;

constexpr std::size_t longest_words = 4'000;

/// What a list shows; it names no document by a word, for who sees the list may not see that.
std::string detail_text(const Correction& correction) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("correction", correction.id.text());
  out.member("document", correction.document_type + "/" + correction.document_id).end_object();
  return text;
}

Error no_such_correction(CorrectionId id) {
  return fail(ErrorKind::not_found, "there is no correction " + id.text() + " that you may see", "correction");
}

}  // namespace

Result<void> SignatureService::check_correction(store::UnitOfWork& work, std::string_view guard,
                                                const worklists::WorkItem& item) {
  CHARTA_TRY(const auto correction, amendments_.of_item(work, item.id));
  if (!correction) return fail(ErrorKind::internal, "no correction stands behind item " + item.id.text());
  const bool holds = guard == "has-new-version" ? correction->returned_version > correction->version : correction->state == guard;
  if (holds) return {};
  return fail(ErrorKind::business_rule, "open the document: this is done where it is read", "event");
}

/// A step, the row first: the guards look at it. Who holds the item afterwards: nobody where `then_with` is nobody.
Result<void> SignatureService::step(store::UnitOfWork& work, const Actor& actor, Correction& correction, std::string_view event,
                                    UserId then_with) {
  correction.state = event == "approve"     ? "is-signed"
                     : event == "withdraw"  ? "is-withdrawn"
                     : event == "ask-again" ? "is-asked-again"
                                            : correction.state;
  CHARTA_TRY_DO(amendments_.update(work, correction));
  worklists::Act release;
  release.event = "assign";
  release.assignee = actor.author.user;
  if (actor.author.user.is_set()) CHARTA_TRY_DO(worklists_.apply(work, system_, correction.item, release));
  worklists::Act act;
  act.event = event;
  CHARTA_TRY(const auto item, worklists_.apply(work, actor.author.user.is_set() ? actor : system_, correction.item, act));
  correction.state = item.state;
  correction.closed_at = item.closed_at;
  CHARTA_TRY_DO(amendments_.update(work, correction));
  if (item.closed_at) return {};
  worklists::Act hand;
  hand.event = then_with.is_set() ? "assign" : "release";
  hand.assignee = then_with;
  CHARTA_TRY_DO(worklists_.apply(work, system_, correction.item, hand));
  return {};
}

Result<void> SignatureService::note(store::UnitOfWork& work, const Actor& actor, const Correction& correction,
                                    std::string_view reason) {
  ledger::Entry entry;
  entry.act = ledger::Act::commented;
  entry.subject_kind = correction.document_type;
  entry.subject = correction.document.key();
  entry.subject_version = correction.version;
  entry.patient = correction.patient;
  entry.reason = reason;
  entry.digest = sha256(correction.words);
  return ledger_.record(work, actor.author, entry);
}

Result<Correction> SignatureService::ask_for_correction(const Actor& actor, std::string_view type, std::string_view id,
                                                        const std::string& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  CHARTA_TRY(const auto signer, signer_of(actor));
  if (stripped(words).empty()) return fail(ErrorKind::missing, "say what is wrong in the document", "words");
  if (words.size() > longest_words) return fail(ErrorKind::invalid, "4,000 bytes at most; mark the places on its pages", "words");
  return store_.write([&](store::UnitOfWork& work) -> Result<Correction> {
    CHARTA_TRY(const auto named, load(work, actor, type, id));
    CHARTA_TRY_DO(work.lock(named.facts.resource.key()));
    CHARTA_TRY(const auto loaded, load(work, actor, type, id));  // as it stands now that nobody signs it
    const auto& facts = loaded.facts;
    if (facts.is_final || facts.is_gone)
      return fail(ErrorKind::business_rule,
                  "it is authenticated already: what is wrong in it is said by a correction or an addendum", "document");
    CHARTA_TRY(auto before, amendments_.newest_of(work, facts.resource));
    if (before && before->is_open() && before->state != "to-review")
      return fail(ErrorKind::business_rule, "it is with transcription already", "document");
    if (before && before->is_open()) {
      before->words = words;
      before->version = facts.version;
      before->asked_by = actor.author.user;
      CHARTA_TRY_DO(step(work, actor, *before, "ask-again", UserId()));
      CHARTA_TRY_DO(note(work, actor, *before, "correction-asked"));
      CHARTA_TRY_DO(look_again(work, facts.encounter));
      return std::move(*before);
    }
    Correction correction;
    correction.id = keys_.next<CorrectionId>();
    correction.document = facts.resource;
    correction.document_type = facts.type;
    correction.document_id = facts.id;
    correction.patient = facts.patient;
    correction.asked_by = actor.author.user;
    correction.asked_key = signer.first().key;
    correction.asked_at = clock_.now();
    correction.words = words;
    correction.version = facts.version;
    correction.state = correction_machine().initial;
    correction.facility = facts.facility;
    correction.sensitivity = facts.sensitivity;
    worklists::NewWorkItem item;
    item.kind = correction_machine().kind;
    item.subject_type = facts.type;
    item.subject = facts.resource.key();
    item.patient = facts.patient;
    item.pool = "transcription";
    item.clock_basis = "asked";
    item.detail = detail_text(correction);
    item.facility = facts.facility;
    item.sensitivity = facts.sensitivity;
    CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
    correction.item = opened.id;
    CHARTA_TRY_DO(amendments_.add(work, correction));
    CHARTA_TRY_DO(note(work, actor, correction, "correction-asked"));
    CHARTA_TRY_DO(look_again(work, facts.encounter));
    return correction;
  });
}

Result<Correction> SignatureService::require_correction(store::Reader& reader, const Actor& actor, CorrectionId id) const {
  CHARTA_TRY(auto found, amendments_.find(reader, id));
  if (!found || !actor.visibility.sees(found->facility, found->sensitivity, found->patient)) return no_such_correction(id);
  return std::move(*found);
}

Result<Correction> SignatureService::correction(const Actor& actor, CorrectionId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) { return require_correction(reader, actor, id); });
}

Result<Correction> SignatureService::correction_of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Correction> {
    CHARTA_TRY(auto found, amendments_.of_item(reader, item));
    if (!found || !actor.visibility.sees(found->facility, found->sensitivity, found->patient))
      return fail(ErrorKind::not_found, "there is no correction behind item " + item.text());
    return std::move(*found);
  });
}

Result<Correction> SignatureService::return_corrected(const Actor& actor, CorrectionId id, const std::string& text) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (stripped(text).empty()) return fail(ErrorKind::missing, "write the text as it shall be", "text");
  CHARTA_TRY(const auto before, correction(actor, id));
  if (!is_with_transcription(before.state))
    return fail(ErrorKind::business_rule, "it is not with transcription any more", "state");
  CHARTA_TRY(auto loaded,
             store_.read([&](store::Reader& reader) { return load(reader, actor, before.document_type, before.document_id); }));
  if (loaded.facts.is_gone)
    return fail(ErrorKind::business_rule, "the document was taken back or replaced: it is not written anew", "document");
  if (loaded.facts.is_final)
    return fail(ErrorKind::business_rule,
                "it is authenticated already: what is wrong in it is said by a correction or an addendum", "document");
  CHARTA_TRY_DO(set_text(loaded.document, loaded.document.root(), text, clock_.now()));
  resources::PutOptions options;
  options.source = "desk";
  options.key = loaded.facts.resource;
  options.if_version = loaded.facts.version;
  CHARTA_TRY(auto prepared, resources_.prepare(loaded.document.root(), options));
  return store_.write([&](store::UnitOfWork& work) -> Result<Correction> {
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));  // its reaction takes the step, as for a version from elsewhere
    return require_correction(work, actor, id);
  });
}

/// Nobody is asked for it any more. The step is the asker's, else the system's; the ledger names who takes it back.
Result<void> SignatureService::take_back(store::UnitOfWork& work, const Actor& actor, Correction& correction) {
  const bool is_asker = correction.asked_by == actor.author.user && actor.may(Permission::sign_documents);
  CHARTA_TRY_DO(step(work, is_asker ? actor : system_, correction, "withdraw", UserId()));
  return note(work, actor, correction, "correction-withdrawn");
}

/// With the document that it is about: what was taken back or replaced is not written anew.
Result<void> SignatureService::take_back_of(store::UnitOfWork& work, ResourceId document) {
  CHARTA_TRY(auto correction, amendments_.newest_of(work, document));
  return correction && correction->is_open() ? take_back(work, system_, *correction) : Result<void>();
}

Result<Correction> SignatureService::withdraw_correction(const Actor& actor, CorrectionId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.write([&](store::UnitOfWork& work) -> Result<Correction> {
    CHARTA_TRY(auto one, require_correction(work, actor, id));
    if (!one.is_open()) return fail(ErrorKind::business_rule, "it is settled already", "state");
    const bool is_asker = one.asked_by == actor.author.user && actor.may(Permission::sign_documents);
    if (!is_asker && !actor.may(Permission::file_documents))
      return fail(ErrorKind::forbidden, "who asked for it, or whoever files documents, takes it back", "correction");
    CHARTA_TRY_DO(take_back(work, actor, one));
    const auto loaded = load(work, actor, one.document_type, one.document_id);
    if (loaded) CHARTA_TRY_DO(look_again(work, loaded->facts.encounter));
    return one;
  });
}

/// Rows that tell of a document are for whose eyes the document is.
Result<void> SignatureService::follow_labels(store::UnitOfWork& work, const resources::StoredResource& stored,
                                             const std::optional<Correction>& correction) {
  CHARTA_TRY_DO(rows_.move(work, stored.key, stored.patient, stored.facility, stored.sensitivity));
  CHARTA_TRY_DO(amendments_.move(work, stored.key, stored.patient, stored.facility, stored.sensitivity));
  return correction ? worklists_.relabel_one(work, correction->item, stored.facility, stored.sensitivity) : Result<void>();
}

/// A new version came. One that says something else outdates what was signed; one that was asked for goes to who asked.
Result<void> SignatureService::document_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  const bool is_document = changed.type == "DocumentReference" || changed.type == "DiagnosticReport";
  if (!is_document || changed.version < 2 || changed.source == signing_source) return {};
  CHARTA_TRY(const auto signatures, rows_.of_document(work, changed.resource));
  CHARTA_TRY(auto correction, amendments_.newest_of(work, changed.resource));
  if (signatures.empty() && !correction) return {};
  const bool awaits = correction && correction->is_open();
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  if (!stored || stored->deleted) {
    if (awaits) CHARTA_TRY_DO(take_back(work, system_, *correction));
    return rows_.settle(work, changed.resource, clock_.now());
  }
  CHARTA_TRY_DO(follow_labels(work, *stored, correction));
  // Withheld or brought home: it says what it said.
  if (changed.source == "quarantine" || changed.source == "move") return {};
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  CHARTA_TRY(const auto facts, facts_of(*stored, document.root()));
  const auto content = content_of(work, facts, document.root());
  for (const auto& one : signatures)
    if (!one.outdated_at && !(content && is_as_signed(one, *content))) CHARTA_TRY_DO(rows_.outdate(work, one.id, clock_.now()));
  if (!awaits) return {};
  if (facts.is_gone) {
    CHARTA_TRY_DO(take_back(work, system_, *correction));
    return look_again(work, facts.encounter);
  }
  if (!is_with_transcription(correction->state)) return {};
  correction->returned_version = stored->version;
  CHARTA_TRY_DO(step(work, system_, *correction, "return", correction->asked_by));
  return look_again(work, facts.encounter);
}

}  // namespace charta::signatures
