// SPDX-License-Identifier: Apache-2.0
// The code books of this house, asked by several people at once: search, titles, grouping.
#pragma once
#include "department/coding/code_sets/book_shelf.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/suggestions/suggest.hpp"
#include "department/coding_desk/coding_case.hpp"
#include "department/coding_desk/sheet_checks.hpp"

#include <functional>
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
  struct Use {
    std::string code, severity;  ///< NON_CC, CC, MCC, CC_EXCLUDED, …
    bool carries = false;
  };
  std::vector<Use> secondary;
  std::vector<std::pair<std::string, int>> sensitivity;  ///< without this code, that DRG
  std::string hac_status;
  std::vector<CodingFinding> edits;
};

class CodingBooks {
 public:
  /// Opens what is loaded; importing while the house is open is noticed.
  static Result<std::unique_ptr<CodingBooks>> open(std::string folder, const rules::RuleBook& rules, code_sets::BookShelf& shelf);

  /// `system`: icd10cm, icd10pcs, services (hcpcs and cpt); empty: diagnoses and procedures. Errors: `not_found` (nothing is
  /// loaded for that day: says what to import), `invalid` (another system).
  Result<std::vector<FoundCode>> search(std::string_view words, Date day, std::string_view system, std::size_t limit);
  /// Empty where no book of that day has it.
  std::string title(bool is_procedure, std::string_view code, Date day);
  /// `system`: icd10cm, icd10pcs, hcpcs, cpt. Empty where no book of that day has it.
  std::string title_in(std::string_view system, std::string_view code, Date day);
  Judged judge(const CodedSheet& sheet, const ClaimBasis& basis, Date day, const CodingRules& rules, bool is_inpatient);
  /// A discharge as JSON, grouped and edited, with its reasons. Errors: `not_found` (tables), those of read_claim().
  Result<std::string> group(json::Value claim);
  /// Runs `use` with the encoder of a day; nothing else asks the books meanwhile.
  Result<void> with_encoder(Date day, const std::function<Result<void>(const encoder::Encoder&)>& use);
  /// The same with the encoder of the services of a day.
  Result<void> with_services(Date day, const std::function<Result<void>(const encoder::Encoder&)>& use);
  /// What notes call things, by the lists of a day; by the project's own words alone where none is loaded.
  Result<std::shared_ptr<const suggestions::Dictionary>> dictionary(Date day, const suggestions::Suggester& suggester);
  std::vector<code_sets::CodeSetEntry> loaded();

 private:
  CodingBooks(std::string folder, const rules::RuleBook& rules, code_sets::BookShelf& shelf, code_sets::CodeLibrary library,
              code_sets::CatalogueWatch watch)
      : folder_(std::move(folder)), rules_(rules), shelf_(shelf), library_(std::move(library)), watch_(std::move(watch)) {}
  Result<void> refresh();

  std::string folder_;
  const rules::RuleBook& rules_;
  code_sets::BookShelf& shelf_;
  std::mutex mutex_;
  code_sets::CodeLibrary library_;
  code_sets::CatalogueWatch watch_;
  std::map<Date, std::shared_ptr<const suggestions::Dictionary>> dictionaries_;  ///< by the first day of a year's lists
};

}  // namespace charta::coding_desk
