// SPDX-License-Identifier: Apache-2.0
// A signature, and who may give which one to a document as it stands. Pure.
#pragma once
#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/chart_completion/analysis.hpp"
#include "department/signatures/signature_rules.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::signatures {

using chart_completion::StaffMember;
using SignatureId = Id<struct SignatureTag>;

/// An account as a person of the medical staff: by which keys the record names them, and as what they stand.
struct Signer {
  UserId account;
  std::string standing;               ///< a code of the rule
  std::vector<StaffMember> known_as;  ///< "Practitioner/…" or "system|value"; the first is what is written

  bool is(const StaffMember& who) const;
  const StaffMember& first() const { return known_as.front(); }
};

/// What stands of one signature for good. The document's content is bound by `digest`, whatever becomes of the document.
struct Signature {
  SignatureId id;
  ResourceId document;
  std::string document_type, document_id, title;
  std::int64_t version = 0;  ///< of the document as it was shown and signed
  PatientId patient;
  std::string patient_id;  ///< FHIR, as it was signed
  UserId signer;
  std::string signer_key, signer_name, standing;
  std::string meaning, statement, rule;
  Instant at;
  Digest digest;
  std::optional<Instant> outdated_at;  ///< since when the document says something else
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// What a document says of itself, as far as signing it asks.
struct DocumentFacts {
  std::string type, id, title, type_code, status, encounter;
  ResourceId resource;
  std::int64_t version = 0;
  PatientId patient;
  std::string patient_id;                  ///< FHIR
  bool is_final = false, is_gone = false;  ///< gone: entered in error, replaced
  StaffMember author, authenticator;
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// How far the signing of a document is.
struct SigningState {
  bool has_author = false;  ///< its author signed
  bool has_scribe = false;  ///< who recorded it signed
  bool is_final = false;    ///< a signature authenticated it
  std::string needs;        ///< the meaning that is owed next; empty: none, or nobody signed yet
};
SigningState state_of(std::span<const Signature> signatures, const SignatureRules& rules);

/// Errors: `forbidden` (not as this person), `business_rule` (not this document, not now), saying what to do instead.
/// `asked`: whom a person named for it; who is named may sign what the document gives to nobody else.
Result<void> check_may_sign(const DocumentFacts& document, std::span<const Signature> signatures, const Signer& signer,
                            const Meaning& meaning, const SignatureRules& rules, const StaffMember& asked);
/// What this person may sign it as, the likeliest first: what is owed next, then as the author.
std::vector<const Meaning*> offered(const DocumentFacts& document, std::span<const Signature> signatures, const Signer& signer,
                                    const SignatureRules& rules, const StaffMember& asked);
/// Whether a signature of this meaning by this person authenticates the document: nobody else's must follow.
bool makes_final(const Meaning& meaning, const Signer& signer, const SignatureRules& rules);

}  // namespace charta::signatures
