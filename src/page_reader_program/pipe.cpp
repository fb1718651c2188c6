// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/pipe.hpp"

#include "formats/page_reading/wire.hpp"

#include <cerrno>
#include <unistd.h>

namespace charta::page_reader_program {

namespace {

ssize_t read_some(int file, char* into, std::size_t size) {
  ssize_t taken = 0;
  do taken = ::read(file, into, size);
  while (taken < 0 && errno == EINTR);
  return taken;
}

bool read_whole(int file, std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto taken = read_some(file, bytes.data() + at, bytes.size() - at);
    if (taken <= 0) return false;
    at += static_cast<std::size_t>(taken);
  }
  return true;
}

}  // namespace

std::optional<std::string> next_frame(int file) {
  std::string header(page_reading::frame_header_size, '\0');
  if (!read_whole(file, header)) return std::nullopt;
  const auto size = page_reading::payload_size(header, most_bytes_of_a_message);
  if (!size) return std::nullopt;
  std::string payload(*size, '\0');
  if (!read_whole(file, payload)) return std::nullopt;
  return payload;
}

bool send_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::write(file, bytes.data(), bytes.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool send_frame(int file, std::string_view payload) {
  return send_all(file, page_reading::frame_header(payload.size())) && send_all(file, payload);
}

std::optional<std::string> all_of(int file, std::size_t most) {
  std::string bytes;
  char piece[65536];
  for (;;) {
    const auto taken = read_some(file, piece, sizeof piece);
    if (taken == 0) return bytes;
    if (taken < 0 || bytes.size() + static_cast<std::size_t>(taken) > most) return std::nullopt;
    bytes.append(piece, static_cast<std::size_t>(taken));
  }
}

}  // namespace charta::page_reader_program
