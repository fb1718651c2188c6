// SPDX-License-Identifier: Apache-2.0
// HL7 v2 datatypes as FHIR R4 elements. Source: HL7 v2-to-FHIR implementation guide 1.0, datatype maps.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "formats/hl7v2/message.hpp"
#include "formats/json/json.hpp"

namespace charta::hl7v2_fhir {

/// What the mapping must know of who sent the message.
struct Sender {
  TimeZone zone = TimeZone::utc();  ///< for times without an offset
  std::string default_assigner;     ///< identifier system of a CX or EI without an assigner
};

/// The system of an assigning authority (HD as subcomponents): "urn:oid:…", "urn:uuid:…", a URI, or "urn:charta:assigner:<namespace>".
/// Empty when the component is empty.
std::string assigner_system(const hl7v2::Component& authority);
/// The same from the three parts of an EI or HD (namespace, universal id, universal id type).
std::string assigner_system(std::string_view name_space, std::string_view universal_id, std::string_view type);
/// The FHIR system of a coding system name of table 0396 ("LN", "SCT", "I10", "HL70004"); local names become "urn:charta:codes:<name>".
/// Empty for an empty name.
std::string code_system(std::string_view table_0396_name);

/// An identifier with its assigner, as compared and as printed.
struct EntityId {
  std::string system, value;
  bool empty() const { return value.empty(); }
};
/// EI or CX-like: component 1 the value; EI keeps its authority in 2 to 4, CX in 4.
EntityId entity_id(const hl7v2::Field& ei, const Sender& sender);
EntityId cx_id(const hl7v2::Repetition& cx, const Sender& sender);

/// Makes elements in one document. An absent value (false) means: no element.
class Elements {
 public:
  Elements(json::Document& document, const Sender& sender) : document_(document), sender_(sender) {}

  json::Value identifier(const hl7v2::Repetition& cx);               ///< CX
  json::Value identifier(const EntityId& id, std::string_view type_code = {});  ///< table 0203 code
  json::Value human_name(const hl7v2::Repetition& xpn);
  json::Value address(const hl7v2::Repetition& xad);
  json::Value telecom(const hl7v2::Repetition& xtn, std::string_view default_use);
  json::Value concept_of(const hl7v2::Repetition& cwe);              ///< CodeableConcept
  json::Value coding(std::string_view system, std::string_view code, std::string_view display = {});
  json::Value concept_with(std::string_view system, std::string_view code, std::string_view display = {});
  json::Value person(const hl7v2::Repetition& xcn);                  ///< Reference with display and identifier
  json::Value date_time(std::string_view hl7_time);                  ///< dateTime, partial dates stay partial
  json::Value instant(std::string_view hl7_time);                    ///< instant; absent when less precise than a day
  json::Value text(std::string_view text);                           ///< trimmed; absent when blank
  json::Value quantity(std::string_view value, const hl7v2::Repetition& units);

  /// A copy of a stored resource that may be changed: without the store's version and time.
  json::Value editable(json::Value stored);
  /// {"reference": "Type/id"}
  json::Value reference(std::string_view type, std::string_view id);

  void set(json::Value object, std::string_view key, json::Value value) {
    if (value) document_.set(object, key, value);
  }
  void append_to(json::Value object, std::string_view key, json::Value value);  ///< makes the array on first use
  json::Document& document() { return document_; }
  const Sender& sender() const { return sender_; }

 private:
  json::Document& document_;
  const Sender& sender_;
};

/// The moment of an HL7 time, read in the sender's zone; empty when it is no time.
std::optional<Instant> moment(std::string_view hl7_time, const Sender& sender);

}  // namespace charta::hl7v2_fhir
