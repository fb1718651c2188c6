// SPDX-License-Identifier: Apache-2.0
// Which messages intake files, and as what. Pure. Source: HL7 v2.8 chapters 3, 4, 7, 9, 10; the trigger decides, MSH-9.3 is a hint.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "department/patient_index/identification.hpp"
#include "formats/hl7v2/message.hpp"

namespace charta::intake {

enum class Handling { person, visit, identity, orders, reports, document, appointment };

struct MessageType {
  std::string_view code, trigger;
  Handling handling;
  bool may_create_patient = false;  ///< only A01, A04, A05, A08, A28, A31
  patient_index::Purpose purpose = patient_index::Purpose::file;
  std::string_view title;           ///< "admission"
};

/// The handled type of MSH-9, or null.
const MessageType* find_type(std::string_view code, std::string_view trigger);
const std::vector<MessageType>& handled_types();

/// Why a message cannot be handled at all: MSH-9, MSH-11 or MSH-12. Empty: it can.
struct Unsupported {
  std::string reason;    ///< coded: "type-not-handled", "processing-id-not-supported", "version-not-supported"
  std::string location;  ///< "MSH-9"
  std::string ack_error; ///< table 0357: 200, 201, 202, 203
  std::string sentence;  ///< "message type not handled yet: VXU^V04"
};
std::optional<Unsupported> unsupported(const hl7v2::Header& header);

}  // namespace charta::intake
