// SPDX-License-Identifier: Apache-2.0
// Procedures and encounters of a CCD.
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
void CcdWriter::procedures() {
  const auto all = standing("Procedure");
  begin_section("2.16.840.1.113883.10.20.22.2.7.1", "2014-06-09", "47519-4", "Procedures", all.empty());
  std::vector<Row> rows;
  for (const auto one : all)
    rows.push_back(
        {shown_concept(one["code"]), std::string(one["performedDateTime"].text().empty() ? one["performedPeriod"]["start"].text()
                                                                                         : one["performedDateTime"].text())});
  words({"Procedure", "Date"}, rows);
  for (const auto one : all) {
    ++written_;
    const auto status = one["status"].text();
    xml_.open("entry")
        .open("procedure", {{"classCode", "PROC"}, {"moodCode", "EVN"}, {"negationInd", status == "not-done" ? "true" : ""}})
        .templates("2.16.840.1.113883.10.20.22.4.14", "2014-06-09");
    identifiers(one);
    concept_as("code", one["code"]);
    xml_.leaf("statusCode", {{"code", status == "in-progress" ? "active" : status == "stopped" ? "aborted" : "completed"}});
    effective(one, "performed");
    for (const auto site : one["bodySite"]) concept_as("targetSiteCode", site);
    xml_.close().close();
  }
  end_section();
}

void CcdWriter::encounters() {
  const auto all = standing("Encounter");
  begin_section("2.16.840.1.113883.10.20.22.2.22.1", "2015-08-01", "46240-8", "Encounters", all.empty());
  std::vector<Row> rows;
  for (const auto one : all)
    rows.push_back(
        {shown_concept(one["type"].at(0)), std::string(one["period"]["start"].text()), std::string(one["period"]["end"].text())});
  words({"Encounter", "From", "Until"}, rows);
  for (const auto one : all) {
    ++written_;
    xml_.open("entry", {{"typeCode", "DRIV"}})
        .open("encounter", {{"classCode", "ENC"}, {"moodCode", "EVN"}})
        .templates("2.16.840.1.113883.10.20.22.4.49", "2015-08-01");
    identifiers(one);
    const auto kind = one["class"];
    const auto type = one["type"].at(0)["coding"].at(0);
    xml_.open("code", {{"code", type["code"].text()},
                       {"codeSystem", oid_of_system(type["system"].text())},
                       {"displayName", type["display"].text()},
                       {"nullFlavor", type ? "" : "UNK"}});
    xml_.leaf("translation", {{"code", kind["code"].text()}, {"codeSystem", oid_of_system(kind["system"].text())}}).close();
    span(one["period"]["start"].text(), one["period"]["end"].text());
    xml_.close().close();
  }
  end_section();
}

}  // namespace charta::cda
