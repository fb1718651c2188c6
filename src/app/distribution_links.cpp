// SPDX-License-Identifier: Apache-2.0
#include "app/distribution_links.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using access::Actor;
using distribution::Copy;
using store::UnitOfWork;

/// What waits for this person's signature is approved by signing it: nothing else binds what was read.
Result<void> ask_for_the_signature(Hospital& hospital, UnitOfWork& work, const Actor& actor, const Copy& copy) {
  const auto& signatures = *hospital.signatures;
  CHARTA_TRY(const auto signer, signatures.find_signer(work, actor.author.user));
  if (!signer) return {};
  CHARTA_TRY(const auto awaited, signatures.rows().open_of_document(work, copy.document));
  const bool is_theirs = std::any_of(awaited.begin(), awaited.end(), [&](const auto& one) { return signer->is(one.asked); });
  if (!is_theirs) return {};
  return fail(ErrorKind::business_rule, "this report waits for your signature: sign it, and it is approved", "copy");
}

}  // namespace

void link_distribution(Hospital& hospital) {
  hospital.distribution->sign_by([&hospital](UnitOfWork& work, const Actor& actor, const Copy& copy) {
    return ask_for_the_signature(hospital, work, actor, copy);
  });
  hospital.signatures->tell([&hospital](UnitOfWork& work, const Actor& actor, const signatures::Signature& signature) {
    return hospital.distribution->was_signed(work, actor, signature.document);
  });
}

}  // namespace charta::app
