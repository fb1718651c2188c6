// SPDX-License-Identifier: Apache-2.0
#include "formats/cover_sheet/zpl.hpp"

#include <fmt/format.h>

namespace charta::cover_sheet {
namespace {

/// Field data under ^FH: the printer's own signs and everything outside ASCII as _XX.
std::string zpl_field(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '^' || c == '~' || c == '_' || byte < ' ' || byte > '~')
      out += fmt::format("_{:02X}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string zpl_text(int left, int top, int height, std::string_view text) {
  return fmt::format("^FO{},{}^A0N,{},{}^FH^FD{}^FS\n", left, top, height, height * 9 / 10, zpl_field(text));
}

std::string zpl_code_128(int left, int top, int height, std::string_view text) {
  return fmt::format("^FO{},{}^BY2^BCN,{},Y,N,N,A^FH^FD{}^FS\n", left, top, height, zpl_field(text));
}

std::string zpl_qr(int left, int top, int magnified, std::string_view text) {
  // "QA,": level Q, automatic choice of the input mode.
  return fmt::format("^FO{},{}^BQN,2,{}^FH^FDQA,{}^FS\n", left, top, magnified, zpl_field(text));
}

}  // namespace charta::cover_sheet
