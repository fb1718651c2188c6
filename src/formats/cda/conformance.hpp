// SPDX-License-Identifier: Apache-2.0
// What is wrong with a document by C-CDA's own rules: told, never a reason to refuse it. Private to the mapping.
#pragma once
#include "formats/cda/xml.hpp"

#include <string>
#include <vector>

namespace charta::cda {

/// Each finding in words, with the place: header rules of the US Realm, required parts of the entries that are mapped.
/// Source: C-CDA R2.1 volume 2, conformance statements (CONF numbers stand in the messages' table).
std::vector<std::string> conformance_warnings(Element document);

}  // namespace charta::cda
