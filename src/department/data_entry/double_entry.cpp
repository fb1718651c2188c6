// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/double_entry.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/data_entry/code_checks.hpp"

#include <algorithm>

namespace charta::data_entry {
namespace {

/// What a value means, however it was written: 165 lb and 74.8 kg are one.
std::string meaning_of(const FormField& field, const UnitTable& units, const EnteredValue& value) {
  if (value.is_absent) return "absent";
  if (field.kind == FieldKind::quantity) {
    const auto canonical = canonical_of(field, units, value);
    return canonical ? print_number(canonical->value, field.digits) : folded(value.text);
  }
  if (field.kind == FieldKind::choice) return value.code;
  const auto code = field.is_coded() ? tidy_code(field.kind, value.code) : std::string();
  return (code.empty() ? folded(value.text) : code) + '\x1f' + value.side + '\x1f' + value.since + '\x1f' + folded(value.detail);
}

std::vector<const EnteredValue*> answered(const std::vector<EnteredValue>& values, const std::string& field) {
  std::vector<const EnteredValue*> all;
  for (const auto& value : values)
    if (value.field == field && (value.is_given() || value.is_absent)) all.push_back(&value);
  return all;
}

void compare_field(const FormField& field, const UnitTable& units, std::vector<const EnteredValue*> some,
                   std::vector<const EnteredValue*> others, std::vector<Compared>& all) {
  std::vector<const EnteredValue*> alone;
  for (const auto* one : some) {
    const auto same = std::find_if(others.begin(), others.end(), [&](const EnteredValue* other) {
      return meaning_of(field, units, *one) == meaning_of(field, units, *other);
    });
    if (same == others.end()) {
      alone.push_back(one);
      continue;
    }
    all.push_back({field.id, key_of(*one), key_of(**same), true});
    others.erase(same);
  }
  for (const auto* one : alone) {
    all.push_back({field.id, key_of(*one), others.empty() ? ValueKey{} : key_of(*others.front()), false});
    if (!others.empty()) others.erase(others.begin());
  }
  for (const auto* other : others) all.push_back({field.id, {}, key_of(*other), false});
}

}  // namespace

std::vector<Compared> compare(const Form& form, const UnitTable& units, const std::vector<EnteredValue>& first,
                              const std::vector<EnteredValue>& second) {
  std::vector<Compared> all;
  for (const auto& field : form.fields) compare_field(field, units, answered(first, field.id), answered(second, field.id), all);
  return all;
}

bool is_drawn(std::int64_t entry, int per_thousand) {
  const Digest digest = sha256("double-entry " + std::to_string(entry));
  const unsigned number = digest.bytes[0] * 65536U + digest.bytes[1] * 256U + digest.bytes[2];
  return static_cast<int>(number % 1000U) < per_thousand;
}

}  // namespace charta::data_entry
