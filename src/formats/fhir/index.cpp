// SPDX-License-Identifier: Apache-2.0
// One walk over a resource that steps only into the members that search parameters read.
#include "formats/fhir/index_extractors.hpp"
#include "formats/fhir/reference.hpp"
#include "formats/fhir/tables.hpp"

namespace charta::fhir {
namespace {

using json::Kind;
using json::Value;
using tables::Guard;

class Walk {
 public:
  explicit Walk(std::vector<IndexValue>& out) : taker_{out} {}

  void visit(Value value, const tables::Node& node) {
    if (value.is_array()) {
      for (const Value item : value) visit(item, node);
      return;
    }
    for (std::uint32_t i = 0; i < node.action_count; ++i) take(value, tables::actions[node.first_action + i]);
    for (std::uint32_t i = 0; i < node.guard_count; ++i) {
      const Guard& guard = tables::guards[node.first_guard + i];
      if (holds(value, guard)) visit(value, tables::nodes[guard.node]);
    }
    if (node.children.count == 0 || !value.is_object()) return;
    for (const Value member : value)
      if (const auto* child = tables::find(node.children, tables::children, member.key()))
        visit(member, tables::nodes[child->node]);
  }
  bool is_deceased() const { return is_deceased_; }

 private:
  static bool holds(Value value, const Guard& guard) {
    if (guard.kind == Guard::Kind::equals) return value[tables::view(guard.name)].text() == tables::view(guard.value);
    const std::string_view type = target_type(value);
    return type == tables::view(guard.value) || (guard.kind == Guard::Kind::only_target && type.empty());
  }
  void take(Value value, const tables::Action& action) {
    if (action.extractor == tables::Extractor::deceased) {
      is_deceased_ = is_deceased_ || value.kind() == Kind::string || value.boolean();
    } else {
      taker_.take(value, action);
    }
  }

  Taker taker_;
  bool is_deceased_ = false;
};

}  // namespace

void index_values(Value resource, std::vector<IndexValue>& out) {
  const tables::Type* type = tables::find_type(resource["resourceType"].text());
  if (type == nullptr) return;
  Walk walk(out);
  walk.visit(resource, tables::nodes[type->node]);
  if (type->deceased == 0) return;  // Patient.deceased.exists() and Patient.deceased != false: one value for every patient
  IndexValue& deceased = out.emplace_back();
  deceased.parameter = &tables::parameters[type->deceased - 1];
  deceased.code = walk.is_deceased() ? "true" : "false";
}

}  // namespace charta::fhir
