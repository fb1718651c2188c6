// SPDX-License-Identifier: Apache-2.0
#include "app/command_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace charta::app {

Result<std::vector<std::string>> files_of(const Arguments& arguments) {
  if (arguments.words().empty()) return fail(ErrorKind::invalid, "name at least one file or folder", "usage");
  std::vector<std::string> files;
  for (const std::string& word : arguments.words()) {
    std::error_code error;
    if (!std::filesystem::exists(word, error)) return fail(ErrorKind::not_found, word + " does not exist");
    if (!std::filesystem::is_directory(word, error)) {
      files.push_back(word);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(word))
      if (entry.is_regular_file()) inside.push_back(entry.path().string());
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Result<std::string> read_whole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::not_found, path + " cannot be read");
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

Result<void> write_whole(const std::string& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) return fail(ErrorKind::unavailable, path + " cannot be written");
  return {};
}

}  // namespace charta::app
