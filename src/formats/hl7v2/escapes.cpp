// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/escapes.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace charta::hl7v2 {
namespace {

/// Reads one field's escape sequences from left to right. Hex bytes and switched text are gathered and converted as one run,
/// because a character may be spread over several sequences.
class Unescaper {
 public:
  Unescaper(std::string_view raw, const Delimiters& delimiters) : raw_(raw), delimiters_(delimiters) { out_.reserve(raw.size()); }

  std::string read(std::size_t first_escape) {
    take_text(raw_.substr(0, first_escape));
    for (std::size_t at = first_escape; at < raw_.size();) at = step(at);
    end_hex();
    end_switched();
    return std::move(out_);
  }

 private:
  std::size_t step(std::size_t at) {
    const std::size_t end = raw_.find(delimiters_.escape, at + 1);
    if (raw_[at] != delimiters_.escape || end == std::string_view::npos) {
      const std::size_t next =
          raw_[at] == delimiters_.escape ? raw_.size() : std::min(raw_.size(), raw_.find(delimiters_.escape, at));
      take_text(raw_.substr(at, next - at));
      return next;
    }
    if (sequence(raw_.substr(at + 1, end - at - 1))) return end + 1;
    take_text(raw_.substr(at, end - at));  // not a sequence: its last character may begin one
    return end;
  }

  bool sequence(std::string_view body) {
    if (body.empty()) return false;
    if (body[0] == 'X') return hex(body.substr(1));
    if (body[0] == '.') return formatting(body.substr(1));
    if (body[0] == 'C' || body[0] == 'M') return switch_set(body);
    if (body.size() != 1) return false;
    const char plain = delimiter_of(body[0]);
    if (plain != '\0') take_text({&plain, 1});
    return plain != '\0' || body[0] == 'H' || body[0] == 'N';
  }

  char delimiter_of(char name) const {
    switch (name) {
      case 'F':
        return delimiters_.field;
      case 'S':
        return delimiters_.component;
      case 'T':
        return delimiters_.subcomponent;
      case 'R':
        return delimiters_.repetition;
      case 'E':
        return delimiters_.escape;
      case 'P':
        return delimiters_.truncation == '\0' ? '#' : delimiters_.truncation;
      default:
        return '\0';
    }
  }

  bool hex(std::string_view digits) {
    const auto bytes = from_hex(digits);
    if (!bytes || bytes->empty()) return false;
    end_switched_if_not_in_set();
    hex_ += *bytes;
    return true;
  }

  /// 2.7.6: \.br\ and \.ce\ begin a line, \.sp n\ ends one and skips n - 1; \.sk n\ are blanks; the other commands only lay out.
  bool formatting(std::string_view command) {
    const std::string_view name = command.substr(0, 2);
    int count = 1;
    const std::string_view figure = trimmed(command.substr(std::min<std::size_t>(2, command.size())));
    const std::size_t sign = figure.empty() || figure[0] != '+' ? 0 : 1;
    std::from_chars(figure.data() + sign, figure.data() + figure.size(), count);
    count = std::clamp(count, 1, 200);
    if (name == "br" || name == "ce")
      take_text("\n");
    else if (name == "sp")
      take_text(std::string(static_cast<std::size_t>(count), '\n'));
    else if (name == "sk")
      take_text(std::string(static_cast<std::size_t>(count), ' '));
    else
      return name == "fi" || name == "nf" || name == "in" || name == "ti";
    return true;
  }

  /// 2.7.3: \Cxxyy\ and \Mxxyyzz\ hold the bytes of an ISO 2022 escape sequence after ESC.
  bool switch_set(std::string_view body) {
    const auto designation = from_hex(body.substr(1));
    if (!designation || designation->size() < 2 || designation->size() > 3) return false;
    end_hex();
    if (in_set_ && designation->front() == '(' && (designation->back() == 'B')) return end_switched(), true;
    end_switched();
    in_set_ = true;
    designation_ = *designation;
    body_ = std::string(body);
    return true;
  }

  void take_text(std::string_view text) {
    end_hex();
    (in_set_ ? switched_ : out_) += text;
  }

  void end_switched_if_not_in_set() {
    if (!in_set_) end_switched();
  }

  void end_hex() {
    if (hex_.empty()) return;
    std::string bytes = std::move(hex_);
    hex_.clear();
    if (in_set_) {
      switched_ += bytes;
      return;
    }
    if (!is_valid_utf8(bytes)) bytes = to_utf8(bytes, "ISO-8859-1").value_or("\xEF\xBF\xBD");
    for (const char c : bytes) c == '\0' ? out_ += "\xEF\xBF\xBD" : out_ += c;  // NUL has no place in a text: U+FFFD
  }

  void end_switched() {
    if (!in_set_) return;
    in_set_ = false;
    const auto converted = switched_text();
    if (converted) {
      out_ += *converted;
    } else {
      (((out_ += delimiters_.escape) += body_) += delimiters_.escape) += switched_;
    }
    switched_.clear();
  }

  std::optional<std::string> switched_text() const {
    const char target = designation_.back();
    if (designation_.front() == '-') {  // ESC - x: the right half of an ISO 8859 part
      static constexpr std::string_view parts = "ABCDLGFHM";
      static constexpr const char* names[] = {"ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5",
                                              "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-9"};
      const std::size_t part = parts.find(target);
      const auto bytes = from_utf8(switched_, "ISO-8859-1");
      if (part == std::string_view::npos || !bytes) return std::nullopt;
      return to_utf8(*bytes, names[part]);
    }
    const bool korean = designation_ == "$)C";
    const std::string stream = "\x1B" + designation_ + (korean ? "\x0E" : "") + switched_ + (korean ? "\x0F" : "\x1B(B");
    return to_utf8(stream, korean ? "ISO-2022-KR" : "ISO-2022-JP-2");
  }

  std::string_view raw_;
  const Delimiters& delimiters_;
  std::string out_, hex_, switched_, designation_, body_;
  bool in_set_ = false;
};

std::string_view name_of_delimiter(char c, const Delimiters& d) {
  if (c == d.field) return "F";
  if (c == d.component) return "S";
  if (c == d.subcomponent) return "T";
  if (c == d.repetition) return "R";
  if (c == d.escape) return "E";
  if (c == d.truncation) return "P";
  return {};
}

}  // namespace

std::string unescaped(std::string_view raw, const Delimiters& delimiters) {
  const std::size_t first = delimiters.escape == '\0' ? std::string_view::npos : raw.find(delimiters.escape);
  if (first == std::string_view::npos) return std::string(raw);
  return Unescaper(raw, delimiters).read(first);
}

std::string escape(std::string_view text, const Delimiters& delimiters) {
  std::string out;
  out.reserve(text.size() + 8);
  const bool can_escape = delimiters.escape != '\0';
  const auto sequence = [&](std::string_view body) { ((out += delimiters.escape) += body) += delimiters.escape; };
  if (text == "\"\"" && can_escape) return sequence("X2222"), out;  // else it would be the explicit null
  for (const char c : text) {
    const std::string_view name = c == '\0' ? std::string_view() : name_of_delimiter(c, delimiters);
    if (name.empty() && static_cast<unsigned char>(c) >= 0x20)
      out += c;
    else if (!can_escape)
      out += ' ';
    else if (!name.empty())
      sequence(name);
    else if (c == '\n')
      sequence(".br");
    else
      sequence("X" + upper_ascii(to_hex({&c, 1})));
  }
  return out;
}

}  // namespace charta::hl7v2
