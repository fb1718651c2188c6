// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/header.hpp"

#include "base/text.hpp"
#include "formats/cda/code_tables.hpp"

#include <algorithm>
#include <array>

namespace charta::cda {
namespace {

constexpr std::string_view us_core = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

/// C-CDA R1.1 had no dates on its templates; R2.0 has those of 2014, R2.1 those of 2015. Source: C-CDA R2.1 volume 1, 4.1.3.
std::string release_of(Element document) {
  std::string release = "CDA";
  for (const Element id : children(document, "templateId")) {
    if (!attribute(id, "root").starts_with("2.16.840.1.113883.10.20.22.1.")) continue;
    const auto date = attribute(id, "extension");
    const std::string one = date >= "2015-08-01" ? "2.1" : date >= "2014" ? "2.0" : "1.1";
    if (release == "CDA" || one > release) release = one;
  }
  return release;
}

std::string title_of_document(Element document) {
  auto title = text_of(child(document, "title"));
  if (title.empty()) title = std::string(attribute(child(document, "code"), "displayName"));
  return title.empty() ? "Clinical document" : title;
}

std::vector<RelatedDocument> related_documents(Element document) {
  std::vector<RelatedDocument> found;
  for (const Element one : children(document, "relatedDocument")) {
    const Element parent = child(one, "parentDocument");
    found.push_back(
        {std::string(attribute(one, "typeCode")), instance_id(child(parent, "id")), instance_id(child(parent, "setId"))});
  }
  return found;
}

/// A US Core extension of OMB categories and detailed codes.
void add_background(Value patient, Elements& make, std::string_view name, const std::vector<Element>& codes) {
  auto& json = make.document();
  auto made = make.object();
  json.set(made, "url", std::string(us_core) + std::string(name));
  // The five categories of race and two of ethnicity of OMB Directive 15; every other code is a detail.
  constexpr auto omb = std::to_array<std::string_view>({"1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2135-2", "2186-5"});
  std::string text;
  for (const Element code : codes) {
    const auto coding = make.coding(code);
    auto display = std::string(attribute(code, "displayName"));
    if (!coding) continue;
    auto part = make.object();
    const bool is_category = std::find(omb.begin(), omb.end(), coding["code"].text()) != omb.end();
    json.set(part, "url", is_category ? "ombCategory" : "detailed");
    json.set(part, "valueCoding", coding);
    make.append(made, "extension", part);
    if (display.empty()) display = std::string(coding["code"].text());
    text += (text.empty() ? "" : ", ") + display;
  }
  if (!made["extension"]) return;
  auto part = make.object();
  json.set(part, "url", "text");
  json.set(part, "valueString", text);
  make.append(made, "extension", part);
  make.append(patient, "extension", made);
}

}  // namespace

std::string InstanceId::system() const {
  return extension.empty() ? "urn:ietf:rfc3986" : system_of_identifier(root);
}
std::string InstanceId::value() const {
  return extension.empty() ? system_of_identifier(root) : extension;
}

InstanceId instance_id(Element ii) {
  return {std::string(attribute(ii, "root")), std::string(attribute(ii, "extension"))};
}

Result<Header> read_header(Element document, const Elements& make) {
  Header header;
  header.id = instance_id(child(document, "id"));
  if (header.id.empty())
    return fail(ErrorKind::missing, "the document has no id, so it could not be told from another one; ask its sender",
                "ClinicalDocument.id");
  if (!descend(document, "recordTarget/patientRole"))
    return fail(ErrorKind::missing, "the document names no patient (recordTarget)", "ClinicalDocument.recordTarget");
  header.set_id = instance_id(child(document, "setId"));
  header.version_number = parse_integer(attribute(child(document, "versionNumber"), "value")).value_or(0);
  const Element code = child(document, "code");
  header.type_code = std::string(attribute(code, "code"));
  header.type_display = std::string(attribute(code, "displayName"));
  header.title = title_of_document(document);
  header.language = std::string(attribute(child(document, "languageCode"), "code"));
  header.confidentiality = std::string(attribute(child(document, "confidentialityCode"), "code"));
  header.release = release_of(document);
  header.effective = make.time(child(document, "effectiveTime"));
  header.effective_at = make.moment(child(document, "effectiveTime"));
  header.custodian = text_of(descend(document, "custodian/assignedCustodian/representedCustodianOrganization/name"));
  header.related = related_documents(document);
  return header;
}

Value read_patient(Element document, Elements& make) {
  auto& json = make.document();
  const Element role = descend(document, "recordTarget/patientRole");
  const Element person = child(role, "patient");
  auto made = make.object("Patient");
  auto background = children(person, "raceCode");
  add_background(made, make, "race", background);
  add_background(made, make, "ethnicity", children(person, "ethnicGroupCode"));
  make.identifiers(made, role);
  for (const Element name : children(person, "name")) make.append(made, "name", make.human_name(name));
  for (const Element telecom : children(role, "telecom")) make.append(made, "telecom", make.telecom(telecom));
  const auto gender = look_up(genders(), attribute(child(person, "administrativeGenderCode"), "code"));
  json.set(made, "gender", gender.empty() ? "unknown" : gender);
  make.set_text(made, "birthDate", make.day(child(person, "birthTime")));
  if (const auto deceased = attribute(child(person, "deceasedInd"), "value"); deceased == "true" || deceased == "false")
    json.set(made, "deceasedBoolean", json.boolean(deceased == "true"));
  if (const auto died = make.time(child(person, "deceasedTime")); !died.empty()) {
    json.remove(made, "deceasedBoolean");
    json.set(made, "deceasedDateTime", died);
  }
  for (const Element address : children(role, "addr")) make.append(made, "address", make.address(address));
  make.set(made, "maritalStatus", make.concept_of(child(person, "maritalStatusCode")));
  for (const Element one : children(person, "guardian")) {
    auto contact = make.object();
    make.append(contact, "relationship", make.concept_of(child(one, "code")));
    make.set(contact, "name", make.human_name(descend(one, "guardianPerson/name")));
    for (const Element telecom : children(one, "telecom")) make.append(contact, "telecom", make.telecom(telecom));
    make.set(contact, "address", make.address(child(one, "addr")));
    if (contact["name"] || contact["telecom"] || contact["address"]) make.append(made, "contact", contact);
  }
  for (const Element one : children(person, "languageCommunication")) {
    const auto language = attribute(child(one, "languageCode"), "code");
    if (language.empty()) continue;
    auto communication = make.object();
    json.set(communication, "language", make.concept_of("urn:ietf:bcp:47", language));
    const auto preferred = attribute(child(one, "preferenceInd"), "value");
    if (preferred == "true" || preferred == "false") json.set(communication, "preferred", json.boolean(preferred == "true"));
    make.append(made, "communication", communication);
  }
  return made;
}

void read_people(Element document, Elements& make, MappedDocument& out) {
  auto& json = make.document();
  out.authors = json.array();
  for (const Element author : children(document, "author")) {
    if (const auto who = make.person(child(author, "assignedAuthor"))) json.append(out.authors, who);
  }
  out.custodian = make.organization(descend(document, "custodian/assignedCustodian/representedCustodianOrganization"));
  out.authenticator = make.person(descend(document, "legalAuthenticator/assignedEntity"));
  if (!out.authenticator) out.authenticator = make.person(descend(document, "authenticator/assignedEntity"));
}

}  // namespace charta::cda
