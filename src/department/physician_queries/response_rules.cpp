// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_service.hpp"
#include "formats/json/json.hpp"

namespace charta::physician_queries {
namespace {

Result<QueryTemplate> read_template(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  QueryTemplate one{rule.id.substr(rule.id.find('/') + 1),
                    std::string(root["title"].text()),
                    std::string(root["question"].text()),
                    rule.reference(),
                    {},
                    {},
                    {}};
  const auto purpose = parse_purpose(root["purpose"].text());
  const auto format = parse_format(root["format"].text());
  if (one.title.empty() || one.question.empty() || !purpose || !format)
    return fail(ErrorKind::invalid, rule.reference() + ": a template has a title, a question, a purpose and a format", rule.id);
  one.purpose = *purpose;
  one.format = *format;
  for (const auto choice : root["choices"]) one.choices.emplace_back(choice.text());
  return one;
}

}  // namespace

Result<ResponseRules> ResponseRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  ResponseRules read;
  CHARTA_TRY(const auto* rule, book.in_force("physician-queries/response", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  for (const auto timing : {Timing::concurrent, Timing::retrospective, Timing::post_bill}) {
    const auto hours = document.root()["hours"][timing_code(timing)].integer();
    if (!hours || *hours < 1)
      return fail(ErrorKind::invalid, rule->reference() + ": 'hours' gives concurrent, retrospective and post-bill", rule->id);
    read.hours.emplace(timing_code(timing), static_cast<int>(*hours));
  }
  read.kept_as = document.root()["kept_as"].text();
  if (read.kept_as != "business-record" && read.kept_as != "part-of-the-record")
    return fail(ErrorKind::invalid, rule->reference() + ": 'kept_as' is business-record or part-of-the-record", rule->id);
  read.reference = rule->reference();
  for (const auto* one : book.all_in_force("query-templates/", today, jurisdiction)) {
    CHARTA_TRY(auto parsed, read_template(*one));
    read.templates.push_back(std::move(parsed));
  }
  return read;
}

}  // namespace charta::physician_queries
