// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

#include <string>

namespace charta::code_sets {

/// The text of a file of claims: a file, a pipe ("-": what is piped in), a gzip file, or an archive of one file; without a byte
/// order mark. Errors: `invalid` (it holds no claim, several files, or is a folder), naming the file.
Result<std::string> read_claim_file(const std::string& path);

}  // namespace charta::code_sets
