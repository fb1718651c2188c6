// SPDX-License-Identifier: Apache-2.0
#include "formats/archive/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <zlib.h>

namespace charta::archive {
namespace {

constexpr int gzip_window = 15 + 16;  // 15 bits, and gzip's own header
constexpr int raw_window = -15;       // a ZIP entry has no header

std::uint32_t little_endian(BytesView bytes, std::size_t at, int width) {
  std::uint32_t value = 0;
  for (int n = width - 1; n >= 0; --n) value = (value << 8U) | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(n)]);
  return value;
}

class Inflater {
 public:
  explicit Inflater(int window) : ready_(inflateInit2(&stream_, window) == Z_OK) {}
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  /// One member's bytes are added to `out`; answers how much of `bytes` was read.
  Result<std::size_t> inflate_into(Bytes& out, BytesView bytes, std::size_t most) {
    if (!ready_) return fail(ErrorKind::internal, "zlib could not start");
    inflateReset(&stream_);
    // zlib reads through a pointer to non-const and never writes there.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), UINT32_MAX));
    int state = Z_OK;
    while (state == Z_OK) {
      if (out.size() >= most) return fail(ErrorKind::too_large, fmt::format("unfolds to more than {} bytes", most));
      const std::size_t before = out.size();
      out.resize(std::min(most, before + std::max<std::size_t>(before, std::size_t{64} << 10U)));
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
      stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size() - before, UINT32_MAX));
      const auto offered = stream_.avail_out;
      state = ::inflate(&stream_, Z_NO_FLUSH);
      out.resize(before + (offered - stream_.avail_out));
      if (state == Z_OK && stream_.avail_in == 0 && offered != stream_.avail_out && stream_.avail_out != 0) break;
    }
    if (state != Z_STREAM_END) return fail(ErrorKind::invalid, "the compressed data is cut short or damaged");
    return bytes.size() - stream_.avail_in;
  }

 private:
  z_stream stream_{};
  bool ready_;
};

constexpr std::size_t end_record_bytes = 22, directory_bytes = 46, local_bytes = 30;

/// The end-of-directory record stands at the end, before a comment of up to 64 KiB.
Result<std::size_t> find_end_record(BytesView bytes) {
  if (bytes.size() < end_record_bytes) return fail(ErrorKind::invalid, "the archive is cut short");
  const std::size_t first = bytes.size() > 65557 ? bytes.size() - 65557 : 0;
  const auto at = bytes.rfind(BytesView("PK\x05\x06", 4), bytes.size() - end_record_bytes);
  if (at == BytesView::npos || at < first) return fail(ErrorKind::invalid, "the archive has no directory: it is cut short");
  return at;
}

Result<Bytes> entry_bytes(BytesView bytes, std::size_t at, std::size_t most) {
  const auto method = little_endian(bytes, at + 10, 2);
  const std::size_t packed = little_endian(bytes, at + 20, 4), whole = little_endian(bytes, at + 24, 4),
                    local = little_endian(bytes, at + 42, 4);
  if ((little_endian(bytes, at + 8, 2) & 1U) != 0) return fail(ErrorKind::unsupported, "the archive is encrypted");
  if (whole > most) return fail(ErrorKind::too_large, fmt::format("unfolds to more than {} bytes", most));
  if (local + local_bytes > bytes.size() || bytes.substr(local, 4) != BytesView("PK\x03\x04", 4))
    return fail(ErrorKind::invalid, "an entry is not where the directory says");
  const std::size_t start = local + local_bytes + little_endian(bytes, local + 26, 2) + little_endian(bytes, local + 28, 2);
  if (start > bytes.size() || bytes.size() - start < packed) return fail(ErrorKind::invalid, "the archive is cut short");
  Bytes out;
  if (method == 0) {
    out = bytes.substr(start, packed);
  } else if (method == 8) {
    out.reserve(whole + 1);
    CHARTA_TRY_DO(Inflater(raw_window).inflate_into(out, bytes.substr(start, packed), most));
  } else {
    return fail(ErrorKind::unsupported, fmt::format("an entry is compressed by method {}", method));
  }
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size()));
  if (out.size() != whole || sum != little_endian(bytes, at + 16, 4))
    return fail(ErrorKind::invalid, "an entry is damaged: its checksum differs");
  return out;
}

}  // namespace

bool is_gzip(BytesView bytes) {
  return bytes.starts_with("\x1f\x8b");
}
bool is_zip(BytesView bytes) {
  return bytes.starts_with(BytesView("PK\x03\x04", 4));
}

Result<Bytes> gunzip(BytesView bytes, std::size_t most) {
  if (!is_gzip(bytes)) return fail(ErrorKind::invalid, "not a gzip file");
  Bytes out;
  Inflater inflater(gzip_window);
  while (is_gzip(bytes)) {  // members may follow each other
    CHARTA_TRY(const auto read, inflater.inflate_into(out, bytes, most));
    bytes.remove_prefix(read);
  }
  return out;
}

Result<std::vector<Entry>> unzip(BytesView bytes, std::size_t most) {
  CHARTA_TRY(const auto end, find_end_record(bytes));
  const auto count = little_endian(bytes, end + 10, 2);
  std::size_t at = little_endian(bytes, end + 16, 4), total = 0;
  std::vector<Entry> entries;
  for (std::uint32_t n = 0; n < count; ++n) {
    if (at + directory_bytes > bytes.size() || bytes.substr(at, 4) != BytesView("PK\x01\x02", 4))
      return fail(ErrorKind::invalid, "the archive's directory is damaged");
    const auto name_bytes = little_endian(bytes, at + 28, 2);
    if (bytes.size() - at - directory_bytes < name_bytes) return fail(ErrorKind::invalid, "the archive's directory is damaged");
    Entry entry{std::string(bytes.substr(at + directory_bytes, name_bytes)), {}};
    if (!entry.name.ends_with('/')) {
      CHARTA_TRY(entry.bytes, entry_bytes(bytes, at, most - total));
      total += entry.bytes.size();
      entries.push_back(std::move(entry));
    }
    at += directory_bytes + name_bytes + little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
  }
  return entries;
}

}  // namespace charta::archive
