// SPDX-License-Identifier: Apache-2.0
#include "base/id.hpp"

namespace charta {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int key_digits = 13;
constexpr std::int64_t epoch_2020_ms = 1'577'836'800'000;
constexpr int sequence_bits = 16;
constexpr int node_bits = 6;

int digit_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  const auto at = alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string print_key(std::int64_t key) {
  std::string text(key_digits, '0');
  auto rest = static_cast<std::uint64_t>(key);
  for (int i = key_digits - 1; i >= 0; --i, rest >>= 5) text[static_cast<std::size_t>(i)] = alphabet[rest & 31];
  return text;
}

std::optional<std::int64_t> parse_key(std::string_view text) {
  if (text.size() != key_digits) return std::nullopt;
  std::uint64_t key = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    if (key >> 58 != 0) return std::nullopt;  // 63 bits hold 12 whole digits and three bits of the first
    key = key << 5 | static_cast<std::uint64_t>(digit);
  }
  if (key == 0 || key > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  return static_cast<std::int64_t>(key);
}

std::int64_t TimeOrderedKeys::next_key() {
  const std::int64_t now = (clock_.now().milliseconds() - epoch_2020_ms) << sequence_bits;
  std::int64_t last = last_.load(std::memory_order_relaxed);
  std::int64_t mine = 0;
  do {
    mine = now > last ? now : last + 1;
  } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
  const std::int64_t sequence = mine & ((1 << sequence_bits) - 1);
  return (mine >> sequence_bits) << (sequence_bits + node_bits) | static_cast<std::int64_t>(node_) << sequence_bits | sequence;
}

}  // namespace charta
