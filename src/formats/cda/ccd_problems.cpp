// SPDX-License-Identifier: Apache-2.0
// Problems and allergies of a CCD.
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
namespace {

constexpr auto severity_codes = std::to_array<CodeRow>({{"mild", "255604002"}, {"moderate", "6736007"}, {"severe", "24484000"}});

}  // namespace

void CcdWriter::problems() {
  const auto all = standing("Condition");
  begin_section("2.16.840.1.113883.10.20.22.2.5.1", "2015-08-01", "11450-4", "Problems", all.empty());
  std::vector<Row> rows;
  for (const auto one : all)
    rows.push_back({shown_concept(one["code"]), std::string(one["onsetDateTime"].text()),
                    std::string(one["abatementDateTime"].text()), std::string(first_code(one["clinicalStatus"]))});
  words({"Problem", "From", "Until", "Status"}, rows);
  for (const auto one : all) problem(one);
  end_section();
}

void CcdWriter::problem(Value one) {
  ++written_;
  const auto status = first_code(one["clinicalStatus"]);
  const bool is_refuted = first_code(one["verificationStatus"]) == "refuted";
  xml_.open("entry", {{"typeCode", "DRIV"}})
      .open("act", {{"classCode", "ACT"}, {"moodCode", "EVN"}})
      .templates("2.16.840.1.113883.10.20.22.4.3", "2015-08-01");
  xml_.leaf("id", {{"root", derived_root("concern/" + std::string(one["id"].text()))}});
  code("CONC", "2.16.840.1.113883.5.6");
  xml_.leaf("statusCode", {{"code", status == "active" ? "active" : "completed"}});
  span(one["recordedDate"].text().empty() ? one["onsetDateTime"].text() : one["recordedDate"].text(), {});
  xml_.open("entryRelationship", {{"typeCode", "SUBJ"}})
      .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}, {"negationInd", is_refuted ? "true" : ""}})
      .templates("2.16.840.1.113883.10.20.22.4.4", "2015-08-01");
  identifiers(one);
  code("55607006", snomed_oid, "Problem");
  xml_.leaf("statusCode", {{"code", "completed"}});
  span(one["onsetDateTime"].text(), one["abatementDateTime"].text());
  concept_as("value", one["code"], "CD");
  if (const auto state = look_up(condition_states(), status); !state.empty()) {
    xml_.open("entryRelationship", {{"typeCode", "REFR"}})
        .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}})
        .templates("2.16.840.1.113883.10.20.22.4.6");
    code("33999-4", loinc_oid, "Status");
    xml_.leaf("statusCode", {{"code", "completed"}})
        .leaf("value", {{"xsi:type", "CD"}, {"code", state}, {"codeSystem", snomed_oid}})
        .close()
        .close();
  }
  xml_.close().close().close().close();
}

void CcdWriter::allergies() {
  const auto all = standing("AllergyIntolerance");
  begin_section("2.16.840.1.113883.10.20.22.2.6.1", "2015-08-01", "48765-2", "Allergies and adverse reactions", all.empty());
  std::vector<Row> rows;
  for (const auto one : all)
    rows.push_back({shown_concept(one["code"]), shown_concept(one["reaction"].at(0)["manifestation"].at(0)),
                    std::string(first_code(one["clinicalStatus"]))});
  words({"Substance", "Reaction", "Status"}, rows);
  for (const auto one : all) allergy(one);
  end_section();
}

void CcdWriter::allergy(Value one) {
  ++written_;
  const auto status = first_code(one["clinicalStatus"]);
  const auto substance = first_code(one["code"]);
  const std::string_view none = substance == "716186003"   ? "419199007"
                                : substance == "409137002" ? "416098002"
                                : substance == "429625007" ? "414285001"
                                : substance == "428607008" ? "426232007"
                                                           : "";
  const bool is_negated_here = !none.empty() || first_code(one["verificationStatus"]) == "refuted";
  const auto category = one["category"].at(0).text();
  const std::string_view type = !none.empty()               ? none
                                : category == "medication"  ? "416098002"
                                : category == "food"        ? "414285001"
                                : category == "environment" ? "426232007"
                                                            : "419199007";
  xml_.open("entry", {{"typeCode", "DRIV"}})
      .open("act", {{"classCode", "ACT"}, {"moodCode", "EVN"}})
      .templates("2.16.840.1.113883.10.20.22.4.30", "2015-08-01");
  xml_.leaf("id", {{"root", derived_root("concern/" + std::string(one["id"].text()))}});
  code("CONC", "2.16.840.1.113883.5.6");
  xml_.leaf("statusCode", {{"code", status == "active" ? "active" : "completed"}});
  span(one["recordedDate"].text().empty() ? one["onsetDateTime"].text() : one["recordedDate"].text(), {});
  xml_.open("entryRelationship", {{"typeCode", "SUBJ"}})
      .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}, {"negationInd", is_negated_here ? "true" : ""}})
      .templates("2.16.840.1.113883.10.20.22.4.7", "2014-06-09");
  identifiers(one);
  code("ASSERTION", act_oid);
  xml_.leaf("statusCode", {{"code", "completed"}});
  span(one["onsetDateTime"].text(), {});
  xml_.leaf("value", {{"xsi:type", "CD"}, {"code", type}, {"codeSystem", snomed_oid}});
  xml_.open("participant", {{"typeCode", "CSM"}})
      .open("participantRole", {{"classCode", "MANU"}})
      .open("playingEntity", {{"classCode", "MMAT"}});
  if (none.empty()) concept_as("code", one["code"]);
  if (!none.empty()) xml_.leaf("code", {{"nullFlavor", "NA"}});
  xml_.close().close().close();
  if (const auto state = look_up(condition_states(), status); !state.empty()) {
    xml_.open("entryRelationship", {{"typeCode", "SUBJ"}, {"inversionInd", "true"}})
        .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}})
        .templates("2.16.840.1.113883.10.20.22.4.28");
    code("33999-4", loinc_oid, "Status");
    xml_.leaf("statusCode", {{"code", "completed"}})
        .leaf("value", {{"xsi:type", "CE"}, {"code", state}, {"codeSystem", snomed_oid}})
        .close()
        .close();
  }
  for (const auto reaction : one["reaction"]) {
    xml_.open("entryRelationship", {{"typeCode", "MFST"}, {"inversionInd", "true"}})
        .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}})
        .templates("2.16.840.1.113883.10.20.22.4.9", "2014-06-09");
    code("ASSERTION", act_oid);
    xml_.leaf("statusCode", {{"code", "completed"}});
    concept_as("value", reaction["manifestation"].at(0), "CD");
    if (const auto severity = look_up(severity_codes, reaction["severity"].text()); !severity.empty()) {
      xml_.open("entryRelationship", {{"typeCode", "SUBJ"}, {"inversionInd", "true"}})
          .open("observation", {{"classCode", "OBS"}, {"moodCode", "EVN"}})
          .templates("2.16.840.1.113883.10.20.22.4.8", "2014-06-09");
      code("SEV", act_oid);
      xml_.leaf("statusCode", {{"code", "completed"}})
          .leaf("value", {{"xsi:type", "CD"}, {"code", severity}, {"codeSystem", snomed_oid}})
          .close()
          .close();
    }
    xml_.close().close();
  }
  xml_.close().close().close().close();
}

}  // namespace charta::cda
