// SPDX-License-Identifier: Apache-2.0
// Law and policy as dated data: data/rules/<pack>/*.json, each rule with its citation and its own test cases.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace charta::rules {

/// One rule in one version. `parameters` is what the department's pure function reads; there is no expression language.
struct Rule {
  std::string id;  ///< "expected-records/discharge-summary"
  int version = 1;
  std::string title, jurisdiction, setting, citation, url, message_to_clerk, verified_by;
  bool verified = false;  ///< false: shown as "unverified" wherever the rule decides
  Date effective_from;
  std::optional<Date> effective_to, verified_on, review_by;
  std::string parameters;  ///< JSON object
  std::string tests;       ///< JSON array of the pack's own cases: [{"name", "given", "expect"}]

  std::string reference() const { return id + "@" + std::to_string(version); }  ///< what decisions and ledger entries keep
};

/// Shown amber: somebody should have compared it with its source by now.
bool is_past_review(const Rule& rule, Date today);

/// Where care is given when nobody says otherwise; others: "clinic", "nursing-home".
constexpr std::string_view hospital_setting = "hospital";

class RuleBook {
 public:
  /// Reads every *.json below `folder`. Errors: `invalid`, naming file and element; two versions in force on one day are an
  /// error. A file that is no pack (a module's own table) is listed in other_files() and left alone.
  static Result<RuleBook> load(const std::string& folder);
  static Result<RuleBook> from_text(const std::string& text);  ///< one pack, for tests

  /// The version in force on `day` for `jurisdiction` (falls back to "US", then "") in `setting` (falls back to a rule that names
  /// none; one that names another setting never counts). Errors: `not_found`, saying which pack lacks it.
  Result<const Rule*> in_force(std::string_view id, Date day, std::string_view jurisdiction = "US",
                               std::string_view setting = hospital_setting) const;
  /// Each rule whose id begins with `prefix` once, the nearest: place goes before setting.
  std::vector<const Rule*> all_in_force(std::string_view prefix, Date day, std::string_view jurisdiction = "US",
                                        std::string_view setting = hospital_setting) const;
  const std::vector<Rule>& rules() const { return rules_; }
  const std::vector<std::string>& other_files() const { return other_files_; }

 private:
  std::vector<Rule> rules_;
  std::vector<std::string> other_files_;
};

/// Working days between the facility's own closed days (data/rules/calendars).
class WorkingDays {
 public:
  static Result<WorkingDays> from_rule(const Rule& rule);
  bool is_working_day(Date day) const;
  Date plus(Date day, int working_days) const;  ///< counts working days after (before, when negative) `day`
  Date next_working_day(Date day) const;        ///< `day` itself when it is one

 private:
  std::vector<Date> closed_;
  unsigned weekend_mask_ = 0;  ///< bit n: weekday n (0 Sunday) is closed
};

}  // namespace charta::rules
