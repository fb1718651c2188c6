// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/match.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace charta::expected_records {
namespace {

using happenings::DocumentFiled;
using happenings::OrderKeys;

constexpr std::array<std::string_view, 9> key_codes = {"same-document",        "placer+filler",     "placer",
                                                       "filler+service+date",  "encounter+type",    "filler",
                                                       "patient+service+date", "patient+type+date", "none"};

bool agree(std::string_view a, std::string_view b) {
  return a.empty() || b.empty() || a == b;
}
bool same_number(std::string_view number_a, std::string_view assigner_a, std::string_view number_b, std::string_view assigner_b) {
  return !number_a.empty() && number_a == number_b && agree(assigner_a, assigner_b);
}
bool other_number(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() && a != b;
}

bool same_placer(const OrderKeys& a, const OrderKeys& b) {
  return same_number(a.placer, a.placer_assigner, b.placer, b.placer_assigner);
}
bool same_filler(const OrderKeys& a, const OrderKeys& b) {
  return same_number(a.filler, a.filler_assigner, b.filler, b.filler_assigner);
}

/// Two systems may code one service differently; then the words decide.
bool same_service(const OrderKeys& a, const OrderKeys& b) {
  if (!a.service_code.empty() && !b.service_code.empty() && agree(a.service_system, b.service_system))
    return a.service_code == b.service_code;
  return !a.service_text.empty() && folded(a.service_text) == folded(b.service_text);
}

bool accepts(const Expectation& expectation, std::string_view type) {
  const auto& types = expectation.accepted_types;
  return !type.empty() && std::find(types.begin(), types.end(), type) != types.end();
}

int days_apart(const Expectation& expectation, const DocumentFiled& document, const TimeZone& zone) {
  const Date promised = zone.local_date(expectation.keys.service_at.value_or(expectation.basis_at));
  const Date written = zone.local_date(document.keys.service_at.value_or(document.at));
  return static_cast<int>(std::abs((promised.days() - written.days()).count()));
}

Match by_numbers(const Expectation& expectation, const DocumentFiled& document, int days) {
  const OrderKeys &a = expectation.keys, &b = document.keys;
  if (same_placer(a, b)) {
    if (same_filler(a, b)) return {&expectation, Certainty::certain, MatchKey::placer_and_filler, days};
    // One order split into several by the performing department: which part this is, a person says.
    return {&expectation, other_number(a.filler, b.filler) ? Certainty::possible : Certainty::certain, MatchKey::placer, days};
  }
  if (!same_filler(a, b)) return {};
  if (same_service(a, b) && days == 0) return {&expectation, Certainty::certain, MatchKey::filler_service_date, days};
  return {&expectation, Certainty::possible, MatchKey::filler, days};
}

Match by_likeness(const Expectation& expectation, const DocumentFiled& document, int days, const MatchTerms& terms) {
  const bool is_ordered = expectation.trigger == Trigger::order;
  const bool names_other_order =
      other_number(expectation.keys.placer, document.keys.placer) || other_number(expectation.keys.filler, document.keys.filler);
  if (names_other_order) return {};
  if (expectation.encounter.is_set() && expectation.encounter == document.encounter && accepts(expectation, document.type_code))
    return {&expectation, is_ordered ? Certainty::possible : Certainty::certain, MatchKey::encounter_and_type, days};
  if (is_ordered && same_service(expectation.keys, document.keys) && days <= terms.days)
    return {&expectation, Certainty::possible, MatchKey::patient_service_date, days};
  const bool elsewhere = expectation.encounter.is_set() && document.encounter.is_set();  // another visit's note is no candidate
  if (!is_ordered && !elsewhere && accepts(expectation, document.type_code) && days <= terms.days)
    return {&expectation, Certainty::possible, MatchKey::patient_type_date, days};
  return {};
}

/// An order that promises several documents: each arrival fulfils those whose type it has.
void choose_by_type(std::vector<Match>& certain, std::string_view type) {
  const auto has_sibling_of_type = [&](const Match& match) {
    return std::any_of(certain.begin(), certain.end(), [&](const Match& other) {
      return other.expectation->order == match.expectation->order && accepts(*other.expectation, type);
    });
  };
  std::vector<Match> chosen;
  for (const Match& match : certain) {
    const bool is_alone =
        std::count_if(certain.begin(), certain.end(), [&](const Match& other) {
          return other.expectation->order == match.expectation->order && other.expectation->trigger == match.expectation->trigger;
        }) == 1;
    if (match.expectation->trigger != Trigger::order || is_alone || accepts(*match.expectation, type))
      chosen.push_back(match);
    else if (!has_sibling_of_type(match) && match.expectation->accepted_types.empty())
      chosen.push_back(match);
  }
  certain = std::move(chosen);
}

bool is_likelier(const Match& a, const Match& b) {
  if (a.key != b.key) return a.key < b.key;
  if (a.days_apart != b.days_apart) return a.days_apart < b.days_apart;
  return a.expectation->id < b.expectation->id;
}

}  // namespace

std::string_view match_key_code(MatchKey key) {
  return key_codes[static_cast<std::size_t>(key)];
}

Match compare(const Expectation& expectation, const DocumentFiled& document, const MatchTerms& terms) {
  const int days = days_apart(expectation, document, terms.zone);
  if (expectation.document.is_set() && expectation.document == document.document && expectation.state != "possible-match")
    return {&expectation, Certainty::certain, MatchKey::same_document, days};
  const Match numbered = by_numbers(expectation, document, days);
  if (numbered.certainty != Certainty::none) return numbered;
  return by_likeness(expectation, document, days, terms);
}

Matching match(const std::vector<const Expectation*>& candidates, const DocumentFiled& document, const MatchTerms& terms) {
  Matching matching;
  std::vector<Match> certain, possible;
  for (const Expectation* candidate : candidates) {
    const Match found = compare(*candidate, document, terms);
    if (found.certainty == Certainty::certain)
      certain.push_back(found);
    else if (found.certainty == Certainty::possible && candidate->is_open())
      possible.push_back(found);
  }
  const std::vector<Match> by_number = certain;
  choose_by_type(certain, document.type_code);
  for (const Match& found : certain) (found.expectation->is_open() ? matching.certain : matching.answered).push_back(found);
  if (!matching.certain.empty() || !matching.answered.empty()) return matching;
  for (const Match& found : by_number) {
    if (found.expectation->is_open()) possible.push_back(found);
  }
  if (possible.empty()) return matching;
  const Match& best = *std::min_element(possible.begin(), possible.end(), is_likelier);
  matching.suggested = best.expectation;
  matching.suggested_by = best.key;
  return matching;
}

}  // namespace charta::expected_records
