// SPDX-License-Identifier: Apache-2.0
// What a signature binds: the bytes that were shown, and of which document of which patient in which version they are. Pure.
// Source: 21 CFR 11.70 (signatures linked to their records so that they cannot be transferred).
#pragma once
#include "department/signatures/signature.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace charta::signatures {

struct ContentPart {
  std::string content_type;
  Bytes bytes;
};

struct SignedContent {
  std::string patient;   ///< FHIR id
  std::string type, id;  ///< DocumentReference/…
  std::int64_t version = 0;
  std::string title;  ///< under which it was shown
  std::vector<ContentPart> parts;
};

/// The text whose SHA-256 is signed: a line each for patient, document, title and every part with its size and digest.
/// Whoever has the document's bytes can write it again and compare.
std::string binding_text(const SignedContent& content);
Digest digest_of(const SignedContent& content);

/// Whether these parts are what was signed then, whatever the document is called and wherever it stands by now.
bool is_as_signed(const Signature& signature, SignedContent content);

}  // namespace charta::signatures
