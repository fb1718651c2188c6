// SPDX-License-Identifier: Apache-2.0
// What was done and what is planned: procedures, encounters, plans, goals, devices, payers.
// Source: C-CDA on FHIR 1.2, "Procedures", "Encounters"; C-CDA R2.1 entry templates for the rest.
#include "formats/cda/statements.hpp"

namespace charta::cda {
namespace {

Value patient_reference(Elements& make) {
  auto made = make.object();
  make.document().set(made, "reference", patient_placeholder);
  return made;
}

bool has_happened(Element statement) {
  const auto mood = mood_of(statement);
  return mood.empty() || mood == "EVN";
}

/// The ActCode of an encounter's class, in its code or a translation.
Element class_code(Element code) {
  if (attribute(code, "codeSystem") == "2.16.840.1.113883.5.4") return code;
  for (const Element one : children(code, "translation")) {
    if (attribute(one, "codeSystem") == "2.16.840.1.113883.5.4") return one;
  }
  return {};
}

}  // namespace

void Statements::procedure(Element statement) {
  auto& json = make_.document();
  const auto element = local_name(statement);
  if (element == "organizer")
    return within(statement, {"procedure", "act", "observation"}, &Statements::procedure, "a group without a procedure in it");
  if (element == "substanceAdministration") return medication(statement);
  if (element != "procedure" && element != "act" && element != "observation")
    return name(statement, "a " + std::string(element) + " in a section of procedures is kept as text");
  if (!has_happened(statement)) return planned(statement);
  auto made = make_.object("Procedure");
  make_.identifiers(made, statement);
  const auto status = look_up(procedure_statuses(), status_of(statement));
  json.set(made, "status", is_negated(statement) ? "not-done" : status.empty() ? "unknown" : status);
  auto code = make_.concept_of(child(statement, "code"));
  if (!code) code = make_.text_concept(text_of_statement(statement));
  json.set(made, "code", code ? code : make_.required_concept(child(statement, "code")));
  json.set(made, "subject", patient_reference(make_));
  make_.set_span(made, "performed", make_.span(child(statement, "effectiveTime")));
  for (const Element performer : children(statement, "performer")) {
    const auto actor = make_.person(child(performer, "assignedEntity"));
    if (!actor) continue;
    auto one = make_.object();
    json.set(one, "actor", actor);
    make_.append(made, "performer", one);
  }
  for (const Element site : children(statement, "targetSiteCode")) make_.append(made, "bodySite", make_.concept_of(site));
  set_reasons(made, statement);
  set_notes(made, statement);
  if (element == "observation") {
    const auto found = make_.concept_of(child(statement, "value"));
    make_.set(made, "outcome", found ? found : make_.text_concept(text_of(child(statement, "value"))));
  }
  admit(statement, made);
}

Value Statements::encounter_resource(Element encounter) {
  auto& json = make_.document();
  auto made = make_.object("Encounter");
  make_.identifiers(made, encounter);
  const auto when = make_.span(child(encounter, "effectiveTime"));
  json.set(made, "status", status_of(encounter) == "cancelled" ? "cancelled" : has_happened(encounter) ? "finished" : "planned");
  const Element code = child(encounter, "code");
  const auto known = make_.coding(class_code(code));
  json.set(
      made, "class",
      known ? known : make_.coding("http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "UNK", "not stated by the source"));
  make_.append(made, "type", make_.concept_of(code));
  json.set(made, "subject", patient_reference(make_));
  for (const auto path : {"performer/assignedEntity", "encounterParticipant/assignedEntity", "responsibleParty/assignedEntity"}) {
    const auto who = make_.person(descend(encounter, path));
    if (!who) continue;
    auto one = make_.object();
    json.set(one, "individual", who);
    make_.append(made, "participant", one);
  }
  make_.set(made, "period", make_.period(when));
  set_reasons(made, encounter);
  if (const auto disposition = make_.concept_of(child(encounter, "dischargeDispositionCode"))) {
    auto stay = make_.object();
    json.set(stay, "dischargeDisposition", disposition);
    json.set(made, "hospitalization", stay);
  }
  std::string place = text_of(descend(encounter, "location/healthCareFacility/location/name"));
  if (place.empty()) place = text_of(descend(encounter, "location/healthCareFacility/serviceProviderOrganization/name"));
  for (const Element participant : children(encounter, "participant")) {
    if (attribute(participant, "typeCode") != "LOC" || !place.empty()) continue;
    place = text_of(descend(participant, "participantRole/playingEntity/name"));
    if (place.empty()) {
      const auto kind = make_.concept_of(descend(participant, "participantRole/code"));
      place = std::string(kind["text"].text());
    }
  }
  if (const auto location = make_.reference(place)) {
    auto one = make_.object();
    json.set(one, "location", location);
    make_.append(made, "location", one);
  }
  return made;
}

void Statements::encounter(Element statement) {
  auto& json = make_.document();
  const auto element = local_name(statement);
  if (element == "act") return within(statement, {"encounter"}, &Statements::encounter, "an act without an encounter in it");
  if (element != "encounter") return name(statement, "a " + std::string(element) + " in a section of encounters is kept as text");
  if (!has_happened(statement)) return planned(statement);
  auto made = encounter_resource(statement);
  // Its diagnoses are statements of their own.
  for (const Element relationship : children(statement, "entryRelationship")) {
    if (attribute(relationship, "typeCode") == "RSON") continue;
    for (const Element diagnosis : elements(relationship)) {
      if (local_name(diagnosis) != "act" && local_name(diagnosis) != "observation") continue;
      if (!has_template(diagnosis, "2.16.840.1.113883.10.20.22.4.80") &&
          !has_template(diagnosis, "2.16.840.1.113883.10.20.22.4.4"))
        continue;
      const std::size_t before = references_.size();
      problem(diagnosis);
      for (std::size_t i = before; i < references_.size(); ++i) {
        auto one = make_.object();
        json.set(one, "condition", json.copy(references_[i]));
        make_.append(made, "diagnosis", one);
      }
    }
  }
  admit(statement, made);
}

int Statements::encompassing_encounter(Element encounter) {
  SectionReport unused;
  report_ = &unused;
  auto made = encounter_resource(encounter);
  make_.document().set(made, "status", made["period"]["end"] || !made["period"] ? "finished" : "unknown");
  const auto admitted = admit(encounter, made, false);
  report_ = nullptr;
  references_.clear();
  return admitted ? next_ : 0;
}

Value Statements::service_request(Element act) {
  auto& json = make_.document();
  auto made = make_.object("ServiceRequest");
  make_.identifiers(made, act);
  const auto status = look_up(request_statuses(), status_of(act));
  json.set(made, "status", status.empty() ? "unknown" : status);
  const auto intent = look_up(intents(), mood_of(act));
  json.set(made, "intent", intent.empty() ? "plan" : intent);
  if (is_negated(act)) json.set(made, "doNotPerform", json.boolean(true));
  auto code = make_.concept_of(child(act, "code"));
  if (!code) code = make_.text_concept(text_of_statement(act));
  make_.set(made, "code", code);
  json.set(made, "subject", patient_reference(make_));
  make_.set_span(made, "occurrence", make_.span(child(act, "effectiveTime")));
  make_.set_text(made, "authoredOn", author_time(act));
  make_.set(made, "requester", author(act));
  const auto who = make_.person(descend(act, "performer/assignedEntity"));
  make_.append(made, "performer", who);
  set_reasons(made, act);
  for (const Element site : children(act, "targetSiteCode")) make_.append(made, "bodySite", make_.concept_of(site));
  set_notes(made, act);
  if (local_name(act) == "act") make_.set_text(made, "patientInstruction", text_of_statement(act));
  return made;
}

void Statements::planned(Element statement) {
  const auto element = local_name(statement);
  const auto mood = mood_of(statement);
  if (element == "organizer")
    return within(statement, {"observation", "act", "procedure", "encounter", "substanceAdministration"}, &Statements::planned,
                  "a group without a plan in it");
  if (mood == "GOL") return goal(statement);
  if (element == "substanceAdministration") {
    admit(statement, has_happened(statement) ? medication_statement(statement) : medication_request(statement));
    return;
  }
  if (element == "supply") return name(statement, "a planned supply is kept as text");
  if (!has_happened(statement)) {
    admit(statement, service_request(statement));
    return;
  }
  if (element == "observation") {
    admit(statement, observation(statement, {}));
    return;
  }
  if (element == "encounter") return encounter(statement);
  if (element == "procedure") return procedure(statement);
  name(statement, "an act of a plan that has happened already is kept as text");
}

void Statements::goal(Element statement) {
  auto& json = make_.document();
  if (local_name(statement) == "act")
    return within(statement, {"observation", "act"}, &Statements::goal, "an act without a goal in it");
  if (local_name(statement) != "observation")
    return name(statement, "a " + std::string(local_name(statement)) + " in a section of goals is kept as text");
  auto made = make_.object("Goal");
  make_.identifiers(made, statement);
  const auto status = look_up(goal_statuses(), status_of(statement));
  json.set(made, "lifecycleStatus", status.empty() ? "proposed" : status);
  const Element value = child(statement, "value");
  auto description = make_.concept_of(child(statement, "code"));
  const auto words = make_.words(value).empty() ? text_of_statement(statement) : make_.words(value);
  if (!description) description = make_.text_concept(words);
  if (description && !words.empty() && type_of(value) == "ST") json.set(description, "text", words);
  json.set(made, "description", description ? description : make_.required_concept(child(statement, "code")));
  json.set(made, "subject", patient_reference(make_));
  const auto when = make_.span(child(statement, "effectiveTime"));
  make_.set_text(made, "startDate", when.first().substr(0, 10));
  auto target = make_.object();
  std::string member;
  const auto measure = make_.concept_of(child(statement, "code"));
  const auto type = type_of(value);
  if (!measure) {  // gol-1: a detail needs its measure; the words stand in the description
  } else if (type == "PQ" || type == "IVL_PQ") {
    if (const auto amount = make_.range_or_quantity(value, member)) json.set(target, "detail" + member, amount);
  } else if (type == "CD" || type == "CE") {
    make_.set(target, "detailCodeableConcept", make_.concept_of(value));
  } else {
    make_.set_text(target, "detailString", words);
  }
  if (target.size() > 0) json.set(target, "measure", measure);
  make_.set_text(target, "dueDate", when.end.substr(0, 10));
  if (target.size() > 0) make_.append(made, "target", target);
  make_.set(made, "expressedBy", author(statement));
  set_notes(made, statement);
  admit(statement, made);
}

void Statements::equipment(Element statement) {
  auto& json = make_.document();
  const auto element = local_name(statement);
  if (element == "organizer")
    return within(statement, {"supply", "procedure", "observation"}, &Statements::equipment, "a group without a device in it");
  if (element == "procedure" || element == "act") return procedure(statement);
  if (element == "observation") return observation_entry(statement);
  if (element != "supply") return name(statement, "a " + std::string(element) + " in a section of equipment is kept as text");
  auto made = make_.object("Device");
  const Element role = descend(statement, "participant/participantRole");
  make_.identifiers(made, statement);
  for (const Element id : children(role, "id")) {
    if (attribute(id, "root") != "2.16.840.1.113883.3.3719" || attribute(id, "extension").empty()) continue;
    auto carrier = make_.object();
    json.set(carrier, "carrierHRF", attribute(id, "extension"));
    make_.append(made, "udiCarrier", carrier);
  }
  json.set(made, "status", status_of(statement) == "completed" || status_of(statement) == "active" ? "active" : "unknown");
  auto type = make_.concept_of(descend(role, "playingDevice/code"));
  if (!type) type = make_.concept_of(descend(statement, "product/manufacturedProduct/manufacturedMaterial/code"));
  if (!type) type = make_.text_concept(text_of_statement(statement));
  json.set(made, "type", type ? type : make_.required_concept(descend(role, "playingDevice/code")));
  json.set(made, "patient", patient_reference(make_));
  make_.set(made, "owner", make_.reference(text_of(descend(role, "scopingEntity/desc"))));
  const auto when = make_.span(child(statement, "effectiveTime"));
  if (!when.first().empty())
    make_.append(made, "note", make_.annotation("In use from " + when.first() + (when.end.empty() ? "" : " until " + when.end)));
  admit(statement, made);
}

void Statements::coverage(Element statement) {
  auto& json = make_.document();
  if (local_name(statement) != "act")
    return name(statement, "a " + std::string(local_name(statement)) + " in a section of payers is kept as text");
  const bool is_policy = has_template(statement, "2.16.840.1.113883.10.20.22.4.61") || !child(statement, "entryRelationship");
  if (!is_policy) return within(statement, {"act"}, &Statements::coverage, "a coverage without a policy in it");
  Element payer, covered;
  for (const Element performer : children(statement, "performer")) {
    if (attribute(performer, "typeCode") == "PRF" && !payer) payer = child(performer, "assignedEntity");
  }
  for (const Element participant : children(statement, "participant")) {
    if (attribute(participant, "typeCode") == "COV") covered = child(participant, "participantRole");
  }
  auto made = make_.object("Coverage");
  make_.identifiers(made, statement);
  json.set(made, "status", "active");
  make_.set(made, "type", make_.concept_of(child(statement, "code")));
  json.set(made, "beneficiary", patient_reference(make_));
  make_.set_text(made, "subscriberId", attribute(child(covered, "id"), "extension"));
  make_.set(made, "relationship", make_.concept_of(child(covered, "code")));
  const auto when = make_.span(child(covered, "time"));
  make_.set(made, "period", make_.period(when));
  const auto organization = make_.organization(child(payer, "representedOrganization"));
  auto who = organization ? organization : make_.person(payer);
  if (!who) who = make_.reference("not stated by the source");
  make_.append(made, "payor", who);
  admit(statement, made);
}

}  // namespace charta::cda
