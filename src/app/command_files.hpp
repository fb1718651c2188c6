// SPDX-License-Identifier: Apache-2.0
// Files that a command names.
#pragma once
#include "app/arguments.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::app {

/// The files that the words name; folders give every file below them, in the order of their names.
Result<std::vector<std::string>> files_of(const Arguments& arguments);
/// Errors: `not_found` (it cannot be read).
Result<std::string> read_whole(const std::string& path);
/// Errors: `unavailable` (it cannot be written).
Result<void> write_whole(const std::string& path, std::string_view bytes);

}  // namespace charta::app
