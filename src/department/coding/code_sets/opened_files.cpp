// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/opened_files.hpp"

#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace charta::code_sets {
namespace {

std::string stem_of(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  for (const std::string_view ending : {".gz", ".jsonl", ".csv", ".txt", ".xml"})
    if (lower_ascii(name).ends_with(ending)) name.resize(name.size() - ending.size());
  return name;
}

bool is_named_as_workbook(std::string_view path) {
  const auto name = lower_ascii(path);
  return name.ends_with(".xlsx") || name.ends_with(".xlsm") || name.ends_with(".xls");
}

Result<void> open_file(const std::string& path, std::vector<OpenedFile>& into) {
  CHARTA_TRY(auto bytes, store::read_file(path));
  const auto named = [&](const Error& error) { return fail(error.kind, fmt::format("{}: {}", path, error.message)); };
  const SourceFile source{std::filesystem::path(path).filename().string(), sha256(bytes).hex(),
                          static_cast<std::int64_t>(bytes.size())};
  if (archive::is_zip(bytes) && !is_named_as_workbook(path)) {
    auto entries = archive::unzip(bytes);
    if (!entries) return named(entries.error());
    for (auto& entry : *entries)
      into.push_back(
          {path + "/" + entry.name, stem_of(entry.name), std::move(entry.bytes), source, source.name + "/" + entry.name, false});
    return {};
  }
  if (archive::is_gzip(bytes)) {
    auto unpacked = archive::gunzip(bytes);
    if (!unpacked) return named(unpacked.error());
    bytes = std::move(*unpacked);
  }
  into.push_back({path, stem_of(path), std::move(bytes), source, source.name, false});
  return {};
}

}  // namespace

Result<std::vector<OpenedFile>> open_all(const std::vector<std::string>& paths) {
  std::vector<OpenedFile> files;
  for (const auto& path : paths) {
    if (!std::filesystem::exists(path)) return fail(ErrorKind::not_found, fmt::format("{}: there is no such file", path));
    if (!std::filesystem::is_directory(path)) {
      CHARTA_TRY_DO(open_file(path, files));
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path))
      if (entry.is_regular_file()) inside.push_back(entry.path().string());
    std::sort(inside.begin(), inside.end());
    const std::size_t first = files.size();
    for (const auto& file : inside) CHARTA_TRY_DO(open_file(file, files));
    for (std::size_t n = first; n < files.size(); ++n) files[n].from_folder = true;
  }
  return files;
}

std::string reason_not_to_take(const OpenedFile& file) {
  if (is_named_as_workbook(file.named)) return "a workbook: save it as text (CSV)";
  return file.text.find_first_not_of(" \t\r\n") == std::string::npos ? "it is empty" : "";
}

std::optional<int> version_in(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto digits = [&](std::size_t from, std::size_t count) -> std::optional<long long> {
      return from + count <= text.size() ? parse_integer(text.substr(from, count)) : std::nullopt;
    };
    if (text[at] == 'v' || text[at] == 'V') {
      if (const auto three = digits(at + 1, 3); three && *three >= 100) return static_cast<int>(*three);
      if (const auto two = digits(at + 1, 2); two && *two >= 10)
        return static_cast<int>(*two * 10 + (at + 4 < text.size() && text[at + 3] == '.' ? digits(at + 4, 1).value_or(0) : 0));
    }
    if (text.substr(at, 2) == "FY" || text.substr(at, 2) == "fy") {
      const auto blank = at + 2 < text.size() && text[at + 2] == ' ' ? std::size_t{1} : std::size_t{0};
      if (const auto year = digits(at + 2 + blank, 4); year && *year > first_fiscal_year)
        return static_cast<int>(*year - first_fiscal_year) * 10;
    }
  }
  return std::nullopt;
}

std::optional<int> version_of(std::string_view release, const std::vector<const OpenedFile*>& files) {
  if (!release.empty()) return version_in("v" + std::string(release));
  for (const auto* file : files) {
    if (const auto found = version_in(file->stem)) return found;
    const auto folder = std::filesystem::path(file->path).parent_path().filename().string();
    if (const auto found = version_in(folder)) return found;
  }
  return std::nullopt;
}

}  // namespace charta::code_sets
