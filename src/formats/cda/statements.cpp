// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/statements.hpp"

#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"

#include <algorithm>

namespace charta::cda {

Element related(Element statement, std::string_view template_root, std::string_view code) {
  for (const Element relationship : children(statement, "entryRelationship")) {
    for (const Element one : elements(relationship)) {
      if (!template_root.empty() && has_template(one, template_root)) return one;
      if (!code.empty() && attribute(child(one, "code"), "code") == code) return one;
    }
  }
  return {};
}

bool is_negated(Element statement) {
  return attribute(statement, "negationInd") == "true";
}
std::string_view status_of(Element statement) {
  return attribute(child(statement, "statusCode"), "code");
}
std::string_view mood_of(Element statement) {
  return attribute(statement, "moodCode");
}

std::string Statements::reference_to(const MappedResource& made) {
  return std::string(made.resource["resourceType"].text()) + "/" + std::string(resource_placeholder) +
         std::to_string(made.number);
}

Value Statements::reference(const MappedResource& made) {
  auto value = make_.object();
  make_.document().set(value, "reference", reference_to(made));
  return value;
}

void Statements::name(Element statement, std::string reason) {
  ++report_->statements;
  report_->not_mapped.push_back({path_of(statement, section_), std::move(reason)});
}

Value Statements::admit(Element statement, Value resource, bool is_statement) {
  if (!resource) return {};
  for (const auto& issue : fhir::validate(resource, 10)) {
    if (issue.severity != fhir::Issue::Severity::error) continue;
    if (!is_statement)
      out_.warnings.push_back(path_of(statement, section_) + " holds its statements together in a way that FHIR cannot say");
    if (is_statement) name(statement, "no FHIR resource can say it: " + issue.path + " " + issue.message);
    return {};
  }
  if (is_statement) {
    ++report_->statements;
    ++report_->mapped;
  }
  ++report_->resources;
  out_.resources.push_back({++next_, resource});
  references_.push_back(reference(out_.resources.back()));
  return reference(out_.resources.back());
}

std::vector<Value> Statements::section(Element section, SectionKind kind, SectionReport& report) {
  report_ = &report;
  kind_ = kind;
  section_ = section;
  section_code_ = attribute(child(section, "code"), "code");
  references_.clear();
  for (const Element one : children(section, "entry")) {
    ++report.entries;
    const auto inside = elements(one);
    bool found = false;
    for (const Element statement : inside) {
      const auto element = local_name(statement);
      if (element == "realmCode" || element == "typeId" || element == "templateId") continue;
      found = true;
      entry(statement);
    }
    if (!found) name(one, "the entry is empty");
  }
  return std::move(references_);
}

void Statements::entry(Element statement) {
  const auto element = local_name(statement);
  if (element == "observationMedia" || element == "regionOfInterest")
    return name(statement, "a picture of the narrative stays in the original document");
  switch (kind_) {
    case SectionKind::problems:
    case SectionKind::diagnoses:
      return problem(statement);
    case SectionKind::allergies:
      return allergy(statement);
    case SectionKind::medications:
      return medication(statement);
    case SectionKind::results:
    case SectionKind::vital_signs:
      return result(statement);
    case SectionKind::immunizations:
      return immunization(statement);
    case SectionKind::procedures:
      return procedure(statement);
    case SectionKind::encounters:
      return encounter(statement);
    case SectionKind::social_history:
    case SectionKind::functional_status:
    case SectionKind::advance_directives:
      return observation_entry(statement);
    case SectionKind::family_history:
      return family_history(statement);
    case SectionKind::plan:
      return planned(statement);
    case SectionKind::goals:
      return goal(statement);
    case SectionKind::health_concerns:
      return health_concern(statement);
    case SectionKind::equipment:
      return equipment(statement);
    case SectionKind::payers:
      return coverage(statement);
    case SectionKind::text_only:
      return name(statement, "entries of this section are kept as its text");
  }
}

void Statements::within(Element act, std::initializer_list<std::string_view> names, void (Statements::*one)(Element),
                        std::string_view lacking) {
  bool found = false;
  for (const auto link : {"entryRelationship", "component"}) {
    for (const Element relationship : children(act, link)) {
      for (const Element inside : elements(relationship)) {
        if (std::find(names.begin(), names.end(), local_name(inside)) == names.end()) continue;
        found = true;
        (this->*one)(inside);
      }
    }
  }
  if (!found) name(act, std::string(lacking));
}

std::string Statements::author_time(Element statement) const {
  return make_.time(descend(statement, "author/time"));
}

Value Statements::author(Element statement) {
  return make_.person(descend(statement, "author/assignedAuthor"));
}

std::string Statements::text_of_statement(Element statement) const {
  return make_.words(child(statement, "text"));
}

/// Comment activities (code 48767-8) as notes.
void Statements::set_notes(Value resource, Element statement) {
  for (const Element relationship : children(statement, "entryRelationship")) {
    const Element act = child(relationship, "act");
    if (attribute(child(act, "code"), "code") != "48767-8" && !has_template(act, "2.16.840.1.113883.10.20.22.4.64")) continue;
    make_.append(resource, "note", make_.annotation(text_of_statement(act)));
  }
}

void Statements::set_reasons(Value resource, Element statement, std::string_view member) {
  for (const Element relationship : children(statement, "entryRelationship")) {
    if (attribute(relationship, "typeCode") != "RSON") continue;
    const Element why = child(relationship, "observation");
    make_.append(resource, member, make_.concept_of(child(why, "value")));
  }
}

}  // namespace charta::cda
