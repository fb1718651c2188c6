// SPDX-License-Identifier: Apache-2.0
// Mails as anybody may send them: refused or read, within their limits, and nothing else.
#include "formats/mail/mail.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto mail = charta::mail::parse(bytes);
  if (!mail) return 0;
  std::size_t sum = 0;
  for (const auto& attachment : mail->attachments) {
    sum += attachment.bytes.size();
    if (attachment.name.find('/') != std::string::npos) __builtin_trap();
  }
  if (sum > size * 9) __builtin_trap();  // each level may decode what is in it, and none makes more of it
  return 0;
}
