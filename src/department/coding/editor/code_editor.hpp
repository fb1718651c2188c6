// SPDX-License-Identifier: Apache-2.0
// The Medicare Code Editor: which of a discharge's codes need a second look before the claim goes out, and why.
// Source: CMS, Definitions of Medicare Code Edits; the edits themselves are data/rules/coding/medicare-code-edits.json.
#pragma once
#include "department/coding/editor/edit_tables.hpp"
#include "department/coding/grouper/grouper.hpp"
#include "formats/json/json.hpp"

#include <string>
#include <vector>

namespace charta::editor {

/// One edit as the rule pack writes it. Attributes are names of the editor's tables.
struct EditRule {
  enum class Asks {
    valid_code,           ///< every code is valid on the discharge day
    duplicate_principal,  ///< a secondary diagnosis repeats the principal
    principal,
    diagnosis,
    procedure,  ///< codes that carry `has`
    age,        ///< the patient's age lies in the code's range
    sex,        ///< `has` is for patients of `sex` only
    patient_age,
    patient_sex,
    discharge_status
  };
  std::string edit;  ///< "AGE_CONFLICT"
  std::string type;  ///< "PREPAYMENT"
  int number = 0;    ///< the edit's number in the manual
  std::string title, remedy, source;
  Date from;
  std::optional<Date> to;
  Asks asks = Asks::diagnosis;
  std::vector<std::string> has;  ///< any of them
  std::string when_principal, when_diagnosis, unless_diagnosis, unless_secondary, unless_procedure, unless_edit;
  /// The principal's own attributes: with another diagnosis beside it the edit is silent, or only without one it speaks.
  std::string unless_secondary_with, unless_has;
  struct Ages {
    std::string attribute;
    std::int32_t first_day = 0, last_day = 0;
    int youngest = 0, oldest = 0;
  };
  std::vector<Ages> ages;  ///< of the attributes that an age is about, for tables that do not bring them
  std::string sexes;  ///< of the patient's sex: those that are valid
  char sex = ' ';     ///< of a code: for whom it is
  int over_age = -1, stay_at_most = -1, at_least = 0, at_most = 0;
};

/// Reads the rule pack's parameters. Errors: `invalid`, naming the edit.
Result<std::vector<EditRule>> read_edit_rules(json::Value parameters);

/// The rules bound to the tables' attribute bits.
class CodeEditor {
 public:
  CodeEditor(const CodeEditor&) = delete;
  CodeEditor& operator=(const CodeEditor&) = delete;

  CodeEditor(EditTables tables, std::vector<EditRule> rules);
  /// Indexes the tables where they now stand; call it once, before edit(). Errors: `invalid` (the tables do not fit together).
  Result<void> prepare() { return tables_.prepare(); }

  /// What stands where: the principal diagnosis is -1, secondary diagnoses and procedures count from 0; -2: the whole claim.
  struct Finding {
    std::uint16_t rule = 0;
    bool is_procedure = false;
    int place = -2;
  };

  /// All findings for a discharge on `day` after `stay` days (negative: unknown). The vector's room is used again.
  void edit(const grouper::Claim& claim, Date day, int stay, std::vector<Finding>& findings) const;

  /// Whether the tables have what the rule asks for: lists of some edits alone leave the others unchecked.
  bool can_check(std::size_t rule) const;
  /// The rules in force on `day` that these tables cannot check, "NON_COVERED (NCOV_B)", each once.
  std::vector<std::string> not_checked(Date day) const;
  const EditTables& tables() const { return tables_; }
  const std::vector<EditRule>& rules() const { return rules_; }
  /// "principal diagnosis K7030: …; rule, dates and remedy", in plain words.
  std::string in_words(const Finding& finding, const grouper::Claim& claim) const;

 private:
  struct Bound {
    std::int32_t first_day = 0, last_day = 0;
    std::uint64_t has = 0, when_principal = 0, when_diagnosis = 0, unless_diagnosis = 0, unless_secondary = 0,
                  unless_procedure = 0, unless_secondary_with = 0, unless_has = 0;
    int unless_edit = -1;
  };
  struct Case;
  void run(std::size_t rule, const Case& asked, std::vector<Finding>& findings) const;
  bool applies(const Bound& bound, const EditRule& rule, const Case& asked, std::uint64_t attributes) const;
  bool fits_age(std::uint64_t attributes, const Case& asked) const;

  EditTables tables_;
  std::vector<EditRule> rules_;
  std::vector<Bound> bound_;
};

}  // namespace charta::editor
