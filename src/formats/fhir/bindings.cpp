// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/bindings.hpp"

namespace charta::fhir {
namespace {

using json::Value;
using tables::Code;
using tables::ValueSet;

/// A code may stand in the set for several systems: its entries follow one another in the table's probing.
bool has(const ValueSet& set, std::string_view system, std::string_view code) {
  const std::uint32_t mask = (1U << set.codes.bits) - 1;
  for (std::uint32_t at = tables::name_hash(code) >> (32 - set.codes.bits);; at = (at + 1) & mask) {
    const std::uint16_t slot = tables::slots[set.codes.first_slot + at];
    if (slot == 0) return false;
    const Code& entry = tables::codes[set.codes.first_entry + slot - 1U];
    if (tables::view(entry.name) == code && (system.empty() || tables::view(entry.system) == system)) return true;
  }
}

/// "use one of: male, female, …" for sets small enough to read.
std::string hint(const ValueSet& set) {
  constexpr std::uint16_t readable = 12;
  std::string text = " of " + std::string(tables::view(set.url));
  if (set.codes.count > readable) return text;
  text += ": ";
  for (std::uint32_t i = 0; i < set.codes.count; ++i) {
    if (i > 0) text += ", ";
    text += tables::view(tables::codes[set.codes.first_entry + i].name);
  }
  return text;
}

bool any_coding_in(const ValueSet& set, Value concept_value) {
  for (const Value coding : concept_value["coding"]) {
    const std::string_view system = coding["system"].text();
    if (!system.empty() && has(set, system, coding["code"].text())) return true;
  }
  return false;
}

}  // namespace

void check_binding(Value value, const tables::Member& member, const Place& place, Report& report) {
  const ValueSet& set = tables::value_sets[member.value_set - 1];
  if (member.format < tables::Format::complex_) {
    if (!has(set, {}, value.text()))
      report.error("code-invalid", "this code is not in its value set; use one" + hint(set), place);
    return;
  }
  if (value["coding"] || value["text"]) {
    if (!any_coding_in(set, value))
      report.error("code-invalid", "none of the codings is in the value set that is required here; add one" + hint(set), place);
  } else if (value["code"] && !has(set, value["system"].text(), value["code"].text())) {
    report.error("code-invalid", "this coding is not in its value set; use one" + hint(set), place);
  }
}

}  // namespace charta::fhir
