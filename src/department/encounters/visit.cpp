// SPDX-License-Identifier: Apache-2.0
#include "department/encounters/visit.hpp"

#include <array>

#include "base/text.hpp"

namespace charta::encounters {
namespace {

using hl7v2_fhir::Elements;

struct PatientClassRow {
  std::string_view from, to;
};

// Table 0004 (patient class) to v3 ActCode; v2-to-FHIR concept map "PatientClass".
constexpr std::array<PatientClassRow, 8> classes{
    {{"I", "IMP"}, {"O", "AMB"}, {"E", "EMER"}, {"P", "PRENC"}, {"R", "AMB"}, {"B", "IMP"}, {"C", "AMB"}, {"N", "AMB"}}};

struct Act {
  std::string_view trigger;
  VisitAct act;
};
constexpr std::array<Act, 11> acts{{{"A01", VisitAct::start},
                                    {"A04", VisitAct::start},
                                    {"A05", VisitAct::plan},
                                    {"A02", VisitAct::move},
                                    {"A03", VisitAct::end},
                                    {"A06", VisitAct::change_class},
                                    {"A07", VisitAct::change_class},
                                    {"A08", VisitAct::update},
                                    {"A11", VisitAct::cancel_start},
                                    {"A12", VisitAct::cancel_move},
                                    {"A13", VisitAct::cancel_end}}};

/// Point of care, room and bed as a ward clerk says them.
std::string location_of(const hl7v2::Repetition& pl) {
  std::string place;
  for (const int part : {1, 2, 3}) {
    const std::string word(stripped(pl.text(part)));
    if (word.empty()) continue;
    if (!place.empty()) place += ' ';
    place += word;
  }
  if (place.empty()) place = stripped(pl.text(9));
  return place;
}

Instant event_time(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender) {
  for (const auto* path : {"EVN-6", "EVN-2", "MSH-7"}) {
    if (const auto at = hl7v2_fhir::moment(message.text(path), sender)) return *at;
  }
  return {};
}

std::string_view status_after(VisitAct act, std::string_view before) {
  switch (act) {
    case VisitAct::start:
    case VisitAct::cancel_end: return "in-progress";
    case VisitAct::plan: return "planned";
    case VisitAct::end: return "finished";
    case VisitAct::cancel_start: return "cancelled";
    default: return before.empty() ? std::string_view("in-progress") : before;
  }
}

void set_period(Elements& make, json::Value encounter, const hl7v2::Message& message, const Visit& visit, VisitAct act) {
  auto& document = make.document();
  auto period = document.object();
  const auto before = encounter["period"];
  auto start = make.date_time(message.text("PV1-44"));
  if (!start && before["start"]) start = document.string(before["start"].text());
  if (!start && act == VisitAct::start) start = document.string(visit.event_at.text());
  make.set(period, "start", start);
  if (act == VisitAct::end) {
    const auto end = make.date_time(message.text("PV1-45"));
    make.set(period, "end", end ? end : document.string(visit.event_at.text()));
  } else if (before["end"] && act != VisitAct::cancel_end && act != VisitAct::start) {
    document.set(period, "end", before["end"].text());
  }
  if (period.size() > 0) {
    document.set(encounter, "period", period);
  } else {
    document.remove(encounter, "period");
  }
}

json::Value make_location(Elements& make, std::string_view place, std::string_view status, std::string_view since) {
  auto& document = make.document();
  auto entry = document.object();
  auto location = document.object();
  document.set(location, "display", place);
  document.set(entry, "location", location);
  document.set(entry, "status", status);
  auto period = document.object();
  document.set(period, "start", since);
  document.set(entry, "period", period);
  return entry;
}

/// The active location, moved on when the message names another.
void set_location(Elements& make, json::Value encounter, const Visit& visit, VisitAct act) {
  auto& document = make.document();
  const bool back = act == VisitAct::cancel_move && visit.location.empty();
  const std::string& place = back ? visit.prior_location : visit.location;
  const std::string at = visit.event_at.text();
  json::Value active;
  for (const auto entry : encounter["location"]) {
    if (entry["status"].text() == "active" || entry["status"].text() == "planned") active = entry;
  }
  const bool leaves = act == VisitAct::end || act == VisitAct::cancel_start;
  const bool same = active && active["location"]["display"].text() == place;
  if (active && (leaves || (!place.empty() && !same))) {
    document.set(active, "status", "completed");
    auto period = active["period"];
    if (!period) {
      period = document.object();
      document.set(active, "period", period);
    }
    if (period["start"].text() <= at) document.set(period, "end", at);
  }
  if (place.empty() || leaves || same) return;
  make.append_to(encounter, "location", make_location(make, place, act == VisitAct::plan ? "planned" : "active", at));
}

void set_people(Elements& make, json::Value encounter, const hl7v2::Segment& pv1) {
  struct Part {
    int field;
    std::string_view code;
  };
  // Table 0443 roles as v3 ParticipationType: attending, referring, consulting, admitting.
  constexpr std::array<Part, 4> parts{{{7, "ATND"}, {8, "REF"}, {9, "CON"}, {17, "ADM"}}};
  auto list = make.document().array();
  for (const auto& part : parts) {
    const auto person = make.person(pv1.field(part.field).repetition(1));
    if (!person) continue;
    auto participant = make.document().object();
    make.append_to(participant, "type", make.concept_with("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", part.code));
    make.document().set(participant, "individual", person);
    make.document().append(list, participant);
  }
  if (list.size() > 0) make.document().set(encounter, "participant", list);
}

void set_numbers(Elements& make, json::Value encounter, const Visit& visit) {
  struct Number {
    const hl7v2_fhir::EntityId& id;
    std::string_view type;
  };
  for (const auto& [id, type] : {Number{visit.number, "VN"}, Number{visit.account, "AN"}}) {
    if (id.empty()) continue;
    bool known = false;
    for (const auto one : encounter["identifier"]) known = known || (one["value"].text() == id.value && one["system"].text() == id.system);
    if (!known) make.append_to(encounter, "identifier", make.identifier(id, type));
  }
}

void set_discharge(Elements& make, json::Value encounter, const hl7v2::Segment& pv1) {
  const auto disposition = pv1.field(36).repetition(1);
  if (disposition.text(1).empty()) return;
  auto hospitalization = make.document().object();
  auto concept_value = make.concept_of(disposition);
  if (!concept_value) return;
  if (concept_value["coding"].at(0) && !concept_value["coding"].at(0)["system"]) {
    make.document().set(concept_value["coding"].at(0), "system", "http://terminology.hl7.org/CodeSystem/v2-0112");
  }
  make.document().set(hospitalization, "dischargeDisposition", concept_value);
  make.document().set(encounter, "hospitalization", hospitalization);
}

/// PV1-10. A code is kept as it was sent, known or not: the table is the hospital's own.
void set_service(Elements& make, json::Value encounter, const hl7v2::Segment& pv1) {
  const auto field = pv1.field(10);
  const auto service = make.concept_of(field.repetition(1));
  if (service) {
    if (const auto coding = service["coding"].at(0); coding && !coding["system"]) {
      make.document().set(coding, "system", "http://terminology.hl7.org/CodeSystem/v2-0069");
    }
    make.document().set(encounter, "serviceType", service);
  } else if (field.component(1).is_null()) {  // "" takes it away; an empty field says nothing of it
    make.document().remove(encounter, "serviceType");
  }
}

}  // namespace

VisitAct act_of(std::string_view trigger) {
  for (const auto& row : acts) {
    if (row.trigger == trigger) return row.act;
  }
  return VisitAct::none;
}

std::string_view class_of(std::string_view pv1_2) {
  for (const auto& row : classes) {
    if (row.from == pv1_2) return row.to;
  }
  return {};
}

hl7v2_fhir::EntityId Visit::key() const {
  if (!number.empty()) return number;
  if (!account.empty()) return account;
  return {};
}

Visit visit_of(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender) {
  Visit visit;
  visit.event_at = event_time(message, sender);
  if (const auto* pid = message.first("PID")) visit.account = hl7v2_fhir::cx_id(pid->field(18).repetition(1), sender);
  const auto* pv1 = message.first("PV1");
  if (pv1 == nullptr) return visit;
  visit.number = hl7v2_fhir::cx_id(pv1->field(19).repetition(1), sender);
  visit.class_code = class_of(stripped(pv1->field(2).text()));
  visit.location = location_of(pv1->field(3).repetition(1));
  visit.prior_location = location_of(pv1->field(6).repetition(1));
  visit.started_at = hl7v2_fhir::moment(pv1->field(44).text(), sender);
  visit.ended_at = hl7v2_fhir::moment(pv1->field(45).text(), sender);
  return visit;
}

void apply_visit(Elements& make, json::Value encounter, const hl7v2::Message& message, const Visit& visit, VisitAct act,
                 std::string_view subject_reference) {
  auto& document = make.document();
  document.set_first(encounter, "resourceType", document.string("Encounter"));
  set_numbers(make, encounter, visit);
  document.set(encounter, "status", status_after(act, encounter["status"].text()));
  std::string class_code = visit.class_code.empty() ? std::string(encounter["class"]["code"].text()) : visit.class_code;
  if (class_code.empty()) class_code = "AMB";
  document.set(encounter, "class", make.coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", class_code));
  if (!encounter["subject"]) {  // it stays with the record that it was made for, whatever was linked since
    auto subject = document.object();
    document.set(subject, "reference", subject_reference);
    document.set(encounter, "subject", subject);
  }
  const auto* pv1 = message.first("PV1");
  if (pv1 != nullptr) {
    set_people(make, encounter, *pv1);
    set_discharge(make, encounter, *pv1);
    set_service(make, encounter, *pv1);
  }
  set_period(make, encounter, message, visit, act);
  set_location(make, encounter, visit, act);
  if (const auto* pv2 = message.first("PV2")) {
    if (const auto reason = make.concept_of(pv2->field(3).repetition(1))) {
      auto list = document.array();
      document.append(list, reason);
      document.set(encounter, "reasonCode", list);
    }
  }
}

}  // namespace charta::encounters
