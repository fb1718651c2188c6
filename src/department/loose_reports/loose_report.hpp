// SPDX-License-Identifier: Apache-2.0
// A printed report that belongs into a patient's folder and is not there yet, what proves that something was filed, and the
// figures of the Loose Filing Report. Pure. Source: VistA Record Tracking, Loose Filing Report; dashboard metric 6.
#pragma once
#include "base/id.hpp"
#include "department/loose_reports/loose_need.hpp"
#include "department/paper_charts/volume.hpp"
#include "record/worklists/work_item.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace charta::loose_reports {

using LooseReportId = Id<struct LooseReportTag>;
using FilingProofId = Id<struct FilingProofTag>;

struct NewLooseReport {
  std::string origin;         ///< discharge, no-ward, hand
  std::int64_t delivery = 0;  ///< the ward copy that it was
  std::string barcode;        ///< on the paper
  ResourceId document;
  std::string resource_type, fhir_id, title;
  std::int64_t version = 0, pages = 0;
  PatientId patient;
  ResourceId encounter;
  std::string lies_at;  ///< the ward; empty: the records department
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

struct LooseReport : NewLooseReport {
  LooseReportId id;
  WorkItemId item;
  Instant came_at;
  bool is_open = true;
  std::optional<Instant> closed_at;
};

/// loose -> filed (both barcodes were scanned), destroyed (the copy is not kept: a reason), back-on-ward (the discharge was taken
/// back), withdrawn (the document is).
const worklists::StateMachine& loose_report_machine();

struct FilingProof {
  FilingProofId id;
  std::string kind;  ///< barcodes, version
  LooseReportId report;
  std::int64_t delivery = 0;
  ResourceId document;
  std::int64_t version = 0;
  paper_charts::VolumeId volume;  ///< unset: electronic
  PatientId patient;
  Instant at;
  UserId by;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

/// One line of the report: an open item of `loose-document` or `loose-report`.
struct LooseLine {
  WorkItemId item;
  std::string kind, title, why, barcode, lies_at;
  PatientId patient;
  std::int64_t pages = 0;  ///< 0: not known
  Instant came_at;
  FoundNeed need;
  std::size_t age = 0;
};

struct LooseFigures {
  std::int64_t reports = 0, pages = 0, of_unknown_length = 0;  ///< one whose pages are not known counts as one page
  double daily_intake = 0;                                     ///< pages a day
  std::optional<double> days;                                  ///< backlog by daily intake; nothing came lately: not known
  std::map<std::string, std::int64_t> by_kind, by_need;
  std::vector<std::int64_t> by_age;
};
/// `came`: pages of everything that came loose in the days over which intake is averaged, filed or not.
LooseFigures figures_of(const std::vector<LooseLine>& lines, std::int64_t came, const LooseRules& rules);

}  // namespace charta::loose_reports
