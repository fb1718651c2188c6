// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signed_content.hpp"

namespace charta::signatures {
namespace {

/// A title is one line, whatever stands in it: no title can look like another line of the text.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) line += c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : std::string(1, c);
  return line;
}

}  // namespace

std::string binding_text(const SignedContent& content) {
  std::string text = "charta signed content 1\n";
  text += "patient " + one_line(content.patient) + "\n";
  text +=
      "document " + one_line(content.type) + "/" + one_line(content.id) + " version " + std::to_string(content.version) + "\n";
  text += "title " + one_line(content.title) + "\n";
  for (const auto& part : content.parts)
    text +=
        "part " + std::to_string(part.bytes.size()) + " " + sha256(part.bytes).hex() + " " + one_line(part.content_type) + "\n";
  return text;
}

Digest digest_of(const SignedContent& content) {
  return sha256(binding_text(content));
}

bool is_as_signed(const Signature& signature, SignedContent content) {
  content.patient = signature.patient_id;
  content.version = signature.version;
  content.title = signature.title;
  return digest_of(content) == signature.digest;
}

}  // namespace charta::signatures
