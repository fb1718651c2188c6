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
    found_.push_back({&edit, std::move(words), std::move(codes), is_certain, {}, 0, kind_});
  }
  void add_service(std::string_view id, Date day, std::vector<CodeKey> codes, std::string words, int units = 0,
                   bool is_certain = true) {
    const auto before = found_.size();
    add(id, day, std::move(codes), std::move(words), is_certain);
    if (found_.size() == before) return;
    found_.back().day = day;
    found_.back().units = units;
  }
  /// What is added from now on speaks of codes of this kind.
  void speak_of(CodeKind kind) { kind_ = kind; }
  std::vector<EditFinding> take() { return std::move(found_); }

 private:
  const EditRules& rules_;
  std::vector<EditFinding> found_;
  CodeKind kind_ = CodeKind::diagnosis;
};

bool begins_with_digit(CodeKey code);  ///< as codes and modifiers that are licensed do
bool has_modifiers(const code_books::ServiceCodes& book);

void check_codes(const CodedClaim& claim, const Books& books, FindingList& findings);
void check_notes(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);
void check_admission(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);
void check_services(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings);

}  // namespace charta::claim_edits
