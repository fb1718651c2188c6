// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/barcode_drawing.hpp"
#include "department/floor_delivery/floor_service.hpp"
#include "formats/pdf/print.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using pdf::Canvas;
using pdf::Font;

constexpr double left = 36, top = 752, bottom = 50, line_pitch = 34, ward_pitch = 30;

class Sheet {
 public:
  Sheet(const RunSheet& run, const FloorRules& rules, std::string printed_at)
      : run_(run), rules_(rules), printed_at_(std::move(printed_at)) {}

  Result<std::vector<Canvas>> print(const std::function<std::string(PatientId)>& name_of) {
    begin_page();
    std::string ward = "\n";
    for (const auto& copy : run_.copies) {
      if (copy.ward != ward) begin_ward(ward = copy.ward);
      CHARTA_TRY_DO(draw(copy, name_of(copy.patient)));
    }
    return std::move(pages_);
  }

 private:
  void begin_page() {
    pages_.emplace_back();
    pages_.back().text(left, top, 16, Font::bold, "Run sheet");
    pages_.back().text(left + 110, top, 9, Font::regular,
                       fmt::format("run {}, {} copies, printed {}, page {}", run_.run.id.text(), run_.copies.size(), printed_at_,
                                   pages_.size()));
    y_ = top - 34;
  }
  void begin_ward(const std::string& code) {
    if (y_ < bottom + ward_pitch + line_pitch) begin_page();
    const auto* ward = rules_.ward(code);
    const auto copies =
        std::count_if(run_.copies.begin(), run_.copies.end(), [&](const Delivery& one) { return one.ward == code; });
    pages_.back().bar(left, y_ + 16, 540, 1);
    pages_.back().text(left, y_, 13, Font::bold,
                       ward == nullptr ? "Place not known: ask before you carry it" : ward->code + "  " + ward->name);
    pages_.back().text(left + 330, y_, 9, Font::regular, fmt::format("{} copies; received by ____________________", copies));
    y_ -= ward_pitch;
  }
  Result<void> draw(const Delivery& copy, const std::string& name) {
    if (y_ < bottom) begin_page();
    auto& page = pages_.back();
    page.text(left, y_ + 8, 12, Font::bold, first_letters(copy.room, 12));
    page.text(left + 80, y_ + 10, 10, Font::regular, first_letters(copy.title, 46));
    page.text(left + 80, y_ - 1, 9, Font::regular, first_letters(name, 40));
    if (copy.priority == worklists::Priority::stat) page.text(left, y_ - 3, 9, Font::bold, "STAT");
    if (copy.replaces.is_set()) page.text(left + 300, y_ - 1, 7.5, Font::bold, "REPLACES");
    CHARTA_TRY_DO(draw_symbol(page, copy.barcode, 400, y_ - 3));
    y_ -= line_pitch;
    return {};
  }

  const RunSheet& run_;
  const FloorRules& rules_;
  std::string printed_at_;
  std::vector<Canvas> pages_;
  double y_ = 0;
};

}  // namespace

Result<std::vector<Canvas>> run_sheet_pages(const RunSheet& sheet, const FloorRules& rules, const PrintWords& words) {
  return Sheet(sheet, rules, words.printed_at).print(words.name_of);
}

Result<std::string> run_sheet_as_pdf(const RunSheet& sheet, const FloorRules& rules, const PrintWords& words) {
  CHARTA_TRY(const auto pages, run_sheet_pages(sheet, rules, words));
  return pdf::printed(pages, {}, "Run sheet");
}

}  // namespace charta::floor_delivery
