// SPDX-License-Identifier: Apache-2.0
// What a coder is told before a claim goes out, besides the Medicare Code Editor: codes that are none on that day, codes that do
// not go together, codes in the wrong order, present on admission, services that are not paid beside each other. Pure. Source:
// ICD-10-CM Official Guidelines, sections I.A, I.C.20 and appendix I; CMS, NCCI Policy Manual, chapter I.
#pragma once
#include "department/coding/code_books/code_lists.hpp"
#include "department/coding/code_books/procedure_tables.hpp"
#include "department/coding/code_books/service_codes.hpp"
#include "department/coding/code_books/tabular_list.hpp"
#include "department/coding/encoder/code_texts.hpp"
#include "formats/json/json.hpp"

#include <functional>
#include <map>

namespace charta::claim_edits {

using grouper::CodeKey;

/// One edit's own words and dates, as the rule pack has them.
struct EditText {
  std::string id, title, remedy, source;
  Date from;
  std::optional<Date> to;
};
/// data/rules/coding/claim-edits.json.
struct EditRules {
  std::map<std::string, EditText, std::less<>> edits;
  CodeKey external_cause_from = 0, external_cause_to = 0;
  std::string poa_indicators, poa_exempt_marks;  ///< "YNUW", "1"
  std::vector<std::string> manifestation_words;  ///< of titles: "in diseases classified elsewhere"
  std::vector<std::string> conditional_words;    ///< of notes that hold only where they apply: "if applicable"
  std::vector<std::string> mandatory_words;      ///< beginnings of notes that always ask for a code: "underlying"
  std::vector<CodeKey> parting_modifiers;        ///< that part a pair of services
  /// Errors: `invalid`, saying what the pack lacks.
  static Result<EditRules> read(json::Value parameters);
};

struct CodedDiagnosis {
  CodeKey code = 0;
  char poa = ' ';
};
struct CodedService {
  CodeKey code = 0;
  int units = 1;
  Date day;
  std::vector<CodeKey> modifiers;
  bool is_documented = true;  ///< words of the record stand behind it
};
struct CodedClaim {
  Date discharge;
  bool is_inpatient = true;
  std::vector<CodedDiagnosis> diagnoses;  ///< the first is the principal
  std::vector<CodeKey> procedures;
  std::vector<CodedService> services;
};

/// Another year's list, to say when a code was or will be one.
struct OtherYear {
  std::string release;
  Date from;
  std::function<const encoder::CodeTexts*()>
      diagnoses;  ///< asked only for a code that the day does not have; null: not to be had
};
/// The books in force on the day; what is null is not loaded, and its edits are not run.
struct Books {
  const encoder::CodeTexts* diagnoses = nullptr;
  const encoder::CodeTexts* procedures = nullptr;
  const code_books::TabularList* tabular = nullptr;
  const code_books::ProcedureTables* tables = nullptr;
  const code_books::CodeSet* poa_exempt = nullptr;
  const code_books::ServiceCodes* services = nullptr;
  const code_books::ServiceCodes* licensed = nullptr;  ///< CPT, where the site has its own list
  const code_books::UnitLimits* units = nullptr;
  const code_books::ServicePairs* pairs = nullptr;
  std::vector<OtherYear> other_years;
};

/// Of what a finding speaks: the same letters may be a diagnosis and a service.
enum class CodeKind { diagnosis, procedure, service };
std::string written(CodeKey code, CodeKind kind);  ///< with its dot where it is a diagnosis: "S72.011A", "A9512"

struct EditFinding {
  const EditText* edit = nullptr;
  std::string words;           ///< "I10 and R03.0 are not coded together: …"
  std::vector<CodeKey> codes;  ///< which it is about, the one to change first
  bool is_certain = true;      ///< false: only a person can tell whether it applies
  std::optional<Date> day;     ///< of services, of which it is
  int units = 0;               ///< that were given, where it is about units
  CodeKind kind = CodeKind::diagnosis;
  /// "…: title. Since DATE. Remedy. Source."
  std::string in_full() const;
};

/// Every finding, in the order of the claim. A rule out of force on the day of discharge (of service) finds nothing.
std::vector<EditFinding> check(const CodedClaim& claim, const Books& books, const EditRules& rules);
/// Which edits are not run for want of a book, in plain words.
std::vector<std::string> not_checked(const CodedClaim& claim, const Books& books);

std::string dotted(CodeKey code);  ///< "S72.011A"

}  // namespace charta::claim_edits
