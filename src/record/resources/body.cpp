// SPDX-License-Identifier: Apache-2.0
#include "record/resources/body.hpp"

#include "record/resources/dictionary.hpp"

#include <zstd.h>

#include <memory>

namespace charta::resources {
namespace {

constexpr int compression_level = 3;
constexpr std::size_t body_limit = 256U << 20U;

void add_member(std::string& out, json::Value member) {
  if (!out.empty()) out += ',';
  json::write_string(out, member.key());
  out += ':';
  json::write_to(out, member);
}

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  return context.get();
}

ZSTD_DCtx* expander() {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  return context.get();
}

// Digested once for the life of the program; never freed because threads may still read with them at exit.
const ZSTD_CDict* compression_dictionary() {
  static const ZSTD_CDict* const made =
      ZSTD_createCDict(shipped_dictionary().data(), shipped_dictionary().size(), compression_level);
  return made;
}

const ZSTD_DDict* expansion_dictionary() {
  static const ZSTD_DDict* const made = ZSTD_createDDict(shipped_dictionary().data(), shipped_dictionary().size());
  return made;
}

}  // namespace

KeptBody keep_body(json::Value resource) {
  KeptBody kept;
  for (const json::Value member : resource) {
    const std::string_view key = member.key();
    if (key == "resourceType" || key == "id") continue;
    if (key != "meta") {
      add_member(kept.members, member);
      continue;
    }
    for (const json::Value part : member)
      if (part.key() != "versionId" && part.key() != "lastUpdated") add_member(kept.meta, part);
  }
  return kept;
}

std::string join_body(const KeptBody& body) {
  return body.meta + '\n' + body.members;
}

std::string splice_body(std::string_view joined, std::string_view type, std::string_view id, std::int64_t version,
                        Instant last_updated) {
  std::string out;
  out.reserve(joined.size() + 128);
  add_spliced_body(out, joined, type, id, version, last_updated);
  return out;
}

void add_spliced_body(std::string& out, std::string_view joined, std::string_view type, std::string_view id, std::int64_t version,
                      Instant last_updated) {
  const std::size_t seam = joined.find('\n');
  const std::string_view meta = joined.substr(0, seam);
  const std::string_view members = seam == std::string_view::npos ? std::string_view() : joined.substr(seam + 1);
  out.append(R"({"resourceType":")").append(type).append(R"(","id":")").append(id).append(R"(","meta":{"versionId":")");
  out.append(std::to_string(version)).append(R"(","lastUpdated":")").append(last_updated.text()).append("\"");
  if (!meta.empty()) out.append(",").append(meta);
  out.append("}");
  if (!members.empty()) out.append(",").append(members);
  out.append("}");
}

int current_dictionary() {
  return shipped_dictionary().empty() ? 0 : shipped_dictionary_number;
}

Bytes compress_body(std::string_view joined, int dictionary) {
  Bytes out(ZSTD_compressBound(joined.size()), '\0');
  const std::size_t size =
      dictionary == 0 ? ZSTD_compressCCtx(compressor(), out.data(), out.size(), joined.data(), joined.size(), compression_level)
                      : ZSTD_compress_usingCDict(compressor(), out.data(), out.size(), joined.data(), joined.size(),
                                                 compression_dictionary());
  out.resize(ZSTD_isError(size) != 0U ? 0 : size);
  return out;
}

Result<std::string> expand_body(BytesView compressed, int dictionary) {
  std::string out;
  CHARTA_TRY_DO(expand_body_into(out, compressed, dictionary));
  return out;
}

Result<void> expand_body_into(std::string& out, BytesView compressed, int dictionary) {
  if (dictionary != 0 && dictionary != current_dictionary())
    return fail(ErrorKind::unavailable,
                "a stored body needs compression dictionary " + std::to_string(dictionary) + "; this program does not have it");
  const auto size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > body_limit)
    return fail(ErrorKind::unavailable, "a stored body is damaged: no frame");
  out.resize(static_cast<std::size_t>(size));
  const std::size_t got = dictionary == 0
                              ? ZSTD_decompressDCtx(expander(), out.data(), out.size(), compressed.data(), compressed.size())
                              : ZSTD_decompress_usingDDict(expander(), out.data(), out.size(), compressed.data(),
                                                           compressed.size(), expansion_dictionary());
  if (ZSTD_isError(got) != 0U || got != out.size())
    return fail(ErrorKind::unavailable, "a stored body is damaged: it does not expand");
  return {};
}

Digest body_digest(std::string_view joined) {
  return sha256(joined);
}

Digest version_digest(const Digest& body, std::string_view type, std::string_view id, std::int64_t version) {
  std::string text(body.raw());
  text.append(type).append("/").append(id).append("/").append(std::to_string(version));
  return sha256(text);
}

}  // namespace charta::resources
