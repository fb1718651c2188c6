// SPDX-License-Identifier: Apache-2.0
#include "department/chart/chart_entry.hpp"

#include <array>

namespace charta::chart {
namespace {

struct Kind {
  std::string_view type, kind;
};
constexpr std::array<Kind, 6> kinds{{{"DocumentReference", "document"},
                                     {"DiagnosticReport", "report"},
                                     {"ServiceRequest", "order"},
                                     {"Encounter", "encounter"},
                                     {"Appointment", "appointment"},
                                     {"ImagingStudy", "imaging"}}};

std::string concept_text(json::Value value) {
  for (const auto coding : value["coding"]) {
    if (!coding["display"].text().empty()) return std::string(coding["display"].text());
  }
  if (!value["text"].text().empty()) return std::string(value["text"].text());
  return std::string(value["coding"].at(0)["code"].text());
}

/// LOINC before local codes: what rules and filters ask for.
std::string concept_code(json::Value value) {
  for (const auto coding : value["coding"]) {
    if (coding["system"].text() == "http://loinc.org") return std::string(coding["code"].text());
  }
  return std::string(value["coding"].at(0)["code"].text());
}

std::string reference_id(json::Value reference) {
  const auto text = reference["reference"].text();
  const auto slash = text.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(text.substr(slash + 1));
}

std::optional<Instant> first_time(std::initializer_list<json::Value> values) {
  for (const auto value : values) {
    if (const auto time = LocalTime::parse_fhir(value.text())) return time->earliest(TimeZone::utc());
  }
  return std::nullopt;
}

void read_document(json::Value document, ChartEntry& entry) {
  const auto attachment = document["content"].at(0)["attachment"];
  entry.title = concept_text(document["type"]);
  if (entry.title.empty()) entry.title = std::string(attachment["title"].text());
  if (entry.title.empty()) entry.title = std::string(document["description"].text());
  entry.title_code = concept_code(document["type"]);
  entry.status = std::string(document["status"].text() == "current" && document["docStatus"] ? document["docStatus"].text() : document["status"].text());
  entry.encounter = reference_id(document["context"]["encounter"].at(0));
  entry.author = std::string(document["author"].at(0)["display"].text());
  entry.content_type = std::string(attachment["contentType"].text());
}

void read_report(json::Value report, ChartEntry& entry) {
  entry.title = concept_text(report["code"]);
  entry.title_code = concept_code(report["code"]);
  entry.encounter = reference_id(report["encounter"]);
  entry.author = std::string(report["resultsInterpreter"].at(0)["display"].text());
  if (entry.author.empty()) entry.author = std::string(report["performer"].at(0)["display"].text());
  entry.content_type = std::string(report["presentedForm"].at(0)["contentType"].text());
}

void read_encounter(json::Value encounter, ChartEntry& entry) {
  entry.title_code = std::string(encounter["class"]["code"].text());
  entry.title = concept_text(encounter["type"].at(0));
  if (entry.title.empty()) entry.title = concept_text(encounter["reasonCode"].at(0));
  if (entry.title.empty()) entry.title = entry.title_code == "IMP" ? "Inpatient encounter" : entry.title_code == "EMER" ? "Emergency encounter" : "Outpatient encounter";
}

void read_imaging(json::Value study, ChartEntry& entry) {
  const auto modality = study["modality"].at(0);
  entry.title = std::string(study["description"].text());
  if (entry.title.empty()) entry.title = std::string(modality["display"].text());
  if (entry.title.empty()) entry.title = "Imaging study";
  entry.title_code = std::string(modality["code"].text());
  entry.encounter = reference_id(study["encounter"]);
  entry.author = std::string(study["referrer"]["display"].text());
  entry.content_type = "application/dicom";
  entry.pages = study["numberOfInstances"].integer().value_or(0);
}

}  // namespace

bool has_timeline_entry(std::string_view resource_type) {
  for (const auto& row : kinds) {
    if (row.type == resource_type) return true;
  }
  return false;
}

ChartEntry entry_of(json::Value resource, Instant otherwise) {
  ChartEntry entry;
  entry.resource_type = std::string(resource["resourceType"].text());
  for (const auto& row : kinds) {
    if (row.type == entry.resource_type) entry.kind = std::string(row.kind);
  }
  entry.status = std::string(resource["status"].text());
  if (entry.kind == "document") read_document(resource, entry);
  if (entry.kind == "report") read_report(resource, entry);
  if (entry.kind == "encounter") read_encounter(resource, entry);
  if (entry.kind == "imaging") read_imaging(resource, entry);
  if (entry.kind == "order") {
    entry.title = concept_text(resource["code"]);
    entry.title_code = concept_code(resource["code"]);
    entry.encounter = reference_id(resource["encounter"]);
    entry.author = std::string(resource["requester"]["display"].text());
  }
  if (entry.kind == "appointment") {
    entry.title = concept_text(resource["serviceType"].at(0));
    if (entry.title.empty()) entry.title = "Appointment";
    entry.title_code = concept_code(resource["serviceType"].at(0));
  }
  const auto at = first_time({resource["context"]["period"]["start"], resource["effectiveDateTime"], resource["effectivePeriod"]["start"],
                              resource["occurrenceDateTime"], resource["period"]["start"], resource["start"], resource["started"], resource["authoredOn"],
                              resource["date"], resource["issued"]});
  entry.at = at.value_or(otherwise);
  if (entry.title.empty()) entry.title = entry.resource_type;
  return entry;
}

}  // namespace charta::chart
