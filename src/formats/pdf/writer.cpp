// SPDX-License-Identifier: Apache-2.0
#include "formats/pdf/writer.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <zlib.h>

namespace charta::pdf {

Writer::Writer() : out_("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") {}

int Writer::reserve() {
  places_.push_back(0);
  return static_cast<int>(places_.size());
}

void Writer::put(int number, std::string_view body) {
  places_.at(static_cast<std::size_t>(number - 1)) = out_.size();
  out_ += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
}

int Writer::add(std::string_view body) {
  const auto number = reserve();
  put(number, body);
  return number;
}

void Writer::put_stream(int number, std::string_view entries, std::string_view data) {
  put(number, fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, data.size(), data));
}

int Writer::add_stream(std::string_view entries, std::string_view data) {
  const auto number = reserve();
  put_stream(number, entries, data);
  return number;
}

std::string Writer::finish(int catalog) && {
  const auto table = out_.size();
  const auto id = to_hex(sha256(out_).raw().substr(0, 16));
  out_ += fmt::format("xref\n0 {}\n0000000000 65535 f \n", places_.size() + 1);
  for (const auto place : places_) {
    if (place == 0) throw std::logic_error("an object of the PDF was reserved and never put");
    out_ += fmt::format("{:010} 00000 n \n", place);
  }
  out_ += fmt::format("trailer\n<< /Size {} /Root {} /ID [<{}> <{}>] >>\nstartxref\n{}\n%%EOF\n", places_.size() + 1,
                      reference(catalog), id, id, table);
  return std::move(out_);
}

std::string reference(int number) {
  return fmt::format("{} 0 R", number);
}

std::string number(double value) {
  auto text = fmt::format("{:.4f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string literal(std::string_view bytes) {
  std::string text = "(";
  for (const char c : bytes) {
    if (c == '(' || c == ')' || c == '\\') text += '\\';
    if (static_cast<unsigned char>(c) < ' ')
      text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    else
      text += c;
  }
  return text + ')';
}

std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 6) !=
      Z_OK)
    throw std::bad_alloc();
  packed.resize(size);
  return packed;
}

}  // namespace charta::pdf
