// SPDX-License-Identifier: Apache-2.0
// Whether a PDF page is one image that covers it, so that the image's own bytes are the page.
#pragma once
#include <optional>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <string>

namespace charta::page_reader_program {

struct PlacedImage {
  QPDFObjectHandle image{};
  double width_inches = 0;
};

/// The page's only image, upright, over nearly the whole of it, when nothing else is drawn: text is invisible, no path is
/// painted, no clip hides a part of it, no note lies on it.
std::optional<PlacedImage> only_image_of(QPDFPageObjectHelper& page);

}  // namespace charta::page_reader_program
