// SPDX-License-Identifier: Apache-2.0
// What is shown before a signature, and how many documents are signed in one unit.
#include "department/chart/attachments.hpp"
#include "department/signatures/signature_service.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace charta::signatures {
namespace {

using access::Actor;
using access::Permission;

constexpr std::size_t most_at_once = 200;

Error no_such_document(std::string_view id) {
  return fail(ErrorKind::not_found, "there is no document " + std::string(id) + " that you may see", "document");
}

Error read_again(const DocumentFacts& facts, std::size_t place) {
  return fail(ErrorKind::version_conflict,
              "the document " + facts.id + " is not as it was shown: it has version " + std::to_string(facts.version) +
                  " now; read it again, then sign it",
              "documents." + std::to_string(place));
}

Error is_written_anew() {
  return fail(ErrorKind::business_rule, "it is with transcription: it can be signed when its new version is there", "document");
}

/// Who read or recorded it has not said that what was wrong is right now.
bool answers_correction(const Meaning& meaning) {
  return meaning.stand != Stand::reader && meaning.stand != Stand::recorder;
}

void show_content(SignedContent& content, ShownDocument& shown) {
  auto& first = content.parts.front();
  shown.content_type = first.content_type;
  shown.size = static_cast<std::int64_t>(first.bytes.size());
  if (first.content_type.starts_with("text/plain")) shown.text = std::move(first.bytes);
}

Error at_place(Error error, std::size_t place) {
  error.location = "documents." + std::to_string(place) + (error.location.empty() ? "" : "." + error.location);
  return error;
}

}  // namespace

Result<SignatureService::Loaded> SignatureService::load(store::Reader& reader, const Actor& actor, std::string_view type,
                                                        std::string_view id) const {
  CHARTA_TRY(auto stored, resources_.load(reader, type, id));
  if (!stored || stored->deleted || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
    return no_such_document(id);
  Loaded loaded;
  CHARTA_TRY(loaded.document, json::Document::parse(stored->json));
  CHARTA_TRY(loaded.facts, facts_of(*stored, loaded.document.root()));
  CHARTA_TRY(loaded.signatures, rows_.of_document(reader, stored->key));
  loaded.stored = std::move(*stored);
  return loaded;
}

Result<SignedContent> SignatureService::content_of(store::Reader& reader, const DocumentFacts& facts, json::Value root) const {
  SignedContent content{facts.patient_id, facts.type, facts.id, facts.version, facts.title, {}};
  for (const auto attachment : chart::attachments_of(root)) {
    CHARTA_TRY(auto bytes, chart::bytes_of(reader, resources_, store_.blobs(), attachment));
    if (!bytes)
      return fail(ErrorKind::business_rule,
                  "the content of document " + facts.id + " stands elsewhere: what cannot be shown here is not signed here",
                  "content");
    content.parts.push_back({std::string(attachment["contentType"].text()), std::move(*bytes)});
  }
  if (content.parts.empty() || content.parts.front().bytes.empty())
    return fail(ErrorKind::business_rule, "document " + facts.id + " has no content yet: there is nothing to sign", "content");
  return content;
}

/// Whom somebody, or a rule, named for what the document lacks.
Result<StaffMember> SignatureService::asked_of(store::Reader& reader, const DocumentFacts& facts) const {
  CHARTA_TRY(const auto open, rows_.open_of_document(reader, facts.resource));
  for (const auto& one : open)
    if (one.asked.is_known()) return one.asked;
  if (facts.encounter.empty()) return StaffMember();
  CHARTA_TRY(const auto encounter, resources_.load(reader, "Encounter", facts.encounter));
  if (!encounter) return StaffMember();
  CHARTA_TRY(const auto owed, completion_.rows().of_encounter(reader, encounter->key));
  for (const auto& row : owed)
    if (row.document == facts.resource && row.is_owed() && row.responsible.is_known()) return row.responsible;
  return StaffMember();
}

Result<ShownDocument> SignatureService::show(const Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY_DO(resources_.read(actor, type, id));
  return store_.read([&](store::Reader& reader) -> Result<ShownDocument> {
    CHARTA_TRY(auto loaded, load(reader, actor, type, id));
    ShownDocument shown;
    auto content = content_of(reader, loaded.facts, loaded.document.root());
    if (!content && content.error().kind != ErrorKind::business_rule) return content.error();
    if (content) shown.digest = digest_of(*content);
    for (const auto& one : loaded.signatures) shown.signatures.push_back({one, content && is_as_signed(one, *content)});
    if (content) show_content(*content, shown);
    CHARTA_TRY(shown.awaited, rows_.open_of_document(reader, loaded.facts.resource));
    CHARTA_TRY(shown.amendments, amendments_.of_document(reader, loaded.facts.resource));
    CHARTA_TRY(shown.correction, amendments_.newest_of(reader, loaded.facts.resource));
    CHARTA_TRY(const auto signer, find_signer(reader, actor.author.user));
    if (signer && content && actor.may(Permission::sign_documents)) {
      CHARTA_TRY(const auto asked, asked_of(reader, loaded.facts));
      shown.offered = offered(loaded.facts, loaded.signatures, *signer, rules_, asked);
      if (shown.correction && is_with_transcription(shown.correction->state)) shown.offered.clear();
    }
    shown.is_mine_to_write = loaded.signatures.empty() && !loaded.facts.is_final && !loaded.facts.is_gone &&
                             std::any_of(shown.awaited.begin(), shown.awaited.end(),
                                         [&](const auto& one) { return one.written_by == actor.author.user; });
    shown.facts = std::move(loaded.facts);
    return shown;
  });
}

Signature SignatureService::signature_for(const DocumentFacts& facts, const Signer& signer, const Meaning& meaning,
                                          const Digest& digest) {
  Signature one;
  one.id = keys_.next<SignatureId>();
  one.document = facts.resource;
  one.document_type = facts.type;
  one.document_id = facts.id;
  one.title = facts.title;
  one.version = facts.version;
  one.patient = facts.patient;
  one.patient_id = facts.patient_id;
  one.signer = signer.account;
  one.signer_key = signer.first().key;
  one.signer_name = signer.first().name;
  one.standing = signer.standing;
  one.meaning = meaning.code;
  one.statement = meaning.statement;
  one.rule = meaning.rule;
  one.at = clock_.now();
  one.digest = digest;
  one.facility = facts.facility;
  one.sensitivity = facts.sensitivity;
  return one;
}

Result<SignatureService::Plan> SignatureService::plan(store::Reader& reader, const Actor& actor, const Signer& signer,
                                                      const SignRequest& request, std::size_t place) {
  const auto* meaning = rules_.meaning(request.meaning);
  if (meaning == nullptr)
    return fail(ErrorKind::unknown_code, "'" + request.meaning + "' is no meaning of a signature", "meaning");
  CHARTA_TRY(auto loaded, load(reader, actor, request.type, request.id));
  CHARTA_TRY(const auto content, content_of(reader, loaded.facts, loaded.document.root()));
  const auto digest = digest_of(content);
  if (request.version != loaded.facts.version || request.digest != digest.hex()) return read_again(loaded.facts, place);
  CHARTA_TRY(const auto asked, asked_of(reader, loaded.facts));
  CHARTA_TRY_DO(check_may_sign(loaded.facts, loaded.signatures, signer, *meaning, rules_, asked));
  Plan plan;
  CHARTA_TRY(const auto correction, amendments_.newest_of(reader, loaded.facts.resource));
  if (correction && is_with_transcription(correction->state)) return is_written_anew();
  plan.meaning = meaning;
  plan.signature = signature_for(loaded.facts, signer, *meaning, digest);
  if (makes_final(*meaning, signer, rules_)) {
    make_final(loaded.document, loaded.document.root(), signer.first());
    resources::PutOptions options;
    options.source = signing_source;
    options.key = loaded.facts.resource;
    options.if_version = loaded.facts.version;
    CHARTA_TRY(plan.prepared, resources_.prepare(loaded.document.root(), options));
  } else if (const auto* standing = rules_.standing(signer.standing); standing != nullptr && meaning->stand != Stand::reader) {
    plan.needs = standing->needs;
    plan.follows = request.cosigner.is_known()             ? request.cosigner
                   : meaning->stand == Stand::recorder     ? loaded.facts.author
                   : loaded.facts.authenticator.is_known() ? loaded.facts.authenticator
                                                           : StaffMember();
    if (!plan.follows.is_known() && meaning->stand != Stand::recorder) {
      CHARTA_TRY(plan.follows, attending_of(reader, loaded.facts));
    }
  }
  plan.facts = std::move(loaded.facts);
  return plan;
}

/// The one attending of the encounter, if there is one, and it is not the author.
Result<StaffMember> SignatureService::attending_of(store::Reader& reader, const DocumentFacts& facts) const {
  if (facts.encounter.empty()) return StaffMember();
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", facts.encounter));
  if (!stored || stored->deleted) return StaffMember();
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  StaffMember only;
  for (const auto participant : document.root()["participant"])
    for (const auto type : participant["type"])
      for (const auto coding : type["coding"]) {
        const auto who = chart_completion::staff_of(participant["individual"]);
        if (coding["code"].text() != "ATND" || !who.is_known()) continue;
        if (only.is_known() && only.key != who.key) return StaffMember();  // of two attendings neither is chosen
        only = who;
      }
  return only.key == facts.author.key ? StaffMember() : only;
}

Result<std::vector<Signature>> SignatureService::sign(const Actor& actor, const std::vector<SignRequest>& documents) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  if (documents.empty()) return fail(ErrorKind::missing, "name what is signed", "documents");
  if (documents.size() > most_at_once)
    return fail(ErrorKind::invalid, "at most " + std::to_string(most_at_once) + " documents are signed at once", "documents");
  std::set<std::string> named;
  for (std::size_t place = 0; place < documents.size(); ++place)
    if (!named.insert(documents[place].type + "/" + documents[place].id).second)
      return fail(ErrorKind::invalid, "a document is named twice", "documents." + std::to_string(place));
  CHARTA_TRY(const auto signer, signer_of(actor));
  std::vector<Plan> plans;
  CHARTA_TRY_DO(store_.read([&](store::Reader& reader) -> Result<void> {
    for (std::size_t place = 0; place < documents.size(); ++place) {
      auto one = plan(reader, actor, signer, documents[place], place);
      if (!one) return one.error().location.starts_with("documents.") ? one.error() : at_place(one.error(), place);
      plans.push_back(std::move(*one));
    }
    return {};
  }));
  // In one order for everybody: two who sign the same documents wait for each other, and not crosswise.
  std::vector<std::size_t> order(plans.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t one, std::size_t other) { return plans[one].facts.resource < plans[other].facts.resource; });
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) -> Result<void> {
    return completion_.look_once(work, [&]() -> Result<void> {
      for (const auto place : order) {
        const auto done = carry_out(work, actor, plans[place]);
        if (done) continue;
        return done.error().kind == ErrorKind::version_conflict ? read_again(plans[place].facts, place)
                                                                : at_place(done.error(), place);
      }
      return {};
    });
  }));
  std::vector<Signature> signed_now;
  for (auto& one : plans) signed_now.push_back(std::move(one.signature));
  return signed_now;
}

Result<void> SignatureService::keep(store::UnitOfWork& work, const Actor& actor, const Signature& signature) {
  CHARTA_TRY_DO(rows_.add(work, signature));
  const std::string reason = "signed:" + signature.meaning;
  ledger::Entry entry;
  entry.act = ledger::Act::attested;
  entry.subject_kind = signature.document_type;
  entry.subject = signature.document.key();
  entry.subject_version = signature.version;
  entry.patient = signature.patient;
  entry.reason = reason;
  entry.rule = signature.rule;
  entry.digest = signature.digest;
  return ledger_.record(work, actor.author, entry);
}

Result<void> SignatureService::carry_out(store::UnitOfWork& work, const Actor& actor, Plan& plan) {
  // Nobody asks for a correction of it between here and the end.
  CHARTA_TRY_DO(work.lock(plan.facts.resource.key()));
  // Asked for between what was read and what is written now: read anew, and never kept in the plan, for a unit may run again.
  CHARTA_TRY(auto correction, amendments_.newest_of(work, plan.facts.resource));
  if (correction && is_with_transcription(correction->state)) return is_written_anew();
  CHARTA_TRY_DO(keep(work, actor, plan.signature));
  if (plan.prepared) {
    CHARTA_TRY_DO(rows_.settle(work, plan.facts.resource, plan.signature.at));
    CHARTA_TRY_DO(resources_.put(work, actor, *plan.prepared));
  } else {
    CHARTA_TRY(const auto now, resources_.load(work, plan.facts.resource));
    if (!now || now->deleted || now->version != plan.facts.version)
      return fail(ErrorKind::version_conflict, "the document was changed meanwhile");
    CHARTA_TRY_DO(ask_next(work, plan));
    CHARTA_TRY_DO(look_again(work, plan.facts.encounter));
  }
  if (correction && correction->state == "to-review" && answers_correction(*plan.meaning))
    CHARTA_TRY_DO(step(work, actor, *correction, "approve", UserId()));
  return follower_ ? follower_(work, actor, plan.signature) : Result<void>();
}

Result<void> SignatureService::ask_next(store::UnitOfWork& work, const Plan& plan) {
  CHARTA_TRY_DO(rows_.settle_one(work, plan.facts.resource, plan.signature.meaning, plan.signature.at));
  if (plan.needs.empty()) return {};
  return rows_.ask(work, {plan.facts.resource, plan.needs, plan.follows, plan.signature.at, UserId()});
}

Result<void> SignatureService::look_again(store::UnitOfWork& work, const std::string& encounter) {
  if (encounter.empty()) return {};
  CHARTA_TRY(const auto stored, resources_.load(work, "Encounter", encounter));
  return stored ? completion_.look(work, stored->key) : Result<void>();
}

Result<Signature> SignatureService::find(const Actor& actor, SignatureId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Signature> {
    CHARTA_TRY(auto found, rows_.find(reader, id));
    if (!found || !actor.visibility.sees(found->facility, found->sensitivity, found->patient))
      return fail(ErrorKind::not_found, "there is no signature " + id.text() + " that you may see");
    return std::move(*found);
  });
}

}  // namespace charta::signatures
