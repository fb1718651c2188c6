// SPDX-License-Identifier: Apache-2.0
// Images in memory, as the leptonica library keeps them, owned.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/page_findings.hpp"

#include <leptonica/allheaders.h>
#include <memory>
#include <string>
#include <string_view>

namespace charta::page_reader_program {

struct PixDeleter {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
/// One image; its rows, depth and resolution are asked of leptonica.
using Image = std::unique_ptr<Pix, PixDeleter>;

inline Image owned(Pix* pix) {
  return Image(pix);
}
inline Image copy_of(const Image& image) {
  return Image(pixClone(image.get()));
}

/// Decodes the first image of a TIFF, PNG or JPEG, after its size was looked at: none is larger than `most_dots`.
/// Errors: `invalid` (broken, or of another kind), `too_large`.
Result<Image> decoded(std::string_view bytes, long most_dots);
/// Refuses a picture of more dots than are read, with both figures.
Result<void> require_size(long width, long height, long most_dots);

enum class Packing { lossless, display };  ///< G4 or PNG; or G4 for black and white and JPEG for the rest
page_reading::PageImage packed(const Image& image, Packing packing);
page_reading::PageImage packed_jpeg(const Image& image, int quality);

Image grey(const Image& image);             ///< 8 bits, without colours
Image black_and_white(const Image& image);  ///< 1 bit, at the valley between paper and ink

/// Without the colour that it does not have: a colour image of grey dots becomes grey, a grey one of black and white becomes 1
/// bit.
Image simplest(Image image);

std::string with_commas(long number);

}  // namespace charta::page_reader_program
