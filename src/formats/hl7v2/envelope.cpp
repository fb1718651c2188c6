// SPDX-License-Identifier: Apache-2.0
// MSH: the delimiters that the rest is split by, and what an answer needs.
#include "formats/hl7v2/envelope.hpp"

#include "base/storable_text.hpp"
#include "formats/hl7v2/encoding.hpp"

namespace charta::hl7v2 {
namespace {

bool may_delimit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return byte > 0x20 && byte < 0x7F && !letter_or_digit && c != '"';
}

Error bad(std::string message, const char* location) {
  return fail(ErrorKind::invalid, std::move(message), location);
}

/// The first component of a field, or its first subcomponent: what most of MSH is read for.
std::string first_text(const Segment& msh, int number, const Delimiters& d) {
  const Field field = msh.field(number);
  std::size_t length = 0;
  for (const char c : field.raw()) {
    if (c == d.escape) return field.text();
    if (c == d.component || c == d.repetition || c == d.subcomponent) break;
    ++length;
  }
  const std::string_view text = field.raw().substr(0, length);
  return text == "\"\"" ? std::string() : std::string(text);
}

}  // namespace

BytesView first_line(BytesView bytes) {
  std::size_t end = 0;
  while (end < bytes.size() && bytes[end] != '\r' && bytes[end] != '\n') ++end;
  return bytes.substr(0, end);
}

Result<Delimiters> read_delimiters(BytesView bytes) {
  if (!bytes.starts_with("MSH") || bytes.size() < 4)
    return fail(ErrorKind::missing, "there is no MSH segment at the start", "MSH");
  Delimiters delimiters;
  delimiters.field = bytes[3];
  if (!may_delimit(delimiters.field)) return bad("MSH-1 must be one printable character that is no letter or digit", "MSH-1");
  const BytesView rest = first_line(bytes).substr(4);
  const BytesView encoding = rest.substr(0, rest.find(delimiters.field));
  if (encoding.empty() || encoding.size() > 5) return bad("MSH-2 must have one to five characters", "MSH-2");
  char* const places[] = {&delimiters.component, &delimiters.repetition, &delimiters.escape, &delimiters.subcomponent,
                          &delimiters.truncation};
  for (std::size_t i = 0; i < 5; ++i) {
    *places[i] = i < encoding.size() ? encoding[i] : '\0';
    if (i >= encoding.size()) continue;
    if (!may_delimit(encoding[i])) return bad("MSH-2 must be printable characters that are no letters or digits", "MSH-2");
    if (encoding.find(encoding[i], i + 1) != BytesView::npos) return bad("MSH-2 names one character twice", "MSH-2");
  }
  return delimiters;
}

Header read_header(const Segment& msh, const Delimiters& delimiters) {
  Header header;
  header.sending_application = first_text(msh, 3, delimiters);
  header.sending_facility = first_text(msh, 4, delimiters);
  header.receiving_application = first_text(msh, 5, delimiters);
  header.receiving_facility = first_text(msh, 6, delimiters);
  header.time = first_text(msh, 7, delimiters);
  const Repetition type = msh.field(9).repetition(1);
  header.message_code = type.text(1);
  header.trigger = type.text(2);
  header.structure = type.text(3);
  header.control_id = first_text(msh, 10, delimiters);
  header.processing_id = first_text(msh, 11, delimiters);
  header.version = first_text(msh, 12, delimiters);
  header.accept_ack = first_text(msh, 15, delimiters);
  header.application_ack = first_text(msh, 16, delimiters);
  for (const Repetition& name : msh.field(18).repetitions()) header.charsets.push_back(name.text(1));
  const std::string_view from = msh.field(3).raw();
  const std::string_view until = msh.field(6).raw();
  if (until.data() != nullptr) header.parties.assign(from.data(), until.data() + until.size());
  return header;
}

Result<Envelope> read_envelope(BytesView bytes) {
  CHARTA_TRY(const Bytes wide, as_octets(bytes));  // NOLINT: owns what `line` views
  const BytesView line = first_line(without_preamble(wide.empty() ? bytes : BytesView(wide)));
  CHARTA_TRY(const auto delimiters, read_delimiters(line));
  const auto charsets = read_header(Segment(line, &delimiters, 1), delimiters).charsets;
  auto text = as_utf8(line, charsets, {}, delimiters.field);
  if (!text) text = as_utf8(line, {"8859/1"}, {}, delimiters.field);  // an answer needs MSH even when its character set is broken
  if (!text) text = storable_text(line);  // or when it holds a NUL byte
  return Envelope{delimiters, read_header(Segment(*text, &delimiters, 1), delimiters)};
}

std::string_view utf8_name(const Delimiters& d) {
  for (const char c : {d.field, d.component, d.repetition, d.escape, d.subcomponent, d.truncation})
    if (c == '-' || c == ' ') return "UTF8";
  return "UNICODE UTF-8";
}

}  // namespace charta::hl7v2
