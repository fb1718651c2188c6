// SPDX-License-Identifier: Apache-2.0
// A point of 6-point print is as small as a speck. What tells them apart is what stands beside them, so size is asked first and
// company decides.
#include "page_reader_program/clean.hpp"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace charta::page_reader_program {

namespace {

using page_reading::Box;
using Boxes = std::vector<Box>;

constexpr int coarsest_dpi = 150;           // below that a speck and a point are one dot each
constexpr double largest_speck = 0.25;      // millimetres on its longer side; the point of 11-point print has 0.4
constexpr double from_writing = 2.5;        // millimetres to anything larger: a typewriter's cell
constexpr int times_its_size = 10;          // or so far, if that is more
constexpr double from_each_other = 1.5;     // millimetres: strokes of a pencil and screens of a printer come in grains
constexpr double along_a_line = 6;          // millimetres to each side in which two more on the same line make a dotted line
constexpr double off_the_line = 0.4;        // millimetres up or down in which they are on it
constexpr std::size_t most_grains = 20000;  // more of them are a printed screen, not dust
constexpr double fewest_a_square_inch = 1;
constexpr double in_each_quarter = 0.05;  // of the specks: dust lies all over a page, what is on a part of it may be a chart
constexpr l_uint32 blackest_rim = 64;     // a grey dot may be of a pencil

/// Boxes by the square of the page that they begin in.
class Neighbours {
 public:
  Neighbours(const Boxes& boxes, int square) : boxes_(boxes), square_(std::max(1, square)) {
    for (std::size_t at = 0; at < boxes.size(); ++at)
      squares_[key(boxes[at].left / square_, boxes[at].top / square_)].push_back(at);
  }
  /// How many others begin within so many dots of `box`, across and down.
  int within(const Box& box, int across, int down) const {
    int count = -1;  // itself
    for (int row = (box.top - down) / square_ - 1; row <= (box.top + down) / square_; ++row)
      for (int column = (box.left - across) / square_ - 1; column <= (box.left + across) / square_; ++column)
        count += in_square(key(column, row), box, across, down);
    return count;
  }

 private:
  static long key(int column, int row) { return row * 100000L + column; }
  int in_square(long square, const Box& box, int across, int down) const {
    const auto found = squares_.find(square);
    if (found == squares_.end()) return 0;
    return static_cast<int>(std::count_if(found->second.begin(), found->second.end(), [&](std::size_t at) {
      return std::abs(boxes_[at].left - box.left) <= across && std::abs(boxes_[at].top - box.top) <= down;
    }));
  }
  const Boxes& boxes_;
  int square_;
  std::unordered_map<long, std::vector<std::size_t>> squares_{};
};

struct Measure {
  int dpi = 300;
  int dots(double millimetres) const { return std::max(1, static_cast<int>(millimetres * dpi / 25.4 + 0.5)); }
};

Boxes grains_of(const Image& binary, int largest) {
  BOXA* found = pixConnCompBB(binary.get(), 8);
  Boxes grains;
  for (int at = 0; found != nullptr && at < boxaGetCount(found) && grains.size() <= most_grains; ++at) {
    l_int32 x = 0, y = 0, w = 0, h = 0;
    boxaGetBoxGeometry(found, at, &x, &y, &w, &h);
    if (w <= largest && h <= largest) grains.push_back({x, y, w, h});
  }
  boxaDestroy(&found);
  return grains;
}

/// What is no grain, grown by so many dots to each side.
Image about_writing(const Image& binary, const Boxes& grains, int dots) {
  auto writing = owned(pixCopy(nullptr, binary.get()));
  for (const auto& grain : grains)
    pixRasterop(writing.get(), grain.left, grain.top, grain.width, grain.height, PIX_CLR, nullptr, 0, 0);
  const auto small = owned(pixReduceRankBinaryCascade(writing.get(), 1, 1, 0, 0));
  const int side = 2 * (dots / 4 + 2) + 1;
  return small ? owned(pixDilateBrick(nullptr, small.get(), side, side)) : Image();
}

bool is_on(const Image& small, const Box& grain) {
  l_uint32 dot = 1;
  const int x = std::min(grain.left / 4, pixGetWidth(small.get()) - 1),
            y = std::min(grain.top / 4, pixGetHeight(small.get()) - 1);
  pixGetPixel(small.get(), x, y, &dot);
  return dot != 0;
}

/// On a grey page: black itself, and nothing but paper around it as far as `dots`.
bool stands_on_bare_paper(const Image& page, const Box& grain, int dots, int paper) {
  if (pixGetDepth(page.get()) == 1) return true;
  l_uint32 darkest = 255;
  for (int y = grain.top - dots; y < grain.top + grain.height + dots; ++y)
    for (int x = grain.left - dots; x < grain.left + grain.width + dots; ++x) {
      l_uint32 dot = 255;
      if (pixGetPixel(page.get(), x, y, &dot) != 0) continue;
      const bool is_its_own =
          x >= grain.left - 1 && y >= grain.top - 1 && x <= grain.left + grain.width && y <= grain.top + grain.height;
      if (is_its_own)
        darkest = std::min(darkest, dot);
      else if (static_cast<int>(dot) < paper - 40)
        return false;
    }
  return darkest < blackest_rim;
}

bool is_alone(const Neighbours& grains, const Box& grain, const Measure& in) {
  const int apart = in.dots(from_each_other), along = in.dots(along_a_line), off = in.dots(off_the_line);
  return grains.within(grain, apart, apart) == 0 && grains.within(grain, along, off) < 2 && grains.within(grain, off, along) < 2;
}

bool lie_all_over(const Boxes& specks, const Image& page) {
  std::size_t quarters[4] = {};
  const int middle = pixGetWidth(page.get()) / 2, half_way = pixGetHeight(page.get()) / 2;
  for (const auto& speck : specks) ++quarters[(speck.left < middle ? 0 : 1) + (speck.top < half_way ? 0 : 2)];
  const auto least = in_each_quarter * static_cast<double>(specks.size());
  return std::all_of(quarters, quarters + 4, [&](std::size_t count) { return static_cast<double>(count) >= least; });
}

}  // namespace

Boxes specks_of(const Image& page, const Image& binary) {
  const Measure in{pixGetXRes(binary.get())};
  const auto paper = in.dpi >= coarsest_dpi ? paper_of(page) : std::nullopt;
  if (!paper) return {};
  const double inches = static_cast<double>(pixGetWidth(page.get())) * pixGetHeight(page.get()) / in.dpi / in.dpi;
  const auto fewest = static_cast<std::size_t>(fewest_a_square_inch * inches) + 1;
  const auto grains = grains_of(binary, in.dots(largest_speck));
  if (grains.size() < fewest || grains.size() > most_grains) return {};
  const auto writing = about_writing(binary, grains, std::max(in.dots(from_writing), times_its_size * in.dots(largest_speck)));
  if (!writing) return {};
  const Neighbours neighbours(grains, in.dots(from_each_other));
  Boxes specks;
  std::copy_if(grains.begin(), grains.end(), std::back_inserter(specks), [&](const Box& grain) {
    return !is_on(writing, grain) && is_alone(neighbours, grain, in) &&
           stands_on_bare_paper(page, grain, in.dots(from_each_other) / 2, *paper);
  });
  return specks.size() < fewest || !lie_all_over(specks, page) ? Boxes() : specks;
}

}  // namespace charta::page_reader_program
