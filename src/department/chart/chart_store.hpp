// SPDX-License-Identifier: Apache-2.0
// The SQL of the chart: the only file that names chart_entry and chart_key.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "department/chart/chart_entry.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

namespace charta::chart {

/// A number under which a sender knows a resource. `qualifier` parts several resources under one number (the service code of an order).
struct ChartKey {
  std::string kind;  ///< placer, filler, report, document, appointment
  std::string system, value, qualifier;
  ResourceId resource;
  PatientId patient;
};

struct TimelineQuery {
  std::vector<PatientId> patients;  ///< all records of the person
  std::string kind;                 ///< empty: all
  std::optional<Instant> from, until;
  std::int64_t limit = 100, offset = 0;
};

struct Timeline {
  std::vector<ChartEntry> entries;  ///< newest first
  std::int64_t total = 0;
};

class ChartStore {
 public:
  Result<void> save(store::UnitOfWork& work, const ChartEntry& entry, bool replaces) const;
  Result<void> remove(store::UnitOfWork& work, ResourceId resource) const;
  Result<std::optional<ChartEntry>> find(store::Reader& reader, ResourceId resource) const;
  Result<Timeline> timeline(store::Reader& reader, const TimelineQuery& query, const access::Visibility& visibility) const;
  Result<std::vector<ChartEntry>> of_encounter(store::Reader& reader, std::string_view encounter, const access::Visibility& visibility, std::int64_t limit) const;

  /// Documents and reports of every chart in the order of their keys, from behind `after`: for passes over the archive.
  Result<std::vector<ResourceId>> documents_after(store::Reader& reader, ResourceId after, std::int64_t limit) const;
  Result<std::vector<ResourceId>> documents_of(store::Reader& reader, PatientId patient) const;

  /// Entries of a patient that carry one of these labels.
  Result<std::vector<ResourceId>> labelled(store::Reader& reader, PatientId patient, std::uint32_t labels) const;
  Result<void> add_label(store::UnitOfWork& work, PatientId patient, std::uint32_t labels) const;
  Result<void> set_label(store::UnitOfWork& work, ResourceId resource, std::uint32_t labels) const;

  /// The numbers of a resource lead to it in its new record.
  Result<void> move_keys(store::UnitOfWork& work, ResourceId resource, PatientId patient) const;
  Result<void> add_keys(store::UnitOfWork& work, const std::vector<ChartKey>& keys) const;
  Result<std::vector<ChartKey>> keys(store::Reader& reader, std::string_view kind, std::string_view system, std::string_view value) const;
};

}  // namespace charta::chart
