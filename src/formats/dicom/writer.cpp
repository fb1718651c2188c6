// SPDX-License-Identifier: Apache-2.0
#include "formats/dicom/writer.hpp"

#include <algorithm>
#include <array>

namespace charta::dicom {
namespace {

void put_little(std::string& out, std::uint64_t value, int count) {
  for (int at = 0; at < count; ++at) out += static_cast<char>(value >> (8 * at) & 0xFFU);
}

/// These have two more bytes before a length of four (PS3.5, 7.1.2).
bool has_long_length(std::string_view vr) {
  static constexpr std::array<std::string_view, 10> list{"OB", "OD", "OF", "OL", "OW", "SQ", "UC", "UN", "UR", "UT"};
  return std::find(list.begin(), list.end(), vr) != list.end();
}

void put_element(std::string& out, std::uint32_t tag, std::string_view vr, std::string_view value) {
  put_little(out, tag >> 16U, 2), put_little(out, tag & 0xFFFFU, 2);
  out += vr;
  if (has_long_length(vr)) put_little(out, 0, 2);
  put_little(out, value.size(), has_long_length(vr) ? 4 : 2);
  out += value;
}

}  // namespace

DataSet& DataSet::set(std::uint32_t tag, std::string_view vr, std::string_view value) {
  std::string padded(value);
  if (padded.size() % 2 == 1) padded += vr == "UI" || vr == "OB" || vr == "UN" ? '\0' : ' ';
  elements_[tag] = {std::string(vr), std::move(padded)};
  return *this;
}

DataSet& DataSet::set_number(std::uint32_t tag, std::uint16_t value) {
  std::string bytes;
  put_little(bytes, value, 2);
  return set(tag, "US", bytes);
}

DataSet& DataSet::set_items(std::uint32_t tag, const std::vector<DataSet>& items) {
  std::string bytes;
  for (const auto& item : items) {
    const auto inner = item.bytes();
    put_little(bytes, 0xFFFE, 2), put_little(bytes, 0xE000, 2), put_little(bytes, inner.size(), 4);
    bytes += inner;
  }
  return set(tag, "SQ", bytes);
}

std::string DataSet::bytes() const {
  std::string out;
  for (const auto& [tag, element] : elements_) put_element(out, tag, element.vr, element.value);
  return out;
}

std::string DataSet::text(std::uint32_t tag) const {
  const auto found = elements_.find(tag);
  if (found == elements_.end()) return {};
  auto value = found->second.value;
  while (!value.empty() && (value.back() == '\0' || value.back() == ' ')) value.pop_back();
  return value;
}

std::string file_of(const DataSet& data) {
  constexpr std::string_view explicit_little = "1.2.840.10008.1.2.1";
  DataSet header;
  header.set(0x00020001, "OB", std::string_view("\0\1", 2));
  header.set(0x00020002, "UI", data.text(0x00080016)).set(0x00020003, "UI", data.text(0x00080018));
  header.set(0x00020010, "UI", explicit_little).set(0x00020012, "UI", "2.25.1");
  const auto inner = header.bytes();
  std::string length;
  put_little(length, inner.size(), 4);
  std::string file(128, '\0');
  file += "DICM";
  put_element(file, 0x00020000, "UL", length);
  return file + inner + data.bytes();
}

}  // namespace charta::dicom
