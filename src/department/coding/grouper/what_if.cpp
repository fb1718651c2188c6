// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/what_if.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::grouper {
namespace {

constexpr std::string_view poa_letters = "YNUW1E";
constexpr std::size_t procedure_length = 7;

Error no_such_edit() {
  return fail(ErrorKind::invalid, "a change is written +CODE, +CODE:POA, -CODE, CODE:POA or =CODE", "change");
}

auto with_code(std::vector<ClaimDiagnosis>& all, CodeKey code) {
  return std::find_if(all.begin(), all.end(), [&](const ClaimDiagnosis& one) { return one.code == code; });
}

/// One edit after the other on a copy of the claim.
class EditedClaim {
 public:
  explicit EditedClaim(Claim& claim) : claim_(claim) {}

  /// What is wrong; null: it is done.
  const char* apply(const ClaimEdit& edit) {
    switch (edit.how) {
      case ClaimEdit::How::add:
        return add(edit);
      case ClaimEdit::How::remove:
        return remove(edit.code);
      case ClaimEdit::How::poa:
        return change(edit);
      case ClaimEdit::How::principal:
        return make_principal(edit.code);
    }
    return nullptr;
  }

 private:
  const char* add(const ClaimEdit& edit) {
    if (edit.is_procedure) {
      claim_.procedures.push_back(edit.code);  // the same procedure may be done twice
      return nullptr;
    }
    if (claim_.principal.code == edit.code || with_code(claim_.secondary, edit.code) != claim_.secondary.end())
      return "the claim has this code already";
    if (claim_.principal.code == 0)
      claim_.principal = {edit.code, edit.poa};
    else
      claim_.secondary.push_back({edit.code, edit.poa});
    return nullptr;
  }

  /// The next diagnosis moves up where the principal one goes.
  const char* remove(CodeKey code) {
    if (claim_.principal.code == code) {
      if (claim_.secondary.empty()) return "no principal diagnosis would remain";
      claim_.principal = claim_.secondary.front();
      claim_.secondary.erase(claim_.secondary.begin());
      return nullptr;
    }
    if (const auto at = with_code(claim_.secondary, code); at != claim_.secondary.end()) {
      claim_.secondary.erase(at);
      return nullptr;
    }
    const auto at = std::find(claim_.procedures.begin(), claim_.procedures.end(), code);
    if (at == claim_.procedures.end()) return "the claim has no such code";
    claim_.procedures.erase(at);
    return nullptr;
  }

  const char* change(const ClaimEdit& edit) {
    if (claim_.principal.code == edit.code) {
      claim_.principal.poa = edit.poa;
      return nullptr;
    }
    const auto at = with_code(claim_.secondary, edit.code);
    if (at == claim_.secondary.end()) return "the claim has no such diagnosis";
    at->poa = edit.poa;
    return nullptr;
  }

  const char* make_principal(CodeKey code) {
    if (claim_.principal.code == code) return nullptr;
    const auto at = with_code(claim_.secondary, code);
    if (at == claim_.secondary.end()) return "the claim has no such diagnosis";
    std::swap(claim_.principal, *at);
    return nullptr;
  }

  Claim& claim_;
};

GroupedBrief brief_of(const GroupedClaim& grouped) {
  const auto& outcome = grouped.grouping.final;
  GroupedBrief brief{grouped.version, outcome.drg, outcome.mdc, std::string(grouped.title), "NONE", name_of(outcome.code), {}};
  if (outcome.has_severity) brief.severity = name_of(outcome.severity);
  if (grouped.facts != nullptr) brief.weight = grouped.facts->weight;
  return brief;
}

}  // namespace

Result<ClaimEdit> read_edit(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  ClaimEdit edit;
  const char sign = text.empty() ? '\0' : text.front();
  const bool is_signed = sign == '+' || sign == '-' || sign == '=';
  if (is_signed) text.remove_prefix(1);
  const auto colon = text.find(':');
  edit.code = key_of(text.substr(0, colon));
  if (edit.code == 0 || text.find('@') != std::string_view::npos) return no_such_edit();
  edit.how = sign == '-' ? ClaimEdit::How::remove : sign == '=' ? ClaimEdit::How::principal : ClaimEdit::How::add;
  if (!is_signed) edit.how = ClaimEdit::How::poa;
  if (colon == std::string_view::npos) {
    if (!is_signed) return no_such_edit();
    return edit;
  }
  const auto poa = text.substr(colon + 1);
  const char letter = poa.size() != 1 ? '\0' : poa[0] >= 'a' && poa[0] <= 'z' ? static_cast<char>(poa[0] - 'a' + 'A') : poa[0];
  if (sign == '-' || sign == '=' || letter == '\0' || poa_letters.find(letter) == std::string_view::npos)
    return fail(ErrorKind::invalid, "present on admission is Y, N, U, W, 1 or E, behind a code that is added or changed",
                "change");
  edit.poa = letter;
  return edit;
}

bool is_procedure_of(const DrgTables& tables, CodeKey code) {
  if (tables.diagnosis(code) != nullptr) return false;
  if (tables.procedure_index.find(code) != CodeIndex::none) return true;
  const auto text = text_of(code);
  return text.size() == procedure_length && text.front() >= '0' && text.front() <= '9';
}

Result<Claim> edited(const Claim& claim, const WhatIf& asked) {
  Claim other = claim;
  EditedClaim edits(other);
  for (std::size_t n = 0; n < asked.edits.size(); ++n)
    if (const char* wrong = edits.apply(asked.edits[n]); wrong != nullptr)
      return fail(ErrorKind::invalid, fmt::format("change {}: {}", n + 1, wrong), "change");
  if (asked.age) other.age = *asked.age;
  if (asked.discharge_status) other.discharge_status = *asked.discharge_status;
  if (asked.sex) other.sex = *asked.sex;
  return other;
}

Result<WhatIfAnswer> answer_what_if(GrouperPort& grouper, const Claim& claim, Date day, WhatIf asked) {
  for (auto& edit : asked.edits) {
    if (edit.how != ClaimEdit::How::add) continue;
    CHARTA_TRY(edit.is_procedure, grouper.is_procedure(edit.code, day));
    if (edit.is_procedure && edit.poa != ' ')
      return fail(ErrorKind::invalid, "a procedure has no present on admission indicator", "change");
  }
  CHARTA_TRY(const auto other, edited(claim, asked));
  WhatIfAnswer answer;
  GroupedClaim grouped;
  CHARTA_TRY_DO(grouper.group(claim, day, grouped));
  answer.before = brief_of(grouped);
  CHARTA_TRY(const auto before, grouper.explain(claim, day, grouped));
  CHARTA_TRY_DO(grouper.group(other, day, grouped));
  answer.after = brief_of(grouped);
  CHARTA_TRY(auto after, grouper.explain(other, day, grouped));
  answer.formula = std::move(after.formula);
  for (auto& sentence : after.trace)
    if (std::find(before.trace.begin(), before.trace.end(), sentence) == before.trace.end())
      answer.why.push_back(std::move(sentence));
  return answer;
}

}  // namespace charta::grouper
