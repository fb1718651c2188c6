// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/fax_tiff.hpp"
#include "page_reader_program/pages.hpp"
#include "page_reader_program/poppler.hpp"
#include "page_reader_program/scanned_page.hpp"

#include <algorithm>
#include <cmath>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace charta::page_reader_program {

namespace {

using page_reading::PageImage;

constexpr int usual_dpi = 300, least_dpi = 72, most_dpi = 600;

std::string bytes_of(const std::shared_ptr<Buffer>& buffer) {
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

int integer(QPDFObjectHandle dictionary, const std::string& key, int otherwise) {
  auto value = dictionary.isDictionary() ? dictionary.getKey(key) : QPDFObjectHandle::newNull();
  return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}

bool is_true(QPDFObjectHandle dictionary, const std::string& key) {
  auto value = dictionary.isDictionary() ? dictionary.getKey(key) : QPDFObjectHandle::newNull();
  return value.isBool() && value.getBoolValue();
}

/// 1 grey, 3 colours, 0 anything else.
int colours_of(QPDFObjectHandle space) {
  if (space.isName()) return space.getName() == "/DeviceGray" ? 1 : space.getName() == "/DeviceRGB" ? 3 : 0;
  if (!space.isArray() || space.getArrayNItems() < 2) return 0;
  const auto family = space.getArrayItem(0).isName() ? space.getArrayItem(0).getName() : "";
  if (family == "/CalGray") return 1;
  if (family == "/CalRGB") return 3;
  auto profile = space.getArrayItem(1);
  const auto count = family == "/ICCBased" && profile.isStream() ? integer(profile.getDict(), "/N", 0) : 0;
  return count == 1 || count == 3 ? count : 0;
}

std::string only_item_name(QPDFObjectHandle value) {
  if (value.isArray() && value.getArrayNItems() == 1) value = value.getArrayItem(0);
  return value.isName() ? value.getName() : "";
}

QPDFObjectHandle only_item(QPDFObjectHandle value) {
  return value.isArray() && value.getArrayNItems() == 1 ? value.getArrayItem(0) : value;
}

/// What an image's dictionary says. Source: ISO 32000-1, table 89.
struct ImageTraits {
  explicit ImageTraits(QPDFObjectHandle dictionary)
      : width(integer(dictionary, "/Width", 0)),
        height(integer(dictionary, "/Height", 0)),
        bits(integer(dictionary, "/BitsPerComponent", 8)),
        colours(colours_of(dictionary.getKey("/ColorSpace"))),
        filter(only_item_name(dictionary.getKey("/Filter"))),
        parameters(only_item(dictionary.getKey("/DecodeParms"))),
        is_plain(!dictionary.hasKey("/SMask") && !dictionary.hasKey("/Mask") && !is_true(dictionary, "/ImageMask") &&
                 !dictionary.hasKey("/Decode")) {}
  int width, height, bits, colours;
  std::string filter;
  QPDFObjectHandle parameters;
  bool is_plain;
};

PageImage fax_page(QPDFObjectHandle image, const ImageTraits& traits, int dpi) {
  const bool white_is_zero = !is_true(traits.parameters, "/BlackIs1");
  const FaxStrip strip{bytes_of(image.getRawStreamData()), traits.width, traits.height, dpi, white_is_zero};
  return {tiff_of(strip), "image/tiff", traits.width, traits.height, dpi};
}

bool is_group_4(const ImageTraits& traits) {
  return traits.filter == "/CCITTFaxDecode" && integer(traits.parameters, "/K", 0) < 0 &&
         !is_true(traits.parameters, "/EncodedByteAlign") && integer(traits.parameters, "/Columns", 1728) == traits.width;
}

void set_row(Pix* pix, int y, const unsigned char* row, int samples, int bits) {
  auto* line = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
  for (int x = 0; x < pixGetWidth(pix); ++x) {
    if (samples == 3)
      composeRGBPixel(row[3 * x], row[3 * x + 1], row[3 * x + 2], line + x);
    else if (bits == 8)
      SET_DATA_BYTE(line, x, row[x]);
    else if ((row[x / 8] >> (7 - x % 8) & 1) == 0)  // in DeviceGray 0 is black, in leptonica 1
      SET_DATA_BIT(line, x);
  }
}

/// Samples that were packed without loss (Flate, LZW, run lengths), as an image without loss.
std::optional<PageImage> unpacked_page(QPDFObjectHandle image, const ImageTraits& traits, int dpi) {
  if (!(traits.bits == 8 || (traits.bits == 1 && traits.colours == 1))) return std::nullopt;
  const auto samples = image.getStreamData(qpdf_dl_specialized);
  const auto row_size = (static_cast<std::size_t>(traits.width) * static_cast<std::size_t>(traits.colours * traits.bits) + 7) / 8;
  if (samples->getSize() < row_size * static_cast<std::size_t>(traits.height)) return std::nullopt;
  auto pix = owned(pixCreate(traits.width, traits.height, traits.colours == 3 ? 32 : traits.bits));
  if (!pix) return std::nullopt;
  for (int y = 0; y < traits.height; ++y)
    set_row(pix.get(), y, samples->getBuffer() + row_size * static_cast<std::size_t>(y), traits.colours, traits.bits);
  pixSetResolution(pix.get(), dpi, dpi);
  return packed(simplest(std::move(pix)), Packing::lossless);
}

/// The image as a page; nothing when its packing, colours or masks are of another kind: poppler draws it then.
std::optional<PageImage> own_page(const PlacedImage& placed, const Bounds& bounds) {
  auto image = placed.image;
  const ImageTraits traits(image.getDict());
  if (!traits.is_plain || traits.colours == 0 || !require_size(traits.width, traits.height, bounds.most_dots))
    return std::nullopt;
  const auto dpi = static_cast<int>(std::lround(traits.width / placed.width_inches));
  if (traits.filter == "/DCTDecode")
    return PageImage{bytes_of(image.getRawStreamData()), "image/jpeg", traits.width, traits.height, dpi};
  if (is_group_4(traits)) return fax_page(image, traits, dpi);
  return unpacked_page(image, traits, dpi);
}

/// Fine enough for the finest image on the page; within `most_dots`.
int dpi_for(QPDFPageObjectHelper& page, long most_dots) {
  const auto box = page.getCropBox(false).getArrayAsRectangle();
  const auto inches_wide = std::max(0.01, std::abs(box.urx - box.llx) / 72),
             inches_high = std::max(0.01, std::abs(box.ury - box.lly) / 72);
  auto dpi = static_cast<double>(usual_dpi);
  for (auto& [name, image] : page.getImages())
    if (const auto fits = integer(image.getDict(), "/Width", 0) / inches_wide; fits > dpi)
      dpi = std::min<double>(most_dpi, std::round(fits));
  const auto most = std::sqrt(static_cast<double>(most_dots) / inches_wide / inches_high);
  return static_cast<int>(std::min(dpi, most));
}

Result<PageImage> drawn_page(QPDFPageObjectHelper& page, long number, const NamedBytes& pdf, const Bounds& bounds) {
  const auto dpi = dpi_for(page, bounds.most_dots);
  if (dpi < least_dpi)
    return fail(ErrorKind::too_large,
                "Page " + with_commas(number) + " of the PDF is too large to be drawn at " + std::to_string(least_dpi) + " dpi.");
  CHARTA_TRY(const auto image, raster_of(pdf, number, dpi, bounds.most_dots));
  return packed(image, Packing::lossless);
}

std::optional<PageImage> scanned_page(QPDFPageObjectHelper& page, const Bounds& bounds) {
  try {
    const auto placed = only_image_of(page);
    return placed ? own_page(*placed, bounds) : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;  // whatever is odd about it, poppler says whether the page can be drawn
  }
}

Result<Pages> pages_of_open(QPDF& pdf, std::string_view bytes, const Bounds& bounds) {
  // What the file says of itself comes first: a tree of a million pages is not walked to be refused.
  const auto said = integer(pdf.getRoot().getKey("/Pages"), "/Count", 0);
  if (said > bounds.most_pages) return too_many_pages(said, bounds);
  auto found = QPDFPageDocumentHelper(pdf).getAllPages();
  if (static_cast<long>(found.size()) > bounds.most_pages) return too_many_pages(static_cast<long>(found.size()), bounds);
  if (found.empty()) return fail(ErrorKind::invalid, "The PDF has no pages.");
  const NamedBytes named(bytes);
  Pages pages;
  for (auto& page : found) {
    if (auto own = scanned_page(page, bounds)) {
      pages.push_back(std::move(*own));
      continue;
    }
    CHARTA_TRY(auto drawn, drawn_page(page, static_cast<long>(pages.size()) + 1, named, bounds));
    pages.push_back(std::move(drawn));
  }
  return pages;
}

}  // namespace

Result<Pages> pages_of_pdf(std::string_view bytes, const Bounds& bounds) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  try {
    pdf.processMemoryFile("the file", bytes.data(), bytes.size());
    return pages_of_open(pdf, bytes, bounds);
  } catch (const QPDFExc& error) {
    return fail(ErrorKind::invalid, error.getErrorCode() == qpdf_e_password ? "The PDF is encrypted." : "The PDF is broken.");
  } catch (const std::exception&) {
    return fail(ErrorKind::invalid, "The PDF is broken.");
  }
}

}  // namespace charta::page_reader_program
