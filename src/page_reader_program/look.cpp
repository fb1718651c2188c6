// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/look.hpp"

#include "formats/cover_sheet/cover_sheet.hpp"
#include "page_reader_program/clean.hpp"
#include "page_reader_program/straighten.hpp"
#include "page_reader_program/symbols.hpp"

#include <algorithm>

namespace charta::page_reader_program {

namespace {

constexpr int thumbnail_side = 240;
constexpr double inked_page = 0.0001;  // a ninetieth of a square inch of ink on letter paper: a few letters

/// Grey or coloured, its longer side `thumbnail_side`.
Image small_of(const Image& page) {
  const auto width = pixGetWidth(page.get()), height = pixGetHeight(page.get());
  const auto scale = static_cast<float>(thumbnail_side) / static_cast<float>(std::max(width, height));
  auto small = owned(pixGetDepth(page.get()) == 1 ? pixScaleToGray(page.get(), std::min(scale, 0.99F))
                                                  : pixScaleAreaMap(page.get(), scale, scale));
  return small ? std::move(small) : copy_of(page);
}

/// Whether each of 16 by 16 fields is darker than its right neighbour: what a second scan of the same sheet keeps.
std::string likeness_of(const Image& thumbnail) {
  constexpr int side = 16;
  const auto grey = owned(pixConvertTo8(thumbnail.get(), 0));
  const auto fields = grey ? owned(pixScaleToSize(grey.get(), side + 1, side)) : Image();
  if (!fields) return {};
  std::string text;
  for (int y = 0; y < side; ++y)
    for (int four = 0; four < side; four += 4) {
      unsigned digit = 0;
      for (int x = four; x < four + 4; ++x) {
        l_uint32 here = 0, right = 0;
        pixGetPixel(fields.get(), x, y, &here), pixGetPixel(fields.get(), x + 1, y, &right);
        digit = digit * 2 + (here < right ? 1U : 0U);
      }
      text += "0123456789abcdef"[digit];
    }
  return text;
}

/// One bit a dot at about 100 to the inch, margins and lone specks left out: what of a page is written on.
Image writing_of(const Image& binary) {
  const auto width = pixGetWidth(binary.get()), height = pixGetHeight(binary.get());
  auto* area = boxCreate(width / 25, height / 25, width - 2 * (width / 25), height - 2 * (height / 25));
  const auto inside = owned(pixClipRectangle(binary.get(), area, nullptr));
  boxDestroy(&area);
  const auto dpi = pixGetXRes(binary.get());
  return owned(pixReduceRankBinaryCascade(inside.get(), dpi >= 150 ? 2 : 0, dpi >= 250 ? 2 : 0, 0, 0));
}

double ink_of(const Image& writing) {
  l_int32 dots = 0;
  pixCountPixels(writing.get(), &dots, nullptr);
  return dots / (static_cast<double>(pixGetWidth(writing.get())) * pixGetHeight(writing.get()));
}

/// What is left of `small` when only bars of three inches and more stay.
Boxa* long_bars(const Image& small, int unit) {
  const auto closed = owned(pixCloseBrick(nullptr, small.get(), 5, 3));
  const auto bars = owned(pixOpenCompBrick(nullptr, closed.get(), 3 * unit, std::max(2, unit / 16)));
  return pixConnComp(bars.get(), nullptr, 8);
}

/// A bar is black throughout; a line of small print that closing made one piece is not.
bool is_solid(const Image& small, Boxa* boxes, int which) {
  constexpr double least_of_a_bar = 0.65;  // faxed, speckled and stained ones keep more, dense print has less than half
  l_int32 x = 0, y = 0, width = 0, height = 0, dots = 0;
  boxaGetBoxGeometry(boxes, which, &x, &y, &width, &height);
  Box* box = boxCreate(x, y, width, height);
  const auto part = owned(pixClipRectangle(small.get(), box, nullptr));
  boxDestroy(&box);
  if (!part) return true;  // in doubt a person is asked
  pixCountPixels(part.get(), &dots, nullptr);
  return dots >= least_of_a_bar * width * height;
}

/// Two bars of one length, a third of an inch from top to top.
bool are_a_pair(Boxa* boxes, int one, int other, int unit) {
  l_int32 x1 = 0, y1 = 0, w1 = 0, h1 = 0, x2 = 0, y2 = 0, w2 = 0, h2 = 0;
  boxaGetBoxGeometry(boxes, one, &x1, &y1, &w1, &h1);
  boxaGetBoxGeometry(boxes, other, &x2, &y2, &w2, &h2);
  const auto apart = std::abs(y2 - y1);
  return std::abs(w1 - w2) < unit && h1 < unit / 2 && h2 < unit / 2 && apart > unit / 6 && apart < unit / 2;
}

bool has_a_pair_of_bars(const Image& small, int unit) {
  Boxa* boxes = long_bars(small, unit);
  bool found = false;
  const auto count = boxaGetCount(boxes);
  for (int one = 0; one < count; ++one)
    for (int other = one + 1; other < count; ++other)
      found = found || (are_a_pair(boxes, one, other, unit) && is_solid(small, boxes, one) && is_solid(small, boxes, other));
  boxaDestroy(&boxes);
  return found;
}

/// Separator sheets carry two pairs of thick bars, at the top and at the bottom, over most of their width
/// (formats/cover_sheet/sheet_pages.cpp). One pair is enough here, lying or standing: torn, faxed and stained sheets keep that
/// much.
bool has_sheet_marks(const Image& binary) {
  const auto dpi = std::max(72, pixGetXRes(binary.get()));
  const auto small = owned(pixReduceRankBinaryCascade(binary.get(), dpi >= 150 ? 2 : 0, dpi >= 250 ? 2 : 0, 0, 0));
  if (!small) return false;
  const auto unit = dpi >= 250 ? dpi / 4 : dpi >= 150 ? dpi / 2 : dpi;  // dots to the inch now
  return has_a_pair_of_bars(small, unit) || has_a_pair_of_bars(owned(pixRotateOrth(small.get(), 1)), unit);
}

bool is_a_sheet(const page_reading::Symbol& symbol) {
  const auto sheet = cover_sheet::sheet_of(symbol.text);
  return sheet && *sheet;
}

bool has_a_sheet_read_twice(const Symbols& symbols) {
  return std::any_of(symbols.begin(), symbols.end(),
                     [](const auto& symbol) { return is_a_sheet(symbol) && symbol.read_by.size() > 1; });
}

/// Other dots than those that came; `cleaned_alone`: not one was moved, so none is to get worse by being packed.
page_reading::PageImage packed_anew(const page_reading::PageImage& page, const Image& image, bool cleaned_alone) {
  if (!cleaned_alone) return packed(image, Packing::display);
  return page.bytes.starts_with("\xFF\xD8") ? packed_jpeg(image, 95) : packed(image, Packing::lossless);
}

page_reading::PageImage image_of(const page_reading::PageImage& page, const Straightened& straight, bool cleaned) {
  if (straight.changed || cleaned) return packed_anew(page, straight.image, !straight.changed);
  auto same = page;
  same.width = pixGetWidth(straight.image.get()), same.height = pixGetHeight(straight.image.get());
  same.dpi = pixGetXRes(straight.image.get());
  return same;
}

/// What people see and what is filed and read; never what symbols are read from. Whether anything was taken off.
bool take_dust_off(Straightened& straight, const Image& binary) {
  auto clean = cleaned(straight.image, straight.dark_edges, specks_of(straight.image, binary));
  const bool is_another = clean.get() != straight.image.get();
  straight.image = std::move(clean);
  return is_another;
}

}  // namespace

Result<page_reading::PageFindings> look_at(const page_reading::PageImage& page, const Bounds& bounds) {
  CHARTA_TRY(auto arrived, decoded(page.bytes, bounds.most_dots));
  const auto before = pixGetHeight(arrived.get());
  auto square = with_square_dots(std::move(arrived), page.dpi);
  const bool drawn_out = pixGetHeight(square.get()) != before;
  auto straight = straightened(std::move(square), has_sheet_marks);
  straight.changed = straight.changed || drawn_out;
  const auto binary = black_and_white(straight.image);

  page_reading::PageFindings found;
  found.width = pixGetWidth(straight.image.get()), found.height = pixGetHeight(straight.image.get());
  found.dpi = pixGetXRes(straight.image.get());
  found.skew_degrees = straight.skew_degrees, found.turned_degrees = straight.turned_degrees;
  found.ink = ink_of(writing_of(binary));
  found.blank = found.ink < inked_page;
  found.sheet_marks = !found.blank && has_sheet_marks(binary);
  if (!found.blank) {
    found.symbols = symbols_of(straight.image, Effort::usual);
    if (found.sheet_marks && !has_a_sheet_read_twice(found.symbols)) found.symbols = symbols_of(straight.image, Effort::all);
  }
  const bool dust = !found.blank && !found.sheet_marks && take_dust_off(straight, binary);
  found.straightened = image_of(page, straight, dust);
  const auto small = small_of(straight.image);
  found.thumbnail = packed_jpeg(small, 75);
  found.likeness = likeness_of(small);
  return found;
}

Result<page_reading::PageImage> turned_page(const page_reading::PageImage& page, int degrees, const Bounds& bounds) {
  if (degrees != 90 && degrees != 180 && degrees != 270)
    return fail(ErrorKind::invalid, "A page is turned by 90, 180 or 270 degrees.");
  CHARTA_TRY(auto image, decoded(page.bytes, bounds.most_dots));
  if (page.dpi > 0) pixSetResolution(image.get(), page.dpi, page.dpi);
  return packed(turned({std::move(image)}, degrees).image, Packing::lossless);
}

}  // namespace charta::page_reader_program
