// SPDX-License-Identifier: Apache-2.0
// What the misfile detector takes from rule packs: data/rules/document-imaging/misfiles.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <set>
#include <string>
#include <string_view>

namespace charta::misfile_watch {

/// How much each kind of identifier says, in points, and how much more somebody else's must say than the chart's own.
struct MisfileRules {
  int number = 30, name = 20, birth_date = 20;
  int unlabelled_percent = 50;     ///< of the points: without a word that says what it is
  int near_percent = 60;           ///< of the points: as a machine may have misread it
  int least = 30;                  ///< points of the other person
  int margin = 20;                 ///< by which they exceed those of the chart's own patient
  int own_most_of_stranger = 10;   ///< somebody whom the index does not know: the chart's own may have no more
  int severe = 50;                 ///< points of the other person from which it is urgent
  int name_letters_per_error = 5;  ///< one letter in so many may be misread
  int sure_word = 50;              ///< percent: what was read with less speaks for nobody else
  int heading_reaches = 4;         ///< lines below "MOTHER:" that are hers
  int days_between_passes = 7;
  int top_lines = 14;               ///< where a day without a label may be a birth date
  std::set<std::string> relatives;  ///< words before what is not the patient's own: mother, guarantor
  std::set<std::string> providers;  ///< words before a name that is no patient's
  std::string rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<MisfileRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::misfile_watch
