// SPDX-License-Identifier: Apache-2.0
// The structure of a resource against the definitions of its type, in one walk.
#include "formats/fhir/bindings.hpp"
#include "formats/fhir/invariants.hpp"
#include "formats/fhir/primitives.hpp"
#include "formats/fhir/reference.hpp"
#include "formats/fhir/rules.hpp"

namespace charta::fhir {
namespace {

using json::Kind;
using json::Value;
using tables::Format;
using tables::Member;
using tables::Shape;

bool is_primitive(const Member& member) {
  return member.format < Format::complex_;
}

/// The characters of a name as a message may show them: a wild member name is cut.
std::string shown(std::string_view name) {
  std::string text = "'";
  for (const char c : name.substr(0, 40)) text += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return text + (name.size() > 40 ? "…'" : "'");
}

class Validator {
 public:
  Validator(std::vector<Issue>& issues, std::size_t limit) : report_(issues, limit) {}

  void root(Value value) {
    const Place place;
    resource(value, place, nullptr);
  }

 private:
  /// `scope`: of the resource this one is contained in; a bundle's entries and the root have none.
  void resource(Value value, const Place& place, Scope* outer) {
    const std::string_view name = value["resourceType"].text();
    const tables::Type* type = tables::find_type(name);
    if (type == nullptr) {
      return report_.error("structure", "this is no FHIR R4 resource; give resourceType the name of one, such as Patient", place);
    }
    const Shape& shape = tables::shapes[type->shape];
    if (outer != nullptr) return object(value, shape, place, *outer);
    const Place start = place.up == nullptr ? Place{nullptr, name} : place;
    Scope scope{value, value["contained"]};
    object(value, shape, start, scope);
    check_contained(scope, start, report_);
  }

  void object(Value value, const Shape& shape, const Place& place, Scope& scope) {
    if (!value.is_object()) return report_.error("structure", "this must be an object; write it in braces", place);
    std::uint64_t seen = 0;
    std::uint64_t filled = 0;
    for (const Value child : value) {
      if (report_.is_full()) return;
      const std::string_view key = child.key();
      if (key.starts_with('_')) {
        beside(value, child, shape, place, scope, seen);
      } else if (const Member* member = tables::find(shape.members, tables::members, key)) {
        note(*member, value, shape, place, seen, filled);
        this->member(value, child, shape, *member, place, scope);
      } else if (!shape.is_resource || key != "resourceType") {
        unknown(key, shape, place);
      }
    }
    if (const std::uint64_t missing = shape.required & ~seen; missing != 0) report_missing(missing, shape, place);
    if (!shape.is_resource && !says_something(value))
      report_.error("invariant", "this element says nothing (ele-1); give it content or leave it out", place);
    check_invariants(value, shape, place, scope, report_);
    if (shape.rule != tables::Rule::none_) check_rule(value, shape, place, report_);
  }

  /// ele-1: an id alone is no content.
  static bool says_something(Value value) {
    const std::size_t size = value.size();
    return size > 1 || (size == 1 && (*value.begin()).key() != "id");
  }

  void unknown(std::string_view key, const Shape& shape, const Place& place) {
    const Place at{&place, key.substr(0, 40)};
    report_.error("structure",
                  shown(key) + " is no element of " + std::string(tables::view(shape.path)) + "; remove it or mend its name", at);
  }

  /// Marks the element as seen; two variants of one choice are one too many.
  void note(const Member& member, Value value, const Shape& shape, const Place& place, std::uint64_t& seen,
            std::uint64_t& filled) {
    const std::uint64_t bit = 1ULL << member.element;
    const bool is_choice = (shape.choices & bit) != 0;
    if (is_choice && (filled & bit) != 0) one_too_many(shape, member, place);
    if (is_choice && (seen & bit) != 0 && (filled & bit) == 0) another_variant_beside(value, shape, member, place);
    seen |= bit;
    filled |= bit;
  }
  void one_too_many(const Shape& shape, const Member& member, const Place& place) {
    const Place at{&place, {}, &shape, &member};
    report_.error("structure",
                  "this has values of two types; keep one of " +
                      std::string(tables::view(tables::elements[shape.first_element + member.element].name)),
                  at);
  }
  /// "_valueString" came first: only valueString may follow.
  void another_variant_beside(Value value, const Shape& shape, const Member& member, const Place& place) {
    for (const Value child : value) {
      if (!child.key().starts_with('_')) continue;
      const Member* other = tables::find(shape.members, tables::members, child.key().substr(1));
      if (other != nullptr && other != &member && other->element == member.element) return one_too_many(shape, member, place);
    }
  }

  void report_missing(std::uint64_t missing, const Shape& shape, const Place& place) {
    for (std::uint32_t i = 0; missing >> i != 0; ++i) {
      if ((missing >> i & 1) == 0) continue;
      const std::string name(tables::view(tables::elements[shape.first_element + i].name));
      report_.error("required", std::string(tables::view(shape.path)) + " needs " + name + "; add it", place);
    }
  }

  void member(Value object, Value child, const Shape& shape, const Member& member, const Place& place, Scope& scope) {
    Place at{&place, {}, &shape, &member};
    if (!member.list) {
      if (child.is_array()) return report_.error("structure", "this occurs once; write it without brackets", at);
      return one(child, member, at, scope);
    }
    if (!child.is_array()) return report_.error("structure", "this is a list; write it in brackets", at);
    if (child.size() == 0) return report_.error("structure", "this list is empty; leave the element out instead", at);
    for (const Value item : child) {
      ++at.index;
      if (item.kind() == Kind::null && is_primitive(member)) {
        padding(object, child, at);
      } else {
        one(item, member, at, scope);
      }
    }
  }

  /// A null in a list of primitives stands for a value that only has extensions, in the list beside it.
  void padding(Value object, Value list, const Place& at) {
    const std::string beside = "_" + std::string(list.key());
    if (!object[beside].at(static_cast<std::size_t>(at.index)).is_object())
      report_.error("structure", "this null has no extension in the list beside it; give it one or remove it", at);
  }

  void one(Value value, const Member& member, const Place& place, Scope& scope) {
    if (is_primitive(member)) return primitive(value, member, place, scope);
    if (!value.is_object()) return report_.error("structure", "this must be an object; write it in braces", place);
    if (member.format == Format::resource_) return inner_resource(value, member, place, scope);
    object(value, tables::shapes[member.shape], place, scope);
    if (member.value_set != 0) check_binding(value, member, place, report_);
    if (member.shape == tables::reference_shape) check_reference(value, member, place, scope, report_);
  }

  void primitive(Value value, const Member& member, const Place& place, Scope& scope) {
    if (value.kind() == Kind::null) return report_.error("structure", "this is null; leave the element out instead", place);
    const std::string_view problem = problem_of(member.format, value);
    if (!problem.empty()) return report_.error("value", "this " + std::string(problem), place);
    if (member.value_set != 0) check_binding(value, member, place, report_);
    if (member.format >= Format::uri_ && member.format <= Format::canonical_) scope.mark_used(value.text());
  }

  /// dom-2: what is contained contains nothing itself.
  void inner_resource(Value value, const Member& member, const Place& place, Scope& scope) {
    if (tables::view(member.name) != "contained") return resource(value, place, nullptr);
    if (value["contained"])
      report_.error("invariant", "a contained resource may not contain others (dom-2); lift them to the outer resource", place);
    resource(value, place, &scope);
  }

  /// "_birthDate": id and extensions of the primitive of that name, an object or (of a list) objects and nulls.
  void beside(Value object, Value child, const Shape& shape, const Place& place, Scope& scope, std::uint64_t& seen) {
    const Member* member = tables::find(shape.members, tables::members, child.key().substr(1));
    if (member == nullptr || !is_primitive(*member)) return unknown(child.key(), shape, place);
    const std::uint64_t bit = 1ULL << member->element;
    const bool is_other = (shape.choices & bit) != 0 && (seen & bit) != 0 && !object[child.key().substr(1)];
    if (is_other) one_too_many(shape, *member, place);
    seen |= bit;
    Place at{&place, {}, &shape, member};
    if (!member->list) return extensions_of(child, at, scope);
    if (!child.is_array()) return report_.error("structure", "this is a list; write it in brackets", at);
    const Value values = object[child.key().substr(1)];
    if (values.is_array() && values.size() != child.size())
      report_.error("structure", "this list and the list of its extensions differ in length; fill the shorter one with null", at);
    for (const Value item : child) {
      ++at.index;
      if (item.kind() != Kind::null)
        extensions_of(item, at, scope);
      else if (!values || values.at(static_cast<std::size_t>(at.index)).kind() == Kind::null)
        report_.error("structure", "this item has neither value nor extension; remove it", at);
    }
  }

  void extensions_of(Value value, const Place& place, Scope& scope) {
    static const Shape& element = *find_element_shape();
    object(value, element, place, scope);
  }
  static const Shape* find_element_shape() { return &tables::shapes[tables::element_shape]; }

  Report report_;
};

}  // namespace

std::vector<Issue> validate(Value resource, std::size_t limit) {
  std::vector<Issue> issues;
  Validator(issues, limit).root(resource);
  return issues;
}

}  // namespace charta::fhir
