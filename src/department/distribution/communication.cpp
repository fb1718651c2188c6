// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/communication.hpp"

#include "formats/json/json.hpp"

namespace charta::distribution {
namespace {

constexpr std::string_view participation_mode = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode";

void write_coding(json::Writer& out, std::string_view system, std::string_view code) {
  out.begin_object().member("system", system).member("code", code).end_object();
}

/// http://terminology.hl7.org/CodeSystem/v3-ParticipationMode
std::string_view mode_of(Channel channel) {
  switch (channel) {
    case Channel::fax:
      return "FAXWRIT";
    case Channel::direct:
      return "EMAILWRIT";
    case Channel::print:
    case Channel::ward_paper:
      return "WRITTEN";
    case Channel::inbox:
    case Channel::outbound_hl7:
    case Channel::fhir_communication:
      return "ELECTRONIC";
  }
  return "WRITTEN";
}

bool has_arrived(const Copy& copy) {
  return copy.delivered_at || copy.opened_at || copy.acted_at;
}

/// States that a status alone does not tell.
bool says_why(CopyState state) {
  switch (state) {
    case CopyState::failed:
    case CopyState::recall_asked:
    case CopyState::recalled:
    case CopyState::unrecovered:
    case CopyState::superseded:
    case CopyState::withdrawn:
      return true;
    default:
      return false;
  }
}

void write_reference(json::Writer& out, std::string_view member, const std::string& reference) {
  out.key(member).begin_object().member("reference", reference).end_object();
}

void write_identifier(json::Writer& out, std::string_view system, std::string_view value) {
  out.key("identifier").begin_object();
  if (!system.empty()) out.member("system", system);
  out.member("value", value).end_object();
}

void write_recipient(json::Writer& out, const Copy& copy, const std::string& key) {
  out.key("recipient").begin_array().begin_object();
  const auto bar = key.find('|'), colon = key.find(':');
  if (key.starts_with("Practitioner/") || key.starts_with("Organization/")) {
    out.member("reference", key);
  } else if (bar != std::string::npos) {
    out.member("type", copy.kind == RecipientKind::practitioner ? "Practitioner" : "Organization");
    write_identifier(out, std::string_view(key).substr(0, bar), std::string_view(key).substr(bar + 1));
  } else if (colon != std::string::npos && !key.starts_with("name:")) {
    out.member("type", "Organization");
    write_identifier(out, "urn:charta:" + key.substr(0, colon), std::string_view(key).substr(colon + 1));
  }
  out.member("display", copy.recipient_name).end_object().end_array();
}

void write_concepts(json::Writer& out, const Copy& copy) {
  if (says_why(copy.state)) {
    out.key("statusReason").begin_object().key("coding").begin_array();
    write_coding(out, "urn:charta:copy-state", state_code(copy.state));
    out.end_array();
    if (!copy.problem.empty()) out.member("text", copy.problem);
    out.end_object();
  }
  out.key("category").begin_array().begin_object().key("coding").begin_array();
  write_coding(out, "urn:charta:copy-purpose", purpose_code(copy.purpose));
  out.end_array().end_object().end_array();
  out.key("medium").begin_array().begin_object().key("coding").begin_array();
  write_coding(out, "urn:charta:copy-channel", channel_code(copy.channel));
  write_coding(out, participation_mode, mode_of(copy.channel));
  out.end_array().end_object().end_array();
}

void write_payload(json::Writer& out, const Copy& copy, const std::string& version) {
  out.key("payload").begin_array().begin_object();
  if (copy.content == CopyContent::notice)
    out.member("contentString", "What was sent before is not true any more, and nothing takes its place.");
  else
    write_reference(out, "contentReference", version);
  out.end_object().end_array();
}

}  // namespace

std::string_view communication_status(const Copy& copy) {
  switch (copy.state) {
    case CopyState::owed:
      return "preparation";
    case CopyState::sent:
      return "in-progress";
    case CopyState::failed:
      return "on-hold";
    default:
      break;
  }
  if (has_arrived(copy)) return "completed";
  return copy.sent_at ? "stopped" : "not-done";
}

std::string communication_json(const Copy& copy, const CommunicationNames& names) {
  const std::string version = copy.document_type + "/" + copy.document_id + "/_history/" + std::to_string(copy.version);
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Communication").member("id", communication_id(copy.id));
  out.key("identifier").begin_array().begin_object().member("system", "urn:charta:copy").member("value", copy.number());
  out.end_object().end_array();
  if (copy.replaces.is_set()) {
    out.key("inResponseTo").begin_array().begin_object();
    out.member("reference", "Communication/" + communication_id(copy.replaces)).end_object().end_array();
  }
  out.member("status", communication_status(copy));
  write_concepts(out, copy);
  if (!names.patient.empty()) write_reference(out, "subject", "Patient/" + names.patient);
  out.key("topic").begin_object().member("text", copy.title).end_object();
  out.key("about").begin_array().begin_object().member("reference", version).end_object().end_array();
  if (!names.encounter.empty()) write_reference(out, "encounter", "Encounter/" + names.encounter);
  if (copy.sent_at) out.member("sent", copy.sent_at->text());
  if (copy.delivered_at) out.member("received", copy.delivered_at->text());
  write_recipient(out, copy, names.recipient);
  write_payload(out, copy, version);
  out.end_object();
  return text;
}

}  // namespace charta::distribution
