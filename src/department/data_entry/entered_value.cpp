// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/entered_value.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace charta::data_entry {

std::optional<PageBox> parse_box(std::string_view text) {
  const auto parts = split(text, ' ');
  if (parts.size() != 4) return std::nullopt;
  int numbers[4] = {};
  for (std::size_t at = 0; at < 4; ++at) {
    const auto number = parse_integer(parts[at]);
    if (!number || *number < 0 || *number > 1000) return std::nullopt;
    numbers[at] = static_cast<int>(*number);
  }
  const PageBox box{numbers[0], numbers[1], numbers[2], numbers[3]};
  if (box.width < 1 || box.height < 1 || box.left + box.width > 1000 || box.top + box.height > 1000) return std::nullopt;
  return box;
}

std::string print(const std::optional<PageBox>& box) {
  if (!box) return {};
  return std::to_string(box->left) + ' ' + std::to_string(box->top) + ' ' + std::to_string(box->width) + ' ' +
         std::to_string(box->height);
}

const EnteredValue* find_value(const std::vector<EnteredValue>& values, const ValueKey& key) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const EnteredValue& one) { return key_of(one) == key; });
  return found == values.end() ? nullptr : &*found;
}

std::string saying_of(const EnteredValue& value) {
  std::string text;
  for (const auto* part : {&value.text, &value.unit, &value.code, &value.side, &value.since, &value.detail})
    text += *part + '\x1f';
  return text + (value.is_absent ? "absent" : "");
}

std::string saying_digest(const EnteredValue* value) {
  return sha256(value == nullptr ? std::string() : saying_of(*value)).hex();
}

}  // namespace charta::data_entry
