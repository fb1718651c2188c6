// SPDX-License-Identifier: Apache-2.0
#include "base/serving_thread.hpp"

#include <atomic>

namespace charta {

ServingThread::ServingThread() {
  static std::atomic<std::uint64_t> last{0};
  number_ = ++last;
}

}  // namespace charta
