// SPDX-License-Identifier: Apache-2.0
#include "formats/mail/mail_fields.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

namespace charta::mail {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return {};
}

/// Escapes of two hexadecimal digits behind `sign`; what is none stays as it is.
std::string unescape(std::string_view text, char sign) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == sign && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (!low) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

/// A parameter's value: quoted with escapes, or up to the next semicolon.
std::string take_value(std::string_view& rest) {
  std::string out;
  rest = without_blanks(rest);
  if (rest.empty() || rest.front() != '"') {
    const auto end = std::min(rest.find(';'), rest.size());
    out = std::string(without_blanks(rest.substr(0, end)));
    rest.remove_prefix(end);
    return out;
  }
  std::size_t i = 1;
  for (; i < rest.size() && rest[i] != '"'; ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    out += rest[i];
  }
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return out;
}

/// Pieces of one parameter by RFC 2231: name*0*, name*1, ….
struct Pieces {
  std::map<int, std::pair<std::string, bool>> pieces;  ///< and whether each is percent-encoded
};

std::string put_together(const Pieces& from) {
  std::string charset, out;
  bool is_first = true;
  for (const auto& [number, piece] : from.pieces) {
    std::string_view text = piece.first;
    if (piece.second && is_first) {
      const auto one = text.find('\''), two = one == std::string_view::npos ? one : text.find('\'', one + 1);
      if (two != std::string_view::npos) {
        charset = std::string(text.substr(0, one));
        text.remove_prefix(two + 1);
      }
    }
    out += piece.second ? unescape(text, '%') : std::string(text);
    is_first = false;
  }
  return readable(out, charset.empty() ? "utf-8" : charset);
}

std::string decode_word(std::string_view charset, char encoding, std::string_view text) {
  if (const auto language = charset.find('*'); language != std::string_view::npos) charset = charset.substr(0, language);
  if (encoding == 'b' || encoding == 'B') {
    const auto bytes = decode_base64(text);
    return bytes ? readable(*bytes, charset) : std::string(text);
  }
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  return readable(unescape(spaced, '='), charset);
}

}  // namespace

std::string_view Head::find(std::string_view name) const {
  for (const auto& field : fields)
    if (field.name == name) return field.value;
  return {};
}

std::string_view Valued::find(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

Result<Head> read_head(std::string_view text, std::size_t most) {
  Head head;
  std::size_t at = 0;
  while (at < text.size()) {
    if (at > most) return fail(ErrorKind::invalid, "the mail's head is larger than " + std::to_string(most) + " bytes");
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = std::min(end + 1, text.size());
    if (line.empty()) {
      head.body = text.substr(at);
      return head;
    }
    if (is_blank(line.front()) && !head.fields.empty()) {
      head.fields.back().value += line;
      continue;
    }
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) {
      if (head.fields.empty() && line.starts_with("From ")) continue;  // of a mailbox file
      return fail(ErrorKind::invalid, "the mail's head has a line that is no field");
    }
    head.fields.push_back({lower(without_blanks(line.substr(0, colon))), std::string(without_blanks(line.substr(colon + 1)))});
  }
  return head;
}

Valued read_valued(std::string_view text) {
  Valued read;
  const auto end = std::min(text.find(';'), text.size());
  read.value = lower(without_blanks(text.substr(0, std::min(end, text.find('(')))));
  text.remove_prefix(end);
  std::map<std::string, Pieces, std::less<>> pieces;
  while (!text.empty()) {
    text.remove_prefix(1);
    const auto equals = text.find('='), next = std::min(text.find(';'), text.size());
    if (equals == std::string_view::npos || equals > next) {
      text.remove_prefix(next);
      continue;
    }
    std::string name = lower(without_blanks(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
    const std::string value = take_value(text);
    text.remove_prefix(std::min(text.find(';'), text.size()));
    const bool is_encoded = name.ends_with('*');
    if (is_encoded) name.pop_back();
    const auto star = name.rfind('*');
    const auto number = star == std::string::npos ? std::optional<long long>() : parse_integer(name.substr(star + 1));
    if (number && *number >= 0 && *number < 1000)
      pieces[name.substr(0, star)].pieces[static_cast<int>(*number)] = {value, is_encoded};
    else if (is_encoded)
      pieces[name].pieces[0] = {value, true};
    else
      read.parameters.emplace(name, decode_words(value));
  }
  for (const auto& [name, one] : pieces) read.parameters[name] = put_together(one);
  return read;
}

std::string decode_words(std::string_view text) {
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    const auto begin = text.find("=?");
    const auto one = begin == std::string_view::npos ? begin : text.find('?', begin + 2);
    const auto two = one == std::string_view::npos ? one : text.find('?', one + 1);
    const auto end = two == std::string_view::npos ? two : text.find("?=", two + 1);
    if (end == std::string_view::npos || two != one + 2) {
      const auto keep = begin == std::string_view::npos ? text.size() : begin + 2;
      out += text.substr(0, keep);
      text.remove_prefix(keep);
      after_word = false;
      continue;
    }
    const auto between = text.substr(0, begin);
    if (!after_word || !std::all_of(between.begin(), between.end(), is_blank)) out += between;
    out += decode_word(text.substr(begin + 2, one - begin - 2), text[one + 1], text.substr(two + 1, end - two - 1));
    text.remove_prefix(end + 2);
    after_word = true;
  }
  return out;
}

std::string readable(std::string_view text, std::string_view charset) {
  if (auto known = to_utf8(text, std::string(charset)); known && is_valid_utf8(*known)) return *known;
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return out;
}

Result<Bytes> decode_base64(std::string_view text) {
  auto bytes = from_base64(text);
  if (!bytes) return fail(ErrorKind::invalid, "an attachment's base64 is broken");
  return std::move(*bytes);
}

Result<Bytes> decode_quoted_printable(std::string_view text) {
  Bytes out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && is_blank(text[end])) ++end;
    if (end == text.size()) return out;  // a soft line break at the very end
    if (text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n') ++end;
    if (text[end] == '\n') {
      i = end;
      continue;
    }
    const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
    if (!high || !low) return fail(ErrorKind::invalid, "an attachment's quoted-printable is broken");
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

}  // namespace charta::mail
