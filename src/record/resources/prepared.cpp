// SPDX-License-Identifier: Apache-2.0
#include "record/resources/prepared.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"

#include <algorithm>

namespace charta::resources {

Prepared::Prepared() : parts_(std::make_unique<Parts>()) {}
Prepared::Prepared(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Prepared::Prepared(Prepared&&) noexcept = default;
Prepared& Prepared::operator=(Prepared&&) noexcept = default;
Prepared::~Prepared() = default;
ResourceId Prepared::key() const {
  return parts_->key;
}
const std::string& Prepared::type() const {
  return parts_->type;
}
const std::string& Prepared::id() const {
  return parts_->id;
}

Result<json::Document> parse_resource(BytesView body) {
  if (trimmed(body).empty()) return fail(ErrorKind::missing, "the request has no body; send a FHIR resource as JSON");
  CHARTA_TRY(auto document, json::Document::parse(body));
  if (!document.root().is_object()) return fail(ErrorKind::invalid, "the body is not a JSON object; send a FHIR resource");
  return document;
}

Result<void> check_resource(json::Value resource, std::string_view type) {
  const std::string_view written = resource["resourceType"].text();
  if (!fhir::is_resource_type(written))
    return fail(ErrorKind::invalid, "resourceType is missing or not a resource type of FHIR R4", "resourceType");
  if (!type.empty() && written != type)
    return fail(ErrorKind::invalid, "the body is a " + std::string(written) + "; this address takes a " + std::string(type),
                "resourceType");
  for (const fhir::Issue& issue : fhir::validate(resource))
    if (issue.severity == fhir::Issue::Severity::error) {
      const ErrorKind kind = issue.code == "required" ? ErrorKind::missing : ErrorKind::invalid;
      return fail(kind, issue.message, issue.path);
    }
  return {};
}

bool is_fhir_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace charta::resources
