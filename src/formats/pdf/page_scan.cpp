// SPDX-License-Identifier: Apache-2.0
#include "formats/pdf/page_scan.hpp"

#include "base/text.hpp"
#include "formats/pdf/archive_parts.hpp"
#include "formats/pdf/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::pdf {

namespace {

using page_reading::Word;

/// UTF-16BE as hexadecimal digits: the font's codes are Unicode's.
std::string codes_of(const std::string& word) {
  const auto utf16 = from_utf8(word, "UTF-16BE");
  std::string digits;
  for (const char c : utf16.value_or("")) digits += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return digits;
}

/// A word is drawn out to its box: the font's letters are half as wide as high. Behind each stands a blank, so that copied lines
/// keep their words apart.
std::string shown(const Word& word, double to_points, double page_height) {
  const auto codes = codes_of(word.text);
  if (codes.empty() || word.box.width <= 0 || word.box.height <= 0) return {};
  const auto size = std::max(1.0, word.box.height * to_points);
  const auto letters = static_cast<double>(codes.size()) / 4;
  const auto stretch = 100 * word.box.width * to_points / (letters * size / 2);
  return fmt::format("/F {} Tf {} Tz 1 0 0 1 {} {} Tm <{}0020> Tj\n", number(size), number(std::clamp(stretch, 1.0, 10'000.0)),
                     number(word.box.left * to_points), number(page_height - (word.box.top + word.box.height) * to_points),
                     codes);
}

std::string content_of(const PageScan& page, double width, double height) {
  auto content = fmt::format("q {} 0 0 {} 0 0 cm /I Do Q\n", number(width), number(height));
  if (page.words.empty()) return content;
  content += "BT 3 Tr\n";
  for (const auto& word : page.words) content += shown(word, 72.0 / page.image.dpi, height);
  return content + "ET\n";
}

int added(Writer& writer, const ScanImage& image) {
  const auto parameters = image.parameters.empty() ? "" : " /DecodeParms " + image.parameters;
  return writer.add_stream(
      fmt::format("/Type /XObject /Subtype /Image /Width {} /Height {} /BitsPerComponent {} /ColorSpace /{} /Filter {}{}",
                  image.width, image.height, image.bits, image.is_grey ? "DeviceGray" : "DeviceRGB", image.filter, parameters),
      image.data);
}

int added(Writer& writer, const PageScan& page, int tree, int font) {
  const auto width = 72.0 * page.image.width / page.image.dpi, height = 72.0 * page.image.height / page.image.dpi;
  const auto content = writer.add_stream("/Filter /FlateDecode", deflated(content_of(page, width, height)));
  const auto image = added(writer, page.image);
  return writer.add(fmt::format(
      "<< /Type /Page /Parent {} /MediaBox [0 0 {} {}] /Contents {} /Resources << /XObject << /I {} >> /Font << /F {} >> >> >>",
      reference(tree), number(width), number(height), reference(content), reference(image), reference(font)));
}

}  // namespace

std::string scanned_pages(const std::vector<PageScan>& pages) {
  Writer writer;
  const auto tree = writer.reserve();
  const auto font = add_invisible_font(writer);
  std::string kids;
  for (const auto& page : pages) kids += reference(added(writer, page, tree, font)) + ' ';
  writer.put(tree, fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()));
  const auto metadata = add_archive_metadata(writer);
  const auto intent = add_output_intent(writer);
  return std::move(writer).finish(writer.add(fmt::format("<< /Type /Catalog /Pages {} /Metadata {} /OutputIntents [{}] >>",
                                                         reference(tree), reference(metadata), reference(intent))));
}

}  // namespace charta::pdf
