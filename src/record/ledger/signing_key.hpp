// SPDX-License-Identifier: Apache-2.0
// The Ed25519 key that signs checkpoints: a file that the database does not hold. Source: RFC 8032.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace charta::ledger {

class SigningKey {
 public:
  /// Reads the private key, or makes one readable by its owner only (mode 0600), and writes the public half beside it as
  /// `<file>.pub`. Errors: `unavailable` (cannot read or write it, readable by others, not an Ed25519 key).
  static Result<SigningKey> open(const std::string& file);

  Bytes sign(std::string_view text) const;                 ///< 64 bytes
  const Bytes& public_key() const { return public_key_; }  ///< 32 bytes
  const std::string& name() const { return name_; }        ///< first 16 hex digits of the public key's SHA-256

 private:
  struct Key;
  SigningKey(std::shared_ptr<Key> key, Bytes public_key);
  std::shared_ptr<Key> key_;
  Bytes public_key_;
  std::string name_;
};

std::string key_name(std::string_view public_key);
/// Whether `signature` is the key's over `text`.
bool is_signed_by(std::string_view public_key, std::string_view text, std::string_view signature);

}  // namespace charta::ledger
