// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::grouper {

/// A code in eight bytes, left-aligned ASCII: comparing keys compares codes. 0 is no code.
using CodeKey = std::uint64_t;

/// The key of a code as people write it: dots and blanks are dropped, letters raised. 0 when it is empty, longer than eight
/// characters or holds anything but letters, digits and '@' (the mark of a procedure cluster).
constexpr CodeKey key_of(std::string_view code) {
  CodeKey key = 0;
  int length = 0;
  for (const char c : code) {
    if (c == '.' || c == ' ') continue;
    const char raised = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool known = (raised >= '0' && raised <= '9') || (raised >= 'A' && raised <= 'Z') || raised == '@';
    if (!known || length == 8) return 0;
    key |= static_cast<CodeKey>(static_cast<unsigned char>(raised)) << (56U - 8U * static_cast<unsigned>(length));
    ++length;
  }
  return key;
}

/// The code without its dot: "S72011C". Of an unreadable one: that it is none.
inline std::string text_of(CodeKey key) {
  if (key >> 56U == 0xFF) return "(no code)";
  std::string text;
  for (; key != 0; key <<= 8U) text += static_cast<char>(key >> 56U);
  return text;
}

/// What a claim says in a code's place and is none ("К7030" with a Cyrillic letter): the mark, with its number within the claim.
/// It stands in no table, is never blank, and two of them are never the same code.
constexpr CodeKey unreadable = CodeKey{0xFF} << 56U;
constexpr bool is_unreadable(CodeKey key) {
  return key >> 56U == 0xFF;
}

/// Finds the place of a code among sorted keys: open addressing over their numbers, built when tables are loaded.
class CodeIndex {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;
  void build(const std::vector<CodeKey>& sorted_keys);
  std::uint32_t find(CodeKey key) const {
    if (slots_.empty() || key == 0) return none;
    for (std::size_t at = mixed(key) & mask_;; at = (at + 1) & mask_) {
      if (slots_[at] == none || keys_[slots_[at]] == key) return slots_[at];
    }
  }
  std::size_t bytes() const { return slots_.size() * sizeof(std::uint32_t); }

 private:
  static std::size_t mixed(CodeKey key) {
    key *= 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(key >> 32U);
  }
  std::vector<std::uint32_t> slots_;
  const CodeKey* keys_ = nullptr;
  std::size_t mask_ = 0;
};

/// The named marks that the hierarchy asks for ("stcc", "d468", "dxc0801"), as bits.
struct AttributeSet {
  static constexpr std::size_t capacity = 512;
  std::array<std::uint64_t, capacity / 64> words{};

  bool has(std::uint16_t attribute) const { return ((words[attribute / 64U] >> (attribute % 64U)) & 1U) != 0; }
  void add(std::uint16_t attribute) { words[attribute / 64U] |= std::uint64_t{1} << (attribute % 64U); }
  void add(const AttributeSet& other) {
    for (std::size_t n = 0; n < words.size(); ++n) words[n] |= other.words[n];
  }
  bool meets(const AttributeSet& other) const {
    for (std::size_t n = 0; n < words.size(); ++n)
      if ((words[n] & other.words[n]) != 0) return true;
    return false;
  }
  bool operator==(const AttributeSet&) const = default;
};

}  // namespace charta::grouper
