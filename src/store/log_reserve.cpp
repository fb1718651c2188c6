// SPDX-License-Identifier: Apache-2.0
#include "store/log_reserve.hpp"

#include <algorithm>

namespace charta::store {
namespace {

constexpr std::int64_t reserve_step = std::int64_t{8} << 20U;
/// Written page by page: of a large write the kernel keeps large pieces in memory, and each later write into one walks all of it.
constexpr std::int64_t piece = 4096;

/// Of SQLite's write-ahead log: pages of 4 KiB with headers of 24 bytes, and 32 KiB of index for each 4,096 of them.
/// Source: https://www.sqlite.org/walformat.html
constexpr std::int64_t frame_bytes = 4096 + 24;
constexpr std::int64_t frames_in_a_block = 4096;
constexpr std::int64_t index_block = std::int64_t{32} << 10U;

}  // namespace

/// A log that has room while its index has none would fail between the log's sync and the answer, with an outcome that nobody
/// knows.
Result<void> LogReserve::make_room_for_index() {
  if (has_index_room_) return {};
  if (!index_) {
    CHARTA_TRY(auto index, File::open_to_write(database_file_ + "-shm"));
    index_.emplace(std::move(index));
  }
  CHARTA_TRY_DO(index_->reserve((most_ / frame_bytes / frames_in_a_block + 2) * index_block));
  has_index_room_ = true;
  return {};
}

Result<void> LogReserve::keep_ahead(std::int64_t used, FunctionRef<void(FunctionRef<void()>)> alone, bool is_idle) {
  if (size_ >= most_ || (!is_idle && used + reserve_step / 2 < size_)) return {};
  CHARTA_TRY_DO(make_room_for_index());
  CHARTA_TRY(auto log, File::open_to_write(database_file_ + "-wal"));
  Result<void> written{};
  const Bytes page(static_cast<std::size_t>(piece), '\0');
  const BytesView zeros(page);
  const auto extend = [&] {
    const auto size = log.size();
    if (!size) {
      written = size.error();
      return;
    }
    size_ = *size;  // looked at while nobody writes: what lies behind it belongs to nobody
    const std::int64_t until = std::min(most_, std::max(size_, used) + reserve_step);
    while (size_ < until && written) {
      written = log.write_at(size_, zeros.substr(0, static_cast<std::size_t>(std::min(piece, until - size_))));
      if (written) size_ = std::min(until, size_ + piece);
    }
  };
  alone(extend);
  CHARTA_TRY_DO(written);
  return log.sync();
}

}  // namespace charta::store
