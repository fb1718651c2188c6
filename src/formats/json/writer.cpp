// SPDX-License-Identifier: Apache-2.0
#include "formats/json/json.hpp"

namespace charta::json {

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, start, i - start);
    start = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += digits[c >> 4];
        out += digits[c & 15];
    }
  }
  out.append(text, start);
  out += '"';
}

void write_to(std::string& out, Value value) {
  switch (value.kind()) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
    case Kind::number:
      out += value.text();
      return;
    case Kind::string:
      write_string(out, value.text());
      return;
    case Kind::array:
    case Kind::object:
      break;
  }
  const bool object = value.kind() == Kind::object;
  out += object ? '{' : '[';
  bool first = true;
  for (const Value child : value) {
    if (!first) out += ',';
    first = false;
    if (object) {
      write_string(out, child.key());
      out += ':';
    }
    write_to(out, child);
  }
  out += object ? '}' : ']';
}

std::string write(Value value) {
  std::string out;
  write_to(out, value);
  return out;
}

void Writer::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

Writer& Writer::begin_object() {
  comma();
  out_ += '{';
  first_ = true;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  first_ = false;
  return *this;
}

Writer& Writer::begin_array() {
  comma();
  out_ += '[';
  first_ = true;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  comma();
  write_string(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  comma();
  write_string(out_, text);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  return raw(std::to_string(value));
}
Writer& Writer::boolean(bool value) {
  return raw(value ? "true" : "false");
}
Writer& Writer::null() {
  return raw("null");
}

Writer& Writer::raw(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

}  // namespace charta::json
