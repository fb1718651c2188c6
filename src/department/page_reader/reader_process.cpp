// SPDX-License-Identifier: Apache-2.0
#include "department/page_reader/page_reader_process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace charta::page_reader {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t most_answer_bytes = std::size_t{1} << 31U;

/// The program gets no more of the server's environment than it needs: passwords often stand there. OMP_THREAD_LIMIT must stand
/// before the program starts, since the library of threads reads it when it is loaded.
std::vector<std::string> environment() {
  std::vector<std::string> lines{"OMP_THREAD_LIMIT=1", "LC_ALL=C"};
  for (const char* name : {"PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "ASAN_OPTIONS"})
    if (const char* value = std::getenv(name)) lines.push_back(std::string(name) + '=' + value);
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Standard input and output are the socket, nothing else of the server is open, signals are as at the start.
class SpawnPlan {
 public:
  explicit SpawnPlan(int socket) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, socket, 0);
    posix_spawn_file_actions_adddup2(&actions_, socket, 1);
    posix_spawn_file_actions_addopen(&actions_, 2, "/dev/null", 1, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none), sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setpgroup(&attributes_, 0);  // what it starts ends with it
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  int run(std::vector<std::string> words, pid_t& process) const {
    auto lines = environment();
    return ::posix_spawn(&process, words.front().c_str(), &actions_, &attributes_, pointers_to(words).data(),
                         pointers_to(lines).data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

bool wait_for(int socket, short what, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd one{socket, what, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

using Outcome = ReaderProcess::Outcome;

Outcome send_whole(int socket, std::string_view bytes, Clock::time_point until) {
  while (!bytes.empty()) {
    if (!wait_for(socket, POLLOUT, until)) return Outcome::too_slow;
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return Outcome::ended;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return Outcome::answered;
}

Outcome receive_whole(int socket, std::string& bytes, Clock::time_point until) {
  for (std::size_t at = 0; at < bytes.size();) {
    if (!wait_for(socket, POLLIN, until)) return Outcome::too_slow;
    const auto received = ::recv(socket, bytes.data() + at, bytes.size() - at, MSG_DONTWAIT);
    if (received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR)) return Outcome::ended;
    if (received > 0) at += static_cast<std::size_t>(received);
  }
  return Outcome::answered;
}

}  // namespace

std::unique_ptr<ReaderProcess> ReaderProcess::start(const std::string& program, const std::vector<std::string>& arguments) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  pid_t process = 0;
  const int failed = SpawnPlan(ends[1]).run(std::move(words), process);
  ::close(ends[1]);
  if (failed == 0) return std::unique_ptr<ReaderProcess>(new ReaderProcess(process, ends[0]));
  ::close(ends[0]);
  return nullptr;
}

ReaderProcess::~ReaderProcess() {
  ::close(socket_);
  ::kill(-process_, SIGKILL);
  ::kill(process_, SIGKILL);  // should it not have become the leader of its group yet
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

ReaderProcess::Reply ReaderProcess::ask(std::string_view payload, std::chrono::milliseconds timeout) {
  const auto until = Clock::now() + timeout;
  auto outcome = send_whole(socket_, page_reading::frame_header(payload.size()), until);
  if (outcome == Outcome::answered) outcome = send_whole(socket_, payload, until);
  std::string header(page_reading::frame_header_size, '\0');
  if (outcome == Outcome::answered) outcome = receive_whole(socket_, header, until);
  if (outcome != Outcome::answered) return {outcome, {}};
  const auto size = page_reading::payload_size(header, most_answer_bytes);
  if (!size) return {Outcome::ended, {}};
  Reply reply{Outcome::answered, std::string(*size, '\0')};
  reply.outcome = receive_whole(socket_, reply.payload, until);
  if (reply.outcome == Outcome::answered) ++answered_;
  return reply;
}

}  // namespace charta::page_reader
