// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/paper_resources.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::paper_interface {
namespace {

using namespace paper_charts;

/// One complex extension with its parts.
class Details {
 public:
  Details(json::Writer& out, std::string_view url) : out_(out) {
    out_.key("extension").begin_array().begin_object().member("url", url).key("extension").begin_array();
  }
  void end() { out_.end_array().end_object().end_array(); }

  Details& code(std::string_view url, std::string_view value) { return text_of(url, "valueCode", value); }
  Details& words(std::string_view url, std::string_view value) { return text_of(url, "valueString", value); }
  Details& day(std::string_view url, std::string_view value) { return text_of(url, "valueDate", value); }
  Details& number(std::string_view url, std::int64_t value) {
    out_.begin_object().member("url", url).member("valueInteger", value).end_object();
    return *this;
  }
  Details& yes(std::string_view url, bool value) {
    if (value) out_.begin_object().member("url", url).member("valueBoolean", true).end_object();
    return *this;
  }
  Details& instant(std::string_view url, Instant at) {
    if (at.milliseconds() != 0) out_.begin_object().member("url", url).member("valueInstant", at.text()).end_object();
    return *this;
  }
  Details& reference(std::string_view url, const std::string& target, std::string_view display = {}) {
    if (target.empty()) return *this;
    out_.begin_object().member("url", url).key("valueReference").begin_object().member("reference", target);
    if (!display.empty()) out_.member("display", display);
    out_.end_object().end_object();
    return *this;
  }
  Details& place(std::string_view url, PlaceId place, std::string_view display = {}) {
    return place.is_set() ? reference(url, "Location/" + printed_id(place_prefix, place), display) : *this;
  }

 private:
  Details& text_of(std::string_view url, std::string_view member, std::string_view value) {
    if (!value.empty()) out_.begin_object().member("url", url).member(member, value).end_object();
    return *this;
  }

  json::Writer& out_;
};

struct Meta {
  std::string_view profile;
  std::int64_t version = 1;
  Instant changed_at;
  access::SensitivityMask sensitivity = 0;
};

void write_meta(json::Writer& out, const Meta& meta) {
  out.key("meta").begin_object().member("versionId", std::to_string(meta.version));
  if (meta.changed_at.milliseconds() != 0) out.member("lastUpdated", meta.changed_at.text());
  out.key("profile").begin_array().string(meta.profile).end_array();
  if (meta.sensitivity != 0) {
    out.key("security").begin_array();
    out.begin_object()
        .member("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
        .member("code", "R")
        .end_object();
    for (const auto& label : access::label_codes(meta.sensitivity))
      out.begin_object().member("system", label_system).member("code", label).end_object();
    out.end_array();
  }
  out.end_object();
}

void write_identifier(json::Writer& out, std::string_view system, std::string_view value) {
  if (!value.empty()) out.begin_object().member("system", system).member("value", value).end_object();
}

void write_code(json::Writer& out, std::string_view member, std::string_view system, std::string_view code,
                std::string_view display = {}) {
  out.key(member).begin_object().key("coding").begin_array().begin_object().member("system", system).member("code", code);
  if (!display.empty()) out.member("display", display);
  out.end_object().end_array().end_object();
}

void write_subject(json::Writer& out, const std::string& patient) {
  if (!patient.empty()) out.key("subject").begin_object().member("reference", patient).end_object();
}

/// HL7's physical types where one is meant. Source: https://hl7.org/fhir/R4/valueset-location-physical-type.html
std::string_view physical_type(PlaceKind kind) {
  constexpr std::array<std::pair<PlaceKind, std::string_view>, 7> types{{{PlaceKind::site, "si"},
                                                                         {PlaceKind::room, "ro"},
                                                                         {PlaceKind::bay, "area"},
                                                                         {PlaceKind::shelf, "ca"},
                                                                         {PlaceKind::box, "ca"},
                                                                         {PlaceKind::ward, "wa"},
                                                                         {PlaceKind::vehicle, "ve"}}};
  for (const auto& [known, code] : types)
    if (known == kind) return code;
  return {};
}

json::Value details_in(json::Value resource, std::string_view url) {
  for (const auto one : resource["extension"])
    if (one["url"].text() == url) return one;
  return {};
}

json::Value detail(json::Value details, std::string_view url, std::string_view member) {
  for (const auto one : details["extension"])
    if (one["url"].text() == url) return one[member];
  return {};
}

std::string text_in(json::Value details, std::string_view url, std::string_view member) {
  return std::string(detail(details, url, member).text());
}

Instant instant_in(json::Value details, std::string_view url) {
  return Instant::parse(detail(details, url, "valueInstant").text()).value_or(Instant());
}

template <class IdType>
IdType id_in(json::Value reference, std::string_view type, std::string_view prefix) {
  return id_behind<IdType>(prefix, id_in_reference(type, reference["reference"].text())).value_or(IdType());
}

PlaceId place_in(json::Value details, std::string_view url) {
  return id_in<PlaceId>(detail(details, url, "valueReference"), "Location", place_prefix);
}

std::string identifier_in(json::Value resource, std::string_view system) {
  for (const auto one : resource["identifier"])
    if (one["system"].text() == system) return std::string(one["value"].text());
  return {};
}

Result<void> expect_profile(json::Value resource, std::string_view type, std::string_view profile) {
  if (resource["resourceType"].text() != type)
    return fail(ErrorKind::invalid, "a resource of type " + std::string(type) + " is meant here", "resourceType");
  for (const auto one : resource["meta"]["profile"])
    if (one.text() == profile) return {};
  return fail(ErrorKind::missing, "its meta.profile does not name " + std::string(profile), std::string(type) + ".meta.profile");
}

}  // namespace

std::string_view id_in_reference(std::string_view type, std::string_view reference) {
  const auto slash = reference.rfind('/');
  if (slash == std::string_view::npos) return reference;
  const auto before = reference.substr(0, slash);
  return before == type || before.ends_with("/" + std::string(type)) ? reference.substr(slash + 1) : std::string_view();
}

std::string volume_json(const VolumeRow& row, const VolumeWords& words) {
  const Volume& volume = row.volume;
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Basic").member("id", printed_id(volume_prefix, volume.id));
  write_meta(out, {volume_profile, volume.version, words.changed_at, volume.sensitivity});
  Details details(out, volume_details);
  details.code("kind", volume.kind).code("medium", volume.medium).number("number", volume.number);
  details.day("from", volume.from_day).day("until", volume.until_day).words("position", volume.position);
  details.place("home", volume.home, row.home).place("current-place", volume.place, row.place);
  details.code("state", volume.state).instant("since", volume.since);
  if (volume.due_at) details.instant("due", *volume.due_at);
  details.yes("temporary", volume.is_temporary).words("certificate", volume.certificate);
  details.reference("merged-into", words.merged_into);
  details.end();
  out.key("identifier").begin_array();
  write_identifier(out, barcode_system, volume.barcode);
  write_identifier(out, number_system, volume.chart_number);
  out.end_array();
  write_code(out, "code", concept_system, volume_code, "Volume of a paper chart");
  write_subject(out, words.patient);
  out.end_object();
  return text;
}

std::string movement_json(const MovementRow& row, const MovementWords& words) {
  const Movement& one = row.movement;
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Basic").member("id", printed_id(movement_prefix, one.id));
  write_meta(out, {movement_profile, 1, one.recorded_at, words.sensitivity});
  Details details(out, movement_details);
  details.reference("volume", "Basic/" + printed_id(volume_prefix, one.volume)).code("kind", one.kind);
  details.place("from", one.from, row.from).place("to", one.to, row.to);
  details.instant("at", one.at).instant("recorded", one.recorded_at);
  details.code("purpose", one.purpose).code("reason", one.reason).words("note", one.note);
  details.reference("requisition", words.requisition);
  if (one.batch != 0) details.words("batch", std::to_string(one.batch));
  if (!one.device.empty()) details.words("device", one.device).words("device-number", std::to_string(one.device_number));
  details.end();
  write_code(out, "code", concept_system, movement_code, "Movement of a volume");
  write_subject(out, words.patient);
  out.member("created", one.at.utc_date().text());
  if (one.by.is_set()) {
    out.key("author").begin_object().key("identifier").begin_object();
    out.member("system", "urn:charta:user").member("value", one.by.text()).end_object().end_object();
  }
  out.end_object();
  return text;
}

std::string place_json(const Place& place) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Location").member("id", printed_id(place_prefix, place.id));
  write_meta(out, {place_profile, place.version, {}, 0});
  out.key("identifier").begin_array();
  write_identifier(out, barcode_system, place.barcode);
  write_identifier(out, place_code_system, place.code);
  out.end_array();
  out.member("status", place.is_open ? "active" : "inactive").member("name", place.name).member("description", place.path);
  out.member("mode", "instance").key("type").begin_array().begin_object();
  out.key("coding").begin_array().begin_object().member("system", place_kind_system);
  out.member("code", place_kind_code(place.kind)).end_object().end_array().end_object().end_array();
  if (const auto type = physical_type(place.kind); !type.empty())
    write_code(out, "physicalType", "http://terminology.hl7.org/CodeSystem/location-physical-type", type);
  if (place.parent.is_set())
    out.key("partOf").begin_object().member("reference", "Location/" + printed_id(place_prefix, place.parent)).end_object();
  out.end_object();
  return text;
}

Result<VolumeRow> volume_of(json::Value resource) {
  CHARTA_TRY_DO(expect_profile(resource, "Basic", volume_profile));
  VolumeRow row;
  Volume& volume = row.volume;
  const auto details = details_in(resource, volume_details);
  volume.id = id_behind<VolumeId>(volume_prefix, resource["id"].text()).value_or(VolumeId());
  volume.version = parse_integer(resource["meta"]["versionId"].text()).value_or(1);
  volume.kind = text_in(details, "kind", "valueCode");
  volume.medium = text_in(details, "medium", "valueCode");
  volume.number = detail(details, "number", "valueInteger").integer().value_or(0);
  volume.barcode = identifier_in(resource, barcode_system);
  volume.chart_number = identifier_in(resource, number_system);
  volume.from_day = text_in(details, "from", "valueDate");
  volume.until_day = text_in(details, "until", "valueDate");
  volume.position = text_in(details, "position", "valueString");
  volume.home = place_in(details, "home");
  volume.place = place_in(details, "current-place");
  row.home = std::string(detail(details, "home", "valueReference")["display"].text());
  row.place = std::string(detail(details, "current-place", "valueReference")["display"].text());
  volume.state = text_in(details, "state", "valueCode");
  volume.since = instant_in(details, "since");
  if (const auto due = instant_in(details, "due"); due.milliseconds() != 0) volume.due_at = due;
  volume.is_temporary = detail(details, "temporary", "valueBoolean").boolean();
  volume.certificate = text_in(details, "certificate", "valueString");
  volume.merged_into = id_in<VolumeId>(detail(details, "merged-into", "valueReference"), "Basic", volume_prefix);
  if (!is_volume_kind(volume.kind)) return fail(ErrorKind::unknown_code, "this is no kind of volume", "kind");
  if (volume.barcode.empty()) return fail(ErrorKind::missing, "a volume has a barcode", "Basic.identifier");
  return row;
}

Result<MovementRow> movement_of(json::Value resource) {
  CHARTA_TRY_DO(expect_profile(resource, "Basic", movement_profile));
  MovementRow row;
  Movement& one = row.movement;
  const auto details = details_in(resource, movement_details);
  one.id = id_behind<MovementId>(movement_prefix, resource["id"].text()).value_or(MovementId());
  one.volume = id_in<VolumeId>(detail(details, "volume", "valueReference"), "Basic", volume_prefix);
  one.kind = text_in(details, "kind", "valueCode");
  one.from = place_in(details, "from");
  one.to = place_in(details, "to");
  row.from = std::string(detail(details, "from", "valueReference")["display"].text());
  row.to = std::string(detail(details, "to", "valueReference")["display"].text());
  one.at = instant_in(details, "at");
  one.recorded_at = instant_in(details, "recorded");
  one.purpose = text_in(details, "purpose", "valueCode");
  one.reason = text_in(details, "reason", "valueCode");
  one.note = text_in(details, "note", "valueString");
  one.batch = parse_integer(text_in(details, "batch", "valueString")).value_or(0);
  one.device = text_in(details, "device", "valueString");
  one.device_number = parse_integer(text_in(details, "device-number", "valueString")).value_or(0);
  one.by = UserId::parse(resource["author"]["identifier"]["value"].text()).value_or(UserId());
  if (!one.volume.is_set()) return fail(ErrorKind::missing, "a movement is of a volume", "volume");
  return row;
}

Result<Place> place_of(json::Value resource) {
  CHARTA_TRY_DO(expect_profile(resource, "Location", place_profile));
  Place place;
  place.id = id_behind<PlaceId>(place_prefix, resource["id"].text()).value_or(PlaceId());
  place.version = parse_integer(resource["meta"]["versionId"].text()).value_or(1);
  place.barcode = identifier_in(resource, barcode_system);
  place.code = identifier_in(resource, place_code_system);
  place.name = std::string(resource["name"].text());
  place.path = std::string(resource["description"].text());
  place.is_open = resource["status"].text() != "inactive";
  place.parent = id_in<PlaceId>(resource["partOf"], "Location", place_prefix);
  const auto kind = parse_place_kind(resource["type"].at(0)["coding"].at(0)["code"].text());
  if (!kind) return fail(ErrorKind::unknown_code, "this is no kind of place", "Location.type");
  place.kind = *kind;
  return place;
}

}  // namespace charta::paper_interface
