// SPDX-License-Identifier: Apache-2.0
// The files that an import was given, out of their folders and archives.
#pragma once
#include "department/coding/code_sets/code_library.hpp"

namespace charta::code_sets {

constexpr int first_fiscal_year = 1983;  // v1 is FY 1984: a version's number is its fiscal year less this

struct OpenedFile {
  std::string path, stem;  ///< "drgFormulas" of "…/drgFormulas.jsonl.gz"
  std::string text;
  SourceFile source;
  std::string named;         ///< the file's name, an archive's before it
  bool from_folder = false;  ///< not named by the user: may be something else
};

/// Every file of the paths, folders opened one level deep, archives and gzip files unpacked. Errors: `not_found`, `invalid`,
/// naming the file.
Result<std::vector<OpenedFile>> open_all(const std::vector<std::string>& paths);
/// What a person is told of a file from which nothing is taken; empty where it is no special case.
std::string reason_not_to_take(const OpenedFile& file);

/// 430 of "43.0" or "v430" or "FY2026" or "FY 2026".
std::optional<int> version_in(std::string_view text);
/// The version that the release says, else the first file's name or folder.
std::optional<int> version_of(std::string_view release, const std::vector<const OpenedFile*>& files);

}  // namespace charta::code_sets
