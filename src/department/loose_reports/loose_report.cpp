// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_report.hpp"

#include <algorithm>

namespace charta::loose_reports {
namespace {

using access::Permission;

constexpr worklists::Transition report_steps[] = {
    {"loose", "file", "filed", "both-barcodes-scanned", Permission::file_documents},
    {"loose", "destroy", "destroyed", "", Permission::file_documents, true},
    {"loose", "take-back", "back-on-ward", "discharge-taken-back", Permission::file_documents},
    {"loose", "withdraw", "withdrawn", "document-is-gone", Permission::file_documents},
};
constexpr std::string_view report_ends[] = {"filed", "destroyed", "back-on-ward", "withdrawn"};
constexpr std::string_view report_cancelled[] = {"destroyed", "back-on-ward", "withdrawn"};
constexpr worklists::Title report_titles[] = {{"loose", "Not in its folder yet"},
                                              {"filed", "In its folder"},
                                              {"destroyed", "Destroyed: the chart has it"},
                                              {"back-on-ward", "Back on the ward"},
                                              {"withdrawn", "The document was withdrawn"},
                                              {"file", "Filed"},
                                              {"destroy", "Destroy the copy"},
                                              {"take-back", "The discharge was taken back"},
                                              {"withdraw", "The document was withdrawn"}};

}  // namespace

const worklists::StateMachine& loose_report_machine() {
  static constexpr worklists::StateMachine machine{
      "loose-report", "Loose reports", "loose",    report_steps, report_ends, report_cancelled, Permission::file_documents,
      false,          report_titles,   "need_rank"};
  return machine;
}

LooseFigures figures_of(const std::vector<LooseLine>& lines, std::int64_t came, const LooseRules& rules) {
  LooseFigures figures;
  figures.by_age.resize(rules.age_days.size() + 1);
  for (const auto& line : lines) {
    ++figures.reports;
    figures.pages += std::max<std::int64_t>(1, line.pages);
    figures.of_unknown_length += line.pages == 0;
    ++figures.by_kind[line.kind];
    ++figures.by_need[std::string(need_code(line.need.need))];
    ++figures.by_age[std::min(line.age, rules.age_days.size())];
  }
  figures.daily_intake = static_cast<double>(came) / rules.intake_days;
  if (came > 0) figures.days = static_cast<double>(figures.pages) / figures.daily_intake;
  return figures;
}

}  // namespace charta::loose_reports
