// SPDX-License-Identifier: Apache-2.0
// The library of a hospital: its books and tables, each read once when it is first asked for, for any thread.
#pragma once
#include "department/coding/claim_edits/claim_edits.hpp"
#include "department/coding/code_books/code_lists.hpp"
#include "department/coding/code_books/guideline_sections.hpp"
#include "department/coding/code_books/index_book.hpp"
#include "department/coding/code_books/procedure_tables.hpp"
#include "department/coding/code_books/service_codes.hpp"
#include "department/coding/code_books/tabular_list.hpp"
#include "department/coding/code_sets/catalogue_watch.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/logic_path/logic_path.hpp"

#include <mutex>

namespace charta::code_sets {

/// The books that a claim of a day is checked by, held while they are used.
struct ClaimBooks {
  claim_edits::Books books;
  std::vector<std::shared_ptr<const void>> held;
};

/// The books that a day's questions are asked of, held while they are used.
struct LogicBooks {
  logic_path::Books books;
  std::vector<std::shared_ptr<const void>> held;
};

class BookShelf {
 public:
  /// Edits, words of logic mode and guideline sections are the rules in force on `today`. Errors: those of CodeLibrary::open;
  /// `not_found` (no such rule).
  static Result<std::unique_ptr<BookShelf>> open(std::string folder, const rules::RuleBook& rules, Date today,
                                                 std::string_view jurisdiction);

  template <class Book>
  using Shared = Result<std::shared_ptr<const Book>>;
  /// Each of these: the newest in force on `day`. Errors: `not_found`, saying what to import.
  Shared<code_books::TabularList> tabular(Date day);
  Shared<code_books::ProcedureTables> procedure_tables(Date day);
  Shared<code_books::TermList> procedure_definitions(Date day);
  Shared<code_books::CodeSet> poa_exempt(Date day);
  Shared<code_books::ServiceCodes> services(Date day);
  Shared<code_books::ServiceCodes> licensed_services(Date day);  ///< CPT, where the site has its own list
  /// What the site said of its licence when it imported that set; empty: it needed none, or is not loaded.
  std::string licence_of(std::string_view kind, Date day);
  Shared<code_books::IndexBook> index(std::string_view kind, Date day);  ///< "icd10cm-index-book", "icd10cm-drugs", …
  Shared<code_books::CodeGroups> groups(std::string_view kind, Date day);
  Shared<code_books::TermList> terms(std::string_view kind, Date day);
  Shared<encoder::CodeTexts> texts(std::string_view kind, Date day);  ///< "icd10cm", "icd10pcs"
  Shared<code_books::UnitLimits> unit_limits(std::string_view setting, Date day);
  Shared<code_books::ServicePairs> service_pairs(std::string_view setting, Date day);

  /// What is loaded of the books for claims of `day`; services are judged by `setting` ("outpatient", "practitioner", "dme").
  /// Errors: a set that is there and damaged.
  Result<ClaimBooks> claim_books(Date day, std::string_view setting = "outpatient");

  // What the library makes of the publishers' tables: it stays as it is while it is held, whatever is imported meanwhile.
  // Errors: those of CodeLibrary.
  Shared<grouper::DrgTables> drg_tables(Date day);
  Shared<editor::CodeEditor> code_editor(Date day);
  Shared<encoder::Encoder> encoder(Date day);
  Shared<encoder::Encoder> service_encoder(Date day);
  /// A list for one reading: nothing of it is kept. `kind` and errors: as CodeLibrary::texts.
  Result<encoder::CodeTexts> texts_to_read(std::string_view kind, Date day);
  /// The compact file that answers for a list on `day`, of an index the one that is asked. Empty: none.
  std::string file_of(std::string_view kind, Date day);

  /// What is loaded of the books for questions of `day`. Errors: a set that is there and damaged.
  Result<LogicBooks> logic_books(Date day);

  const logic_path::LogicWords& logic_words() const { return logic_words_; }
  const claim_edits::EditRules& edit_rules() const { return edit_rules_; }
  const code_books::GuidelineSections& guidelines() const { return guidelines_; }

  std::vector<CodeSetEntry> entries();
  /// Another number after each import that was noticed.
  std::int64_t edition();

 private:
  BookShelf(CodeLibrary library, std::string folder, const rules::RuleBook& rules, CatalogueWatch watch)
      : library_(std::make_shared<CodeLibrary>(std::move(library))),
        folder_(std::move(folder)),
        rules_(rules),
        watch_(std::move(watch)) {}
  template <class Book>
  Shared<Book> load(std::string_view kind, Date day);
  template <class Table>
  Shared<Table> of_library(Result<const Table*> (CodeLibrary::*ask)(Date), Date day);
  /// Errors: `not_found`, saying what to import.
  Result<const CodeSetEntry*> entry_of(std::string_view kind, Date day) const;
  void look_again();

  std::mutex mutex_;
  std::shared_ptr<CodeLibrary> library_;
  std::int64_t edition_ = 0;
  std::string folder_;
  const rules::RuleBook& rules_;
  claim_edits::EditRules edit_rules_;
  logic_path::LogicWords logic_words_;
  code_books::GuidelineSections guidelines_;
  CatalogueWatch watch_;
  std::map<std::string, std::shared_ptr<const void>> books_;  ///< by compact file
};

}  // namespace charta::code_sets
