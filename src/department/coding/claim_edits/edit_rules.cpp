// SPDX-License-Identifier: Apache-2.0
#include "department/coding/claim_edits/claim_edits.hpp"

#include <fmt/format.h>

namespace charta::claim_edits {
namespace {

constexpr std::string_view edit_ids[] = {
    "unknown-code",         "not-yet-or-no-more", "incomplete-code",   "seventh-character",   "placeholder",
    "repeated-code",        "unknown-procedure",  "excludes1",         "code-first",          "manifestation-first",
    "external-cause-first", "poa-missing",        "poa-exempt",        "poa-unknown",         "unknown-service",
    "service-not-valid",    "service-modifier",   "service-repeated",  "service-pair",        "service-pair-modifier",
    "pair-evidence",        "service-units-line", "service-units-day", "service-units-likely"};

Result<EditText> edit_of(json::Value row) {
  EditText text{std::string(row["edit"].text()),
                std::string(row["title"].text()),
                std::string(row["remedy"].text()),
                std::string(row["source"].text()),
                {},
                {}};
  const auto refused = [&](std::string_view why) {
    return fail(ErrorKind::invalid, fmt::format("claim edit '{}': {}", text.id, why));
  };
  if (std::find(std::begin(edit_ids), std::end(edit_ids), text.id) == std::end(edit_ids)) return refused("no such edit is known");
  if (text.title.empty() || text.remedy.empty() || text.source.empty())
    return refused("'title', 'remedy' and 'source' are required");
  const auto from = Date::parse(row["from"].text());
  if (!from) return refused("'from' takes a day");
  text.from = *from;
  if (row["to"] && !(text.to = Date::parse(row["to"].text()))) return refused("'to' takes a day");
  return text;
}

std::vector<std::string> words_in(json::Value list) {
  std::vector<std::string> words;
  for (const auto one : list) words.emplace_back(one.text());
  return words;
}

}  // namespace

Result<EditRules> EditRules::read(json::Value parameters) {
  EditRules rules;
  for (const auto row : parameters["edits"]) {
    CHARTA_TRY(auto text, edit_of(row));
    rules.edits.emplace(text.id, std::move(text));
  }
  for (const auto id : edit_ids)
    if (!rules.edits.contains(id)) return fail(ErrorKind::invalid, fmt::format("claim edit '{}' is missing", id));
  rules.external_cause_from = grouper::key_of(parameters["external_causes"]["from"].text());
  rules.external_cause_to = code_books::last_below(grouper::key_of(parameters["external_causes"]["to"].text()));
  rules.poa_indicators = parameters["poa_indicators"].text(), rules.poa_exempt_marks = parameters["poa_exempt_marks"].text();
  rules.manifestation_words = words_in(parameters["manifestation_words"]);
  rules.conditional_words = words_in(parameters["conditional_words"]);
  rules.mandatory_words = words_in(parameters["mandatory_words"]);
  for (const auto one : parameters["parting_modifiers"]) rules.parting_modifiers.push_back(grouper::key_of(one.text()));
  if (rules.external_cause_from == 0 || rules.poa_indicators.empty() || rules.manifestation_words.empty() ||
      rules.parting_modifiers.empty())
    return fail(ErrorKind::invalid, "the claim edits lack external causes, indicators, words of manifestations or modifiers");
  return rules;
}

std::string written(CodeKey code, CodeKind kind) {
  return kind == CodeKind::diagnosis ? dotted(code) : grouper::text_of(code);
}

std::string dotted(CodeKey code) {
  auto text = grouper::text_of(code);
  if (text.size() > 3 && text.size() <= 7 && !(text.size() == 7 && text[0] >= '0' && text[0] <= '9')) text.insert(3, ".");
  return text;
}

std::string EditFinding::in_full() const {
  return fmt::format("{}: {}. In force from {}{}. {} ({})", words, edit->title, edit->from.text(),
                     edit->to ? " to " + edit->to->text() : std::string(), edit->remedy, edit->source);
}

}  // namespace charta::claim_edits
