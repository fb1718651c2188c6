// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/claim_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace charta::code_sets {
namespace {

using grouper::Outcome;

std::string_view impact(bool initial, bool final) {
  return initial ? (final ? "BOTH" : "INITIAL") : final ? "FINAL" : "NONE";
}
std::string_view severity_text(const Outcome& outcome) {
  return outcome.has_severity ? grouper::name_of(outcome.severity) : "NONE";
}

void write_edits(json::Writer& out, const editor::CodeEditor& editor, Date day,
                 const std::vector<editor::CodeEditor::Finding>& findings) {
  out.member("mce_version", static_cast<int>(editor.tables().version));
  out.member("mce_type",
             findings.empty() ? std::string_view("NONE") : std::string_view(editor.rules()[findings.front().rule].type));
  out.key("mce").begin_object();
  for (std::size_t n = 0; n < findings.size(); ++n) {
    const auto& name = editor.rules()[findings[n].rule].edit;
    const auto same = [&](const auto& other) { return editor.rules()[other.rule].edit == name; };
    if (std::any_of(findings.begin(), findings.begin() + static_cast<std::ptrdiff_t>(n), same)) continue;
    out.member(name, static_cast<std::int64_t>(std::count_if(findings.begin(), findings.end(), same)));
  }
  out.end_object();
  const auto not_checked = editor.not_checked(day);
  if (not_checked.empty()) return;
  out.key("mce_not_checked").begin_array();
  for (const auto& edit : not_checked) out.string(edit);
  out.end_array();
}

void write_weight_of(json::Writer& out, std::uint32_t weight) {
  out.key("weight").raw(fmt::format("{}.{:04}", weight / 10000, weight % 10000));
}

void write_uses(json::Writer& out, const grouper::Grouping& grouping) {
  out.key("sdx").begin_array();
  for (const auto& use : grouping.secondary)
    out.begin_object()
        .member("sev", grouper::name_of(use.final))
        .member("isev", grouper::name_of(use.initial))
        .member("impact", impact(use.carries_initial, use.carries_final))
        .member("hac", use.is_hac ? 1 : 0)
        .end_object();
  out.end_array().key("procedures").begin_array();
  for (const auto& use : grouping.procedures)
    out.begin_object()
        .member("or", use.is_operating_room)
        .member("impact", impact(use.carries_initial, use.carries_final))
        .end_object();
  out.end_array();
}

void write_brief(json::Writer& out, std::string_view name, const grouper::GroupedBrief& brief) {
  out.key(name).begin_object().member("version", brief.version).member("drg", brief.drg).member("title", brief.title);
  out.member("mdc", brief.mdc).member("severity", brief.severity).member("grc", brief.code);
  if (brief.weight) write_weight_of(out, *brief.weight);
  out.end_object();
}

/// What the claim says in the place of a code that is none.
std::string given_at(const ClaimLine& line, const editor::CodeEditor::Finding& finding) {
  if (finding.place < -1) return {};
  const auto place = static_cast<std::size_t>(std::max(finding.place, 0));
  const auto code = finding.is_procedure  ? line.claim.procedures[place]
                    : finding.place == -1 ? line.claim.principal.code
                                          : line.claim.secondary[place].code;
  return grouper::is_unreadable(code) ? fmt::format(" Given is {}.", grouper::words_of(line.claim, code)) : std::string();
}

/// What stands in a code's place and is none: a line of its own, whether reasons were asked for or not.
void write_unreadable(json::Writer& out, const ClaimLine& line) {
  if (line.claim.unreadable.empty()) return;
  out.key("unreadable").begin_array();
  for (std::size_t n = 0; n < line.claim.unreadable.size(); ++n)
    out.begin_object().member("at", line.unreadable_at[n]).member("given", line.claim.unreadable[n]).end_object();
  out.end_array();
}

}  // namespace

void write_answer(json::Writer& out, const ClaimLine& line, const grouper::GroupedClaim& grouped,
                  const editor::CodeEditor* editor, const std::vector<editor::CodeEditor::Finding>& findings) {
  const auto& grouping = grouped.grouping;
  const Outcome &initial = grouping.initial, &final = grouping.final;
  out.member("id", line.id).member("version", grouped.version);
  out.member("initial_mdc", initial.mdc).member("initial_drg", initial.drg).member("mdc", final.mdc).member("drg", final.drg);
  out.member("base_drg", final.base_drg)
      .member("grc", grouper::name_of(final.code))
      .member("initial_grc", grouper::name_of(initial.code));
  out.member("med_surg", grouper::name_of(final.med_surg))
      .member("severity", severity_text(final))
      .member("initial_severity", severity_text(initial));
  out.member("hac_status", grouper::name_of(grouping.hac_status)).member("hac_count", grouping.hac_count);
  if (const auto* facts = grouped.facts; facts != nullptr) {
    write_weight_of(out, facts->weight);
    out.key("gmlos").raw(fmt::format("{}.{}", facts->geometric_mean_stay / 10, facts->geometric_mean_stay % 10));
    out.key("amlos").raw(fmt::format("{}.{}", facts->arithmetic_mean_stay / 10, facts->arithmetic_mean_stay % 10));
  }
  if (editor != nullptr) write_edits(out, *editor, line.discharge_date, findings);
  write_unreadable(out, line);
  write_uses(out, grouping);
}

void write_reasons(json::Writer& out, const ClaimLine& line, const grouper::Reasons& reasons, const editor::CodeEditor* editor,
                   const std::vector<editor::CodeEditor::Finding>& findings) {
  out.key("trace").begin_array();
  for (const auto& sentence : reasons.trace) out.string(sentence);
  out.end_array().member("formula", reasons.formula).key("sensitivity").begin_array();
  for (const auto& change : reasons.sensitivity) {
    out.begin_object().member("without", grouper::text_of(change.code)).member("drg", change.drg);
    if (change.weight > 0) write_weight_of(out, change.weight);
    out.end_object();
  }
  out.end_array();
  if (editor == nullptr) return;
  out.key("edits").begin_array();
  for (const auto& finding : findings) out.string(editor->in_words(finding, line.claim) + given_at(line, finding));
  out.end_array();
}

void write_what_if(json::Writer& out, const grouper::WhatIfAnswer& answer) {
  write_brief(out, "before", answer.before);
  write_brief(out, "after", answer.after);
  if (answer.before.weight && answer.after.weight) {
    const auto change = std::int64_t{*answer.after.weight} - std::int64_t{*answer.before.weight};
    out.key("weight_change")
        .raw(fmt::format("{}{}.{:04}", change < 0 ? "-" : "", std::abs(change) / 10000, std::abs(change) % 10000));
  }
  out.key("why").begin_array();
  for (const auto& sentence : answer.why) out.string(sentence);
  out.end_array().member("formula", answer.formula);
}

}  // namespace charta::code_sets
