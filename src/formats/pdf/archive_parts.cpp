// SPDX-License-Identifier: Apache-2.0
#include "formats/pdf/archive_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace charta::pdf {

namespace {

void put(std::string& out, std::uint64_t number, int bytes) {
  for (int at = bytes - 1; at >= 0; --at) out += static_cast<char>(number >> (8 * at) & 0xFFU);
}

std::string bytes(std::initializer_list<std::pair<std::uint64_t, int>> fields) {
  std::string out;
  for (const auto& [number, size] : fields) put(out, number, size);
  return out;
}

std::string padded(std::string table) {
  while (table.size() % 4 != 0) table += '\0';
  return table;
}

struct Table {
  std::string tag, data;
};

std::uint32_t checksum(const std::string& table) {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < table.size(); at += 4)
    for (std::size_t i = 0; i < 4; ++i)
      sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(table[at + i])) << (24 - 8 * i);
  return sum;
}

/// OpenType, "head", "hhea", "hmtx", "maxp", "loca": 1,000 units to the em, two empty glyphs of 500 units.
std::vector<Table> font_tables() {
  return {
      {"glyf", std::string(4, '\0')},
      {"head", bytes({{0x10000, 4},
                      {0x10000, 4},
                      {0, 4},
                      {0x5F0F3CF5, 4},
                      {0, 2},
                      {1000, 2},
                      {0, 8},
                      {0, 8},
                      {0, 2},
                      {0, 2},
                      {500, 2},
                      {1000, 2},
                      {0, 2},
                      {8, 2},
                      {2, 2},
                      {0, 2},
                      {0, 2}})},
      {"hhea", bytes({{0x10000, 4},
                      {1000, 2},
                      {0, 2},
                      {0, 2},
                      {500, 2},
                      {0, 2},
                      {0, 2},
                      {500, 2},
                      {1, 2},
                      {0, 2},
                      {0, 2},
                      {0, 8},
                      {0, 2},
                      {2, 2}})},
      {"hmtx", bytes({{500, 2}, {0, 2}, {500, 2}, {0, 2}})},
      {"loca", bytes({{0, 2}, {0, 2}, {0, 2}})},
      {"maxp", bytes({{0x10000, 4}, {2, 2}, {0, 8}, {2, 2}, {0, 8}, {0, 8}})},
  };
}

std::string fixed_16(double value) {
  return bytes({{static_cast<std::uint32_t>(std::lround(value * 65536)), 4}});
}

std::string xyz(double x, double y, double z) {
  return "XYZ " + std::string(4, '\0') + fixed_16(x) + fixed_16(y) + fixed_16(z);
}

std::string description(const std::string& text) {
  return "desc" + std::string(4, '\0') + bytes({{text.size() + 1, 4}}) + text + std::string(1 + 8 + 3 + 67, '\0');
}

/// ICC.1, 6.4: the primaries of sRGB, adapted to D50.
std::vector<Table> profile_tags() {
  const auto gamma = "curv" + std::string(4, '\0') + bytes({{1, 4}, {0x0233, 2}});
  return {{"desc", description("sRGB")},
          {"cprt", "text" + std::string(4, '\0') + "No copyright" + std::string(1, '\0')},
          {"wtpt", xyz(0.9642, 1, 0.8249)},
          {"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
          {"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
          {"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
          {"rTRC", gamma},
          {"gTRC", gamma},
          {"bTRC", gamma}};
}

}  // namespace

std::string empty_letters_font() {
  auto tables = font_tables();
  std::string directory = bytes({{0x10000, 4}, {tables.size(), 2}, {64, 2}, {2, 2}, {tables.size() * 16 - 64, 2}}), data;
  const auto start = directory.size() + 16 * tables.size();
  std::size_t head = 0;
  for (const auto& [tag, content] : tables) {
    if (tag == "head") head = start + data.size();
    directory += tag + bytes({{checksum(padded(content)), 4}, {start + data.size(), 4}, {content.size(), 4}});
    data += padded(content);
  }
  auto font = directory + data;
  font.replace(head + 8, 4, bytes({{0xB1B0AFBAU - checksum(font), 4}}));  // checkSumAdjustment
  return font;
}

std::string srgb_profile() {
  const auto tags = profile_tags();
  std::string table = bytes({{tags.size(), 4}}), data;
  const auto start = 128 + 4 + 12 * tags.size();
  for (const auto& [tag, content] : tags) {
    table += tag + bytes({{start + data.size(), 4}, {content.size(), 4}});
    data += padded(content);
  }
  std::string header = bytes({{start + data.size(), 4}, {0, 4}, {0x02100000, 4}}) + "mntrRGB XYZ ";
  header += bytes({{2026, 2}, {1, 2}, {1, 2}, {0, 2}, {0, 2}, {0, 2}}) + "acsp";
  header += std::string(28, '\0') + fixed_16(0.9642) + fixed_16(1) + fixed_16(0.8249);
  header.resize(128, '\0');
  return header + table + data;
}

int add_invisible_font(Writer& writer) {
  const auto font = empty_letters_font();
  const auto file = writer.add_stream(fmt::format("/Filter /FlateDecode /Length1 {}", font.size()), deflated(font));
  const auto described =
      writer.add(fmt::format("<< /Type /FontDescriptor /FontName /Invisible /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 "
                             "/Ascent 1000 /Descent 0 /CapHeight 1000 /StemV 80 /FontFile2 {} >>",
                             reference(file)));
  std::string glyphs;
  for (int code = 0; code < 65536; ++code) put(glyphs, 1, 2);
  const auto map = writer.add_stream("/Filter /FlateDecode", deflated(glyphs));
  const auto letters =
      writer.add(fmt::format("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invisible /CIDSystemInfo << /Registry (Adobe) "
                             "/Ordering (Identity) /Supplement 0 >> /FontDescriptor {} /DW 500 /CIDToGIDMap {} >>",
                             reference(described), reference(map)));
  std::string ranges;
  for (int high = 0; high < 256; ++high)
    ranges += fmt::format("{}<{:02X}00> <{:02X}FF> <{:02X}00>\n",
                          high % 100 == 0 ? (high == 0     ? "100 beginbfrange\n"
                                             : high == 200 ? "endbfrange\n56 beginbfrange\n"
                                                           : "endbfrange\n100 beginbfrange\n")
                                          : "",
                          high, high, high);
  const auto unicode = writer.add_stream(
      "/Filter /FlateDecode",
      deflated(
          "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
          "/Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> "
          "<FFFF>\nendcodespacerange\n" +
          ranges + "endbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
  return writer.add(fmt::format(
      "<< /Type /Font /Subtype /Type0 /BaseFont /Invisible /Encoding /Identity-H /DescendantFonts [{}] /ToUnicode {} >>",
      reference(letters), reference(unicode)));
}

int add_output_intent(Writer& writer) {
  const auto profile = writer.add_stream("/N 3 /Filter /FlateDecode", deflated(srgb_profile()));
  return writer.add(fmt::format("<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /DestOutputProfile {} >>",
                                reference(profile)));
}

int add_archive_metadata(Writer& writer) {
  return writer.add_stream(
      "/Type /Metadata /Subtype /XML",
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>U"
      "</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

}  // namespace charta::pdf
