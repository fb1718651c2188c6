// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/clean.hpp"

#include <algorithm>

namespace charta::page_reader_program {

namespace {

constexpr double thinnest_edge = 2;    // millimetres: a frame or a rule of a form is thinner
constexpr double shortest_edge = 25;   // millimetres along the page's very edge
constexpr double rim = 1;              // millimetres that count as the very edge
constexpr double letter = 0.5;         // millimetres: a white patch of that size in the dark may be one
constexpr double largest_letter = 12;  // millimetres; larger is paper inside a dark frame
constexpr double about_the_dark = 2;   // millimetres around it in which white letters are looked for
constexpr double roughness = 1;        // millimetres by which the rim of the dark may stand out
constexpr int part_of_the_page = 10;   // it ends in the outer tenth

/// The page at a quarter of its dots, or at all of them where it has few.
struct Small {
  Image image{};
  int scale = 1;
  double dots_a_millimetre = 1;
  int dots(double millimetres) const { return std::max(1, static_cast<int>(millimetres * dots_a_millimetre + 0.5)); }
  int width() const { return pixGetWidth(image.get()); }
  int height() const { return pixGetHeight(image.get()); }
};

Small small_page(const Image& binary) {
  const auto dpi = std::max(72, pixGetXRes(binary.get()));
  const int scale = dpi >= 250 ? 4 : dpi >= 150 ? 2 : 1;
  return {owned(pixReduceRankBinaryCascade(binary.get(), scale > 1 ? 2 : 0, scale > 2 ? 2 : 0, 0, 0)), scale, dpi / 25.4 / scale};
}

Image opened(const Small& page, double across, double down) {
  return owned(pixOpenBrick(nullptr, page.image.get(), page.dots(across), page.dots(down)));
}

/// Dark bars that lie along the four very edges.
Image bars_at_the_edges(const Small& page) {
  auto found = owned(pixCreateTemplate(page.image.get()));
  const auto lying = opened(page, shortest_edge, rim), standing = opened(page, rim, shortest_edge);
  const int w = page.width(), h = page.height(), thin = page.dots(rim);
  const auto take = [&](const Image& bars, int x, int y, int across, int down) {
    pixRasterop(found.get(), x, y, across, down, PIX_SRC | PIX_DST, bars.get(), x, y);
  };
  take(lying, 0, 0, w, thin), take(lying, 0, h - thin, w, thin);
  take(standing, 0, 0, thin, h), take(standing, w - thin, 0, thin, h);
  return found;
}

long dots_of(const Image& image) {
  l_int32 count = 0;
  if (image) pixCountPixels(image.get(), &count, nullptr);
  return count;
}

bool is_empty(const Image& image) {
  return dots_of(image) == 0;
}

bool reaches_into_the_page(const Image& dark) {
  const int w = pixGetWidth(dark.get()), h = pixGetHeight(dark.get());
  const int left = w / part_of_the_page, top = h / part_of_the_page;
  auto* area = boxCreate(left, top, w - 2 * left, h - 2 * top);
  const auto inner = owned(pixClipRectangle(dark.get(), area, nullptr));
  boxDestroy(&area);
  return !is_empty(inner);
}

/// White patches as large as letters, closed in by ink, on it or near it.
bool holds_letters(const Small& page, const Image& dark) {
  const int side = 2 * page.dots(about_the_dark) + 1;
  const auto about = owned(pixDilateBrick(nullptr, dark.get(), side, side));
  const auto holes = owned(pixHolesByFilling(page.image.get(), 4));
  BOXA* boxes = holes ? pixConnCompBB(holes.get(), 8) : nullptr;
  bool found = boxes == nullptr;
  for (int at = 0; boxes != nullptr && at < boxaGetCount(boxes) && !found; ++at) {
    l_int32 x = 0, y = 0, w = 0, h = 0, inked = 0;
    boxaGetBoxGeometry(boxes, at, &x, &y, &w, &h);
    if (std::max(w, h) < page.dots(letter) || std::max(w, h) > page.dots(largest_letter)) continue;
    auto* patch = boxCreate(x, y, w, h);
    pixCountPixelsInRect(about.get(), patch, &inked, nullptr);
    boxDestroy(&patch);
    found = inked > 0;
  }
  boxaDestroy(&boxes);
  return found;
}

/// What touches the dark and does not reach further than `roughness` from it: its rough rim, never a letter as a whole.
Image rough_rim(const Small& page, const Image& dark, const Image& rest) {
  const int side = 2 * page.dots(roughness) + 1;
  const auto about = owned(pixDilateBrick(nullptr, dark.get(), side, side)),
             next = owned(pixDilateBrick(nullptr, dark.get(), 3, 3));
  const auto reaching = owned(pixSubtract(nullptr, rest.get(), about.get()));
  const auto further = owned(pixSeedfillBinary(nullptr, reaching.get(), rest.get(), 8));
  const auto near = owned(pixSubtract(nullptr, rest.get(), further.get()));
  const auto touching = owned(pixAnd(nullptr, near.get(), next.get()));
  return owned(pixSeedfillBinary(nullptr, touching.get(), near.get(), 8));
}

Image at_full_size(const Small& small, const Image& dark, const Image& page, int grown) {
  const auto large = owned(pixExpandReplicate(dark.get(), small.scale));
  auto mask = owned(pixCreate(pixGetWidth(page.get()), pixGetHeight(page.get()), 1));
  if (!large || !mask) return {};
  pixRasterop(mask.get(), 0, 0, pixGetWidth(large.get()), pixGetHeight(large.get()), PIX_SRC, large.get(), 0, 0);
  return owned(pixDilateBrick(nullptr, mask.get(), 2 * grown + 1, 2 * grown + 1));
}

/// The dark with its rough and grey rim, and not a dot of what else there is.
Image whole_dark(const Small& small, const Image& dark, const Image& page) {
  const auto rest = owned(pixSubtract(nullptr, small.image.get(), dark.get()));
  const auto rim_too = owned(pixOr(nullptr, dark.get(), rough_rim(small, dark, rest).get()));
  const auto others = owned(pixSubtract(nullptr, small.image.get(), rim_too.get()));
  const auto white =
      at_full_size(small, rim_too, page, small.scale);  // its grey rim, and what the smaller page left out at its end
  const auto kept = at_full_size(small, others, page, small.scale / 2);
  return white && kept ? owned(pixSubtract(nullptr, white.get(), kept.get())) : Image();
}

}  // namespace

Image dark_edges_of(const Image& page, const Image& binary) {
  const auto small = small_page(binary);
  if (!small.image) return {};
  const auto bars = bars_at_the_edges(small);
  if (is_empty(bars) || !paper_of(page)) return {};
  const auto solid = opened(small, thinnest_edge, thinnest_edge);
  const auto seeds = owned(pixAnd(nullptr, bars.get(), solid.get()));
  const auto thin_ends_too = owned(pixOr(nullptr, bars.get(), solid.get()));
  const auto dark = owned(pixSeedfillBinary(nullptr, seeds.get(), thin_ends_too.get(), 4));
  if (is_empty(dark) || reaches_into_the_page(dark) || holds_letters(small, dark)) return {};
  return whole_dark(small, dark, page);
}

}  // namespace charta::page_reader_program
