// SPDX-License-Identifier: Apache-2.0
// The header of a document: what it is, whose it is, who made it. Private to the mapping.
#pragma once
#include "formats/cda/clinical_document.hpp"
#include "formats/cda/elements.hpp"

namespace charta::cda {

InstanceId instance_id(Element ii);
/// Errors: `missing` (no id, no patient), with what must be there.
Result<Header> read_header(Element document, const Elements& make);
/// recordTarget as a Patient. Source: C-CDA on FHIR 1.2, "Patient"; US Core 6.1 race and ethnicity.
json::Value read_patient(Element document, Elements& make);
/// author, custodian, legalAuthenticator or authenticator.
void read_people(Element document, Elements& make, MappedDocument& out);

}  // namespace charta::cda
