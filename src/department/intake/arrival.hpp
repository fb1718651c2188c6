// SPDX-License-Identifier: Apache-2.0
// One message on its way through intake: private to the service.
#pragma once
#include "department/intake/intake_service.hpp"

namespace charta::intake {

/// What the journal calls a C-CDA document, before its LOINC code.
inline constexpr std::string_view document_type = "CDA";
inline bool is_document(const JournalRow& row) { return row.type == document_type || row.type.starts_with("CDA^"); }

struct IntakeService::Arrival {
  JournalRow row;                             ///< as it will stand in the journal
  hl7v2::Delimiters delimiters;
  hl7v2::Header header;
  bool has_header = false;
  std::optional<hl7v2::Message> message;      ///< absent when it does not parse
  std::optional<cda::MappedDocument> document;  ///< a C-CDA document, mapped; a message has none
  Bytes original;                               ///< its bytes
  std::optional<Hold> cannot;                 ///< why it is held without being tried
  Outcome outcome_when_held = Outcome::held;
  partners::Partner partner;
  PatientId assigned;                         ///< chosen by a person
  bool is_readable() const { return message.has_value() || document.has_value(); }
  MessageId duplicate_of;                     ///< the journal row of the same bytes
};

}  // namespace charta::intake
