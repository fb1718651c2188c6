// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signature.hpp"

#include <algorithm>

namespace charta::signatures {
namespace {

bool has_signed_so(std::span<const Signature> signatures, const Signer& signer, const Meaning& meaning) {
  return std::any_of(signatures.begin(), signatures.end(), [&](const auto& one) {
    return one.signer == signer.account && one.meaning == meaning.code && !one.outdated_at;
  });
}

bool wrote_it(std::span<const Signature> signatures, const Signer& signer, const SignatureRules& rules) {
  return std::any_of(signatures.begin(), signatures.end(), [&](const auto& one) {
    const auto* meaning = rules.meaning(one.meaning);
    return one.signer == signer.account && !one.outdated_at && meaning != nullptr && meaning->stand == Stand::author;
  });
}

Error not_theirs(std::string_view what) {
  return fail(ErrorKind::forbidden, std::string(what), "meaning");
}

Result<void> check_author(const DocumentFacts& document, const SigningState& state, const Signer& signer,
                          const StaffMember& asked) {
  if (state.has_scribe && state.needs == "provider-of-scribed-text")
    return fail(ErrorKind::business_rule, "somebody recorded this for its provider: the provider attests it", "meaning");
  if (document.author.is_known() ? signer.is(document.author) : signer.is(asked)) return {};
  if (document.author.is_known())
    return not_theirs("the document names somebody else as its author; sign in your own part, or say that it is not yours");
  return not_theirs("the document names nobody whom the record knows as its author; the department names who is asked first");
}

Result<void> check_attending(const DocumentFacts& document, std::span<const Signature> signatures, const SigningState& state,
                             const Signer& signer, const SignatureRules& rules, const StaffMember& asked) {
  if (!state.has_author) return fail(ErrorKind::business_rule, "its author has not signed it yet; that comes first", "meaning");
  if (signer.is(document.author) || wrote_it(signatures, signer, rules)) return not_theirs("nobody co-signs what they wrote");
  if (document.authenticator.is_known() && !signer.is(document.authenticator) && !signer.is(asked))
    return not_theirs("somebody else is named to co-sign it; the department can name you instead");
  return {};
}

Result<void> check_stand(const DocumentFacts& document, std::span<const Signature> signatures, const Signer& signer,
                         const Meaning& meaning, const SignatureRules& rules, const StaffMember& asked) {
  const auto state = state_of(signatures, rules);
  switch (meaning.stand) {
    case Stand::author:
      return check_author(document, state, signer, asked);
    case Stand::attending:
      return check_attending(document, signatures, state, signer, rules, asked);
    case Stand::recorder:
      if (signer.is(document.author)) return not_theirs("what one did oneself is signed as its author");
      if (document.is_final) return fail(ErrorKind::business_rule, "it is authenticated already", "meaning");
      return {};
    case Stand::provider:
      if (!state.has_scribe) return fail(ErrorKind::business_rule, "nobody signed that they recorded it", "meaning");
      return signer.is(document.author) ? Result<void>() : not_theirs("it was recorded for somebody else");
    case Stand::reader:
      return {};
    case Stand::amender:
      return fail(ErrorKind::business_rule, "this is signed where it is written: an addendum, a correction, a retraction",
                  "meaning");
  }
  return {};
}

}  // namespace

bool Signer::is(const StaffMember& who) const {
  return who.is_known() && std::any_of(known_as.begin(), known_as.end(), [&](const auto& one) { return one.key == who.key; });
}

SigningState state_of(std::span<const Signature> signatures, const SignatureRules& rules) {
  SigningState state;
  for (const auto& one : signatures) {
    const auto* meaning = rules.meaning(one.meaning);
    if (meaning == nullptr || one.outdated_at) continue;
    state.has_author = state.has_author || meaning->stand == Stand::author || meaning->stand == Stand::provider ||
                       meaning->stand == Stand::amender;
    state.has_scribe = state.has_scribe || meaning->stand == Stand::recorder;
    const auto* standing = rules.standing(one.standing);
    const std::string needs = standing == nullptr ? std::string() : standing->needs;
    if (meaning->finalizes && needs.empty())
      state.is_final = true;
    else if (!needs.empty() && meaning->stand != Stand::reader)
      state.needs = needs;
  }
  if (state.is_final) state.needs.clear();
  return state;
}

bool makes_final(const Meaning& meaning, const Signer& signer, const SignatureRules& rules) {
  const auto* standing = rules.standing(signer.standing);
  return meaning.finalizes && standing != nullptr && standing->needs.empty();
}

Result<void> check_may_sign(const DocumentFacts& document, std::span<const Signature> signatures, const Signer& signer,
                            const Meaning& meaning, const SignatureRules& rules, const StaffMember& asked) {
  if (document.is_gone)
    return fail(ErrorKind::business_rule, "the document was replaced or entered in error; what stands in its place is signed",
                "status");
  if (!meaning.is_for(signer.standing)) return not_theirs("nobody of your standing signs as '" + meaning.title + "'");
  if (has_signed_so(signatures, signer, meaning))
    return fail(ErrorKind::business_rule, "you have signed it as '" + meaning.title + "' already", "meaning");
  return check_stand(document, signatures, signer, meaning, rules, asked);
}

std::vector<const Meaning*> offered(const DocumentFacts& document, std::span<const Signature> signatures, const Signer& signer,
                                    const SignatureRules& rules, const StaffMember& asked) {
  std::vector<const Meaning*> possible;
  for (const auto& one : rules.meanings)
    if (check_may_sign(document, signatures, signer, one, rules, asked)) possible.push_back(&one);
  const auto needs = state_of(signatures, rules).needs;
  std::stable_partition(possible.begin(), possible.end(), [&](const Meaning* one) { return one->code == needs; });
  return possible;
}

}  // namespace charta::signatures
