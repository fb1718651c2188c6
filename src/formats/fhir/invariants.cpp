// SPDX-License-Identifier: Apache-2.0
// FHIRPath collections are walked, never built: a visitor sees each value and says when it has seen enough.
#include "formats/fhir/invariants.hpp"

#include "base/function_ref.hpp"
#include "formats/fhir/moment.hpp"

#include <algorithm>
#include <charconv>

namespace charta::fhir {
namespace {

using json::Kind;
using json::Value;
using tables::Condition;
using tables::Step;
using Op = Condition::Op;
using Visitor = FunctionRef<bool(Value)>;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

class Evaluator {
 public:
  explicit Evaluator(Value resource) : resource_(resource) {}

  bool holds(std::uint16_t number, Value value) const {
    const Condition& c = tables::conditions[number];
    switch (c.op) {
      case Op::and_:
        return holds(c.left, value) && holds(c.right, value);
      case Op::or_:
        return holds(c.left, value) || holds(c.right, value);
      case Op::xor_:
        return holds(c.left, value) != holds(c.right, value);
      case Op::implies:
        return !holds(c.left, value) || holds(c.right, value);
      case Op::equal:
        return holds(c.left, value) == holds(c.right, value);
      case Op::not_:
        return !holds(c.left, value);
      case Op::constant:
        return c.number != 0;
      default:
        return of_path(c, value);
    }
  }

 private:
  bool of_path(const Condition& c, Value value) const {
    const std::string_view literal = tables::view(c.literal);
    switch (c.op) {
      case Op::exists:
        return any(c, value, [](Value) { return true; });
      case Op::empty:
        return !any(c, value, [](Value) { return true; });
      case Op::has_value:
        return any(c, value, [](Value v) { return !v.is_object(); });
      case Op::all:
        return !any(c, value, [&](Value v) { return !holds(c.left, v); });
      case Op::equals:
        return any(c, value, [&](Value v) { return v.text() == literal; });
      case Op::differs:
        return any(c, value, [&](Value v) { return !v.is_object() && v.text() != literal; });
      case Op::starts_with:
        return any(c, value, [&](Value v) { return v.text().starts_with(literal); });
      case Op::contains:
        return any(c, value, [&](Value v) { return v.text().find(literal) != literal.npos; });
      case Op::is_in:
        return any(c, value, [&](Value v) { return is_listed(literal, v.text()); });
      case Op::is_type:
        return any(c, value, [&](Value v) { return v["resourceType"].text() == literal; });
      case Op::is_distinct:
        return is_distinct(c, value);
      case Op::count_less:
        return count(c, value) < c.number;
      case Op::count_equals:
        return count(c, value) == c.number;
      case Op::count_more:
        return count(c, value) > c.number;
      default:
        return comparison(c, value);
    }
  }

  static bool is_listed(std::string_view list, std::string_view text) {
    for (auto at = list.find(text); !text.empty() && at != list.npos; at = list.find(text, at + 1))
      if (at > 0 && list[at - 1] == '|' && at + text.size() < list.size() && list[at + text.size()] == '|') return true;
    return false;
  }

  /// Paths that must be compared but are not there hold: the definitions ask for presence separately.
  bool comparison(const Condition& c, Value value) const {
    const Value first = first_of(c.first_step, c.step_count, c, value);
    if (c.op != Op::less_or_equal) return compare_number(c, first);
    const Value second = first_of(static_cast<std::uint16_t>(c.first_step + c.step_count), c.step_count_2, c, value);
    if (!first || !second || first.kind() != second.kind()) return true;
    if (first.kind() == Kind::number) return as_double(first) <= as_double(second);
    const auto a = read_moment(first.text());
    const auto b = read_moment(second.text());
    return !a || !b || a->from_ms < b->until_ms;  // of different precision: not certainly wrong is right
  }
  static bool compare_number(const Condition& c, Value value) {
    if (!value.is(Kind::number)) return true;
    const double number = as_double(value);
    return c.op == Op::at_least ? number >= c.number : c.op == Op::at_most ? number <= c.number : number > c.number;
  }
  static double as_double(Value value) {
    double number = 0;
    std::from_chars(value.text().data(), value.text().data() + value.text().size(), number);
    return number;
  }

  int count(const Condition& c, Value value) const {
    int found = 0;
    any(c, value, [&](Value) { return ++found < 0; });
    return found + (c.right != 0 ? count(tables::conditions[c.right], value) : 0);
  }
  bool is_distinct(const Condition& c, Value value) const {
    std::vector<std::string_view> texts;
    any(c, value, [&](Value v) { return texts.push_back(v.text()), false; });
    std::sort(texts.begin(), texts.end());
    return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
  }
  Value first_of(std::uint16_t first_step, std::uint8_t step_count, const Condition& c, Value value) const {
    Value found;
    walk(tables::steps + first_step, step_count, c.from_resource ? resource_ : value, [&](Value v) { return found = v, true; });
    return found;
  }

  bool any(const Condition& c, Value value, Visitor visitor) const {
    return walk(tables::steps + c.first_step, c.step_count, c.from_resource ? resource_ : value, visitor);
  }

  bool walk(const Step* step, std::size_t count, Value value, Visitor visitor) const {
    if (count == 0) return visitor(value);
    const std::string_view name = tables::view(step->name);
    switch (step->kind) {
      case Step::Kind::where:
        return holds(step->value, value) && walk(step + 1, count - 1, value, visitor);
      case Step::Kind::choice:
        return into_choice(step, count, value, name, visitor);
      case Step::Kind::first:
        return into(step, count, value[name.substr(1)].at(0), visitor);
      case Step::Kind::member:
        break;
    }
    const Value plain = value[name.substr(1)];
    return into(step, count, plain ? plain : value[name], visitor);
  }
  /// Each item of what a member holds; a primitive that only has extensions exists too.
  bool into(const Step* step, std::size_t count, Value found, Visitor visitor) const {
    if (!found) return false;
    if (!found.is_array()) return walk(step + 1, count - 1, found, visitor);
    for (const Value item : found)
      if (walk(step + 1, count - 1, item, visitor)) return true;
    return false;
  }
  bool into_choice(const Step* step, std::size_t count, Value value, std::string_view name, Visitor visitor) const {
    for (const Value member : value) {
      std::string_view key = member.key();
      if (key.starts_with('_')) key.remove_prefix(1);
      if (key.size() > name.size() && key.starts_with(name) && is_upper(key[name.size()]) && into(step, count, member, visitor))
        return true;
    }
    return false;
  }

  Value resource_;
};

}  // namespace

void check_invariants(Value value, const tables::Shape& shape, const Place& place, const Scope& scope, Report& report) {
  const Evaluator evaluator(scope.root);
  for (std::uint32_t i = 0; i < shape.invariant_count; ++i) {
    const tables::Invariant& invariant = tables::invariants[shape.first_invariant + i];
    if (evaluator.holds(invariant.condition, value)) continue;
    report.error("invariant", std::string(tables::view(invariant.human)) + " (" + std::string(tables::view(invariant.key)) + ")",
                 place);
  }
}

}  // namespace charta::fhir
