// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/prints.hpp"

#include "formats/cover_sheet/symbol_modules.hpp"
#include "formats/cover_sheet/zpl.hpp"
#include "formats/pdf/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace charta::paper_charts {
namespace {

using cover_sheet::zpl_code_128;
using cover_sheet::zpl_text;
using pdf::Canvas;
using pdf::Font;

// Points of 1/72 inch on a letter page; a module of three quarters is 1/96 inch: two dots at 200 dpi.
constexpr double page_height = 792, margin = 36, narrow_module = 0.75;
constexpr double label_height = 72, label_pitch = 198, labels_left = 13.5, labels_top = 36;
constexpr std::size_t labels_a_page = 30, slips_a_page = 3, lines_a_page = 22;

Result<double> draw_barcode(Canvas& canvas, std::string_view text, double left, double bottom, double module, double height) {
  CHARTA_TRY(const auto modules, cover_sheet::code_128(text));
  for (int x = 0; x < modules.width; ++x) {
    const int start = x;
    while (x < modules.width && modules.is_dark(x, 0)) ++x;
    if (x > start) canvas.bar(left + start * module, bottom, (x - start) * module, height);
  }
  return modules.width * module;
}

/// The first so many characters of a text: never half of one.
std::string first_characters(std::string_view utf8, std::size_t most) {
  std::size_t at = 0, count = 0;
  while (at < utf8.size() && count < most) {
    ++at;
    while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U) ++at;
    ++count;
  }
  return std::string(utf8.substr(0, at));
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A line that becomes smaller before it loses its end, and says so when it does.
void fitted(Canvas& canvas, double left, double baseline, Font font, const std::string& text) {
  constexpr std::pair<double, std::size_t> sizes[] = {{9, 50}, {7.5, 60}, {6.5, 70}};
  const auto count = characters_in(text);
  for (const auto& [size, most] : sizes)
    if (count <= most) return canvas.text(left, baseline, size, font, text);
  canvas.text(left, baseline, sizes[2].first, font, first_characters(text, sizes[2].second - 1) + "\u2026");
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const auto& one : parts) all += (all.empty() ? "" : std::string(between)) + one;
  return all;
}

Result<void> draw_label(Canvas& canvas, const Label& label, double left, double bottom) {
  canvas.text(left + 8, bottom + 54, 15, Font::bold, first_characters(label.heading, 22));
  double baseline = bottom + 43;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, label.lines.size()); ++i, baseline -= 9)
    canvas.text(left + 8, baseline, 7.5, Font::regular, first_characters(label.lines[i], 44));
  CHARTA_TRY_DO(draw_barcode(canvas, label.barcode, left + 8, bottom + 13, narrow_module, 18));
  canvas.text(left + 8, bottom + 5, 6.5, Font::fixed, label.barcode);
  if (!label.colours.empty()) canvas.text(left + 90, bottom + 5, 6.5, Font::regular, joined(label.colours, " / "));
  return {};
}

Result<void> draw_slip(Canvas& canvas, const Slip& slip, double bottom) {
  canvas.text(margin, bottom + 190, 30, Font::bold, slip.title);
  canvas.text(margin + 180, bottom + 190, 24, Font::bold, slip.volume.heading);
  double baseline = bottom + 165;
  for (const auto& line : slip.volume.lines) {
    canvas.text(margin, baseline, 11, Font::regular, line);
    baseline -= 15;
  }
  const auto row = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    canvas.text(margin, baseline, 11, Font::regular, name);
    canvas.text(margin + 90, baseline, 13, Font::bold, value);
    baseline -= 17;
  };
  row("For", slip.deliver_to);
  row("Asked by", slip.requester);
  row("Given out", slip.given_at);
  row("Due back", slip.due_at);
  CHARTA_TRY(const double width, draw_barcode(canvas, slip.volume.barcode, margin, bottom + 32, 1.0, 34));
  canvas.text(margin, bottom + 20, 8, Font::fixed, slip.volume.barcode);
  if (slip.request_barcode.empty()) return {};
  const double left = margin + width + 40;
  CHARTA_TRY_DO(draw_barcode(canvas, slip.request_barcode, left, bottom + 32, 1.0, 34));
  canvas.text(left, bottom + 20, 8, Font::fixed, slip.request_barcode);
  return {};
}

}  // namespace

Result<std::string> labels_as_pdf(const std::vector<Label>& labels) {
  std::vector<Canvas> pages;
  for (std::size_t at = 0; at < labels.size(); ++at) {
    if (at % labels_a_page == 0) pages.emplace_back();
    const std::size_t place = at % labels_a_page;
    const double bottom = page_height - labels_top - label_height * static_cast<double>(place / 3 + 1);
    CHARTA_TRY_DO(draw_label(pages.back(), labels[at], labels_left + label_pitch * static_cast<double>(place % 3), bottom));
  }
  return pdf::printed(pages, {}, "Labels of the file room");
}

Result<std::string> labels_as_zpl(const std::vector<Label>& labels) {
  std::string all;
  for (const auto& label : labels) {
    CHARTA_TRY_DO(cover_sheet::code_128(label.barcode));  // what no symbol holds is refused here, not by the printer
    all += "^XA^CI28^PW533^LL203\n" + zpl_text(15, 12, 44, label.heading);
    if (!label.lines.empty()) all += zpl_text(15, 60, 22, label.lines.front());
    all += zpl_code_128(15, 92, 70, label.barcode) + "^XZ\n";
  }
  return all;
}

Result<std::string> slips_as_pdf(const std::vector<Slip>& slips) {
  std::vector<Canvas> pages;
  for (std::size_t at = 0; at < slips.size(); ++at) {
    if (at % slips_a_page == 0) pages.emplace_back();
    const double bottom = page_height - 30 - 250 * static_cast<double>(at % slips_a_page + 1);
    CHARTA_TRY_DO(draw_slip(pages.back(), slips[at], bottom));
  }
  return pdf::printed(pages, {}, "Slips of the file room");
}

Result<std::string> slips_as_zpl(const std::vector<Slip>& slips) {
  std::string all;
  for (const auto& slip : slips) {
    CHARTA_TRY_DO(cover_sheet::code_128(slip.volume.barcode));
    all += "^XA^CI28^PW812^LL609\n" + zpl_text(30, 25, 60, slip.title) + zpl_text(330, 25, 60, slip.volume.heading) +
           zpl_text(30, 110, 34, slip.deliver_to) + zpl_text(30, 155, 28, slip.requester) +
           zpl_text(30, 195, 28, "given " + slip.given_at) +
           (slip.due_at.empty() ? std::string() : zpl_text(30, 235, 34, "due " + slip.due_at)) +
           zpl_code_128(30, 300, 110, slip.volume.barcode) +
           (slip.request_barcode.empty() ? std::string() : zpl_code_128(30, 450, 90, slip.request_barcode)) + "^XZ\n";
  }
  return all;
}

Result<std::string> pull_list_as_pdf(const std::vector<PrintedLine>& lines, const std::string& heading) {
  std::vector<Canvas> pages;
  const auto page_count = lines.empty() ? 1 : (lines.size() + lines_a_page - 1) / lines_a_page;
  for (std::size_t page = 0; page < page_count; ++page) {
    Canvas canvas;
    canvas.text(margin, 752, 16, Font::bold, heading);
    canvas.text(460, 752, 10, Font::regular, fmt::format("page {} of {}, {} volumes", page + 1, page_count, lines.size()));
    double bottom = 712;
    for (std::size_t i = page * lines_a_page; i < std::min(lines.size(), (page + 1) * lines_a_page); ++i, bottom -= 32) {
      const auto& line = lines[i];
      canvas.bar(margin, bottom, 12, 1);
      canvas.bar(margin, bottom + 11, 12, 1);
      canvas.bar(margin, bottom, 1, 12);
      canvas.bar(margin + 11, bottom, 1, 12);
      canvas.text(margin + 20, bottom + 2, 15, Font::bold, line.number);
      fitted(canvas, margin + 130, bottom + 8, Font::regular, line.volume + "  " + line.place);
      fitted(canvas, margin + 130, bottom - 3, Font::regular, "by " + line.needed_at + " for " + line.deliver_to);
      if (line.priority != "routine")
        canvas.text(margin + 130, bottom - 13, 9, Font::bold, line.priority == "stat" ? "STAT" : "URGENT");
      CHARTA_TRY_DO(draw_barcode(canvas, line.barcode, 400, bottom - 4, narrow_module, 20));
    }
    pages.push_back(std::move(canvas));
  }
  return pdf::printed(pages, {}, "Pull list");
}

}  // namespace charta::paper_charts
