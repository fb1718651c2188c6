// SPDX-License-Identifier: Apache-2.0
// Medications → MedicationStatement (happened) or MedicationRequest (intended); immunizations → Immunization.
// Source: C-CDA on FHIR 1.2, "Medications", "Immunizations".
#include "formats/cda/statements.hpp"

namespace charta::cda {
namespace {

constexpr std::string_view refusal_reason = "2.16.840.1.113883.10.20.22.4.53";
constexpr std::string_view instruction = "2.16.840.1.113883.10.20.22.4.20";
constexpr std::string_view free_text_sig = "2.16.840.1.113883.10.20.22.4.147";

Element material_of(Element administration) {
  return descend(administration, "consumable/manufacturedProduct/manufacturedMaterial");
}

}  // namespace

void Statements::medication(Element statement) {
  const auto element = local_name(statement);
  if (element == "act")
    return within(statement, {"substanceAdministration", "act"}, &Statements::medication, "an act without a medication in it");
  if (element == "supply") return name(statement, "a supply that belongs to no medication is kept as text");
  if (element != "substanceAdministration")
    return name(statement, "a " + std::string(element) + " in a section of medications is kept as text");
  const auto mood = mood_of(statement);
  admit(statement, mood.empty() || mood == "EVN" ? medication_statement(statement) : medication_request(statement));
}

void Statements::describe_medication(Value resource, Element administration, std::string_view member) {
  const Element material = material_of(administration);
  auto code = make_.concept_of(child(material, "code"));
  const auto name = text_of(child(material, "name"));
  if (code && !code["text"]) make_.set_text(code, "text", name);
  if (!code) code = make_.text_concept(name);
  if (!code) code = make_.text_concept(text_of_statement(administration));
  make_.set(resource, member, code ? code : make_.required_concept(child(material, "code")));
}

Value Statements::medication_statement(Element administration) {
  auto& json = make_.document();
  auto made = make_.object("MedicationStatement");
  make_.identifiers(made, administration);
  const auto status = look_up(statement_statuses(), status_of(administration));
  json.set(made, "status", is_negated(administration) ? "not-taken" : status.empty() ? "unknown" : status);
  describe_medication(made, administration, "medicationCodeableConcept");
  json.set(made, "subject", make_.object());
  json.set(made["subject"], "reference", patient_placeholder);
  for (const Element when : children(administration, "effectiveTime")) {
    if (made["effectiveDateTime"] || made["effectivePeriod"]) break;
    const auto type = type_of(when);
    if (type != "PIVL_TS" && type != "EIVL_TS") make_.set_span(made, "effective", make_.span(when));
  }
  make_.set_text(made, "dateAsserted", author_time(administration));
  make_.set(made, "informationSource", author(administration));
  set_reasons(made, administration);
  set_notes(made, administration);
  make_.append(made, "dosage", dosage(administration));
  return made;
}

Value Statements::medication_request(Element administration) {
  auto& json = make_.document();
  auto made = make_.object("MedicationRequest");
  make_.identifiers(made, administration);
  auto status = look_up(request_statuses(), status_of(administration));
  if (status == "revoked") status = "stopped";
  json.set(made, "status", status.empty() ? "unknown" : status);
  const auto intent = look_up(intents(), mood_of(administration));
  json.set(made, "intent", intent.empty() ? "plan" : intent);
  if (is_negated(administration)) json.set(made, "doNotPerform", json.boolean(true));
  describe_medication(made, administration, "medicationCodeableConcept");
  json.set(made, "subject", make_.object());
  json.set(made["subject"], "reference", patient_placeholder);
  make_.set_text(made, "authoredOn", author_time(administration));
  make_.set(made, "requester", author(administration));
  set_reasons(made, administration);
  set_notes(made, administration);
  make_.append(made, "dosageInstruction", dosage(administration));
  const Element supply = [&] {
    for (const Element relationship : children(administration, "entryRelationship")) {
      if (const Element one = child(relationship, "supply"); one && mood_of(one) == "INT") return one;
    }
    return Element();
  }();
  auto dispense = make_.object();
  make_.set(dispense, "quantity", make_.quantity(child(supply, "quantity")));
  const auto repeats = attribute(child(supply, "repeatNumber"), "value");
  if (!repeats.empty() && repeats.size() < 4 && repeats.find_first_not_of("0123456789") == std::string_view::npos &&
      repeats != "0" && repeats.front() != '0')
    json.set(dispense, "numberOfRepeatsAllowed", json.number(repeats));
  if (dispense.size() > 0) json.set(made, "dispenseRequest", dispense);
  return made;
}

Value Statements::dosage(Element administration) {
  auto& json = make_.document();
  auto made = make_.object();
  auto text = make_.words(child(related(administration, free_text_sig), "text"));
  if (text.empty()) text = text_of_statement(administration);
  make_.set_text(made, "text", text);
  make_.set_text(made, "patientInstruction", make_.words(child(related(administration, instruction), "text")));
  make_.set(made, "timing", timing(administration));
  if (const Element precondition = child(administration, "precondition")) {
    const auto need = make_.concept_of(descend(precondition, "criterion/value"));
    if (need) json.set(made, "asNeededCodeableConcept", need);
    if (!need) json.set(made, "asNeededBoolean", json.boolean(true));
  }
  make_.set(made, "site", make_.concept_of(child(administration, "approachSiteCode")));
  make_.set(made, "route", make_.concept_of(child(administration, "routeCode")));
  auto dose = make_.object();
  std::string member;
  if (const auto amount = make_.range_or_quantity(child(administration, "doseQuantity"), member))
    json.set(dose, "dose" + member, amount);
  if (const auto rate = make_.range_or_quantity(child(administration, "rateQuantity"), member))
    json.set(dose, "rate" + member, rate);
  for (const auto part : {"doseQuantity", "rateQuantity"}) {
    if (dose[part]) json.remove(dose[part], "comparator");  // a SimpleQuantity has none
  }
  if (dose.size() > 0) make_.append(made, "doseAndRate", dose);
  if (const auto most = make_.ratio(child(administration, "maxDoseQuantity"))) json.set(made, "maxDosePerPeriod", most);
  return made.size() > 0 ? made : Value();
}

/// PIVL_TS (every 8 hours) and EIVL_TS (before meals). Source: C-CDA on FHIR 1.2, "Timing".
Value Statements::timing(Element administration) {
  auto& json = make_.document();
  auto repeat = make_.object();
  for (const Element when : children(administration, "effectiveTime")) {
    const auto type = type_of(when);
    if (type == "EIVL_TS") {
      const auto event = look_up(meal_events(), attribute(child(when, "event"), "code"));
      if (!event.empty()) make_.append(repeat, "when", json.string(event));
    }
    if (type != "PIVL_TS" || repeat["period"]) continue;
    const Element period = child(when, "period");
    const Element low = child(period, "low") ? child(period, "low") : period;
    const auto unit = look_up(time_units(), attribute(low, "unit"));
    const auto value = decimal_of(attribute(low, "value"));
    if (unit.empty() || value.empty() || value.starts_with('-')) continue;
    json.set(repeat, "frequency", json.integer(1));
    json.set(repeat, "period", json.number(value));
    if (const auto most = decimal_of(attribute(child(period, "high"), "value")); !most.empty() && child(period, "low"))
      json.set(repeat, "periodMax", json.number(most));
    json.set(repeat, "periodUnit", unit);
  }
  if (repeat.size() == 0) return {};
  auto made = make_.object();
  json.set(made, "repeat", repeat);
  return made;
}

void Statements::immunization(Element statement) {
  auto& json = make_.document();
  const auto element = local_name(statement);
  if (element == "act")
    return within(statement, {"substanceAdministration", "act"}, &Statements::immunization,
                  "an act without an immunization in it");
  if (element != "substanceAdministration")
    return name(statement, "a " + std::string(element) + " in a section of immunizations is kept as text");
  const auto mood = mood_of(statement);
  if (!mood.empty() && mood != "EVN") {  // planned, not given
    admit(statement, medication_request(statement));
    return;
  }
  auto made = make_.object("Immunization");
  make_.identifiers(made, statement);
  const auto status = status_of(statement);
  json.set(made, "status",
           is_negated(statement) || status == "cancelled" || status == "aborted" ? "not-done"
           : status == "nullified"                                               ? "entered-in-error"
                                                                                 : "completed");
  const Element refusal = related(statement, refusal_reason);
  if (made["status"].text() == "not-done") make_.set(made, "statusReason", make_.concept_of(child(refusal, "code")));
  const Element material = material_of(statement);
  auto vaccine = make_.concept_of(child(material, "code"));
  if (!vaccine) vaccine = make_.text_concept(text_of(child(material, "name")));
  json.set(made, "vaccineCode", vaccine ? vaccine : make_.required_concept(child(material, "code")));
  json.set(made, "patient", make_.object());
  json.set(made["patient"], "reference", patient_placeholder);
  const auto when = make_.span(child(statement, "effectiveTime"));
  json.set(made, when.first().empty() ? "occurrenceString" : "occurrenceDateTime",
           when.first().empty() ? std::string("not stated") : when.first());
  make_.set(made, "manufacturer",
            make_.organization(descend(statement, "consumable/manufacturedProduct/manufacturerOrganization")));
  make_.set_text(made, "lotNumber", text_of(child(material, "lotNumberText")));
  make_.set(made, "site", make_.concept_of(child(statement, "approachSiteCode")));
  make_.set(made, "route", make_.concept_of(child(statement, "routeCode")));
  make_.set(made, "doseQuantity", make_.quantity(child(statement, "doseQuantity")));
  for (const Element performer : children(statement, "performer")) {
    const auto actor = make_.person(child(performer, "assignedEntity"));
    if (!actor) continue;
    auto one = make_.object();
    json.set(one, "actor", actor);
    make_.append(made, "performer", one);
  }
  set_notes(made, statement);
  set_reasons(made, statement);
  const auto number = attribute(child(statement, "repeatNumber"), "value");
  if (!number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos && number.front() != '0' &&
      number.size() < 4) {
    auto protocol = make_.object();
    json.set(protocol, "doseNumberPositiveInt", json.number(number));
    make_.append(made, "protocolApplied", protocol);
  }
  admit(statement, made);
}

}  // namespace charta::cda
