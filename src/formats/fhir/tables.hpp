// SPDX-License-Identifier: Apache-2.0
// The layout of the generated tables. Private to this module: tools/fhir_definitions writes them, definitions.hpp is what others
// read.
#pragma once
#include "formats/fhir/definitions.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace charta::fhir::tables {

/// A stretch of the pool of characters.
struct Text {
  std::uint32_t at;
  std::uint16_t size;
};
extern const char pool[];
inline std::string_view view(Text text) {
  return {pool + text.at, text.size};
}

/// A hash table over the names of consecutive entries, at most half full.
struct NameTable {
  std::uint32_t first_slot;
  std::uint32_t first_entry;
  std::uint16_t count;
  std::uint16_t bits;
};
extern const std::uint16_t slots[];  ///< an entry's ordinal in its table plus one; 0: free

/// How the characters of a primitive are checked; `complex_` and `resource_` are objects.
enum class Format : std::uint8_t {
  boolean_,
  integer_,
  unsignedInt_,
  positiveInt_,
  decimal_,
  string_,
  markdown_,
  code_,
  id_,
  uri_,
  url_,
  canonical_,
  oid_,
  uuid_,
  date_,
  dateTime_,
  instant_,
  time_,
  base64Binary_,
  xhtml_,
  complex_,
  resource_
};

/// One JSON name that an object may hold; the variants of a choice are members of one element.
struct Member {
  Text name;
  std::uint16_t shape;      ///< of a complex member
  std::uint16_t value_set;  ///< required binding, 1-based; 0: none
  std::uint16_t targets;    ///< of a reference: place in `target_names`; 0: any
  std::uint8_t element;     ///< bit of its element in the shape
  Format format;
  bool list;
};
extern const Member members[];

struct Element {
  Text name;  ///< "value[x]"
};
extern const Element elements[];

/// Rules that the table of invariants cannot say (rules.cpp).
enum class Rule : std::uint8_t { none_, Bundle_, Observation_, Attachment_ };

/// What one JSON object may hold: a resource, a data type or a backbone element.
struct Shape {
  Text path;
  NameTable members;
  std::uint32_t first_element;
  std::uint64_t required;  ///< elements with min > 0
  std::uint64_t choices;   ///< elements with a choice of types
  std::uint64_t summary;   ///< elements that a summary holds
  std::uint16_t first_invariant;
  std::uint16_t invariant_count;
  bool is_resource;
  Rule rule;
};
extern const Shape shapes[];
extern const std::uint16_t reference_shape;
extern const std::uint16_t element_shape;  ///< what stands beside a primitive: id and extensions

/// Targets of a reference stand one after another; each row says how many are left, itself included.
struct Target {
  Text name;
  std::uint16_t left;
};
extern const Target targets[];

struct Code {
  Text name;
  Text system;
};
extern const Code codes[];
struct ValueSet {
  NameTable codes;
  Text url;
};
extern const ValueSet value_sets[];

/// One step of a path: into members of that name (a choice: of any variant's), or to the items that hold a condition.
struct Step {
  enum class Kind : std::uint8_t { member, choice, where, first };
  Kind kind;
  Text name;            ///< member; choice: the name without its type
  std::uint16_t value;  ///< where: the condition
};
extern const Step steps[];

/// An invariant's expression as a tree. `path` operands are stretches of `steps`, `left` and `right` places in `conditions`.
struct Condition {
  enum class Op : std::uint8_t {
    and_,
    or_,
    xor_,
    implies,
    not_,
    equal,  // of left and right
    exists,
    empty,
    has_value,
    all,
    is_distinct,  // of the path; all: each holds left
    equals,
    differs,
    starts_with,
    contains,
    is_in,  // of the path's first value and the literal (is_in: the list, separated by |)
    count_less,
    count_equals,
    count_more,  // of all paths of a sum and the number
    less_or_equal,
    at_least,
    at_most,
    more_than,  // of two paths; of a path and the number
    is_type,
    constant
  };
  Op op;
  std::uint16_t left;
  std::uint16_t right;
  std::uint16_t first_step;
  std::uint8_t step_count;
  std::uint8_t step_count_2;  ///< a second path starts where the first ends
  bool from_resource;         ///< the path starts at the resource
  std::int16_t number;
  Text literal;
};
extern const Condition conditions[];

/// A constraint of the definitions, told in their own words when it does not hold.
struct Invariant {
  Text key;  ///< "obs-6"
  Text human;
  std::uint16_t condition;
};
extern const Invariant invariants[];

/// How a value is taken for a parameter.
enum class Extractor : std::uint8_t {
  text,
  human_name,
  address,
  token,
  coding,
  concept_,
  identifier,
  contact,
  moment,
  period,
  timing,
  quantity,
  money,
  range,
  sampled_data,
  number,
  number_range,
  reference,
  canonical,
  uri,
  deceased
};
struct Action {
  std::uint16_t parameter;
  Extractor extractor;
  Text system;  ///< of a code whose value set has one system
};
extern const Action actions[];

/// `where(…)`: the walk goes on in `node` for values that hold it.
struct Guard {
  enum class Kind : std::uint8_t { target, only_target, equals };
  Kind kind;
  Text name;
  Text value;
  std::uint16_t node;
};
extern const Guard guards[];

/// A place in the walk that finds index values; its children are the JSON names worth stepping into.
struct Node {
  NameTable children;
  std::uint32_t first_guard;
  std::uint32_t first_action;
  std::uint8_t guard_count;
  std::uint8_t action_count;
};
extern const Node nodes[];
struct Child {
  Text name;
  std::uint16_t node;
};
extern const Child children[];

struct CompartmentPath {
  std::uint16_t first_name;
  std::uint8_t name_count;
  bool only_patients;  ///< the reference has no other target
};
extern const CompartmentPath compartment_paths[];
extern const Text compartment_names[];

/// A resource type; its number is its place in `types` plus one.
struct Type {
  Text name;
  std::uint16_t shape;
  std::uint16_t node;
  std::uint16_t first_parameter;
  std::uint16_t parameter_count;
  std::uint16_t deceased;  ///< number of the parameter that is false where nothing is said; 0: none
  std::uint16_t first_path;
  std::uint16_t path_count;
};
extern const Type types[];
extern const NameTable type_names;
extern const std::uint16_t type_count;
extern const std::uint16_t parameter_count;
extern const std::string_view resource_names[];
extern const SearchParameter parameters[];

static_assert(std::endian::native == std::endian::little, "name_hash reads words as the generator wrote them");

/// The same function as nameHash in tools/fhir_definitions/compiler/names.mjs, to the bit.
inline std::uint32_t name_hash(std::string_view name) {
  const auto word = [&](std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, name.data() + at, 4);
    return value;
  };
  const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(name[at])); };
  const std::size_t n = name.size();
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  if (n >= 4) {
    a = word(0);
    b = word(n - 4);
    c = word((n >> 1) - 2);
  } else if (n > 0) {
    a = byte(0) | byte(n >> 1) << 8 | byte(n - 1) << 16;
  }
  std::uint32_t hash = a * 0x85ebca6bU + b * 0xc2b2ae35U + c * 0x27d4eb2fU + static_cast<std::uint32_t>(n);
  hash ^= hash >> 15;
  return hash * 0x9e3779b1U;
}

/// The entry of that name in `entries`, or null.
template <class Entry>
const Entry* find(const NameTable& table, const Entry* entries, std::string_view name) {
  const std::uint32_t mask = (1U << table.bits) - 1;
  for (std::uint32_t at = name_hash(name) >> (32 - table.bits);; at = (at + 1) & mask) {
    const std::uint16_t slot = slots[table.first_slot + at];
    if (slot == 0) return nullptr;
    const Entry& entry = entries[table.first_entry + slot - 1U];
    if (view(entry.name) == name) return &entry;
  }
}

inline const Type* find_type(std::string_view name) {
  return find(type_names, types, name);
}

}  // namespace charta::fhir::tables
