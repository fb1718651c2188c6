// SPDX-License-Identifier: Apache-2.0
// The real data that lies beside the repository ($CHARTA_TEST_DATA, else ../shared/data): folders and archives of FHIR files.
#pragma once
#include "formats/json/json.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace charta::fhir::testing {

inline std::filesystem::path data_folder() {
  const char* named = std::getenv("CHARTA_TEST_DATA");
  return named != nullptr ? std::filesystem::path(named) : std::filesystem::path(CHARTA_SOURCE_FOLDER) / "../shared/data";
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The files of a folder or a .tar.gz archive (unpacked into a temporary folder that goes with this object), in order of their
/// names.
class Samples {
 public:
  explicit Samples(const std::string& name, const std::string& extension = ".json") {
    std::filesystem::path folder = data_folder() / "fhir" / name;
    if (name.ends_with(".tar.gz")) folder = unpack(folder);
    if (!std::filesystem::is_directory(folder)) return;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.path().extension() == extension) files_.push_back(entry.path());
    std::sort(files_.begin(), files_.end());
  }
  ~Samples() {
    std::error_code ignored;
    if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
  }
  Samples(const Samples&) = delete;
  Samples& operator=(const Samples&) = delete;
  const std::vector<std::filesystem::path>& files() const { return files_; }

 private:
  std::filesystem::path unpack(const std::filesystem::path& archive) {
    if (!std::filesystem::exists(archive)) return {};
    std::string pattern = (std::filesystem::temp_directory_path() / "charta_fhir_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return {};
    temporary_ = pattern;
    const std::string command = "tar -xzf '" + archive.string() + "' -C '" + pattern + "'";
    return std::system(command.c_str()) == 0 ? temporary_ : std::filesystem::path{};
  }

  std::filesystem::path temporary_;
  std::vector<std::filesystem::path> files_;
};

}  // namespace charta::fhir::testing
