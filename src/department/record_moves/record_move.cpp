// SPDX-License-Identifier: Apache-2.0
#include "department/record_moves/record_move.hpp"

#include <algorithm>

namespace charta::record_moves {
namespace {

void add_reference(std::vector<std::string>& list, json::Value reference) {
  const auto text = reference["reference"].text();
  if (!text.empty()) list.emplace_back(text);
}

void add_binary(std::vector<std::string>& list, json::Value attachment) {
  const auto url = attachment["url"].text();
  if (url.starts_with("Binary/")) list.emplace_back(url);
}

bool shares(const std::vector<std::string>& names, const std::set<std::string>& going) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return going.contains(name); });
}

void repoint(json::Document& document, json::Value value, std::string_view from, std::string_view to) {
  if (value.is_object() && value["reference"].text() == from) document.set(value, "reference", to);
  if (!value.is_object() && !value.is_array()) return;
  for (const auto child : value) repoint(document, child, from, to);
}

bool stays(json::Value reference, const std::set<std::string>& going) {
  const auto text = reference["reference"].text();
  return text.starts_with("Encounter/") && !going.contains(std::string(text));
}

}  // namespace

Belonging belonging_of(json::Value resource) {
  Belonging belonging{std::string(resource["resourceType"].text()), std::string(resource["id"].text()), {}, {}, {}};
  add_reference(belonging.encounters, resource["encounter"]);
  for (const auto encounter : resource["context"]["encounter"]) add_reference(belonging.encounters, encounter);
  for (const auto result : resource["result"]) add_reference(belonging.parts, result);
  for (const auto member : resource["hasMember"]) add_reference(belonging.parts, member);
  for (const auto form : resource["presentedForm"]) add_binary(belonging.parts, form);
  for (const auto content : resource["content"]) add_binary(belonging.parts, content["attachment"]);
  for (const auto order : resource["basedOn"]) add_reference(belonging.based_on, order);
  for (const auto related : resource["context"]["related"]) add_reference(belonging.based_on, related);
  return belonging;
}

std::set<std::string> going_along(const std::vector<Belonging>& record, const std::set<std::string>& chosen) {
  std::set<std::string> going = chosen;
  for (bool more = true; more;) {
    more = false;
    for (const auto& one : record) {
      const std::string name = one.type + "/" + one.id;
      const bool was = going.contains(name);
      const bool goes = was || shares(one.encounters, going) || shares(one.based_on, going);
      if (!goes) continue;
      if (!was) more = going.insert(name).second;
      for (const auto& part : one.parts) more = going.insert(part).second || more;
    }
  }
  return going;
}

std::string change_patient(json::Document& document, json::Value resource, std::string_view from, std::string_view to,
                           const std::set<std::string>& going) {
  repoint(document, resource, from, to);
  auto left = document.object();
  if (stays(resource["encounter"], going)) {
    document.set(left, "encounter", document.copy(resource["encounter"]));
    document.remove(resource, "encounter");
  }
  auto context = resource["context"];
  auto behind = document.array();
  for (std::size_t i = context["encounter"].size(); i-- > 0;) {
    if (!stays(context["encounter"].at(i), going)) continue;
    document.insert(behind, 0, document.copy(context["encounter"].at(i)));
    document.erase(context["encounter"], i);
  }
  if (behind.size() > 0) document.set(left, "context", behind);
  if (context && context["encounter"] && context["encounter"].size() == 0) document.remove(context, "encounter");
  if (context && context.size() == 0) document.remove(resource, "context");
  return left.size() == 0 ? std::string() : json::write(left);
}

void put_back(json::Document& document, json::Value resource, std::string_view left_behind) {
  if (left_behind.empty()) return;
  const auto left = json::Document::parse(left_behind);
  if (!left) return;
  if (left->root()["encounter"]) document.set(resource, "encounter", document.copy(left->root()["encounter"]));
  if (!left->root()["context"]) return;
  if (!resource["context"]) document.set(resource, "context", document.object());
  document.set(resource["context"], "encounter", document.copy(left->root()["context"]));
}

void change_account(hl7v2_fhir::Elements& make, json::Value encounter, const hl7v2_fhir::EntityId& account) {
  if (account.empty()) return;
  bool known = false;
  for (const auto identifier : encounter["identifier"]) {
    if (identifier["type"]["coding"].at(0)["code"].text() != "AN") continue;
    const bool same = identifier["value"].text() == account.value && identifier["system"].text() == account.system;
    if (same)
      make.document().remove(identifier, "use");
    else
      make.document().set(identifier, "use", "old");
    known = known || same;
  }
  if (!known) make.append_to(encounter, "identifier", make.identifier(account, "AN"));
}

}  // namespace charta::record_moves
