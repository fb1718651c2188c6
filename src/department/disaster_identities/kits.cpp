// SPDX-License-Identifier: Apache-2.0
#include "department/disaster_identities/kits.hpp"

#include "formats/cover_sheet/cover_sheet.hpp"
#include "formats/cover_sheet/symbol_modules.hpp"
#include "formats/pdf/print.hpp"

#include <string_view>

namespace charta::disaster_identities {
namespace {

using pdf::Canvas;
using pdf::Font;

// Points of 1/72 inch on a letter page.
constexpr double left = 40, right = 572, top = 752, square = 1.5, bar_module = 1.0;

/// Neighbouring dark modules as one bar.
Result<void> bars(Canvas& canvas, std::string_view text, double x, double y, double module, double height) {
  CHARTA_TRY(const auto code, cover_sheet::code_128(text));
  for (int at = 0; at < code.width; ++at) {
    const int start = at;
    while (at < code.width && code.is_dark(at, 0)) ++at;
    if (at > start) canvas.bar(x + start * module, y, (at - start) * module, height);
  }
  return {};
}

Result<void> squares(Canvas& canvas, std::string_view text, double x, double y) {
  CHARTA_TRY(const auto code, cover_sheet::qr_code(text));
  for (int row = 0; row < code.height; ++row)
    for (int at = 0; at < code.width; ++at)
      if (code.is_dark(at, row)) canvas.bar(x + at * square, y - (row + 1) * square, square, square);
  return {};
}

void line(Canvas& canvas, std::string_view name, double y, double from = left, double until = right) {
  canvas.text(from, y, 10, Font::regular, name);
  canvas.bar(from + 92, y - 2, until - from - 92, 0.6);
}

Result<void> head(Canvas& canvas, const Kit& kit, std::string_view title) {
  cover_sheet::CoverSheet sticker;
  sticker.kind = cover_sheet::Kind::sticker;
  sticker.assigner = kit.assigner;
  sticker.mrn = kit.number;
  CHARTA_TRY(const auto payload, cover_sheet::payload_of(sticker));
  canvas.text(left, top, 11, Font::regular, title);
  canvas.text(left, top - 30, 26, Font::bold, kit.name);
  canvas.text(left, top - 54, 18, Font::bold, kit.number);
  canvas.text(left, top - 70, 9, Font::regular, "Identity not known. Temporary record number; never use it for anybody else.");
  CHARTA_TRY_DO(bars(canvas, kit.number, left, top - 112, bar_module, 34));
  return squares(canvas, payload, 490, top + 8);
}

/// Labels of 2⅝ by 1 inch, as the file room prints them: for wristband, tubes and papers.
Result<Canvas> labels(const Kit& kit) {
  constexpr double label_left = 13.5, pitch = 198, label_height = 72, label_top = 756, narrow = 0.75;
  constexpr int columns = 3, count = 12;
  Canvas canvas;
  for (int at = 0; at < count; ++at) {
    const double x = label_left + pitch * (at % columns) + 8, y = label_top - label_height * (at / columns + 1.0);
    canvas.text(x, y + 54, 13, Font::bold, kit.name);
    canvas.text(x, y + 42, 8, Font::regular, "Identity not known");
    CHARTA_TRY_DO(bars(canvas, kit.number, x, y + 18, narrow, 18));
    canvas.text(x, y + 7, 8, Font::fixed, kit.number);
  }
  return canvas;
}

Result<Canvas> face_sheet(const Kit& kit) {
  Canvas canvas;
  CHARTA_TRY_DO(head(canvas, kit, "FACE SHEET"));
  double y = 600;
  for (const auto* name :
       {"Triage tag", "Sex, as it seems", "Age, as it seems", "Hair, eyes, height", "Marks, scars, ink", "Clothes, things",
        "Found where", "Brought by", "Brought to", "Time", "Photograph no.", "Known as", "Who says so"}) {
    line(canvas, name, y);
    y -= 29;
  }
  return canvas;
}

Result<Canvas> notes(const Kit& kit) {
  Canvas canvas;
  CHARTA_TRY_DO(head(canvas, kit, "NOTES AND ORDERS"));
  canvas.text(left, 612, 10, Font::bold, "Time");
  canvas.text(left + 60, 612, 10, Font::bold, "Note or order");
  canvas.text(right - 90, 612, 10, Font::bold, "Signed");
  for (double y = 585; y > 60; y -= 25) canvas.bar(left, y, right - left, 0.5);
  return canvas;
}

}  // namespace

Result<std::string> kits_as_pdf(const std::vector<Kit>& kits) {
  std::vector<Canvas> pages;
  for (const auto& kit : kits) {
    CHARTA_TRY(pages.emplace_back(), face_sheet(kit));
    CHARTA_TRY(pages.emplace_back(), labels(kit));
    CHARTA_TRY(pages.emplace_back(), notes(kit));
  }
  return pdf::printed(pages, {}, "Chart kits");
}

}  // namespace charta::disaster_identities
