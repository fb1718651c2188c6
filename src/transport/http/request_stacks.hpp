// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/serving_thread.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>

namespace charta::http {

/// One I/O thread's requests, each on a stack of its own; a stack is used again by the next request. It ends after its thread and
/// before its context.
class RequestStacks {
 public:
  virtual ~RequestStacks() = default;
  /// Runs `request` on the calling thread until it ends or waits. It does not throw. Called from the context's handlers.
  virtual void run(std::function<void()> request) = 0;
  virtual std::size_t waiting() const = 0;  ///< requests that stand still; from any thread

  static std::unique_ptr<RequestStacks> on(boost::asio::io_context& context);
};

}  // namespace charta::http
