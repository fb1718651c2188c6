// SPDX-License-Identifier: Apache-2.0
// Which documents an order, an admission, a discharge or an appointment promises, and by when: read from
// data/rules/expected-records.
#pragma once
#include "department/expected_records/expectation.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::expected_records {

/// How long the department may take. Exactly one member of the first three is given in the rule.
struct DueTime {
  std::optional<std::chrono::minutes> after;                             ///< from the basis
  std::map<std::string, std::chrono::minutes, std::less<>> by_priority;  ///< stat, urgent, routine
  std::optional<int> days_following;  ///< the basis day is day 0; due when the last day has passed
};

/// One document that is demanded.
struct Demand {
  std::vector<std::string> types;  ///< LOINC, the expected one first
  std::string title, department;
  DueTime due;
  std::string rule;
};

/// When the document is late. `zone`: the facility's own, for rules that count days. An unlisted priority counts as routine.
std::optional<Instant> due_at(const DueTime& due, worklists::Priority priority, Instant basis, const TimeZone& zone);

/// The pack, parsed once and chosen by date for each event.
class ExpectationRules {
 public:
  /// Errors: `invalid`, naming the rule and the element.
  static Result<ExpectationRules> read(rules::RuleBook book, std::string jurisdiction);

  /// Documents demanded on `day` for an encounter or appointment of a class (v3 ActCode), or for an order of a category.
  std::vector<Demand> demands(Trigger trigger, std::string_view class_or_category, Date day) const;
  /// The category of an ordered service: by its code, else by the performing department (table 0074), else by a word of its text.
  std::string category_of(const happenings::OrderKeys& keys, std::string_view department, Date day) const;

  /// Whether a document of this type that nobody ordered must be explained. Notes that belong to a visit are written without an
  /// order.
  bool needs_order(std::string_view type_code, bool has_encounter, Date day) const;
  /// Whether a document of this type must stand in a visit.
  bool needs_encounter(std::string_view type_code, Date day) const;
  /// How long after its due time a missing document is a finding of the reconciliation, and by how many days dates may differ.
  struct Tolerances {
    std::chrono::minutes order_grace{0}, encounter_grace{0};
    int match_days = 2;
    std::string rule;
  };
  Tolerances tolerances(Date day) const;

 private:
  struct Documents {
    Trigger trigger = Trigger::order;
    std::vector<std::string> classes;
    std::vector<Demand> demands;
  };
  struct Service {
    std::string system, code, category;
    bool is_prefix = false;
  };
  struct Categories {
    std::vector<Service> services;
    std::map<std::string, std::string, std::less<>> departments;
    std::vector<std::pair<std::string, std::string>> words;
    std::string otherwise;
  };
  struct Reconciled {
    std::vector<std::string> written_without_order, needs_encounter;
    Tolerances tolerances;
  };
  struct Parsed {
    std::optional<Documents> documents;
    std::optional<Categories> categories;
    std::optional<Reconciled> reconciled;
  };

  static Result<Parsed> parse(const rules::Rule& rule);
  static Result<Documents> parse_documents(const rules::Rule& rule, json::Value root);
  static Result<Categories> parse_categories(const rules::Rule& rule, json::Value root);
  static Result<Reconciled> parse_reconciled(const rules::Rule& rule, json::Value root);
  static Result<Demand> parse_demand(const rules::Rule& rule, json::Value value);
  std::vector<const Parsed*> in_force(std::string_view prefix, Date day) const;
  const Reconciled* reconciled(Date day) const;

  rules::RuleBook book_;
  std::string jurisdiction_;
  std::vector<Parsed> parsed_;  ///< beside book_.rules(), one each
};

}  // namespace charta::expected_records
