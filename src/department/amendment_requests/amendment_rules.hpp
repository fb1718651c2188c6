// SPDX-License-Identifier: Apache-2.0
// Rule packs `amendment-requests/…` as values: clocks, grounds of a denial, what goes along with a disclosure, letters.
#pragma once
#include "base/time.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::amendment_requests {

struct AmendmentClock {
  int act_within_days = 0, extend_by_days = 0;  ///< the regulation's
  int acknowledge_within_days = 0, inform_within_days = 0, wait_for_statement_days = 0, rebut_within_days = 0;  ///< the site's
  std::string rule;
};

struct Ground {
  std::string code, title, paragraph, words;
  bool needs_document = true;  ///< which entry must be said
};

struct DisclosureRule {
  bool undecided = false, accepted = true, disagreed = true;
  enum class Denied { never, when_asked, always } denied = Denied::when_asked;
  std::string rule;
};

struct LetterTemplate {
  std::string kind, title;
  struct Paragraph {
    std::string says, text;
  };
  std::vector<Paragraph> paragraphs;
};

struct AmendmentRules {
  AmendmentClock clock;
  std::vector<Ground> grounds;
  DisclosureRule disclosures;
  std::map<std::string, LetterTemplate, std::less<>> letters;
  std::string letters_rule;

  /// Errors: `not_found` (no such rule in force), `invalid` (says what is not as asked; a denial that leaves out what
  /// 45 CFR 164.526(d)(1) asks of it is one).
  static Result<AmendmentRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const Ground* ground(std::string_view code) const;
};

using Places = std::vector<std::pair<std::string, std::string>>;
/// The letter with its places filled; a paragraph whose only place is empty is left out. Pure.
std::string letter_text(const LetterTemplate& letter, const Places& places);

}  // namespace charta::amendment_requests
