// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "formats/hl7v2/message.hpp"

#include <string>
#include <string_view>

namespace charta::hl7v2 {

/// Text without its escape sequences, as UTF-8: delimiters stand for themselves, \X..\ for its bytes, \.br\ and \.sp\ for line
/// breaks, highlighting is dropped, and what follows \C..\ or \M..\ is read in the character set that it switches to. A sequence
/// that is unknown
/// (\Z..\) or never ends is left as it stands. Source: HL7 v2.8.2 chapter 2, 2.7 "Use of escape sequences in text fields".
std::string unescaped(std::string_view raw, const Delimiters& delimiters);

}  // namespace charta::hl7v2
