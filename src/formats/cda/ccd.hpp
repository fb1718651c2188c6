// SPDX-License-Identifier: Apache-2.0
// A patient's chart as a Continuity of Care Document (C-CDA R2.1, LOINC 34133-9): header, sections with words and coded entries.
// Pure.
#pragma once
#include "formats/json/json.hpp"

#include <string>
#include <vector>

namespace charta::cda {

struct CcdContent {
  json::Value patient;
  std::vector<json::Value> resources;  ///< of any of the types that the sections take; others are left out
  std::string id_root;                 ///< the document's own id: an OID or a UUID
  std::string created;                 ///< dateTime
  std::string author, custodian;       ///< names; the custodian is the house
  std::string custodian_root = "2.16.840.1.113883.19.5";
};

/// What was written, and how many resources of the content it says.
struct Ccd {
  std::string xml;
  std::size_t written = 0, left_out = 0;
};
/// Withdrawn resources (entered-in-error) and unknown types are left out and counted.
Ccd write_ccd(const CcdContent& content);

/// The OID of a FHIR code system, or empty.
std::string oid_of_system(std::string_view system);
/// An HL7 V3 time from a FHIR dateTime: "20120806101500-0500".
std::string v3_time(std::string_view fhir_time);

}  // namespace charta::cda
