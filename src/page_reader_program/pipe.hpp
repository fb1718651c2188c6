// SPDX-License-Identifier: Apache-2.0
// Whole frames through a file descriptor.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace charta::page_reader_program {

constexpr std::size_t most_bytes_of_a_message = std::size_t{1} << 30U;

/// The payload of the next frame; nothing at the end, and at a frame that is none of ours.
std::optional<std::string> next_frame(int file);
bool send_frame(int file, std::string_view payload);
/// All that comes until the other side closes, up to `most` bytes; nothing beyond that.
std::optional<std::string> all_of(int file, std::size_t most);
bool send_all(int file, std::string_view bytes);

}  // namespace charta::page_reader_program
