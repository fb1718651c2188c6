// SPDX-License-Identifier: Apache-2.0
#include "transport/http/request_stacks.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>

#include <map>
#include <unistd.h>
#include <utility>
#include <vector>

namespace charta::http {
namespace {

namespace asio = boost::asio;
namespace context = boost::context;

/// A request's own room. Searches and their JSON use some ten kilobytes; a page that is never touched costs no memory.
constexpr std::size_t stack_bytes = 512 * 1024;
/// Of a thread. A request that finds none free runs on the thread's own stack, and waits there as it would without any.
constexpr std::size_t stacks_most = 512;

class Stacks final : public RequestStacks, public ServingThread {
 public:
  explicit Stacks(asio::io_context& context) : context_(context) {}

  void run(std::function<void()> request) override {
    if (idle_.empty() && stacks_.size() == stacks_most) return request();
    if (idle_.empty()) add();
    Stack* stack = idle_.back();
    idle_.pop_back();
    stack->request = std::move(request);
    go_on(*stack);
  }
  std::size_t waiting() const override { return waiting_.load(); }

  void wait(FunctionRef<void(std::function<void()> go_on)> arrange) override {
    Stack* mine = current_;
    arrange([this, mine] { asio::post(context_, [this, mine] { go_on(*mine); }); });
    const bool was_open = std::exchange(open_, false);
    ++waiting_;
    mine->loop = std::move(mine->loop).resume();
    --waiting_;
    open_ = was_open;
  }
  void later(std::function<void()> act) override { asio::post(context_, std::move(act)); }

  void when_readable(int socket, std::chrono::milliseconds patience, std::function<void(bool)> act) override {
    auto& watched = watched_[socket];
    if (!watched) watched = std::make_shared<Watched>(context_, socket);
    // The first of the two to come tells; the other is called off, or finds that it has been told.
    const auto told = std::make_shared<bool>(false);
    const auto tell = [told, watch = std::weak_ptr(watched), act = std::move(act)](bool in_time) {
      const auto alive = watch.lock();
      if (!alive || std::exchange(*told, true)) return;
      alive->timer.cancel();
      if (!in_time) alive->socket.cancel();
      act(in_time);
    };
    watched->timer.expires_after(patience);
    watched->timer.async_wait([tell](boost::system::error_code stopped) {
      if (!stopped) tell(false);
    });
    watched->socket.async_wait(asio::posix::stream_descriptor::wait_read, [tell](boost::system::error_code stopped) {
      if (stopped != asio::error::operation_aborted) tell(true);
    });
  }
  void forget(int socket) override { watched_.erase(socket); }

 private:
  struct Stack {
    context::fiber self, loop;  ///< where the request goes on, and where the thread does when it waits
    std::function<void()> request;
  };
  /// The socket belongs to somebody else: what is watched is a second name of it.
  struct Watched {
    Watched(asio::io_context& context, int given) : socket(context, ::dup(given)), timer(context) {}
    asio::posix::stream_descriptor socket;
    asio::steady_timer timer;
  };

  void add() {
    Stack* stack = stacks_.emplace_back(std::make_unique<Stack>()).get();
    stack->self = context::fiber(std::allocator_arg, context::protected_fixedsize_stack(stack_bytes),
                                 [this, stack](context::fiber&& loop) -> context::fiber {
                                   stack->loop = std::move(loop);
                                   for (;;) {
                                     stack->request();
                                     stack->request = nullptr;
                                     idle_.push_back(stack);
                                     stack->loop = std::move(stack->loop).resume();
                                   }
                                 });
    idle_.push_back(stack);
  }

  void go_on(Stack& stack) {
    current_ = &stack;
    running_ = this;
    stack.self = std::move(stack.self).resume();
    running_ = nullptr;
    current_ = nullptr;
  }

  asio::io_context& context_;
  std::vector<std::unique_ptr<Stack>> stacks_;
  std::vector<Stack*> idle_;
  std::map<int, std::shared_ptr<Watched>> watched_;
  std::atomic<std::size_t> waiting_{0};
  Stack* current_ = nullptr;
};

}  // namespace

std::unique_ptr<RequestStacks> RequestStacks::on(asio::io_context& context) {
  return std::make_unique<Stacks>(context);
}

}  // namespace charta::http
