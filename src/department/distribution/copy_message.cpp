// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/copy_message.hpp"

#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

const hl7v2::Delimiters separators;

std::string plain(std::string_view text) {
  return hl7v2::escape(text, separators);
}

std::string stamp(Instant at) {
  std::string digits;
  for (const char c : at.text().substr(0, 19))
    if (c >= '0' && c <= '9') digits += c;
  return digits + "+0000";
}

/// "system|value" as XCN: the value, the name; a system that is an OID as its universal id.
std::string xcn(const std::string& key, const std::string& name) {
  const auto bar = key.rfind('|');
  const auto value = bar == std::string::npos ? key : key.substr(bar + 1);
  return plain(value) + "^" + plain(name);
}

std::string what_of(const OutgoingDocument& document) {
  return plain(document.type_code) + "^" + plain(document.title) + "^LN";
}

std::string txa(const OutgoingDocument& document) {
  std::vector<std::string> fields(24);
  fields[1] = "1";
  fields[2] = what_of(document);
  fields[3] = "TX";
  fields[4] = stamp(document.at);
  fields[12] = plain(document.number);
  fields[13] = plain(document.parent_number);
  fields[17] = document.completion;
  fields[19] = document.is_withdrawn ? "CA" : "AV";
  fields[23] = xcn(document.recipient_key, document.recipient_name);
  std::string segment = "TXA";
  for (std::size_t i = 1; i < fields.size(); ++i) segment += "|" + fields[i];
  return segment + "\r";
}

std::string obr(const OutgoingDocument& document, std::string_view status) {
  std::vector<std::string> fields(29);
  fields[1] = "1";
  fields[3] = plain(document.report_number) + "^CHARTA";
  fields[4] = what_of(document);
  fields[7] = stamp(document.at);
  fields[22] = stamp(document.changed_at);
  fields[25] = status;
  fields[28] = xcn(document.recipient_key, document.recipient_name);
  std::string segment = "OBR";
  for (std::size_t i = 1; i < fields.size(); ++i) segment += "|" + fields[i];
  return segment + "\r";
}

/// A line of words an OBX.
std::string lines_of(const OutgoingDocument& document, std::string_view status) {
  int number = 0;
  std::string words = document.words, message;
  std::replace(words.begin(), words.end(), '\f', '\n');
  words = stripped(std::move(words));  // of its own: the lines are views into it
  for (const auto line : split(words, '\n'))
    message += "OBX|" + std::to_string(++number) + "|TX|" + what_of(document) + "|1|" + plain(line) + "||||||" +
               std::string(status) + "\r";
  return message;
}

}  // namespace

std::string print_document(const identity_notices::Heading& heading, const patient_index::Person& person,
                           const OutgoingDocument& document) {
  const std::string_view trigger = document.is_withdrawn ? "T11" : document.is_replacement ? "T10" : "T02";
  const std::string structure = document.is_withdrawn ? "MDM_T01" : "MDM_T02";
  std::string message = identity_notices::print_head(heading, "MDM", trigger, structure);
  message += identity_notices::print_pid(person) + "PV1||U\r" + txa(document);
  if (document.is_withdrawn) return message;
  return message + lines_of(document, "F");
}

std::string print_report(const identity_notices::Heading& heading, const patient_index::Person& person,
                         const OutgoingDocument& document) {
  const bool is_changed = document.is_replacement || document.is_withdrawn;
  const std::string_view status = is_changed ? "C" : document.is_final ? "F" : "P";
  std::string message = identity_notices::print_msh(heading, "ORU", "R01", "ORU_R01");
  message += identity_notices::print_pid(person) + "PV1||U\r" + obr(document, status);
  if (!document.is_withdrawn) return message + lines_of(document, status);
  return message + "OBX|1|TX|" + what_of(document) + "|1|This report was taken back: what was sent of it is not true.||||||W\r";
}

}  // namespace charta::distribution
