// SPDX-License-Identifier: Apache-2.0
// ZPL II. Source: Zebra, ZPL II Programming Guide: ^BQ (QR code), ^BC (Code 128), ^FH (characters by their number).
#include "base/text.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"

#include <fmt/format.h>

namespace charta::cover_sheet {

namespace {

/// Field data under ^FH: the printer's own signs and everything outside ASCII as _XX.
std::string field(std::string_view text) {
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

std::string text_at(int left, int top, int height, std::string_view text) {
  return fmt::format("^FO{},{}^A0N,{},{}^FH^FD{}^FS\n", left, top, height, height * 9 / 10, field(text));
}

std::string qr_at(int left, int top, int magnified, std::string_view payload) {
  // "QA,": level Q, automatic choice of the input mode.
  return fmt::format("^FO{},{}^BQN,2,{}^FH^FDQA,{}^FS\n", left, top, magnified, field(payload));
}

std::string sticker_label(const PrintedSheet& printed, std::string_view payload) {
  return "^XA^CI28^PW533^LL203\n" + qr_at(10, 10, 3, payload) + text_at(190, 20, 28, printed.patient_name) +
         text_at(190, 60, 24, printed.birth_date) + text_at(190, 95, 30, printed.sheet.mrn) +
         text_at(190, 140, 22, printed.sheet.encounter + "  " + printed.sheet.document_type) + "^XZ\n";
}

/// 4 by 6 inches; the pair of thick bars as on paper, so that a label stuck on a sheet is known as a separator.
std::string sheet_label(const PrintedSheet& printed, std::string_view payload) {
  std::string label = "^XA^CI28^PW812^LL1218\n^FO30,30^GB752,34,34^FS\n^FO30,98^GB752,34,34^FS\n";
  label += text_at(40, 170, 50, printed.patient_name) + text_at(40, 240, 40, printed.birth_date) +
           text_at(40, 300, 50, printed.sheet.mrn) + text_at(40, 370, 36, printed.sheet.encounter) +
           text_at(40, 420, 36, printed.sheet.document_type + "  " + printed.document_title) + qr_at(220, 500, 8, payload);
  std::string shown(payload);
  for (auto& c : shown)
    if (c == '|') c = ' ';
  return label + text_at(40, 1090, 24, std::string_view(shown).substr(0, 60)) +
         text_at(40, 1125, 24, shown.size() > 60 ? std::string_view(shown).substr(60, 60) : "") + "^XZ\n";
}

}  // namespace

Result<std::string> as_zpl(const std::vector<PrintedSheet>& sheets) {
  std::string labels;
  for (const auto& printed : sheets) {
    CHARTA_TRY(const auto payload, payload_of(printed.sheet));
    labels += printed.sheet.kind == Kind::sticker ? sticker_label(printed, payload) : sheet_label(printed, payload);
  }
  return labels;
}

}  // namespace charta::cover_sheet
