// SPDX-License-Identifier: Apache-2.0
// RFC 8259 as a tree of nodes. Private to this module.
#pragma once
#include "formats/json/json.hpp"

#include <charconv>
#include <cstring>
#include <unordered_set>
#include <vector>

namespace charta::json {

inline constexpr int depth_limit = 100;
inline constexpr std::size_t compared_members = 32;  // up to so many, comparing is quicker than hashing

inline void add_last(Node* parent, Node* child) {
  (parent->last != nullptr ? parent->last->next : parent->first) = child;
  parent->last = child;
  ++parent->count;
}

inline Node* find_member(Node* object, std::string_view key) {
  for (Node* child = object->first; child != nullptr; child = child->next)
    if (child->key == key) return child;
  return nullptr;
}

/// RFC 8259 with nothing left out: number grammar, literals, escapes, surrogate pairs, duplicate names, depth, end of text.
template <class Arena>
class Parser {
 public:
  Parser(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  Node* parse() {
    skip_space();
    Node* root = value(1);
    if (root == nullptr) return nullptr;
    skip_space();
    return at_ == text_.size() ? root : refuse("goes on after its end");
  }
  const char* problem() const { return problem_; }
  std::size_t position() const { return at_; }

 private:
  Node* refuse(const char* why) {
    if (problem_ == nullptr) problem_ = why;
    return nullptr;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) ++at_;
  }

  Node* value(int depth) {
    if (depth > depth_limit) return refuse("is nested more than 100 deep");
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string_node();
      case 't':
        return literal("true", Kind::boolean);
      case 'f':
        return literal("false", Kind::boolean);
      case 'n':
        return literal("null", Kind::null);
      default:
        return number();
    }
  }

  Node* object(int depth) {
    Node* made = arena_.node(Kind::object);
    ++at_;
    skip_space();
    if (take('}')) return made;
    std::unordered_set<std::string_view> names;  // of an object with many members: a hostile one has hundreds of thousands
    while (true) {
      std::string_view key;
      if (peek() != '"' || !string(key)) return refuse("lacks a member name");
      if (is_named_twice(made, key, names)) return refuse("names a member twice");
      skip_space();
      if (!take(':')) return refuse("lacks a colon");
      skip_space();
      Node* child = value(depth + 1);
      if (child == nullptr) return nullptr;
      child->key = key;
      add_last(made, child);
      skip_space();
      if (take('}')) return made;
      if (!take(',')) return refuse("lacks a comma or a closing brace");
      skip_space();
    }
  }

  static bool is_named_twice(Node* object, std::string_view key, std::unordered_set<std::string_view>& names) {
    if (object->count < compared_members) return find_member(object, key) != nullptr;
    if (names.empty())
      for (const Node* child = object->first; child != nullptr; child = child->next) names.insert(child->key);
    return !names.insert(key).second;
  }

  Node* array(int depth) {
    Node* made = arena_.node(Kind::array);
    ++at_;
    skip_space();
    if (take(']')) return made;
    while (true) {
      Node* child = value(depth + 1);
      if (child == nullptr) return nullptr;
      add_last(made, child);
      skip_space();
      if (take(']')) return made;
      if (!take(',')) return refuse("lacks a comma or a closing bracket");
      skip_space();
    }
  }

  Node* literal(std::string_view word, Kind kind) {
    if (text_.substr(at_, word.size()) != word) return refuse("has an unknown word");
    at_ += word.size();
    Node* made = arena_.node(kind);
    if (kind == Kind::boolean) made->text = word;
    return made;
  }

  std::size_t digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ - start;
  }

  Node* number() {
    const std::size_t start = at_;
    take('-');
    const bool zero = peek() == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return refuse("has a value that is none");
    if (take('.') && digits() == 0) return refuse("has a broken number");
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (digits() == 0) return refuse("has a broken number");
    }
    Node* made = arena_.node(Kind::number);
    made->text = arena_.keep(text_.substr(start, at_ - start));
    return made;
  }

  Node* string_node() {
    std::string_view text;
    if (!string(text)) return nullptr;
    Node* made = arena_.node(Kind::string);
    made->text = text;
    return made;
  }

  /// The usual string has no escapes: one scan, one copy.
  bool string(std::string_view& out) {
    const std::size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' && static_cast<unsigned char>(text_[at_]) >= 0x20) ++at_;
    if (at_ < text_.size() && text_[at_] == '"') {
      out = arena_.keep(text_.substr(start, at_ - start));
      ++at_;
      return true;
    }
    std::string unescaped(text_.substr(start, at_ - start));
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_++];
      if (static_cast<unsigned char>(c) < 0x20) return refuse("has a control character in a string") != nullptr;
      if (c != '\\') {
        unescaped += c;
      } else if (!escape(unescaped)) {
        return refuse("has a broken escape") != nullptr;
      }
    }
    if (!take('"')) return refuse("has a string without an end") != nullptr;
    out = arena_.keep(unescaped);
    return true;
  }

  bool escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_ >= text_.size()) return false;
    const char c = text_[at_++];
    if (c == 'u') return unicode(out);
    const std::size_t which = letters.find(c);
    if (which == std::string_view::npos) return false;
    out += meanings[which];
    return true;
  }

  bool unicode(std::string& out) {
    std::uint32_t code = 0;
    if (!hex4(code) || (code >= 0xDC00 && code <= 0xDFFF)) return false;
    if (code >= 0xD800 && code <= 0xDBFF) {
      std::uint32_t low = 0;
      if (!take('\\') || !take('u') || !hex4(low) || low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return true;
  }

  bool hex4(std::uint32_t& code) {
    if (at_ + 4 > text_.size()) return false;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, code, 16);
    if (error != std::errc() || end != text_.data() + at_ + 4) return false;
    at_ += 4;
    return true;
  }

  static void append_utf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) return byte(code);
    if (code < 0x800) {
      byte(0xC0 | code >> 6);
    } else if (code < 0x10000) {
      byte(0xE0 | code >> 12);
      byte(0x80 | (code >> 6 & 0x3F));
    } else {
      byte(0xF0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3F));
      byte(0x80 | (code >> 6 & 0x3F));
    }
    byte(0x80 | (code & 0x3F));
  }

  std::string_view text_;
  Arena& arena_;
  std::size_t at_ = 0;
  const char* problem_ = nullptr;
};

}  // namespace charta::json
