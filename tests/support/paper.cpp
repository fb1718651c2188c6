// SPDX-License-Identifier: Apache-2.0
#include "tests/support/paper.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace charta::paper {

namespace {

std::string output_of(const std::string& command) {
  std::string out;
  if (auto* pipe = ::popen(command.c_str(), "r")) {
    char piece[65536];
    for (std::size_t size = 0; (size = std::fread(piece, 1, sizeof piece, pipe)) > 0;) out.append(piece, size);
    ::pclose(pipe);
  }
  return out;
}

/// A file that lives as long as this.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes) {
    const int file = ::mkstemp(path_.data());
    if (file < 0 || ::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) path_.clear();
    if (file >= 0) ::close(file);
  }
  ~TemporaryFile() { ::unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/charta-paper-XXXXXX";
};

int number_at(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] < '0' || text[at] > '9')) ++at;
  int number = 0;
  at = static_cast<std::size_t>(std::from_chars(text.data() + at, text.data() + text.size(), number).ptr - text.data());
  return number;
}

std::vector<Sheet> sheets_of(std::string_view greymaps, int dpi) {
  std::vector<Sheet> sheets;
  for (std::size_t at = 0; at < greymaps.size() && greymaps.substr(at, 2) == "P5";) {
    at += 2;
    Sheet sheet;
    sheet.width = number_at(greymaps, at), sheet.height = number_at(greymaps, at), sheet.dpi = dpi;
    number_at(greymaps, at), ++at;
    const auto size = static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height);
    const auto dots = greymaps.substr(std::min(at, greymaps.size()), size);
    sheet.dots.assign(dots.begin(), dots.end());
    sheet.dots.resize(size, 255);
    at += size;
    sheets.push_back(std::move(sheet));
  }
  return sheets;
}

/// A sheet of this size whose dots are asked of `dot_at`.
template <class DotAt>
Sheet redrawn(int width, int height, int dpi, DotAt dot_at) {
  Sheet sheet{width, height, dpi, {}};
  sheet.dots.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) sheet.dots.push_back(dot_at(x, y));
  return sheet;
}

std::uint8_t between_dots(const Sheet& sheet, double x, double y) {
  const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
  const double right_share = x - left, lower_share = y - top;
  const double upper = sheet.at(left, top) * (1 - right_share) + sheet.at(left + 1, top) * right_share;
  const double lower = sheet.at(left, top + 1) * (1 - right_share) + sheet.at(left + 1, top + 1) * right_share;
  return static_cast<std::uint8_t>(std::lround(upper * (1 - lower_share) + lower * lower_share));
}

void put(std::string& out, std::uint32_t number, int bytes) {
  for (int at = 0; at < bytes; ++at) out += static_cast<char>(number >> (8 * at) & 0xFFU);
}

}  // namespace

std::vector<Sheet> drawn(std::string_view pdf, int dpi) {
  const TemporaryFile file(pdf);
  return sheets_of(output_of("pdftoppm -q -gray -r " + std::to_string(dpi) + " " + file.path()), dpi);
}

std::string text_of(std::string_view pdf) {
  const TemporaryFile file(pdf);
  return output_of("pdftotext -q -layout " + file.path() + " -");
}

Sheet upside_down(const Sheet& sheet) {
  return redrawn(sheet.width, sheet.height, sheet.dpi,
                 [&](int x, int y) { return sheet.at(sheet.width - 1 - x, sheet.height - 1 - y); });
}

Sheet on_its_side(const Sheet& sheet) {
  return redrawn(sheet.height, sheet.width, sheet.dpi, [&](int x, int y) { return sheet.at(y, sheet.height - 1 - x); });
}

Sheet skewed(const Sheet& sheet, double degrees) {
  const double angle = degrees * 3.14159265358979 / 180, cosine = std::cos(angle), sine = std::sin(angle);
  const double cx = sheet.width / 2.0, cy = sheet.height / 2.0;
  return redrawn(sheet.width, sheet.height, sheet.dpi, [&](int x, int y) {
    const double dx = x - cx, dy = y - cy;
    return between_dots(sheet, cx + dx * cosine + dy * sine, cy - dx * sine + dy * cosine);
  });
}

Sheet speckled(Sheet sheet, double share, std::mt19937& random) {
  const auto count = static_cast<std::size_t>(share * static_cast<double>(sheet.dots.size()));
  for (std::size_t at = 0; at < count; ++at) sheet.dots[random() % sheet.dots.size()] = random() % 2 == 0 ? 0 : 255;
  return sheet;
}

Sheet faxed(const Sheet& sheet, std::mt19937& random) {
  const double scale = sheet.dpi / 200.0;
  const int width = static_cast<int>(sheet.width / scale), height = static_cast<int>(sheet.height / scale);
  std::vector<int> line_of(static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const bool is_lost = y > 0 && random() % 200 == 0;  // the receiver repeats the line before
    line_of[static_cast<std::size_t>(y)] = is_lost ? line_of[static_cast<std::size_t>(y) - 1] : y;
  }
  const int threshold = 110 + static_cast<int>(random() % 60);
  return redrawn(width, height, 200, [&](int x, int y) {
    const auto dot = between_dots(sheet, (x + 0.5) * scale - 0.5, (line_of[static_cast<std::size_t>(y)] + 0.5) * scale - 0.5);
    return dot < threshold ? std::uint8_t{0} : std::uint8_t{255};
  });
}

Sheet bordered(Sheet sheet, int dots) {
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < sheet.width; ++x)
      if (x < dots || y < dots || x >= sheet.width - dots || y >= sheet.height - dots)
        sheet.dots[static_cast<std::size_t>(y) * static_cast<std::size_t>(sheet.width) + static_cast<std::size_t>(x)] = 0;
  return sheet;
}

page_reading::PageImage as_image(const Sheet& sheet) {
  constexpr std::uint32_t entries = 12, directory = 8, resolution = directory + 2 + 12 * entries + 4, data = resolution + 8;
  std::string out("II*\0", 4);
  put(out, directory, 4), put(out, entries, 2);
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    put(out, tag, 2), put(out, type, 2), put(out, 1, 4), put(out, value, 4);
  };
  const auto width = static_cast<std::uint32_t>(sheet.width), height = static_cast<std::uint32_t>(sheet.height);
  entry(256, 4, width), entry(257, 4, height), entry(258, 3, 8), entry(259, 3, 1), entry(262, 3, 1), entry(273, 4, data);
  entry(277, 3, 1), entry(278, 4, height), entry(279, 4, width * height), entry(282, 5, resolution), entry(283, 5, resolution);
  entry(296, 3, 2);
  put(out, 0, 4), put(out, static_cast<std::uint32_t>(sheet.dpi), 4), put(out, 1, 4);
  out.append(sheet.dots.begin(), sheet.dots.end());
  return {std::move(out), "image/tiff", sheet.width, sheet.height, sheet.dpi};
}

}  // namespace charta::paper
