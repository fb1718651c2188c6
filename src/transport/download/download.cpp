// SPDX-License-Identifier: Apache-2.0
#include "transport/download/download.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <memory>
#include <sys/socket.h>
#include <sys/time.h>

namespace charta::download {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

bool is_this_machine(std::string_view host) {
  return host == "127.0.0.1" || host == "localhost";
}

Error unreachable(const Address& address) {
  return fail(
      ErrorKind::unavailable,
      fmt::format(
          "{} cannot be reached: there is no network, or it is closed to this machine. Download the file elsewhere and take it "
          "with 'charta codes import'",
          address.host));
}

Result<Bio> connected(const Address& address, const Context& context, int seconds) {
  Bio bio(address.is_safe ? BIO_new_ssl_connect(context.get()) : BIO_new_connect((address.host + ":" + address.port).c_str()),
          BIO_free_all);
  if (!bio) return unreachable(address);
  if (address.is_safe) {
    SSL* ssl = nullptr;
    BIO_get_ssl(bio.get(), &ssl);
    if (ssl == nullptr || SSL_set1_host(ssl, address.host.c_str()) != 1) return unreachable(address);
    SSL_set_tlsext_host_name(ssl, address.host.c_str());
    BIO_set_conn_hostname(bio.get(), (address.host + ":" + address.port).c_str());
  }
  if (BIO_do_connect(bio.get()) != 1) return unreachable(address);
  int socket = -1;
  BIO_get_fd(bio.get(), &socket);
  const timeval patience{seconds, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (address.is_safe && BIO_do_handshake(bio.get()) != 1)
    return fail(ErrorKind::unavailable,
                fmt::format("{} does not show a certificate that is its own: nothing was taken from it", address.host));
  return bio;
}

Result<HttpAnswer> asked(const Address& address, const DownloadLimits& limits) {
  const Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) return unreachable(address);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(context.get());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  CHARTA_TRY(const auto bio, connected(address, context, limits.seconds));
  const auto request =
      fmt::format("GET {} HTTP/1.0\r\nHost: {}\r\nUser-Agent: charta\r\nAccept: */*\r\nConnection: close\r\n\r\n", address.path,
                  address.host);
  if (BIO_write(bio.get(), request.data(), static_cast<int>(request.size())) != static_cast<int>(request.size()))
    return unreachable(address);
  Bytes answer;
  char part[16384];
  for (;;) {
    const int count = BIO_read(bio.get(), part, sizeof part);
    if (count <= 0) break;
    answer.append(part, static_cast<std::size_t>(count));
    if (answer.size() > limits.bytes)
      return fail(ErrorKind::too_large, fmt::format("{} sends more than {} bytes", address.host, limits.bytes));
  }
  return parse_answer(answer);
}

}  // namespace

Result<Address> parse_address(std::string_view url) {
  const bool is_safe = url.starts_with("https://");
  if (!is_safe && !url.starts_with("http://")) return fail(ErrorKind::invalid, fmt::format("'{}' is no https address", url));
  const auto rest = url.substr(is_safe ? 8 : 7);
  const auto slash = rest.find('/');
  const auto authority = rest.substr(0, slash);
  const auto colon = authority.find(':');
  Address address{std::string(authority.substr(0, colon)),
                  colon == std::string_view::npos ? (is_safe ? "443" : "80") : std::string(authority.substr(colon + 1)),
                  slash == std::string_view::npos ? "/" : std::string(rest.substr(slash)), is_safe};
  const bool is_plain = url.find_first_of(" \r\n\t@") == std::string_view::npos;
  if (address.host.empty() || !parse_integer(address.port) || !is_plain)
    return fail(ErrorKind::invalid, fmt::format("'{}' is no https address", url));
  if (!is_safe && !is_this_machine(address.host))
    return fail(ErrorKind::invalid, fmt::format("'{}' is not https, and {} is not this machine", url, address.host));
  return address;
}

Result<HttpAnswer> parse_answer(BytesView bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (!bytes.starts_with("HTTP/1.") || end == BytesView::npos || bytes.size() < 12)
    return fail(ErrorKind::invalid, "the answer is no HTTP, or breaks off in its heading");
  HttpAnswer answer;
  const auto status = parse_integer(bytes.substr(9, 3));
  if (!status) return fail(ErrorKind::invalid, "the answer has no status");
  answer.status = static_cast<int>(*status);
  for (const auto line : split(bytes.substr(0, end), '\n'))
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
      answer.headers[lower_ascii(trimmed(line.substr(0, colon)))] = std::string(trimmed(line.substr(colon + 1)));
  answer.body = bytes.substr(end + 4);
  if (const auto length = answer.headers.find("content-length"); length != answer.headers.end()) {
    const auto announced = parse_integer(length->second);
    if (!announced || static_cast<std::size_t>(*announced) != answer.body.size())
      return fail(ErrorKind::invalid,
                  fmt::format("the answer breaks off: {} of {} bytes came", answer.body.size(), length->second));
  }
  return answer;
}

Result<Bytes> get(const std::string& url, const DownloadLimits& limits) {
  std::string at = url;
  for (int turn = 0; turn <= limits.redirections; ++turn) {
    CHARTA_TRY(const auto address, parse_address(at));
    CHARTA_TRY(auto answer, asked(address, limits));
    if (answer.status == 200) return std::move(answer.body);
    const auto next = answer.headers.find("location");
    if (answer.status / 100 != 3 || next == answer.headers.end())
      return fail(ErrorKind::not_found, fmt::format("{} answers {} for {}: the publisher may have put the file elsewhere",
                                                    address.host, answer.status, address.path));
    const auto port = address.port == (address.is_safe ? "443" : "80") ? std::string() : ":" + address.port;
    at = next->second.starts_with('/') ? (address.is_safe ? "https://" : "http://") + address.host + port + next->second
                                       : next->second;
  }
  return fail(ErrorKind::not_found, fmt::format("{} sends from one address to the next without end", url));
}

}  // namespace charta::download
