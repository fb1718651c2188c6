// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/claim_file.hpp"

#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Result<std::string> the_one_file_of(BytesView archive) {
  CHARTA_TRY(auto entries, archive::unzip(archive));
  if (entries.size() != 1)
    return fail(ErrorKind::invalid, fmt::format("the archive holds {} files: give one file of claims", entries.size()));
  return std::move(entries.front().bytes);
}

Result<std::string> unfolded(Bytes bytes) {
  if (archive::is_zip(bytes)) return the_one_file_of(bytes);
  if (archive::is_gzip(bytes)) return archive::gunzip(bytes);
  return bytes;
}

}  // namespace

Result<std::string> read_claim_file(const std::string& path) {
  CHARTA_TRY(auto bytes, store::read_file(path == "-" ? "/dev/stdin" : path));
  auto text = unfolded(std::move(bytes));
  if (!text) return fail(text.error().kind, fmt::format("{}: {}", path, text.error().message));
  if (text->starts_with(byte_order_mark)) text->erase(0, byte_order_mark.size());
  if (text->find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(ErrorKind::invalid,
                fmt::format("{} holds no claim: give one JSON object a line", path == "-" ? "what was piped in" : path));
  return text;
}

}  // namespace charta::code_sets
