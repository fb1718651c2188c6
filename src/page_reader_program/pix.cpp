// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/pix.hpp"

#include <algorithm>

namespace charta::page_reader_program {

namespace {

std::string taken(l_uint8* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), data == nullptr ? 0 : size);
  lept_free(data);
  return bytes;
}

const l_uint8* data_of(std::string_view bytes) {
  return reinterpret_cast<const l_uint8*>(bytes.data());
}

page_reading::PageImage described(const Image& image, std::string bytes, std::string media_type) {
  return {std::move(bytes), std::move(media_type), pixGetWidth(image.get()), pixGetHeight(image.get()), pixGetXRes(image.get())};
}

page_reading::PageImage packed_tiff(const Image& image) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  pixWriteMemTiff(&data, &size, image.get(), IFF_TIFF_G4);
  return described(image, taken(data, size), "image/tiff");
}

page_reading::PageImage packed_png(const Image& image) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  pixSetZlibCompression(image.get(), 3);
  pixWriteMemPng(&data, &size, image.get(), 0);
  return described(image, taken(data, size), "image/png");
}

bool is_of_paper_and_ink_alone(const Image& image) {
  NUMA* counts = pixGetGrayHistogram(image.get(), 4);
  if (counts == nullptr) return false;
  float between = 0;
  for (int level = 1; level < 255; ++level) {
    float count = 0;
    numaGetFValue(counts, level, &count);
    between += count;
  }
  numaDestroy(&counts);
  return between == 0;
}

}  // namespace

std::string with_commas(long number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<long>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

Result<void> require_size(long width, long height, long most_dots) {
  if (width > 0 && height > 0 && width <= most_dots / height) return {};
  return fail(ErrorKind::too_large, "The image has " + with_commas(width) + " by " + with_commas(height) + " dots; at most " +
                                        with_commas(most_dots) + " are read.");
}

Result<Image> decoded(std::string_view bytes, long most_dots) {
  l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, has_map = 0;
  if (pixReadHeaderMem(data_of(bytes), bytes.size(), &format, &width, &height, &bits, &samples, &has_map) != 0)
    return fail(ErrorKind::invalid, "The image is broken, or no TIFF, PNG or JPEG.");
  CHARTA_TRY_DO(require_size(width, height, most_dots));
  auto image = owned(pixReadMem(data_of(bytes), bytes.size()));
  if (!image) return fail(ErrorKind::invalid, "The image is broken: it ends early or does not decode.");
  return image;
}

page_reading::PageImage packed_jpeg(const Image& image, int quality) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const auto depth = pixGetDepth(image.get());
  const auto plain = depth == 8 || depth == 32 ? owned(pixRemoveColormap(image.get(), REMOVE_CMAP_BASED_ON_SRC)) : grey(image);
  pixWriteMemJpeg(&data, &size, plain.get(), quality, 0);
  return described(image, taken(data, size), "image/jpeg");
}

page_reading::PageImage packed(const Image& image, Packing packing) {
  if (pixGetDepth(image.get()) == 1) return packed_tiff(image);
  return packing == Packing::lossless ? packed_png(image) : packed_jpeg(image, 85);
}

Image grey(const Image& image) {
  return owned(pixConvertTo8(image.get(), 0));
}

Image black_and_white(const Image& image) {
  if (pixGetDepth(image.get()) == 1) return copy_of(image);
  const auto plain = grey(image);
  Pix* binary = nullptr;
  if (pixOtsuAdaptiveThreshold(plain.get(), pixGetWidth(plain.get()), pixGetHeight(plain.get()), 0, 0, 0.1F, nullptr, &binary) !=
      0)
    binary = pixThresholdToBinary(plain.get(), 140);
  return owned(binary);
}

Image simplest(Image image) {
  if (pixGetDepth(image.get()) == 32) {
    float coloured_share = 0, colours = 0;
    if (pixColorFraction(image.get(), 0, 255, 12, 4, &coloured_share, &colours) != 0 || colours > 0) return image;
    image = grey(image);
  }
  if (pixGetDepth(image.get()) == 8 && pixGetColormap(image.get()) == nullptr && is_of_paper_and_ink_alone(image))
    image = owned(pixThresholdToBinary(image.get(), 128));
  return image;
}

}  // namespace charta::page_reader_program
