// SPDX-License-Identifier: Apache-2.0
// The starter set of data/codes/starter in a library of its own, as the release of February 2026; and the official tables beside
// it, where they are present.
#pragma once
#include "department/coding/code_sets/tests/test_library.hpp"

namespace charta::code_sets::testing {

inline const std::string starter_set = CHARTA_SOURCE_FOLDER "/data/codes/starter";
inline const Date starter_day = *Date::parse("2026-02-01");

/// The set's order files say no year of their own, its files of the NCCI no quarter.
inline std::string named_for(std::string name, const std::string& year) {
  if (name.starts_with("ncci_")) name.insert(name.find(".csv"), "_" + year + "q1");
  if (const auto at = name.find("_order.txt"); at != std::string::npos) name.insert(at + 6, "_" + year);
  return name;
}

inline Result<void> import_starter_set(CodeLibrary& library, const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& file : std::filesystem::directory_iterator(starter_set))
    if (const auto name = file.path().filename().string(); name != "README.md")
      std::filesystem::copy_file(file.path(), folder + "/" + named_for(name, "2026"));
  return import(library, {folder}, "43.0");
}

/// Both are read once for all tests.
inline CodeLibrary& starter_library() {
  static const LibraryFolder folder;
  static CodeLibrary library = [] {
    auto made = folder.open();
    const auto done = import_starter_set(made, folder.path() + "-files");
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    std::filesystem::remove_all(folder.path() + "-files");
    return made;
  }();
  return library;
}

/// Null where the publishers' files are absent.
inline CodeLibrary* official_library() {
  static const LibraryFolder folder;
  static std::unique_ptr<CodeLibrary> library = [] {
    const auto drg = published("drg/tables-v430"), edits = published("mce/mce_v43.1");
    const auto diagnoses = published("icd10/cms_2026_dx.zip"), procedures = published("icd10/cms_2026_pr.zip");
    if (drg.empty() || edits.empty() || diagnoses.empty() || procedures.empty()) return std::unique_ptr<CodeLibrary>();
    auto made = std::make_unique<CodeLibrary>(folder.open());
    for (const auto& [path, release] :
         {std::pair(drg, "43.0"), std::pair(edits, ""), std::pair(diagnoses, ""), std::pair(procedures, "")}) {
      const auto done = import(*made, {path}, release);
      EXPECT_TRUE(done) << path << ": " << (done ? "" : done.error().message);
    }
    return made;
  }();
  return library.get();
}

}  // namespace charta::code_sets::testing
