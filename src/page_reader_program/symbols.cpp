// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/symbols.hpp"

#include "page_reader_program/ocr.hpp"

#include <algorithm>
#include <functional>

namespace charta::page_reader_program {

namespace {

using page_reading::Symbol;
using Place = page_reading::Box;
using Reader = std::function<Symbols(const Image&)>;

/// Adds what was found, or who else found it. Two texts at one place stand side by side: each has the one reader that saw it.
void add(Symbols& all, const Symbols& found) {
  for (const auto& symbol : found) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const Symbol& other) {
      return other.symbology == symbol.symbology && other.text == symbol.text;
    });
    if (known == all.end()) {
      all.push_back(symbol);
    } else if (std::find(known->read_by.begin(), known->read_by.end(), symbol.read_by.front()) == known->read_by.end()) {
      known->read_by.push_back(symbol.read_by.front());
    }
  }
}

bool has_one_reader(const Symbol& symbol) {
  return symbol.read_by.size() < 2;
}

/// Reads a copy that is `scale` times as large and brings the boxes back.
Symbols read_scaled(const Image& grey, float scale, const Reader& reader) {
  const auto copy = owned(pixScale(grey.get(), scale, scale));
  if (!copy) return {};
  auto symbols = reader(copy);
  const auto back = [&](int& measure) { measure = static_cast<int>(static_cast<float>(measure) / scale); };
  for (auto& symbol : symbols) back(symbol.box.left), back(symbol.box.top), back(symbol.box.width), back(symbol.box.height);
  return symbols;
}

Symbols read_smoothed(const Image& grey, const Reader& reader) {
  const auto copy = owned(pixBlockconv(grey.get(), 1, 1));
  return copy ? reader(copy) : Symbols{};
}

/// Lone dots of a bad line or a dirty glass are taken off, then what they tore out is filled again.
Symbols read_without_specks(const Image& grey, const Reader& reader) {
  const auto opened = owned(pixCloseGray(grey.get(), 3, 3));
  const auto mended = opened ? owned(pixOpenGray(opened.get(), 3, 3)) : nullptr;
  return mended ? reader(mended) : Symbols{};
}

/// Black and white by the light of each part: a shadow over one half of a photograph is no ink.
Symbols read_binarized(const Image& grey, const Reader& reader) {
  constexpr int tile = 48;
  PIX* binary = nullptr;
  if (pixOtsuAdaptiveThreshold(grey.get(), tile, tile, 1, 1, 0.1F, nullptr, &binary) != 0 || binary == nullptr) return {};
  const auto black_and_white = owned(binary);
  const auto copy = owned(pixConvertTo8(black_and_white.get(), 0));
  return copy ? reader(copy) : Symbols{};
}

Symbols read_turned(const Image& grey, float degrees, const Reader& reader) {
  const auto copy = owned(pixRotateAMGray(grey.get(), degrees * 3.14159265F / 180, 255));
  return copy ? reader(copy) : Symbols{};
}

struct Part {
  Image image{};
  int left = 0, top = 0;
};

Part part_around(const Image& page, const Place& box, int margin) {
  Part part{nullptr, std::max(0, box.left - margin), std::max(0, box.top - margin)};
  auto* area =
      boxCreate(part.left, part.top, box.left + box.width + margin - part.left, box.top + box.height + margin - part.top);
  part.image = owned(pixClipRectangle(page.get(), area, nullptr));
  boxDestroy(&area);
  return part;
}

/// Asks the second library about the place where the first one found something: quicker than the whole page.
void read_again(Symbols& all, const Symbols& places, const Image& grey, int margin) {
  for (const auto& symbol : places) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const Symbol& other) { return other.text == symbol.text; });
    if (known != all.end() && !has_one_reader(*known)) continue;  // a sheet's other symbols of the same text
    const auto part = part_around(grey, symbol.box, margin);
    if (!part.image) continue;
    const auto reads = [&](const Symbols& found) {
      return std::any_of(found.begin(), found.end(), [&](const Symbol& other) { return other.text == symbol.text; });
    };
    auto found = read_by_zbar(part.image);
    if (!reads(found)) found = read_smoothed(part.image, read_by_zbar);
    if (!reads(found)) found = read_scaled(part.image, 2, read_by_zbar);
    if (!reads(found)) found = read_scaled(part.image, 0.5F, read_by_zbar);
    for (auto& other : found) other.box = symbol.box;
    add(all, found);
  }
}

std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) kept += c;
  return kept;
}

constexpr std::size_t shortest_printed = 6, longest_printed = 120, most_read_beside = 4;

/// The text beside or below the symbol says the same: letters and digits in a row, since that is what print and symbol share.
void read_printed_text(Symbols& all, const Image& grey, int margin) {
  std::size_t asked = 0;
  for (auto& symbol : all) {
    const auto wanted = letters_and_digits(symbol.text);
    if (!has_one_reader(symbol) || wanted.size() < shortest_printed || wanted.size() > longest_printed) continue;
    if (++asked > most_read_beside) return;
    const auto part = part_around(grey, symbol.box, margin);
    if (part.image && letters_and_digits(text_in(part.image)).find(wanted) != std::string::npos)
      symbol.read_by.emplace_back("printed-text");
  }
}

/// Bar codes whose own check is weak or absent are seen in lines of print: on a whole page such a one counts only when it is read
/// twice.
bool is_easily_imagined(const Symbol& symbol) {
  constexpr std::string_view imagined[] = {"UPC-A", "UPC-E", "EAN-8", "EAN-13", "ITF", "Codabar", "Code39", "Code93"};
  return std::find(std::begin(imagined), std::end(imagined), symbol.symbology) != std::end(imagined);
}

constexpr int whole_page = 2'000'000;  // dots: letter paper at 150 to the inch

bool is_a_whole_page(const Image& page) {
  return pixGetWidth(page.get()) > whole_page / std::max(1, pixGetHeight(page.get()));
}

int margin_of(const Image& page, double inches) {
  const auto dpi = pixGetXRes(page.get());
  return static_cast<int>(inches * (dpi > 0 ? dpi : 200));
}

bool all_are_read_twice(const Symbols& symbols) {
  return !symbols.empty() && std::none_of(symbols.begin(), symbols.end(), has_one_reader);
}

}  // namespace

Symbols symbols_of(const Image& page, Effort effort) {
  const auto plain = grey(page);
  const auto places = read_by_zxing(plain);
  Symbols all;
  add(all, places);
  read_again(all, places, plain, margin_of(page, 0.3));
  if (effort == Effort::all && !all_are_read_twice(all)) {
    for (const Reader& reader : {Reader(read_by_zxing), Reader(read_by_zbar)}) {
      add(all, read_smoothed(plain, reader));
      add(all, read_without_specks(plain, reader));
      add(all, read_scaled(plain, 0.5F, reader));
    }
    add(all, read_by_zbar(plain));
  }
  // A label or a photograph of one, on which nothing was found: small, dim, aslant.
  if (all.empty() && !is_a_whole_page(plain)) {
    for (const Reader& reader : {Reader(read_by_zxing), Reader(read_by_zbar)}) {
      for (const float scale : {2.0F, 3.0F, 0.5F})
        if (all.empty()) add(all, read_scaled(plain, scale, reader));
      if (all.empty()) add(all, read_smoothed(plain, reader));
      if (all.empty()) add(all, read_binarized(plain, reader));
      for (const float degrees : {20.0F, -20.0F, 45.0F})
        if (all.empty()) add(all, read_turned(plain, degrees, reader));
    }
  }
  if (is_a_whole_page(plain))
    std::erase_if(all, [](const Symbol& symbol) { return has_one_reader(symbol) && is_easily_imagined(symbol); });
  read_printed_text(all, plain, margin_of(page, 0.5));
  return all;
}

}  // namespace charta::page_reader_program
