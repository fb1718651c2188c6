// SPDX-License-Identifier: Apache-2.0
// A folder that proves itself: BagIt. Source: RFC 8493.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"
#include "store/durable_file.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace charta::app {

/// Writes FOLDER.unfinished, file by file, in streams; finish() makes it FOLDER. What stands is never written over.
class BagWriter {
 public:
  /// Errors: `business_rule` (the folder, or an unfinished one of its name, is there), `unavailable`.
  static Result<BagWriter> begin(const std::string& folder);

  /// Adds to a file below data/, which is begun when it is first named. Errors: `unavailable` (the disk).
  Result<void> append(const std::string& path, BytesView bytes);
  /// A file below data/ that is complete. Errors: `business_rule` (it is there), `unavailable`.
  Result<void> add(const std::string& path, BytesView bytes);
  /// Manifests, bag-info and the folder's own name. Answers the SHA-256 of the tag manifest, which covers everything.
  Result<Digest> finish(const std::vector<std::pair<std::string, std::string>>& info);

  std::int64_t files() const { return static_cast<std::int64_t>(payload_.size() + open_.size()); }
  std::int64_t bytes() const { return bytes_; }

 private:
  struct Open {
    store::File file;
    std::unique_ptr<Sha256> digest = std::make_unique<Sha256>();
    Bytes waiting;
  };
  explicit BagWriter(std::string folder) : folder_(std::move(folder)), unfinished_(folder_ + ".unfinished") {}
  Result<Open> create(const std::string& path);
  Result<void> flush(Open& open);
  Result<Digest> close(Open& open);
  Result<void> tag(const std::string& name, BytesView text);

  std::string folder_, unfinished_;
  std::map<std::string, Open> open_;
  std::map<std::string, Digest> payload_, tags_;
  std::int64_t bytes_ = 0;
};

/// A name that every file system takes: letters, digits, dot, dash and underline; others as %XX, which no manifest has to escape
/// twice.
std::string bag_name(std::string_view text);
/// A field of a CSV file (RFC 4180), with its comma or line end.
void add_csv(std::string& out, std::initializer_list<std::string_view> fields);

}  // namespace charta::app
