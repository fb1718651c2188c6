// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/reconciliation.hpp"

#include "base/text.hpp"
#include "department/data_entry/code_checks.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace charta::data_entry {
namespace {

constexpr std::array<std::string_view, 5> says_codes = {"unanswered", "goes-on", "stopped", "changed", "not-in-note"};

bool is_the_same(FieldKind kind, const PriorItem& prior, const EnteredValue& value) {
  if (!prior.side.empty() && !value.side.empty() && prior.side != value.side) return false;
  const auto code = tidy_code(kind, value.code);
  if (!prior.code.empty() && !code.empty()) return tidy_code(kind, prior.code) == code;
  return !value.text.empty() && folded(prior.text) == folded(value.text);
}

class Reconciling {
 public:
  Reconciling(const Form& form, const std::vector<EnteredValue>& values, const std::vector<PriorAnswer>& answers)
      : form_(form), values_(values), answers_(answers) {}

  Reconciliation run(const std::vector<PriorItem>& prior) {
    for (const auto& item : prior) {
      const auto kind = kind_of_type(item.type);
      if (kind && asks_for(*kind)) all_.lines.push_back(line_for(*kind, item));
    }
    for (const auto& value : values_) {
      const FormField* field = form_.field(value.field);
      if (field == nullptr || !field->is_coded() || !value.is_given() || said_.contains(key_of(value))) continue;
      bring(field->kind, value);
    }
    return std::move(all_);
  }

 private:
  /// A form without a field for allergies says nothing of them.
  bool asks_for(FieldKind kind) const {
    return std::any_of(form_.fields.begin(), form_.fields.end(), [&](const FormField& one) { return one.kind == kind; });
  }

  ReconcileLine line_for(FieldKind kind, const PriorItem& item) {
    ReconcileLine line{item, PriorSays::unanswered, {}, suggested_for(kind, item), {}};
    const auto answer = std::find_if(answers_.begin(), answers_.end(),
                                     [&](const PriorAnswer& one) { return one.type == item.type && one.id == item.id; });
    if (answer != answers_.end()) take(kind, item, *answer, line);
    if (line.fault.empty() && line.says == PriorSays::unanswered) line.fault = "say what the note says of it";
    return line;
  }

  void take(FieldKind kind, const PriorItem& item, const PriorAnswer& answer, ReconcileLine& line) {
    if (answer.version != item.version) {
      line.fault = "it was changed meanwhile; look at it again";
      return;
    }
    const auto* value = answer.value.is_set() ? find_value(values_, answer.value) : nullptr;
    if (value != nullptr && saying_digest(value) != answer.value_digest) {
      line.fault = "the line of the form that answered it says something else now; look at it again";
      return;
    }
    line.says = answer.says;
    line.value = answer.value;
    if (answer.says == PriorSays::changed && !answer.value.is_set()) line.fault = "choose what stands in its place";
    if (!answer.value.is_set() || (answer.says != PriorSays::changed && answer.says != PriorSays::goes_on)) return;
    const auto* field = form_.field(answer.value.field);
    if (value == nullptr || field == nullptr || field->kind != kind || !value->is_given())
      line.fault = "the line of the form that was chosen is not there any more";
    else if (!taken_.insert(answer.value).second)
      line.fault = "this line of the form answers another one already";
    else if (answer.says == PriorSays::goes_on)
      said_.insert(answer.value);  // it stands already: nothing new is posted
  }

  ValueKey suggested_for(FieldKind kind, const PriorItem& item) const {
    for (const auto& value : values_) {
      const FormField* field = form_.field(value.field);
      if (field != nullptr && field->kind == kind && value.is_given() && is_the_same(kind, item, value)) return key_of(value);
    }
    return {};
  }

  void bring(FieldKind kind, const EnteredValue& value) {
    const auto stands = [&](const ReconcileLine& line) {
      return kind_of_type(line.prior.type) == kind && is_the_same(kind, line.prior, value) && line.says != PriorSays::stopped &&
             line.value != key_of(value);
    };
    if (std::any_of(all_.lines.begin(), all_.lines.end(), stands))
      all_.doubled.emplace_back(key_of(value), "this stands in the chart already: answer there that it goes on or was changed");
    all_.fresh.push_back(key_of(value));
  }

  const Form& form_;
  const std::vector<EnteredValue>& values_;
  const std::vector<PriorAnswer>& answers_;
  std::set<ValueKey> said_, taken_;
  Reconciliation all_;
};

}  // namespace

std::optional<FieldKind> kind_of_type(std::string_view type) {
  if (type == "Condition") return FieldKind::problem;
  if (type == "MedicationStatement") return FieldKind::medication;
  if (type == "AllergyIntolerance") return FieldKind::allergy;
  return std::nullopt;
}

std::string_view prior_code(PriorSays says) {
  return says_codes[static_cast<std::size_t>(says)];
}

std::optional<PriorSays> parse_prior(std::string_view code) {
  const auto found = std::find(says_codes.begin(), says_codes.end(), code);
  if (found == says_codes.end()) return std::nullopt;
  return static_cast<PriorSays>(found - says_codes.begin());
}

bool Reconciliation::is_whole() const {
  return doubled.empty() && std::all_of(lines.begin(), lines.end(), [](const ReconcileLine& one) { return one.fault.empty(); });
}

Reconciliation reconcile(const Form& form, const std::vector<PriorItem>& prior, const std::vector<EnteredValue>& values,
                         const std::vector<PriorAnswer>& answers) {
  return Reconciling(form, values, answers).run(prior);
}

}  // namespace charta::data_entry
