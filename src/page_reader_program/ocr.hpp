// SPDX-License-Identifier: Apache-2.0
// Reading text with the tesseract library, its LSTM engine, English. The engine is loaded when it is first asked.
#pragma once
#include "page_reader_program/pix.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::page_reader_program {

/// Errors: `unavailable` (the language's data are not installed).
Result<std::vector<page_reading::Word>> words_of(const Image& page);
/// The text of a small part of a page, as one block; empty when there is none or the engine cannot be loaded.
std::string text_in(const Image& part);
/// By how much the page must be turned clockwise, 0, 90, 180 or 270, judged by its letters; nothing when it is not sure.
std::optional<int> turn_by_letters(const Image& page);

}  // namespace charta::page_reader_program
