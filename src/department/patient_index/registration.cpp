// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/registration.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace charta::patient_index {
namespace {

constexpr std::string_view number_types = "http://terminology.hl7.org/CodeSystem/v2-0203";
constexpr std::string_view mothers_maiden_name = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";
constexpr std::string_view unknown_identity = "http://hl7.org/fhir/StructureDefinition/patient-unknownIdentity";
constexpr std::array<std::string_view, 4> sexes{"female", "male", "other", "unknown"};

Result<void> required(std::string_view value, std::string_view name, std::string_view location) {
  if (!trimmed(value).empty()) return {};
  return fail(ErrorKind::missing, std::string(name) + " is needed to register somebody", std::string(location));
}

/// "1961", "1961-04" and "1961-04-02": as much as is known of a birthday. Source: FHIR R4 date.
Result<void> check_birth(const Demographics& who, Date today) {
  if (who.birth_date) {
    if (*who.birth_date <= today) return {};
    return fail(ErrorKind::business_rule, "the birth date " + who.birth_text + " has not come yet", "birth_date");
  }
  const bool partial = who.birth_text.size() == 4 || who.birth_text.size() == 7;
  if (!partial || !LocalTime::parse_fhir(who.birth_text))
    return fail(ErrorKind::invalid, "a birth date is written 1961-04-02, or 1961-04 or 1961 when no more is known", "birth_date");
  if (who.birth_text > today.text().substr(0, who.birth_text.size()))
    return fail(ErrorKind::business_rule, "the birth date " + who.birth_text + " has not come yet", "birth_date");
  return {};
}

void write_identifier(json::Writer& out, std::string_view type, std::string_view system, std::string_view value) {
  out.begin_object();
  if (!type.empty()) {
    out.key("type").begin_object().key("coding").begin_array().begin_object();
    out.member("system", number_types).member("code", type).end_object().end_array().end_object();
  }
  if (!system.empty()) out.member("system", system);
  out.member("value", value).end_object();
}

void write_name(json::Writer& out, const Name& name) {
  out.begin_object().member("use", name.use == NameUse::current ? "official" : "old");
  if (!name.family.empty()) out.member("family", name.family);
  if (!name.given.empty()) {
    out.key("given").begin_array().string(name.given);
    if (!name.middle.empty()) out.string(name.middle);
    out.end_array();
  }
  if (!name.suffix.empty()) out.key("suffix").begin_array().string(name.suffix).end_array();
  out.end_object();
}

void write_telecom(json::Writer& out, const Demographics& who) {
  if (who.phone.empty() && who.email.empty()) return;
  out.key("telecom").begin_array();
  if (!who.phone.empty()) out.begin_object().member("system", "phone").member("value", who.phone).end_object();
  if (!who.email.empty()) out.begin_object().member("system", "email").member("value", who.email).end_object();
  out.end_array();
}

void write_address(json::Writer& out, const Demographics& who) {
  if (who.street.empty() && who.city.empty() && who.region.empty() && who.postal_code.empty()) return;
  out.key("address").begin_array().begin_object().member("use", "home");
  if (!who.street.empty()) out.key("line").begin_array().string(who.street).end_array();
  if (!who.city.empty()) out.member("city", who.city);
  if (!who.region.empty()) out.member("state", who.region);
  if (!who.postal_code.empty()) out.member("postalCode", who.postal_code);
  out.end_object().end_array();
}

}  // namespace

Result<void> check_registration(const Demographics& who, Date today) {
  const Name* name = who.current_name();
  CHARTA_TRY_DO(required(name == nullptr ? "" : name->family, "a surname", "family"));
  CHARTA_TRY_DO(required(name->given, "a given name", "given"));
  CHARTA_TRY_DO(required(who.birth_text, "a birth date, or the year alone,", "birth_date"));
  CHARTA_TRY_DO(check_birth(who, today));
  CHARTA_TRY_DO(required(who.sex, "the sex, or that it is unknown,", "sex"));
  if (std::find(sexes.begin(), sexes.end(), who.sex) == sexes.end())
    return fail(ErrorKind::invalid, "sex is female, male, other or unknown", "sex");
  const auto digits = std::count_if(who.ssn.begin(), who.ssn.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!who.ssn.empty() && digits != 9) return fail(ErrorKind::invalid, "a social security number has nine digits", "ssn");
  return {};
}

std::string unknown_patient_of(const Name& name, const Identifier& number) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Patient").key("extension").begin_array().begin_object();
  out.member("url", unknown_identity).key("valueCodeableConcept").begin_object().member("text", "identity not known");
  out.end_object().end_object().end_array().key("identifier").begin_array();
  write_identifier(out, number.type, number.assigner, number.value);
  out.end_array().member("active", true).key("name").begin_array().begin_object().member("use", "temp");
  out.member("family", name.family).key("given").begin_array().string(name.given).end_array().end_object().end_array();
  out.member("gender", "unknown").end_object();
  return text;
}

std::string patient_of(const Demographics& who, const Identifier& number) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Patient");
  if (!who.mothers_maiden_name.empty())
    out.key("extension")
        .begin_array()
        .begin_object()
        .member("url", mothers_maiden_name)
        .member("valueString", who.mothers_maiden_name)
        .end_object()
        .end_array();
  out.key("identifier").begin_array();
  write_identifier(out, number.type, number.assigner, number.value);
  if (!who.ssn.empty()) write_identifier(out, "SS", us_ssn_system, who.ssn);
  for (const Identifier& id : who.identifiers) write_identifier(out, id.type, id.assigner, id.value);
  out.end_array().member("active", true).key("name").begin_array();
  for (const Name& name : who.names) write_name(out, name);
  out.end_array();
  write_telecom(out, who);
  out.member("gender", who.sex).member("birthDate", who.birth_text);
  write_address(out, who);
  if (who.birth_order) out.member("multipleBirthInteger", *who.birth_order);
  out.end_object();
  return text;
}

}  // namespace charta::patient_index
