// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL and stdout write with write(2); a reader that left must not end the server
  try {
    const std::vector<std::string> arguments(words + 1, words + count);
    return charta::app::run_command_line(arguments);
  } catch (const std::exception& defect) {
    std::fprintf(stderr, "charta: stopped by a defect of its own: %s\n", defect.what());
    return 1;
  }
}
