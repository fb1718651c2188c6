// SPDX-License-Identifier: Apache-2.0
// The text of what was filed, page by page, as the reader on the screen shows it. Pure.
#pragma once
#include "formats/json/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::document_search {

/// Words of a text, paragraphs kept; markup, styles and pictures left out. What is broken gives what can be read of it.
std::string text_of_rtf(std::string_view rtf);
/// HTML, XML, C-CDA narrative: what stands between the tags; scripts and styles left out, references resolved.
std::string text_of_markup(std::string_view markup);
/// UTF-8 of a text whose character set nobody names: UTF-8 if it is that, else windows-1252.
std::string text_of_bytes(std::string_view bytes, std::string_view charset);
/// Whether the text of this media type can be read here without a page reader.
bool is_readable_text(std::string_view content_type);
std::string text_of(std::string_view bytes, std::string_view content_type);

/// A text in pages: at form feeds, and at a line's end where a page grows beyond what is read at a glance.
std::vector<std::string> pages_of(std::string_view text);

/// Result lines of a report: "Hemoglobin 11.2 g/dL L", its comment beneath.
std::string line_of_observation(json::Value observation);
/// What a report says itself: its code, its conclusion.
std::string text_of_report(json::Value report);

}  // namespace charta::document_search
