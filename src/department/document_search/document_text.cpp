// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/document_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace charta::document_search {
namespace {

constexpr std::size_t page_size = 4000, largest_page = 12'000;

struct Sign {
  std::string_view name, text;
};
// RTF specification 1.9.1: words that stand for a sign.
constexpr std::array<Sign, 17> rtf_signs{{{"par", "\n"},
                                          {"line", "\n"},
                                          {"sect", "\n\n"},
                                          {"page", "\f"},
                                          {"row", "\n"},
                                          {"tab", "\t"},
                                          {"cell", "\t"},
                                          {"emdash", "\xE2\x80\x94"},
                                          {"endash", "\xE2\x80\x93"},
                                          {"bullet", "\xE2\x80\xA2"},
                                          {"lquote", "\xE2\x80\x98"},
                                          {"rquote", "\xE2\x80\x99"},
                                          {"ldblquote", "\xE2\x80\x9C"},
                                          {"rdblquote", "\xE2\x80\x9D"},
                                          {"emspace", " "},
                                          {"enspace", " "},
                                          {"softline", "\n"}}};
constexpr std::array<std::string_view, 13> silent_groups{"fonttbl",   "colortbl", "stylesheet", "info",      "pict",
                                                         "object",    "header",   "footer",     "generator", "themedata",
                                                         "listtable", "rsidtbl",  "xmlnstbl"};
// HTML: elements after which a line ends.
constexpr std::array<std::string_view, 22> line_elements{
    "p",  "br", "div",   "tr", "li",      "h1",    "h2",   "h3",        "h4",   "h5",      "h6",
    "ul", "ol", "table", "hr", "section", "title", "text", "paragraph", "item", "content", "caption"};
// What stands inside a word or beside a comma: <b>Marsh</b>, fe<i>ver</i>.
constexpr std::array<std::string_view, 14> inline_elements{"a",    "b",     "i",   "u",   "em",   "strong", "span",
                                                           "font", "small", "sub", "sup", "mark", "code",   "tt"};
constexpr std::array<Sign, 6> entities{{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}}};

void append_codepoint(std::string& out, unsigned long code) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return;
  const auto put = [&](unsigned long byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xC0 | code >> 6U), put(0x80 | (code & 0x3F));
  if (code < 0x10000) return put(0xE0 | code >> 12U), put(0x80 | (code >> 6U & 0x3F)), put(0x80 | (code & 0x3F));
  put(0xF0 | code >> 18U), put(0x80 | (code >> 12U & 0x3F)), put(0x80 | (code >> 6U & 0x3F)), put(0x80 | (code & 0x3F));
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads RTF from front to back; groups that hold no words are silent.
class RtfReader {
 public:
  explicit RtfReader(std::string_view rtf) : rest_(rtf) {}
  std::string read() {
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '{') groups_.push_back(is_silent_);
      if (c == '}' && !groups_.empty()) {
        is_silent_ = groups_.back();
        groups_.pop_back();
      }
      if (c == '\\') control();
      if (c != '{' && c != '}' && c != '\\' && c != '\r' && c != '\n') add(std::string_view(&c, 1));
    }
    flush();
    return std::move(out_);
  }

 private:
  void add(std::string_view text) {
    if (is_silent_) return;
    if (skip_ > 0) {
      --skip_;
      return;
    }
    bytes_ += text;
  }
  /// Bytes are windows-1252 until RTF says otherwise.
  void flush() {
    out_ += to_utf8(bytes_, "windows-1252").value_or("");
    bytes_.clear();
  }
  void add_sign(std::string_view utf8) {
    if (is_silent_) return;
    flush();
    out_ += utf8;
  }
  void control() {
    if (rest_.empty()) return;
    if (!is_letter(rest_.front())) return symbol();
    std::size_t end = 0;
    while (end < rest_.size() && is_letter(rest_[end])) ++end;
    const auto word = rest_.substr(0, end);
    std::size_t after = end;
    if (after < rest_.size() && rest_[after] == '-') ++after;
    while (after < rest_.size() && is_digit(rest_[after])) ++after;
    const auto number = parse_integer(rest_.substr(end, after - end));
    rest_.remove_prefix(after);
    if (rest_.starts_with(' ')) rest_.remove_prefix(1);
    act(word, number);
  }
  void symbol() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\'') {
      unsigned code = 0;
      const auto digits = rest_.substr(0, 2);
      std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
      rest_.remove_prefix(digits.size());
      const char byte = static_cast<char>(code);
      if (code >= 32) add(std::string_view(&byte, 1));
    } else if (c == '*') {
      is_silent_ = true;
    } else if (c == '~') {
      add(" ");
    } else if (c == '\\' || c == '{' || c == '}') {
      add(std::string_view(&c, 1));
    }
  }
  void act(std::string_view word, std::optional<long long> number) {
    if (word == "u" && number) {
      std::string utf8;
      append_codepoint(utf8, static_cast<unsigned long>((*number + 65536) % 65536));
      add_sign(utf8);
      skip_ = width_;
      return;
    }
    if (word == "uc") width_ = static_cast<int>(std::clamp<long long>(number.value_or(1), 0, 8));
    if (word == "bin")
      rest_.remove_prefix(std::min(rest_.size(), static_cast<std::size_t>(std::max<long long>(0, number.value_or(0)))));
    if (std::find(silent_groups.begin(), silent_groups.end(), word) != silent_groups.end()) is_silent_ = true;
    for (const auto& sign : rtf_signs)
      if (sign.name == word) add_sign(sign.text);
  }

  std::string_view rest_;
  std::string out_, bytes_;
  std::vector<bool> groups_;
  bool is_silent_ = false;
  int skip_ = 0, width_ = 1;
};

/// The sign that "&…;" at the beginning stands for; nothing when it is none.
std::optional<std::string> entity_at(std::string_view text, std::size_t& length) {
  const auto end = text.substr(0, 12).find(';');
  if (end == std::string_view::npos || end < 2) return std::nullopt;
  const auto name = text.substr(1, end - 1);
  length = end + 1;
  if (name.front() == '#') {
    const bool is_hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
    unsigned long code = 0;
    const auto digits = name.substr(is_hex ? 2 : 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    std::string sign;
    append_codepoint(sign, code);
    return sign;
  }
  for (const auto& one : entities)
    if (one.name == name) return std::string(one.text);
  return std::nullopt;
}

std::string element_name(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  std::size_t end = 0;
  while (end < tag.size() && (is_letter(tag[end]) || is_digit(tag[end]) || tag[end] == ':')) ++end;
  auto name = lower_ascii(tag.substr(0, end));
  if (const auto colon = name.rfind(':'); colon != std::string::npos) name.erase(0, colon + 1);
  return name;
}

std::string concept_words(json::Value value) {
  if (!value["text"].text().empty()) return std::string(value["text"].text());
  for (const auto coding : value["coding"])
    if (!coding["display"].text().empty()) return std::string(coding["display"].text());
  return {};
}

std::string quantity_words(json::Value quantity) {
  std::string text(quantity["comparator"].text());
  if (const auto value = quantity["value"]; value) text += std::string(value.text());
  if (!quantity["unit"].text().empty()) text += " " + std::string(quantity["unit"].text());
  return text;
}

std::string value_words(json::Value from) {
  if (from["valueQuantity"]) return quantity_words(from["valueQuantity"]);
  if (from["valueCodeableConcept"]) return concept_words(from["valueCodeableConcept"]);
  for (const auto* name : {"valueString", "valueDateTime", "valueTime"})
    if (!from[name].text().empty()) return std::string(from[name].text());
  return {};
}

}  // namespace

std::string text_of_rtf(std::string_view rtf) {
  return RtfReader(rtf).read();
}

std::string text_of_markup(std::string_view markup) {
  std::string out;
  for (std::size_t at = 0; at < markup.size();) {
    const char c = markup[at];
    if (c == '&') {
      std::size_t length = 0;
      if (const auto sign = entity_at(markup.substr(at), length)) {
        out += *sign;
        at += length;
        continue;
      }
    }
    if (c != '<') {
      out += c;
      ++at;
      continue;
    }
    const bool is_comment = markup.substr(at).starts_with("<!--");
    const auto end = markup.find(is_comment ? "-->" : ">", at);
    if (end == std::string_view::npos) break;
    const auto name = is_comment ? std::string() : element_name(markup.substr(at + 1, end - at - 1));
    at = end + (is_comment ? 3 : 1);
    if (name == "script" || name == "style") {
      const auto closing = lower_ascii(markup.substr(at)).find("</" + name);
      at = closing == std::string::npos ? markup.size() : at + closing + 2;
      const auto closed = markup.find('>', at);
      at = closed == std::string_view::npos ? markup.size() : closed + 1;
    }
    if (std::find(line_elements.begin(), line_elements.end(), name) != line_elements.end())
      out += '\n';
    else if (std::find(inline_elements.begin(), inline_elements.end(), name) == inline_elements.end())
      out += ' ';
  }
  return out;
}

std::string text_of_bytes(std::string_view bytes, std::string_view charset) {
  if (!charset.empty())
    if (auto text = to_utf8(bytes, std::string(charset))) return std::move(*text);
  if (is_valid_utf8(bytes)) return std::string(bytes);
  return to_utf8(bytes, "windows-1252").value_or("");
}

bool is_readable_text(std::string_view content_type) {
  const auto type = lower_ascii(content_type.substr(0, content_type.find(';')));
  return type.starts_with("text/") || type == "application/rtf" || type == "application/xml" || type == "application/json" ||
         type == "application/xhtml+xml" || type.ends_with("+xml") || type.ends_with("+json");
}

std::string text_of(std::string_view bytes, std::string_view content_type) {
  const auto lower = lower_ascii(content_type);
  const auto type = stripped(lower.substr(0, lower.find(';')));
  std::string charset;
  if (const auto at = lower.find("charset="); at != std::string::npos)
    charset = stripped(lower.substr(at + 8, lower.find(';', at) - at - 8));
  if (type == "application/rtf" || type == "text/rtf") return text_of_rtf(bytes);
  auto text = text_of_bytes(bytes, charset);
  const bool is_markup = type == "text/html" || type.ends_with("xml");
  return is_markup ? text_of_markup(text) : text;
}

std::vector<std::string> pages_of(std::string_view text) {
  std::vector<std::string> pages;
  for (const auto sheet : split(text, '\f')) {
    std::string_view rest = sheet;
    while (rest.size() > page_size) {
      auto end = rest.find('\n', page_size);
      if (end == std::string_view::npos || end > largest_page) end = std::min(rest.find(' ', page_size), rest.size());
      end = std::min(end, largest_page);
      while (end < rest.size() && (static_cast<unsigned char>(rest[end]) & 0xC0U) == 0x80U) --end;
      pages.emplace_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    pages.emplace_back(rest);
  }
  return pages;
}

std::string line_of_observation(json::Value observation) {
  std::string line = concept_words(observation["code"]);
  if (const auto value = value_words(observation); !value.empty()) line += " " + value;
  if (const auto flag = concept_words(observation["interpretation"].at(0)); !flag.empty()) line += " " + flag;
  line += "\n";
  for (const auto component : observation["component"])
    line += "  " + concept_words(component["code"]) + " " + value_words(component) + "\n";
  for (const auto note : observation["note"]) line += "  " + std::string(note["text"].text()) + "\n";
  return line;
}

std::string text_of_report(json::Value report) {
  std::string text = concept_words(report["code"]) + "\n";
  if (!report["conclusion"].text().empty()) text += std::string(report["conclusion"].text()) + "\n";
  for (const auto code : report["conclusionCode"]) text += concept_words(code) + "\n";
  return text;
}

}  // namespace charta::document_search
