// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/chart_order.hpp"

#include <algorithm>

namespace charta::chart_assembly {
namespace {

using chart::ChartEntry;

bool takes(const OrderSection& section, const ChartEntry& line) {
  const bool of_kind = section.kinds.empty() || section.kinds.contains(line.kind);
  return of_kind && (section.types.empty() || section.types.contains(line.title_code));
}

/// Where a line stands among the sections; behind all of them is the rest.
std::size_t place_of(const ChartOrder& order, const ChartEntry& line) {
  for (const bool by_type : {true, false})
    for (std::size_t at = 0; at < order.sections.size(); ++at)
      if (order.sections[at].types.empty() != by_type && takes(order.sections[at], line)) return at;
  return order.sections.size();
}

bool belongs_to(const Problem& problem, const ChartEntry& line) {
  return problem.documents.contains(line.fhir_id) || (!line.encounter.empty() && problem.encounters.contains(line.encounter)) ||
         (line.kind == "encounter" && problem.encounters.contains(line.fhir_id));
}

void sort_lines(ArrangedSection& section) {
  std::stable_sort(section.lines.begin(), section.lines.end(), [&](const ChartEntry& one, const ChartEntry& other) {
    if (one.at != other.at) return section.oldest_first ? one.at < other.at : one.at > other.at;
    return section.oldest_first ? one.resource < other.resource : one.resource > other.resource;
  });
}

std::vector<ArrangedSection> by_problem(const ChartOrder& order, std::vector<ChartEntry> lines,
                                        std::span<const Problem> problems) {
  std::vector<ArrangedSection> all;
  for (const auto& problem : problems) all.push_back({problem.id, problem.title, order.rest.oldest_first, {}});
  all.push_back({order.rest.id, order.rest.title, order.rest.oldest_first, {}});
  for (auto& line : lines) {
    bool is_placed = false;
    for (std::size_t at = 0; at < problems.size(); ++at) {
      if (!belongs_to(problems[at], line)) continue;
      all[at].lines.push_back(line);
      is_placed = true;
    }
    if (!is_placed) all.back().lines.push_back(std::move(line));
  }
  return all;
}

std::vector<ArrangedSection> by_section(const ChartOrder& order, std::vector<ChartEntry> lines) {
  std::vector<ArrangedSection> all;
  for (const auto& section : order.sections) all.push_back({section.id, section.title, section.oldest_first, {}});
  all.push_back({order.rest.id, order.rest.title, order.rest.oldest_first, {}});
  for (auto& line : lines) all[place_of(order, line)].lines.push_back(std::move(line));
  return all;
}

}  // namespace

std::vector<ArrangedSection> arrange(const ChartOrder& order, std::vector<ChartEntry> lines, std::span<const Problem> problems) {
  auto all = order.by == Grouping::problems ? by_problem(order, std::move(lines), problems) : by_section(order, std::move(lines));
  std::erase_if(all, [](const ArrangedSection& section) { return section.lines.empty(); });
  for (auto& section : all) sort_lines(section);
  return all;
}

}  // namespace charta::chart_assembly
