// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/misfile_rules.hpp"

#include "formats/json/json.hpp"

namespace charta::misfile_watch {
namespace {

Result<int> whole(json::Value parameters, std::string_view name) {
  const auto value = parameters[name].integer();
  if (!value || *value < 0 || *value > 1000)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number from 0 to 1000", std::string(name));
  return static_cast<int>(*value);
}

std::set<std::string> words(json::Value list) {
  std::set<std::string> all;
  for (const auto one : list) all.emplace(one.text());
  return all;
}

}  // namespace

Result<MisfileRules> MisfileRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("document-imaging/misfiles", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  MisfileRules rules;
  rules.rule = rule->reference();
  for (const auto& [name, value] :
       {std::pair("number", &rules.number), std::pair("name", &rules.name), std::pair("birth_date", &rules.birth_date),
        std::pair("unlabelled_percent", &rules.unlabelled_percent), std::pair("near_percent", &rules.near_percent),
        std::pair("least", &rules.least), std::pair("margin", &rules.margin),
        std::pair("own_most_of_stranger", &rules.own_most_of_stranger), std::pair("severe", &rules.severe),
        std::pair("name_letters_per_error", &rules.name_letters_per_error), std::pair("sure_word", &rules.sure_word),
        std::pair("heading_reaches", &rules.heading_reaches), std::pair("top_lines", &rules.top_lines),
        std::pair("days_between_passes", &rules.days_between_passes)}) {
    CHARTA_TRY(*value, whole(root, name));
  }
  if (rules.name_letters_per_error == 0)
    return fail(ErrorKind::invalid, "'name_letters_per_error' is at least 1", "name_letters_per_error");
  rules.relatives = words(root["relatives"]);
  rules.providers = words(root["providers"]);
  if (rules.relatives.empty() || rules.providers.empty())
    return fail(ErrorKind::invalid, "name the words before what is a relative's or a provider's", "relatives");
  return rules;
}

}  // namespace charta::misfile_watch
