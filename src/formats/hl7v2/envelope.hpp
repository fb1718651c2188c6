// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/hl7v2/message.hpp"

namespace charta::hl7v2 {

/// MSH-1 and MSH-2 at the start of `bytes`. Errors: `missing` (no MSH), `invalid` (they cannot delimit, at MSH-1 or MSH-2).
Result<Delimiters> read_delimiters(BytesView bytes);
Header read_header(const Segment& msh, const Delimiters& delimiters);
BytesView first_line(BytesView bytes);

/// How MSH-18 names UTF-8: "UNICODE UTF-8" (table 0211), or "UTF8" where the sender separates with '-' or a blank.
std::string_view utf8_name(const Delimiters& delimiters);

}  // namespace charta::hl7v2
