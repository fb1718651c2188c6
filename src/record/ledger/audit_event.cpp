// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/audit_event.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <array>

namespace charta::ledger {
namespace {

constexpr std::string_view dicom = "http://dicom.nema.org/resources/ontology/DCM";
constexpr std::string_view event_type = "http://terminology.hl7.org/CodeSystem/audit-event-type";
constexpr std::string_view lifecycle_system = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
constexpr std::string_view act_system = "urn:charta:act";

/// DICOM PS3.16 CID 400 for sign-in and disclosure, else the FHIR RESTful type; the action of
/// http://hl7.org/fhir/audit-event-action.
struct Face {
  std::string_view act, system, code, display, action;
};
constexpr Face rest_face{"", event_type, "rest", "RESTful Operation", "E"};
constexpr Face faces[] = {
    {"created", event_type, "rest", "RESTful Operation", "C"},
    {"filed", event_type, "rest", "RESTful Operation", "C"},
    {"opened", event_type, "rest", "RESTful Operation", "C"},
    {"imported", dicom, "110107", "Import", "C"},
    {"received", dicom, "110107", "Import", "C"},
    {"viewed", event_type, "rest", "RESTful Operation", "R"},
    {"searched", dicom, "110112", "Query", "E"},
    {"printed", dicom, "110106", "Export", "R"},
    {"exported", dicom, "110106", "Export", "R"},
    {"sent", dicom, "110106", "Export", "R"},
    {"amended", event_type, "rest", "RESTful Operation", "U"},
    {"moved", event_type, "rest", "RESTful Operation", "U"},
    {"restored", event_type, "rest", "RESTful Operation", "U"},
    {"linked", event_type, "rest", "RESTful Operation", "U"},
    {"unlinked", event_type, "rest", "RESTful Operation", "U"},
    {"deleted", event_type, "rest", "RESTful Operation", "D"},
    {"destroyed", event_type, "rest", "RESTful Operation", "D"},
    {"signed-in", dicom, "110114", "User Authentication", "E"},
    {"signed-out", dicom, "110114", "User Authentication", "E"},
    {"sign-in-refused", dicom, "110114", "User Authentication", "E"},
    {"locked", dicom, "110114", "User Authentication", "E"},
    {"unlocked", dicom, "110114", "User Authentication", "E"},
    {"glass-broken", dicom, "110113", "Security Alert", "E"},
    {"permission-changed", dicom, "110113", "Security Alert", "U"},
    {"password-changed", dicom, "110113", "Security Alert", "U"},
    {"configured", dicom, "110113", "Security Alert", "U"},
};

const Face& face_of(std::string_view act) {
  const auto found = std::find_if(std::begin(faces), std::end(faces), [&](const Face& face) { return face.act == act; });
  return found == std::end(faces) ? rest_face : *found;
}

void coding(json::Writer& writer, std::string_view system, std::string_view code, std::string_view display = {}) {
  writer.begin_object().member("system", system).member("code", code);
  if (!display.empty()) writer.member("display", display);
  writer.end_object();
}

bool is_resource_type(std::string_view kind) {
  return !kind.empty() && kind.front() >= 'A' && kind.front() <= 'Z';
}

void agent(json::Writer& writer, const StoredEntry& entry) {
  writer.key("agent").begin_array().begin_object();
  if (entry.author.user.is_set()) {
    writer.key("who").begin_object().key("identifier").begin_object().member("system", "urn:charta:user");
    writer.member("value", entry.author.user.text()).end_object().end_object();
  } else {
    writer.key("who").begin_object().member("display", "Charta").end_object();
  }
  writer.member("requestor", true);
  if (!entry.author.workstation.empty())
    writer.key("network").begin_object().member("address", entry.author.workstation).end_object();
  writer.end_object();
  if (entry.author.on_behalf_of.is_set()) {
    writer.begin_object().key("who").begin_object().key("identifier").begin_object().member("system", "urn:charta:user");
    writer.member("value", entry.author.on_behalf_of.text()).end_object().end_object().member("requestor", false).end_object();
  }
  writer.end_array();
}

/// BALP: the patient is an entity of role 1, the resource one of role 4.
void entities(json::Writer& writer, const StoredEntry& entry) {
  if (!entry.patient.is_set() && entry.subject == 0) return;
  writer.key("entity").begin_array();
  if (entry.subject != 0) {
    writer.begin_object().key("what").begin_object();
    if (is_resource_type(entry.subject_kind)) {
      std::string reference = entry.subject_kind + "/" + print_key(entry.subject);
      if (entry.subject_version != 0) reference += "/_history/" + std::to_string(entry.subject_version);
      writer.member("reference", reference);
    } else {
      writer.key("identifier").begin_object().member("system", "urn:charta:" + entry.subject_kind);
      writer.member("value", print_key(entry.subject)).end_object();
    }
    writer.end_object().key("role");
    coding(writer, "http://terminology.hl7.org/CodeSystem/object-role", "4", "Domain Resource");
    if (!entry.digest_hex.empty()) {
      writer.key("detail").begin_array().begin_object().member("type", "sha256").member("valueString", entry.digest_hex);
      writer.end_object().end_array();
    }
    writer.end_object();
  }
  if (entry.patient.is_set()) {
    writer.begin_object()
        .key("what")
        .begin_object()
        .member("reference", "Patient/" + entry.patient.text())
        .end_object()
        .key("role");
    coding(writer, "http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient");
    writer.end_object();
  }
  writer.end_array();
}

void purpose(json::Writer& writer, const StoredEntry& entry) {
  if (entry.act != act_code(Act::glass_broken)) return;
  writer.key("purposeOfEvent").begin_array().begin_object().key("coding").begin_array();
  coding(writer, "http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG", "break the glass");
  writer.end_array().member("text", entry.reason).end_object().end_array();
}

std::optional<std::int64_t> key_of_reference(std::string_view value) {
  const auto slash = value.rfind('/');
  return parse_key(slash == std::string_view::npos ? value : value.substr(slash + 1));
}

Error wrong(const std::string& name, const std::string& why) {
  return fail(ErrorKind::invalid, name + ": " + why, name);
}

/// The half-open span that a FHIR date of any precision means.
Result<void> read_date(const std::string& value, Filter& filter) {
  const std::string_view text = value;
  const bool has_prefix = text.size() > 2 && text[0] >= 'a' && text[0] <= 'z';
  const std::string_view prefix = has_prefix ? text.substr(0, 2) : "eq";
  const auto time = LocalTime::parse_fhir(has_prefix ? text.substr(2) : text);
  if (!time) return wrong("date", "'" + value + "' is no date");
  const auto span = time->span(TimeZone::utc());
  const auto raise = [&](Instant from) { filter.from = filter.from ? std::max(*filter.from, from) : from; };
  const auto lower = [&](Instant until) { filter.until = filter.until ? std::min(*filter.until, until) : until; };
  if (prefix == "eq" || prefix == "ge") raise(span.from);
  if (prefix == "eq" || prefix == "le") lower(span.until);
  if (prefix == "gt") raise(span.until);
  if (prefix == "lt") lower(span.from);
  if (prefix != "eq" && prefix != "ge" && prefix != "le" && prefix != "gt" && prefix != "lt")
    return wrong("date", "the prefix is not supported");
  return {};
}

Result<std::int64_t> read_number(const std::string& name, const std::string& value, std::int64_t most) {
  const auto number = parse_integer(value);
  if (!number || *number < 0) return wrong(name, "a whole number from 0 is required");
  return std::min<std::int64_t>(*number, most);
}

Result<bool> read_parameter(const std::string& name, const std::string& value, Filter& filter) {
  if (name == "date") {
    CHARTA_TRY_DO(read_date(value, filter));
  } else if (name == "patient" || name == "patient.identifier" || name == "agent" || name == "entity") {
    const auto key = key_of_reference(value);
    if (!key) return wrong(name, "'" + value + "' is no id of this server");
    if (name == "agent") {
      filter.user = UserId(*key);
    } else if (name == "entity") {
      filter.subject = *key;
      if (const auto slash = value.find('/'); slash != std::string::npos) filter.subject_kind = value.substr(0, slash);
    } else {
      filter.patient = PatientId(*key);
    }
  } else if (name == "subtype") {
    const auto bar = value.rfind('|');
    filter.act = bar == std::string::npos ? value : value.substr(bar + 1);
  } else if (name == "_sort") {
    if (value != "date" && value != "-date") return wrong(name, "AuditEvent is sorted by date");
    filter.sort = value == "date" ? "at" : "-at";
  } else if (name == "_count") {
    CHARTA_TRY(filter.limit, read_number(name, value, 1000));
  } else if (name == "_offset") {
    CHARTA_TRY(filter.offset, read_number(name, value, 1'000'000'000));
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::string audit_event_id(const StoredEntry& entry) {
  std::string id = entry.id.text();
  if (entry.packed_number > 0) id += "-" + std::to_string(entry.packed_number);
  return id;
}

std::string audit_event(const StoredEntry& entry) {
  const Face& face = face_of(entry.act);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "AuditEvent").member("id", audit_event_id(entry));
  writer.key("meta").begin_object().member("versionId", "1").member("lastUpdated", entry.at.text()).end_object();
  writer.key("type");
  coding(writer, face.system, face.code, face.display);
  writer.key("subtype").begin_array();
  coding(writer, act_system, entry.act);
  if (const auto act = parse_act(entry.act); act && !lifecycle_code(*act).empty())
    coding(writer, lifecycle_system, lifecycle_code(*act));
  writer.end_array().member("action", face.action).member("recorded", entry.at.text());
  const bool is_refusal = entry.act == act_code(Act::refused) || entry.act == act_code(Act::sign_in_refused);
  writer.member("outcome", is_refusal ? "4" : "0");
  if (!entry.reason.empty()) writer.member("outcomeDesc", entry.reason);
  purpose(writer, entry);
  agent(writer, entry);
  writer.key("source")
      .begin_object()
      .key("observer")
      .begin_object()
      .member("display", "Charta")
      .end_object()
      .key("type")
      .begin_array();
  coding(writer, "http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server");
  writer.end_array().end_object();
  entities(writer, entry);
  writer.end_object();
  return out;
}

Result<AuditSearch> audit_search(const std::vector<std::pair<std::string, std::string>>& parameters) {
  AuditSearch search;
  for (const auto& [name, value] : parameters) {
    CHARTA_TRY(const bool is_known, read_parameter(name, value, search.filter));
    if (!is_known) search.ignored.push_back(name);
  }
  return search;
}

std::string audit_bundle(const std::vector<StoredEntry>& entries, std::int64_t total, std::string_view base_url) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "Bundle").member("type", "searchset").member("total", total);
  if (!entries.empty()) {
    writer.key("entry").begin_array();
    for (const StoredEntry& entry : entries) {
      writer.begin_object().member("fullUrl", std::string(base_url) + "/AuditEvent/" + audit_event_id(entry));
      writer.key("resource")
          .raw(audit_event(entry))
          .key("search")
          .begin_object()
          .member("mode", "match")
          .end_object()
          .end_object();
    }
    writer.end_array();
  }
  writer.end_object();
  return out;
}

}  // namespace charta::ledger
