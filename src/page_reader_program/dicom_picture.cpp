// SPDX-License-Identifier: Apache-2.0
// Source: DICOM PS3.3 C.11.1 (modality LUT), C.11.2 (VOI LUT), PS3.14.
#include "page_reader_program/dicom_parts.hpp"

#include <algorithm>
#include <dcmtk/dcmimage/diregist.h>
#include <dcmtk/dcmimgle/dcmimage.h>
#include <vector>

namespace charta::page_reader_program {

namespace {

void choose_window(DicomImage& image) {
  if (!image.isMonochrome()) return;
  if (image.getVoiLutCount() > 0 && image.setVoiLut(0) != 0) return;
  if (image.getWindowCount() > 0 && image.setWindow(0) != 0) return;
  image.setMinMaxWindow(0);
}

/// No larger than a screen shows.
std::unique_ptr<DicomImage> small_of(std::unique_ptr<DicomImage> image) {
  const auto width = image->getWidth(), height = image->getHeight();
  const auto longest = std::max(width, height);
  if (longest <= static_cast<unsigned long>(preview_side)) return image;
  const auto to = [&](unsigned long side) { return std::max(1UL, side * static_cast<unsigned long>(preview_side) / longest); };
  std::unique_ptr<DicomImage> small(image->createScaledImage(to(width), to(height), 1, 0));
  return small && small->getStatus() == EIS_Normal ? std::move(small) : std::move(image);
}

Image pix_of(const std::vector<std::uint8_t>& bytes, unsigned long width, unsigned long height, bool is_grey) {
  auto image = owned(pixCreate(static_cast<l_int32>(width), static_cast<l_int32>(height), is_grey ? 8 : 32));
  if (!image) return image;
  std::size_t at = 0;
  for (unsigned long y = 0; y < height; ++y) {
    auto* line = pixGetData(image.get()) + y * static_cast<unsigned long>(pixGetWpl(image.get()));
    for (unsigned long x = 0; x < width; ++x) {
      if (is_grey) {
        SET_DATA_BYTE(line, x, bytes[at++]);
      } else {
        l_uint32 dot = 0;
        composeRGBPixel(bytes[at], bytes[at + 1], bytes[at + 2], &dot);
        line[x] = dot, at += 3;
      }
    }
  }
  return image;
}

Error not_shown(const DicomImage& image) {
  return fail(ErrorKind::invalid, std::string("The picture cannot be shown: ") + DicomImage::getString(image.getStatus()) + ".");
}

}  // namespace

Result<Image> picture_of(DcmDataset& data, int frame, const Bounds& bounds) {
  CHARTA_TRY_DO(require_size(number_of(data, DCM_Columns, 0), number_of(data, DCM_Rows, 0), bounds.most_dots));
  auto syntax = data.getOriginalXfer();
  std::unique_ptr<DcmDataset> unpacked;
  if (is_jpeg2000(syntax)) {
    CHARTA_TRY(unpacked, unpacked_jpeg2000(data, frame, bounds));
    syntax = EXS_LittleEndianExplicit, frame = 0;
  }
  auto image = std::make_unique<DicomImage>(unpacked ? unpacked.get() : &data, syntax, CIF_UsePartialAccessToPixelData,
                                            static_cast<unsigned long>(frame), 1UL);
  if (image->getStatus() != EIS_Normal) return not_shown(*image);
  choose_window(*image);
  image = small_of(std::move(image));
  const bool is_grey = image->isMonochrome() != 0;
  std::vector<std::uint8_t> bytes(image->getOutputDataSize(8));
  const auto dots = image->getWidth() * image->getHeight();
  if (bytes.size() < dots * (is_grey ? 1 : 3) || image->getOutputData(bytes.data(), bytes.size(), 8, 0, 0) == 0)
    return not_shown(*image);
  auto shown = pix_of(bytes, image->getWidth(), image->getHeight(), is_grey);
  if (!shown) return fail(ErrorKind::too_large, "The picture is larger than what is shown here.");
  return shown;
}

}  // namespace charta::page_reader_program
