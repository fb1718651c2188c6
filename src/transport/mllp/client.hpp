// SPDX-License-Identifier: Apache-2.0
// The MLLP sender: one frame out, and only the acknowledgement that answers it counts.
#pragma once
#include "base/result.hpp"
#include "record/partners/partner_service.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace charta::mllp {

struct ClientOptions {
  std::int64_t connect_timeout_ms = 5000;
  std::int64_t answer_timeout_ms = 30000;
  std::size_t answer_limit = 1U << 20U;
  bool tls = false;
  std::string authorities;       ///< PEM of those whose signature the listener must show; empty: the system's
  std::string certificate, key;  ///< PEM, for listeners that ask who is calling
};

/// An acknowledgement whose MSA-2 is the control id that was sent.
struct Answer {
  std::string bytes;
  std::string code;   ///< MSA-1: AA, AE, AR, CA, CE, CR
  int discarded = 0;  ///< late or foreign acknowledgements that came before it and were left out
  bool accepted() const { return code == "AA" || code == "CA"; }
};

/// One connection to one listener, one message in flight. Not for several threads at a time.
class MllpClient {
 public:
  /// `endpoint`: "host:port". Errors: `invalid` (not an endpoint), `unavailable` (no answer in time, refused, TLS refused).
  static Result<MllpClient> connect(const std::string& endpoint, ClientOptions options = {});
  MllpClient(MllpClient&&) noexcept;
  MllpClient& operator=(MllpClient&&) noexcept;
  ~MllpClient();

  /// Sends a message and waits for the acknowledgement of `control_id`. After any error the connection is closed: what it may
  /// still bring could be taken for the answer to another message. Send again, with the same control id, over a new connection.
  /// Errors: `unavailable` (no answer in time, connection lost), `invalid` (no control id).
  Result<Answer> exchange(std::string_view message, std::string_view control_id);
  bool is_open() const;
  void close();

 private:
  struct Parts;
  explicit MllpClient(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Delivers outbox messages, keeping one connection for each endpoint. A refusal (AE, AR, CE, CR) is an answer, not an error.
partners::Sender outbox_sender(ClientOptions options = {});

struct SendSummary {
  int messages = 0, accepted = 0, refused = 0, failed = 0;
  bool all_accepted() const { return messages > 0 && accepted == messages; }
};

/// Sends every message of a file (batches are split) and checks each acknowledgement; `report` gets one line for each that was
/// not accepted, and for each warning about the file. Stops at a connection that cannot be opened. Errors: `not_found` (the
/// file), `invalid` (no message in it), `unavailable` (nobody listens).
Result<SendSummary> send_file(const std::string& path, const std::string& endpoint,
                              const std::function<void(std::string_view line)>& report, ClientOptions options = {});

}  // namespace charta::mllp
