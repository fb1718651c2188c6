// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/checkpoint.hpp"

#include "formats/json/json.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace charta::ledger {

std::string Checkpoint::signed_text() const {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().member("at", at.milliseconds()).member("previous", previous.hex()).member("root", root.hex());
  writer.member("signer", signer).member("size", size).end_object();
  return text;
}

std::string witness_line(const Checkpoint& checkpoint) {
  std::string line;
  json::Writer writer(line);
  writer.begin_object().key("checkpoint").raw(checkpoint.signed_text());
  writer.member("signature", to_base64(checkpoint.signature)).end_object();
  return line + "\n";
}

std::optional<Checkpoint> parse_witness_line(std::string_view line) {
  const auto document = json::Document::parse(line);
  if (!document) return std::nullopt;
  const json::Value value = document->root()["checkpoint"];
  const auto root = Digest::parse_hex(value["root"].text());
  const auto previous = Digest::parse_hex(value["previous"].text());
  const auto size = value["size"].integer();
  const auto at = value["at"].integer();
  const auto signature = from_base64(document->root()["signature"].text());
  if (!root || !previous || !size || !at || !signature) return std::nullopt;
  return Checkpoint{*size, *root, Instant(*at), *previous, std::string(value["signer"].text()), *signature};
}

Result<void> append_to_witness(const std::string& file, const Checkpoint& checkpoint) {
  const std::string line = "\n" + witness_line(checkpoint);  // a torn line before it stays a line of its own
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) return fail(ErrorKind::unavailable, "witness " + file + " cannot be opened: " + std::strerror(errno));
  const bool written =
      ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fdatasync(descriptor) == 0;
  const int problem = errno;
  ::close(descriptor);
  if (!written) return fail(ErrorKind::unavailable, "witness " + file + " cannot be written: " + std::strerror(problem));
  return {};
}

std::vector<Checkpoint> read_witness(const std::string& file) {
  std::vector<Checkpoint> checkpoints;
  std::ifstream input(file);
  for (std::string line; std::getline(input, line);)
    if (auto checkpoint = parse_witness_line(line)) checkpoints.push_back(std::move(*checkpoint));
  return checkpoints;
}

}  // namespace charta::ledger
