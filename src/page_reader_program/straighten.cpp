// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/straighten.hpp"

#include "page_reader_program/clean.hpp"
#include "page_reader_program/ocr.hpp"

#include <algorithm>
#include <cmath>

namespace charta::page_reader_program {

namespace {

constexpr float radians = 3.14159265F / 180;
constexpr float most_skew = 10, least_skew = 0.1F;
constexpr float sure_of_skew = 3;  // leptonica: the ratio of the best to the worst alignment of lines; above 3 it can be trusted

struct Skew {
  float degrees = 0, sure = 0;
};

Skew skew_of(const Image& binary) {
  const auto dpi = std::max(1, pixGetXRes(binary.get()));
  const int sweep = dpi >= 150 ? 4 : 2, search = dpi >= 150 ? 2 : 1;
  Skew skew;
  if (pixFindSkewSweepAndSearch(binary.get(), &skew.degrees, &skew.sure, sweep, search, most_skew, 1.0F, 0.02F) != 0) return {};
  return skew;
}

int nearest_usual_dpi(int longer_side) {
  const double fits = longer_side / 11.0;
  int best = 300;
  for (const int dpi : {72, 100, 150, 200, 300, 400, 600, 1200})
    if (std::abs(std::log(dpi / fits)) < std::abs(std::log(best / fits))) best = dpi;
  return best;
}

/// The letters' ascenders tell up from down; about a twentieth of the time that reading them takes. 150 dots to the inch are
/// enough for them and four times quicker than 300.
std::optional<int> turn_by_ascenders(const Image& binary) {
  float up = 0, left = 0;
  const auto small = pixGetXRes(binary.get()) >= 250 ? owned(pixReduceRankBinary2(binary.get(), 2, nullptr)) : copy_of(binary);
  if (!small || pixOrientDetect(small.get(), &up, &left, 0, 0) != 0) return std::nullopt;
  l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
  makeOrientDecision(up, left, 0, 0, &orientation, 0);
  switch (orientation) {
    case L_TEXT_ORIENT_UP:
      return 0;
    case L_TEXT_ORIENT_LEFT:
      return 90;
    case L_TEXT_ORIENT_DOWN:
      return 180;
    case L_TEXT_ORIENT_RIGHT:
      return 270;
    default:
      return std::nullopt;
  }
}

Image rotated(const Image& page, float degrees) {
  const auto white = L_BRING_IN_WHITE;
  const auto how = pixGetDepth(page.get()) == 1 ? L_ROTATE_SHEAR : L_ROTATE_AREA_MAP;
  auto* pix = pixRotate(page.get(), degrees * radians, how, white, 0, 0);
  return pix == nullptr ? copy_of(page) : owned(pix);
}

Image turned_by(const Image& page, int degrees) {
  return owned(pixRotateOrth(page.get(), degrees / 90));
}

/// How many rows or columns from the very edge are nearly all ink: the scanner's lid, not the paper, and no bar that is printed
/// near the edge. At most a tenth of the page.
int black_edge(NUMA* counts, int across, bool from_the_end) {
  const int lines = numaGetCount(counts);
  int edge = 0;
  for (int at = 0; at < lines / 10; ++at) {
    float ink = 0;
    numaGetFValue(counts, from_the_end ? lines - 1 - at : at, &ink);
    if (ink > 0.7F * static_cast<float>(across))
      edge = at + 1;
    else if (at > edge + 3)
      break;
  }
  return edge;
}

Image without_black_edges(const Image& page, const Image& binary) {
  const auto width = pixGetWidth(binary.get()), height = pixGetHeight(binary.get());
  NUMA* rows = pixCountPixelsByRow(binary.get(), nullptr);
  NUMA* columns = pixCountPixelsByColumn(binary.get());
  const int top = black_edge(rows, width, false), bottom = black_edge(rows, width, true);
  const int left = black_edge(columns, height, false), right = black_edge(columns, height, true);
  numaDestroy(&rows), numaDestroy(&columns);
  const auto within = [](int edge, int size) { return edge > 0 && edge < size / 10; };
  if (!within(top, height) && !within(bottom, height) && !within(left, width) && !within(right, width)) return copy_of(page);
  auto* area = boxCreate(left, top, width - left - right, height - top - bottom);
  auto* pix = pixClipRectangle(page.get(), area, nullptr);
  boxDestroy(&area);
  return pix == nullptr ? copy_of(page) : owned(pix);
}

Straightened unskewed(Straightened page, const Image& binary) {
  auto skew = skew_of(binary);
  int turn = 0;
  // Lines that run down the page say nothing of the skew: the page is asked again lying on its side.
  if (skew.sure < sure_of_skew) {
    const auto on_its_side = skew_of(turned_by(binary, 90));
    if (on_its_side.sure >= sure_of_skew && on_its_side.sure > 1.5F * skew.sure) skew = on_its_side, turn = 90;
  }
  if (turn != 0) page = turned(std::move(page), turn);
  if (skew.sure < sure_of_skew || std::abs(skew.degrees) < least_skew) return page;
  page.image = rotated(page.image, skew.degrees);
  if (page.dark_edges) page.dark_edges = rotated(page.dark_edges, skew.degrees);
  page.skew_degrees = skew.degrees, page.changed = true;
  return page;
}

}  // namespace

Image with_square_dots(Image page, int dpi) {
  const auto across = pixGetXRes(page.get()), down = pixGetYRes(page.get());
  if (across > 0 && down > 0 && std::abs(across - down) > across / 20) {
    const auto most = static_cast<float>(std::max(across, down));
    auto* pix = pixScale(page.get(), most / static_cast<float>(across), most / static_cast<float>(down));
    if (pix != nullptr) page = owned(pix);
    pixSetResolution(page.get(), static_cast<int>(most), static_cast<int>(most));
  } else if (dpi > 0 || across <= 0) {
    const auto known = dpi > 0 ? dpi : nearest_usual_dpi(std::max(pixGetWidth(page.get()), pixGetHeight(page.get())));
    pixSetResolution(page.get(), known, known);
  }
  return page;
}

Straightened turned(Straightened page, int degrees) {
  if (degrees % 360 == 0) return page;
  page.image = turned_by(page.image, degrees);
  if (page.dark_edges) page.dark_edges = turned_by(page.dark_edges, degrees);
  page.turned_degrees = (page.turned_degrees + degrees) % 360;
  page.changed = true;
  return page;
}

Straightened straightened(Image page, bool (*is_a_sheet)(const Image&)) {
  const auto arrived = black_and_white(page);
  auto cropped = without_black_edges(page, arrived);
  const bool was_cropped =
      pixGetWidth(cropped.get()) != pixGetWidth(page.get()) || pixGetHeight(cropped.get()) != pixGetHeight(page.get());
  const auto binary = was_cropped ? black_and_white(cropped) : copy_of(arrived);
  auto dark_edges = dark_edges_of(cropped, binary);
  auto straight = unskewed({std::move(cropped), 0, 0, was_cropped, std::move(dark_edges)}, binary);
  const auto upright = straight.changed ? black_and_white(straight.image) : copy_of(binary);
  auto turn = turn_by_ascenders(upright);
  // A separator's symbols are read whichever way it lies; asking the letters takes seconds where it is speckled.
  if (!turn && !is_a_sheet(upright)) turn = turn_by_letters(upright);
  return turned(std::move(straight), turn.value_or(0));
}

}  // namespace charta::page_reader_program
