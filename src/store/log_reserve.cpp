// SPDX-License-Identifier: Apache-2.0
#include "store/log_reserve.hpp"

#include "store/durable_file.hpp"

#include <algorithm>

namespace charta::store {
namespace {

constexpr std::int64_t step = std::int64_t{8} << 20U;

}  // namespace

Result<void> LogReserve::keep_ahead(std::int64_t used, FunctionRef<void(FunctionRef<void()>)> alone) {
  if (size_ >= most_ || used + step / 2 < size_) return {};
  CHARTA_TRY(auto log, File::open_to_write(file_));
  Result<void> written{};
  const auto extend = [&] {
    const auto size = log.size();
    if (!size) {
      written = size.error();
      return;
    }
    size_ = *size;  // looked at while nobody writes: what lies behind it belongs to nobody
    const std::int64_t until = std::min(most_, std::max(size_, used) + step);
    const Bytes zeros(static_cast<std::size_t>(std::max<std::int64_t>(0, until - size_)), '\0');
    written = zeros.empty() ? Result<void>{} : log.write_at(size_, zeros);
    if (written) size_ += static_cast<std::int64_t>(zeros.size());
  };
  alone(extend);
  CHARTA_TRY_DO(written);
  return log.sync();
}

}  // namespace charta::store
