// SPDX-License-Identifier: Apache-2.0
// Texts that are written here, and what follows a signature: added, corrected, written late, taken back.
#include "base/text.hpp"
#include "department/signatures/signature_service.hpp"

#include <algorithm>

namespace charta::signatures {
namespace {

using access::Actor;
using access::Permission;

constexpr std::size_t longest_note = 200'000;

Result<void> check_text(const std::string& text) {
  if (stripped(text).empty()) return fail(ErrorKind::missing, "write what is to be kept", "text");
  if (text.size() > longest_note) return fail(ErrorKind::invalid, "a text has 200,000 bytes at most", "text");
  return {};
}

resources::PutOptions signing_options(int facility, std::uint32_t sensitivity) {
  resources::PutOptions options;
  options.source = signing_source;
  options.facility = facility;
  options.sensitivity = sensitivity;
  return options;
}

resources::PutOptions next_version(const DocumentFacts& facts) {
  resources::PutOptions options;
  options.source = signing_source;
  options.key = facts.resource;
  options.if_version = facts.version;
  return options;
}

}  // namespace

std::vector<NoteType> SignatureService::note_types() const {
  std::vector<NoteType> types;
  for (const auto& required : completion_.rules().required) {
    const bool is_known =
        std::any_of(types.begin(), types.end(), [&](const auto& one) { return required.types.contains(one.code); });
    if (!required.types.empty() && !is_known) types.push_back({*required.types.begin(), required.title});
  }
  types.push_back({"11506-3", "Progress note"});
  types.push_back({"11488-4", "Consultation note"});
  return types;
}

std::optional<NoteType> SignatureService::note_type(std::string_view code) const {
  for (const auto& required : completion_.rules().required)
    if (required.types.contains(code)) return NoteType{std::string(code), required.title};
  for (auto& one : note_types())
    if (one.code == code) return one;
  return std::nullopt;
}

Result<SignatureService::Stay> SignatureService::stay_of(store::Reader& reader, const Actor& actor,
                                                         const std::string& encounter) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", encounter));
  if (!stored || stored->deleted || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
    return fail(ErrorKind::not_found, "there is no encounter " + encounter + " that you may see", "encounter");
  Stay stay;
  CHARTA_TRY(stay.document, json::Document::parse(stored->json));
  stay.facility = stored->facility;
  stay.sensitivity = stored->sensitivity;
  stay.patient = stored->patient;
  return stay;
}

Result<WrittenNote> SignatureService::write(const Actor& actor, const NewNote& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  CHARTA_TRY_DO(check_text(note.text));
  const auto type = note_type(note.type_code);
  if (!type) return fail(ErrorKind::unknown_code, "'" + note.type_code + "' is no type of text that is written here", "type");
  CHARTA_TRY(const auto signer, signer_of(actor));
  const auto& author = note.author.is_known() ? note.author : signer.first();
  const auto* may_be_author = rules_.meaning("author");
  if (!note.author.is_known() && may_be_author != nullptr && !may_be_author->is_for(signer.standing))
    return fail(ErrorKind::missing, "say for whom you record this", "author");
  CHARTA_TRY(const auto stay, store_.read([&](store::Reader& reader) { return stay_of(reader, actor, note.encounter); }));
  const auto document = document_of(
      {type->code, type->title, note.text, author, stay.document.root()["subject"], note.encounter, clock_.now(), false, {}, {}});
  CHARTA_TRY(auto prepared, resources_.prepare(document.root(), signing_options(stay.facility, stay.sensitivity)));
  const bool is_recorded = !signer.is(author);
  return store_.write([&](store::UnitOfWork& work) -> Result<WrittenNote> {
    CHARTA_TRY_DO(rows_.ask(work, {prepared.key(), is_recorded ? "scribe" : "author", is_recorded ? signer.first() : author,
                                   clock_.now(), actor.author.user}));
    CHARTA_TRY(const auto written, resources_.put(work, actor, prepared));
    return WrittenNote{written.key, written.id, written.version};
  });
}

Result<WrittenNote> SignatureService::rewrite(const Actor& actor, std::string_view id, std::int64_t version,
                                              const std::string& text) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  CHARTA_TRY_DO(check_text(text));
  CHARTA_TRY(auto loaded, store_.read([&](store::Reader& reader) { return load(reader, actor, "DocumentReference", id); }));
  const auto& facts = loaded.facts;
  CHARTA_TRY(const auto awaited,
             store_.read([&](store::Reader& reader) { return rows_.open_of_document(reader, facts.resource); }));
  const bool is_theirs =
      std::any_of(awaited.begin(), awaited.end(), [&](const auto& one) { return one.written_by == actor.author.user; });
  if (!is_theirs || facts.is_final || facts.is_gone || !loaded.signatures.empty())
    return fail(ErrorKind::business_rule,
                "only a text that you wrote here and that nobody has signed is written anew; after that an addendum or a "
                "correction says it",
                "document");
  if (version != facts.version)
    return fail(ErrorKind::version_conflict, "the text has version " + std::to_string(facts.version) + " now; look at it again",
                "version");
  CHARTA_TRY_DO(set_text(loaded.document, loaded.document.root(), text, clock_.now()));
  CHARTA_TRY(auto prepared, resources_.prepare(loaded.document.root(), next_version(facts)));
  return store_.write([&](store::UnitOfWork& work) -> Result<WrittenNote> {
    CHARTA_TRY(const auto written, resources_.put(work, actor, prepared));
    return WrittenNote{written.key, written.id, written.version};
  });
}

Result<SignatureService::Amended> SignatureService::amend(const Actor& actor, const NewAmendment& asked) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  CHARTA_TRY(const auto signer, signer_of(actor));
  const auto* meaning = rules_.meaning(amendment_code(asked.kind));
  if (meaning == nullptr || !meaning->is_for(signer.standing))
    return fail(ErrorKind::forbidden, "nobody of your standing signs this", "kind");
  if (asked.id.empty()) {
    CHARTA_TRY_DO(check_amendment(asked, nullptr, {}, signer, clock_.now()));
    return write_amendment(actor, signer, asked, nullptr);
  }
  CHARTA_TRY(auto original, store_.read([&](store::Reader& reader) { return load(reader, actor, asked.type, asked.id); }));
  CHARTA_TRY(const auto content,
             store_.read([&](store::Reader& reader) { return content_of(reader, original.facts, original.document.root()); }));
  if (asked.version != original.facts.version || asked.digest != digest_of(content).hex())
    return fail(ErrorKind::version_conflict, "the document is not as it was shown; read it again", "document");
  CHARTA_TRY_DO(check_amendment(asked, &original.facts, original.signatures, signer, clock_.now()));
  if (original.facts.type != "DocumentReference" && asked.kind != AmendmentKind::addendum)
    return fail(ErrorKind::business_rule, "a report is corrected by the department that made it; add an addendum", "document");
  if (asked.kind == AmendmentKind::retraction) return retract(actor, signer, asked, std::move(original), digest_of(content));
  return write_amendment(actor, signer, asked, &original);
}

Result<SignatureService::Amended> SignatureService::retract(const Actor& actor, const Signer& signer, const NewAmendment& asked,
                                                            Loaded original, const Digest& digest) {
  const auto& facts = original.facts;
  Amended done;
  done.signature = signature_for(facts, signer, *rules_.meaning("retraction"), digest);
  done.amendment = amendment_about(asked, &facts, signer);
  set_status(original.document, original.document.root(), "entered-in-error");
  CHARTA_TRY(auto prepared, resources_.prepare(original.document.root(), next_version(facts)));
  return store_.write([&](store::UnitOfWork& work) -> Result<Amended> {
    CHARTA_TRY_DO(keep(work, actor, done.signature));
    CHARTA_TRY_DO(amendments_.add(work, done.amendment));
    CHARTA_TRY_DO(rows_.settle(work, facts.resource, done.signature.at));
    CHARTA_TRY_DO(take_back_of(work, facts.resource));
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));
    return done;
  });
}

Amendment SignatureService::amendment_about(const NewAmendment& asked, const DocumentFacts* original, const Signer& signer) {
  Amendment one;
  one.id = keys_.next<AmendmentId>();
  one.kind = asked.kind;
  one.written_by = signer.account;
  one.writer_name = signer.first().name;
  one.written_at = clock_.now();
  one.happened_at = asked.happened_at;
  one.reason = asked.reason;
  if (original == nullptr) return one;
  one.original = original->resource;
  one.original_type = original->type;
  one.original_id = original->id;
  one.patient = original->patient;
  return one;
}

Result<SignatureService::Amended> SignatureService::write_amendment(const Actor& actor, const Signer& signer,
                                                                    const NewAmendment& asked, Loaded* original) {
  WrittenText written;
  Amended done;
  done.amendment = amendment_about(asked, original == nullptr ? nullptr : &original->facts, signer);
  auto& amendment = done.amendment;
  const auto& meaning = *rules_.meaning(amendment_code(asked.kind));
  resources::PutOptions options;
  Stay stay;
  if (original == nullptr) {
    const auto type = note_type(asked.type_code);
    if (!type) return fail(ErrorKind::unknown_code, "'" + asked.type_code + "' is no type of text that is written here", "type");
    CHARTA_TRY(stay, store_.read([&](store::Reader& reader) { return stay_of(reader, actor, asked.encounter); }));
    written.type_code = type->code;
    written.type_title = type->title;
    written.subject = stay.document.root()["subject"];
    written.encounter = asked.encounter;
    amendment.patient = stay.patient;
    options = signing_options(stay.facility, stay.sensitivity);
  } else {
    const auto& facts = original->facts;
    written.type_code = asked.kind == AmendmentKind::correction ? facts.type_code : std::string(addendum_type);
    written.type_title = facts.title;
    written.subject = original->document.root()["subject"];
    written.encounter = facts.encounter;
    written.relation = asked.kind == AmendmentKind::correction ? "replaces" : "appends";
    written.related_id = facts.id;
    options = signing_options(facts.facility, facts.sensitivity);
  }
  written.text = text_of_amendment(asked, written.type_title, amendment.writer_name, amendment.written_at);
  written.type_title = title_of_amendment(asked.kind, written.type_title);
  written.author = signer.first();
  written.at = amendment.written_at;
  written.is_final = makes_final(meaning, signer, rules_);
  const auto document = document_of(written);
  CHARTA_TRY(auto prepared, resources_.prepare(document.root(), options));
  amendment.document = prepared.key();
  amendment.document_id = prepared.id();
  std::optional<resources::Prepared> superseded;
  if (asked.kind == AmendmentKind::correction) {
    set_status(original->document, original->document.root(), "superseded");
    CHARTA_TRY(superseded, resources_.prepare(original->document.root(), next_version(original->facts)));
  }
  CHARTA_TRY(done.signature,
             signature_of_new(amendment, *options.facility, *options.sensitivity, document.root(), signer, meaning));
  return store_.write([&](store::UnitOfWork& work) -> Result<Amended> {
    if (superseded) {
      CHARTA_TRY_DO(rows_.settle(work, original->facts.resource, amendment.written_at));
      CHARTA_TRY_DO(take_back_of(work, original->facts.resource));
      CHARTA_TRY_DO(resources_.put(work, actor, *superseded));
    }
    CHARTA_TRY_DO(keep(work, actor, done.signature));
    CHARTA_TRY_DO(amendments_.add(work, amendment));
    if (!written.is_final) {
      CHARTA_TRY(const auto follows, attending_of(work, facts_for_attending(written)));
      CHARTA_TRY_DO(rows_.ask(
          work, {amendment.document, rules_.standing(signer.standing)->needs, follows, amendment.written_at, UserId()}));
    }
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));
    return done;
  });
}

/// Of a document that is written with its signature in one unit: it is shown as its writer sees it, in its first version.
Result<Signature> SignatureService::signature_of_new(const Amendment& amendment, int facility, std::uint32_t sensitivity,
                                                     json::Value root, const Signer& signer, const Meaning& meaning) {
  resources::StoredResource stored;
  stored.key = amendment.document;
  stored.type = "DocumentReference";
  stored.id = amendment.document_id;
  stored.version = 1;
  stored.last_updated = amendment.written_at;
  stored.patient = amendment.patient;
  stored.facility = facility;
  stored.sensitivity = sensitivity;
  CHARTA_TRY(const auto facts, facts_of(stored, root));
  CHARTA_TRY(const auto content, store_.read([&](store::Reader& reader) { return content_of(reader, facts, root); }));
  return signature_for(facts, signer, meaning, digest_of(content));
}

DocumentFacts SignatureService::facts_for_attending(const WrittenText& written) {
  DocumentFacts facts;
  facts.encounter = written.encounter;
  facts.author = written.author;
  return facts;
}

}  // namespace charta::signatures
