// SPDX-License-Identifier: Apache-2.0
// The console beside a running server: its commands run inside the server, over a socket in the data directory.
// Why: docs/decisions/0006-console-beside-the-server.md.
#pragma once
#include "base/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::app {

/// A command as the console gave it: "user add", its words and options, and the password that it asked for.
struct ConsoleRequest {
  std::string command, password;
  std::vector<std::string> words;  ///< options first, as "--name=value"
};

struct ConsoleAnswer {
  std::string out, err;
  std::optional<Error> problem;
};

std::string print_request(const ConsoleRequest& request);
Result<ConsoleRequest> parse_request(std::string_view text);
std::string print_answer(const ConsoleAnswer& answer);
Result<ConsoleAnswer> parse_answer(std::string_view text);

/// Listens on `folder`/console.sock, readable by its owner alone. Runs one command at a time. Errors: `unavailable`.
class ConsoleDoor {
 public:
  using Handler = std::function<ConsoleAnswer(const ConsoleRequest&)>;
  static Result<std::unique_ptr<ConsoleDoor>> open(const std::string& folder, Handler handler);
  ~ConsoleDoor();
  /// Lets the command in work finish.
  void stop();

 private:
  struct Parts;
  explicit ConsoleDoor(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Nothing when no server listens in `folder`. Errors: `unavailable` (the server went away before it answered).
Result<std::optional<ConsoleAnswer>> ask_server(const std::string& folder, const ConsoleRequest& request);

}  // namespace charta::app
