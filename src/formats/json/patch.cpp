// SPDX-License-Identifier: Apache-2.0
#include "formats/json/patch.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace charta::json {
namespace {

using Pointer = std::vector<std::string>;

/// A JSON number's sign, digits without zeros at either end, and the power of ten of the last digit: what makes two the same. A
/// double would take 9007199254740993 for 9007199254740992.
struct Decimal {
  bool negative = false;
  std::string digits;
  long long exponent = 0;
  bool operator==(const Decimal&) const = default;
};
Decimal decimal_of(std::string_view text) {
  Decimal number;
  number.negative = text.starts_with('-');
  const std::size_t mark = text.find_first_of("eE");
  if (mark != std::string_view::npos) {
    std::string_view power = text.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    number.exponent = std::clamp(parse_integer(power).value_or(0), -1'000'000'000LL, 1'000'000'000LL);
  }
  bool behind_point = false;
  for (const char c : text.substr(0, mark)) {
    if (c == '.') behind_point = true;
    if (c < '0' || c > '9') continue;
    number.exponent -= behind_point ? 1 : 0;
    if (c != '0' || !number.digits.empty()) number.digits += c;
  }
  for (; number.digits.ends_with('0'); number.digits.pop_back()) ++number.exponent;
  if (number.digits.empty()) return {};
  return number;
}

/// "/a~1b/0" -> {"a/b", "0"}; "" is the whole document.
std::optional<Pointer> read_pointer(std::string_view text) {
  Pointer pointer;
  if (text.empty()) return pointer;
  if (text.front() != '/') return std::nullopt;
  for (const std::string_view part : split(text.substr(1), '/')) {
    std::string& token = pointer.emplace_back();
    for (std::size_t at = 0; at < part.size(); ++at) {
      if (part[at] != '~') {
        token += part[at];
        continue;
      }
      const char escaped = ++at < part.size() ? part[at] : '\0';
      if (escaped != '0' && escaped != '1') return std::nullopt;
      token += escaped == '0' ? '~' : '/';
    }
  }
  return pointer;
}

/// An item's number without leading zeros; nothing for any other text.
std::optional<std::size_t> read_index(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token.front() == '0') || token.size() > 9) return std::nullopt;
  std::size_t index = 0;
  const auto [end, problem] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (problem != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return index;
}

class Patcher {
 public:
  explicit Patcher(Document& document) : document_(document) {}

  Result<void> apply(Value operation) {
    const std::string_view name = operation["op"].text();
    CHARTA_TRY(const Pointer path, pointer_of(operation, "path"));
    if (name == "remove") return remove(path);
    if (name == "move" || name == "copy") return transfer(operation, path, name == "move");
    const Value value = operation["value"];
    if (!value) return wrong("value", "the operation '" + std::string(name) + "' needs a value");
    if (name == "add") return add(path, document_.copy(value));
    if (name == "replace") return replace(path, document_.copy(value));
    if (name == "test") return test(path, value);
    return wrong("op", "the operation is add, remove, replace, move, copy or test");
  }

 private:
  static Error wrong(std::string_view where, std::string what) {
    return fail(ErrorKind::invalid, std::move(what), std::string(where));
  }

  static Result<Pointer> pointer_of(Value operation, std::string_view member) {
    const Value text = operation[member];
    const auto pointer = text.is_string() ? read_pointer(text.text()) : std::nullopt;
    if (!pointer) return wrong(member, "a JSON Pointer is required, such as /name/0/family");
    return *pointer;
  }

  Value find(const Pointer& path, std::size_t length) const {
    Value at = document_.root();
    for (std::size_t i = 0; i < length && at; ++i) {
      if (at.is_array()) {
        const auto index = read_index(path[i]);
        at = index ? at.at(*index) : Value();
      } else {
        at = at[path[i]];
      }
    }
    return at;
  }

  Result<Value> parent_of(const Pointer& path) const {
    const Value parent = find(path, path.size() - 1);
    if (!parent.is_object() && !parent.is_array()) return wrong("path", "the path leads to nothing");
    return parent;
  }

  Result<void> add(const Pointer& path, Value value) {
    if (path.empty()) {
      document_.set_root(value);
      return {};
    }
    CHARTA_TRY(const Value parent, parent_of(path));
    if (parent.is_object()) {
      document_.set(parent, path.back(), value);
      return {};
    }
    const auto index = path.back() == "-" ? std::optional(parent.size()) : read_index(path.back());
    if (!index || *index > parent.size()) return wrong("path", "the list has no such place");
    document_.insert(parent, *index, value);
    return {};
  }

  Result<void> remove(const Pointer& path) {
    if (path.empty()) return wrong("path", "the whole resource cannot be removed by a patch; delete it");
    if (!find(path, path.size())) return wrong("path", "there is nothing to remove");
    CHARTA_TRY(const Value parent, parent_of(path));
    if (parent.is_object())
      document_.remove(parent, path.back());
    else
      document_.erase(parent, *read_index(path.back()));
    return {};
  }

  Result<void> replace(const Pointer& path, Value value) {
    if (!find(path, path.size())) return wrong("path", "there is nothing to replace");
    if (path.empty() || parent_of(path)->is_object()) return add(path, value);
    CHARTA_TRY_DO(remove(path));
    return add(path, value);
  }

  Result<void> transfer(Value operation, const Pointer& path, bool moves) {
    CHARTA_TRY(const Pointer from, pointer_of(operation, "from"));
    const Value source = find(from, from.size());
    if (!source) return wrong("from", "there is nothing there");
    const bool inside = moves && path.size() > from.size() && std::equal(from.begin(), from.end(), path.begin());
    if (inside) return wrong("path", "a value cannot be moved into itself");
    const Value copied = document_.copy(source);
    if (moves) CHARTA_TRY_DO(remove(from));
    return add(path, copied);
  }

  Result<void> test(const Pointer& path, Value value) {
    if (same_value(find(path, path.size()), value)) return {};
    return fail(ErrorKind::business_rule, "a test of the patch does not hold; read the resource again", "value");
  }

  Document& document_;
};

}  // namespace

bool same_value(Value a, Value b) {
  if (!a || !b || a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case Kind::object:
      for (const Value member : a)
        if (!same_value(member, b[member.key()])) return false;
      return true;
    case Kind::array: {
      auto other = b.begin();
      for (const Value item : a) {
        if (!same_value(item, *other)) return false;
        ++other;
      }
      return true;
    }
    case Kind::number:
      return a.text() == b.text() || decimal_of(a.text()) == decimal_of(b.text());
    default:
      return a.text() == b.text();
  }
}

Result<void> apply_patch(Document& document, Value patch) {
  if (!patch.is_array()) return fail(ErrorKind::invalid, "a JSON Patch is a list of operations");
  Patcher patcher(document);
  std::size_t place = 0;
  for (const Value operation : patch) {
    auto done = patcher.apply(operation);
    if (!done) {
      Error error = done.error();
      error.location = "[" + std::to_string(place) + "]." + error.location;
      return error;
    }
    ++place;
  }
  return {};
}

}  // namespace charta::json
