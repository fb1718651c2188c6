// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace charta {

using Bytes = std::string;           ///< owned bytes; std::string so that text needs no copy
using BytesView = std::string_view;  ///< borrowed bytes

/// A SHA-256 digest.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  std::string hex() const;  ///< 64 lower-case characters
  std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
  static std::optional<Digest> parse_hex(std::string_view text);
  static std::optional<Digest> from_raw(std::string_view raw);
  auto operator<=>(const Digest&) const = default;
};

Digest sha256(BytesView bytes);

/// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(BytesView bytes);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string to_hex(BytesView bytes);
std::optional<Bytes> from_hex(std::string_view text);
std::string to_base64(BytesView bytes);
/// Standard alphabet, padding optional, white space skipped. Empty on any other character.
std::optional<Bytes> from_base64(std::string_view text);
std::string to_base64url(BytesView bytes);  ///< without padding
/// Cryptographically random bytes.
Bytes random_bytes(std::size_t count);

}  // namespace charta
