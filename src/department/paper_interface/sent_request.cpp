// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/sent_request.hpp"

#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"
#include "record/resources/search_query.hpp"
#include "record/worklists/work_item_task.hpp"

#include <algorithm>
#include <array>

namespace charta::paper_interface {
namespace {

using enum ErrorKind;

constexpr std::array<std::string_view, 15> kept_elements{"resourceType", "id",       "meta",      "text",       "identifier",
                                                         "status",       "intent",   "priority",  "code",       "focus",
                                                         "for",          "location", "requester", "reasonCode", "restriction"};
constexpr std::array<std::string_view, 3> answered_elements{"authoredOn", "lastModified", "description"};
constexpr std::size_t longest_text = 200;

template <class List>
bool among(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

Error wrong(ErrorKind kind, std::string sentence, std::string_view element) {
  return fail(kind, std::move(sentence), "Task." + std::string(element));
}

Result<void> check_structure(json::Value task) {
  const auto issues = fhir::validate(task, 1);
  if (!issues.empty() && issues.front().severity == fhir::Issue::Severity::error)
    return fail(invalid, issues.front().message, issues.front().path);
  for (const auto member : task) {
    if (among(kept_elements, member.key()) || among(answered_elements, member.key())) continue;
    return wrong(unsupported, "a requisition does not keep this element; leave it out, so that nothing of it is lost unseen",
                 member.key());
  }
  for (const auto member : task["restriction"])
    if (member.key() != "period")
      return wrong(unsupported, "of a requisition's restriction only period.end is kept",
                   "restriction." + std::string(member.key()));
  return {};
}

Result<void> check_words(json::Value task) {
  if (task["status"].text() != "requested") return wrong(business_rule, "a new requisition has the status 'requested'", "status");
  if (task["intent"].text() != "order") return wrong(business_rule, "a requisition has the intent 'order'", "intent");
  return {};
}

std::string_view coded(json::Value idea, std::string_view system) {
  for (const auto coding : idea["coding"])
    if (coding["system"].text() == system) return coding["code"].text();
  return {};
}

Result<void> read_own_number(json::Value task, SentRequest& sent) {
  const auto first = task["identifier"].at(0);
  sent.system = std::string(first["system"].text());
  sent.value = std::string(first["value"].text());
  if (task["identifier"].size() != 1 || sent.system.empty() || sent.value.empty())
    return wrong(missing, "a requisition has one identifier of its sender, with system and value: by it a resend is known",
                 "identifier");
  if (sent.system.size() > longest_text || sent.value.size() > longest_text)
    return wrong(too_large, "an identifier has at most 200 characters", "identifier");
  return {};
}

Result<void> read_whom(json::Value task, SentRequest& sent) {
  sent.patient = std::string(id_in_reference("Patient", task["for"]["reference"].text()));
  if (sent.patient.empty()) return wrong(missing, "say whose chart is asked for, as Patient/<id>", "for");
  const auto focus = task["focus"];
  if (!focus) return {};
  sent.volume = std::string(id_in_reference("Basic", focus["reference"].text()));
  if (!sent.volume.empty()) return {};
  sent.volume = std::string(focus["identifier"]["value"].text());
  sent.volume_by_barcode = focus["identifier"]["system"].text() == barcode_system && !sent.volume.empty();
  if (sent.volume_by_barcode) return {};
  return wrong(invalid, "a volume is named as Basic/pv-… or by an identifier of the system " + std::string(barcode_system),
               "focus");
}

Result<void> read_where(json::Value task, SentRequest& sent) {
  const auto location = task["location"];
  sent.place = std::string(id_in_reference("Location", location["reference"].text()));
  if (!sent.place.empty()) return {};
  sent.place = std::string(location["identifier"]["value"].text());
  sent.place_system = std::string(location["identifier"]["system"].text());
  const bool is_known = sent.place_system == place_code_system || sent.place_system == barcode_system;
  if (sent.place.empty())
    return wrong(missing, "say where the chart shall go: Location/pl-…, or the place's code or barcode as identifier",
                 "location");
  if (!is_known)
    return wrong(unknown_code,
                 "places are named by the systems " + std::string(place_code_system) + " and " + std::string(barcode_system),
                 "location.identifier.system");
  return {};
}

Result<void> read_when(json::Value task, SentRequest& sent) {
  const std::string_view priority = task["priority"].text();
  const auto parsed = worklists::parse_priority(priority.empty() ? "routine" : priority);
  if (!parsed) return wrong(unknown_code, "a requisition's priority is routine, urgent, asap or stat", "priority");
  sent.priority = *parsed;
  const auto end = task["restriction"]["period"]["end"];
  if (task["restriction"]["period"]["start"])
    return wrong(unsupported, "of a requisition's restriction only period.end is kept", "restriction.period.start");
  if (!end) return {};
  sent.needed_at = Instant::parse(end.text());
  if (!sent.needed_at) return wrong(invalid, "say by when with date, time and zone", "restriction.period.end");
  return {};
}

}  // namespace

std::string SentRequest::digest() const {
  std::string text;
  for (const auto& part : {patient, volume, place_system, place, purpose, requester, std::string(priority_code(priority)),
                           needed_at ? needed_at->text() : std::string()})
    text += part + '\n';
  return sha256(text).hex();
}

bool is_requisition(json::Value task) {
  if (coded(task["code"], worklists::kind_system) == "paper-requisition") return true;
  for (const auto profile : task["meta"]["profile"])
    if (profile.text() == requisition_profile) return true;
  return false;
}

Result<SentRequest> read_sent_request(json::Value task) {
  CHARTA_TRY_DO(check_structure(task));
  CHARTA_TRY_DO(check_words(task));
  if (coded(task["code"], worklists::kind_system) != "paper-requisition")
    return wrong(missing, "a requisition has the code paper-requisition of " + std::string(worklists::kind_system), "code");
  SentRequest sent;
  CHARTA_TRY_DO(read_own_number(task, sent));
  CHARTA_TRY_DO(read_whom(task, sent));
  CHARTA_TRY_DO(read_where(task, sent));
  CHARTA_TRY_DO(read_when(task, sent));
  if (task["reasonCode"]) {
    sent.purpose = std::string(coded(task["reasonCode"], purpose_system));
    if (sent.purpose.empty())
      return wrong(unknown_code, "a purpose is coded in the system " + std::string(purpose_system), "reasonCode");
  }
  sent.requester = std::string(task["requester"]["display"].text());
  if (task["requester"] && sent.requester.empty())
    return wrong(unsupported, "who asks is kept as words: send requester.display", "requester");
  if (sent.requester.size() > longest_text) return wrong(too_large, "who asks is told in 200 characters", "requester.display");
  return sent;
}

Result<std::pair<std::string, std::string>> read_identity(std::string_view if_none_exist) {
  const auto pairs = resources::query_pairs(if_none_exist);
  if (pairs.size() == 1 && pairs[0].first == "identifier") {
    const auto& value = pairs[0].second;
    const auto bar = value.find('|');
    if (bar != std::string::npos && bar > 0 && bar + 1 < value.size())
      return std::pair(value.substr(0, bar), value.substr(bar + 1));
  }
  return fail(invalid, "If-None-Exist of a requisition is identifier=system|value", "If-None-Exist");
}

}  // namespace charta::paper_interface
