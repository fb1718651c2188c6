// SPDX-License-Identifier: Apache-2.0
// The code books of this house, asked by several people at once: search, titles, grouping. Nobody waits for another's question.
#pragma once
#include "department/coding/code_sets/book_shelf.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/ms_drg_grouper.hpp"
#include "department/coding/suggestions/suggest.hpp"
#include "department/coding_desk/coding_case.hpp"
#include "department/coding_desk/sheet_checks.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace charta::coding_desk {

struct FoundCode {
  std::string code, system, title, index_path;
  bool is_billable = false;
};

/// A claim as the books judge it.
struct Judged {
  GroupedAs grouped;
  std::string missing_tables;  ///< what to import; empty: it was grouped
  std::string missing_editor;
  std::vector<std::string> trace;
  std::string formula;  ///< the condition behind it, as the publisher wrote it
  struct Use {
    std::string code, severity;  ///< NON_CC, CC, MCC, CC_EXCLUDED, …
    bool carries = false;
  };
  std::vector<Use> secondary;
  std::vector<grouper::Change> sensitivity;  ///< without this code, that DRG
  std::string hac_status;
  std::vector<CodingFinding> edits;
  std::vector<std::string> not_checked;  ///< of services: what no book of their day was there for
};

class CodingBooks {
 public:
  explicit CodingBooks(code_sets::BookShelf& shelf) : shelf_(shelf) {}

  /// `system`: icd10cm, icd10pcs, services (hcpcs and cpt); empty: diagnoses and procedures. Errors: `not_found` (nothing is
  /// loaded for that day: says what to import), `invalid` (another system).
  Result<std::vector<FoundCode>> search(std::string_view words, Date day, std::string_view system, std::size_t limit);
  /// Empty where no book of that day has it.
  std::string title(bool is_procedure, std::string_view code, Date day);
  /// `system`: icd10cm, icd10pcs, hcpcs, cpt. Empty where no book of that day has it.
  std::string title_in(std::string_view system, std::string_view code, Date day);
  /// Whether the tabular list of a day has a diagnosis whole. Errors: `not_found` (the list of that day is not loaded).
  Result<bool> is_whole(std::string_view diagnosis, Date day);
  /// With the books of the discharge; services with those of their own days.
  Judged judge(const CodedSheet& sheet, const ClaimBasis& basis, const StayDays& stay, const CodingRules& rules,
               bool is_inpatient);
  /// A discharge as JSON, grouped and edited, with its reasons; what speaks against its services besides. Errors: `not_found`
  /// (tables), those of read_claim() and service_lines().
  Result<std::string> group(json::Value claim, const CodingRules& rules);
  /// What the sheet would be with the edits; nothing is kept. Errors: `not_found` (tables), `invalid` (naming the edit).
  Result<grouper::WhatIfAnswer> what_if(const CodedSheet& sheet, const ClaimBasis& basis, Date day, grouper::WhatIf asked);
  /// Another grouper than MS-DRG for this house, from its start on: nobody asks meanwhile.
  void group_by(std::unique_ptr<grouper::GrouperPort> other);
  /// What notes call things, by the lists of a day; by the project's own words alone where none is loaded.
  Result<std::shared_ptr<const suggestions::Dictionary>> dictionary(Date day, const suggestions::Suggester& suggester);
  std::vector<code_sets::CodeSetEntry> loaded();

 private:
  void judge_services(const CodedSheet& sheet, const CodingRules& rules, Judged& into);
  grouper::GrouperPort& port() { return other_grouper_ ? *other_grouper_ : ms_drg_; }
  Result<void> judge_group(const CodedSheet& sheet, const ClaimBasis& basis, Date day, Judged& judged);

  code_sets::BookShelf& shelf_;
  std::mutex mutex_;                                                                    ///< of the dictionaries alone
  std::map<std::string, std::shared_ptr<const suggestions::Dictionary>> dictionaries_;  ///< by the files that they stand on
  code_sets::MsDrgGrouper ms_drg_{[this](Date day) { return shelf_.drg_tables(day); }};
  std::unique_ptr<grouper::GrouperPort> other_grouper_;
};

}  // namespace charta::coding_desk
