// SPDX-License-Identifier: Apache-2.0
#include "app/console_door.hpp"

#include "base/log.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace charta::app {
namespace {

constexpr std::size_t request_limit = 1U << 20U;
constexpr int wake_ms = 200;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

/// The socket's address by the open folder: a path of any length fits, which sun_path alone does not promise.
struct SocketAddress {
  Descriptor folder;
  sockaddr_un name{};

  static std::optional<SocketAddress> in(const std::string& path) {
    SocketAddress address{Descriptor(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), {}};
    if (!address.folder.is_open()) return std::nullopt;
    address.name.sun_family = AF_UNIX;
    const std::string text = fmt::format("/proc/self/fd/{}/console.sock", address.folder.get());
    std::memcpy(address.name.sun_path, text.c_str(), text.size() + 1);
    return address;
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }
};

bool write_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<std::string> read_all(int socket, std::size_t limit) {
  std::string text;
  char buffer[4096];
  while (text.size() <= limit) {
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
  return std::nullopt;
}

/// Whoever runs the server, or root. The folder's permissions say the same; this holds where they were loosened.
bool is_owner(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

ErrorKind kind_of(std::string_view name) {
  for (int number = 0; number <= static_cast<int>(ErrorKind::internal); ++number)
    if (name_of(static_cast<ErrorKind>(number)) == name) return static_cast<ErrorKind>(number);
  return ErrorKind::internal;
}

}  // namespace

std::string print_request(const ConsoleRequest& request) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("command", request.command).member("password", request.password).key("words").begin_array();
  for (const std::string& word : request.words) out.string(word);
  out.end_array().end_object();
  return text;
}

Result<ConsoleRequest> parse_request(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  ConsoleRequest request{std::string(document.root()["command"].text()), std::string(document.root()["password"].text()), {}};
  for (const json::Value word : document.root()["words"]) request.words.emplace_back(word.text());
  if (request.command.empty()) return fail(ErrorKind::missing, "the console named no command");
  return request;
}

std::string print_answer(const ConsoleAnswer& answer) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("out", answer.out).member("err", answer.err);
  if (answer.problem)
    out.member("kind", name_of(answer.problem->kind))
        .member("message", answer.problem->message)
        .member("location", answer.problem->location);
  out.end_object();
  return text;
}

Result<ConsoleAnswer> parse_answer(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const json::Value root = document.root();
  ConsoleAnswer answer{std::string(root["out"].text()), std::string(root["err"].text()), std::nullopt};
  if (root["kind"])
    answer.problem =
        fail(kind_of(root["kind"].text()), std::string(root["message"].text()), std::string(root["location"].text()));
  return answer;
}

struct ConsoleDoor::Parts {
  std::string folder;
  Descriptor listener;
  Handler handler;
  std::atomic<bool> stopping{false};
  std::thread thread;

  void listen() {
    while (!stopping) {
      pollfd waiting{listener.get(), POLLIN, 0};
      if (::poll(&waiting, 1, wake_ms) <= 0) continue;
      const Descriptor peer(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (peer.is_open()) serve(peer.get());
    }
  }

  void serve(int peer) {
    if (!is_owner(peer)) return;
    const timeval patience{10, 0};  // of a console that connects and says nothing
    ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const auto text = read_all(peer, request_limit);
    if (!text || text->empty()) return;
    const auto request = parse_request(*text);
    const ConsoleAnswer answer = request ? handler(*request) : ConsoleAnswer{{}, {}, request.error()};
    if (!write_all(peer, print_answer(answer))) log::warning("console.left", {{"command", request ? request->command : "?"}});
  }
};

Result<std::unique_ptr<ConsoleDoor>> ConsoleDoor::open(const std::string& folder, Handler handler) {
  const auto cannot = [&](std::string_view what) {
    return fail(ErrorKind::unavailable, fmt::format("{}/console.sock cannot be {}: {}", folder, what, std::strerror(errno)));
  };
  const auto address = SocketAddress::in(folder);
  if (!address) return cannot("reached");
  auto parts = std::make_unique<Parts>();
  parts->folder = folder;
  parts->handler = std::move(handler);
  parts->listener = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ::unlinkat(address->folder.get(), "console.sock", 0);  // of a server that was killed
  const mode_t before = ::umask(0177);
  const bool bound = parts->listener.is_open() && ::bind(parts->listener.get(), address->get(), sizeof address->name) == 0;
  ::umask(before);
  if (!bound || ::listen(parts->listener.get(), 8) != 0) return cannot("opened");
  parts->thread = std::thread([raw = parts.get()] { raw->listen(); });
  return std::unique_ptr<ConsoleDoor>(new ConsoleDoor(std::move(parts)));
}

ConsoleDoor::ConsoleDoor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ConsoleDoor::~ConsoleDoor() {
  stop();
}

void ConsoleDoor::stop() {
  if (!parts_->thread.joinable()) return;
  parts_->stopping = true;
  parts_->thread.join();
  ::unlink((parts_->folder + "/console.sock").c_str());
}

Result<std::optional<ConsoleAnswer>> ask_server(const std::string& folder, const ConsoleRequest& request) {
  const auto address = SocketAddress::in(folder);
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!address || !socket.is_open()) return std::optional<ConsoleAnswer>();
  if (::connect(socket.get(), address->get(), sizeof address->name) != 0) return std::optional<ConsoleAnswer>();
  const auto gone = [] {
    return fail(ErrorKind::unavailable, "the running server went away before it answered; look whether it was done");
  };
  if (!write_all(socket.get(), print_request(request)) || ::shutdown(socket.get(), SHUT_WR) != 0) return gone();
  const auto text = read_all(socket.get(), std::size_t{256} << 20U);
  if (!text || text->empty()) return gone();
  CHARTA_TRY(auto answer, parse_answer(*text));
  return std::optional(std::move(answer));
}

}  // namespace charta::app
