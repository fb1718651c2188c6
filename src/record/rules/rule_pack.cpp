// SPDX-License-Identifier: Apache-2.0
#include "record/rules/rule_pack.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace charta::rules {
namespace {

constexpr std::array members = {"id",        "version",          "title",        "jurisdiction", "setting",     "citation",
                                "url",       "effective_from",   "effective_to", "verified",     "verified_on", "verified_by",
                                "review_by", "message_to_clerk", "parameters",   "tests"};

/// Where a finding stands: the file and the element, for the person who mends it.
struct Place {
  std::string file, element;
  Error wrong(const std::string& what) const { return fail(ErrorKind::invalid, file + ": " + element + ": " + what, element); }
  Place member(std::string_view name) const { return {file, element + "." + std::string(name)}; }
};

Result<std::string> required_text(json::Value rule, std::string_view name, const Place& place) {
  const json::Value value = rule[name];
  if (!value.is_string() || trimmed(value.text()).empty()) return place.member(name).wrong("a text is required");
  return std::string(value.text());
}

Result<std::optional<Date>> day(json::Value rule, std::string_view name, const Place& place) {
  const json::Value value = rule[name];
  if (!value || value.is(json::Kind::null)) return std::optional<Date>{};
  const auto date = Date::parse(value.text());
  if (!date) return place.member(name).wrong("a day is written 2026-01-31");
  return std::optional<Date>{date};
}

Result<void> only_known_members(json::Value rule, const Place& place) {
  for (const json::Value member : rule) {
    if (std::find(members.begin(), members.end(), member.key()) == members.end())
      return place.member(member.key()).wrong("no rule has this member");
  }
  return {};
}

Result<void> read_particulars(json::Value value, const Place& place, Rule& rule) {
  CHARTA_TRY(rule.id, required_text(value, "id", place));
  CHARTA_TRY(rule.title, required_text(value, "title", place));
  CHARTA_TRY(rule.citation, required_text(value, "citation", place));
  const auto version = value["version"].integer();
  if (!version || *version < 1) return place.member("version").wrong("a whole number from 1 is required");
  rule.version = static_cast<int>(*version);
  rule.jurisdiction = value["jurisdiction"].text();
  rule.setting = value["setting"].text();
  rule.url = value["url"].text();
  rule.message_to_clerk = value["message_to_clerk"].text();
  rule.verified_by = value["verified_by"].text();
  rule.verified = value["verified"].boolean();
  return {};
}

Result<void> read_days(json::Value value, const Place& place, Rule& rule) {
  CHARTA_TRY(const auto from, day(value, "effective_from", place));
  if (!from) return place.member("effective_from").wrong("a day is required");
  rule.effective_from = *from;
  CHARTA_TRY(rule.effective_to, day(value, "effective_to", place));
  CHARTA_TRY(rule.verified_on, day(value, "verified_on", place));
  CHARTA_TRY(rule.review_by, day(value, "review_by", place));
  if (rule.effective_to && *rule.effective_to < rule.effective_from)
    return place.member("effective_to").wrong("ends before it begins");
  if (rule.verified && (!rule.verified_on || rule.verified_by.empty()))
    return place.member("verified").wrong("a verified rule says when and by whom (verified_on, verified_by)");
  return {};
}

Result<Rule> read_rule(json::Value value, const Place& place) {
  if (!value.is_object()) return place.wrong("a rule is an object");
  CHARTA_TRY_DO(only_known_members(value, place));
  Rule rule;
  CHARTA_TRY_DO(read_particulars(value, place, rule));
  CHARTA_TRY_DO(read_days(value, place, rule));
  if (!value["parameters"].is_object()) return place.member("parameters").wrong("an object is required");
  rule.parameters = json::write(value["parameters"]);
  if (!value["tests"].is_array() || value["tests"].size() == 0)
    return place.member("tests").wrong("a rule brings at least one case of its own");
  for (const json::Value test : value["tests"]) {
    if (!test["name"].is_string() || !test["given"] || !test["expect"])
      return place.member("tests").wrong("a case has name, given and expect");
  }
  rule.tests = json::write(value["tests"]);
  return rule;
}

/// A pack is {"rules": [...]} or one rule by itself. What is neither (a list of roles) is another module's own table.
Result<bool> read_pack(const std::string& file, const std::string& text, std::vector<Rule>& rules) {
  auto document = json::Document::parse(text);
  if (!document) return fail(ErrorKind::invalid, file + ": " + document.error().message, file);
  const json::Value root = document->root();
  if (root["rules"].is_array()) {
    std::size_t index = 0;
    for (const json::Value item : root["rules"]) {
      CHARTA_TRY(auto rule, read_rule(item, {file, "rules[" + std::to_string(index++) + "]"}));
      rules.push_back(std::move(rule));
    }
    return true;
  }
  if (!root["parameters"] && !root["effective_from"] && !root["citation"] && !root["rules"]) return false;
  CHARTA_TRY(auto rule, read_rule(root, {file, "rule"}));
  rules.push_back(std::move(rule));
  return true;
}

Result<std::vector<std::string>> json_files_below(const std::string& folder) {
  std::error_code problem;
  std::vector<std::string> files;
  for (std::filesystem::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    if (entry->is_regular_file() && entry->path().extension() == ".json") files.push_back(entry->path().string());
  }
  if (problem) return fail(ErrorKind::invalid, "the rules folder " + folder + " cannot be read: " + problem.message());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_in_force(const Rule& rule, Date on) {
  return rule.effective_from <= on && (!rule.effective_to || on <= *rule.effective_to);
}

bool overlap(const Rule& a, const Rule& b) {
  const bool a_ends_before = a.effective_to && *a.effective_to < b.effective_from;
  const bool b_ends_before = b.effective_to && *b.effective_to < a.effective_from;
  return !a_ends_before && !b_ends_before;
}

Result<void> check_versions(const std::vector<Rule>& rules) {
  for (std::size_t first = 0; first < rules.size(); ++first) {
    for (std::size_t second = first + 1; second < rules.size(); ++second) {
      const Rule &a = rules[first], &b = rules[second];
      if (a.id != b.id || a.jurisdiction != b.jurisdiction || a.setting != b.setting) continue;
      if (a.version == b.version) return fail(ErrorKind::invalid, "rule " + a.reference() + " is written twice", a.id);
      if (overlap(a, b))
        return fail(ErrorKind::invalid,
                    "rules " + a.reference() + " and " + b.reference() + " are in force on the same day; end the older one",
                    a.id);
    }
  }
  return {};
}

/// "US-TX" asks itself, then "US", then "".
std::vector<std::string_view> jurisdictions(std::string_view asked) {
  std::vector<std::string_view> order{asked};
  if (asked != "US") order.push_back("US");
  if (!asked.empty()) order.push_back("");
  return order;
}

/// Where rules are looked for, the nearest first: the place's own rule for the setting, the place's for any, then the next wider
/// place.
struct Scope {
  std::string_view jurisdiction, setting;
  bool covers(const Rule& rule) const { return rule.jurisdiction == jurisdiction && rule.setting == setting; }
};
std::vector<Scope> scopes(std::string_view jurisdiction, std::string_view setting) {
  std::vector<Scope> order;
  for (const std::string_view where : jurisdictions(jurisdiction)) {
    order.push_back({where, setting});
    if (!setting.empty()) order.push_back({where, ""});
  }
  return order;
}

}  // namespace

bool is_past_review(const Rule& rule, Date today) {
  return rule.review_by && *rule.review_by < today;
}

Result<RuleBook> RuleBook::load(const std::string& folder) {
  RuleBook book;
  CHARTA_TRY(const auto files, json_files_below(folder));
  for (const std::string& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return fail(ErrorKind::invalid, file + ": cannot be read", file);
    CHARTA_TRY(const bool is_pack, read_pack(file, text, book.rules_));
    if (!is_pack) book.other_files_.push_back(file);
  }
  CHARTA_TRY_DO(check_versions(book.rules_));
  return book;
}

Result<RuleBook> RuleBook::from_text(const std::string& text) {
  RuleBook book;
  CHARTA_TRY(const bool is_pack, read_pack("rules", text, book.rules_));
  if (!is_pack) return fail(ErrorKind::invalid, "rules: this is not a rule pack");
  CHARTA_TRY_DO(check_versions(book.rules_));
  return book;
}

Result<const Rule*> RuleBook::in_force(std::string_view id, Date day, std::string_view jurisdiction,
                                       std::string_view setting) const {
  for (const Scope& scope : scopes(jurisdiction, setting)) {
    for (const Rule& rule : rules_) {
      if (rule.id == id && scope.covers(rule) && is_in_force(rule, day)) return &rule;
    }
  }
  const std::string pack(id.substr(0, id.find('/')));
  return fail(ErrorKind::not_found,
              "the rule pack '" + pack + "' has no rule '" + std::string(id) + "' in force on " + day.text(), std::string(id));
}

std::vector<const Rule*> RuleBook::all_in_force(std::string_view prefix, Date day, std::string_view jurisdiction,
                                                std::string_view setting) const {
  std::vector<const Rule*> found;
  for (const Scope& scope : scopes(jurisdiction, setting)) {
    for (const Rule& rule : rules_) {
      if (!std::string_view(rule.id).starts_with(prefix) || !scope.covers(rule) || !is_in_force(rule, day)) continue;
      const auto nearer = [&](const Rule* other) { return other->id == rule.id; };
      if (std::none_of(found.begin(), found.end(), nearer)) found.push_back(&rule);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  return found;
}

}  // namespace charta::rules
