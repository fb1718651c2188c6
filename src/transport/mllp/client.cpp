// SPDX-License-Identifier: Apache-2.0
#include "transport/mllp/client.hpp"

#include "base/log.hpp"
#include "formats/hl7v2/message.hpp"
#include "formats/hl7v2/mllp.hpp"
#include "transport/mllp/tls.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

namespace charta::mllp {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

struct Endpoint {
  std::string host, port;
};

/// "host:port" or "[::1]:port".
std::optional<Endpoint> parse_endpoint(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) return std::nullopt;
  Endpoint endpoint{text.substr(0, colon), text.substr(colon + 1)};
  if (endpoint.host.front() == '[' && endpoint.host.back() == ']')
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  if (endpoint.port.find_first_not_of("0123456789") != std::string::npos || endpoint.port.size() > 5) return std::nullopt;
  return endpoint;
}

Clock::time_point after_ms(std::int64_t ms) {
  return Clock::now() + std::chrono::milliseconds(ms);
}

}  // namespace

struct MllpClient::Parts {
  Parts(std::string e, ClientOptions o)
      : endpoint(std::move(e)), options(std::move(o)), socket(io), framer(options.answer_limit) {}

  Result<void> open();
  Result<void> write(std::string frame, Clock::time_point until);
  /// The next frame that the listener sends.
  Result<std::string> read(Clock::time_point until);
  void close();

  /// Runs one operation to its end or to `until`; then whatever is under way is broken off by closing the socket.
  template <class Start>
  Result<std::size_t> finish(Clock::time_point until, const char* what, Start start) {
    std::optional<ErrorCode> outcome;
    std::size_t count = 0;
    start([&](ErrorCode error, std::size_t bytes) {
      outcome = error;
      count = bytes;
    });
    io.restart();
    io.run_until(until);
    const bool late = !outcome.has_value();
    if (!late && !*outcome) return count;
    close();
    if (late) {
      io.restart();
      io.run();  // the handler that refers to this frame ends with the socket
      return fail(ErrorKind::unavailable, endpoint + ": no " + what + " in time");
    }
    return fail(ErrorKind::unavailable, endpoint + ": " + what + " failed: " + outcome->message());
  }

  std::string endpoint;
  ClientOptions options;
  asio::io_context io{1};
  tcp::socket socket;
  TlsContext context;
  std::optional<asio::ssl::stream<tcp::socket&>> secured;
  hl7v2::MllpFramer framer;
  std::array<char, 16384> buffer{};
};

Result<void> MllpClient::Parts::open() {
  const auto parsed = parse_endpoint(endpoint);
  if (!parsed) return fail(ErrorKind::invalid, "'" + endpoint + "' is not HOST:PORT");
  const auto until = after_ms(options.connect_timeout_ms);
  ErrorCode error;
  tcp::resolver resolver(io);
  const auto addresses = resolver.resolve(parsed->host, parsed->port, error);
  if (error) return fail(ErrorKind::unavailable, endpoint + ": the name is not known: " + error.message());
  CHARTA_TRY_DO(finish(until, "connection", [&](auto done) {
    asio::async_connect(socket, addresses, [done](ErrorCode failed, const tcp::endpoint&) { done(failed, 0); });
  }));
  socket.set_option(tcp::no_delay(true), error);
  if (!options.tls) return {};
  CHARTA_TRY(context, sender_context(options));
  secured.emplace(socket, *context);
  SSL_set_tlsext_host_name(secured->native_handle(), parsed->host.c_str());
  secured->set_verify_callback(asio::ssl::host_name_verification(parsed->host));
  CHARTA_TRY_DO(finish(until, "TLS handshake", [&](auto done) {
    secured->async_handshake(asio::ssl::stream_base::client, [done](ErrorCode failed) { done(failed, 0); });
  }));
  return {};
}

Result<void> MllpClient::Parts::write(std::string frame, Clock::time_point until) {
  CHARTA_TRY_DO(finish(until, "sending", [&](auto done) {
    if (secured)
      asio::async_write(*secured, asio::buffer(frame), done);
    else
      asio::async_write(socket, asio::buffer(frame), done);
  }));
  return {};
}

Result<std::string> MllpClient::Parts::read(Clock::time_point until) {
  std::string bytes;
  for (;;) {
    switch (framer.next(bytes)) {
      case hl7v2::MllpFramer::Event::message:
        return bytes;
      case hl7v2::MllpFramer::Event::noise:
        continue;
      case hl7v2::MllpFramer::Event::too_large:
        close();
        return fail(ErrorKind::unavailable, endpoint + ": the answer is too large");
      case hl7v2::MllpFramer::Event::need_more:
        break;
    }
    CHARTA_TRY(const std::size_t count, finish(until, "acknowledgement", [&](auto done) {
                 if (secured)
                   secured->async_read_some(asio::buffer(buffer), done);
                 else
                   socket.async_read_some(asio::buffer(buffer), done);
               }));
    framer.feed({buffer.data(), count});
  }
}

void MllpClient::Parts::close() {
  ErrorCode ignored;
  socket.shutdown(tcp::socket::shutdown_both, ignored);
  socket.close(ignored);
  framer.take_rest();
}

MllpClient::MllpClient(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
MllpClient::MllpClient(MllpClient&&) noexcept = default;
MllpClient& MllpClient::operator=(MllpClient&&) noexcept = default;
MllpClient::~MllpClient() = default;

Result<MllpClient> MllpClient::connect(const std::string& endpoint, ClientOptions options) {
  auto parts = std::make_unique<Parts>(endpoint, std::move(options));
  CHARTA_TRY_DO(parts->open());
  return MllpClient(std::move(parts));
}

bool MllpClient::is_open() const {
  return parts_->socket.is_open();
}
void MllpClient::close() {
  parts_->close();
}

Result<Answer> MllpClient::exchange(std::string_view message, std::string_view control_id) {
  if (control_id.empty())
    return fail(ErrorKind::invalid, "a message without a control id cannot be told from another by its answer", "MSH-10");
  if (!is_open()) return fail(ErrorKind::unavailable, parts_->endpoint + ": the connection is closed");
  const auto until = after_ms(parts_->options.answer_timeout_ms);
  CHARTA_TRY_DO(parts_->write(hl7v2::mllp_frame(message), until));
  Answer answer;
  for (;;) {
    CHARTA_TRY(answer.bytes, parts_->read(until));
    const auto parsed = hl7v2::Message::parse(answer.bytes);
    if (parsed && parsed->text("MSA-2") == control_id) {
      answer.code = parsed->text("MSA-1");
      return answer;
    }
    // An answer to something else, however friendly, says nothing about this message.
    ++answer.discarded;
  }
}

partners::Sender outbox_sender(ClientOptions options) {
  struct Connections {
    std::mutex mutex;
    std::map<std::string, std::unique_ptr<MllpClient>> by_endpoint;
  };
  auto connections = std::make_shared<Connections>();
  return [options, connections](const partners::Partner& partner, const partners::OutboxMessage& message) -> Result<Bytes> {
    std::unique_ptr<MllpClient> client;
    {
      const std::lock_guard lock(connections->mutex);
      client = std::move(connections->by_endpoint[partner.endpoint]);
    }
    if (!client || !client->is_open()) {
      ClientOptions own = options;
      own.tls = partner.tls;
      CHARTA_TRY(auto opened, MllpClient::connect(partner.endpoint, own));
      client = std::make_unique<MllpClient>(std::move(opened));
    }
    CHARTA_TRY(auto answer, client->exchange(message.bytes, message.control_id));
    if (answer.discarded > 0)
      log::warning("mllp.answers_discarded", {{"partner", partner.id.text()}, {"count", answer.discarded}});
    const std::lock_guard lock(connections->mutex);
    connections->by_endpoint[partner.endpoint] = std::move(client);
    return std::move(answer.bytes);
  };
}

}  // namespace charta::mllp
