// SPDX-License-Identifier: Apache-2.0
#define ZX_USE_UTF8 1
#include "formats/page_reading/wire.hpp"
#include "page_reader_program/pipe.hpp"
#include "page_reader_program/symbols.hpp"

#include <ZXing/ReadBarcode.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace charta::page_reader_program {

namespace {

using page_reading::Box;

std::vector<unsigned char> rows_of(const Image& grey) {
  const auto width = pixGetWidth(grey.get()), height = pixGetHeight(grey.get());
  std::vector<unsigned char> rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const auto in_order =
      owned(pixEndianByteSwapNew(grey.get()));  // leptonica keeps four dots in a word, the first in its highest byte
  for (int y = 0; y < height; ++y)
    std::memcpy(rows.data() + static_cast<std::ptrdiff_t>(y) * width,
                pixGetData(in_order.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(in_order.get()),
                static_cast<std::size_t>(width));
  return rows;
}

bool is_black_and_white(const std::vector<unsigned char>& rows) {
  return std::all_of(rows.begin(), rows.end(), [](unsigned char dot) { return dot == 0 || dot == 255; });
}

Box box_of(const ZXing::Position& corners) {
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  return {left, top, right - left + 1, bottom - top + 1};
}

Symbols read_here(const Image& grey, std::uint8_t most) {
  using ZXing::BarcodeFormat;
  const auto rows = rows_of(grey);
  ZXing::DecodeHints hints;
  hints.setFormats(BarcodeFormat::QRCode | BarcodeFormat::Code128 | BarcodeFormat::DataMatrix | BarcodeFormat::PDF417 |
                   BarcodeFormat::Code39 | BarcodeFormat::Code93 | BarcodeFormat::Codabar | BarcodeFormat::ITF |
                   BarcodeFormat::EAN13 | BarcodeFormat::EAN8 | BarcodeFormat::UPCA | BarcodeFormat::UPCE | BarcodeFormat::Aztec);
  hints.setMaxNumberOfSymbols(most);
  if (is_black_and_white(rows))
    hints.setBinarizer(ZXing::Binarizer::FixedThreshold);  // no shade to weigh, at a third of the time
  Symbols symbols;
  const ZXing::ImageView view(rows.data(), pixGetWidth(grey.get()), pixGetHeight(grey.get()), ZXing::ImageFormat::Lum);
  for (const auto& found : ZXing::ReadBarcodes(view, hints))
    if (found.isValid()) symbols.push_back({ZXing::ToString(found.format()), found.text(), box_of(found.position()), {"zxing"}});
  return symbols;
}

/// Twelve equal labels are a page of the library's own undoing (1.4: an assertion when one linear code stands there several
/// times). One symbol at a time it reads: each that was found is whitened, with what of its bars stands above and below the lines
/// read.
Symbols read_one_by_one(const Image& grey) {
  constexpr int most = 24;
  const auto left = owned(pixCopy(nullptr, grey.get()));
  Symbols symbols;
  for (int number = 0; left && number < most; ++number) {
    auto found = read_here(left, 1);
    if (found.empty()) break;
    const auto& box = found.front().box;
    const int above = box.width / 3;
    auto* area = boxCreate(std::max(0, box.left), std::max(0, box.top - above), box.width, box.height + 2 * above);
    pixSetInRect(left.get(), area);
    boxDestroy(&area);
    symbols.push_back(std::move(found.front()));
  }
  return symbols;
}

constexpr std::uint8_t every_symbol = 0xff;
Symbols read_all(const Image& grey) {
  return read_here(grey, every_symbol);
}

using Way = Symbols (*)(const Image&);

[[noreturn]] void read_and_send(const Image& grey, Way way, int out) {
  page_reading::Answer answer;
  answer.findings.symbols = way(grey);
  ::_exit(send_all(out, page_reading::encode(answer)) ? 0 : 1);
}

/// In a process of its own: nothing when the library ended it.
std::optional<Symbols> read_apart(const Image& grey, Way way) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  const auto process = ::fork();
  if (process == 0) read_and_send(grey, way, ends[1]);
  ::close(ends[1]);
  const auto sent = process > 0 ? all_of(ends[0], std::size_t{1} << 22U) : std::nullopt;
  ::close(ends[0]);
  int ended = 0;
  while (process > 0 && ::waitpid(process, &ended, 0) < 0 && errno == EINTR) {
  }
  if (process <= 0 || !WIFEXITED(ended)) return std::nullopt;
  auto answer = page_reading::answer_of(sent.value_or(""));
  if (!answer) return std::nullopt;
  return std::move(answer->findings.symbols);
}

}  // namespace

Symbols read_by_zxing(const Image& grey) {
  auto symbols = read_apart(grey, read_all);
  if (!symbols) symbols = read_apart(grey, read_one_by_one);
  return symbols ? std::move(*symbols) : Symbols{};
}

}  // namespace charta::page_reader_program
