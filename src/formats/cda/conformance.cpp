// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/conformance.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "formats/cda/code_tables.hpp"

#include <algorithm>
#include <array>

namespace charta::cda {
namespace {

/// What an element of an entry must have. C-CDA R2.1: Problem Concern Act (V3), Problem Observation (V3), Allergy Concern Act
/// (V3), Allergy - Intolerance Observation (V2), Medication Activity (V2), Result Organizer and Observation (V3), Immunization
/// Activity (V3).
struct Required {
  SectionKind kind;
  std::string_view path;  ///< from the section
  std::string_view part;  ///< an element below it, or "templateId:<root>"
};
constexpr auto required_parts = std::to_array<Required>({
    {SectionKind::problems, "entry/act", "templateId:2.16.840.1.113883.10.20.22.4.3"},
    {SectionKind::problems, "entry/act", "id"},
    {SectionKind::problems, "entry/act", "code"},
    {SectionKind::problems, "entry/act", "statusCode"},
    {SectionKind::problems, "entry/act", "effectiveTime"},
    {SectionKind::problems, "entry/act", "entryRelationship/observation"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "templateId:2.16.840.1.113883.10.20.22.4.4"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "id"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "code"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "statusCode"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "effectiveTime"},
    {SectionKind::problems, "entry/act/entryRelationship/observation", "value"},
    {SectionKind::allergies, "entry/act", "templateId:2.16.840.1.113883.10.20.22.4.30"},
    {SectionKind::allergies, "entry/act", "id"},
    {SectionKind::allergies, "entry/act", "code"},
    {SectionKind::allergies, "entry/act", "statusCode"},
    {SectionKind::allergies, "entry/act", "effectiveTime"},
    {SectionKind::allergies, "entry/act", "entryRelationship/observation"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "templateId:2.16.840.1.113883.10.20.22.4.7"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "id"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "code"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "statusCode"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "effectiveTime"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "value"},
    {SectionKind::allergies, "entry/act/entryRelationship/observation", "participant/participantRole/playingEntity/code"},
    {SectionKind::medications, "entry/substanceAdministration", "templateId:2.16.840.1.113883.10.20.22.4.16"},
    {SectionKind::medications, "entry/substanceAdministration", "id"},
    {SectionKind::medications, "entry/substanceAdministration", "statusCode"},
    {SectionKind::medications, "entry/substanceAdministration", "effectiveTime"},
    {SectionKind::medications, "entry/substanceAdministration", "consumable/manufacturedProduct/manufacturedMaterial/code"},
    {SectionKind::results, "entry/organizer", "templateId:2.16.840.1.113883.10.20.22.4.1"},
    {SectionKind::results, "entry/organizer", "code"},
    {SectionKind::results, "entry/organizer", "statusCode"},
    {SectionKind::results, "entry/organizer/component/observation", "templateId:2.16.840.1.113883.10.20.22.4.2"},
    {SectionKind::results, "entry/organizer/component/observation", "code"},
    {SectionKind::results, "entry/organizer/component/observation", "statusCode"},
    {SectionKind::results, "entry/organizer/component/observation", "effectiveTime"},
    {SectionKind::results, "entry/organizer/component/observation", "value"},
    {SectionKind::immunizations, "entry/substanceAdministration", "templateId:2.16.840.1.113883.10.20.22.4.52"},
    {SectionKind::immunizations, "entry/substanceAdministration", "statusCode"},
    {SectionKind::immunizations, "entry/substanceAdministration", "effectiveTime"},
    {SectionKind::immunizations, "entry/substanceAdministration", "consumable/manufacturedProduct/manufacturedMaterial/code"},
});

/// How many findings are told of one document: what is wrong everywhere is wrong once.
constexpr std::size_t findings_most = 100;

class Findings {
 public:
  void add(std::string finding) {
    const bool is_known = std::find(found_.begin(), found_.end(), finding) != found_.end();
    if (!is_known && found_.size() < findings_most) found_.push_back(std::move(finding));
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

bool is_time(Element ts) {
  return LocalTime::parse_hl7(attribute(ts, "value")).has_value();
}

/// "eng", "en-US": what a language tag of RFC 5646 looks like.
bool is_language(std::string_view code) {
  const auto primary = code.substr(0, code.find('-'));
  const bool is_short = primary.size() == 2 || primary.size() == 3;
  return is_short &&
         std::all_of(primary.begin(), primary.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// "2106-3": a code of Race & Ethnicity - CDC, or of the v3 null flavors.
bool is_cdc_code(std::string_view code) {
  return code.size() == 6 && code[4] == '-' && code.find_first_not_of("0123456789-") == std::string_view::npos;
}

void check_person(Element person, Findings& findings) {
  for (const Element name : children(person, "name")) {
    for (const Element part : elements(name)) {
      if (text_of(part).empty() && !has_null_flavor(part) && local_name(part) != "validTime")
        findings.add("a " + std::string(local_name(part)) + " name of the patient is empty and does not say why");
    }
  }
  const Element birth = child(person, "birthTime");
  if (!is_time(birth) && !has_null_flavor(birth)) findings.add("the birth time of the patient is missing or is no time");
  if (!child(person, "administrativeGenderCode")) findings.add("the administrative gender of the patient is missing");
  for (const auto name : {"raceCode", "ethnicGroupCode"}) {
    const auto codes = children(person, name);
    if (codes.empty()) findings.add(std::string(name) + " is missing");
    for (const Element one : codes) {
      if (has_null_flavor(one)) continue;
      if (attribute(one, "codeSystem") != "2.16.840.1.113883.6.238")
        findings.add(std::string(name) + " is not of the code system Race & Ethnicity - CDC (2.16.840.1.113883.6.238)");
      if (!is_cdc_code(attribute(one, "code"))) findings.add(std::string(name) + " is no code of Race & Ethnicity - CDC");
    }
  }
  for (const Element one : children(person, "languageCommunication")) {
    const Element language = child(one, "languageCode");
    const auto system = attribute(language, "codeSystem");
    if (!has_null_flavor(language) && !is_language(attribute(language, "code")))
      findings.add("the language of the patient is no language code");
    if (!system.empty() && system != "2.16.840.1.113883.6.121" && system != "2.16.840.1.113883.6.316")
      findings.add("the language of the patient is not of the code system of languages (2.16.840.1.113883.6.121)");
  }
}

void check_header(Element document, Findings& findings) {
  const Element type = child(document, "typeId");
  if (attribute(type, "root") != "2.16.840.1.113883.1.3" || attribute(type, "extension") != "POCD_HD000040")
    findings.add("typeId is not that of CDA R2 (2.16.840.1.113883.1.3, POCD_HD000040)");
  const Element code = child(document, "code");
  if (attribute(code, "code").empty() || attribute(code, "codeSystem") != "2.16.840.1.113883.6.1")
    findings.add("the type of the document is no LOINC code");
  if (!is_time(child(document, "effectiveTime"))) findings.add("effectiveTime is missing or is no time");
  if (text_of(child(document, "title")).empty()) findings.add("the document has no title");
  if (!child(document, "author")) findings.add("the document has no author");
  if (!child(document, "custodian")) findings.add("the document has no custodian");
  check_person(descend(document, "recordTarget/patientRole/patient"), findings);
}

std::vector<Element> at_path(Element top, std::string_view path) {
  std::vector<Element> found{top};
  for (const auto name : split(path, '/')) {
    std::vector<Element> next;
    for (const Element one : found) {
      for (const Element inner : children(one, name)) next.push_back(inner);
    }
    found = std::move(next);
  }
  return found;
}

void check_entries(Element section, SectionKind kind, const std::string& title, Findings& findings) {
  for (const auto& row : required_parts) {
    if (row.kind != kind) continue;
    for (const Element one : at_path(section, row.path)) {
      if (has_null_flavor(one)) continue;
      const bool is_template = row.part.starts_with("templateId:");
      const bool has_it = is_template ? has_template(one, row.part.substr(11)) : !at_path(one, row.part).empty();
      if (!has_it)
        findings.add(title + ": " + std::string(row.path.substr(6)) + " lacks " +
                     (is_template ? "its templateId " + std::string(row.part.substr(11)) : std::string(row.part)));
    }
  }
}

void check_section(Element section, Findings& findings) {
  const Element code = child(section, "code");
  const auto by_code = kind_of_section(attribute(code, "code"));
  auto by_template = SectionKind::text_only;
  for (const Element id : children(section, "templateId")) {
    const auto kind = kind_of_template(attribute(id, "root"));
    if (kind != SectionKind::text_only) by_template = kind;
  }
  auto title = text_of(child(section, "title"));
  if (title.empty()) title = attribute(code, "code").empty() ? "a section" : "section " + std::string(attribute(code, "code"));
  if (attribute(code, "code").empty()) findings.add(title + ": the section has no code");
  if (by_code != SectionKind::text_only && by_template == SectionKind::text_only)
    findings.add(title + ": the section claims no template of its kind");
  if (by_code == SectionKind::text_only && by_template != SectionKind::text_only)
    findings.add(title + ": the code of the section is not that of its template");
  check_entries(section, by_code != SectionKind::text_only ? by_code : by_template, title, findings);
  for (const Element inner : at_path(section, "component/section")) check_section(inner, findings);
}

}  // namespace

std::vector<std::string> conformance_warnings(Element document) {
  Findings findings;
  check_header(document, findings);
  for (const Element section : at_path(document, "component/structuredBody/component/section")) check_section(section, findings);
  return findings.take();
}

}  // namespace charta::cda
