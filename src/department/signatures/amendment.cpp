// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/amendment.hpp"

#include <algorithm>
#include <array>

namespace charta::signatures {
namespace {

constexpr std::array<std::string_view, 4> amendment_kinds = {"addendum", "correction", "late-entry", "retraction"};
constexpr std::size_t longest_amendment = 200'000, longest_reason = 2'000;

Result<void> check_words(const NewAmendment& asked, Instant now) {
  if (asked.text.empty() && asked.kind != AmendmentKind::retraction)
    return fail(ErrorKind::missing, "write what is to be kept", "text");
  if (asked.reason.empty() && (asked.kind == AmendmentKind::correction || asked.kind == AmendmentKind::retraction))
    return fail(ErrorKind::missing, "say what is wrong with the document", "reason");
  if (asked.text.size() > longest_amendment || asked.reason.size() > longest_reason)
    return fail(ErrorKind::invalid, "a text has 200,000 bytes at most, a reason 2,000", "text");
  if (asked.kind != AmendmentKind::late_entry) return {};
  if (!asked.happened_at) return fail(ErrorKind::missing, "say when it happened", "happened_at");
  if (*asked.happened_at > now) return fail(ErrorKind::invalid, "it cannot happen later than it is written", "happened_at");
  return {};
}

bool answers_for(const DocumentFacts& original, std::span<const Signature> signatures, const Signer& signer) {
  return signer.is(original.author) || signer.is(original.authenticator) ||
         std::any_of(signatures.begin(), signatures.end(), [&](const auto& one) {
           return one.signer == signer.account && one.meaning != "verifier" && one.meaning != "scribe";
         });
}

}  // namespace

std::string_view amendment_code(AmendmentKind kind) {
  return amendment_kinds[static_cast<std::size_t>(kind)];
}

std::optional<AmendmentKind> parse_amendment(std::string_view code) {
  const auto found = std::find(amendment_kinds.begin(), amendment_kinds.end(), code);
  if (found == amendment_kinds.end()) return std::nullopt;
  return static_cast<AmendmentKind>(found - amendment_kinds.begin());
}

Result<void> check_amendment(const NewAmendment& asked, const DocumentFacts* original, std::span<const Signature> signatures,
                             const Signer& signer, Instant now) {
  CHARTA_TRY_DO(check_words(asked, now));
  if (original == nullptr) {
    if (asked.kind == AmendmentKind::late_entry) return {};
    return fail(ErrorKind::missing, "name the document that this is about", "document");
  }
  if (original->is_gone)
    return fail(ErrorKind::business_rule,
                "the document was replaced or entered in error already; look at what stands in its place", "document");
  const bool changes_it = asked.kind == AmendmentKind::correction || asked.kind == AmendmentKind::retraction;
  if (!original->is_final && asked.kind != AmendmentKind::retraction)
    return fail(ErrorKind::business_rule, "it is not signed yet: send it back to transcription, or write it anew", "document");
  if (changes_it && !answers_for(*original, signatures, signer))
    return fail(ErrorKind::forbidden,
                "only who wrote or signed a document corrects or retracts it; anybody else adds an addendum", "document");
  return {};
}

std::string title_of_amendment(AmendmentKind kind, std::string_view of) {
  switch (kind) {
    case AmendmentKind::addendum:
      return "Addendum to " + std::string(of);
    case AmendmentKind::correction:
      return std::string(of) + " (corrected)";
    case AmendmentKind::late_entry:
      return std::string(of) + " (late entry)";
    case AmendmentKind::retraction:
      return std::string(of) + " (entered in error)";
  }
  return std::string(of);
}

std::string text_of_amendment(const NewAmendment& asked, std::string_view of, std::string_view by, Instant now) {
  const std::string written = " Written " + now.text() + " by " + std::string(by);
  std::string first;
  switch (asked.kind) {
    case AmendmentKind::addendum:
      first = "ADDENDUM to: " + std::string(of) + "." + written + ".";
      break;
    case AmendmentKind::correction:
      first = "CORRECTION of: " + std::string(of) + "." + written + ". Why: " + asked.reason;
      break;
    case AmendmentKind::late_entry:
      first = "LATE ENTRY: " + std::string(of) + "." + written + " about what happened " + asked.happened_at->text() + ".";
      break;
    case AmendmentKind::retraction:
      return asked.reason;
  }
  return first + "\n\n" + asked.text;
}

}  // namespace charta::signatures
