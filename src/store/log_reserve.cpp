// SPDX-License-Identifier: Apache-2.0
#include "store/log_reserve.hpp"

#include "store/durable_file.hpp"

#include <algorithm>

namespace charta::store {
namespace {

constexpr std::int64_t step = std::int64_t{8} << 20U;
/// Written page by page: of a large write the kernel keeps large pieces in memory, and each later write into one walks all of it.
constexpr std::int64_t piece = 4096;

}  // namespace

Result<void> LogReserve::keep_ahead(std::int64_t used, FunctionRef<void(FunctionRef<void()>)> alone) {
  if (size_ >= most_ || used + step / 2 < size_) return {};
  CHARTA_TRY(auto log, File::open_to_write(file_));
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
    const std::int64_t until = std::min(most_, std::max(size_, used) + step);
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
