// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/narrative.hpp"

#include <algorithm>
#include <array>

namespace charta::fhir {
namespace {

/// HTML 4 chapters 7 to 11 (less 4 of 9) and 15, <a>, images: what R4 lets a narrative use.
constexpr auto allowed_elements = std::to_array<std::string_view>(
    {"a",        "abbr",  "acronym", "b",     "big",   "blockquote", "br",     "caption", "center", "cite", "code",  "col",
     "colgroup", "dd",    "del",     "dfn",   "div",   "dl",         "dt",     "em",      "font",   "h1",   "h2",    "h3",
     "h4",       "h5",    "h6",      "hr",    "i",     "img",        "ins",    "kbd",     "li",     "map",  "ol",    "p",
     "pre",      "q",     "s",       "samp",  "small", "span",       "strike", "strong",  "sub",    "sup",  "table", "tbody",
     "td",       "tfoot", "th",      "thead", "tr",    "tt",         "u",      "ul",      "var",    "area"});

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' ||
         c == '.';
}
bool is_allowed(std::string_view element) {
  return std::find(allowed_elements.begin(), allowed_elements.end(), element) != allowed_elements.end();
}

constexpr std::string_view not_well_formed = "is not well-formed XHTML; close every element in order and quote every attribute";

/// Walks the mark-up once, keeping the open elements.
class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : rest_(text) {}

  std::string_view problem() {
    skip_space();
    if (!rest_.starts_with("<div")) return "does not start with a div; wrap it in <div xmlns=\"http://www.w3.org/1999/xhtml\">";
    if (rest_.substr(0, rest_.find('>')).find("http://www.w3.org/1999/xhtml") == rest_.npos)
      return "has a div without its namespace; write <div xmlns=\"http://www.w3.org/1999/xhtml\">";
    while (!rest_.empty()) {
      if (const auto found = piece(); !found.empty()) return found;
      if (depth_ == 0) break;
    }
    skip_space();
    if (depth_ != 0 || !rest_.empty()) return not_well_formed;
    return says_something_ ? "" : "says nothing; give the div some text or an image, or leave the narrative out";
  }

 private:
  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::string_view name() {
    std::size_t size = 0;
    while (size < rest_.size() && is_name(rest_[size])) ++size;
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }

  std::string_view piece() {
    if (rest_.front() != '<') return characters();
    if (take("<!--")) {
      const auto end = rest_.find("-->");
      if (end == rest_.npos) return not_well_formed;
      rest_.remove_prefix(end + 3);
      return "";
    }
    if (take("</")) return closing();
    rest_.remove_prefix(1);
    return opening();
  }

  std::string_view characters() {
    const std::string_view text = rest_.substr(0, std::min(rest_.find('<'), rest_.size()));
    for (std::size_t i = 0; i < text.size(); ++i) {
      says_something_ = says_something_ || !is_space(text[i]);
      if (text[i] != '&') continue;
      const auto end = text.find(';', i);
      if (end == text.npos || end == i + 1 || end > i + 32) return "has an ampersand that starts no entity; write &amp;";
    }
    rest_.remove_prefix(text.size());
    return "";
  }

  std::string_view closing() {
    const std::string_view element = name();
    skip_space();
    if (depth_ == 0 || !take(">") || open_[depth_ - 1] != element) return not_well_formed;
    --depth_;
    return "";
  }

  std::string_view opening() {
    const std::string_view element = name();
    if (!is_allowed(element))
      return "uses an element that narratives may not; keep to basic formatting, tables, lists, links and images";
    if (element == "img") says_something_ = true;
    while (true) {
      skip_space();
      if (take("/>")) return "";
      if (take(">")) break;
      if (const auto found = attribute(); !found.empty()) return found;
    }
    if (depth_ == open_.size()) return "is nested too deep to read; flatten it";
    open_[depth_++] = element;
    return "";
  }

  std::string_view attribute() {
    const std::string_view found = name();
    skip_space();
    if (found.empty() || !take("=")) return not_well_formed;
    skip_space();
    const char quote = rest_.empty() ? '\0' : rest_.front();
    if (quote != '"' && quote != '\'') return not_well_formed;
    const auto end = rest_.find(quote, 1);
    if (end == rest_.npos) return not_well_formed;
    const std::string_view value = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (found.starts_with("on")) return "has an event attribute; narratives may not run anything";
    if (value.starts_with("javascript:")) return "has a script address; narratives may not run anything";
    return value.find('<') == value.npos ? "" : not_well_formed;
  }

  std::string_view rest_;
  std::array<std::string_view, 128> open_{};
  std::size_t depth_ = 0;
  bool says_something_ = false;
};

}  // namespace

std::string_view problem_of_narrative(std::string_view xhtml) {
  return MarkupReader(xhtml).problem();
}

}  // namespace charta::fhir
