// SPDX-License-Identifier: Apache-2.0
// Whatever comes: no crash; each statement is mapped or named; every resource is valid FHIR; every narrative is safe; what is
// exported reads back.
#include "formats/cda/ccd.hpp"
#include "formats/cda/clinical_document.hpp"
#include "formats/fhir/definitions.hpp"
#include "formats/fhir/narrative.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

static void check_sections(json::Value sections) {
  for (const auto section : sections) {
    CHARTA_PROPERTY(fhir::problem_of_narrative(section["text"]["div"].text()).empty());
    check_sections(section["section"]);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = cda::map_document(text_of(data, size), TimeZone::utc());
  if (!document) {
    CHARTA_PROPERTY(!document.error().message.empty());
    return 0;
  }
  for (const auto& section : document->sections)
    CHARTA_PROPERTY(section.statements == section.mapped + section.not_mapped.size());
  cda::CcdContent content{document->patient, {}, "1.2.3", "2026-01-15T12:00:00Z", "Charta", "Records"};
  for (const auto& one : document->resources) {
    for (const auto& issue : fhir::validate(one.resource)) CHARTA_PROPERTY(issue.severity != fhir::Issue::Severity::error);
    content.resources.push_back(one.resource);
  }
  check_sections(document->composition["section"]);
  CHARTA_PROPERTY(document->html.find("<script") == std::string::npos);
  CHARTA_PROPERTY(cda::map_document(cda::write_ccd(content).xml, TimeZone::utc()).has_value());
  return 0;
}
