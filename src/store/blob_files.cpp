// SPDX-License-Identifier: Apache-2.0
#include "store/blob_files.hpp"

#include "base/log.hpp"
#include "store/blob_mirror.hpp"
#include "store/compression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace charta::store {
namespace {

constexpr std::string_view temporary_folder = "temporary", damaged_folder = "damaged";
constexpr std::string_view collecting_suffix = ".collecting";

constexpr Statement insert_reference{
    "store.blob_referenced",
    R"sql(INSERT INTO blob_reference(digest, owner_kind, owner) VALUES (:digest, :owner_kind, :owner)
                                           ON CONFLICT DO NOTHING)sql"};
constexpr Statement delete_reference{
    "store.blob_released", "DELETE FROM blob_reference WHERE digest = :digest AND owner_kind = :owner_kind AND owner = :owner"};
constexpr Statement select_blob_owners{
    "store.blob_owners", "SELECT owner_kind, owner FROM blob_reference WHERE digest = :digest ORDER BY owner_kind, owner"};
constexpr Statement select_needed{"store.blobs_needed", R"sql(
  SELECT DISTINCT digest FROM blob_reference WHERE digest >= :from_digest AND digest <= :to_digest ORDER BY digest)sql"};
constexpr Statement select_reference{"store.blob_needed", "SELECT 1 FROM blob_reference WHERE digest = :digest LIMIT 1"};

/// Restarts the grace period of a blob that stands already; false when it does not stand.
bool touch(const std::string& path) {
  return ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0;
}

bool is_older_than(const std::string& path, std::chrono::milliseconds grace) {
  std::error_code failed;
  const auto written = std::filesystem::last_write_time(path, failed);
  return !failed && std::filesystem::file_time_type::clock::now() - written > grace;
}

/// A folder that cannot be read is an error: a backup or a scrub that left it out would claim to be whole.
Result<std::vector<std::string>> sorted_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    names.push_back(at->path().filename().string());
  }
  if (failed) return fail(ErrorKind::unavailable, fmt::format("blob folder {} cannot be read: {}", folder, failed.message()));
  std::sort(names.begin(), names.end());
  return names;
}

/// Gives a blob that a killed collection left aside its place again, unless somebody has put it there anew. Answers its name.
/// (One that is being collected now is then not collected this time.)
Result<std::string> put_back(const std::string& folder, const std::string& name) {
  if (!name.ends_with(collecting_suffix)) return name;
  const std::string whole = name.substr(0, name.size() - collecting_suffix.size());
  if (!Digest::parse_hex(whole)) return name;  // none of ours
  const std::string aside = folder + "/" + name, path = folder + "/" + whole;
  if (::access(path.c_str(), F_OK) == 0) {
    ::unlink(aside.c_str());
    return std::string();  // its own name is visited
  }
  if (std::rename(aside.c_str(), path.c_str()) != 0 && errno != ENOENT)
    return fail(ErrorKind::unavailable, fmt::format("{} cannot be put back: {}", aside, std::strerror(errno)));
  return whole;
}

Error damaged(const Digest& digest) {
  log::error("store.blob_damaged", {{"digest", digest.hex()}});
  return fail(ErrorKind::unavailable,
              fmt::format("blob {} no longer matches its digest; restore it from a backup", digest.hex()));
}

}  // namespace

BlobFiles::BlobFiles(std::string folder) : folder_(std::move(folder)) {}
BlobFiles::~BlobFiles() = default;

Result<std::unique_ptr<BlobFiles>> BlobFiles::open(const StoreOptions& options) {
  CHARTA_TRY(auto files, open(options.blob_directory.empty() ? options.directory + "/blobs" : options.blob_directory));
  files->read_only_ = options.read_only;
  if (!options.blob_mirror.empty()) files->mirror_ = std::make_unique<BlobMirror>(*files, options.blob_mirror);
  return files;
}

Result<std::unique_ptr<BlobFiles>> BlobFiles::open(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder + "/" + std::string(temporary_folder), failed);
  if (failed) return fail(ErrorKind::unavailable, fmt::format("blob folder {} cannot be used: {}", folder, failed.message()));
  return std::unique_ptr<BlobFiles>(new BlobFiles(folder));
}

std::string BlobFiles::path_of(const Digest& digest) const {
  const std::string hex = digest.hex();
  return fmt::format("{}/{}/{}/{}", folder_, hex.substr(0, 2), hex.substr(2, 2), hex);
}

bool BlobFiles::has(const Digest& digest) {
  const std::string path = path_of(digest);
  return ::access(path.c_str(), R_OK) == 0 || ::access((path + std::string(collecting_suffix)).c_str(), R_OK) == 0;
}

/// What stands already is read before it is believed: bytes that decayed are written anew, for the caller has good ones in hand.
/// Its folder is synced, since the one who put it there may not have come so far yet.
Result<Digest> BlobFiles::put(BytesView bytes) {
  const Digest digest = sha256(bytes);
  if (touch(path_of(digest)) && own(digest)) {
    CHARTA_TRY_DO(sync_folder(std::filesystem::path(path_of(digest)).parent_path()));
    return digest;
  }
  CHARTA_TRY_DO(replace(digest, bytes));
  if (mirror_) mirror_->owe(digest);
  return digest;
}

Result<void> BlobFiles::replace(const Digest& digest, BytesView bytes) {
  if (::access(path_of(digest).c_str(), F_OK) == 0) CHARTA_TRY_DO(set_aside(digest));
  return write_new(digest, bytes);
}

/// Never removed: what decayed may still say how, and a person may read more of it than a digest does.
Result<void> BlobFiles::set_aside(const Digest& digest) {
  CHARTA_TRY_DO(make_folder(folder_, std::string(damaged_folder)));
  const auto aside = fmt::format("{}/{}/{}-{}-{}", folder_, damaged_folder, digest.hex(), std::time(nullptr), next_temporary_++);
  if (std::rename(path_of(digest).c_str(), aside.c_str()) == 0 || errno == ENOENT)
    return sync_folder(folder_ + "/" + std::string(damaged_folder));
  return fail(ErrorKind::unavailable, fmt::format("damaged blob {} cannot be put aside: {}", digest.hex(), std::strerror(errno)));
}

void BlobFiles::remove(const Digest& digest) {
  ::unlink(path_of(digest).c_str());
}

Result<void> BlobFiles::write_new(const Digest& digest, BytesView bytes) {
  const std::string hex = digest.hex();
  const std::string folder = hex.substr(0, 2) + "/" + hex.substr(2, 2);
  CHARTA_TRY_DO(make_folder(folder_, folder));
  const std::string temporary = fmt::format("{}/{}/{}-{}", folder_, temporary_folder, ::getpid(), next_temporary_++);
  const auto written = [&]() -> Result<void> {
    ::unlink(temporary.c_str());  // left by an earlier process with our number
    CHARTA_TRY(File file, File::create(temporary));
    CHARTA_TRY_DO(file.write(packed(bytes)));
    CHARTA_TRY_DO(file.sync());
    if (std::rename(temporary.c_str(), path_of(digest).c_str()) == 0) return {};
    return fail(ErrorKind::unavailable, fmt::format("blob {} cannot be put in place: {}", hex, std::strerror(errno)));
  }();
  if (!written) {
    ::unlink(temporary.c_str());
    return fail(ErrorKind::unavailable, fmt::format("blob {} was not written: {}", hex, written.error().message));
  }
  return sync_folder(folder_ + "/" + folder);
}

Result<Bytes> BlobFiles::own(const Digest& digest) const {
  auto file = read_file(path_of(digest));
  // A collection that was killed may have left it aside.
  if (!file && file.error().kind == ErrorKind::not_found) file = read_file(path_of(digest) + std::string(collecting_suffix));
  if (!file && file.error().kind == ErrorKind::not_found) {
    return fail(ErrorKind::not_found, fmt::format("blob {} is not in the store", digest.hex()));
  }
  if (!file) return file.error();
  auto bytes = unpacked(*file);
  if (!bytes || sha256(*bytes) != digest) return damaged(digest);
  return std::move(*bytes);
}

Result<void> BlobFiles::add_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) {
  return work.write(insert_reference, {{"digest", Value::bytes(digest.raw())}, {"owner_kind", owner_kind}, {"owner", owner}});
}

Result<void> BlobFiles::drop_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) {
  return work.write(delete_reference, {{"digest", Value::bytes(digest.raw())}, {"owner_kind", owner_kind}, {"owner", owner}});
}

Result<std::vector<BlobReference>> BlobFiles::references(Reader& reader, const Digest& digest) {
  return reader.read_all(select_blob_owners, {{"digest", Value::bytes(digest.raw())}}, [](const Row& row) {
    return BlobReference{row.string(0), row.integer(1)};
  });
}

Result<std::vector<Digest>> BlobFiles::known_on_shelves(Reader& reader, int first, int count) {
  Digest from, to;
  to.bytes.fill(0xff);
  const int last = first + count - 1;
  from.bytes[0] = static_cast<std::uint8_t>(first / 256), from.bytes[1] = static_cast<std::uint8_t>(first % 256);
  to.bytes[0] = static_cast<std::uint8_t>(last / 256), to.bytes[1] = static_cast<std::uint8_t>(last % 256);
  CHARTA_TRY(const auto needed,
             reader.read_all(select_needed, {{"from_digest", Value::bytes(from.raw())}, {"to_digest", Value::bytes(to.raw())}},
                             [](const Row& row) { return Digest::from_raw(row.bytes(0)).value_or(Digest()); }));
  std::vector<Digest> standing;
  for (int shelf = first; shelf <= last; ++shelf) {
    CHARTA_TRY(const auto some, on_shelf(shelf));
    standing.insert(standing.end(), some.begin(), some.end());
  }
  std::vector<Digest> all;
  std::set_union(standing.begin(), standing.end(), needed.begin(), needed.end(), std::back_inserter(all));
  return all;
}

Result<void> BlobFiles::visit(const Digest& after, FunctionRef<bool(const Digest&)> visit) {
  const std::string first = after.hex();
  CHARTA_TRY(const auto outers, sorted_names(folder_));
  for (const std::string& outer : outers) {
    if (outer.size() != 2 || outer < first.substr(0, 2)) continue;
    CHARTA_TRY(const auto inners, sorted_names(folder_ + "/" + outer));
    for (const std::string& inner : inners) {
      if (inner.size() != 2 || outer + inner < first.substr(0, 4)) continue;
      CHARTA_TRY(const auto names, sorted_names(folder_ + "/" + outer + "/" + inner));
      for (const std::string& name : names) {
        CHARTA_TRY(const std::string whole, put_back(folder_ + "/" + outer + "/" + inner, name));
        const auto digest = Digest::parse_hex(whole);
        if (digest && *digest > after && !visit(*digest)) return {};
      }
    }
  }
  return {};
}

/// A shelf that was never begun is empty; one that cannot be read is an error.
Result<std::vector<Digest>> BlobFiles::own_shelf(int shelf) const {
  const std::string folder = fmt::format("{}/{:02x}/{:02x}", folder_, shelf / 256, shelf % 256);
  std::vector<Digest> digests;
  if (::access(folder.c_str(), F_OK) != 0 && errno == ENOENT) return digests;
  CHARTA_TRY(const auto names, sorted_names(folder));
  for (const std::string& name : names) {
    CHARTA_TRY(const std::string whole, put_back(folder, name));
    if (const auto digest = Digest::parse_hex(whole)) digests.push_back(*digest);
  }
  std::sort(digests.begin(), digests.end());
  return digests;
}

Result<Blobs::Scrubbed> BlobFiles::scrub(const Digest& from, std::int64_t limit) {
  Scrubbed result;
  CHARTA_TRY_DO(visit(from, [&](const Digest& digest) {
    if (result.checked >= limit) return false;
    ++result.checked;
    result.last = digest;
    if (const auto bytes = own(digest); !bytes && bytes.error().kind != ErrorKind::not_found) result.damaged.push_back(digest);
    return true;
  }));
  return result;
}

/// A writer that finds the blob standing touches it. The file is moved aside before it is removed, so that a touch which came
/// between our look and the move is seen, and one that comes later finds no file and writes it anew.
Result<bool> BlobFiles::collect(Reader& reader, const Digest& digest, std::chrono::milliseconds grace) {
  const std::string path = path_of(digest);
  if (!is_older_than(path, grace)) return false;
  CHARTA_TRY(const auto needed,
             reader.read_one(select_reference, {{"digest", Value::bytes(digest.raw())}}, [](const Row&) { return true; }));
  if (needed) return false;
  const std::string aside = path + std::string(collecting_suffix);
  if (std::rename(path.c_str(), aside.c_str()) != 0) return false;
  if (!is_older_than(aside, grace)) {
    std::rename(aside.c_str(), path.c_str());
    return false;
  }
  ::unlink(aside.c_str());
  BlobFiles* mirror = mirror_ ? mirror_->files() : nullptr;
  if (mirror != nullptr) mirror->remove(digest);
  return true;
}

Result<std::int64_t> BlobFiles::collect_orphans(Reader& reader, std::chrono::milliseconds grace) {
  const std::unique_lock lock(collecting_, std::try_to_lock);
  if (!lock) return 0;  // a backup is running
  std::int64_t collected = 0;
  Result<void> outcome{};
  CHARTA_TRY_DO(visit(Digest{}, [&](const Digest& digest) {
    const auto gone = collect(reader, digest, grace);
    if (!gone) outcome = gone.error();
    collected += gone && *gone ? 1 : 0;
    return gone.has_value();
  }));
  if (!outcome) return outcome.error();
  return collected;
}

}  // namespace charta::store
