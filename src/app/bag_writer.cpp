// SPDX-License-Identifier: Apache-2.0
#include "app/bag_writer.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace charta::app {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t written_at_once = std::size_t{256} << 10U;

std::string manifest_of(const std::map<std::string, Digest>& files) {
  std::string text;
  for (const auto& [path, digest] : files) text += digest.hex() + "  " + path + "\n";
  return text;
}

}  // namespace

std::string bag_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    out += is_plain ? std::string(1, c) : fmt::format("_{:02X}", static_cast<unsigned char>(c));
  }
  if (out.empty() || out.front() == '.') out.insert(0, "_");
  return out.substr(0, 100);
}

void add_csv(std::string& out, std::initializer_list<std::string_view> fields) {
  bool is_first = true;
  for (const auto field : fields) {
    if (!is_first) out += ',';
    is_first = false;
    if (field.find_first_of("\",\r\n") == std::string_view::npos) {
      out += field;
      continue;
    }
    out += '"';
    for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  out += "\r\n";
}

Result<BagWriter> BagWriter::begin(const std::string& folder) {
  BagWriter bag(folder);
  for (const auto& path : {bag.folder_, bag.unfinished_})
    if (fs::exists(path))
      return fail(ErrorKind::business_rule,
                  path + (path == folder ? " is there already; name a new folder"
                                         : " is left of an export that did not finish; look at it, remove it, and begin again"));
  std::error_code error;
  fs::create_directories(bag.unfinished_ + "/data", error);
  if (error) return fail(ErrorKind::unavailable, bag.unfinished_ + " cannot be made: " + error.message());
  return bag;
}

Result<BagWriter::Open> BagWriter::create(const std::string& path) {
  const fs::path whole = fs::path(unfinished_) / path;
  std::error_code error;
  fs::create_directories(whole.parent_path(), error);
  if (error) return fail(ErrorKind::unavailable, whole.parent_path().string() + " cannot be made: " + error.message());
  Open open;
  CHARTA_TRY(open.file, store::File::create(whole.string()));
  return open;
}

Result<void> BagWriter::flush(Open& open) {
  CHARTA_TRY_DO(open.file.write(open.waiting));
  open.digest->add(open.waiting);
  open.waiting.clear();
  return {};
}

Result<Digest> BagWriter::close(Open& open) {
  CHARTA_TRY_DO(flush(open));
  CHARTA_TRY_DO(open.file.sync());
  return open.digest->finish();
}

Result<void> BagWriter::append(const std::string& path, BytesView bytes) {
  auto found = open_.find(path);
  if (found == open_.end()) {
    CHARTA_TRY(auto open, create("data/" + path));
    found = open_.emplace(path, std::move(open)).first;
  }
  found->second.waiting += bytes;
  bytes_ += static_cast<std::int64_t>(bytes.size());
  return found->second.waiting.size() < written_at_once ? Result<void>() : flush(found->second);
}

Result<void> BagWriter::add(const std::string& path, BytesView bytes) {
  if (payload_.contains("data/" + path)) return fail(ErrorKind::business_rule, path + " stands in this bag already");
  CHARTA_TRY(auto open, create("data/" + path));
  open.waiting = bytes;
  bytes_ += static_cast<std::int64_t>(bytes.size());
  CHARTA_TRY(payload_["data/" + path], close(open));
  return {};
}

Result<void> BagWriter::tag(const std::string& name, BytesView text) {
  CHARTA_TRY(auto open, create(name));
  open.waiting = text;
  CHARTA_TRY(tags_[name], close(open));
  return {};
}

Result<Digest> BagWriter::finish(const std::vector<std::pair<std::string, std::string>>& info) {
  for (auto& [path, open] : open_) {
    CHARTA_TRY(payload_["data/" + path], close(open));
  }
  open_.clear();
  CHARTA_TRY_DO(tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  std::string text;
  for (const auto& [name, value] : info) text += name + ": " + value + "\n";
  text += fmt::format("Payload-Oxum: {}.{}\n", bytes_, payload_.size());
  CHARTA_TRY_DO(tag("bag-info.txt", text));
  CHARTA_TRY_DO(tag("manifest-sha256.txt", manifest_of(payload_)));
  const std::string tags = manifest_of(tags_);
  CHARTA_TRY_DO(tag("tagmanifest-sha256.txt", tags));
  for (const auto& entry : fs::recursive_directory_iterator(unfinished_))
    if (entry.is_directory()) CHARTA_TRY_DO(store::sync_folder(entry.path().string()));
  CHARTA_TRY_DO(store::sync_folder(unfinished_));
  std::error_code error;
  fs::rename(unfinished_, folder_, error);
  if (error) return fail(ErrorKind::unavailable, unfinished_ + " cannot be given its name: " + error.message());
  const auto parent = fs::absolute(folder_, error).parent_path();
  CHARTA_TRY_DO(store::sync_folder(parent.string()));
  return sha256(tags);
}

}  // namespace charta::app
