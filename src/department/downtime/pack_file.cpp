// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack_file.hpp"

#include "store/durable_file.hpp"

#include <filesystem>

namespace charta::downtime {
namespace {

Result<void> write_beside(const std::string& path, BytesView bytes) {
  CHARTA_TRY(auto file, store::File::create(path));
  CHARTA_TRY_DO(file.write(bytes));
  return file.sync();
}

}  // namespace

Result<void> write_pack(const std::string& path, BytesView bytes, const std::function<Result<void>()>& between) {
  const std::string beside = path + ".new";
  std::error_code error;
  std::filesystem::remove(beside, error);  // what a crash left
  auto written = write_beside(beside, bytes);
  if (written && between) written = between();
  if (written) {
    std::filesystem::rename(beside, path, error);
    if (error)
      written = fail(ErrorKind::unavailable, "the downtime pack cannot take its place at " + path + ": " + error.message());
  }
  if (!written) {
    std::filesystem::remove(beside, error);
    return written.error();
  }
  const auto folder = std::filesystem::path(path).parent_path();
  return store::sync_folder(folder.empty() ? "." : folder.string());
}

}  // namespace charta::downtime
