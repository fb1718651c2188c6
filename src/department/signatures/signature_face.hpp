// SPDX-License-Identifier: Apache-2.0
// Signatures as FHIR R4 Provenance, beside those that clients wrote. Source: https://hl7.org/fhir/R4/provenance.html
#pragma once
#include "department/signatures/signature_service.hpp"

#include <string>
#include <string_view>

namespace charta::signatures {

/// Of one signature: target is the version that was signed; signature.data is the SHA-256 of what was shown. Pure.
std::string provenance_json(const Signature& signature, const Meaning* meaning);
std::string provenance_id(SignatureId id);  ///< "signature-…"
std::optional<SignatureId> signature_behind(std::string_view fhir_id);

/// The repository shares Provenance with this: ids of its own, and searches by target.
resources::Share provenance_share(SignatureService& signatures, store::Store& store, resources::ResourceService& resources,
                                  ledger::Ledger& ledger);

}  // namespace charta::signatures
