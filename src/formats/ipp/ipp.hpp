// SPDX-License-Identifier: Apache-2.0
// Requests to printers and their answers. Source: RFC 8010 (encoding: operation, attribute groups, value tags), RFC 8011
// (operations Print-Job 0x0002, Get-Job-Attributes 0x0009, Get-Jobs 0x000a; job-state 3 to 9).
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::ipp {

enum class Operation : std::uint16_t { print_job = 0x0002, get_job_attributes = 0x0009, get_jobs = 0x000a };

enum class ValueTag : std::uint8_t {
  integer = 0x21,
  boolean = 0x22,
  enumeration = 0x23,
  text = 0x41,
  name = 0x42,
  keyword = 0x44,
  uri = 0x45,
  charset = 0x47,
  language = 0x48,
  mime_type = 0x49
};

/// Integers, booleans and enumerations in `integer`, everything else as its bytes in `text`.
struct AttributeValue {
  ValueTag tag = ValueTag::text;
  std::int32_t integer = 0;
  std::string text;
};

struct Attribute {
  std::string name;
  std::vector<AttributeValue> values;
};

/// What stands between two group tags: 1 operation, 2 job, 4 printer, 5 unsupported.
struct AttributeGroup {
  std::uint8_t tag = 1;
  std::vector<Attribute> attributes;
  const Attribute* find(std::string_view name) const;
  std::string text(std::string_view name) const;  ///< of the first value; empty when absent
  std::int32_t integer(std::string_view name) const;
};

struct Message {
  std::uint8_t major = 1, minor = 1;
  std::uint16_t code = 0;  ///< of the operation, or the status
  std::int32_t request = 1;
  std::vector<AttributeGroup> groups;
  const AttributeGroup* group(std::uint8_t tag) const;
};

/// A request with the attributes that every operation begins with.
Message request_to(Operation operation, std::string_view printer_uri, std::string_view user);
void add_attribute(AttributeGroup& group, std::string_view name, ValueTag tag, std::string_view text);
void add_integer(AttributeGroup& group, std::string_view name, ValueTag tag, std::int32_t value);

Bytes print(const Message& message);
/// `rest`, when given, receives what stands behind the attributes (a document). Errors: `invalid`, with the byte.
Result<Message> parse(BytesView bytes, BytesView* rest = nullptr);

inline constexpr std::size_t most_values = 20'000;

/// Statuses of which the printer itself says that the same request may succeed later: busy, not accepting, internal trouble.
bool may_succeed_later(std::uint16_t status);
bool is_success(std::uint16_t status);
/// "client-error-not-found": as RFC 8011 names the usual ones, else the number.
std::string status_words(std::uint16_t status);

/// job-state of RFC 8011, 5.3.7.
enum class JobState : std::int32_t {
  pending = 3,
  held = 4,
  processing = 5,
  stopped = 6,
  canceled = 7,
  aborted = 8,
  completed = 9
};

}  // namespace charta::ipp
