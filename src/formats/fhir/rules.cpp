// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/rules.hpp"

#include "formats/fhir/primitives.hpp"
#include "formats/fhir/reference.hpp"

#include <algorithm>

namespace charta::fhir {
namespace {

using json::Value;

/// "Type/id" with a known type and a legal id, an absolute address, "#id", or a search that a transaction resolves.
bool is_well_formed(std::string_view text, const ReferenceParts& parts) {
  if (!parts.type.empty() && parts.base.empty()) return is_fhir_id(parts.id);
  if (text.starts_with('#') || text.find(':') != text.npos) return true;
  const auto query = text.find('?');
  return query != text.npos && is_resource_type(text.substr(0, query));
}

bool same_coding(Value a, Value b) {
  for (const Value mine : a["coding"])
    for (const Value theirs : b["coding"])
      if (mine["code"] && mine["code"].text() == theirs["code"].text() && mine["system"].text() == theirs["system"].text())
        return true;
  return false;
}

bool has_value(Value observation) {
  for (const Value member : observation)
    if (member.key().starts_with("value")) return true;
  return false;
}

void check_observation(Value value, const Place& place, Report& report) {
  if (!value["component"] || !has_value(value)) return;
  for (const Value component : value["component"])
    if (same_coding(component["code"], value["code"]))
      report.error("invariant", "a component has the observation's own code beside a value (obs-7); keep the value in one place",
                   place);
}

/// bdl-7: fullUrl is unique, or its entries differ in meta.versionId.
void check_bundle(Value value, const Place& place, Report& report) {
  if (value["type"].text() == "history") return;
  std::vector<std::pair<std::string_view, std::string_view>> addresses;
  for (const Value entry : value["entry"])
    if (entry["fullUrl"]) addresses.emplace_back(entry["fullUrl"].text(), entry["resource"]["meta"]["versionId"].text());
  std::sort(addresses.begin(), addresses.end());
  if (std::adjacent_find(addresses.begin(), addresses.end()) != addresses.end())
    report.error("invariant", "two entries have the same fullUrl (bdl-7); give each its own", place);
}

/// The number of bytes that well-formed base64 stands for.
std::size_t decoded_size(std::string_view base64) {
  std::size_t characters = 0;
  std::size_t padding = 0;
  for (const char c : base64) {
    characters += c == ' ' || c == '\t' || c == '\r' || c == '\n' ? 0U : 1U;
    padding += c == '=' ? 1U : 0U;
  }
  return characters / 4 * 3 - std::min(padding, characters / 4 * 3);
}

/// Attachment.size is the number of bytes before base64. Source: R4 datatypes, Attachment.
void check_attachment(Value value, const Place& place, Report& report) {
  const auto size = value["size"].integer();
  if (!size || !value["data"]) return;
  if (static_cast<std::size_t>(*size) != decoded_size(value["data"].text()))
    report.error("value", "size is not the number of bytes of data; correct it or leave it out", place);
}

bool is_among(std::uint16_t first_target, std::string_view type) {
  for (const tables::Target* target = tables::targets + first_target;; ++target) {
    if (tables::view(target->name) == type) return true;
    if (target->left == 1) return false;
  }
}

std::string listed(std::uint16_t first_target) {
  std::string text;
  for (const tables::Target* target = tables::targets + first_target;; ++target) {
    text += tables::view(target->name);
    if (target->left == 1) return text;
    text += ", ";
  }
}

}  // namespace

bool Scope::mark_used(std::string_view text) {
  if (!text.starts_with('#')) return true;
  text.remove_prefix(1);
  if (text.empty()) return used = ~0ULL, true;  // something contained points back at the resource around it
  std::size_t place = 0;
  for (const Value resource : contained) {
    if (resource["id"].text() == text) {
      if (place < 64) used |= 1ULL << place;
      return true;
    }
    ++place;
  }
  return false;
}

void check_contained(const Scope& scope, const Place& place, Report& report) {
  std::int32_t index = 0;
  for (const Value resource : scope.contained) {
    Place at{&place, "contained"};
    at.index = index;
    if (!resource["id"]) {
      report.error("required", "a contained resource needs an id to be pointed at; add it", at);
    } else if (index < 64 && (scope.used >> index & 1) == 0) {
      report.error("invariant", "nothing points at this contained resource (dom-3); point at it or remove it", at);
    }
    ++index;
  }
}

void check_reference(Value reference, const tables::Member& member, const Place& place, Scope& scope, Report& report) {
  const std::string_view text = reference["reference"].text();
  const std::string_view beside = reference["type"].text();
  const ReferenceParts parts = read_reference(text);
  if (text.starts_with('#') && !scope.mark_used(text))
    return report.error("invariant",
                        "no contained resource has the id that this points at (ref-1); contain it or mend the reference", place);
  if (!text.empty() && !is_well_formed(text, parts))
    return report.error("value", "this reference has no form of FHIR; write Type/id, an absolute address or #id", place);
  const bool is_said = !beside.empty() && is_resource_type(beside);
  if (is_said && !parts.type.empty() && parts.type != beside)
    return report.error("value", "reference and type name different resource types; make them agree", place);
  const std::string_view type = parts.type.empty() && is_said ? beside : parts.type;
  if (type.empty() || member.targets == 0 || is_among(member.targets, type)) return;
  report.error("value", "this points at a " + std::string(type) + "; only " + listed(member.targets) + " may stand here", place);
}

void check_rule(Value value, const tables::Shape& shape, const Place& place, Report& report) {
  switch (shape.rule) {
    case tables::Rule::Observation_:
      return check_observation(value, place, report);
    case tables::Rule::Bundle_:
      return check_bundle(value, place, report);
    case tables::Rule::Attachment_:
      return check_attachment(value, place, report);
    case tables::Rule::none_:
      return;
  }
}

}  // namespace charta::fhir
