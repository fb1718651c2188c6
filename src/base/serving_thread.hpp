// SPDX-License-Identifier: Apache-2.0
// A request that waits for an answer from elsewhere lets its thread serve other requests meanwhile.
#pragma once
#include "base/function_ref.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace charta {

/// A thread that serves many requests, each on a stack of its own. Everything here is called on that thread.
class ServingThread {
 public:
  virtual ~ServingThread() = default;
  ServingThread(const ServingThread&) = delete;
  ServingThread& operator=(const ServingThread&) = delete;

  /// The request that runs now stands still until what `arrange` is given has been called; that returns at once.
  virtual void wait(FunctionRef<void(std::function<void()> go_on)> arrange) = 0;
  /// Runs `act` after what is ready now.
  virtual void later(std::function<void()> act) = 0;
  /// Runs `act` once, when bytes can be read from the socket or it failed, at the latest after `patience` (`in_time` is false
  /// then).
  virtual void when_readable(int socket, std::chrono::milliseconds patience, std::function<void(bool in_time)> act) = 0;
  /// Before the socket is closed: nothing is told of it any more.
  virtual void forget(int socket) = 0;
  /// No other thread of this process has or had it.
  std::uint64_t number() const { return number_; }

  /// The calling thread, while it runs a request that may wait so; else null.
  static ServingThread* here() { return open_ ? running_ : nullptr; }

 protected:
  ServingThread();
  /// What a thread runs now. Another thread runs nothing of it, so that no lock is needed.
  static inline thread_local ServingThread* running_ = nullptr;
  static inline thread_local bool open_ = false;
  friend class LetsOthersIn;

 private:
  std::uint64_t number_;
};

/// While it stands, waiting for the store lets other requests in. Whoever makes one holds no lock and uses no room that the
/// thread's requests share.
class LetsOthersIn {
 public:
  LetsOthersIn() : before_(ServingThread::open_) { ServingThread::open_ = ServingThread::running_ != nullptr; }
  ~LetsOthersIn() { ServingThread::open_ = before_; }
  LetsOthersIn(const LetsOthersIn&) = delete;
  LetsOthersIn& operator=(const LetsOthersIn&) = delete;

 private:
  bool before_;
};

}  // namespace charta
