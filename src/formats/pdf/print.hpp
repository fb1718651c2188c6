// SPDX-License-Identifier: Apache-2.0
// Pages for a printer: black bars and text in the standard fonts that every reader brings (ISO 32000-1, 9.6.2.2).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace charta::pdf {

enum class Font { regular, bold, fixed, typed };  ///< Helvetica, Helvetica-Bold, Courier-Bold, Courier

/// What is drawn on one page. Points of 1/72 inch, origin at the lower left.
class Canvas {
 public:
  void bar(double left, double bottom, double width, double height);
  /// `utf8` in Windows code page 1252; what that does not have is written in Latin letters.
  void text(double left, double baseline, double size, Font font, std::string_view utf8);
  const std::string& content() const { return content_; }
  /// Everything on it, turned clockwise about the middle of US letter paper, as a sheet lies in a scanner.
  Canvas turned(double degrees) const;

 private:
  std::string content_;
};

struct PaperSize {
  double width = 612, height = 792;  ///< points; US letter
};

/// A file that prints these pages. `title` stands in the document's properties and must name no patient.
std::string printed(const std::vector<Canvas>& pages, PaperSize paper, std::string_view title);

}  // namespace charta::pdf
