// SPDX-License-Identifier: Apache-2.0
// Coded reasons and the sentences that a technician reads.
#pragma once
#include "base/result.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::worklists {

struct Reason {
  std::string code, sentence;
  std::vector<std::string> kinds;   ///< for which queues it can be chosen or shown; empty: every one
  std::vector<std::string> events;  ///< which acts it explains; empty: it says why an item waits
};

/// Read once from the rule "worklists/reasons".
class Reasons {
 public:
  static Result<Reasons> from_rule(const rules::Rule& rule);

  const Reason* find(std::string_view code) const;
  /// Its sentence; an unknown code answers itself, so that nothing waits without a word.
  std::string sentence(std::string_view code) const;
  /// What can be chosen when doing `event` to an item of `kind`.
  std::vector<const Reason*> choices(std::string_view kind, std::string_view event) const;
  /// Every reason that an item of `kind` may carry.
  std::vector<const Reason*> of_kind(std::string_view kind) const;
  const std::map<std::string, Reason, std::less<>>& all() const { return reasons_; }

 private:
  std::map<std::string, Reason, std::less<>> reasons_;
};

}  // namespace charta::worklists
