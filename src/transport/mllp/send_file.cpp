// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/message.hpp"
#include "transport/mllp/client.hpp"

#include <fstream>
#include <iterator>
#include <optional>

namespace charta::mllp {
namespace {

Result<Bytes> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::not_found, "cannot read " + path);
  return Bytes{std::istreambuf_iterator<char>(file), {}};
}

class FileSender {
 public:
  FileSender(const std::string& endpoint, const std::function<void(std::string_view)>& report, ClientOptions options)
      : endpoint_(endpoint), report_(report), options_(std::move(options)) {}

  Result<void> send(std::string_view message) {
    const std::string label = "message " + std::to_string(++summary.messages);
    const auto envelope = hl7v2::read_envelope(message);
    if (!envelope) return failed(label + ": " + envelope.error().message);
    const std::string& id = envelope->header.control_id;
    CHARTA_TRY_DO(open());
    auto answer = client_->exchange(message, id);
    if (!answer && !id.empty()) {  // once more over a new connection: the same control id, so that it cannot be filed twice
      CHARTA_TRY_DO(open());
      answer = client_->exchange(message, id);
    }
    if (!answer) return failed(label + " (" + id + "): " + answer.error().message);
    if (answer->accepted()) return ++summary.accepted, Result<void>();
    ++summary.refused;
    report_(label + " (" + id + "): refused with " + answer->code + reason(answer->bytes));
    return {};
  }

  SendSummary summary;

 private:
  Result<void> open() {
    if (client_ && client_->is_open()) return {};
    CHARTA_TRY(auto opened, MllpClient::connect(endpoint_, options_));
    client_.emplace(std::move(opened));
    return {};
  }

  Result<void> failed(const std::string& line) {
    ++summary.failed;
    report_(line);
    return {};
  }

  static std::string reason(const std::string& answer) {
    const auto parsed = hl7v2::Message::parse(answer);
    if (!parsed) return {};
    std::string text = parsed->text("ERR-8");
    if (text.empty()) text = parsed->text("MSA-3");
    return text.empty() ? text : ": " + text;
  }

  const std::string& endpoint_;
  const std::function<void(std::string_view)>& report_;
  ClientOptions options_;
  std::optional<MllpClient> client_;
};

}  // namespace

Result<SendSummary> send_file(const std::string& path, const std::string& endpoint,
                              const std::function<void(std::string_view line)>& report, ClientOptions options) {
  CHARTA_TRY(const Bytes file, read_file(path));
  const auto batch = hl7v2::split_batch(file);
  for (const std::string& warning : batch.warnings) report(warning);
  if (batch.messages.empty()) return fail(ErrorKind::invalid, path + " holds no HL7 message");
  FileSender sender(endpoint, report, std::move(options));
  for (const auto message : batch.messages) CHARTA_TRY_DO(sender.send(message));
  return sender.summary;
}

}  // namespace charta::mllp
