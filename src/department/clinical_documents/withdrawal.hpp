// SPDX-License-Identifier: Apache-2.0
// What a statement looks like when the document that made it was replaced. Pure.
#pragma once
#include "formats/json/json.hpp"

namespace charta::clinical_documents {

/// Marks a resource as not standing any more (entered-in-error), the way its type says it; false when it stood no more already.
bool withdraw(json::Document& document, json::Value resource);

/// Replaces the placeholders of references ("Type/cda-7", "Patient/cda-patient") by what `id_of` answers for the part behind
/// "cda-".
template <class IdOf>
void resolve_references(json::Document& document, json::Value value, const IdOf& id_of) {
  for (const auto part : value) {
    if (part.is_object() || part.is_array()) resolve_references(document, part, id_of);
    if (part.key() != "reference" || !part.is_string()) continue;
    const auto text = part.text();
    const auto at = text.find("/cda-");
    if (at != std::string_view::npos)
      document.set(value, "reference", std::string(text.substr(0, at + 1)) + id_of(text.substr(at + 5)));
  }
}

}  // namespace charta::clinical_documents
