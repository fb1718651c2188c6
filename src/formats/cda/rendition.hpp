// SPDX-License-Identifier: Apache-2.0
// A document as its reader sees it. Private to the mapping.
#pragma once
#include "formats/cda/clinical_document.hpp"
#include "formats/cda/xml.hpp"

namespace charta::cda {

/// One HTML page: who, what, when and by whom, then every section's narrative in the document's order, and what became of the
/// entries. No script, no address, nothing fetched; the sender's style sheet is not used.
std::string rendition(Element document, const MappedDocument& mapped);

}  // namespace charta::cda
