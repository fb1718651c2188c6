// SPDX-License-Identifier: Apache-2.0
// A page as it would lie on a desk: square dots, upright, straight, without the scanner's black edges.
#pragma once
#include "page_reader_program/pix.hpp"

namespace charta::page_reader_program {

struct Straightened {
  Image image{};
  double skew_degrees = 0;  ///< by which it was straightened; clockwise positive
  int turned_degrees = 0;   ///< by which it was turned, clockwise
  bool changed = false;     ///< else the image is the one that came
  Image dark_edges{};       ///< what the scanner's lid left, as `dark_edges_of` finds it, straightened and turned as the page is
};

/// Faxes have dots higher than wide (ITU-T T.4: 204 by 98 or 196 to the inch): such rows are drawn out. A page that does not say
/// its resolution gets `dpi`, or what its longer side would have on letter paper.
Image with_square_dots(Image page, int dpi);
/// `is_a_sheet`: whether a straight page is a separator, which nobody need read the letters of to turn it upright.
Straightened straightened(Image page, bool (*is_a_sheet)(const Image&));
Straightened turned(Straightened page, int degrees);  ///< by 90, 180 or 270 more, clockwise

}  // namespace charta::page_reader_program
