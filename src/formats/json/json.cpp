// SPDX-License-Identifier: Apache-2.0
#include "formats/json/json.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory_resource>
#include <vector>

namespace charta::json {

struct Document::Arena {
  std::pmr::monotonic_buffer_resource memory{4096};

  Node* node(Kind kind) {
    Node* made = new (memory.allocate(sizeof(Node), alignof(Node))) Node;
    made->kind = kind;
    return made;
  }
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* bytes = static_cast<char*>(memory.allocate(text.size(), 1));
    std::memcpy(bytes, text.data(), text.size());
    return {bytes, text.size()};
  }
};

namespace {

constexpr int depth_limit = 100;

void add_last(Node* parent, Node* child) {
  (parent->last != nullptr ? parent->last->next : parent->first) = child;
  parent->last = child;
  ++parent->count;
}

Node* find(Node* object, std::string_view key) {
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
    while (true) {
      std::string_view key;
      if (peek() != '"' || !string(key)) return refuse("lacks a member name");
      if (find(made, key) != nullptr) return refuse("names a member twice");
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

}  // namespace

std::optional<std::int64_t> Value::integer() const {
  if (!is(Kind::number)) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(node_->text.data(), node_->text.data() + node_->text.size(), value);
  if (error != std::errc() || end != node_->text.data() + node_->text.size()) return std::nullopt;
  return value;
}

Value Value::at(std::size_t index) const {
  if (!is_array()) return {};
  Node* child = node_->first;
  for (; child != nullptr && index > 0; --index) child = child->next;
  return Value(child);
}

Document::Document() : arena_(std::make_unique<Arena>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

Result<Document> Document::parse(std::string_view text) {
  if (!is_valid_utf8(text)) return fail(ErrorKind::invalid, "the JSON text is not valid UTF-8");
  Document document;
  Parser<Arena> parser(text, *document.arena_);
  Node* root = parser.parse();
  if (root == nullptr)
    return fail(ErrorKind::invalid,
                std::string("the JSON text ") + parser.problem() + " near byte " + std::to_string(parser.position()));
  document.root_ = Value(root);
  return document;
}

Value Document::object() {
  return Value(arena_->node(Kind::object));
}
Value Document::array() {
  return Value(arena_->node(Kind::array));
}
Value Document::null() {
  return Value(arena_->node(Kind::null));
}

Value Document::string(std::string_view text) {
  Node* made = arena_->node(Kind::string);
  made->text = arena_->keep(text);
  return Value(made);
}

Value Document::number(std::string_view as_written) {
  Node* made = arena_->node(Kind::number);
  made->text = arena_->keep(as_written);
  return Value(made);
}

Value Document::integer(std::int64_t value) {
  return number(std::to_string(value));
}

Value Document::boolean(bool value) {
  Node* made = arena_->node(Kind::boolean);
  made->text = value ? "true" : "false";
  return Value(made);
}

Value Document::copy(Value value) {
  if (!value) return {};
  Node* made = arena_->node(value.kind());
  made->text = arena_->keep(value.text());
  for (const Value child : value) {
    Node* twin = copy(child).node();
    twin->key = arena_->keep(child.key());
    add_last(made, twin);
  }
  return Value(made);
}

void Document::remove(Value object, std::string_view key) {
  Node* parent = object.node();
  Node* before = nullptr;
  for (Node* child = parent->first; child != nullptr; before = child, child = child->next) {
    if (child->key != key) continue;
    (before != nullptr ? before->next : parent->first) = child->next;
    if (parent->last == child) parent->last = before;
    --parent->count;
    return;
  }
}

void Document::set(Value object, std::string_view key, Value value) {
  Node* parent = object.node();
  Node* child = value.node();
  child->key = arena_->keep(key);
  Node* before = nullptr;
  for (Node* old = parent->first; old != nullptr; before = old, old = old->next) {
    if (old->key != key) continue;
    child->next = old->next;
    (before != nullptr ? before->next : parent->first) = child;
    if (parent->last == old) parent->last = child;
    return;
  }
  add_last(parent, child);
}

void Document::set_first(Value object, std::string_view key, Value value) {
  remove(object, key);
  Node* parent = object.node();
  Node* child = value.node();
  child->key = arena_->keep(key);
  child->next = parent->first;
  parent->first = child;
  if (parent->last == nullptr) parent->last = child;
  ++parent->count;
}

void Document::append(Value array, Value value) {
  add_last(array.node(), value.node());
}

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

namespace {

/// RFC 8785 sorts by UTF-16 code units; member names here are ASCII, where bytes order alike.
Result<void> write_canonical(std::string& out, Value value) {
  if (value.kind() == Kind::number && !value.integer())
    return fail(ErrorKind::invalid, "canonical JSON takes integers only; '" + std::string(value.text()) + "' is none");
  if (!value.is_object() && !value.is_array()) {
    write_to(out, value);
    return {};
  }
  std::vector<Value> children;
  for (const Value child : value) children.push_back(child);
  const bool object = value.is_object();
  if (object) std::sort(children.begin(), children.end(), [](Value a, Value b) { return a.key() < b.key(); });
  out += object ? '{' : '[';
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (i > 0) out += ',';
    if (object) {
      write_string(out, children[i].key());
      out += ':';
    }
    CHARTA_TRY_DO(write_canonical(out, children[i]));
  }
  out += object ? '}' : ']';
  return {};
}

}  // namespace

Result<std::string> canonical(Value value) {
  std::string out;
  CHARTA_TRY_DO(write_canonical(out, value));
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
