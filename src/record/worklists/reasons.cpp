// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/reasons.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::worklists {
namespace {

std::vector<std::string> words(json::Value list) {
  std::vector<std::string> texts;
  for (const json::Value word : list) texts.emplace_back(word.text());
  return texts;
}

bool names(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Result<Reasons> Reasons::from_rule(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  Reasons reasons;
  for (const json::Value value : document.root()["reasons"]) {
    Reason reason{std::string(value.key()), std::string(value["sentence"].text()), words(value["kinds"]), words(value["events"])};
    if (trimmed(reason.sentence).empty())
      return fail(ErrorKind::invalid, rule.reference() + ": reasons: '" + reason.code + "' has no sentence", "reasons");
    reasons.reasons_.emplace(reason.code, std::move(reason));
  }
  return reasons;
}

const Reason* Reasons::find(std::string_view code) const {
  const auto found = reasons_.find(code);
  return found == reasons_.end() ? nullptr : &found->second;
}

std::string Reasons::sentence(std::string_view code) const {
  const Reason* reason = find(code);
  return reason != nullptr ? reason->sentence : std::string(code);
}

std::vector<const Reason*> Reasons::choices(std::string_view kind, std::string_view event) const {
  std::vector<const Reason*> list;
  for (const auto& [code, reason] : reasons_) {
    if (names(reason.events, event) && (reason.kinds.empty() || names(reason.kinds, kind))) list.push_back(&reason);
  }
  return list;
}

std::vector<const Reason*> Reasons::of_kind(std::string_view kind) const {
  std::vector<const Reason*> list;
  for (const auto& [code, reason] : reasons_) {
    if (reason.kinds.empty() || names(reason.kinds, kind)) list.push_back(&reason);
  }
  return list;
}

}  // namespace charta::worklists
