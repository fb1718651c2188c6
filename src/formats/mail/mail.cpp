// SPDX-License-Identifier: Apache-2.0
#include "formats/mail/mail.hpp"

#include "formats/mail/mail_fields.hpp"

#include <optional>

namespace charta::mail {
namespace {

/// The parts between the lines of a boundary. Errors: `invalid` (its last line is missing: the mail was cut short).
Result<std::vector<std::string_view>> split_parts(std::string_view body, std::string_view boundary) {
  std::vector<std::string_view> parts;
  std::optional<std::size_t> began;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    std::string_view line = body.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    const bool is_mine = line.starts_with("--") && line.substr(2).starts_with(boundary);
    const auto rest = is_mine ? line.substr(2 + boundary.size()) : std::string_view();
    if (is_mine && (rest.empty() || rest == "--")) {
      if (began) {  // the line end before a boundary is the boundary's
        auto part = body.substr(*began, at - *began);
        if (part.ends_with('\n')) part.remove_suffix(1);
        if (part.ends_with('\r')) part.remove_suffix(1);
        parts.push_back(part);
      }
      if (!rest.empty()) return parts;
      began = std::min(end + 1, body.size());
    }
    at = std::min(end + 1, body.size());
  }
  return fail(ErrorKind::invalid, "the mail was cut short: the end of its parts is missing");
}

std::string file_name(std::string_view name) {
  const auto slash = name.find_last_of("/\\");
  std::string last(slash == std::string_view::npos ? name : name.substr(slash + 1));
  std::erase_if(last, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return last.substr(0, 200);
}

class PartReader {
 public:
  PartReader(Mail& mail, const Limits& limits) : mail_(mail), limits_(limits) {}

  Result<void> read(const Head& head, int depth, bool is_of_letter) {
    if (depth > limits_.depth)
      return fail(ErrorKind::invalid, "the mail's parts are nested more than " + std::to_string(limits_.depth) + " deep");
    if (++parts_ > limits_.parts)
      return fail(ErrorKind::invalid, "the mail has more than " + std::to_string(limits_.parts) + " parts");
    const Valued type = read_valued(head.find("content-type"));
    if (type.value == "multipart/encrypted" || type.value == "application/pkcs7-mime" || type.value == "application/x-pkcs7-mime")
      return fail(ErrorKind::invalid,
                  "the mail is encrypted; ask the sender to send it in the clear over a protected line, or by fax");
    if (type.value.starts_with("multipart/")) return read_parts(head, type, depth);
    if (type.value == "message/rfc822") return read_enclosed(head, depth);
    return take(head, type, is_of_letter);
  }

 private:
  Result<void> read_parts(const Head& head, const Valued& type, int depth) {
    const auto boundary = type.find("boundary");
    if (boundary.empty() || boundary.size() > 200) return fail(ErrorKind::invalid, "the mail's parts have no boundary");
    CHARTA_TRY(const auto parts, split_parts(head.body, boundary));
    for (const auto part : parts) {
      CHARTA_TRY(const auto inner, read_head(part, limits_.head_bytes));
      CHARTA_TRY_DO(read(inner, depth + 1, type.value == "multipart/related"));
    }
    return {};
  }

  Result<void> read_enclosed(const Head& head, int depth) {
    CHARTA_TRY(const auto bytes, decoded(head));
    CHARTA_TRY(const auto inner, read_head(bytes, limits_.head_bytes));
    return read(inner, depth + 1, false);
  }

  static Result<Bytes> decoded(const Head& head) {
    const auto encoding = read_valued(head.find("content-transfer-encoding")).value;
    if (encoding == "base64") return decode_base64(head.body);
    if (encoding == "quoted-printable") return decode_quoted_printable(head.body);
    if (encoding.empty() || encoding == "7bit" || encoding == "8bit" || encoding == "binary") return Bytes(head.body);
    return fail(ErrorKind::invalid, "the mail says an encoding that does not exist");
  }

  /// Pictures that a letter shows in its own text (a signature's logo) are no attachments.
  Result<void> take(const Head& head, const Valued& type, bool is_of_letter) {
    const Valued disposition = read_valued(head.find("content-disposition"));
    auto name = file_name(disposition.find("filename"));
    if (name.empty()) name = file_name(type.find("name"));
    const bool is_attached = disposition.value == "attachment" || (!name.empty() && !is_of_letter);
    if (!is_attached && (type.value.empty() || type.value.starts_with("text/"))) return {};
    if ((!is_attached && is_of_letter) || type.value.ends_with("-signature")) return {};
    CHARTA_TRY(auto bytes, decoded(head));
    mail_.attachments.push_back({std::move(name), std::string(type.value), std::move(bytes)});
    return {};
  }

  Mail& mail_;
  const Limits& limits_;
  int parts_ = 0;
};

}  // namespace

Result<Mail> parse(BytesView bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes)
    return fail(ErrorKind::invalid, "the mail is larger than " + std::to_string(limits.bytes >> 20U) + " MB");
  CHARTA_TRY(const auto head, read_head(bytes, limits.head_bytes));
  if (head.fields.empty()) return fail(ErrorKind::invalid, "this is no mail: it has no head");
  Mail mail;
  mail.message_id = std::string(head.find("message-id"));
  mail.from = decode_words(head.find("from"));
  mail.subject = decode_words(head.find("subject"));
  CHARTA_TRY_DO(PartReader(mail, limits).read(head, 1, false));
  return mail;
}

std::string_view scanned_type(BytesView bytes) {
  using namespace std::string_view_literals;
  if (bytes.substr(0, 1024).find("%PDF-") != BytesView::npos) return "application/pdf";
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return "image/tiff";
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  return {};
}

}  // namespace charta::mail
