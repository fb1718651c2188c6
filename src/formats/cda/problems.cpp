// SPDX-License-Identifier: Apache-2.0
// Problems, diagnoses, health concerns → Condition; allergies → AllergyIntolerance. Source: C-CDA on FHIR 1.2, "Problems",
// "Allergies".
#include "formats/cda/statements.hpp"

namespace charta::cda {
namespace {

constexpr std::string_view snomed = "http://snomed.info/sct";
constexpr std::string_view clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
constexpr std::string_view verification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
constexpr std::string_view categories = "http://terminology.hl7.org/CodeSystem/condition-category";
constexpr std::string_view allergy_clinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
constexpr std::string_view allergy_verification = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";

constexpr std::string_view problem_template = "2.16.840.1.113883.10.20.22.4.4";
constexpr std::string_view problem_status = "2.16.840.1.113883.10.20.22.4.6";
constexpr std::string_view severity_template = "2.16.840.1.113883.10.20.22.4.8";
constexpr std::string_view allergy_status = "2.16.840.1.113883.10.20.22.4.28";
constexpr std::string_view reaction_template = "2.16.840.1.113883.10.20.22.4.9";
constexpr std::string_view criticality_template = "2.16.840.1.113883.10.20.22.4.145";

/// The act around an observation, if it is one.
Element concern_of(Element observation) {
  const Element act = observation.parent().parent();
  return local_name(act) == "act" ? act : Element();
}

std::string_view code_of(Element statement) {
  return attribute(child(statement, "code"), "code");
}

}  // namespace

void Statements::problem(Element statement) {
  const auto element = local_name(statement);
  if (element == "act")
    return within(statement, {"observation", "act"}, &Statements::problem, "a concern without a problem in it");
  if (element != "observation") return name(statement, "a " + std::string(element) + " in a section of problems is kept as text");
  const bool is_diagnosis = kind_ == SectionKind::diagnoses || kind_ == SectionKind::encounters;
  admit(statement, condition(statement, concern_of(statement), is_diagnosis ? "encounter-diagnosis" : "problem-list-item"));
}

Value Statements::condition(Element observation, Element concern, std::string_view category) {
  auto& json = make_.document();
  auto made = make_.object("Condition");
  make_.identifiers(made, observation);
  const Element value = child(observation, "value");
  auto when = make_.span(child(observation, "effectiveTime"));
  std::string status(
      look_up(problem_statuses(), attribute(child(related(observation, problem_status, "33999-4"), "value"), "code")));
  std::string contradiction;
  if (status == "active" && !when.end.empty()) {
    // con-4: what abated is not active. The source's word counts, its date is kept beside it.
    contradiction = "The source calls it active and gives an end: " + when.end;
    when.end.clear();
  }
  if (status.empty() && !when.end.empty()) status = "resolved";
  if (status.empty()) status = look_up(act_statuses(), status_of(concern));
  if (status.empty()) status = "active";
  if (status == "recurrence" || status == "relapse") when.end.clear();
  json.set(made, "clinicalStatus", make_.concept_of(clinical, status));
  const bool is_problem_at_all = attribute(value, "code") == "55607006" || attribute(value, "code") == "64572001" ||
                                 (attribute(value, "code").empty() && children(value, "translation").empty());
  if (is_negated(observation) && is_problem_at_all) {
    json.set(made, "code", make_.concept_of(snomed, "160245001", "No current problems or disability"));
  } else {
    if (is_negated(observation)) json.set(made, "verificationStatus", make_.concept_of(verification, "refuted"));
    auto code = make_.concept_of(value);
    if (!code) code = make_.text_concept(text_of_statement(observation));
    json.set(made, "code", code ? code : make_.required_concept(value));
  }
  make_.append(made, "category", make_.concept_of(categories, category));
  make_.set(made, "severity", make_.concept_of(child(related(observation, severity_template), "value")));
  for (const Element site : children(observation, "targetSiteCode")) make_.append(made, "bodySite", make_.concept_of(site));
  make_.set(made, "subject", make_.object());
  json.set(made["subject"], "reference", patient_placeholder);
  make_.set_text(made, "onsetDateTime", when.first());
  make_.set_text(made, "abatementDateTime", when.end);
  auto recorded = author_time(observation);
  make_.set_text(made, "recordedDate", recorded.empty() ? author_time(concern) : recorded);
  const auto recorder = author(observation);
  make_.set(made, "recorder", recorder ? recorder : author(concern));
  make_.append(made, "note", make_.annotation(contradiction));
  set_notes(made, observation);
  set_notes(made, concern);
  return made;
}

void Statements::health_concern(Element statement) {
  const auto element = local_name(statement);
  if (element == "act") {
    if (has_template(statement, "2.16.840.1.113883.10.20.22.4.122"))
      return name(statement, "it refers to an entry of another section");
    return within(statement, {"observation", "act", "organizer"}, &Statements::health_concern,
                  "a concern that names nothing in an entry of its own");
  }
  if (element == "organizer") return result(statement);
  if (element != "observation") return name(statement, "a " + std::string(element) + " in a section of concerns is kept as text");
  if (has_template(statement, problem_template)) {
    admit(statement, condition(statement, concern_of(statement), "problem-list-item"));
  } else if (has_template(statement, "2.16.840.1.113883.10.20.22.4.7")) {
    allergy(statement);
  } else {
    observation_entry(statement);
  }
}

void Statements::allergy(Element statement) {
  const auto element = local_name(statement);
  if (element == "act")
    return within(statement, {"observation", "act"}, &Statements::allergy, "a concern without an allergy in it");
  if (element != "observation")
    return name(statement, "a " + std::string(element) + " in a section of allergies is kept as text");
  admit(statement, allergy_intolerance(statement, concern_of(statement)));
}

Value Statements::allergy_intolerance(Element observation, Element concern) {
  auto& json = make_.document();
  auto made = make_.object("AllergyIntolerance");
  make_.identifiers(made, observation);
  const auto when = make_.span(child(observation, "effectiveTime"));
  std::string status(
      look_up(problem_statuses(), attribute(child(related(observation, allergy_status, "33999-4"), "value"), "code")));
  if (status.empty() && concern) {
    const Element of_concern = related(concern, allergy_status, "33999-4");
    status = look_up(problem_statuses(), attribute(child(of_concern, "value"), "code"));
  }
  if (status.empty() && !when.end.empty()) status = "resolved";
  if (status.empty()) status = look_up(act_statuses(), status_of(concern));
  if (status != "inactive" && status != "resolved") status = "active";
  json.set(made, "clinicalStatus", make_.concept_of(allergy_clinical, status));
  const Element substance = descend(observation, "participant/participantRole/playingEntity");
  const auto type = attribute(child(observation, "value"), "code");
  auto code = make_.concept_of(child(substance, "code"));
  if (!code) code = make_.text_concept(text_of(child(substance, "name")));
  if (is_negated(observation) && !code) {
    const auto none = look_up(no_known_allergies(), type);
    json.set(made, "verificationStatus", make_.concept_of(allergy_verification, "confirmed"));
    code = none.empty() ? make_.concept_of(snomed, "716186003", "No known allergy") : make_.concept_of(snomed, none);
    json.set(code, "text", none.empty() ? "No known allergies" : "No known allergies of this kind");
  } else {
    json.set(made, "verificationStatus",
             make_.concept_of(allergy_verification, is_negated(observation) ? "refuted" : "confirmed"));
  }
  if (const auto kind = look_up(allergy_types(), type); !kind.empty()) json.set(made, "type", kind);
  if (const auto category = look_up(allergy_categories(), type); !category.empty())
    make_.append(made, "category", json.string(category));
  const auto criticality = attribute(child(related(observation, criticality_template, "82606-5"), "value"), "code");
  if (criticality == "CRITH") json.set(made, "criticality", "high");
  if (criticality == "CRITL") json.set(made, "criticality", "low");
  if (criticality == "CRITU") json.set(made, "criticality", "unable-to-assess");
  if (!code) code = make_.text_concept(text_of_statement(observation));
  if (!code) code = make_.concept_of(child(observation, "value"));
  json.set(made, "code", code ? code : make_.required_concept(child(observation, "value")));
  json.set(made, "patient", make_.object());
  json.set(made["patient"], "reference", patient_placeholder);
  make_.set_text(made, "onsetDateTime", when.first());
  auto recorded = author_time(observation);
  make_.set_text(made, "recordedDate", recorded.empty() ? author_time(concern) : recorded);
  const auto recorder = author(observation);
  make_.set(made, "recorder", recorder ? recorder : author(concern));
  set_notes(made, observation);
  reaction(made, observation);
  return made;
}

void Statements::reaction(Value allergy, Element observation) {
  const auto general = look_up(severities(), attribute(child(related(observation, severity_template), "value"), "code"));
  bool found = false;
  for (const Element relationship : children(observation, "entryRelationship")) {
    const Element one = child(relationship, "observation");
    if (!has_template(one, reaction_template) && !(attribute(relationship, "typeCode") == "MFST" && code_of(one) != "SEV"))
      continue;
    const auto manifestation = make_.concept_of(child(one, "value"));
    if (!manifestation) continue;
    found = true;
    auto made = make_.object();
    make_.append(made, "manifestation", manifestation);
    make_.set_text(made, "onset", make_.span(child(one, "effectiveTime")).first());
    auto severity = look_up(severities(), attribute(child(related(one, severity_template), "value"), "code"));
    make_.set_text(made, "severity", severity.empty() ? general : severity);
    make_.append(allergy, "reaction", made);
  }
  if (!found && !general.empty()) make_.append(allergy, "note", make_.annotation("Severity: " + std::string(general)));
}

}  // namespace charta::cda
