// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/misreading.hpp"

#include "department/matching/similarity.hpp"

#include <algorithm>
#include <array>

namespace charta::misfile_watch {
namespace {

constexpr std::size_t shortest_number = 5;

/// Two neighbours that changed places, and nothing else.
bool is_transposed(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto first = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  if (first + 1 >= a.size() || a[first] != b[first + 1] || a[first + 1] != b[first]) return false;
  return a.substr(first + 2) == b.substr(first + 2);
}

int digits_apart(std::string_view a, std::string_view b) {
  int apart = 0;
  for (std::size_t i = 0; i < a.size(); ++i) apart += a[i] != b[i];
  return apart;
}

/// Not more than the edit distance, and at once: bytes that only one side has must be edited.
std::size_t least_edits(std::string_view a, std::string_view b) {
  std::array<int, 256> more{};
  for (const char c : a) ++more[static_cast<unsigned char>(c)];
  for (const char c : b) --more[static_cast<unsigned char>(c)];
  int only_a = 0, only_b = 0;
  for (const int count : more) (count > 0 ? only_a : only_b) += count;
  return static_cast<std::size_t>(std::max(only_a, -only_b));
}

}  // namespace

std::string without_twins(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    switch (c) {
      case 'o':
      case 'q':
      case 'd':
        plain += '0';
        break;
      case 'i':
      case 'l':
      case 'j':
        plain += '1';
        break;
      case 'z':
        plain += '2';
        break;
      case 's':
        plain += '5';
        break;
      case 'g':
        plain += '6';
        break;
      case 'b':
        plain += '8';
        break;
      default:
        plain += c;
    }
  }
  return plain;
}

Nearness number_nearness(std::string_view a, std::string_view b) {
  if (a == b) return Nearness::same;
  if (std::min(a.size(), b.size()) < shortest_number) return Nearness::apart;
  const auto left = without_twins(a), right = without_twins(b);
  if (left == right) return Nearness::same;  // a letter among digits is the digit that looks like it
  if (is_transposed(left, right)) return Nearness::near;
  if (least_edits(left, right) > 2) return Nearness::apart;
  return matching::edit_distance(left, right) <= 1 ? Nearness::near : Nearness::apart;
}

Nearness word_nearness(std::string_view a, std::string_view b, int letters_per_error) {
  if (a == b) return Nearness::same;
  const auto left = without_twins(a), right = without_twins(b);
  if (left == right) return Nearness::near;
  const auto may = std::max(a.size(), b.size()) / static_cast<std::size_t>(letters_per_error);
  if (may == 0 || least_edits(left, right) > may) return Nearness::apart;
  return matching::edit_distance(left, right) <= may ? Nearness::near : Nearness::apart;
}

Nearness day_nearness(std::string_view a, std::string_view b) {
  if (a == b) return Nearness::same;
  if (a.size() != 10 || b.size() != 10) return Nearness::apart;
  if (digits_apart(a, b) <= 1) return Nearness::near;
  const bool other_order =
      a.substr(0, 4) == b.substr(0, 4) && a.substr(5, 2) == b.substr(8, 2) && a.substr(8, 2) == b.substr(5, 2);
  return other_order ? Nearness::near : Nearness::apart;
}

}  // namespace charta::misfile_watch
