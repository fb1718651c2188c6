// SPDX-License-Identifier: Apache-2.0
// The reports that the simulated hospital writes: as lines, as RTF, as PDF.
#pragma once
#include "base/digest.hpp"
#include "department/training/random.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::training {

/// A heading and a few sentences.
std::vector<std::string> write_report(Random& random, std::string_view heading, int sentences);
std::string as_rtf(const std::vector<std::string>& lines);
/// One page, Helvetica 11, letter size; uncompressed, so that it is small to write and can be read in a test. Text beyond ASCII
/// becomes '?'.
Bytes as_pdf(const std::vector<std::string>& lines);

}  // namespace charta::training
