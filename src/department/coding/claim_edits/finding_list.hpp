// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/claim_edits/claim_edits.hpp"

namespace charta::claim_edits {

/// Findings as they come; a rule that is out of force on the day adds none.
class FindingList {
 public:
  explicit FindingList(const EditRules& rules) : rules_(rules) {}
  void add(std::string_view id, Date day, std::vector<CodeKey> codes, std::string words, bool is_certain = true) {
    const auto& edit = rules_.edits.find(id)->second;
    if (day < edit.from || (edit.to && *edit.to < day)) return;
    found_.push_back({&edit, std::move(words), std::move(codes), is_certain});
  }
  std::vector<EditFinding> take() { return std::move(found_); }

 private:
  const EditRules& rules_;
  std::vector<EditFinding> found_;
};

void check_codes(const CodedClaim& claim, const Books& books, FindingList& findings);
void check_notes(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);
void check_admission(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);
void check_services(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);

}  // namespace charta::claim_edits
