// SPDX-License-Identifier: Apache-2.0
#include "department/record_quality/warning.hpp"

#include "formats/json/json.hpp"

namespace charta::record_quality {
namespace {

using access::Permission;

constexpr worklists::Transition steps[] = {
    {"open", "right", "right", "", Permission::work_worklists},
    {"open", "not-so", "not-so", "", Permission::work_worklists, true},
    {"open", "settle", "settled", "no-longer-said", Permission::work_worklists},
};
constexpr std::string_view final_states[] = {"right", "not-so", "settled"};
constexpr std::string_view cancelled_states[] = {"not-so", "settled"};
constexpr worklists::Title titles[] = {{"right", "It is so"},
                                       {"not-so", "It is not so"},
                                       {"settled", "No longer said"},
                                       {"settle", "The documents no longer say it"}};

}  // namespace

const worklists::StateMachine& warning_machine() {
  static constexpr worklists::StateMachine machine{"record-warning",
                                                   "Warnings about what documents say",
                                                   "open",
                                                   steps,
                                                   final_states,
                                                   cancelled_states,
                                                   Permission::read_record,
                                                   false,
                                                   titles};
  return machine;
}

std::string quotes_json(const std::vector<Evidence>& quotes) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& one : quotes) {
    out.begin_object().member("document", one.document.text()).member("type", one.resource_type).member("id", one.fhir_id);
    out.member("title", one.title).member("page", one.place.page).member("from", static_cast<std::int64_t>(one.place.from));
    out.member("length", static_cast<std::int64_t>(one.place.length)).member("words", one.place.words).end_object();
  }
  out.end_array();
  return text;
}

std::vector<Evidence> quotes_from(std::string_view text) {
  std::vector<Evidence> quotes;
  const auto parsed = json::Document::parse(std::string(text));
  if (!parsed) return quotes;
  for (const auto one : parsed->root()) {
    Evidence quote;
    quote.document = ResourceId::parse(one["document"].text()).value_or(ResourceId());
    quote.resource_type = one["type"].text();
    quote.fhir_id = one["id"].text();
    quote.title = one["title"].text();
    quote.place = {one["page"].integer().value_or(1), static_cast<std::size_t>(one["from"].integer().value_or(0)),
                   static_cast<std::size_t>(one["length"].integer().value_or(0)), std::string(one["words"].text())};
    quotes.push_back(std::move(quote));
  }
  return quotes;
}

}  // namespace charta::record_quality
