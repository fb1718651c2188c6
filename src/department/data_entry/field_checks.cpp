// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/field_checks.hpp"

#include "base/text.hpp"
#include "department/data_entry/code_checks.hpp"

#include <algorithm>
#include <array>

namespace charta::data_entry {
namespace {

constexpr std::array<std::string_view, 30> fault_codes = {"missing",
                                                          "unknown-field",
                                                          "stands-twice",
                                                          "too-long",
                                                          "no-source",
                                                          "no-number",
                                                          "unknown-unit",
                                                          "other-quantity",
                                                          "out-of-range",
                                                          "above-other",
                                                          "no-date",
                                                          "before-birth",
                                                          "after-visit",
                                                          "before-visit",
                                                          "in-the-future",
                                                          "no-choice",
                                                          "no-side",
                                                          "side-missing",
                                                          "side-contradicts",
                                                          "no-code",
                                                          "code-unknown",
                                                          "code-without-words",
                                                          "unusual",
                                                          "other-sex",
                                                          "other-age",
                                                          "words-differ",
                                                          "not-billable",
                                                          "same-twice",
                                                          "none-beside-others",
                                                          "older-version"};
static_assert(fault_codes.size() == static_cast<std::size_t>(Fault::older_version) + 1);

constexpr std::size_t longest_words = 4000, longest_line = 500;

std::string shown(const UnitTable& units, double value, const std::string& code) {
  const Unit* unit = units.by_code(code);
  return print_number(value, 2) + " " + (unit == nullptr ? code : unit->title);
}

std::optional<double> years_at(const VisitFacts& facts) {
  if (!facts.born) return std::nullopt;
  const Date day = facts.from.value_or(facts.today);
  return static_cast<double>((day.days() - facts.born->days()).count()) / 365.2425;
}

class FormCheck {
 public:
  FormCheck(const Form& form, const EntryRules& rules, const std::vector<EnteredValue>& values, const VisitFacts& facts,
            const AskCode& ask_code)
      : form_(form), rules_(rules), values_(values), facts_(facts), ask_code_(ask_code) {}

  std::vector<Finding> run() {
    for (const auto& value : values_)
      if (form_.field(value.field) == nullptr) say(value, Fault::unknown_field, "this form has no such field");
    for (const auto& field : form_.fields) look_at(field);
    return std::move(findings_);
  }

 private:
  void say(const EnteredValue& value, Fault fault, std::string words, std::string rule = {}) {
    findings_.push_back({fault, value.field, value.row, std::move(words), std::move(rule)});
  }

  void look_at(const FormField& field) {
    int count = 0;
    bool is_answered = false;
    for (const auto& value : values_) {
      if (value.field != field.id) continue;
      is_answered = is_answered || value.is_given() || value.is_absent;
      if (!value.is_given()) continue;
      if (++count > 1 && !field.repeats) say(value, Fault::stands_twice, "this field stands once");
      look_at(field, value);
    }
    if (field.is_required && !is_answered)
      findings_.push_back({Fault::missing, field.id, 1, "type it, or say that the note does not have it", form_.rule});
    if (field.is_coded()) look_for_same(field);
  }

  void look_at(const FormField& field, const EnteredValue& value) {
    const std::size_t most = field.kind == FieldKind::words ? longest_words : longest_line;
    if (value.text.size() > most || value.detail.size() > longest_line || value.source.quote.size() > longest_words)
      return say(value, Fault::too_long, "this is too long: " + std::to_string(most) + " bytes at most");
    if (value.source.page < 1) say(value, Fault::no_source, "mark where in the note it stands");
    if (value.source.page >= 1 && value.source.version < facts_.document_version)
      say(value, Fault::older_version, "it was taken from an earlier version of the note; look whether it still says so");
    if (field.kind == FieldKind::quantity) look_at_quantity(field, value);
    if (field.kind == FieldKind::date) look_at_date(value, value.text, field.when);
    if (field.kind == FieldKind::choice) look_at_choice(field, value);
    if (field.kind == FieldKind::side) look_at_side(value, value.text);
    if (!field.is_coded()) return;
    if (!value.since.empty()) look_at_date(value, value.since, "past");
    check_code(field, rules_, value, {facts_.sex, years_at(facts_)}, ask_code_, findings_);
  }

  void look_at_quantity(const FormField& field, const EnteredValue& value) {
    const auto canonical = canonical_of(field, rules_.units, value);
    if (!canonical) {
      const auto& where = canonical.error().location;
      return say(value,
                 where == "unit"       ? Fault::unknown_unit
                 : where == "quantity" ? Fault::other_quantity
                                       : Fault::no_number,
                 canonical.error().message);
    }
    const double number = canonical->value;
    if (number < *field.lowest || number > *field.highest)
      return say(value, Fault::out_of_range,
                 "no such value is possible: from " + shown(rules_.units, *field.lowest, field.unit) + " to " +
                     shown(rules_.units, *field.highest, field.unit));
    look_at_usual(field, value, number);
    if (!field.not_above.empty()) look_at_other(field, value, number);
  }

  void look_at_usual(const FormField& field, const EnteredValue& value, double number) {
    const auto years = years_at(facts_);
    if (!years) return;  // nobody's age is guessed
    for (const auto& range : field.usual) {
      if (*years < range.from_years || *years >= range.until_years) continue;
      if (number >= range.low && number <= range.high) continue;
      say(value, Fault::unusual,
          "unusual at this age, where it is from " + shown(rules_.units, range.low, field.unit) + " to " +
              shown(rules_.units, range.high, field.unit) + "; look at the page again",
          form_.rule);
    }
  }

  void look_at_other(const FormField& field, const EnteredValue& value, double number) {
    const FormField* other = form_.field(field.not_above);
    const EnteredValue* upper = find_value(values_, {field.not_above, value.row});
    if (upper == nullptr || !upper->is_given()) return;
    const auto above = canonical_of(*other, rules_.units, *upper);
    if (above && number >= above->value) say(value, Fault::above_other, "it is not below: " + other->title);
  }

  void look_at_date(const EnteredValue& value, const std::string& text, const std::string& when) {
    const auto date = LocalTime::parse_fhir(text);
    if (!date || date->precision() > Precision::day)
      return say(value, Fault::no_date, "a date is written 2026-01-31, 2026-01 or 2026");
    const auto span = date->span(TimeZone::utc());
    const auto begins = [](Date day) { return TimeZone::utc().to_instant(day, std::chrono::milliseconds(0)); };
    if (facts_.born && span.until <= begins(*facts_.born)) return say(value, Fault::before_birth, "this lies before the birth");
    if (when == "future") {
      if (facts_.from && span.until <= begins(*facts_.from)) say(value, Fault::before_visit, "this lies before the visit");
      return;
    }
    if (span.from >= begins(facts_.today.plus_days(1))) return say(value, Fault::in_the_future, "this lies in the future");
    if (when == "any" || !facts_.until) return;
    if (span.from >= begins(facts_.until->plus_days(1)))
      say(value, Fault::after_visit, "this lies after the visit that the note is about");
  }

  void look_at_choice(const FormField& field, const EnteredValue& value) {
    const bool is_one =
        std::any_of(field.choices.begin(), field.choices.end(), [&](const Choice& one) { return one.code == value.code; });
    if (!is_one) say(value, Fault::no_choice, "choose one of the list");
  }

  void look_at_side(const EnteredValue& value, const std::string& side) {
    if (!is_side(side)) say(value, Fault::no_side, "a side is left, right or bilateral");
  }

  void look_for_same(const FormField& field) {
    std::vector<const EnteredValue*> seen;
    bool is_none = false;
    for (const auto& value : values_) {
      if (value.field != field.id || !value.is_given()) continue;
      const auto is_same = [&](const EnteredValue* one) {
        return one->side == value.side &&
               (value.code.empty() ? folded(one->text) == folded(value.text) : one->code == value.code);
      };
      if (std::any_of(seen.begin(), seen.end(), is_same)) say(value, Fault::same_twice, "this stands in the form already");
      is_none = is_none || says_none(rules_, value);
      seen.push_back(&value);
    }
    if (is_none && seen.size() > 1)
      say(*seen.front(), Fault::none_beside_others, "one line says that there is none, and another names one");
  }

  const Form& form_;
  const EntryRules& rules_;
  const std::vector<EnteredValue>& values_;
  const VisitFacts& facts_;
  const AskCode& ask_code_;
  std::vector<Finding> findings_;
};

}  // namespace

std::string_view fault_code(Fault fault) {
  return fault_codes[static_cast<std::size_t>(fault)];
}

bool is_warning(Fault fault) {
  return fault >= Fault::unusual;
}

std::string Finding::key() const {
  return std::string(fault_code(fault)) + '/' + field + '/' + std::to_string(row);
}

std::vector<Finding> check(const Form& form, const EntryRules& rules, const std::vector<EnteredValue>& values,
                           const VisitFacts& facts, const AskCode& ask_code) {
  return FormCheck(form, rules, values, facts, ask_code).run();
}

bool has_errors(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& one) { return !is_warning(one.fault); });
}

Result<Canonical> canonical_of(const FormField& field, const UnitTable& units, const EnteredValue& value) {
  CHARTA_TRY(const auto quantity, units.parse(value.text));
  if (!quantity.unit.empty() && !value.unit.empty() && quantity.unit != value.unit)
    return fail(ErrorKind::invalid, "the unit that is typed is not the one that is chosen beside it", "unit");
  const auto& written = !quantity.unit.empty() ? quantity.unit : !value.unit.empty() ? value.unit : field.units.front();
  const auto converted = units.convert(quantity.value, written, field.unit);
  if (units.by_code(written) == nullptr)
    return fail(ErrorKind::invalid, "the unit is not known here; choose one of the list", "unit");
  if (!converted) return fail(ErrorKind::invalid, "this unit measures something else", "quantity");
  if (std::find(field.units.begin(), field.units.end(), written) == field.units.end())
    return fail(ErrorKind::invalid, "this unit is not one of the field's", "quantity");
  if (written == field.unit) return Canonical{quantity.number, field.unit, quantity.value, false};
  return Canonical{print_number(*converted, field.digits), field.unit, *converted, true};
}

bool says_none(const EntryRules& rules, const EnteredValue& value) {
  const auto words = folded(value.text);
  return std::find(rules.none_words.begin(), rules.none_words.end(), words) != rules.none_words.end();
}

}  // namespace charta::data_entry
