// SPDX-License-Identifier: Apache-2.0
#include "formats/cover_sheet/sheet_pages.hpp"

#include "formats/cover_sheet/symbol_modules.hpp"
#include "formats/pdf/print.hpp"

#include <algorithm>
#include <cmath>

namespace charta::cover_sheet {

namespace {

using pdf::Canvas;
using pdf::Font;

// Points of 1/72 inch on a letter page.
constexpr double page_width = 612, page_height = 792, margin = 45;
constexpr double bar_height = 12, bar_distance = 24;
constexpr double qr_size = 144;
constexpr double widest_code = page_width - 2 * margin - 36;  // quiet zones of 10 modules on either side
constexpr double narrowest_module = 0.75;                     // 1/96 inch: two dots at 200 dpi

/// Two bars with their own height between them: nothing else on hospital paper has such a pair over its whole width.
void draw_bars(Canvas& canvas, double bottom) {
  canvas.bar(margin, bottom, page_width - 2 * margin, bar_height);
  canvas.bar(margin, bottom + bar_distance, page_width - 2 * margin, bar_height);
}

/// Runs of dark modules as one bar each, so that no hairline stands between them.
void draw_modules(Canvas& canvas, const Modules& modules, double left, double bottom, double module, double row_height) {
  for (int y = 0; y < modules.height; ++y)
    for (int x = 0; x < modules.width; ++x) {
      const int start = x;
      while (x < modules.width && modules.is_dark(x, y)) ++x;
      if (x > start)
        canvas.bar(left + start * module, bottom + (modules.height - 1 - y) * row_height, (x - start) * module, row_height);
    }
}

void draw_qr(Canvas& canvas, const Modules& modules, double left, double bottom, double size) {
  const auto module = size / modules.width;
  draw_modules(canvas, modules, left, bottom, module, module);
}

/// A module a whole number of quarter points wide, as wide as fits; what is too wide is left to the two QR codes.
void draw_code(Canvas& canvas, const Modules& modules, double bottom) {
  const auto module = std::min(2.0, std::floor(4 * widest_code / modules.width) / 4);
  if (module < narrowest_module) return;
  draw_modules(canvas, modules, (page_width - modules.width * module) / 2, bottom, module, 54);
}

std::string title_of(Kind kind) {
  switch (kind) {
    case Kind::patient:
      return "PATIENT COVER SHEET";
    case Kind::document_type:
      return "DOCUMENT TYPE SHEET";
    case Kind::patch:
      return "DOCUMENT SEPARATOR";
    case Kind::sticker:
      return "DOCUMENT STICKER";
  }
  return {};
}

struct Line {
  std::string name, value;
};

std::vector<Line> lines_of(const PrintedSheet& printed) {
  std::vector<Line> lines;
  const auto add = [&](std::string name, const std::string& value) {
    if (!value.empty()) lines.push_back({std::move(name), value});
  };
  add("Patient", printed.patient_name);
  add("Born", printed.birth_date);
  add("Record number", printed.sheet.mrn);
  add("Assigned by", printed.sheet.assigner);
  add("Visit", printed.sheet.encounter);
  add("Document type", printed.sheet.document_type + (printed.document_title.empty() ? "" : "  " + printed.document_title));
  add("Sheet", printed.sheet.serial);
  add("Place", printed.place);
  return lines;
}

/// The text of the symbols in rows of a width that a reader of print takes as one: blanks stand for the bars between the fields.
void draw_payload(Canvas& canvas, std::string payload, double left, double baseline, double size, std::size_t row) {
  std::replace(payload.begin(), payload.end(), '|', ' ');
  for (std::size_t at = 0; at < payload.size(); at += row, baseline -= 1.3 * size)
    canvas.text(left, baseline, size, Font::fixed, std::string_view(payload).substr(at, row));
}

Result<Canvas> page_of(const PrintedSheet& printed) {
  CHARTA_TRY(const auto payload, payload_of(printed.sheet));
  CHARTA_TRY(const auto qr, qr_code(payload));
  const auto code = code_128(payload);  // of a long text there is none
  Canvas canvas;
  draw_bars(canvas, page_height - margin - bar_distance - bar_height);
  draw_bars(canvas, margin);
  canvas.text(margin, 660, 28, Font::bold, title_of(printed.sheet.kind));
  canvas.text(margin, 638, 11, Font::regular,
              "Lay this sheet on top of the papers that it belongs to. It ends what lies before it.");
  double baseline = 605;
  for (const auto& [name, value] : lines_of(printed)) {
    canvas.text(margin, baseline, 12, Font::regular, name);
    canvas.text(margin + 110, baseline, 18, Font::bold, value);
    baseline -= 26;
  }
  draw_qr(canvas, qr, margin + 18, 215, qr_size);
  draw_qr(canvas, qr, page_width - margin - 18 - qr_size, 215, qr_size);
  if (code) draw_code(canvas, *code, 140);
  draw_payload(canvas, payload, margin, 118, 10, 84);
  return canvas;
}

// Avery 5160 and its likes: three columns of ten.
constexpr double label_width = 189, label_height = 72, label_pitch = 198, sheet_left = 13.5, sheet_top = 36;
constexpr std::size_t labels_a_page = 30;

Result<void> draw_sticker(Canvas& canvas, const PrintedSheet& printed, std::size_t place) {
  CHARTA_TRY(const auto payload, payload_of(printed.sheet));
  CHARTA_TRY(const auto qr, qr_code(payload));
  const auto left = sheet_left + label_pitch * static_cast<double>(place % 3);
  const auto bottom = page_height - sheet_top - label_height * static_cast<double>(place / 3 + 1);
  draw_qr(canvas, qr, left + 9, bottom + 8, 56);
  canvas.text(left + 74, bottom + 52, 9, Font::bold, printed.patient_name.substr(0, 26));
  canvas.text(left + 74, bottom + 40, 8, Font::regular, printed.birth_date);
  canvas.text(left + 74, bottom + 28, 9, Font::bold, printed.sheet.mrn);
  canvas.text(left + 74, bottom + 16, 7, Font::regular, printed.sheet.encounter + "  " + printed.sheet.document_type);
  return {};
}

}  // namespace

Result<std::string> sheets_as_pdf(const std::vector<PrintedSheet>& sheets) {
  std::vector<Canvas> pages;
  for (const auto& sheet : sheets) {
    CHARTA_TRY(auto page, page_of(sheet));
    pages.push_back(std::move(page));
  }
  return pdf::printed(pages, {page_width, page_height}, "Separator sheets");
}

Result<std::string> stickers_as_pdf(const std::vector<PrintedSheet>& stickers) {
  std::vector<Canvas> pages;
  for (std::size_t at = 0; at < stickers.size(); ++at) {
    if (at % labels_a_page == 0) pages.emplace_back();
    CHARTA_TRY_DO(draw_sticker(pages.back(), stickers[at], at % labels_a_page));
  }
  return pdf::printed(pages, {page_width, page_height}, "Stickers");
}

}  // namespace charta::cover_sheet
