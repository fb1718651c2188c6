// SPDX-License-Identifier: Apache-2.0
// Sheets and stickers for label printers.
#include "base/text.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "formats/cover_sheet/zpl.hpp"

namespace charta::cover_sheet {

namespace {

std::string sticker_label(const PrintedSheet& printed, std::string_view payload) {
  return "^XA^CI28^PW533^LL203\n" + zpl_qr(10, 10, 3, payload) + zpl_text(190, 20, 28, printed.patient_name) +
         zpl_text(190, 60, 24, printed.birth_date) + zpl_text(190, 95, 30, printed.sheet.mrn) +
         zpl_text(190, 140, 22, printed.sheet.encounter + "  " + printed.sheet.document_type) + "^XZ\n";
}

/// 4 by 6 inches; the pair of thick bars as on paper, so that a label stuck on a sheet is known as a separator.
std::string sheet_label(const PrintedSheet& printed, std::string_view payload) {
  std::string label = "^XA^CI28^PW812^LL1218\n^FO30,30^GB752,34,34^FS\n^FO30,98^GB752,34,34^FS\n";
  label += zpl_text(40, 170, 50, printed.patient_name) + zpl_text(40, 240, 40, printed.birth_date) +
           zpl_text(40, 300, 50, printed.sheet.mrn) + zpl_text(40, 370, 36, printed.sheet.encounter) +
           zpl_text(40, 420, 36, printed.sheet.document_type + "  " + printed.document_title) + zpl_qr(220, 500, 8, payload);
  std::string shown(payload);
  for (auto& c : shown)
    if (c == '|') c = ' ';
  return label + zpl_text(40, 1090, 24, std::string_view(shown).substr(0, 60)) +
         zpl_text(40, 1125, 24, shown.size() > 60 ? std::string_view(shown).substr(60, 60) : "") + "^XZ\n";
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
