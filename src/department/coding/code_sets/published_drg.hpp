// SPDX-License-Identifier: Apache-2.0
// MS-DRG tables as their publishers write them, row by row with the versions for which a row holds; from them, one version's
// tables.
#pragma once
#include "department/coding/grouper/drg_tables.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::code_sets {

/// First and last version, 430 for v43.0.
struct Versions {
  int low = 0, high = 9999;
  bool hold(int version) const { return low <= version && version <= high; }
};

class PublishedDrg {
 public:
  /// A list of attribute names, kept once; answers its number.
  std::uint32_t attributes(const std::vector<std::string_view>& names);

  struct DiagnosisRow {
    grouper::CodeKey code;
    Versions versions;
    int mdc;
    grouper::Severity severity;
    std::uint32_t attributes;
  };
  struct HacRow {
    grouper::CodeKey code;
    Versions versions;
    std::uint32_t attributes;
  };
  struct ExclusionRow {
    grouper::CodeKey code;
    Versions versions;
    int group;
  };
  struct SexRow {
    grouper::CodeKey code;
    Versions versions;
    int mdc_of_men, mdc_of_women;
  };
  struct ProcedureRow {
    grouper::CodeKey code;
    Versions versions;
    std::uint32_t attributes;
  };
  struct ClusterRow {
    grouper::CodeKey code;
    Versions versions;
    std::uint32_t suppressing_mdcs;
    std::vector<std::vector<grouper::CodeKey>> choices;
  };
  struct LineRow {
    Versions versions;
    int mdc, rank, drg, base_drg, reroute_mdc;
    grouper::MedSurg med_surg;
    std::uint32_t suppression;
    std::string formula;
  };
  struct HacRuleRow {
    Versions versions;
    int number;
    std::string formula;
  };
  struct TitleRow {
    Versions versions;
    int number;
    std::string title;
  };

  std::vector<DiagnosisRow> diagnoses;
  std::vector<HacRow> hac_codes;
  std::vector<ExclusionRow> exclusions;
  std::map<int, std::vector<grouper::CodeKey>> exclusion_groups;
  std::vector<SexRow> sex_mdcs;
  std::vector<ProcedureRow> procedures;
  std::vector<ClusterRow> clusters;
  std::vector<LineRow> lines;
  std::vector<HacRuleRow> hac_rules;
  std::vector<TitleRow> drg_titles, mdc_titles, hac_titles;

  /// Every version for which a line of the hierarchy is given, ascending. Revisions without lines of their own are not listed.
  std::vector<int> versions() const;
  /// The tables of one version. Errors: `invalid` (a code, title or line names what is not there: a file is cut short; too many
  /// attributes).
  Result<grouper::DrgTables> tables_of(int version) const;

 private:
  friend class TablesMaker;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> list_numbers_;
  std::vector<std::vector<std::uint32_t>> lists_;
};

/// A condition that asks for an attribute of a diagnosis is met by some diagnosis, in tables that are prepared.
/// Errors: `invalid`, naming the attribute: the file of diagnoses or of attributes is cut short.
Result<void> every_condition_has_a_bearer(const grouper::DrgTables& tables);

}  // namespace charta::code_sets
