// SPDX-License-Identifier: Apache-2.0
// TIFF around one strip of Group 4 fax data (ITU-T T.6), put on and taken off; the data stay as they are. Source: TIFF 6.0,
// sections 2 and 11.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace charta::page_reader_program {

struct FaxStrip {
  std::string data{};
  int width = 0, height = 0;
  int dpi = 0;
  bool white_is_zero = true;  ///< else black and white are exchanged
};

std::string tiff_of(const FaxStrip& strip);
/// Nothing when the file holds anything but one Group 4 strip, bits from the left.
std::optional<FaxStrip> strip_of(std::string_view tiff);

}  // namespace charta::page_reader_program
