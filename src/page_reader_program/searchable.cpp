// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/searchable.hpp"

#include "formats/pdf/page_scan.hpp"
#include "formats/pdf/writer.hpp"
#include "page_reader_program/fax_tiff.hpp"
#include "page_reader_program/pix.hpp"

namespace charta::page_reader_program {

namespace {

using pdf::ScanImage;

std::optional<ScanImage> fax_image(std::string_view tiff) {
  auto strip = strip_of(tiff);
  if (!strip) return std::nullopt;
  auto parameters = "<< /K -1 /Columns " + std::to_string(strip->width) + " /Rows " + std::to_string(strip->height) +
                    (strip->white_is_zero ? "" : " /BlackIs1 true") + " >>";
  return ScanImage{"/CCITTFaxDecode", std::move(parameters), std::move(strip->data), strip->width, strip->height, 1, true,
                   strip->dpi};
}

/// Rows as a PDF takes them: no padding, 0 is black.
ScanImage deflated_image(const Image& image) {
  const auto plain = pixGetDepth(image.get()) == 32 ? copy_of(image) : grey(image);
  const auto width = pixGetWidth(plain.get()), height = pixGetHeight(plain.get());
  const bool is_grey = pixGetDepth(plain.get()) == 8;
  std::string rows;
  rows.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * (is_grey ? 1 : 3));
  for (int y = 0; y < height; ++y) {
    auto* line = pixGetData(plain.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(plain.get());
    for (int x = 0; x < width; ++x) {
      if (is_grey) {
        rows += static_cast<char>(GET_DATA_BYTE(line, x));
        continue;
      }
      l_int32 red = 0, green = 0, blue = 0;
      extractRGBValues(line[x], &red, &green, &blue);
      rows += static_cast<char>(red), rows += static_cast<char>(green), rows += static_cast<char>(blue);
    }
  }
  return {"/FlateDecode", "", pdf::deflated(rows), width, height, 8, is_grey, 0};
}

Result<ScanImage> scan_image(const page_reading::PageImage& page, const Bounds& bounds) {
  CHARTA_TRY(const auto image, decoded(page.bytes, bounds.most_dots));
  const auto width = pixGetWidth(image.get()), height = pixGetHeight(image.get());
  if (page.bytes.starts_with("\xFF\xD8")) {
    const auto samples = pixGetSpp(image.get());
    if (samples == 1 || samples == 3) return ScanImage{"/DCTDecode", "", page.bytes, width, height, 8, samples == 1, 0};
  }
  if (auto fax = fax_image(page.bytes)) return std::move(*fax);
  if (pixGetDepth(image.get()) == 1)
    if (auto fax = fax_image(packed(image, Packing::lossless).bytes)) return std::move(*fax);
  return deflated_image(image);
}

}  // namespace

Result<std::string> searchable_pdf_of(const std::vector<page_reading::PageImage>& pages,
                                      const std::vector<std::vector<page_reading::Word>>& words, const Bounds& bounds) {
  if (pages.size() != words.size()) return fail(ErrorKind::invalid, "Each page needs its words, or an empty list.");
  std::vector<pdf::PageScan> scans;
  for (std::size_t at = 0; at < pages.size(); ++at) {
    CHARTA_TRY(auto image, scan_image(pages[at], bounds));
    if (pages[at].dpi > 0) image.dpi = pages[at].dpi;
    if (image.dpi <= 0) image.dpi = 300;
    scans.push_back({std::move(image), words[at]});
  }
  return pdf::scanned_pages(scans);
}

}  // namespace charta::page_reader_program
