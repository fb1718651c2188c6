// SPDX-License-Identifier: Apache-2.0
#include "department/coding/claim_edits/claim_edits.hpp"

#include "department/coding/claim_edits/finding_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::claim_edits {
namespace {

bool has_unjudged_licensed_code(const CodedClaim& claim, const Books& books) {
  return books.licensed == nullptr && std::any_of(claim.services.begin(), claim.services.end(), [&](const CodedService& one) {
           return begins_with_digit(one.code) && (books.services == nullptr || books.services->find(one.code) == nullptr);
         });
}

bool has_unjudged_modifier(const CodedClaim& claim, const Books& books) {
  return books.services != nullptr && !has_modifiers(*books.services) &&
         std::any_of(claim.services.begin(), claim.services.end(),
                     [](const CodedService& one) { return !one.modifiers.empty(); });
}

}  // namespace

bool begins_with_digit(CodeKey code) {
  const char first = code_books::character_of(code, 1);
  return first >= '0' && first <= '9';
}

bool has_modifiers(const code_books::ServiceCodes& book) {
  return std::any_of(book.codes.begin(), book.codes.end(), [](const auto& one) { return one.is_modifier != 0; });
}

void check_admission(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings) {
  if (!claim.is_inpatient || books.poa_exempt == nullptr) return;
  for (const auto& one : claim.diagnoses) {
    const bool is_blank = one.poa == ' ' || one.poa == '\0';
    const bool is_indicator = rules.poa_indicators.find(one.poa) != std::string::npos;
    const bool is_exempt_mark = rules.poa_exempt_marks.find(one.poa) != std::string::npos;
    if (!is_blank && !is_indicator && !is_exempt_mark)
      findings.add("poa-unknown", claim.discharge, {one.code},
                   fmt::format("{} has the indicator '{}', which is none", dotted(one.code), one.poa));
    else if (books.poa_exempt->has(one.code)) {
      if (is_indicator)
        findings.add("poa-exempt", claim.discharge, {one.code},
                     fmt::format("{} is exempt from present on admission and has the indicator {}", dotted(one.code), one.poa));
    } else if (is_blank) {
      findings.add("poa-missing", claim.discharge, {one.code},
                   fmt::format("{} has no present on admission indicator", dotted(one.code)));
    } else if (is_exempt_mark) {
      findings.add("poa-missing", claim.discharge, {one.code},
                   fmt::format("{} is marked as exempt from present on admission and is not", dotted(one.code)));
    }
  }
}

std::vector<EditFinding> check(const CodedClaim& claim, const Books& books, const EditRules& rules) {
  FindingList findings(rules);
  check_codes(claim, books, findings);
  check_notes(claim, books, rules, findings);
  check_admission(claim, books, rules, findings);
  findings.speak_of(CodeKind::service);
  check_services(claim, books, rules, findings);
  return findings.take();
}

std::vector<std::string> not_checked(const CodedClaim& claim, const Books& books) {
  std::vector<std::string> missing;
  if (!claim.diagnoses.empty()) {
    if (books.diagnoses == nullptr) missing.emplace_back("whether each diagnosis is a code of that day: ICD-10-CM is not loaded");
    if (books.tabular == nullptr) missing.emplace_back("excludes 1 and code first notes: the tabular list is not loaded");
    if (claim.is_inpatient && books.poa_exempt == nullptr)
      missing.emplace_back("present on admission: the list of exempt codes is not loaded");
  }
  if (!claim.procedures.empty() && books.procedures == nullptr && books.tables == nullptr)
    missing.emplace_back("whether each procedure is a code of that day: ICD-10-PCS is not loaded");
  if (!claim.services.empty()) {
    if (books.services == nullptr) missing.emplace_back("whether each service is a code of its day: HCPCS is not loaded");
    if (has_unjudged_licensed_code(claim, books))
      missing.emplace_back("whether each CPT code is one of its day: the site's own licensed list is not loaded");
    if (has_unjudged_modifier(claim, books))
      missing.emplace_back("whether each modifier is one of its day: the HCPCS list that is loaded has none");
    if (books.units == nullptr) missing.emplace_back("units of services: the medically unlikely edits are not loaded");
    if (books.pairs == nullptr)
      missing.emplace_back("services beside each other: the procedure to procedure edits are not loaded");
  }
  return missing;
}

}  // namespace charta::claim_edits
