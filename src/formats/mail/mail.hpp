// SPDX-License-Identifier: Apache-2.0
// A mail as a gateway drops it: its head and what is attached. Sources: RFC 5322, 2045, 2046, 2047, 2183, 2231. Pure.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::mail {

struct Limits {
  std::size_t bytes = std::size_t{100} << 20U;  ///< of the whole mail
  std::size_t head_bytes = std::size_t{256} << 10U;
  int depth = 8, parts = 200;
};

/// One part that is no text of the letter itself. `name` is as the sender wrote it, without folders.
struct Attachment {
  std::string name, media_type;
  Bytes bytes;
};

struct Mail {
  std::string message_id, from, subject;  ///< decoded to UTF-8
  std::vector<Attachment> attachments;
};

/// Strict: half a mail is refused whole. Errors: `invalid`, in words that a clerk can send back: broken, cut short, encrypted,
/// too large, nested too deep.
Result<Mail> parse(BytesView bytes, const Limits& limits = {});

/// application/pdf, image/tiff, image/png or image/jpeg by the bytes themselves; empty: none of them.
std::string_view scanned_type(BytesView bytes);

}  // namespace charta::mail
