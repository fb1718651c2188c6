// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/mllp.hpp"

#include <algorithm>
#include <utility>

namespace charta::hl7v2 {
namespace {

constexpr char start_block = '\x0B';
constexpr char end_block = '\x1C';
constexpr std::string_view new_message = "\x0BMSH";
constexpr std::size_t kept_of_oversized = 4096;
constexpr auto npos = std::string::npos;

}  // namespace

std::string mllp_frame(std::string_view message) {
  std::string frame;
  frame.reserve(message.size() + 3);
  frame += start_block;
  frame += message;
  frame += end_block;
  frame += '\r';
  return frame;
}

void MllpFramer::feed(std::string_view bytes) {
  buffer_ += bytes;
}

void MllpFramer::drop(std::size_t count) {
  start_ += count;
  if (start_ == buffer_.size()) {
    buffer_.clear();
    if (buffer_.capacity() > (1U << 20U)) buffer_.shrink_to_fit();
    start_ = 0;
  } else if (start_ > (1U << 16U) && start_ > buffer_.size() / 2) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  scanned_ = start_;
}

MllpFramer::Event MllpFramer::noise(std::string& message, std::size_t end) {
  message.assign(buffer_, start_, end - start_);
  drop(end - start_);
  return Event::noise;
}

MllpFramer::Event MllpFramer::oversized(std::string& message) {
  const bool told = skipping_;
  message.assign(buffer_, start_ + 1, told ? 0 : kept_of_oversized);
  skipping_ = true;
  // The start byte stays, and a last byte that may be the first of the frame's end.
  const bool ends_open = buffer_.back() == end_block;
  buffer_.assign(1, start_block);
  if (ends_open) buffer_ += end_block;
  start_ = 0;
  scanned_ = 1;
  return told ? Event::need_more : Event::too_large;
}

MllpFramer::Event MllpFramer::next(std::string& message) {
  if (!in_frame_) {
    if (start_ == buffer_.size()) return Event::need_more;
    const std::size_t begin = buffer_.find(start_block, start_);
    if (begin != start_) return noise(message, std::min(begin, buffer_.size()));
    in_frame_ = true;
    scanned_ = start_ + 1;
  }
  for (;;) {
    const std::size_t end = buffer_.find(end_block, scanned_);
    if (end == npos || end + 1 == buffer_.size()) {
      scanned_ = end == npos ? buffer_.size() : end;
      if (skipping_ || buffer_.size() - start_ - 1 > size_limit_) return oversized(message);
      return Event::need_more;
    }
    const char after = buffer_[end + 1];
    if (after != '\r' && after != '\n' && after != start_block) {  // 0x1C in the text of a careless sender
      scanned_ = end + 1;
      continue;
    }
    const std::size_t whole = end + (after == start_block ? 1 : 2);
    const bool too_large = end - start_ - 1 > size_limit_;
    if (skipping_ || too_large) {
      const bool told = std::exchange(skipping_, false);
      message.assign(buffer_, start_ + 1, kept_of_oversized);
      in_frame_ = false;
      drop(whole - start_);
      return told ? next(message) : Event::too_large;
    }
    // A second start inside the frame: the sender broke off and began again. What it broke off is noise.
    const std::size_t again = buffer_.rfind(new_message, end);
    if (again != npos && again > start_) return noise(message, again);
    message.assign(buffer_, start_ + 1, end - start_ - 1);
    in_frame_ = false;
    drop(whole - start_);
    return Event::message;
  }
}

std::string MllpFramer::take_rest() {
  std::string rest = skipping_ ? std::string() : buffer_.substr(start_);
  if (in_frame_ && !rest.empty()) rest.erase(0, 1);
  buffer_.clear();
  start_ = scanned_ = 0;
  in_frame_ = skipping_ = false;
  return rest;
}

}  // namespace charta::hl7v2
