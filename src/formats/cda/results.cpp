// SPDX-License-Identifier: Apache-2.0
// Results → DiagnosticReport and Observation; vital signs, social history, functional status → Observation; family history →
// FamilyMemberHistory. Source: C-CDA on FHIR 1.2, "Results", "Vital signs", "Social history".
#include "formats/cda/statements.hpp"

namespace charta::cda {
namespace {

constexpr std::string_view observation_categories = "http://terminology.hl7.org/CodeSystem/observation-category";
constexpr std::string_view absent_reasons = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
constexpr std::string_view smoking_template = "2.16.840.1.113883.10.20.22.4.78";
constexpr std::string_view age_template = "2.16.840.1.113883.10.20.22.4.31";
constexpr std::string_view death_template = "2.16.840.1.113883.10.20.22.4.47";

std::string_view category_of(SectionKind kind) {
  switch (kind) {
    case SectionKind::results:
      return "laboratory";
    case SectionKind::vital_signs:
      return "vital-signs";
    case SectionKind::social_history:
      return "social-history";
    case SectionKind::functional_status:
      return "survey";
    default:
      return {};
  }
}

Value subject(Elements& make) {
  auto made = make.object();
  make.document().set(made, "reference", patient_placeholder);
  return made;
}

}  // namespace

void Statements::result(Element statement) {
  const auto element = local_name(statement);
  if (element == "organizer") return panel(statement, category_of(kind_));
  if (element == "observation") {
    admit(statement, observation(statement, category_of(kind_)));
    return;
  }
  if (element == "act")
    return within(statement, {"observation", "organizer"}, &Statements::result, "an act without a result in it");
  name(statement, "a " + std::string(element) + " in a section of results is kept as text");
}

/// An organizer: its members, then what holds them together.
void Statements::panel(Element organizer, std::string_view category) {
  auto& json = make_.document();
  const bool is_report = kind_ == SectionKind::results;
  const std::string_view member = is_report ? "result" : "hasMember";
  auto made = make_.object(is_report ? "DiagnosticReport" : "Observation");
  make_.identifiers(made, organizer);
  const auto status = look_up(is_report ? report_statuses() : observation_statuses(), status_of(organizer));
  json.set(made, "status", status.empty() ? (is_report ? "unknown" : "final") : status);
  if (is_report)
    make_.append(made, "category", make_.concept_of("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory"));
  if (!is_report && !category.empty()) make_.append(made, "category", make_.concept_of(observation_categories, category));
  json.set(made, "code", make_.required_concept(child(organizer, "code")));
  json.set(made, "subject", subject(make_));
  auto when = make_.span(child(organizer, "effectiveTime"));
  std::size_t members = 0;
  for (const Element component : children(organizer, "component")) {
    for (const Element inside : elements(component)) {
      const auto element = local_name(inside);
      if (element == "organizer") panel(inside, category);
      if (element == "organizer" || element == "observation") ++members;
      if (element != "observation") continue;
      if (when.empty()) when = make_.span(child(inside, "effectiveTime"));
      make_.append(made, member, admit(inside, observation(inside, category)));
    }
  }
  make_.set_span(made, "effective", when);
  const Element performer = descend(organizer, "performer/assignedEntity");
  make_.append(made, "performer", performer ? make_.person(performer) : author(organizer));
  if (members == 0) return name(organizer, "a panel without a result in it");
  admit(organizer, made, false);
}

void Statements::observation_entry(Element statement) {
  const auto element = local_name(statement);
  if (element == "organizer") return panel(statement, category_of(kind_));
  if (element == "act")
    return within(statement, {"observation", "organizer"}, &Statements::observation_entry,
                  "an act without an observation in it is kept as text");
  if (element != "observation") return name(statement, "a " + std::string(element) + " in this section is kept as text");
  admit(statement, observation(statement, category_of(kind_)));
}

Value Statements::observation(Element observation, std::string_view category) {
  auto& json = make_.document();
  auto made = make_.object("Observation");
  make_.identifiers(made, observation);
  const auto status = look_up(observation_statuses(), status_of(observation));
  json.set(made, "status", status.empty() ? "final" : status);
  if (!category.empty()) make_.append(made, "category", make_.concept_of(observation_categories, category));
  const Element code = child(observation, "code");
  const bool says_smoking_only_by_template =
      has_template(observation, smoking_template) && attribute(code, "code") == "ASSERTION";
  json.set(made, "code",
           says_smoking_only_by_template ? make_.concept_of("http://loinc.org", "72166-2", "Tobacco smoking status")
                                         : make_.required_concept(code));
  json.set(made, "subject", subject(make_));
  make_.set_span(made, "effective", make_.span(child(observation, "effectiveTime")));
  const Element performer = descend(observation, "performer/assignedEntity");
  make_.append(made, "performer", performer ? make_.person(performer) : author(observation));
  if (is_negated(observation))
    make_.append(made, "note", make_.annotation("The source says that this was not observed or is not so (negationInd)."));
  const auto values = children(observation, "value");
  if (!is_negated(observation) && !values.empty()) set_value(made, values.front());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == 0 && !is_negated(observation)) continue;
    const auto more = make_.concept_of(values[i]);
    const auto words = more ? std::string(more["text"].text()) : text_of(values[i]);
    make_.append(made, "note", make_.annotation((is_negated(observation) ? "Negated: " : "Also: ") + words));
  }
  const bool has_value = made["valueQuantity"] || made["valueCodeableConcept"] || made["valueString"] || made["valueRange"] ||
                         made["valueRatio"] || made["valueInteger"] || made["valueBoolean"] || made["valueDateTime"] ||
                         made["valuePeriod"];
  if (!has_value)
    json.set(made, "dataAbsentReason", make_.concept_of(absent_reasons, is_negated(observation) ? "not-performed" : "unknown"));
  for (const Element one : children(observation, "interpretationCode"))
    make_.append(made, "interpretation", make_.concept_of(one));
  for (const Element one : children(observation, "methodCode")) {
    if (!made["method"]) make_.set(made, "method", make_.concept_of(one));
  }
  for (const Element one : children(observation, "targetSiteCode")) {
    if (!made["bodySite"]) make_.set(made, "bodySite", make_.concept_of(one));
  }
  set_ranges(made, observation);
  set_notes(made, observation);
  return made;
}

void Statements::set_value(Value resource, Element value) {
  auto& json = make_.document();
  const auto type = type_of(value);
  std::string member;
  if (type == "PQ" || type == "REAL" || type == "MO") {
    make_.set(resource, "valueQuantity", make_.quantity(value));
  } else if (type == "IVL_PQ" || type == "IVL_REAL" || type == "IVL_INT") {
    if (const auto made = make_.range_or_quantity(value, member)) json.set(resource, "value" + member, made);
  } else if (type == "CD" || type == "CE" || type == "CV" || type == "CO" || type == "CS") {
    make_.set(resource, "valueCodeableConcept", make_.concept_of(value));
  } else if (type == "INT") {
    const auto number = decimal_of(attribute(value, "value"));
    if (!number.empty() && number.size() < 10 && number.find('.') == std::string::npos)
      json.set(resource, "valueInteger", json.number(number));
  } else if (type == "BL") {
    const auto truth = attribute(value, "value");
    if (truth == "true" || truth == "false") json.set(resource, "valueBoolean", json.boolean(truth == "true"));
  } else if (type == "TS") {
    make_.set_text(resource, "valueDateTime", make_.time(value));
  } else if (type == "IVL_TS") {
    const auto when = make_.span(value);
    if (!when.empty()) make_.set(resource, "valuePeriod", make_.period(when));
  } else if (type.starts_with("RTO")) {
    make_.set(resource, "valueRatio", make_.ratio(value));
  }
  for (const auto part : resource) {
    if (part.key().starts_with("value")) return;
  }
  // ST, ED, and what is written otherwise than its type says: as it stands.
  auto words = make_.words(value);
  if (words.empty())
    words = std::string(attribute(value, "value")) +
            (attribute(value, "unit").empty() ? "" : " " + std::string(attribute(value, "unit")));
  if (attribute(value, "representation") == "B64")
    words = "an embedded file (" + std::string(attribute(value, "mediaType")) + ") stands in the original document";
  make_.set_text(resource, "valueString", words);
}

void Statements::set_ranges(Value resource, Element observation) {
  for (const Element range : children(observation, "referenceRange")) {
    const Element one = child(range, "observationRange");
    auto made = make_.object();
    const Element value = child(one, "value");
    auto low = make_.quantity(child(value, "low")), high = make_.quantity(child(value, "high"));
    make_.set(made, "low", low);
    make_.set(made, "high", high);
    auto text = make_.words(child(one, "text"));
    if (text.empty() && !low && !high) text = make_.words(value);
    make_.set_text(made, "text", text);
    if (made.size() > 0) make_.append(resource, "referenceRange", made);
  }
}

void Statements::family_history(Element organizer) {
  auto& json = make_.document();
  if (local_name(organizer) == "observation") return observation_entry(organizer);
  if (local_name(organizer) != "organizer")
    return name(organizer, "a " + std::string(local_name(organizer)) + " in a family history is kept as text");
  auto made = make_.object("FamilyMemberHistory");
  make_.identifiers(made, organizer);
  json.set(made, "status", "completed");
  json.set(made, "patient", subject(make_));
  const Element relative = descend(organizer, "subject/relatedSubject");
  make_.set_text(made, "name", name_text(descend(relative, "subject/name")));
  json.set(made, "relationship", make_.required_concept(child(relative, "code")));
  if (const auto sex = look_up(genders(), attribute(descend(relative, "subject/administrativeGenderCode"), "code")); !sex.empty())
    json.set(made, "sex", make_.concept_of("http://hl7.org/fhir/administrative-gender", sex));
  make_.set_text(made, "bornDate", make_.day(descend(relative, "subject/birthTime")));
  std::vector<Element> told;
  for (const Element component : children(organizer, "component")) {
    for (const Element observation : elements(component)) {
      if (local_name(observation) != "observation") continue;
      told.push_back(observation);
      auto one = make_.object();
      const Element value = child(observation, "value");
      json.set(one, "code", make_.required_concept(value));
      if (const Element age = related(observation, age_template)) make_.set(one, "onsetAge", make_.quantity(child(age, "value")));
      if (related(observation, death_template)) json.set(one, "contributedToDeath", json.boolean(true));
      if (is_negated(observation))
        make_.append(one, "note", make_.annotation("The source says that this relative did not have it (negationInd)."));
      const auto when = make_.span(child(observation, "effectiveTime"));
      if (!one["onsetAge"]) make_.set_text(one, "onsetString", when.first());
      make_.append(made, "condition", one);
    }
  }
  if (const auto deceased = attribute(descend(relative, "subject/deceasedInd"), "value");
      deceased == "true" || deceased == "false")
    json.set(made, "deceasedBoolean", json.boolean(deceased == "true"));
  if (told.empty()) return name(organizer, "a relative of whom nothing is told");
  if (admit(organizer, made, false)) {
    report_->statements += told.size();
    report_->mapped += told.size();
    return;
  }
  for (const Element one : told) name(one, "the relative's history could not be said in FHIR");
}

}  // namespace charta::cda
