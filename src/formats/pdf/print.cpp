// SPDX-License-Identifier: Apache-2.0
#include "formats/pdf/print.hpp"

#include "base/text.hpp"
#include "formats/pdf/writer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace charta::pdf {

namespace {

constexpr std::string_view font_names[] = {"F1", "F2", "F3", "F4"};

std::string in_code_page(std::string_view utf8) {
  if (auto text = from_utf8(utf8, "windows-1252")) return *text;
  auto latin = from_utf8(upper_ascii(folded(utf8)), "windows-1252");
  return latin ? *latin : std::string("?");
}

std::string fonts_of(Writer& writer) {
  std::string entries;
  constexpr std::string_view families[] = {"Helvetica", "Helvetica-Bold", "Courier-Bold", "Courier"};
  for (std::size_t at = 0; at < std::size(families); ++at) {
    const auto font =
        writer.add(fmt::format("<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>", families[at]));
    entries += fmt::format("/{} {} ", font_names[at], reference(font));
  }
  return entries;
}

}  // namespace

void Canvas::bar(double left, double bottom, double width, double height) {
  content_ += fmt::format("{} {} {} {} re f\n", number(left), number(bottom), number(width), number(height));
}

Canvas Canvas::turned(double degrees) const {
  constexpr PaperSize paper;
  const double radians = -degrees * std::numbers::pi / 180, cosine = std::cos(radians), sine = std::sin(radians);
  const double x = paper.width / 2, y = paper.height / 2;
  Canvas turned;
  turned.content_ = fmt::format("q {} {} {} {} {} {} cm\n{}Q\n", number(cosine), number(sine), number(-sine), number(cosine),
                                number(x - x * cosine + y * sine), number(y - x * sine - y * cosine), content_);
  return turned;
}

void Canvas::text(double left, double baseline, double size, Font font, std::string_view utf8) {
  content_ += fmt::format("BT /{} {} Tf {} {} Td {} Tj ET\n", font_names[static_cast<std::size_t>(font)], number(size),
                          number(left), number(baseline), literal(in_code_page(utf8)));
}

std::string printed(const std::vector<Canvas>& pages, PaperSize paper, std::string_view title) {
  Writer writer;
  const auto tree = writer.reserve();
  const auto fonts = fonts_of(writer);
  std::string kids;
  for (const auto& page : pages) {
    const auto content = writer.add_stream("/Filter /FlateDecode", deflated(page.content()));
    kids += reference(writer.add(
                fmt::format("<< /Type /Page /Parent {} /MediaBox [0 0 {} {}] /Contents {} /Resources << /Font << {}>> >> >>",
                            reference(tree), number(paper.width), number(paper.height), reference(content), fonts))) +
            ' ';
  }
  writer.put(tree, fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()));
  const auto about = writer.add_stream(
      "/Type /Metadata /Subtype /XML",
      fmt::format(
          "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
          "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>"
          "</dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>",
          title));
  return std::move(writer).finish(
      writer.add(fmt::format("<< /Type /Catalog /Pages {} /Metadata {} /ViewerPreferences << /PrintScaling /None >> >>",
                             reference(tree), reference(about))));
}

}  // namespace charta::pdf
