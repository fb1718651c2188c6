// SPDX-License-Identifier: Apache-2.0
#include "transport/http/server.hpp"

#include "base/log.hpp"
#include "base/only_caller.hpp"
#include "base/text.hpp"
#include "transport/http/request_stacks.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <deque>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <thread>

namespace charta::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr std::size_t brief_bytes = 64 * 1024;  ///< a larger body is parsed and written for too long to keep others waiting

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string lower(beast::string_view text) {
  return lower_ascii(std::string_view(text.data(), text.size()));
}

Request to_request(Parser& parser, const std::string& remote) {
  auto message = parser.release();
  Request request;
  request.method = std::string(message.method_string());
  const std::string_view target(message.target().data(), message.target().size());
  const std::size_t mark = target.find('?');
  request.path = std::string(target.substr(0, mark));
  if (mark != std::string_view::npos) request.query = std::string(target.substr(mark + 1));
  for (const auto& field : message) request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
  request.body = std::move(message.body());
  request.remote = remote;
  return request;
}

void add_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(const Response& response) {
  return response.status != 204 && response.status != 304;
}

/// Goes out in one write with the body, which is not copied.
std::string print_head(const Response& response, bool keep_alive) {
  std::string out;
  out.reserve(512);
  out.append("HTTP/1.1 ")
      .append(std::to_string(response.status))
      .append(" ")
      .append(reason_phrase(response.status))
      .append("\r\n");
  if (has_body(response)) {
    add_header(out, "Content-Type", response.content_type);
    add_header(out, "Content-Length", std::to_string(response.body.size()));
  }
  for (const auto& [name, value] : response.headers) add_header(out, name, value);
  if (!keep_alive) add_header(out, "Connection", "close");
  out += "\r\n";
  return out;
}

thread_local RequestStacks* this_threads_stacks = nullptr;

struct Shared {
  ServerOptions options;
  Site& site;
  asio::thread_pool workers;
  std::atomic<std::int64_t> connections{0}, requests{0}, refused{0}, in_work{0}, streams{0};
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> last_number{0};
  OnlyCaller only_caller;

  std::mutex mutex;
  std::set<class Connection*> listening;  ///< connections that became event streams

  Shared(const ServerOptions& o, Site& s) : options(o), site(s), workers(static_cast<std::size_t>(o.workers)) {}
};

/// One client: reads a request, answers it, reads the next.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, std::shared_ptr<Shared> shared)
      : stream_(std::move(socket)), shared_(std::move(shared)), number_(++shared_->last_number) {
    ++shared_->connections;
    beast::error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto endpoint = stream_.socket().remote_endpoint(ignored);
    if (!ignored) remote_ = endpoint.address().to_string();
  }
  ~Connection() {
    --shared_->connections;
    if (!streaming_) return;
    --shared_->streams;
    const std::lock_guard lock(shared_->mutex);
    shared_->listening.erase(this);
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(shared_->options.body_limit);
    parser_->header_limit(static_cast<std::uint32_t>(shared_->options.header_limit));
    stream_.expires_after(shared_->options.idle);
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
  }

  /// Runs on this connection's thread.
  void send_event(std::shared_ptr<const std::string> text) {
    if (outgoing_.size() > 100) return close();  // a client that does not read loses its stream, not our memory
    outgoing_.push_back(std::move(text));
    if (outgoing_.size() == 1) write_event();
  }
  auto executor() { return stream_.get_executor(); }

 private:
  void on_read(beast::error_code error) {
    if (error == beast::http::error::end_of_stream || error == beast::error::timeout || error == asio::error::connection_reset ||
        error == asio::error::operation_aborted || error == asio::error::eof)
      return close();
    if (error) return refuse(error);
    keep_alive_ = parser_->get().keep_alive();
    request_ = to_request(*parser_, remote_);
    ++shared_->requests;
    stream_.expires_never();
    const Cost cost = shared_->site.route(request_);
    if (cost == Cost::read && this_threads_stacks != nullptr)
      return this_threads_stacks->run([self = shared_from_this()] { self->respond(self->shared_->site.answer(self->request_)); });
    if (cost == Cost::read || is_done_here(cost)) return respond(shared_->site.answer(request_));
    ++shared_->in_work;
    asio::post(shared_->workers, [self = shared_from_this()] {
      auto response = std::make_shared<Response>(self->shared_->site.answer(self->request_));
      --self->shared_->in_work;
      asio::post(self->stream_.get_executor(), [self, response] { self->respond(std::move(*response)); });
    });
  }

  bool is_done_here(Cost cost) {
    const bool only = shared_->only_caller.heard(number_, steady_ms());
    return only && cost == Cost::brief_write && request_.body.size() <= brief_bytes && shared_->in_work == 0;
  }

  /// A request that cannot be parsed gets an answer, then the connection ends.
  void refuse(beast::error_code error) {
    ++shared_->refused;
    const bool large = error == beast::http::error::body_limit;
    const bool long_header = error == beast::http::error::header_limit;
    keep_alive_ = false;
    Response response = problem(
        large ? fail(ErrorKind::too_large, "the body is larger than " + std::to_string(shared_->options.body_limit) + " bytes")
        : long_header ? fail(ErrorKind::too_large, "the request's headers are larger than the server takes")
                      : fail(ErrorKind::invalid, "this is not an HTTP/1.1 request: " + error.message()),
        false);
    respond(std::move(response));
  }

  void respond(Response response) {
    if (response.content_type == "text/event-stream") return begin_stream();
    const bool keep = keep_alive_ && !shared_->stopping;
    head_ = print_head(response, keep);
    body_ = has_body(response) && request_.method != "HEAD" ? std::move(response.body) : std::string();
    stream_.expires_after(shared_->options.idle);
    const std::array<asio::const_buffer, 2> out{asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(stream_, out, [self = shared_from_this(), keep](beast::error_code error, std::size_t) {
      if (error || !keep) return self->close();
      self->read();
    });
  }

  void begin_stream() {
    streaming_ = true;
    ++shared_->streams;
    {
      const std::lock_guard lock(shared_->mutex);
      shared_->listening.insert(this);
    }
    stream_.expires_never();
    send_event(
        std::make_shared<const std::string>("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: "
                                            "no-store\r\nX-Accel-Buffering: no\r\n\r\nretry: 5000\n\n"));
    watch_for_close();
  }

  /// A stream's client sends nothing more; what arrives is its goodbye.
  void watch_for_close() {
    stream_.async_read_some(asio::buffer(spare_), [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->close();
      self->watch_for_close();
    });
  }

  void write_event() {
    asio::async_write(stream_, asio::buffer(*outgoing_.front()),
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (error) return self->close();
                        self->outgoing_.pop_front();
                        if (!self->outgoing_.empty()) self->write_event();
                      });
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  std::shared_ptr<Shared> shared_;
  const std::uint64_t number_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  std::string head_, body_, remote_;
  std::deque<std::shared_ptr<const std::string>> outgoing_;
  std::array<char, 64> spare_{};
  bool keep_alive_ = true;
  bool streaming_ = false;
};

class AsioServer final : public Server {
 public:
  AsioServer(const ServerOptions& options, Site& site)
      : shared_(std::make_shared<Shared>(options, site)), acceptor_(std::in_place, first_context()) {
    for (int i = 1; i < std::max(1, options.io_threads); ++i) contexts_.push_back(std::make_unique<asio::io_context>(1));
    for (const auto& context : contexts_)
      if (options.own_stacks) stacks_.push_back(RequestStacks::on(*context));
  }
  ~AsioServer() override { AsioServer::stop(); }

  Result<void> bind() {
    beast::error_code error;
    const auto address = asio::ip::make_address(shared_->options.host, error);
    const std::string shown = shared_->options.host + ":" + std::to_string(shared_->options.port);
    if (error)
      return fail(ErrorKind::invalid, "'" + shared_->options.host + "' is not an address to listen on; use 127.0.0.1 or 0.0.0.0");
    const tcp::endpoint endpoint(address, shared_->options.port);
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(1024, error);
    if (error) return fail(ErrorKind::unavailable, "cannot listen for HTTP on " + shown + ": " + error.message());
    port_ = acceptor_->local_endpoint().port();
    accept();
    for (std::size_t i = 0; i < contexts_.size(); ++i) {
      work_.push_back(asio::make_work_guard(*contexts_[i]));
      threads_.emplace_back([&loop = *contexts_[i], stacks = stacks_.empty() ? nullptr : stacks_[i].get()] {
        this_threads_stacks = stacks;
        loop.run();
      });
    }
    return {};
  }

  std::uint16_t port() const override { return port_; }

  void broadcast(std::string_view event, std::string_view data) override {
    const auto text =
        std::make_shared<const std::string>("event: " + std::string(event) + "\ndata: " + std::string(data) + "\n\n");
    const std::lock_guard lock(shared_->mutex);
    for (Connection* connection : shared_->listening)
      asio::post(connection->executor(), [weak = connection->weak_from_this(), text] {
        if (const auto alive = weak.lock()) alive->send_event(text);
      });
  }

  ServerFigures figures() const override { return {shared_->connections, shared_->requests, shared_->refused, shared_->streams}; }

  void stop() override {
    if (shared_->stopping.exchange(true)) return;
    asio::post(*contexts_.front(), [this] {
      beast::error_code ignored;
      acceptor_->close(ignored);
    });
    for (int i = 0; i < 1000 && has_work(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    shared_->workers.join();
    for (auto& guard : work_) guard.reset();
    for (auto& context : contexts_) context->stop();
    for (auto& thread : threads_) thread.join();
    acceptor_.reset();
    if (waiting() > 0) return leave_waiting();
    stacks_.clear();
    contexts_.clear();  // destroys the connections that were still idle
  }

 private:
  std::size_t waiting() const {
    return std::accumulate(stacks_.begin(), stacks_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& stacks) { return sum + stacks->waiting(); });
  }
  bool has_work() const { return shared_->in_work > 0 || waiting() > 0; }

  /// The store owes answers and will not give them: what stands on those stacks cannot be taken away under it. The process ends
  /// now.
  void leave_waiting() {
    log::error("http.requests_left_waiting", {{"requests", static_cast<std::int64_t>(waiting())}});
    for (auto& stacks : stacks_) (void)stacks.release();
    for (auto& context : contexts_) (void)context.release();
  }

  asio::io_context& first_context() {
    contexts_.push_back(std::make_unique<asio::io_context>(1));
    return *contexts_.front();
  }

  void accept() {
    asio::io_context& home = *contexts_[next_++ % contexts_.size()];
    acceptor_->async_accept(home, [this](beast::error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || shared_->stopping) return;
      if (!error && shared_->connections < shared_->options.connections_max) {
        auto connection = std::make_shared<Connection>(std::move(socket), shared_);
        asio::post(connection->executor(), [connection] { connection->read(); });
      }
      accept();
    });
  }

  std::shared_ptr<Shared> shared_;
  std::vector<std::unique_ptr<asio::io_context>> contexts_;
  std::vector<std::unique_ptr<RequestStacks>> stacks_;  ///< of each context, or none at all
  std::vector<asio::executor_work_guard<asio::io_context::executor_type>> work_;
  std::optional<tcp::acceptor> acceptor_;  ///< ends before the contexts do
  std::vector<std::thread> threads_;
  std::size_t next_ = 0;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Site& site) {
  auto server = std::make_unique<AsioServer>(options, site);
  CHARTA_TRY_DO(server->bind());
  log::info("http.listening", {{"port", server->port()}});
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace charta::http
