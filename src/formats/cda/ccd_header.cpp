// SPDX-License-Identifier: Apache-2.0
// The header of a CCD and the elements that its sections share.
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
namespace {

constexpr auto sexes = std::to_array<CodeRow>({{"female", "F"}, {"male", "M"}, {"other", "UN"}});

}  // namespace

void CcdWriter::identifier(std::string_view name, Value id) {
  const auto system = id["system"].text(), value = id["value"].text();
  if (system == "urn:ietf:rfc3986") {
    xml_.leaf(name, {{"root", root_of(value)}});
  } else {
    xml_.leaf(name, {{"root", root_of(system)},
                     {"extension", value},
                     {"assigningAuthorityName", system.starts_with("urn:oid:") ? "" : system}});
  }
}

void CcdWriter::identifiers(Value resource) {
  for (const auto id : resource["identifier"]) identifier("id", id);
  if (resource["identifier"].size() == 0)
    xml_.leaf("id",
              {{"root", derived_root(std::string(resource["resourceType"].text()) + "/" + std::string(resource["id"].text()))}});
}

void CcdWriter::concept_as(std::string_view name, Value value, std::string_view type) {
  const auto first = value["coding"].at(0);
  const std::string system(first["system"].text()), oid = oid_of_system(system);
  if (first["code"].text().empty()) {
    xml_.open(name, {{"xsi:type", type}, {"nullFlavor", "OTH"}});
  } else {
    xml_.open(name, {{"xsi:type", type},
                     {"code", first["code"].text()},
                     {"codeSystem", oid},
                     {"codeSystemName", oid.empty() ? system : ""},
                     {"displayName", first["display"].text()}});
  }
  xml_.element("originalText", value["text"].text());
  for (std::size_t i = 1; i < value["coding"].size(); ++i) {
    const auto one = value["coding"].at(i);
    const auto one_system = one["system"].text();
    const std::string one_oid = oid_of_system(one_system);
    xml_.leaf("translation", {{"code", one["code"].text()},
                              {"codeSystem", one_oid},
                              {"codeSystemName", one_oid.empty() ? one_system : std::string_view()},
                              {"displayName", one["display"].text()}});
  }
  xml_.close();
}

void CcdWriter::code(std::string_view value, std::string_view system, std::string_view display) {
  xml_.leaf("code", {{"code", value}, {"codeSystem", system}, {"displayName", display}});
}

void CcdWriter::quantity(std::string_view name, Value value, std::string_view type) {
  xml_.leaf(name, {{"xsi:type", type},
                   {"value", value["value"].text()},
                   {"unit", value["code"].text().empty() ? value["unit"].text() : value["code"].text()}});
}

void CcdWriter::span(std::string_view start, std::string_view end, std::string_view type) {
  if (start.empty() && end.empty()) {
    xml_.leaf("effectiveTime", {{"nullFlavor", "UNK"}});
    return;
  }
  xml_.open("effectiveTime", {{"xsi:type", type}});
  xml_.leaf("low", {{"value", v3_time(start)}, {"nullFlavor", start.empty() ? "UNK" : ""}});
  if (!end.empty()) xml_.leaf("high", {{"value", v3_time(end)}});
  xml_.close();
}

void CcdWriter::effective(Value resource, const std::string& prefix) {
  const auto at = resource[prefix + "DateTime"].text();
  if (!at.empty()) {
    xml_.leaf("effectiveTime", {{"value", v3_time(at)}});
    return;
  }
  span(resource[prefix + "Period"]["start"].text(), resource[prefix + "Period"]["end"].text());
}

std::vector<json::Value> CcdWriter::standing(std::string_view type) const {
  std::vector<Value> found;
  for (const auto one : content_.resources) {
    if (one["resourceType"].text() == type && !is_withdrawn(one)) found.push_back(one);
  }
  return found;
}

void CcdWriter::begin_section(std::string_view root, std::string_view date, std::string_view loinc, std::string_view title,
                              bool is_empty) {
  xml_.open("component").open("section", {{"nullFlavor", is_empty ? "NI" : ""}}).templates(root, date);
  code(loinc, loinc_oid, title);
  xml_.element("title", title);
}

void CcdWriter::words(const Row& head, const std::vector<Row>& rows) {
  xml_.open("text");
  if (rows.empty()) {
    xml_.element("paragraph", "The record says nothing of this.");
  } else {
    xml_.open("table").open("thead").open("tr");
    for (const auto& cell : head) xml_.element("th", cell);
    xml_.close().close().open("tbody");
    for (const auto& row : rows) {
      xml_.open("tr");
      for (const auto& cell : row) xml_.open("td").text(cell).close();
      xml_.close();
    }
    xml_.close().close();
  }
  xml_.close();
}

void CcdWriter::end_section() {
  xml_.close().close();
}

void CcdWriter::header() {
  xml_.open("ClinicalDocument", {{"xmlns", "urn:hl7-org:v3"},
                                 {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                                 {"xmlns:sdtc", "urn:hl7-org:sdtc"}});
  xml_.leaf("realmCode", {{"code", "US"}}).leaf("typeId", {{"root", "2.16.840.1.113883.1.3"}, {"extension", "POCD_HD000040"}});
  xml_.templates("2.16.840.1.113883.10.20.22.1.1", "2015-08-01").templates("2.16.840.1.113883.10.20.22.1.2", "2015-08-01");
  xml_.leaf("id", {{"root", content_.id_root}});
  code("34133-9", loinc_oid, "Summarization of Episode Note");
  xml_.element("title", "Continuity of Care Document").leaf("effectiveTime", {{"value", v3_time(content_.created)}});
  xml_.leaf("confidentialityCode", {{"code", "N"}, {"codeSystem", "2.16.840.1.113883.5.25"}})
      .leaf("languageCode", {{"code", "en-US"}});
  patient();
  xml_.open("author")
      .leaf("time", {{"value", v3_time(content_.created)}})
      .open("assignedAuthor")
      .leaf("id", {{"nullFlavor", "NI"}});
  xml_.leaf("addr", {{"nullFlavor", "NI"}}).leaf("telecom", {{"nullFlavor", "NI"}});
  xml_.open("assignedAuthoringDevice")
      .element("manufacturerModelName", content_.author)
      .element("softwareName", content_.author)
      .close();
  xml_.close().close();
  xml_.open("custodian")
      .open("assignedCustodian")
      .open("representedCustodianOrganization")
      .leaf("id", {{"root", content_.custodian_root}});
  xml_.element("name", content_.custodian)
      .leaf("telecom", {{"nullFlavor", "NI"}})
      .leaf("addr", {{"nullFlavor", "NI"}})
      .close()
      .close()
      .close();
  xml_.open("documentationOf")
      .open("serviceEvent", {{"classCode", "PCPR"}})
      .open("effectiveTime")
      .leaf("low", {{"nullFlavor", "UNK"}})
      .leaf("high", {{"value", v3_time(content_.created)}})
      .close()
      .close()
      .close();
}

void CcdWriter::patient() {
  const auto who = content_.patient;
  xml_.open("recordTarget").open("patientRole");
  for (const auto id : who["identifier"]) identifier("id", id);
  if (who["identifier"].size() == 0) xml_.leaf("id", {{"nullFlavor", "NI"}});
  for (const auto address : who["address"]) {
    xml_.open("addr", {{"use", "HP"}});
    for (const auto line : address["line"]) xml_.element("streetAddressLine", line.text());
    xml_.element("city", address["city"].text())
        .element("state", address["state"].text())
        .element("postalCode", address["postalCode"].text())
        .element("country", address["country"].text());
    xml_.close();
  }
  for (const auto telecom : who["telecom"]) {
    const auto system = telecom["system"].text();
    const std::string scheme = system == "email" ? "mailto:" : system == "fax" ? "fax:" : system == "phone" ? "tel:" : "";
    if (!telecom["value"].text().empty()) xml_.leaf("telecom", {{"value", scheme + std::string(telecom["value"].text())}});
  }
  xml_.open("patient");
  for (const auto name : who["name"]) {
    const bool is_maiden = name["use"].text() == "maiden";
    xml_.open("name", {{"use", is_maiden ? "" : "L"}});
    for (const auto part : name["prefix"]) xml_.element("prefix", part.text());
    for (const auto part : name["given"]) xml_.element("given", part.text());
    if (!name["family"].text().empty())
      xml_.open("family", {{"qualifier", is_maiden ? "BR" : ""}}).text(name["family"].text()).close();
    for (const auto part : name["suffix"]) xml_.element("suffix", part.text());
    xml_.close();
  }
  const auto sex = look_up(sexes, who["gender"].text());
  xml_.leaf("administrativeGenderCode",
            {{"code", sex}, {"codeSystem", "2.16.840.1.113883.5.1"}, {"nullFlavor", sex.empty() ? "UNK" : ""}});
  xml_.leaf("birthTime",
            {{"value", v3_time(who["birthDate"].text())}, {"nullFlavor", who["birthDate"].text().empty() ? "UNK" : ""}});
  background("race", "raceCode");
  background("ethnicity", "ethnicGroupCode");
  xml_.close().close().close();
}

void CcdWriter::background(std::string_view name, std::string_view element) {
  bool first = true;
  for (const auto extension : content_.patient["extension"]) {
    if (!extension["url"].text().ends_with("us-core-" + std::string(name))) continue;
    for (const auto part : extension["extension"]) {
      const auto coding = part["valueCoding"];
      if (!coding) continue;
      xml_.leaf(first ? std::string(element) : "sdtc:" + std::string(element), {{"code", coding["code"].text()},
                                                                                {"codeSystem", "2.16.840.1.113883.6.238"},
                                                                                {"displayName", coding["display"].text()}});
      first = false;
    }
  }
  if (first) xml_.leaf(element, {{"nullFlavor", "UNK"}});
}

}  // namespace charta::cda
