// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/expectation_rules.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

constexpr std::string_view pack = "expected-records/";

Error wrong(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

std::vector<std::string> words(json::Value list) {
  std::vector<std::string> texts;
  for (const json::Value word : list) texts.emplace_back(word.text());
  return texts;
}

bool names(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Result<DueTime> parse_due(const rules::Rule& rule, json::Value value) {
  DueTime due;
  if (const auto minutes = value["minutes"].integer()) due.after = std::chrono::minutes(*minutes);
  if (const auto days = value["days_following"].integer()) due.days_following = static_cast<int>(*days);
  for (const json::Value entry : value["minutes_by_priority"]) {
    const auto minutes = entry.integer();
    if (!worklists::parse_priority(entry.key()) || !minutes)
      return wrong(rule, "due: minutes_by_priority names stat, urgent and routine with whole minutes");
    due.by_priority.emplace(std::string(entry.key()), std::chrono::minutes(*minutes));
  }
  const int given = (due.after ? 1 : 0) + (due.days_following ? 1 : 0) + (due.by_priority.empty() ? 0 : 1);
  if (given != 1) return wrong(rule, "due: give exactly one of minutes, minutes_by_priority and days_following");
  if (!due.by_priority.empty() && !due.by_priority.contains("routine"))
    return wrong(rule, "due: minutes_by_priority lacks routine");
  return due;
}

}  // namespace

std::optional<Instant> due_at(const DueTime& due, worklists::Priority priority, Instant basis, const TimeZone& zone) {
  if (due.after) return basis.plus(*due.after);
  // Day 0 is the basis day; the last day is in time to its end, so the due instant is the midnight that follows it.
  if (due.days_following)
    return zone.to_instant(zone.local_date(basis).plus_days(*due.days_following + 1), std::chrono::milliseconds(0));
  auto found = due.by_priority.find(worklists::priority_code(priority));
  if (found == due.by_priority.end()) found = due.by_priority.find("routine");
  if (found == due.by_priority.end()) return std::nullopt;
  return basis.plus(found->second);
}

Result<Demand> ExpectationRules::parse_demand(const rules::Rule& rule, json::Value value) {
  Demand demand;
  demand.types = words(value["types"]);
  demand.title = value["title"].text();
  demand.department = value["department"].text();
  demand.rule = rule.reference();
  if (demand.title.empty()) return wrong(rule, "documents: a document has a title");
  CHARTA_TRY(demand.due, parse_due(rule, value["due"]));
  return demand;
}

Result<ExpectationRules::Documents> ExpectationRules::parse_documents(const rules::Rule& rule, json::Value root) {
  Documents documents;
  const auto trigger = parse_trigger(root["when"].text());
  if (!trigger) return wrong(rule, "when: one of order, admission, discharge, appointment");
  documents.trigger = *trigger;
  documents.classes = words(root["classes"]);
  if (documents.classes.empty()) return wrong(rule, "classes: none is named");
  for (const json::Value value : root["documents"]) {
    CHARTA_TRY(auto demand, parse_demand(rule, value));
    documents.demands.push_back(std::move(demand));
  }
  return documents;
}

Result<ExpectationRules::Categories> ExpectationRules::parse_categories(const rules::Rule& rule, json::Value root) {
  Categories categories;
  for (const json::Value value : root["services"]) {
    Service service{std::string(value["system"].text()), std::string(value["code"].text()), std::string(value["category"].text()),
                    false};
    if (value["prefix"]) {
      service.code = value["prefix"].text();
      service.is_prefix = true;
    }
    if (service.code.empty() || service.category.empty())
      return wrong(rule, "services: each has a code or prefix, and a category");
    categories.services.push_back(std::move(service));
  }
  for (const json::Value value : root["departments"])
    categories.departments.emplace(std::string(value.key()), std::string(value.text()));
  for (const json::Value value : root["words"])
    categories.words.emplace_back(folded(value["word"].text()), std::string(value["category"].text()));
  categories.otherwise = root["otherwise"].text();
  if (categories.otherwise.empty()) return wrong(rule, "otherwise: the category of everything else");
  return categories;
}

Result<ExpectationRules::Reconciled> ExpectationRules::parse_reconciled(const rules::Rule& rule, json::Value root) {
  Reconciled reconciled;
  reconciled.written_without_order = words(root["written_without_order"]);
  reconciled.needs_encounter = words(root["needs_encounter"]);
  const auto order = root["order_grace_minutes"].integer(), encounter = root["encounter_grace_minutes"].integer(),
             days = root["match_days"].integer();
  if (!order || !encounter || !days)
    return wrong(rule, "order_grace_minutes, encounter_grace_minutes and match_days are whole numbers");
  reconciled.tolerances = {std::chrono::minutes(*order), std::chrono::minutes(*encounter), static_cast<int>(*days),
                           rule.reference()};
  return reconciled;
}

Result<ExpectationRules::Parsed> ExpectationRules::parse(const rules::Rule& rule) {
  Parsed parsed;
  if (!std::string_view(rule.id).starts_with(pack)) return parsed;
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const json::Value root = document.root();
  if (root["documents"]) {
    CHARTA_TRY(parsed.documents, parse_documents(rule, root));
  } else if (root["services"]) {
    CHARTA_TRY(parsed.categories, parse_categories(rule, root));
  } else if (root["match_days"]) {
    CHARTA_TRY(parsed.reconciled, parse_reconciled(rule, root));
  } else {
    return wrong(rule, "parameters name neither documents nor services nor tolerances");
  }
  return parsed;
}

Result<ExpectationRules> ExpectationRules::read(rules::RuleBook book, std::string jurisdiction) {
  ExpectationRules rules;
  rules.book_ = std::move(book);
  rules.jurisdiction_ = std::move(jurisdiction);
  for (const rules::Rule& rule : rules.book_.rules()) {
    CHARTA_TRY(auto parsed, parse(rule));
    rules.parsed_.push_back(std::move(parsed));
  }
  return rules;
}

std::vector<const ExpectationRules::Parsed*> ExpectationRules::in_force(std::string_view prefix, Date day) const {
  std::vector<const Parsed*> found;
  for (const rules::Rule* rule : book_.all_in_force(prefix, day, jurisdiction_))
    found.push_back(&parsed_[static_cast<std::size_t>(rule - book_.rules().data())]);
  return found;
}

std::vector<Demand> ExpectationRules::demands(Trigger trigger, std::string_view class_or_category, Date day) const {
  std::vector<Demand> demanded;
  for (const Parsed* rule : in_force(pack, day)) {
    if (!rule->documents || rule->documents->trigger != trigger) continue;
    if (!names(rule->documents->classes, class_or_category) && !names(rule->documents->classes, "*")) continue;
    demanded.insert(demanded.end(), rule->documents->demands.begin(), rule->documents->demands.end());
  }
  return demanded;
}

std::string ExpectationRules::category_of(const happenings::OrderKeys& keys, std::string_view department, Date day) const {
  const std::string text = folded(keys.service_text);
  std::string otherwise = "other";
  for (const Parsed* rule : in_force("expected-records/service-categories", day)) {
    if (!rule->categories) continue;
    for (const Service& service : rule->categories->services) {
      if (!service.system.empty() && service.system != keys.service_system) continue;
      if (service.is_prefix ? std::string_view(keys.service_code).starts_with(service.code) : keys.service_code == service.code)
        return service.category;
    }
    if (const auto found = rule->categories->departments.find(department); found != rule->categories->departments.end())
      return found->second;
    for (const auto& [word, category] : rule->categories->words) {
      if ((" " + text + " ").find(" " + word + " ") != std::string::npos) return category;
    }
    otherwise = rule->categories->otherwise;
  }
  return otherwise;
}

const ExpectationRules::Reconciled* ExpectationRules::reconciled(Date day) const {
  for (const Parsed* rule : in_force("expected-records/reconciliation", day)) {
    if (rule->reconciled) return &*rule->reconciled;
  }
  return nullptr;
}

bool ExpectationRules::needs_order(std::string_view type_code, bool has_encounter, Date day) const {
  const Reconciled* rule = reconciled(day);
  return rule == nullptr || !has_encounter || !names(rule->written_without_order, type_code);
}

bool ExpectationRules::needs_encounter(std::string_view type_code, Date day) const {
  const Reconciled* rule = reconciled(day);
  return rule != nullptr && names(rule->needs_encounter, type_code);
}

ExpectationRules::Tolerances ExpectationRules::tolerances(Date day) const {
  const Reconciled* rule = reconciled(day);
  return rule == nullptr ? Tolerances{} : rule->tolerances;
}

}  // namespace charta::expected_records
