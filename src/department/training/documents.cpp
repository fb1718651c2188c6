// SPDX-License-Identifier: Apache-2.0
#include "department/training/documents.hpp"

#include "department/training/hospital.hpp"

namespace charta::training {
namespace {

std::string escaped_for(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    if (static_cast<unsigned char>(c) < 0x80)
      out += c;
    else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
      out += '?';
  }
  return out;
}

std::string page_content(const std::vector<std::string>& lines) {
  std::string content = "BT /F1 11 Tf 14 TL 72 720 Td\n";
  for (const auto& line : lines) content += "(" + escaped_for(line, "()\\") + ") Tj T*\n";
  return content + "ET\n";
}

std::string ten_digits(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(10 - digits.size(), '0') + digits;
}

}  // namespace

std::vector<std::string> write_report(Random& random, std::string_view heading, int sentences) {
  std::vector<std::string> lines{std::string(heading)};
  for (int i = 0; i < sentences; ++i) lines.emplace_back(random.one_of(lists().sentences));
  return lines;
}

std::string as_rtf(const std::vector<std::string>& lines) {
  std::string rtf = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22 ";
  for (const auto& line : lines) rtf += escaped_for(line, "\\{}") + "\\par ";
  return rtf + "}";
}

Bytes as_pdf(const std::vector<std::string>& lines) {
  const std::string content = page_content(lines);
  const std::string objects[] = {
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
      "<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "endstream",
  };
  Bytes pdf = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  int number = 0;
  for (const auto& object : objects) {
    table += ten_digits(pdf.size()) + " 00000 n \n";
    pdf += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
  }
  const std::string at = std::to_string(pdf.size());
  return pdf + "xref\n0 6\n" + table + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + at + "\n%%EOF\n";
}

}  // namespace charta::training
