// SPDX-License-Identifier: Apache-2.0
// Whatever a reader that went wrong sends through the pipe, the server refuses it or reads what it would itself have written.
#include "formats/page_reading/wire.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace charta::page_reading;
  const auto bytes = text_of(data, size);
  if (const auto request = request_of(bytes)) CHARTA_PROPERTY(encode(*request) == bytes);
  if (const auto answer = answer_of(bytes)) CHARTA_PROPERTY(encode(*answer) == bytes);
  return 0;
}
