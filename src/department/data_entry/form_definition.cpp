// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/form_definition.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace charta::data_entry {
namespace {

constexpr std::array<std::string_view, 9> kinds = {"quantity", "problem", "medication", "allergy", "procedure",
                                                   "date",     "side",    "choice",     "words"};

using Fields = std::map<std::string, FormField, std::less<>>;

std::optional<double> real_in(json::Value value) {
  if (!value) return std::nullopt;
  double read = 0;
  const auto text = value.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return read;
}

std::set<std::string, std::less<>> set_in(json::Value list) {
  std::set<std::string, std::less<>> all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

Error not_as_written(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

PostsTo posts_in(json::Value given) {
  return {std::string(given["resource"].text()), std::string(given["code"].text()),       std::string(given["display"].text()),
          std::string(given["panel"].text()),    std::string(given["panel_name"].text()), std::string(given["category"].text())};
}

FormField field_in(json::Value given) {
  FormField field;
  field.id = given["id"].text();
  field.title = given["title"].text();
  field.section = given["section"].text();
  field.kind = parse_kind(given["kind"].text()).value_or(FieldKind::words);
  field.repeats = given["repeats"].boolean();
  field.asks_side = given["asks_side"].boolean();
  field.unit = given["unit"].text();
  for (const auto unit : given["units"]) field.units.emplace_back(unit.text());
  field.digits = static_cast<int>(given["digits"].integer().value_or(1));
  field.lowest = real_in(given["lowest"]);
  field.highest = real_in(given["highest"]);
  for (const auto range : given["usual"])
    field.usual.push_back({real_in(range["from_years"]).value_or(0), real_in(range["until_years"]).value_or(200),
                           real_in(range["low"]).value_or(0), real_in(range["high"]).value_or(0)});
  field.not_above = given["not_above"].text();
  field.when = given["when"].text();
  for (const auto choice : given["choices"])
    field.choices.push_back({std::string(choice["code"].text()), std::string(choice["title"].text())});
  field.posts = posts_in(given["posts"]);
  return field;
}

/// What is wrong with a field, or nothing.
std::string fault_of(const FormField& field, json::Value given, const UnitTable& units) {
  if (field.id.empty() || field.title.empty() || field.section.empty()) return "a field has an id, a title and a section";
  if (!parse_kind(given["kind"].text())) return "field '" + field.id + "' is of no known kind";
  if (field.kind == FieldKind::choice && field.choices.empty()) return "field '" + field.id + "' has no choices";
  if (field.kind != FieldKind::quantity) return {};
  if (field.units.empty() || !field.lowest || !field.highest || *field.lowest >= *field.highest)
    return "field '" + field.id + "' names its units, its lowest and its highest value";
  for (const auto& unit : field.units)
    if (!units.convert(1, unit, field.unit))
      return "field '" + field.id + "': '" + unit + "' cannot be posted as '" + field.unit + "'";
  return {};
}

Result<Fields> read_fields(const rules::Rule& rule, EntryRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  Fields fields;
  for (const auto given : document.root()["fields"]) {
    auto field = field_in(given);
    if (const auto fault = fault_of(field, given, into.units); !fault.empty()) return not_as_written(rule, fault);
    const auto id = field.id;
    if (!fields.emplace(id, std::move(field)).second) return not_as_written(rule, "field '" + id + "' stands there twice");
  }
  for (const auto word : document.root()["none_words"]) into.none_words.push_back(folded(word.text()));
  return fields;
}

Result<Form> read_form(const rules::Rule& rule, const Fields& fields) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  Form form{rule.id.substr(rule.id.rfind('/') + 1), rule.title, rule.reference(), rule.verified, {}, {}};
  form.opens_on.documents = set_in(root["opens_on"]["documents"]);
  form.opens_on.classes = set_in(root["opens_on"]["classes"]);
  for (const auto one : root["opens_on"]["media"]) form.opens_on.media.emplace_back(one.text());
  const auto required = set_in(root["required"]);
  for (const auto one : root["fields"]) {
    const auto found = fields.find(one.text());
    if (found == fields.end()) return not_as_written(rule, "there is no field '" + std::string(one.text()) + "'");
    form.fields.push_back(found->second);
    form.fields.back().is_required = required.contains(found->first);
  }
  for (const auto& id : required)
    if (form.field(id) == nullptr) return not_as_written(rule, "the required '" + id + "' is none of its fields");
  for (const auto& field : form.fields)
    if (!field.not_above.empty() && form.field(field.not_above) == nullptr)
      return not_as_written(rule, "'" + field.id + "' is compared with '" + field.not_above + "', which it lacks");
  if (form.fields.empty()) return not_as_written(rule, "a form has fields");
  return form;
}

Result<void> read_plausibility(const rules::Rule& rule, EntryRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  for (const auto one : document.root()["codes"]) {
    CodeRange range{
        std::string(one["from"].text()),        std::string(one["until"].text()),          std::string(one["sex"].text()),
        real_in(one["from_years"]).value_or(0), real_in(one["until_years"]).value_or(200), std::string(one["says"].text())};
    if (range.from.empty() || range.until < range.from || range.says.empty())
      return not_as_written(rule, "a range of codes has a first, a last and words");
    into.code_ranges.push_back(std::move(range));
  }
  return {};
}

Result<void> read_double_entry(const rules::Rule& rule, EntryRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  const auto share = root["per_thousand"].integer();
  const auto goal = real_in(root["accuracy_goal"]);
  const auto hours = root["lag_goal_hours"].integer();
  if (!share || *share < 0 || *share > 1000 || !goal || !hours)
    return not_as_written(rule, "per_thousand (0 to 1000), accuracy_goal and lag_goal_hours are asked for");
  into.double_entry = {static_cast<int>(*share), *goal, static_cast<int>(*hours), rule.reference()};
  return {};
}

}  // namespace

std::string_view kind_code(FieldKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

std::optional<FieldKind> parse_kind(std::string_view code) {
  const auto found = std::find(kinds.begin(), kinds.end(), code);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<FieldKind>(found - kinds.begin());
}

bool OpensOn::takes(std::string_view document, std::string_view encounter_class, std::string_view media_type) const {
  return documents.contains(document) && classes.contains(encounter_class) &&
         std::any_of(media.begin(), media.end(), [&](const std::string& begin) { return media_type.starts_with(begin); });
}

const FormField* Form::field(std::string_view wanted) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FormField& one) { return one.id == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

Result<EntryRules> EntryRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  EntryRules rules;
  CHARTA_TRY(const auto* units, book.in_force("data-entry/units", today, jurisdiction));
  CHARTA_TRY(rules.units, UnitTable::read(*units));
  CHARTA_TRY(const auto* fields_rule, book.in_force("data-entry/fields", today, jurisdiction));
  CHARTA_TRY(const auto fields, read_fields(*fields_rule, rules));
  for (const auto* rule : book.all_in_force("data-entry/forms/", today, jurisdiction)) {
    CHARTA_TRY(auto form, read_form(*rule, fields));
    rules.forms.push_back(std::move(form));
  }
  CHARTA_TRY(const auto* plausibility, book.in_force("data-entry/plausibility", today, jurisdiction));
  CHARTA_TRY_DO(read_plausibility(*plausibility, rules));
  CHARTA_TRY(const auto* twice, book.in_force("data-entry/double-entry", today, jurisdiction));
  CHARTA_TRY_DO(read_double_entry(*twice, rules));
  return rules;
}

const Form* EntryRules::form(std::string_view id) const {
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& one) { return one.id == id; });
  return found == forms.end() ? nullptr : &*found;
}

const Form* EntryRules::form_for(std::string_view document, std::string_view encounter_class, std::string_view media_type) const {
  const auto found = std::find_if(forms.begin(), forms.end(),
                                  [&](const Form& one) { return one.opens_on.takes(document, encounter_class, media_type); });
  return found == forms.end() ? nullptr : &*found;
}

bool EntryRules::may_open_on(std::string_view document) const {
  return std::any_of(forms.begin(), forms.end(), [&](const Form& one) { return one.opens_on.documents.contains(document); });
}

}  // namespace charta::data_entry
