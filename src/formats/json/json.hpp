// SPDX-License-Identifier: Apache-2.0
// JSON as FHIR needs it: decimals kept as written, duplicate keys refused, member order kept.
#pragma once
#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace charta::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// A node as a Document keeps it: read through Value, which the compiler then turns into plain loads.
struct Node {
  Kind kind = Kind::null;
  std::uint32_t count = 0;
  std::string_view key;
  std::string_view text;
  Node* first = nullptr;
  Node* last = nullptr;
  Node* next = nullptr;
};

/// A view of a node in a Document, or absent. Cheap to copy; lives as long as its Document.
class Value {
 public:
  Value() = default;
  explicit Value(Node* node) : node_(node) {}

  explicit operator bool() const { return node_ != nullptr; }                ///< present (a JSON null is present)
  Kind kind() const { return node_ == nullptr ? Kind::null : node_->kind; }  ///< of an absent value: null
  bool is(Kind kind) const { return node_ != nullptr && this->kind() == kind; }
  bool is_object() const { return is(Kind::object); }
  bool is_array() const { return is(Kind::array); }
  bool is_string() const { return is(Kind::string); }

  /// A string's characters, a number as written, "true" or "false"; empty for everything else and for absent.
  std::string_view text() const { return node_ == nullptr ? std::string_view{} : node_->text; }
  bool boolean() const { return text() == "true"; }
  std::optional<std::int64_t> integer() const;  ///< a number without point or exponent
  std::string_view key() const {
    return node_ == nullptr ? std::string_view{} : node_->key;
  }  ///< the member name under which an object holds it

  std::size_t size() const { return node_ == nullptr ? 0 : node_->count; }  ///< members or items; 0 for everything else
  Value operator[](std::string_view key) const {                            ///< a member, or absent
    if (!is_object()) return {};
    for (Node* child = node_->first; child != nullptr; child = child->next)
      if (child->key == key) return Value(child);
    return {};
  }
  Value at(std::size_t index) const;  ///< an item, or absent

  class Iterator {
   public:
    explicit Iterator(Node* node) : node_(node) {}
    Value operator*() const { return Value(node_); }
    Iterator& operator++() {
      node_ = node_->next;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    Node* node_;
  };
  Iterator begin() const { return Iterator(node_ == nullptr ? nullptr : node_->first); }  ///< over members or items in order
  Iterator end() const { return Iterator(nullptr); }

  Node* node() const { return node_; }

 private:
  Node* node_ = nullptr;
};

/// A tree and the memory it stands in.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Strict RFC 8259, UTF-8, depth up to 100, no duplicate keys. Errors: `invalid`, with the byte position in the message.
  static Result<Document> parse(std::string_view text);

  Value root() const { return root_; }
  void set_root(Value value) { root_ = value; }

  // Making nodes; texts are copied. A node belongs to one parent.
  Value object();
  Value array();
  Value string(std::string_view text);
  Value number(std::string_view as_written);
  Value integer(std::int64_t value);
  Value boolean(bool value);
  Value null();
  Value copy(Value value);  ///< a deep copy, from any document

  void set(Value object, std::string_view key, Value value);  ///< replaces in place, or adds at the end
  void set(Value object, std::string_view key, std::string_view text) { set(object, key, string(text)); }
  void set(Value object, std::string_view key, const char* text) { set(object, key, string(text)); }
  void set_first(Value object, std::string_view key, Value value);  ///< replaces, or adds at the front
  void remove(Value object, std::string_view key);
  void append(Value array, Value value);
  void insert(Value array, std::size_t index, Value value);  ///< before the item of that index; at the end when there is none
  void erase(Value array, std::size_t index);
  void append(Value array, std::string_view text) { append(array, string(text)); }

 private:
  struct Arena;
  std::unique_ptr<Arena> arena_;
  Value root_;
};

/// Without white space; strings with the shortest escapes, non-ASCII as UTF-8.
std::string write(Value value);
void write_to(std::string& out, Value value);
/// A JSON string literal, quotes included.
void write_string(std::string& out, std::string_view text);

/// RFC 8785 for ledger entries: members sorted, integers only. Errors: `invalid` (a number with a point or an exponent).
Result<std::string> canonical(Value value);

/// Writes JSON text front to back; commas are its business.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  ///< a value that is JSON already

  Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& member(std::string_view name, const char* text) { return key(name).string(text); }
  Writer& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  Writer& member(std::string_view name, int value) { return key(name).integer(value); }
  Writer& member(std::string_view name, bool value) { return key(name).boolean(value); }

 private:
  void comma();
  std::string& out_;
  bool first_ = true;
};

}  // namespace charta::json
