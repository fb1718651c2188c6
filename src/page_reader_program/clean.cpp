// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/clean.hpp"

namespace charta::page_reader_program {

namespace {

constexpr int darkest_paper = 200, darkest_ink = 80, beside_paper = 40;
constexpr double most_between = 0.05;  // of the dots: the rims of letters, no photograph and no shading

struct Shades {
  int paper = 0;       ///< the most frequent one
  double between = 0;  ///< share of dots that are neither ink nor paper
};

Shades shades_of(const Image& grey_page) {
  NUMA* counts = pixGetGrayHistogram(grey_page.get(), 4);
  if (counts == nullptr) return {};
  float most = 0, all = 0, between = 0;
  Shades shades;
  for (int level = 0; level < 256; ++level) {
    float count = 0;
    numaGetFValue(counts, level, &count);
    all += count;
    if (count > most) most = count, shades.paper = level;
  }
  for (int level = darkest_ink; level < shades.paper - beside_paper; ++level) {
    float count = 0;
    numaGetFValue(counts, level, &count);
    between += count;
  }
  numaDestroy(&counts);
  shades.between = all > 0 ? between / all : 1;
  return shades;
}

void whiten(Pix* page, const page_reading::Box& box, int paper) {
  const int rim = pixGetDepth(page) == 1 ? 0 : 1;  // a grey speck has a lighter rim
  for (int y = box.top - rim; y < box.top + box.height + rim; ++y)
    for (int x = box.left - rim; x < box.left + box.width + rim; ++x)
      pixSetPixel(page, x, y, pixGetDepth(page) == 1 ? 0U : static_cast<l_uint32>(paper));
}

}  // namespace

std::optional<int> paper_of(const Image& page) {
  if (pixGetDepth(page.get()) == 1) return 255;
  if (pixGetDepth(page.get()) != 8 || pixGetColormap(page.get()) != nullptr) return std::nullopt;
  const auto shades = shades_of(page);
  if (shades.paper < darkest_paper || shades.between > most_between) return std::nullopt;
  return shades.paper;
}

Image cleaned(const Image& page, const Image& dark_edges, const std::vector<page_reading::Box>& specks) {
  const auto paper = paper_of(page);
  if (!paper || (!dark_edges && specks.empty())) return copy_of(page);
  auto clean = owned(pixCopy(nullptr, page.get()));
  if (!clean) return copy_of(page);
  const auto white = pixGetDepth(clean.get()) == 1 ? 0U : static_cast<l_uint32>(*paper);
  if (dark_edges) pixSetMasked(clean.get(), dark_edges.get(), white);
  for (const auto& speck : specks) whiten(clean.get(), speck, *paper);
  return clean;
}

}  // namespace charta::page_reader_program
