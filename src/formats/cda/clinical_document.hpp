// SPDX-License-Identifier: Apache-2.0
// A C-CDA document as FHIR R4 values, with the account of what became of each of its statements. Pure: bytes in, values out.
// Sources: HL7 CDA R2; HL7 C-CDA R2.1 (and R1.1, C32 as far as they share templates); HL7 C-CDA on FHIR 1.2.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::cda {

/// An instance identifier (II).
struct InstanceId {
  std::string root, extension;
  bool empty() const { return root.empty() && extension.empty(); }
  std::string text() const { return extension.empty() ? root : root.empty() ? extension : root + "^" + extension; }
  std::string system() const;  ///< of the FHIR identifier
  std::string value() const;
};

/// A document that this one replaces (RPLC), appends to (APND) or is made from (XFRM).
struct RelatedDocument {
  std::string code;
  InstanceId id, set_id;
};

struct Header {
  InstanceId id, set_id;
  std::int64_t version_number = 0;      ///< 0: not given
  std::string type_code, type_display;  ///< LOINC
  std::string title, language, confidentiality;
  std::string release;    ///< "2.1", "1.1", "CDA" when no C-CDA template is claimed
  std::string effective;  ///< dateTime as FHIR writes it; empty when the document gives none that can be read
  std::optional<Instant> effective_at;
  std::string custodian;
  std::vector<RelatedDocument> related;
};

/// A statement that became no resource of its own: it stays in the narrative and in the original.
struct NotMapped {
  std::string where;  ///< "entry[2]/act/entryRelationship/observation"
  std::string reason;
};

/// The account of one section: statements = mapped + not_mapped.size(), always.
struct SectionReport {
  std::string code, title, kind;
  std::size_t entries = 0;     ///< <entry> elements
  std::size_t statements = 0;  ///< problems, medications, allergies, results … that stand in them
  std::size_t mapped = 0;
  std::size_t resources = 0;  ///< made for them: a panel or report is one more than its results
  std::vector<NotMapped> not_mapped;
  bool is_kept_as_text() const { return resources == 0; }
};

/// What a document without sections carries.
struct EmbeddedBody {
  std::string media_type;  ///< as stated, or empty
  Bytes bytes;
};

/// References between the values are "Type/cda-<number>" and "Patient/cda-patient", to be replaced when ids are known.
struct MappedResource {
  int number = 0;
  json::Value resource;
};

struct MappedDocument {
  std::unique_ptr<json::Document> json;
  Header header;
  json::Value patient;                            ///< as the document describes the patient: a Patient, never filed as one
  json::Value authors, custodian, authenticator;  ///< references with display; absent where the document names nobody
  int encounter = 0;                              ///< number of the encompassing encounter's resource, or 0
  std::vector<MappedResource> resources;          ///< what others refer to comes first
  json::Value composition;                        ///< every section with its narrative; refers to the resources
  std::vector<SectionReport> sections;
  std::optional<EmbeddedBody> body;
  std::vector<std::string> warnings;  ///< what is wrong by C-CDA, in words
  std::string html;                   ///< the document as its reader sees it: one safe page

  std::size_t statements() const;
  std::size_t mapped() const;
};

/// The placeholder of the patient, and what the numbered ones begin with.
inline constexpr std::string_view patient_placeholder = "Patient/cda-patient";
inline constexpr std::string_view resource_placeholder = "cda-";

/// `zone`: for times without an offset.
/// Errors: `invalid`: not XML, a DTD, too deep, no ClinicalDocument, no id, no patient; the message says which and what next.
Result<MappedDocument> map_document(BytesView bytes, const TimeZone& zone);

}  // namespace charta::cda
