// SPDX-License-Identifier: Apache-2.0
// Writes small DICOM files: explicit VR, little endian. For the simulated hospital and for tests. Source: DICOM PS3.5 7,
// PS3.10 7.1.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::dicom {

/// A data set in the making; attributes may come in any order.
class DataSet {
 public:
  /// `tag`: 0x00100020. `vr`: two letters. The value is padded to even length as its VR wants it.
  DataSet& set(std::uint32_t tag, std::string_view vr, std::string_view value);
  DataSet& set_number(std::uint32_t tag, std::uint16_t value);  ///< US
  DataSet& set_items(std::uint32_t tag, const std::vector<DataSet>& items);
  std::string bytes() const;                  ///< explicit VR little endian, in the order of the tags
  std::string text(std::uint32_t tag) const;  ///< the value without its padding; empty when there is none

 private:
  struct Element {
    std::string vr{}, value{};
  };
  std::map<std::uint32_t, Element> elements_{};
};

/// The whole file of an instance, with its preamble and header. The data set names its SOP class and instance.
std::string file_of(const DataSet& data);

}  // namespace charta::dicom
