// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/claim_resource.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace charta::coding_desk {
namespace {

constexpr std::string_view icd10cm = "http://hl7.org/fhir/sid/icd-10-cm", icd10pcs = "http://www.cms.gov/Medicare/Coding/ICD10";
constexpr std::string_view ms_drg =
    "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software";
constexpr std::string_view poa_system = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding";

void write_coding(json::Writer& out, std::string_view name, std::string_view system, std::string_view coded) {
  out.key(name).begin_object().key("coding").begin_array().begin_object();
  out.member("system", system).member("code", coded).end_object().end_array().end_object();
}

/// With its dot, as ICD-10-CM is written.
std::string dotted(const std::string& plain) {
  return plain.size() > 3 ? plain.substr(0, 3) + "." + plain.substr(3) : plain;
}

void write_diagnoses(json::Writer& out, const CodingCase& row, const CodedSheet& sheet) {
  int sequence = 0;
  out.key("diagnosis").begin_array();
  for (const auto& line : sheet.diagnoses) {
    out.begin_object().member("sequence", ++sequence);
    write_coding(out, "diagnosisCodeableConcept", icd10cm, dotted(line.code));
    if (sequence == 1) {
      out.key("type").begin_array().begin_object().key("coding").begin_array().begin_object();
      out.member("system", "http://terminology.hl7.org/CodeSystem/ex-diagnosistype").member("code", "principal");
      out.end_object().end_array().end_object().end_array();
    }
    if (!line.poa.empty()) write_coding(out, "onAdmission", poa_system, line.poa);
    if (sequence == 1 && row.grouped.version != 0)
      write_coding(out, "packageCode", ms_drg, fmt::format("{:03}", row.grouped.drg));
    out.end_object();
  }
  out.end_array();
}

void write_procedures(json::Writer& out, const CodedSheet& sheet) {
  if (sheet.procedures.empty()) return;
  int sequence = 0;
  out.key("procedure").begin_array();
  for (const auto& line : sheet.procedures) {
    out.begin_object().member("sequence", ++sequence);
    if (line.done_on) out.member("date", line.done_on->text());
    write_coding(out, "procedureCodeableConcept", icd10pcs, line.code);
    out.end_object();
  }
  out.end_array();
}

constexpr std::string_view own_category = "urn:charta:claim-information";
constexpr std::string_view status_category = "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType";
constexpr std::string_view nubc_status = "https://www.nubc.org/CodeSystem/PatDischargeStatus";

void write_quantity(json::Writer& out, int value, std::string_view unit) {
  out.key("valueQuantity").begin_object().member("value", value).member("unit", unit);
  out.member("system", "http://unitsofmeasure.org").member("code", unit).end_object();
}

/// What the DRG rests on besides codes; what is not known is not written.
void write_basis(json::Writer& out, const ClaimBasis& basis) {
  int sequence = 0;
  const auto begin = [&](std::string_view system, std::string_view category) {
    out.begin_object().member("sequence", ++sequence);
    write_coding(out, "category", system, category);
  };
  out.key("supportingInfo").begin_array();
  if (basis.age >= 0) {
    begin(own_category, "age");
    write_quantity(out, basis.age, "a");
    out.end_object();
  }
  if (basis.sex == 'F' || basis.sex == 'M') {
    begin(own_category, "gender");
    out.member("valueString", std::string(1, basis.sex)).end_object();
  }
  if (basis.discharge_status > 0) {
    begin(status_category, "discharge-status");
    write_coding(out, "code", nubc_status, fmt::format("{:02}", basis.discharge_status));
    out.end_object();
  }
  if (basis.stay >= 0) {
    begin(own_category, "length-of-stay");
    write_quantity(out, basis.stay, "d");
    out.end_object();
  }
  out.end_array();
}

constexpr std::string_view hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                           cpt = "http://www.ama-assn.org/go/cpt";

/// Modifiers that begin with a digit are of the licensed list, like codes.
std::string_view service_system(std::string_view code) {
  return system_of(LineKind::service, code) == "cpt" ? cpt : hcpcs;
}

void write_stay(json::Writer& out, const CodingCase& row) {
  out.key("encounter").begin_array().begin_object().member("reference", "Encounter/" + row.encounter_id).end_object().end_array();
}

void write_service(json::Writer& out, const CodingCase& row, const CodedLine& line, int sequence) {
  out.begin_object().member("sequence", sequence);
  write_coding(out, "productOrService", service_system(line.code), line.code);
  if (!line.modifiers.empty()) {
    out.key("modifier").begin_array();
    for (const auto& one : line.modifiers) {
      out.begin_object().key("coding").begin_array().begin_object();
      out.member("system", service_system(one)).member("code", one).end_object().end_array().end_object();
    }
    out.end_array();
  }
  if (line.done_on) out.member("servicedDate", line.done_on->text());
  out.key("quantity").begin_object().member("value", line.units).end_object();
  write_stay(out, row);
  out.end_object();
}

/// A Claim has one item at least: of a stay without services it says that none is asked for.
void write_items(json::Writer& out, const CodingCase& row, const CodedSheet& sheet) {
  int sequence = 0;
  out.key("item").begin_array();
  for (const auto& line : sheet.services) write_service(out, row, line, ++sequence);
  if (sequence == 0) {
    out.begin_object().member("sequence", 1);
    write_coding(out, "productOrService", "http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable");
    write_stay(out, row);
    out.end_object();
  }
  out.end_array();
}

/// With the offset that the hospital's clocks had.
std::string local_time(Instant at, const TimeZone& zone) {
  const auto offset = zone.offset_ms(at) / 60'000;
  auto text = at.plus(std::chrono::minutes(offset)).text();
  text.pop_back();  // Z
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

std::string_view code_in(json::Value concept_value) {
  return concept_value["coding"].at(0)["code"].text();
}

bool is_typed(json::Value diagnosis, std::string_view wanted) {
  for (const auto type : diagnosis["type"])
    if (code_in(type) == wanted) return true;
  return false;
}

/// What it is called in ICD-10-CM, whatever stands beside that; without a system what stands first.
std::string_view diagnosis_code(json::Value diagnosis) {
  for (const auto coding : diagnosis["diagnosisCodeableConcept"]["coding"])
    if (coding["system"].text() == icd10cm) return coding["code"].text();
  return code_in(diagnosis["diagnosisCodeableConcept"]);
}

/// The one that is called principal, wherever it stands; where none is, that of sequence 1.
int principal_of(json::Value diagnoses) {
  int place = 0, first = -1;
  for (const auto one : diagnoses) {
    if (is_typed(one, "principal")) return place;
    if (first < 0 && one["sequence"].integer() == 1 && !is_typed(one, "admitting")) first = place;
    ++place;
  }
  return first;
}

/// Why the patient came is no diagnosis of the stay.
bool is_of_the_stay(json::Value diagnosis) {
  return !is_typed(diagnosis, "admitting") && !is_typed(diagnosis, "patientreasonforvisit");
}

bool is_service_coding(json::Value coding) {
  const auto system = coding["system"].text();
  return system == hcpcs || system == cpt || system == "urn:oid:2.16.840.1.113883.6.285" ||
         system == "urn:oid:2.16.840.1.113883.6.12";
}

/// What the item says of HCPCS or CPT; another item is none of ours.
std::string_view service_code_of(json::Value item) {
  for (const auto coding : item["productOrService"]["coding"])
    if (is_service_coding(coding)) return coding["code"].text();
  return {};
}

/// "2.0" is a decimal of FHIR, and two units.
std::string_view without_fraction(std::string_view number) {
  const auto point = number.find('.');
  return point != std::string_view::npos && number.find_first_not_of('0', point + 1) == std::string_view::npos
             ? number.substr(0, point)
             : number;
}

json::Value service_line(json::Document& make, json::Value item) {
  auto line = make.object();
  make.set(line, "code", service_code_of(item));
  if (const auto units = item["quantity"]["value"]) make.set(line, "units", make.number(without_fraction(units.text())));
  if (const auto day = item["servicedDate"] ? item["servicedDate"].text() : item["servicedPeriod"]["start"].text(); !day.empty())
    make.set(line, "day", day.substr(0, 10));
  auto modifiers = make.array();
  for (const auto one : item["modifier"]) make.append(modifiers, code_in(one));
  make.set(line, "modifiers", modifiers);
  return line;
}

json::Value diagnosis_line(json::Document& make, json::Value diagnosis) {
  auto line = make.object();
  make.set(line, "code", diagnosis_code(diagnosis));
  make.set(line, "poa", code_in(diagnosis["onAdmission"]));
  return line;
}

}  // namespace

std::string claim_of_case(const CodingCase& row, const CodedSheet& sheet, const ClaimBasis& basis, std::string_view patient_id,
                          const TimeZone& zone, Instant now) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Claim").member("status", row.state == "final" ? "active" : "draft");
  write_coding(out, "type", "http://terminology.hl7.org/CodeSystem/claim-type", "institutional");
  out.member("use", "predetermination");
  out.key("patient").begin_object().member("reference", "Patient/" + std::string(patient_id)).end_object();
  out.key("billablePeriod").begin_object();
  if (row.started_at) out.member("start", local_time(*row.started_at, zone));
  out.member("end", local_time(row.ended_at, zone)).end_object().member("created", local_time(now, zone));
  out.key("provider").begin_object().member("display", "This hospital").end_object();
  write_coding(out, "priority", "http://terminology.hl7.org/CodeSystem/processpriority", "normal");
  if (basis.age >= 0 || basis.sex == 'F' || basis.sex == 'M' || basis.discharge_status > 0 || basis.stay >= 0)
    write_basis(out, basis);
  write_diagnoses(out, row, sheet);
  write_procedures(out, sheet);
  out.key("insurance").begin_array().begin_object().member("sequence", 1).member("focal", true);
  out.key("coverage").begin_object().member("display", "Not stated").end_object().end_object().end_array();
  write_items(out, row, sheet);
  out.end_object();
  return text;
}

Result<json::Document> grouper_line(json::Value claim) {
  json::Document make;
  auto line = make.object();
  make.set(line, "id", claim["id"].text());
  const auto end = claim["billablePeriod"]["end"].text();
  if (end.empty())
    return fail(ErrorKind::missing, "a Claim says when the patient left: billablePeriod.end", "Claim.billablePeriod.end");
  make.set(line, "discharge_date", end.substr(0, 10));
  for (const auto info : claim["supportingInfo"]) {
    const auto category = code_in(info["category"]);
    if (category == "age") make.set(line, "age", make.number(info["valueQuantity"]["value"].text()));
    if (category == "gender") make.set(line, "sex", info["valueString"].text().substr(0, 1));
    if (category == "length-of-stay") make.set(line, "length_of_stay", make.number(info["valueQuantity"]["value"].text()));
    if (category == "discharge-status") make.set(line, "discharge_status", code_in(info["code"]));
  }
  auto secondary = make.array();
  const int principal = principal_of(claim["diagnosis"]);
  int place = 0;
  for (const auto diagnosis : claim["diagnosis"]) {
    if (diagnosis_code(diagnosis).empty())
      return fail(ErrorKind::invalid, "a diagnosis has no code", "Claim.diagnosis.diagnosisCodeableConcept");
    if (place++ == principal)
      make.set(line, "pdx", diagnosis_line(make, diagnosis));
    else if (is_of_the_stay(diagnosis))
      make.append(secondary, diagnosis_line(make, diagnosis));
  }
  make.set(line, "sdx", secondary);
  auto procedures = make.array();
  for (const auto one : claim["procedure"]) make.append(procedures, code_in(one["procedureCodeableConcept"]));
  make.set(line, "procedures", procedures);
  auto services = make.array();
  for (const auto item : claim["item"])
    if (!service_code_of(item).empty()) make.append(services, service_line(make, item));
  make.set(line, "services", services);
  make.set_root(line);
  return make;
}

Result<std::vector<CodedLine>> service_lines(json::Value list, Date day) {
  CodedSheet sheet;
  for (const auto one : list) {
    CodedLine line;
    line.code = one["code"].text();
    const auto units = one["units"] ? one["units"].integer() : std::optional<std::int64_t>(1);
    if (!units || *units < 1 || *units > most_units)
      return fail(ErrorKind::invalid, "'" + std::string(one["units"].text()) + "' is no number of units", "units");
    line.units = static_cast<int>(*units);
    line.done_on = one["day"] ? Date::parse(one["day"].text()) : std::optional(day);
    if (!line.done_on) return fail(ErrorKind::invalid, "'" + std::string(one["day"].text()) + "' is not a day", "day");
    for (const auto modifier : one["modifiers"]) line.modifiers.emplace_back(modifier.text());
    sheet.services.push_back(std::move(line));
  }
  CHARTA_TRY_DO(tidy(sheet));
  return std::move(sheet.services);
}

}  // namespace charta::coding_desk
