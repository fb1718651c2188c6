// SPDX-License-Identifier: Apache-2.0
#include "department/coding_desk/claim_resource.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::string_view code_in(json::Value concept_value) {
  return concept_value["coding"].at(0)["code"].text();
}

bool is_principal(json::Value diagnosis) {
  for (const auto type : diagnosis["type"])
    if (code_in(type) == "principal") return true;
  return false;
}

json::Value diagnosis_line(json::Document& make, json::Value diagnosis) {
  auto line = make.object();
  make.set(line, "code", code_in(diagnosis["diagnosisCodeableConcept"]));
  make.set(line, "poa", code_in(diagnosis["onAdmission"]));
  return line;
}

}  // namespace

std::string claim_of_case(const CodingCase& row, const CodedSheet& sheet, std::string_view patient_id, Instant now) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Claim").member("status", row.state == "final" ? "active" : "draft");
  write_coding(out, "type", "http://terminology.hl7.org/CodeSystem/claim-type", "institutional");
  out.member("use", "predetermination");
  out.key("patient").begin_object().member("reference", "Patient/" + std::string(patient_id)).end_object();
  out.key("billablePeriod").begin_object();
  if (row.started_at) out.member("start", row.started_at->text());
  out.member("end", row.ended_at.text()).end_object().member("created", now.text());
  out.key("provider").begin_object().member("display", "This hospital").end_object();
  write_coding(out, "priority", "http://terminology.hl7.org/CodeSystem/processpriority", "normal");
  write_diagnoses(out, row, sheet);
  write_procedures(out, sheet);
  out.key("insurance").begin_array().begin_object().member("sequence", 1).member("focal", true);
  out.key("coverage").begin_object().member("display", "Not stated").end_object().end_object().end_array();
  out.key("item").begin_array().begin_object().member("sequence", 1);
  write_coding(out, "productOrService", "http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-applicable");
  out.key("encounter").begin_array().begin_object().member("reference", "Encounter/" + row.encounter_id).end_object().end_array();
  out.end_object().end_array().end_object();
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
    if (category == "discharge-status") make.set(line, "discharge_status", code_in(info["code"]));
  }
  auto secondary = make.array();
  bool has_principal = false;
  for (const auto diagnosis : claim["diagnosis"]) {
    if (code_in(diagnosis["diagnosisCodeableConcept"]).empty())
      return fail(ErrorKind::invalid, "a diagnosis has no code", "Claim.diagnosis.diagnosisCodeableConcept");
    const bool is_first = !has_principal && (is_principal(diagnosis) || diagnosis["sequence"].integer() == 1);
    if (is_first)
      make.set(line, "pdx", diagnosis_line(make, diagnosis));
    else
      make.append(secondary, diagnosis_line(make, diagnosis));
    has_principal = has_principal || is_first;
  }
  make.set(line, "sdx", secondary);
  auto procedures = make.array();
  for (const auto one : claim["procedure"]) make.append(procedures, code_in(one["procedureCodeableConcept"]));
  make.set(line, "procedures", procedures);
  make.set_root(line);
  return make;
}

}  // namespace charta::coding_desk
