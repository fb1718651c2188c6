// SPDX-License-Identifier: Apache-2.0
// What segments, fields and components are called, in HL7's own terms: for people who read a message.
#pragma once
#include <string_view>

namespace charta::hl7v2 {

/// "PID" -> "Patient Identification". Empty for a segment that Charta has no names for (Z segments above all).
std::string_view segment_title(std::string_view segment);
/// ("PID", 3) -> "Patient Identifier List"; empty when unknown.
std::string_view field_title(std::string_view segment, int number);
/// ("PID", 3) -> "CX"; empty when unknown or varying (OBX-5).
std::string_view field_type(std::string_view segment, int number);
/// ("PID", 3, 4) -> "Assigning Authority"; empty when the field's type has no components.
std::string_view component_title(std::string_view segment, int field, int component);
/// ("CX", 4) -> "Assigning Authority": for OBX-5, whose type stands in OBX-2.
std::string_view type_component_title(std::string_view data_type, int component);

}  // namespace charta::hl7v2
