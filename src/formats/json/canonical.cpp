// SPDX-License-Identifier: Apache-2.0
// RFC 8785: one text for one value. Source: https://www.rfc-editor.org/rfc/rfc8785
#include "formats/json/json.hpp"

#include <algorithm>
#include <vector>

namespace charta::json {
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

}  // namespace charta::json
