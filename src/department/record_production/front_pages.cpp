// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/front_pages.hpp"

#include <fmt/format.h>

namespace charta::record_production {
namespace {

std::string day_of(Instant at) {
  return at.text().substr(0, 10);
}

std::string period_of(const Asked& asked) {
  if (!asked.from && !asked.until) return "the whole record";
  const auto from = asked.from ? "from " + day_of(*asked.from) : std::string("from the beginning");
  return from + (asked.until ? " until " + day_of(*asked.until) : " until today");
}

std::string extent_of(const Asked& asked) {
  auto text = period_of(asked);
  if (!asked.encounter.empty()) text += ", one visit";
  if (!asked.types.empty()) text += fmt::format(", {} kinds of documents", asked.types.size());
  return text;
}

std::string pages_of(const SetDocument& one) {
  return one.pages == 1 ? fmt::format("{}", one.first_page)
                        : fmt::format("{}-{}", one.first_page, one.first_page + one.pages - 1);
}

}  // namespace

std::string certification_text(const Production& production, const RecordDefinition& definition, const ProductionRules& rules,
                               const RecordOf& record, std::size_t front, const std::string& day) {
  const auto& asked = production.asked;
  const auto copied = static_cast<std::size_t>(production.pages) - front;
  const std::vector<std::pair<std::string, std::string>> values{{"name", asked.custodian_name},
                                                                {"title", asked.custodian_title},
                                                                {"pages", std::to_string(copied)},
                                                                {"first", std::to_string(front + 1)},
                                                                {"last", std::to_string(production.pages)},
                                                                {"date", day},
                                                                {"definition", definition.title},
                                                                {"rule", definition.rule},
                                                                {"period", extent_of(asked)}};
  std::string text = rules.title + "\n\n";
  text += fmt::format("Patient:        {}\nBirth date:     {}\nRecord number:  {}\n", record.name, record.birth_date, record.mrn);
  text += fmt::format("Production:     {}\nPurpose:        {}\nDocuments:      {}\n\n", production.id.text(),
                      rules.purpose_title(asked.purpose), production.documents);
  for (const auto& paragraph : rules.paragraphs) text += filled_in(paragraph, values) + "\n\n";
  text += "SHA-256 over the digests of those pages, as the list of digests gives them:\n" + production.pages_digest + "\n\n";
  text += rules.oath + "\n\n\n";
  for (const auto& line : rules.signature) text += "______________________________  " + line + "\n\n\n";
  return text + asked.custodian_name + ", " + asked.custodian_title + "\n";
}

std::string contents_text(const std::vector<SetDocument>& documents) {
  std::string text = fmt::format("{:<12}{:<12}{}\n\n", "Pages", "Date", "Document");
  std::string missing;
  for (const auto& one : documents) {
    if (!one.decision.is_in) continue;
    if (one.pages > 0) text += fmt::format("{:<12}{:<12}{}\n", pages_of(one), day_of(one.line.at), one.line.title);
    if (one.along_pages > 0)
      text += fmt::format("{:<12}{:<12}  with what was asked to be amended in it: the last {} of its pages\n", "", "",
                          one.along_pages);
    if (!one.problem.empty())
      missing +=
          fmt::format("{}  {}  ({}/{}): {}\n", day_of(one.line.at), one.line.title, one.line.type, one.line.id, one.problem);
  }
  return text + (missing.empty() ? "" : "\nNOT INCLUDED, BECAUSE IT COULD NOT BE COPIED\n\n" + missing);
}

std::string stamp_of(const Production& production, const std::string& mrn, std::size_t page, std::size_t pages,
                     const std::string& day) {
  return fmt::format("Production {}   Record {}   page {} of {}   {}", production.id.text(), mrn, page, pages, day);
}

}  // namespace charta::record_production
