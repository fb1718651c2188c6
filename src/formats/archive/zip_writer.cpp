// SPDX-License-Identifier: Apache-2.0
#include "formats/archive/zip_writer.hpp"

#include <limits>
#include <zlib.h>

namespace charta::archive {
namespace {

constexpr std::size_t most_in_a_zip = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t most_entries_in_a_zip = std::numeric_limits<std::uint16_t>::max();
constexpr std::uint32_t needs_version = 20, names_are_utf8 = 0x0800, deflated = 8, first_day = 0x0021;

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

Result<std::string> deflate_raw(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return fail(ErrorKind::internal, "no memory to compress an entry of a ZIP");
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return fail(ErrorKind::internal, "an entry of a ZIP could not be compressed");
  return out;
}

/// What the entry's own head and its line of the directory have in common (APPNOTE 4.3.7 and 4.3.12).
std::string common_of_entry(std::string_view name, std::string_view content, std::string_view packed) {
  std::string out;
  put(out, needs_version, 2);
  put(out, names_are_utf8, 2);
  put(out, deflated, 2);
  put(out, 0, 2);
  put(out, first_day, 2);
  put(out,
      static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()))), 4);
  put(out, static_cast<std::uint32_t>(packed.size()), 4);
  put(out, static_cast<std::uint32_t>(content.size()), 4);
  put(out, static_cast<std::uint32_t>(name.size()), 2);
  put(out, 0, 2);
  return out;
}

}  // namespace

Result<void> ZipWriter::add(std::string_view name, std::string_view content) {
  if (content.size() >= most_in_a_zip || name.size() > 0xFFFFU || count_ == most_entries_in_a_zip)
    return fail(ErrorKind::too_large, "a ZIP holds 65,535 entries of 4 GiB at most");
  CHARTA_TRY(const std::string packed, deflate_raw(content));
  const std::string common = common_of_entry(name, content, packed);
  if (bytes_.size() + packed.size() + directory_.size() >= most_in_a_zip - 0xFFFFU)
    return fail(ErrorKind::too_large, "a ZIP holds 4 GiB at most");
  directory_ += "PK\x01\x02";
  put(directory_, needs_version, 2);
  directory_ += common;
  directory_.append(10, '\0');  // no comment, on this disk, of no special kind
  put(directory_, static_cast<std::uint32_t>(bytes_.size()), 4);
  directory_ += name;
  bytes_ += "PK\x03\x04";
  bytes_ += common;
  bytes_ += name;
  bytes_ += packed;
  ++count_;
  return {};
}

Result<Bytes> ZipWriter::take() {
  const std::size_t directory_begins = bytes_.size();
  bytes_ += directory_;
  std::string end = "PK\x05\x06";
  end.append(4, '\0');  // one disk
  put(end, static_cast<std::uint32_t>(count_), 2);
  put(end, static_cast<std::uint32_t>(count_), 2);
  put(end, static_cast<std::uint32_t>(directory_.size()), 4);
  put(end, static_cast<std::uint32_t>(directory_begins), 4);
  end.append(2, '\0');  // no comment
  bytes_ += end;
  return std::move(bytes_);
}

}  // namespace charta::archive
