// SPDX-License-Identifier: Apache-2.0
// MSH: the delimiters that the rest is split by, and what an answer needs.
#include "formats/hl7v2/envelope.hpp"

#include "base/text.hpp"
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

BytesView first_line(BytesView bytes) {
  return bytes.substr(0, bytes.find_first_of("\r\n"));
}

}  // namespace

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

Header read_header(const Segment& msh) {
  Header header;
  header.sending_application = msh.field(3).text();
  header.sending_facility = msh.field(4).text();
  header.receiving_application = msh.field(5).text();
  header.receiving_facility = msh.field(6).text();
  header.time = msh.field(7).text();
  const Repetition type = msh.field(9).repetition(1);
  header.message_code = type.text(1);
  header.trigger = type.text(2);
  header.structure = type.text(3);
  header.control_id = msh.field(10).text();
  header.processing_id = msh.field(11).text();
  header.version = msh.field(12).text();
  header.accept_ack = msh.field(15).text();
  header.application_ack = msh.field(16).text();
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
  const auto charsets = read_header(Segment(line, &delimiters, 1)).charsets;
  auto text = as_utf8(line, charsets, {}, delimiters.field);
  if (!text) text = as_utf8(line, {"8859/1"}, {}, delimiters.field);  // an answer needs MSH even when its character set is broken
  if (!text) return text.error();
  return Envelope{delimiters, read_header(Segment(*text, &delimiters, 1))};
}

}  // namespace charta::hl7v2
