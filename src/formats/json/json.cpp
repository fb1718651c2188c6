// SPDX-License-Identifier: Apache-2.0
#include "formats/json/json.hpp"

#include "base/text.hpp"
#include "formats/json/parser.hpp"

#include <algorithm>
#include <memory_resource>

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

void Document::insert(Value array, std::size_t index, Value value) {
  Node* parent = array.node();
  if (index >= parent->count) return add_last(parent, value.node());
  Node** place = &parent->first;
  for (; index > 0; --index) place = &(*place)->next;
  value.node()->next = *place;
  *place = value.node();
  ++parent->count;
}

void Document::erase(Value array, std::size_t index) {
  Node* parent = array.node();
  Node* before = nullptr;
  Node* child = parent->first;
  for (; child != nullptr && index > 0; --index) {
    before = child;
    child = child->next;
  }
  if (child == nullptr) return;
  (before != nullptr ? before->next : parent->first) = child->next;
  if (parent->last == child) parent->last = before;
  --parent->count;
}

}  // namespace charta::json
