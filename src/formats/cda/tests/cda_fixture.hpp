// SPDX-License-Identifier: Apache-2.0
// Small documents for tests, and the published samples where they are.
#pragma once
#include "formats/cda/clinical_document.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace charta::cda::testing {

/// A document around the given sections ("<component><section>…").
inline std::string document_of(const std::string& sections, const std::string& header = {}) {
  return R"(<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc">)"
         R"(<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><id root="1.2.3" extension="D1"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>)"
         R"(<title>Summary</title><effectiveTime value="20260110101500+0000"/>)" +
         header +
         R"(<recordTarget><patientRole><id root="1.2" extension="7"/><patient><name><given>Ada</given><family>Marsh</family></name><birthTime value="19610402"/></patient></patientRole></recordTarget>)"
         R"(<component><structuredBody>)" +
         sections + "</structuredBody></component></ClinicalDocument>";
}

inline std::string section_of(const std::string& loinc, const std::string& entries, const std::string& text = "Words") {
  return R"(<component><section><code code=")" + loinc + R"(" codeSystem="2.16.840.1.113883.6.1"/><title>Title</title><text>)" +
         text + "</text>" + entries + "</section></component>";
}

inline std::filesystem::path samples() {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  const std::filesystem::path data = folder != nullptr ? folder : CHARTA_SOURCE_FOLDER "/../shared/data";
  return data / "ccda";
}

inline std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::exists(folder)) return found;
  for (const auto& one : std::filesystem::recursive_directory_iterator(folder)) {
    if (one.is_regular_file()) found.push_back(one.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

}  // namespace charta::cda::testing
