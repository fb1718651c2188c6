// SPDX-License-Identifier: Apache-2.0
// Whether a question to a physician may be asked as it is written. Pure.
// Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022 update).
#pragma once
#include "department/physician_queries/query_draft.hpp"
#include "department/physician_queries/query_rules.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::physician_queries {

enum class Fault {
  no_title,
  no_question,
  no_indicator,       ///< nothing from the record is quoted
  not_word_for_word,  ///< a quote that its document does not hold
  earlier_not_said,   ///< from an earlier encounter, and not shown as that
  only_earlier,       ///< nothing of this encounter is quoted
  money,              ///< payment, groups, weights
  quality_figure,     ///< scores, penalties, profiles
  leading_words,      ///< "please document that …", "don't you agree"
  names_diagnosis,    ///< the title or the question brings in what nobody documented
  no_choices,
  choices_not_asked,  ///< an open question with choices
  no_other,
  no_undetermined,
  same_choice_twice,
  sole_choice_unsupported,
  choice_unsupported,  ///< a warning: nothing quoted speaks for it as far as the rule knows
  sole_choice,         ///< a warning: only one answer besides the two that always stand
  yes_no_not_allowed   ///< yes or no about what nobody documented
};
std::string_view fault_code(Fault fault);
bool blocks(Fault fault);

struct Finding {
  Fault fault = Fault::no_title;
  std::string where;                 ///< title, question, choice, indicator
  std::size_t number = 0;            ///< of the choice or indicator, from 1
  std::size_t from = 0, length = 0;  ///< in that text, bytes
  std::string quote, says, rule;
};

/// In the order title, question, choices, indicators. Empty: it may be asked.
std::vector<Finding> lint(const Draft& draft, const QueryRules& rules);
bool may_be_asked(const std::vector<Finding>& findings);

}  // namespace charta::physician_queries
