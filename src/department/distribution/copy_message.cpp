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

std::string txa(const OutgoingDocument& document) {
  std::vector<std::string> fields(24);
  fields[1] = "1";
  fields[2] = plain(document.type_code) + "^" + plain(document.title) + "^LN";
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

}  // namespace

std::string print_document(const identity_notices::Heading& heading, const patient_index::Person& person,
                           const OutgoingDocument& document) {
  const std::string_view trigger = document.is_withdrawn ? "T11" : document.is_replacement ? "T10" : "T02";
  const std::string structure = document.is_withdrawn ? "MDM_T01" : "MDM_T02";
  std::string message = identity_notices::print_head(heading, "MDM", trigger, structure);
  message += identity_notices::print_pid(person) + "PV1||U\r" + txa(document);
  if (document.is_withdrawn) return message;
  int number = 0;
  const std::string what = plain(document.type_code) + "^" + plain(document.title) + "^LN";
  std::string words = document.words;
  std::replace(words.begin(), words.end(), '\f', '\n');
  words = stripped(std::move(words));  // of its own: the lines are views into it
  for (const auto line : split(words, '\n'))
    message += "OBX|" + std::to_string(++number) + "|TX|" + what + "|1|" + plain(line) + "||||||F\r";
  return message;
}

}  // namespace charta::distribution
