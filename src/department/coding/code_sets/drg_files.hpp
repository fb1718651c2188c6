// SPDX-License-Identifier: Apache-2.0
// Readers of the files in which MS-DRG tables come: range-coded JSON lines, or one version as CSV.
#pragma once
#include "department/coding/code_sets/published_drg.hpp"

#include <map>
#include <string>
#include <string_view>

namespace charta::code_sets {

/// Files by name without folder and endings ("drgFormulas"), unpacked.
using NamedTexts = std::map<std::string, std::string, std::less<>>;

/// The names that a complete set has.
std::vector<std::string_view> range_coded_names();
std::vector<std::string_view> one_version_names();

/// JSON lines {"key", "low", "high", "value"}. Errors: `missing` (naming the file), `invalid` (naming file and line).
Result<PublishedDrg> read_range_coded(const NamedTexts& texts);
/// The CSV tables of `version`. Errors: as above.
Result<PublishedDrg> read_one_version(const NamedTexts& texts, int version);

}  // namespace charta::code_sets
