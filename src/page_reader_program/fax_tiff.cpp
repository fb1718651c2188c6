// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/fax_tiff.hpp"

#include <cstdint>
#include <map>

namespace charta::page_reader_program {

namespace {

enum Tag : unsigned {
  image_width = 256,
  image_length = 257,
  bits_per_sample = 258,
  compression = 259,
  photometric = 262,
  fill_order = 266,
  strip_offsets = 273,
  samples_per_pixel = 277,
  rows_per_strip = 278,
  strip_byte_counts = 279,
  x_resolution = 282,
  y_resolution = 283,
  resolution_unit = 296
};
constexpr unsigned group_4 = 4, type_short = 3, type_long = 4, type_rational = 5;

void put(std::string& out, std::uint64_t number, int bytes) {
  for (int at = 0; at < bytes; ++at) out += static_cast<char>(number >> (8 * at) & 0xFFU);
}

void entry(std::string& out, unsigned tag, unsigned type, std::uint64_t value) {
  put(out, tag, 2), put(out, type, 2), put(out, 1, 4), put(out, value, 4);
}

std::optional<std::uint64_t> number_at(std::string_view bytes, std::size_t at, std::size_t size, bool big) {
  if (at > bytes.size() || size > bytes.size() - at) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) number = number << 8U | static_cast<std::uint8_t>(bytes[at + (big ? i : size - 1 - i)]);
  return number;
}

/// The first directory's values that stand in their entry; the resolutions as the place where they stand.
std::optional<std::map<unsigned, std::uint64_t>> directory_of(std::string_view tiff, bool big) {
  const auto start = number_at(tiff, 4, 4, big);
  const auto count = start ? number_at(tiff, *start, 2, big) : std::nullopt;
  if (!count) return std::nullopt;
  std::map<unsigned, std::uint64_t> values;
  for (std::size_t at = *start + 2; at < *start + 2 + 12 * *count; at += 12) {
    const auto tag = number_at(tiff, at, 2, big), type = number_at(tiff, at + 2, 2, big), items = number_at(tiff, at + 4, 4, big);
    const auto value = number_at(tiff, at + 8, type == type_short ? 2 : 4, big);
    if (!value || *items != 1) return std::nullopt;
    values[static_cast<unsigned>(*tag)] = *value;
  }
  return values;
}

int dpi_of(std::string_view tiff, std::map<unsigned, std::uint64_t>& values, bool big) {
  const auto dots = number_at(tiff, values[x_resolution], 4, big), per = number_at(tiff, values[x_resolution] + 4, 4, big);
  if (!values.count(x_resolution) || !dots || !per || *per == 0) return 0;
  const auto resolution = static_cast<double>(*dots) / static_cast<double>(*per);
  return static_cast<int>((values[resolution_unit] == 3 ? 2.54 * resolution : resolution) + 0.5);
}

}  // namespace

std::string tiff_of(const FaxStrip& strip) {
  constexpr unsigned entries = 13, directory = 8, resolutions = directory + 2 + 12 * entries + 4, data = resolutions + 8;
  std::string out("II*\0", 4);
  put(out, directory, 4), put(out, entries, 2);
  entry(out, image_width, type_long, static_cast<unsigned>(strip.width));
  entry(out, image_length, type_long, static_cast<unsigned>(strip.height));
  entry(out, bits_per_sample, type_short, 1);
  entry(out, compression, type_short, group_4);
  entry(out, photometric, type_short, strip.white_is_zero ? 0 : 1);
  entry(out, fill_order, type_short, 1);
  entry(out, strip_offsets, type_long, data);
  entry(out, samples_per_pixel, type_short, 1);
  entry(out, rows_per_strip, type_long, static_cast<unsigned>(strip.height));
  entry(out, strip_byte_counts, type_long, strip.data.size());
  entry(out, x_resolution, type_rational, resolutions);
  entry(out, y_resolution, type_rational, resolutions);
  entry(out, resolution_unit, type_short, 2);
  put(out, 0, 4);
  put(out, static_cast<unsigned>(strip.dpi), 4), put(out, 1, 4);
  return out + strip.data;
}

std::optional<FaxStrip> strip_of(std::string_view tiff) {
  const bool big = tiff.starts_with("MM");
  auto values = directory_of(tiff, big);
  if (!values || (*values)[compression] != group_4 || (values->count(fill_order) && (*values)[fill_order] != 1))
    return std::nullopt;
  const auto offset = (*values)[strip_offsets], size = (*values)[strip_byte_counts];
  if (size == 0 || offset > tiff.size() || size > tiff.size() - offset) return std::nullopt;
  return FaxStrip{std::string(tiff.substr(offset, size)), static_cast<int>((*values)[image_width]),
                  static_cast<int>((*values)[image_length]), dpi_of(tiff, *values, big), (*values)[photometric] == 0};
}

}  // namespace charta::page_reader_program
