// SPDX-License-Identifier: Apache-2.0
// In which order a chart is read: on the unit, permanent, by source, by problem, universal, as a timeline. Pure.
#pragma once
#include "department/chart/chart_entry.hpp"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_assembly {

enum class Grouping { sections, problems, time };

struct OrderSection {
  std::string id, title;
  std::set<std::string, std::less<>> kinds, types;  ///< of the timeline; LOINC document types; empty: any
  bool oldest_first = false;
};

/// One order as its rule says.
struct ChartOrder {
  std::string id, title, rule;  ///< "permanent", "Permanent", "chart-orders/permanent@1"
  bool verified = false;
  Grouping by = Grouping::sections;
  std::vector<OrderSection> sections;
  OrderSection rest;  ///< what no section names
};

/// What a patient has, by which documents are sorted: a Condition with the encounters and documents that name it.
struct Problem {
  std::string id, title;
  std::set<std::string, std::less<>> encounters, documents;  ///< FHIR ids
};

/// A part of the chart with its lines in order.
struct ArrangedSection {
  std::string id, title;
  bool oldest_first = false;
  std::vector<chart::ChartEntry> lines;
};

/// Every line stands in one section; by problem under each problem that it belongs to, else under the rest. Sections without a
/// line stay away. A section that names document types goes before one that names kinds alone.
std::vector<ArrangedSection> arrange(const ChartOrder& order, std::vector<chart::ChartEntry> lines,
                                     std::span<const Problem> problems);

}  // namespace charta::chart_assembly
