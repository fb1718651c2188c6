// SPDX-License-Identifier: Apache-2.0
// Signatures: what is shown, who may sign it as what, many in one unit; what is written, added, corrected and taken back.
#pragma once
#include "base/clock.hpp"
#include "department/chart_completion/completion_service.hpp"
#include "department/signatures/amendment_store.hpp"
#include "department/signatures/signature_store.hpp"
#include "department/signatures/signed_content.hpp"
#include "department/signatures/signed_document.hpp"
#include "record/worklists/worklist_service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::signatures {

/// One document of a signing, as the page showed it.
struct SignRequest {
  std::string type, id, meaning, digest;
  std::int64_t version = 0;
  StaffMember cosigner;  ///< whom a resident names to follow them; nobody: the document or the encounter says it
};

struct ShownSignature {
  Signature signature;
  bool is_as_signed = false;  ///< what stands now is what was signed
};

/// A document as it is read before it is signed.
struct ShownDocument {
  DocumentFacts facts;
  std::string content_type, text;  ///< text: where the content is plain text
  std::int64_t size = 0;
  Digest digest;
  std::vector<ShownSignature> signatures;
  std::vector<const Meaning*> offered;
  std::vector<SignatureRequest> awaited;
  std::vector<Amendment> amendments;
  std::optional<Correction> correction;
  bool is_mine_to_write = false;  ///< written here by this person, and not signed yet
};

struct NewNote {
  std::string encounter, type_code, text;
  StaffMember author;  ///< for whom a scribe records; nobody: the writer themselves
};

struct WrittenNote {
  ResourceId document;
  std::string id;
  std::int64_t version = 1;
};

/// A text that may be written: how the department calls it, and its LOINC code.
struct NoteType {
  std::string code, title;
};

class SignatureService {
 public:
  SignatureService(store::Store& store, resources::ResourceService& resources, encounters::EncounterService& encounters,
                   chart_completion::CompletionService& completion, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                   const Clock& clock, KeySource& keys, SignatureRules rules)
      : store_(store),
        resources_(resources),
        encounters_(encounters),
        completion_(completion),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)) {}
  SignatureService(const SignatureService&) = delete;
  SignatureService& operator=(const SignatureService&) = delete;

  // At start-up.
  void declare();  ///< the queue `document-correction`; deficiencies ask here from now on
  void subscribe(happenings::Bus& bus);
  const SignatureRules& rules() const { return rules_; }
  /// Told, in the unit, of every signature under a document.
  using Follower = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const Signature&)>;
  void tell(Follower follower) { follower_ = std::move(follower); }

  // Who is who. Errors: `forbidden`, `missing`, `unknown_code` (standing), `business_rule` (the key is another account's).
  Result<Signer> signer_of(const access::Actor& actor);
  Result<std::optional<Signer>> find_signer(store::Reader& reader, UserId account) const;
  Result<std::vector<SignerRow>> signers(const access::Actor& actor);
  /// Whom a scribe or resident may name, each account once: for pickers.
  Result<std::vector<SignerRow>> medical_staff(const access::Actor& actor);
  Result<void> link(const access::Actor& actor, UserId account, const StaffMember& known_as, const std::string& standing);
  Result<void> unlink(const access::Actor& actor, const std::string& staff_key);

  // Reading and signing. Errors: `not_found` (or not for this actor), those of check_may_sign().
  /// The read is in the ledger.
  Result<ShownDocument> show(const access::Actor& actor, std::string_view type, std::string_view id);
  /// All of them in one unit, or none. The person was asked for their password before. Errors: `version_conflict`, location
  /// "documents.N": what was shown is not what stands any more.
  Result<std::vector<Signature>> sign(const access::Actor& actor, const std::vector<SignRequest>& documents);
  Result<Signature> find(const access::Actor& actor, SignatureId id);

  // Writing. Errors: `not_found` (encounter), `unknown_code` (type), `missing`, `forbidden`, `version_conflict`.
  std::vector<NoteType> note_types() const;
  Result<WrittenNote> write(const access::Actor& actor, const NewNote& note);
  /// One's own text that nobody has signed yet. Errors: `business_rule` (it was signed, or came from elsewhere).
  Result<WrittenNote> rewrite(const access::Actor& actor, std::string_view id, std::int64_t version, const std::string& text);

  // After a signature: each an act of its own, signed with it. Errors: those of check_amendment().
  struct Amended {
    Amendment amendment;
    Signature signature;
  };
  Result<Amended> amend(const access::Actor& actor, const NewAmendment& asked);

  // Back to transcription. Errors: `missing` (words), `business_rule` (signed already, sent back already).
  Result<Correction> ask_for_correction(const access::Actor& actor, std::string_view type, std::string_view id,
                                        const std::string& words);
  Result<Correction> correction(const access::Actor& actor, CorrectionId id);
  Result<Correction> correction_of_item(const access::Actor& actor, WorkItemId item);
  /// The text anew, as transcription has it now: a new version of the document.
  Result<Correction> return_corrected(const access::Actor& actor, CorrectionId id, const std::string& text);
  /// By who asked, or whoever files documents.
  Result<Correction> withdraw_correction(const access::Actor& actor, CorrectionId id);

  const SignatureStore& rows() const { return rows_; }
  const AmendmentStore& amendments() const { return amendments_; }

 private:
  struct Plan;
  struct Loaded;
  /// Where a text is written: its patient and whose eyes it is for.
  struct Stay {
    json::Document document;
    PatientId patient;
    int facility = 0;
    std::uint32_t sensitivity = 0;
  };
  Result<Stay> stay_of(store::Reader& reader, const access::Actor& actor, const std::string& encounter) const;
  std::optional<NoteType> note_type(std::string_view code) const;
  Result<Loaded> load(store::Reader& reader, const access::Actor& actor, std::string_view type, std::string_view id) const;
  /// Errors: `business_rule` (there is nothing that could be shown here).
  Result<SignedContent> content_of(store::Reader& reader, const DocumentFacts& facts, json::Value root) const;
  Result<StaffMember> asked_of(store::Reader& reader, const DocumentFacts& facts) const;
  Result<Plan> plan(store::Reader& reader, const access::Actor& actor, const Signer& signer, const SignRequest& request,
                    std::size_t place);
  Result<void> carry_out(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);
  Result<void> keep(store::UnitOfWork& work, const access::Actor& actor, const Signature& signature);
  Result<void> ask_next(store::UnitOfWork& work, const Plan& plan);
  Result<StaffMember> attending_of(store::Reader& reader, const DocumentFacts& facts) const;
  Result<void> look_again(store::UnitOfWork& work, const std::string& encounter);
  Signature signature_for(const DocumentFacts& facts, const Signer& signer, const Meaning& meaning, const Digest& digest);
  Result<Amended> retract(const access::Actor& actor, const Signer& signer, const NewAmendment& asked, Loaded original,
                          const Digest& digest);
  Amendment amendment_about(const NewAmendment& asked, const DocumentFacts* original, const Signer& signer);
  Result<Signature> signature_of_new(const Amendment& amendment, int facility, std::uint32_t sensitivity, json::Value root,
                                     const Signer& signer, const Meaning& meaning);
  static DocumentFacts facts_for_attending(const WrittenText& written);
  Result<Amended> write_amendment(const access::Actor& actor, const Signer& signer, const NewAmendment& asked, Loaded* original);

  Result<chart_completion::DocumentDetail> detail_of(store::Reader& reader, const chart::ChartEntry& line,
                                                     chart_completion::DocumentDetail said) const;
  Result<void> check_correction(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> document_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> step(store::UnitOfWork& work, const access::Actor& actor, Correction& correction, std::string_view event,
                    UserId then_with);
  Result<void> take_back(store::UnitOfWork& work, const access::Actor& actor, Correction& correction);
  Result<void> take_back_of(store::UnitOfWork& work, ResourceId document);
  Result<void> follow_labels(store::UnitOfWork& work, const resources::StoredResource& stored,
                             const std::optional<Correction>& correction);
  Result<Correction> require_correction(store::Reader& reader, const access::Actor& actor, CorrectionId id) const;
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, const Correction& correction, std::string_view reason);

  store::Store& store_;
  resources::ResourceService& resources_;
  encounters::EncounterService& encounters_;
  chart_completion::CompletionService& completion_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  SignatureRules rules_;
  SignatureStore rows_;
  AmendmentStore amendments_;
  Follower follower_;
  access::Actor system_ = access::Actor::system("signatures");
};

/// Made while a document is looked at; its writes are told apart from what comes from transcription.
struct SignatureService::Loaded {
  resources::StoredResource stored;
  json::Document document;
  DocumentFacts facts;
  std::vector<Signature> signatures;
};

struct SignatureService::Plan {
  Signature signature;
  DocumentFacts facts;
  const Meaning* meaning = nullptr;
  std::optional<resources::Prepared> prepared;  ///< the document made final; absent: it stays as it is
  std::string needs;
  StaffMember follows;
};

/// The source under which signing writes: what transcription brings has another.
inline constexpr std::string_view signing_source = "signature";

}  // namespace charta::signatures
