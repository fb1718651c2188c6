// SPDX-License-Identifier: Apache-2.0
// What a reader may not do, whatever a file makes of it. The programs that it starts inherit all of it.
#pragma once
#include <string>

namespace charta::page_reader_program {

struct Bounds {
  long memory_mb = 3072;         ///< address space of the process, and of each that it starts
  long seconds = 120;            ///< processor time for one request
  long written_file_mb = 64;     ///< nothing here writes files; a library that wants to is stopped early
  long most_pages = 2000;        ///< of one file
  long most_dots = 120'000'000;  ///< of one image: A3 at 600 dpi is 70 million
};

/// Enters the sandbox for good. What the kernel does not permit is left out; the answer lists what is in force, for operators.
std::string enter_sandbox(const Bounds& bounds);
/// Gives the next request its processor time: the limit counts what the process has used so far.
void allow_seconds(long seconds);

}  // namespace charta::page_reader_program
