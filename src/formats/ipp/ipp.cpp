// SPDX-License-Identifier: Apache-2.0
#include "formats/ipp/ipp.hpp"

#include <algorithm>
#include <array>

namespace charta::ipp {
namespace {

constexpr std::uint8_t end_of_attributes = 0x03, begin_collection = 0x34;

void put16(Bytes& out, std::size_t value) {
  out += static_cast<char>((value >> 8U) & 0xffU);
  out += static_cast<char>(value & 0xffU);
}

void put32(Bytes& out, std::int32_t value) {
  const auto bits = static_cast<std::uint32_t>(value);
  for (unsigned shift = 32; shift > 0; shift -= 8) out += static_cast<char>((bits >> (shift - 8U)) & 0xffU);
}

bool is_number(ValueTag tag) {
  return tag == ValueTag::integer || tag == ValueTag::enumeration;
}

void put_value(Bytes& out, std::string_view name, const AttributeValue& value) {
  out += static_cast<char>(value.tag);
  put16(out, name.size());
  out += name;
  if (is_number(value.tag)) {
    put16(out, 4);
    put32(out, value.integer);
  } else if (value.tag == ValueTag::boolean) {
    put16(out, 1);
    out += static_cast<char>(value.integer != 0 ? 1 : 0);
  } else {
    put16(out, value.text.size());
    out += value.text;
  }
}

/// Reads from front to back; whatever is asked for beyond the end is an error that stays.
class Input {
 public:
  explicit Input(BytesView bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  std::size_t at() const { return at_; }
  std::uint8_t byte() {
    const auto one = take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
  }
  std::uint16_t two() {
    const auto high = byte();
    return static_cast<std::uint16_t>((high << 8U) | byte());
  }
  std::int32_t four() {
    const std::uint32_t high = two();
    return static_cast<std::int32_t>((high << 16U) | two());
  }
  BytesView take(std::size_t count) {
    if (bytes_.size() - at_ < count) {
      ok_ = false;
      return {};
    }
    const auto part = bytes_.substr(at_, count);
    at_ += count;
    return part;
  }
  BytesView rest() const { return bytes_.substr(at_); }

 private:
  BytesView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

AttributeValue value_in(std::uint8_t tag, BytesView bytes) {
  AttributeValue value;
  value.tag = static_cast<ValueTag>(tag);
  if (is_number(value.tag) && bytes.size() == 4)
    value.integer = Input(bytes).four();
  else if (value.tag == ValueTag::boolean && bytes.size() == 1)
    value.integer = bytes.front() != 0 ? 1 : 0;
  else
    value.text = bytes;
  return value;
}

struct StatusName {
  std::uint16_t status;
  std::string_view name;
};
constexpr std::array<StatusName, 12> status_names{{{0x0400, "client-error-bad-request"},
                                                   {0x0401, "client-error-forbidden"},
                                                   {0x0403, "client-error-not-authorized"},
                                                   {0x0406, "client-error-not-found"},
                                                   {0x040a, "client-error-document-format-not-supported"},
                                                   {0x040b, "client-error-attributes-or-values-not-supported"},
                                                   {0x0500, "server-error-internal-error"},
                                                   {0x0501, "server-error-operation-not-supported"},
                                                   {0x0502, "server-error-service-unavailable"},
                                                   {0x0504, "server-error-device-error"},
                                                   {0x0506, "server-error-not-accepting-jobs"},
                                                   {0x0507, "server-error-busy"}}};

}  // namespace

const Attribute* AttributeGroup::find(std::string_view name) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& one) { return one.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

std::string AttributeGroup::text(std::string_view name) const {
  const auto* one = find(name);
  return one == nullptr || one->values.empty() ? std::string() : one->values.front().text;
}

std::int32_t AttributeGroup::integer(std::string_view name) const {
  const auto* one = find(name);
  return one == nullptr || one->values.empty() ? 0 : one->values.front().integer;
}

const AttributeGroup* Message::group(std::uint8_t tag) const {
  for (const auto& one : groups)
    if (one.tag == tag) return &one;
  return nullptr;
}

void add_attribute(AttributeGroup& group, std::string_view name, ValueTag tag, std::string_view text) {
  group.attributes.push_back({std::string(name), {{tag, 0, std::string(text)}}});
}

void add_integer(AttributeGroup& group, std::string_view name, ValueTag tag, std::int32_t value) {
  group.attributes.push_back({std::string(name), {{tag, value, {}}}});
}

Message request_to(Operation operation, std::string_view printer_uri, std::string_view user) {
  Message message;
  message.code = static_cast<std::uint16_t>(operation);
  AttributeGroup group;
  add_attribute(group, "attributes-charset", ValueTag::charset, "utf-8");
  add_attribute(group, "attributes-natural-language", ValueTag::language, "en");
  add_attribute(group, "printer-uri", ValueTag::uri, printer_uri);
  add_attribute(group, "requesting-user-name", ValueTag::name, user);
  message.groups.push_back(std::move(group));
  return message;
}

Bytes print(const Message& message) {
  Bytes out;
  out += static_cast<char>(message.major);
  out += static_cast<char>(message.minor);
  put16(out, message.code);
  put32(out, message.request);
  for (const auto& group : message.groups) {
    out += static_cast<char>(group.tag);
    for (const auto& attribute : group.attributes)
      for (std::size_t i = 0; i < attribute.values.size(); ++i)
        put_value(out, i == 0 ? std::string_view(attribute.name) : std::string_view(), attribute.values[i]);
  }
  out += static_cast<char>(end_of_attributes);
  return out;
}

Result<Message> parse(BytesView bytes, BytesView* rest) {
  Input in(bytes);
  Message message;
  message.major = in.byte();
  message.minor = in.byte();
  message.code = in.two();
  message.request = in.four();
  const auto broken = [&](std::string_view what) {
    return fail(ErrorKind::invalid, "this is no IPP message: " + std::string(what) + " at byte " + std::to_string(in.at()));
  };
  std::size_t values = 0;
  for (;;) {
    const auto tag = in.byte();
    if (!in.ok()) return broken("it ends too early");
    if (tag == end_of_attributes) break;
    if (tag < 0x10) {
      message.groups.push_back({tag, {}});
      continue;
    }
    const std::string name(in.take(in.two()));
    const auto value = in.take(in.two());
    if (!in.ok()) return broken("it ends too early");
    if (message.groups.empty()) return broken("a value outside of any group");
    if (++values > most_values) return broken("too many values");
    auto& attributes = message.groups.back().attributes;
    if (!name.empty())
      attributes.push_back({name, {}});
    else if (attributes.empty())
      return broken("a value without a name");
    // A collection's members follow as values of their own; what they say is not asked for here.
    if (tag != begin_collection) attributes.back().values.push_back(value_in(tag, value));
  }
  if (rest != nullptr) *rest = in.rest();
  return message;
}

bool is_success(std::uint16_t status) {
  return status < 0x0100;
}

bool may_succeed_later(std::uint16_t status) {
  return status >= 0x0500 && status != 0x0501 && status != 0x0503;
}

std::string status_words(std::uint16_t status) {
  for (const auto& row : status_names)
    if (row.status == status) return std::string(row.name);
  return "status " + std::to_string(status);
}

}  // namespace charta::ipp
