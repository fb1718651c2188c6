// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace charta::hl7v2 {

/// Minimal lower layer protocol: 0x0B, message, 0x1C 0x0D. Source: HL7 v2 transport specification, MLLP release 1.
std::string mllp_frame(std::string_view message);

/// Takes bytes as they come and gives whole messages. Bytes between frames are counted as noise, never dropped silently.
class MllpFramer {
 public:
  explicit MllpFramer(std::size_t size_limit = 100U << 20U) : size_limit_(size_limit) {}

  enum class Event { need_more, message, noise, too_large };
  void feed(std::string_view bytes);
  /// The next event; `message` holds the bytes of a message, of noise, or the first 4 KiB of one that is too large.
  Event next(std::string& message);
  bool in_frame() const { return in_frame_; }
  std::size_t buffered() const { return buffer_.size() - start_; }  ///< bytes fed and not yet given out
  /// What a closed connection leaves behind: a truncated frame's bytes, to be journalled.
  std::string take_rest();

 private:
  Event noise(std::string& message, std::size_t end);
  Event oversized(std::string& message);
  void drop(std::size_t count);

  std::size_t size_limit_;
  std::string buffer_;
  std::size_t start_ = 0;    ///< of what was not given out yet
  std::size_t scanned_ = 0;  ///< no end of frame before here
  bool in_frame_ = false;
  bool skipping_ = false;  ///< the rest of a frame that was too large
};

}  // namespace charta::hl7v2
