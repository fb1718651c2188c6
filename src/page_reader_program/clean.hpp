// SPDX-License-Identifier: Apache-2.0
// What the scanner put on a page and nobody wrote: specks of dust, dark edges of its lid. In doubt it stays: a point makes ten
// times of a dose.
#pragma once
#include "page_reader_program/pix.hpp"

#include <optional>
#include <vector>

namespace charta::page_reader_program {

/// How bright the paper is where a page is ink on paper and nearly nothing between, 255 for one of 1 bit; nothing where it has
/// colours, shades or a dark ground: such a page is not cleaned.
std::optional<int> paper_of(const Image& page);

/// Where the scanner's lid lies dark along the edge of a page, as a page of 1 bit; empty where nothing is to be whitened.
/// Only what runs along an edge, ends in the outer tenth and holds no letter.
Image dark_edges_of(const Image& page, const Image& binary);

/// Dots of dust, far from all that is written and from each other; none where a page has few.
std::vector<page_reading::Box> specks_of(const Image& page, const Image& binary);

/// The page with the paper's white there; the very image where there is nothing to whiten. `dark_edges` may be empty.
Image cleaned(const Image& page, const Image& dark_edges, const std::vector<page_reading::Box>& specks);

}  // namespace charta::page_reader_program
