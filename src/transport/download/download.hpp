// SPDX-License-Identifier: Apache-2.0
// A publisher's file over HTTPS (RFC 9110, asked as HTTP/1.0 so that an answer ends with its connection).
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace charta::download {

struct Address {
  std::string host, port, path;
  bool is_safe = true;  ///< https
};
/// Errors: `invalid` (no https address, nor http of this machine).
Result<Address> parse_address(std::string_view url);

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< by their names in small letters
  Bytes body;
};
/// A whole answer. Errors: `invalid` (no HTTP, fewer bytes than announced).
Result<HttpAnswer> parse_answer(BytesView bytes);

struct DownloadLimits {
  std::size_t bytes = std::size_t{1} << 29U;
  int seconds = 60;             ///< without a byte
  int connecting_seconds = 15;  ///< until the line stands
  int redirections = 5;
};
/// The file's bytes. Errors: `unavailable` (no network, no such host, a certificate that is not theirs, an answer that broke
/// off), `not_found` (the publisher answers otherwise than 200), `too_large`, `invalid`; each with the host, and what to do
/// instead.
Result<Bytes> get(const std::string& url, const DownloadLimits& limits = {});

}  // namespace charta::download
