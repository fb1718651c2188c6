// SPDX-License-Identifier: Apache-2.0
#include "store/archive.hpp"

#include "store/compression.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace charta::store {
namespace {

constexpr std::string_view magic = "charta-backup-01";
constexpr std::string_view manifest_name = "manifest";
constexpr std::size_t chunk_size = 1 << 20;
constexpr std::size_t frame_size_max = 64 << 20;

Error damaged(std::string_view what) {
  return fail(ErrorKind::unavailable, fmt::format("the backup file is damaged ({}); use another copy", what));
}

std::string partial(const std::string& file) {
  return file + ".partial";
}

}  // namespace

Result<ArchiveWriter> ArchiveWriter::create(const std::string& file) {
  if (std::filesystem::exists(file)) return fail(ErrorKind::unavailable, fmt::format("{} exists already", file));
  ::unlink(partial(file).c_str());
  CHARTA_TRY(File out, File::create(partial(file)));
  ArchiveWriter writer(file, std::move(out));
  CHARTA_TRY_DO(writer.write(magic));
  return writer;
}

ArchiveWriter::~ArchiveWriter() {
  if (!file_.empty()) ::unlink(partial(file_).c_str());
}

Result<void> ArchiveWriter::write(BytesView bytes) {
  all_->add(bytes);
  return out_.write(bytes);
}

/// Length in four bytes, least significant first, and the bytes.
Result<void> ArchiveWriter::write_frame(BytesView bytes) {
  char length[4];
  for (std::size_t i = 0; i < 4; ++i) length[i] = static_cast<char>(bytes.size() >> (8 * i) & 0xff);
  CHARTA_TRY_DO(write({length, sizeof length}));
  return write(bytes);
}

Result<void> ArchiveWriter::begin_part(const std::string& name) {
  part_ = std::make_unique<Sha256>();
  part_name_ = name;
  return write_frame(name);
}

Result<void> ArchiveWriter::add(BytesView bytes) {
  part_->add(bytes);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(chunk_size, bytes.size()))) {
    CHARTA_TRY_DO(write_frame(packed(bytes.substr(0, chunk_size))));
  }
  return {};
}

Result<void> ArchiveWriter::end_part() {
  manifest_ += fmt::format("{} {}\n", part_->finish().hex(), part_name_);
  return write_frame("");
}

Result<void> ArchiveWriter::add_part(const std::string& name, BytesView bytes) {
  CHARTA_TRY_DO(begin_part(name));
  CHARTA_TRY_DO(add(bytes));
  return end_part();
}

Result<void> ArchiveWriter::add_file(const std::string& name, const std::string& path) {
  CHARTA_TRY(File file, File::open_to_read(path));
  CHARTA_TRY_DO(begin_part(name));
  for (;;) {
    CHARTA_TRY(const Bytes bytes, file.read(chunk_size));
    if (bytes.empty()) return end_part();
    CHARTA_TRY_DO(add(bytes));
  }
}

Result<void> ArchiveWriter::finish() {
  const std::string manifest = manifest_;
  CHARTA_TRY_DO(add_part(std::string(manifest_name), manifest));
  const Digest all = all_->finish();
  CHARTA_TRY_DO(out_.write(all.raw()));
  CHARTA_TRY_DO(out_.sync());
  if (std::rename(partial(file_).c_str(), file_.c_str()) != 0) {
    return fail(ErrorKind::unavailable, fmt::format("cannot give {} its name: {}", file_, std::strerror(errno)));
  }
  const std::string folder = std::filesystem::absolute(file_).parent_path();
  file_.clear();
  return sync_folder(folder);
}

Result<ArchiveReader> ArchiveReader::open(const std::string& file) {
  CHARTA_TRY(File in, File::open_to_read(file));
  ArchiveReader reader(std::move(in));
  CHARTA_TRY(const Bytes begin, reader.take(magic.size()));
  if (begin != magic) return fail(ErrorKind::invalid, fmt::format("{} is not a backup file of this version", file));
  return reader;
}

Result<Bytes> ArchiveReader::take(std::size_t count) {
  CHARTA_TRY(Bytes bytes, in_.read(count));
  if (bytes.size() != count) return damaged("it ends too early");
  all_->add(bytes);
  return bytes;
}

Result<Bytes> ArchiveReader::take_frame() {
  CHARTA_TRY(const Bytes length, take(4));
  std::size_t size = 0;
  for (std::size_t i = 4; i-- > 0;) size = size << 8 | static_cast<unsigned char>(length[i]);
  if (size > frame_size_max) return damaged("a chunk is too long");
  return take(size);
}

Result<std::string> ArchiveReader::next_part() {
  return take_frame();
}

Result<std::optional<Bytes>> ArchiveReader::next_chunk() {
  CHARTA_TRY(const Bytes frame, take_frame());
  if (frame.empty()) return std::optional<Bytes>();
  auto bytes = unpacked(frame);
  if (!bytes) return damaged("a chunk cannot be unpacked");
  return bytes;
}

Result<Bytes> ArchiveReader::whole_part() {
  Bytes whole;
  for (;;) {
    CHARTA_TRY(const auto chunk, next_chunk());
    if (!chunk) return whole;
    whole += *chunk;
  }
}

Result<void> ArchiveReader::check_end() {
  const Digest all = all_->finish();
  CHARTA_TRY(const Bytes told, in_.read(all.raw().size() + 1));
  if (told != all.raw()) return damaged("the digest of the whole differs");
  return {};
}

Result<void> verify_archive(const std::string& file) {
  CHARTA_TRY(ArchiveReader reader, ArchiveReader::open(file));
  std::string manifest;
  for (;;) {
    CHARTA_TRY(const auto name, reader.next_part());
    if (name == manifest_name) break;
    Sha256 digest;
    for (;;) {
      CHARTA_TRY(const auto chunk, reader.next_chunk());
      if (!chunk) break;
      digest.add(*chunk);
    }
    manifest += fmt::format("{} {}\n", digest.finish().hex(), name);
  }
  CHARTA_TRY(const Bytes told, reader.whole_part());
  if (told != manifest) return damaged("a part differs from the manifest");
  return reader.check_end();
}

}  // namespace charta::store
