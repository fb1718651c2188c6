// SPDX-License-Identifier: Apache-2.0
#include "transport/download/download.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace charta::download {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

bool is_this_machine(std::string_view host) {
  return host == "127.0.0.1" || host == "localhost";
}

/// It says its length, and that much came.
bool is_whole(BytesView answer) {
  const auto read = parse_answer(answer);
  return read && read->headers.contains("content-length");
}

Error unreachable(const Address& address) {
  return fail(
      ErrorKind::unavailable,
      fmt::format(
          "{} cannot be reached: there is no network, or it is closed to this machine. Download the file elsewhere and take it "
          "with 'charta codes import'",
          address.host));
}

/// A line to the host, blocking again once it stands.
Result<Bio> connected(const Address& address, const DownloadLimits& limits) {
  Bio bio(BIO_new_connect((address.host + ":" + address.port).c_str()), BIO_free_all);
  if (!bio) return unreachable(address);
  BIO_set_nbio(bio.get(), 1);
  int socket = -1;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(limits.connecting_seconds);
  while (BIO_do_connect(bio.get()) != 1) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (BIO_should_retry(bio.get()) == 0 || left <= 0 || BIO_get_fd(bio.get(), &socket) < 0) return unreachable(address);
    pollfd waiting{socket, POLLOUT, 0};
    if (::poll(&waiting, 1, static_cast<int>(left)) != 1) return unreachable(address);  // asked before it is ready, it would spin
  }
  BIO_get_fd(bio.get(), &socket);
  BIO_socket_nbio(socket, 0);
  BIO_set_nbio(bio.get(), 0);
  const timeval patience{limits.seconds, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return bio;
}

/// The same line under TLS, once the host has shown that it is the one.
Result<Bio> secured(Bio line, const Address& address, const Context& context) {
  Bio bio(BIO_new_ssl(context.get(), 1), BIO_free_all);
  SSL* ssl = nullptr;
  if (bio) BIO_get_ssl(bio.get(), &ssl);
  if (ssl == nullptr || SSL_set1_host(ssl, address.host.c_str()) != 1) return unreachable(address);
  SSL_set_tlsext_host_name(ssl, address.host.c_str());
  BIO_push(bio.get(), line.release());
  if (BIO_do_handshake(bio.get()) == 1) return bio;
  if (SSL_get_verify_result(ssl) != X509_V_OK)
    return fail(ErrorKind::unavailable,
                fmt::format("{} does not show a certificate that is its own ({}): nothing was taken from it", address.host,
                            X509_verify_cert_error_string(SSL_get_verify_result(ssl))));
  return fail(ErrorKind::unavailable, fmt::format("{} does not speak TLS 1.2 or newer: nothing was taken from it", address.host));
}

/// Whether the answer ended because who sends it said so, and not because the line broke.
bool ended_well(BIO* bio, const Address& address, int count) {
  if (!address.is_safe) return count == 0;
  SSL* ssl = nullptr;
  BIO_get_ssl(bio, &ssl);
  return ssl != nullptr && (SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
}

Result<Bytes> read_to_its_end(BIO* bio, const Address& address, const DownloadLimits& limits) {
  Bytes answer;
  char part[16384];
  for (;;) {
    const int count = BIO_read(bio, part, sizeof part);
    if (count > 0) {
      answer.append(part, static_cast<std::size_t>(count));
      if (answer.size() > limits.bytes)
        return fail(ErrorKind::too_large, fmt::format("{} sends more than {} bytes", address.host, limits.bytes));
      continue;
    }
    // A server that only drops the line has sent all where it said how much that is.
    if (ended_well(bio, address, count) || is_whole(answer)) return answer;
    return fail(ErrorKind::unavailable,
                fmt::format("{} broke off after {} bytes, or sent nothing for {} seconds: nothing was taken from it; try again",
                            address.host, answer.size(), limits.seconds));
  }
}

Result<HttpAnswer> asked(const Address& address, const DownloadLimits& limits) {
  const Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) return unreachable(address);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(context.get());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  CHARTA_TRY(auto bio, connected(address, limits));
  if (address.is_safe) {
    CHARTA_TRY(bio, secured(std::move(bio), address, context));
  }
  const auto request =
      fmt::format("GET {} HTTP/1.0\r\nHost: {}\r\nUser-Agent: charta\r\nAccept: */*\r\nConnection: close\r\n\r\n", address.path,
                  address.host);
  if (BIO_write(bio.get(), request.data(), static_cast<int>(request.size())) != static_cast<int>(request.size()))
    return unreachable(address);
  CHARTA_TRY(const auto answer, read_to_its_end(bio.get(), address, limits));
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
