// SPDX-License-Identifier: Apache-2.0
#include "store/compression.hpp"

#include <zstd.h>

namespace charta::store {
namespace {

constexpr int compression_level = 3;
constexpr char compressed_mark = 'Z';
constexpr char raw_mark = 'R';

}  // namespace

Bytes packed(BytesView bytes) {
  Bytes file(ZSTD_compressBound(bytes.size()) + 1, compressed_mark);
  const std::size_t size = ZSTD_compress(file.data() + 1, file.size() - 1, bytes.data(), bytes.size(), compression_level);
  if (ZSTD_isError(size) == 0 && size < bytes.size()) {
    file.resize(size + 1);
    return file;
  }
  file.assign(1, raw_mark);
  return file.append(bytes);
}

std::optional<Bytes> unpacked(BytesView file) {
  if (file.empty()) return std::nullopt;
  const char mark = file.front();
  if (mark == raw_mark) return Bytes(file.substr(1));
  if (mark != compressed_mark) return std::nullopt;
  const auto size = ZSTD_getFrameContentSize(file.data() + 1, file.size() - 1);
  // zstd packs at most some 1 : 30,000; a damaged header must not make us ask for memory without end
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size / 65536 > file.size()) return std::nullopt;
  Bytes bytes(size, '\0');
  if (ZSTD_decompress(bytes.data(), bytes.size(), file.data() + 1, file.size() - 1) != size) return std::nullopt;
  return bytes;
}

}  // namespace charta::store
