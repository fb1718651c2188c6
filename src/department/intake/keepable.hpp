// SPDX-License-Identifier: Apache-2.0
// What of a message the databases' columns can keep. Its bytes are kept whatever they are; names and numbers are columns, found
// by indexes, and those take text of a sane length only.
#pragma once
#include "department/intake/message_plan.hpp"
#include "formats/hl7v2/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::intake {

/// A field of the header as its column keeps it: U+FFFD for U+0000, ISO-8859-1 where it is no UTF-8, and of what is longer than
/// any name its beginning and the SHA-256 of the whole, so that two that differ stay two.
std::string column_text(std::string_view field);

/// Why nothing of the message (which came as `bytes`) can be filed as it stands: a zero byte, or a number (of patient, account,
/// visit, order, document, appointment) that is longer than any number is. Source: HL7 v2.8, chapter 2.5.5.2: no field carries
/// U+0000; CX.1 and EI.1 have at most 199 characters in every version.
std::optional<Hold> cannot_be_kept(const hl7v2::Message& message, BytesView bytes);

}  // namespace charta::intake
