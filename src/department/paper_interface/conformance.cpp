// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/conformance.hpp"

#include "department/paper_interface/searchset_text.hpp"
#include "record/resources/search_query.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace charta::paper_interface {
namespace {

Result<Conformance::File> read_definition(const std::filesystem::path& path) {
  std::ifstream input(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  const auto document = json::Document::parse(text);
  if (!input.good() && text.empty()) return fail(ErrorKind::unavailable, path.string() + " cannot be read");
  if (!document) return fail(ErrorKind::invalid, path.string() + ": " + document.error().message);
  const auto root = document->root();
  Conformance::File file;
  file.type = std::string(root["resourceType"].text());
  file.id = std::string(root["id"].text());
  file.url = std::string(root["url"].text());
  file.name = std::string(root["name"].text());
  file.code = std::string(root["code"].text());
  file.parameter_type = std::string(root["type"].text());
  if (file.type == "StructureDefinition") file.base = file.parameter_type;
  for (const auto one : root["base"]) file.base += (file.base.empty() ? "" : " ") + std::string(one.text());
  file.json = json::write(root);
  if (file.type.empty() || file.id.empty() || file.url.empty())
    return fail(ErrorKind::invalid, path.string() + " is no resource with id and url");
  return file;
}

}  // namespace

Result<Conformance> Conformance::load(const std::string& folder) {
  Conformance all;
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  if (error) return fail(ErrorKind::unavailable, "the folder " + folder + " cannot be read: " + error.message());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    CHARTA_TRY(auto file, read_definition(path));
    if (all.find(file.type, file.id) != nullptr)
      return fail(ErrorKind::invalid, path.string() + " has an id that another file has");
    all.files_.push_back(std::move(file));
  }
  return all;
}

const Conformance::File* Conformance::find(std::string_view type, std::string_view id) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const File& file) { return file.type == type && file.id == id; });
  return found == files_.end() ? nullptr : &*found;
}

Result<std::string> Conformance::search(const resources::SearchRequest& request) const {
  std::vector<std::string> ignored;
  std::vector<const File*> found;
  for (const auto& file : files_)
    if (file.type == request.type) found.push_back(&file);
  bool is_count = false;
  for (const auto& [name, value] : resources::query_pairs(request.query)) {
    if (name == "_summary" && value == "count") is_count = true;
    if (name == "_count" || name == "_cursor" || name == "_total" || name == "_summary" || name == "_format" || name == "_pretty")
      continue;
    if (name != "url" && name != "name" && name != "_id") {
      ignored.push_back(name);
      continue;
    }
    std::erase_if(found, [&, &asked_name = name, &asked = value](const File* file) {
      return (asked_name == "url" ? file->url : asked_name == "name" ? file->name : file->id) != asked;
    });
  }
  if (request.strict && !ignored.empty())
    return fail(ErrorKind::invalid, "these definitions are not searched by '" + ignored.front() + "'", ignored.front());
  SearchsetText text(request);
  text.total(static_cast<std::int64_t>(found.size()));
  if (!is_count)
    for (const auto* file : found) text.add(file->id, file->json);
  return text.finish(ignored);
}

resources::FaceWords Conformance::words_of(std::string_view type) const {
  resources::FaceWords words;
  for (const auto& file : files_) {
    const bool is_profile = file.type == "StructureDefinition" && file.base == type;
    if (is_profile) words.profiles.push_back(file.url);
    const bool is_parameter =
        file.type == "SearchParameter" && (" " + file.base + " ").find(" " + std::string(type) + " ") != std::string::npos;
    if (is_parameter) words.parameters.push_back({file.code, file.parameter_type, file.url});
  }
  return words;
}

}  // namespace charta::paper_interface
