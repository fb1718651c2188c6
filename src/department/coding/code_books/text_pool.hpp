// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::code_books {

/// Texts by number, each kept once. Number 0 is the empty text.
struct TextPool {
  std::string bytes;
  std::vector<std::uint32_t> starts;  ///< per text and one more

  template <class Archive>
  void fields(Archive& archive) {
    archive(bytes, starts);
  }
  std::string_view operator[](std::uint32_t text) const {
    return std::string_view(bytes).substr(starts[text], starts[text + 1] - starts[text]);
  }
  std::size_t size() const { return starts.empty() ? 0 : starts.size() - 1; }
  bool fits() const {
    return size() != 0 && starts.front() == 0 && starts.back() == bytes.size() && std::is_sorted(starts.begin(), starts.end());
  }
  bool holds(std::uint32_t text) const { return text < size(); }
  std::size_t memory_bytes() const { return bytes.capacity() + starts.capacity() * sizeof(std::uint32_t); }
};

/// Fills a pool; the same text twice has one number.
class TextPoolWriter {
 public:
  TextPoolWriter() { add({}); }
  std::uint32_t add(std::string_view text) {
    const auto [found, is_new] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) {
      if (pool_.starts.empty()) pool_.starts.push_back(0);
      pool_.bytes += text;
      pool_.starts.push_back(static_cast<std::uint32_t>(pool_.bytes.size()));
    }
    return found->second;
  }
  TextPool take() { return std::move(pool_); }

 private:
  TextPool pool_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace charta::code_books
