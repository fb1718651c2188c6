// SPDX-License-Identifier: Apache-2.0
// What speaks against finishing a sheet of codes, in plain words, with the rule and what would resolve it. Pure.
// Sources: ICD-10-CM Official Guidelines for Coding and Reporting, Sections II and III, Appendix I (POA); UHDDS; the Medicare
// Code Editor by department/coding/editor.
#pragma once
#include "department/coding/claim_edits/claim_edits.hpp"
#include "department/coding/editor/code_editor.hpp"
#include "department/coding_desk/coded_sheet.hpp"
#include "department/coding_desk/coding_rules.hpp"

#include <span>

namespace charta::coding_desk {

struct CodingFinding {
  std::string key;      ///< the same as long as it is the same finding: "poa:J189", "mce:SEX_CONFLICT:O80"
  std::string code;     ///< that it is about; empty: the whole sheet
  bool blocks = false;  ///< must be mended; else a person may answer it
  std::string says, rule;
};

/// Principal diagnosis, present on admission, evidence, repeated codes. `exempt`: the official list of the day, which decides
/// where it is loaded; without it the abridged categories of the rules do.
std::vector<CodingFinding> check_sheet(const CodedSheet& sheet, const CodingRules& rules, bool is_inpatient,
                                       const code_books::CodeSet* exempt = nullptr);
/// Which diagnoses nobody opened in the tabular list, where the rules ask for it. What the list has is opened there; what it has
/// not, or not whole, a person answers for. `list`: of the day; null: it is not loaded.
std::vector<CodingFinding> check_verified(const CodedSheet& sheet, const CodingRules& rules, const code_books::TabularList* list);
/// Each procedure of an inpatient has its day, and that lies in the stay. `stay`: days up to the discharge; -1: not known.
/// Source: UHDDS (50 FR 31038), item 12: date of each significant procedure.
std::vector<CodingFinding> check_procedure_days(const CodedSheet& sheet, Date discharge, int stay, const CodingRules& rules);
/// What the Medicare Code Editor says of it.
std::vector<CodingFinding> edits_of(const CodedSheet& sheet, const ClaimBasis& basis, Date day, const editor::CodeEditor& editor,
                                    const CodingRules& rules);
/// Services: their words in the record, the days of the stay, and that this stay has any.
std::vector<CodingFinding> check_services(const CodedSheet& sheet, const StayDays& stay, bool is_inpatient,
                                          const CodingRules& rules);
/// What the tabular list and the other books say of diagnoses and procedures beside each other, of the edits that the desk asks.
std::vector<CodingFinding> claim_findings(const CodedSheet& sheet, Date day, bool is_inpatient, const claim_edits::Books& books,
                                          const claim_edits::EditRules& edits, const CodingRules& rules);

/// The services of one day as the books of that day are asked about them: units and pairs are counted by day.
claim_edits::CodedClaim services_of_day(const CodedSheet& sheet, Date day);
std::vector<Date> service_days(const CodedSheet& sheet);  ///< in their order, each once
/// Validity, units, pairs and modifiers of the services of a day. Their keys change with the units: what was answered of ten is
/// not answered of a hundred.
std::vector<CodingFinding> service_findings(const claim_edits::CodedClaim& services, const claim_edits::Books& books,
                                            const claim_edits::EditRules& edits, const CodingRules& rules);
/// The second finding of a key gets one of its own: nobody answers two at once.
void tell_apart(std::vector<CodingFinding>& findings);

}  // namespace charta::coding_desk
