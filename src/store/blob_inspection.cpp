// SPDX-License-Identifier: Apache-2.0
// Two copies of one blob: which is whole, and what is mended from what.
#include "base/log.hpp"
#include "store/blob_files.hpp"
#include "store/blob_mirror.hpp"

#include <algorithm>
#include <iterator>

namespace charta::store {
namespace {

BlobCopy found(const Result<Bytes>& bytes) {
  if (bytes) return BlobCopy::whole;
  return bytes.error().kind == ErrorKind::not_found ? BlobCopy::missing : BlobCopy::damaged;
}

}  // namespace

std::string_view copy_code(BlobCopy copy) {
  static constexpr std::string_view codes[] = {"whole", "missing", "damaged", "away"};
  return codes[static_cast<int>(copy)];
}

Result<Bytes> BlobFiles::get(const Digest& digest) {
  auto bytes = own(digest);
  if (bytes || !mirror_) return bytes;
  return mended(digest, bytes.error());
}

/// The reader has the mirror's bytes at once; that this folder cannot be mended is told and fails nobody.
Result<Bytes> BlobFiles::mended(const Digest& digest, Error problem) {
  BlobFiles* mirror = read_only_ ? mirror_->files_to_read() : mirror_->files();
  if (mirror == nullptr) return problem;
  auto good = mirror->own(digest);
  if (!good) return problem;
  if (read_only_) return good;
  const std::lock_guard lock(mending_);
  if (own(digest)) return good;  // somebody was faster
  if (const auto done = replace(digest, *good); !done)
    log::error("store.blob_not_mended", {{"digest", digest.hex()}, {"problem", done.error().message}});
  else
    mended_.push_back({digest, false});
  return good;
}

std::vector<MendedBlob> BlobFiles::take_mended() {
  const std::lock_guard lock(mending_);
  return std::exchange(mended_, {});
}

Result<InspectedBlob> BlobFiles::inspect(const Digest& digest, Mend mend) {
  const std::lock_guard lock(mending_);
  const bool may_mend = mend == Mend::yes && !read_only_;
  BlobFiles* mirror = !mirror_ ? nullptr : may_mend ? mirror_->files() : mirror_->files_to_read();
  InspectedBlob seen;
  auto here = own(digest);
  seen.first = found(here);
  seen.bytes = here ? static_cast<std::int64_t>(here->size()) : 0;
  if (mirror == nullptr) return seen;
  auto there = mirror->own(digest);
  seen.mirror = found(there);
  seen.bytes += there ? static_cast<std::int64_t>(there->size()) : 0;
  if (!may_mend || here.has_value() == there.has_value()) return seen;
  const auto done = here ? mirror->replace(digest, *here) : replace(digest, *there);
  if (!done) seen.problem = done.error().message;
  seen.first_mended = done && !here;
  seen.mirror_mended = done && !there;
  return seen;
}

Result<std::vector<Digest>> BlobFiles::on_shelf(int shelf) {
  CHARTA_TRY(auto here, own_shelf(shelf));
  BlobFiles* mirror = !mirror_ ? nullptr : read_only_ ? mirror_->files_to_read() : mirror_->files();
  if (mirror == nullptr) return here;
  CHARTA_TRY(const auto there, mirror->own_shelf(shelf));
  std::vector<Digest> all;
  std::set_union(here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(all));
  return all;
}

MirrorState BlobFiles::mirror_state() {
  return mirror_ ? mirror_->state() : MirrorState{};
}

bool BlobFiles::copy_to_mirror(std::int64_t bytes) {
  return mirror_ && !read_only_ && mirror_->copy(bytes);
}

Result<void> BlobFiles::accept_mirror() {
  if (!mirror_) return fail(ErrorKind::business_rule, "no mirror is named; start with --blob-mirror FOLDER");
  return mirror_->accept();
}

}  // namespace charta::store
