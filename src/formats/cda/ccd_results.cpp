// SPDX-License-Identifier: Apache-2.0
// Results, vital signs and social history of a CCD.
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
bool CcdWriter::is_category(Value observation, std::string_view wanted) {
  for (const auto category : observation["category"]) {
    if (first_code(category) == wanted) return true;
  }
  return false;
}

std::string CcdWriter::shown_value(Value one) {
  if (one["valueQuantity"])
    return std::string(one["valueQuantity"]["comparator"].text()) + std::string(one["valueQuantity"]["value"].text()) + " " +
           std::string(one["valueQuantity"]["unit"].text());
  if (one["valueCodeableConcept"]) return shown_concept(one["valueCodeableConcept"]);
  if (one["valueRange"])
    return std::string(one["valueRange"]["low"]["value"].text()) + " to " +
           std::string(one["valueRange"]["high"]["value"].text()) + " " + std::string(one["valueRange"]["low"]["unit"].text());
  for (const auto name : {"valueString", "valueInteger", "valueBoolean", "valueDateTime"}) {
    if (one[name]) return std::string(one[name].text());
  }
  return {};
}

CcdWriter::Row CcdWriter::observation_row(Value one) {
  const auto at = one["effectiveDateTime"].text();
  return {shown_concept(one["code"]), shown_value(one), std::string(at.empty() ? one["effectivePeriod"]["start"].text() : at)};
}

void CcdWriter::value(Value one) {
  if (const auto amount = one["valueQuantity"]) {
    const auto comparator = amount["comparator"].text();
    if (comparator.empty()) return quantity("value", amount, "PQ");
    xml_.open("value", {{"xsi:type", "IVL_PQ"}});
    const auto unit = amount["code"].text().empty() ? amount["unit"].text() : amount["code"].text();
    xml_.leaf(comparator.starts_with('<') ? "high" : "low",
              {{"value", amount["value"].text()}, {"unit", unit}, {"inclusive", comparator.size() == 1 ? "false" : ""}})
        .close();
  } else if (one["valueCodeableConcept"]) {
    concept_as("value", one["valueCodeableConcept"], "CD");
  } else if (one["valueRange"]) {
    xml_.open("value", {{"xsi:type", "IVL_PQ"}});
    quantity("low", one["valueRange"]["low"]);
    quantity("high", one["valueRange"]["high"]);
    xml_.close();
  } else if (one["valueInteger"]) {
    xml_.leaf("value", {{"xsi:type", "INT"}, {"value", one["valueInteger"].text()}});
  } else if (one["valueBoolean"]) {
    xml_.leaf("value", {{"xsi:type", "BL"}, {"value", one["valueBoolean"].text()}});
  } else if (one["valueDateTime"]) {
    xml_.leaf("value", {{"xsi:type", "TS"}, {"value", v3_time(one["valueDateTime"].text())}});
  } else if (one["valueString"]) {
    xml_.open("value", {{"xsi:type", "ST"}}).text(one["valueString"].text()).close();
  } else {
    xml_.leaf("value", {{"xsi:type", "ST"}, {"nullFlavor", "UNK"}});
  }
}

void CcdWriter::observation(Value one, std::string_view root, std::string_view date) {
  ++written_;
  xml_.open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}}).templates(root, date);
  identifiers(one);
  concept_as("code", one["code"]);
  const auto status = look_up(result_states(), one["status"].text());
  xml_.leaf("statusCode", {{"code", status.empty() ? "completed" : status}});
  effective(one, "effective");
  value(one);
  for (const auto interpretation : one["interpretation"]) concept_as("interpretationCode", interpretation);
  for (const auto range : one["referenceRange"]) {
    xml_.open("referenceRange").open("observationRange").element("text", range["text"].text());
    if (range["low"] || range["high"]) {
      xml_.open("value", {{"xsi:type", "IVL_PQ"}});
      if (range["low"]) quantity("low", range["low"]);
      if (range["high"]) quantity("high", range["high"]);
      xml_.close();
    }
    xml_.close().close();
  }
  xml_.close();
}

void CcdWriter::results() {
  const auto reports = standing("DiagnosticReport");
  std::vector<Value> loose;
  std::vector<Row> rows;
  for (const auto one : standing("Observation")) {
    if (!is_category(one, "laboratory")) continue;
    rows.push_back(observation_row(one));
    if (!is_in_a_report(one, reports)) loose.push_back(one);
  }
  begin_section("2.16.840.1.113883.10.20.22.2.3.1", "2015-08-01", "30954-2", "Results", rows.empty());
  words({"Result", "Value", "Date"}, rows);
  for (const auto report : reports) {
    std::vector<Value> members;
    for (const auto reference : report["result"]) {
      if (const auto one = referred(reference)) members.push_back(one);
    }
    if (members.empty()) continue;
    ++written_;
    panel(report, members);
  }
  for (const auto one : loose) panel(one, {one});
  end_section();
}

void CcdWriter::panel(Value of, const std::vector<Value>& members) {
  xml_.open("entry", {{"typeCode", "DRIV"}})
      .open("organizer", {{"classCode", "BATTERY"}, {"moodCode", "EVN"}})
      .templates("2.16.840.1.113883.10.20.22.4.1", "2015-08-01");
  if (members.size() == 1 && members.front().node() == of.node())
    xml_.leaf("id", {{"nullFlavor", "NI"}});
  else
    identifiers(of);
  concept_as("code", of["code"]);
  const auto status = look_up(result_states(), of["status"].text());
  xml_.leaf("statusCode", {{"code", status.empty() ? "completed" : status}});
  for (const auto one : members) {
    xml_.open("component");
    observation(one, "2.16.840.1.113883.10.20.22.4.2", "2015-08-01");
    xml_.close();
  }
  xml_.close().close();
}

json::Value CcdWriter::referred(Value reference) const {
  const auto text = reference["reference"].text();
  for (const auto one : content_.resources) {
    if (text == std::string(one["resourceType"].text()) + "/" + std::string(one["id"].text()) && !is_withdrawn(one)) return one;
  }
  return {};
}

bool CcdWriter::is_in_a_report(Value observation, const std::vector<Value>& reports) const {
  const std::string reference = "Observation/" + std::string(observation["id"].text());
  for (const auto report : reports) {
    for (const auto one : report["result"]) {
      if (one["reference"].text() == reference) return true;
    }
  }
  return false;
}

void CcdWriter::vital_signs() {
  std::vector<Value> all;
  std::vector<Row> rows;
  for (const auto one : standing("Observation")) {
    if (!is_category(one, "vital-signs") || one["hasMember"]) continue;
    all.push_back(one);
    rows.push_back(observation_row(one));
  }
  begin_section("2.16.840.1.113883.10.20.22.2.4.1", "2015-08-01", "8716-3", "Vital signs", all.empty());
  words({"Sign", "Value", "Date"}, rows);
  for (const auto one : all) {
    xml_.open("entry", {{"typeCode", "DRIV"}})
        .open("organizer", {{"classCode", "CLUSTER"}, {"moodCode", "EVN"}})
        .templates("2.16.840.1.113883.10.20.22.4.26", "2015-08-01");
    xml_.leaf("id", {{"nullFlavor", "NI"}});
    code("46680005", snomed_oid, "Vital signs");
    xml_.leaf("statusCode", {{"code", "completed"}});
    effective(one, "effective");
    xml_.open("component");
    observation(one, "2.16.840.1.113883.10.20.22.4.27", "2014-06-09");
    xml_.close().close().close();
  }
  end_section();
}

void CcdWriter::social_history() {
  std::vector<Value> all;
  std::vector<Row> rows;
  for (const auto one : standing("Observation")) {
    if (!is_category(one, "social-history") || one["hasMember"]) continue;
    all.push_back(one);
    rows.push_back(observation_row(one));
  }
  begin_section("2.16.840.1.113883.10.20.22.2.17", "2015-08-01", "29762-2", "Social history", all.empty());
  words({"Item", "Value", "Date"}, rows);
  for (const auto one : all) {
    const bool is_smoking = first_code(one["code"]) == "72166-2";
    xml_.open("entry");
    observation(one, is_smoking ? "2.16.840.1.113883.10.20.22.4.78" : "2.16.840.1.113883.10.20.22.4.38",
                is_smoking ? "2014-06-09" : "2015-08-01");
    xml_.close();
  }
  end_section();
}

}  // namespace charta::cda
