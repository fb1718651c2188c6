// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/ward_copies.hpp"

#include "department/floor_delivery/barcode_drawing.hpp"
#include "formats/pdf/text_flow.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using pdf::Canvas;
using pdf::Font;

constexpr double edge = 54, foot = 22;
constexpr std::string_view file_title = "Ward copies";

std::string place_of(const Delivery& copy) {
  if (copy.ward.empty()) return "place not known";
  return copy.room.empty() ? copy.ward : copy.ward + " " + copy.room;
}

std::string heading_of(const Delivery& copy) {
  return (copy.priority == worklists::Priority::stat ? "STAT   " : "") + first_letters(copy.title, 70);
}

/// The file under work: pages that are drawn here are gathered until a scan or a PDF comes between.
class Gathering {
 public:
  void draw(Canvas page, std::string stamp) {
    pages_.push_back(std::move(page));
    stamps_.push_back(std::move(stamp));
  }
  void take(const CopyContent::Sheets& sheets, const std::function<std::string()>& next_stamp) {
    flush();
    BoundPart part{sheets.pdf, {}};
    for (std::size_t i = 0; i < sheets.pages; ++i) part.stamps.push_back(next_stamp());
    parts_.push_back(std::move(part));
  }
  std::vector<BoundPart> finish() {
    flush();
    return std::move(parts_);
  }

 private:
  void flush() {
    if (pages_.empty()) return;
    parts_.push_back({pdf::printed(pages_, {}, file_title), std::move(stamps_)});
    pages_.clear();
    stamps_.clear();
  }
  std::vector<Canvas> pages_;
  std::vector<std::string> stamps_;
  std::vector<BoundPart> parts_;
};

class OneCopy {
 public:
  OneCopy(const PrintedCopy& printed, Gathering& into) : printed_(printed), copy_(printed.copy), into_(into) {
    if (needs_slip()) ++pages_;
    typed_ = typed_pages();
    pages_ += typed_.size();
    for (const auto& one : printed.content.sheets) pages_ += one.pages;
  }

  Result<void> print() {
    if (needs_slip()) CHARTA_TRY_DO(print_slip());
    for (auto& page : typed_) CHARTA_TRY_DO(print_typed(std::move(page)));
    for (const auto& one : printed_.content.sheets) into_.take(one, [this] { return stamp(++page_); });
    return {};
  }

 private:
  bool needs_slip() const { return !printed_.content.sheets.empty() || printed_.content.words.empty(); }
  std::vector<Canvas> typed_pages() const {
    if (printed_.content.words.empty()) return {};
    pdf::FlowStyle style;
    style.heading = heading_of(copy_);
    style.detail = fmt::format("{}   {}   version {}", printed_.name, place_of(copy_), copy_.version);
    const auto& problem = printed_.content.problem;
    return pdf::laid_out(printed_.content.words + (problem.empty() || needs_slip() ? "" : "\n\nNOT PRINTED HERE: " + problem),
                         style);
  }
  std::string stamp(std::size_t page) const {
    return fmt::format("{}   {}   page {} of {}{}", copy_.barcode, place_of(copy_), page, pages_,
                       copy_.replaces.is_set() ? "   replaces an earlier copy: give that one back" : "");
  }
  Result<void> print_typed(Canvas page) {
    const auto words = stamp(++page_);
    CHARTA_TRY_DO(draw_symbol(page, copy_.barcode, edge, foot));
    page.text(edge + 190, foot + 6, 8, Font::regular, words);
    into_.draw(std::move(page), words);
    return {};
  }
  Result<void> print_slip() {
    Canvas slip;
    slip.text(edge, 700, 26, Font::bold, place_of(copy_));
    slip.text(edge, 660, 16, Font::bold, heading_of(copy_));
    slip.text(edge, 636, 13, Font::regular, first_letters(printed_.name, 70));
    slip.text(edge, 612, 11, Font::regular, fmt::format("version {}, {} pages with this one", copy_.version, pages_));
    if (copy_.replaces.is_set())
      slip.text(edge, 588, 12, Font::bold, "It takes the place of an earlier copy: bring that one back.");
    CHARTA_TRY_DO(draw_symbol(slip, copy_.barcode, edge, 490, {1.6, 60}));
    slip.text(edge, 472, 12, Font::fixed, copy_.barcode);
    double y = 430;
    for (const auto& line : pdf::wrapped(pdf::printable(printed_.content.problem), 80)) {
      slip.text(edge, y, 11, Font::bold, line);
      y -= 15;
    }
    into_.draw(std::move(slip), stamp(++page_));
    return {};
  }

  const PrintedCopy& printed_;
  const Delivery& copy_;
  Gathering& into_;
  std::vector<Canvas> typed_;
  std::size_t pages_ = 0, page_ = 0;
};

}  // namespace

Result<std::vector<BoundPart>> copies_as_parts(std::vector<Canvas> front, const std::vector<PrintedCopy>& copies) {
  Gathering all;
  for (auto& page : front) all.draw(std::move(page), "run sheet");
  for (const auto& one : copies) CHARTA_TRY_DO(OneCopy(one, all).print());
  return all.finish();
}

Result<std::string> badge_as_pdf(UserId user, const std::string& name, const std::string& account) {
  constexpr pdf::PaperSize card{243, 153};  // ID-1 of ISO/IEC 7810: 85.6 by 54 mm
  Canvas canvas;
  canvas.text(16, 118, 16, Font::bold, first_letters(name, 24));
  canvas.text(16, 100, 10, Font::regular, first_letters(account, 40));
  const auto barcode = badge_barcode(user);
  CHARTA_TRY_DO(draw_symbol(canvas, barcode, 16, 36, {1.0, 44}));
  canvas.text(16, 22, 9, Font::fixed, barcode);
  return pdf::printed({canvas}, card, "Badge");
}

}  // namespace charta::floor_delivery
