// SPDX-License-Identifier: Apache-2.0
// A library in a folder of its own, filled with the starter tables; and where the publishers' files stand, when they do.
#pragma once
#include "department/coding/code_sets/code_library.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace charta::code_sets::testing {

inline const rules::RuleBook& rule_book() {
  static const rules::RuleBook rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return rules;
}

/// On which the rules of the shelf are asked.
inline const Date rules_day = *Date::parse("2026-02-01");

inline std::string starter(const std::string& name = {}) {
  return CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/starter" + (name.empty() ? "" : "/" + name);
}

/// The publishers' files, or an empty string.
inline std::string published(const std::string& name) {
  const char* given = std::getenv("CHARTA_TEST_DATA");
  const std::string folder = given != nullptr ? given : CHARTA_SOURCE_FOLDER "/../shared/data";
  for (const std::string& root : {folder, std::string(CHARTA_SOURCE_FOLDER "/../../shared/data")})
    if (std::filesystem::exists(root + "/" + name)) return root + "/" + name;
  return {};
}

class LibraryFolder {
 public:
  LibraryFolder() {
    static int count = 0;
    path_ =
        std::filesystem::temp_directory_path() / ("charta-codes-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::remove_all(path_);
  }
  ~LibraryFolder() { std::filesystem::remove_all(path_); }
  LibraryFolder(const LibraryFolder&) = delete;
  LibraryFolder& operator=(const LibraryFolder&) = delete;
  std::string path() const { return path_.string(); }
  CodeLibrary open() const { return CodeLibrary::open(path(), rule_book()).value(); }

 private:
  std::filesystem::path path_;
};

inline Result<void> import(CodeLibrary& library, const std::vector<std::string>& paths, std::string_view release = {}) {
  CHARTA_TRY(const auto sets, read_published(paths, release, library.logic()));
  return library.keep(sets);
}

}  // namespace charta::code_sets::testing
