// SPDX-License-Identifier: Apache-2.0
// Medications and immunizations of a CCD.
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
namespace {

constexpr auto taken_states = std::to_array<CodeRow>({{"active", "active"},
                                                      {"completed", "completed"},
                                                      {"stopped", "aborted"},
                                                      {"on-hold", "suspended"},
                                                      {"intended", "new"},
                                                      {"not-taken", "cancelled"},
                                                      {"draft", "new"},
                                                      {"cancelled", "cancelled"}});

}  // namespace

void CcdWriter::medications() {
  auto all = standing("MedicationStatement");
  const auto requests = standing("MedicationRequest");
  all.insert(all.end(), requests.begin(), requests.end());
  begin_section("2.16.840.1.113883.10.20.22.2.1.1", "2014-06-09", "10160-0", "Medications", all.empty());
  std::vector<Row> rows;
  for (const auto one : all) {
    const auto dosage = one["dosage"] ? one["dosage"].at(0) : one["dosageInstruction"].at(0);
    rows.push_back({shown_concept(one["medicationCodeableConcept"]), std::string(dosage["text"].text()),
                    std::string(one["effectivePeriod"]["start"].text()), std::string(one["status"].text())});
  }
  words({"Medication", "Directions", "From", "Status"}, rows);
  for (const auto one : all) medication(one);
  end_section();
}

void CcdWriter::medication(Value one) {
  ++written_;
  const bool is_request = one["resourceType"].text() == "MedicationRequest";
  const bool is_not_taken = one["status"].text() == "not-taken" || one["doNotPerform"].boolean();
  const auto dosage = is_request ? one["dosageInstruction"].at(0) : one["dosage"].at(0);
  const auto status = look_up(taken_states, one["status"].text());
  xml_.open("entry", {{"typeCode", "DRIV"}})
      .open("substanceAdministration",
            {{"classCode", "SBADM"}, {"moodCode", is_request ? "INT" : "EVN"}, {"negationInd", is_not_taken ? "true" : ""}})
      .templates("2.16.840.1.113883.10.20.22.4.16", "2014-06-09");
  identifiers(one);
  xml_.element("text", dosage["text"].text());
  const std::string_view written = one["status"].text() == "not-taken" ? "completed" : status;
  xml_.leaf("statusCode", {{"code", written}, {"nullFlavor", written.empty() ? "UNK" : ""}});
  if (!one["effectiveDateTime"].text().empty())
    xml_.leaf("effectiveTime", {{"xsi:type", "TS"}, {"value", v3_time(one["effectiveDateTime"].text())}});
  else if (one["effectivePeriod"])
    span(one["effectivePeriod"]["start"].text(), one["effectivePeriod"]["end"].text(), "IVL_TS");
  else
    xml_.leaf("effectiveTime", {{"xsi:type", "IVL_TS"}, {"nullFlavor", "UNK"}});
  if (const auto repeat = dosage["timing"]["repeat"]; repeat["period"])
    xml_.open("effectiveTime", {{"xsi:type", "PIVL_TS"}, {"operator", "A"}})
        .leaf("period", {{"value", repeat["period"].text()}, {"unit", repeat["periodUnit"].text()}})
        .close();
  if (dosage["route"]) concept_as("routeCode", dosage["route"]);
  const auto dose = dosage["doseAndRate"].at(0);
  if (dose["doseQuantity"]) quantity("doseQuantity", dose["doseQuantity"]);
  if (dose["rateQuantity"]) quantity("rateQuantity", dose["rateQuantity"]);
  material("2.16.840.1.113883.10.20.22.4.23", "2014-06-09", one["medicationCodeableConcept"], {}, {});
  if (one["authoredOn"] || one["dateAsserted"])
    author(one[is_request ? "authoredOn" : "dateAsserted"].text(), one[is_request ? "requester" : "informationSource"]);
  xml_.close().close();
}

void CcdWriter::material(std::string_view root, std::string_view date, Value code_value, std::string_view lot,
                         std::string_view manufacturer) {
  xml_.open("consumable").open("manufacturedProduct", {{"classCode", "MANU"}}).templates(root, date).open("manufacturedMaterial");
  concept_as("code", code_value);
  xml_.element("lotNumberText", lot).close();
  if (!manufacturer.empty()) xml_.open("manufacturerOrganization").element("name", manufacturer).close();
  xml_.close().close();
}

void CcdWriter::author(std::string_view time, Value who) {
  xml_.open("author").leaf("time", {{"value", v3_time(time)}}).open("assignedAuthor");
  if (who["identifier"])
    identifier("id", who["identifier"]);
  else
    xml_.leaf("id", {{"nullFlavor", "NI"}});
  if (!who["display"].text().empty()) xml_.open("assignedPerson").open("name").text(who["display"].text()).close().close();
  xml_.close().close();
}

void CcdWriter::immunizations() {
  const auto all = standing("Immunization");
  begin_section("2.16.840.1.113883.10.20.22.2.2.1", "2015-08-01", "11369-6", "Immunizations", all.empty());
  std::vector<Row> rows;
  for (const auto one : all)
    rows.push_back(
        {shown_concept(one["vaccineCode"]), std::string(one["occurrenceDateTime"].text()), std::string(one["status"].text())});
  words({"Vaccine", "Date", "Status"}, rows);
  for (const auto one : all) {
    ++written_;
    xml_.open("entry", {{"typeCode", "DRIV"}})
        .open(
            "substanceAdministration",
            {{"classCode", "SBADM"}, {"moodCode", "EVN"}, {"negationInd", one["status"].text() == "not-done" ? "true" : "false"}})
        .templates("2.16.840.1.113883.10.20.22.4.52", "2015-08-01");
    identifiers(one);
    xml_.leaf("statusCode", {{"code", "completed"}});
    const auto at = one["occurrenceDateTime"].text();
    xml_.leaf("effectiveTime", {{"value", v3_time(at)}, {"nullFlavor", at.empty() ? "UNK" : ""}});
    if (one["route"]) concept_as("routeCode", one["route"]);
    if (one["doseQuantity"]) quantity("doseQuantity", one["doseQuantity"]);
    material("2.16.840.1.113883.10.20.22.4.54", "2014-06-09", one["vaccineCode"], one["lotNumber"].text(),
             one["manufacturer"]["display"].text());
    xml_.close().close();
  }
  end_section();
}

}  // namespace charta::cda
