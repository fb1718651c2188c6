// SPDX-License-Identifier: Apache-2.0
// The pack closed under a passphrase: gzip, then AES-256-GCM under a key of PBKDF2-HMAC-SHA256. A browser opens it with what it
// brings itself (WebCrypto). Sources: NIST SP 800-38D (GCM), SP 800-132 (PBKDF2), RFC 1952.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace charta::downtime {

struct Sealed {
  Bytes salt, nonce;
  int iterations = 0;
  Bytes bytes;  ///< the closed bytes, then the tag of 16 bytes
};

/// `open_words`: stand beside it unclosed and are proved by the same tag. A new salt and nonce each time.
Result<Sealed> seal(std::string_view passphrase, int iterations, BytesView plain, std::string_view open_words);
/// Errors: `invalid`: the passphrase is another, or a bit is not as it was.
Result<Bytes> unseal(std::string_view passphrase, const Sealed& sealed, std::string_view open_words);

struct PassphraseRule {
  int least_letters = 16, least_different = 8;
};

/// Reads the first line of the file. Errors: `not_found`, `business_rule` (others than its owner may read it; too weak by rule,
/// and how).
Result<std::string> read_passphrase(const std::string& file, const PassphraseRule& rule);
/// Errors: `business_rule`.
Result<void> check_passphrase(std::string_view passphrase, const PassphraseRule& rule);

}  // namespace charta::downtime
