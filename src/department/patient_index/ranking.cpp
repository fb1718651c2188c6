// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/ranking.hpp"

#include <algorithm>
#include <cstdlib>

#include "department/patient_index/name_agreement.hpp"

namespace charta::patient_index {
namespace {

double number_of(json::Value value) { return value ? std::strtod(std::string(value.text()).c_str(), nullptr) : 0.0; }

void note(RankedCandidate& candidate, std::string_view field, Agreement agreement, const FieldWeight& weight) {
  if (agreement == Agreement::unknown) return;
  const bool agrees = agreement == Agreement::agrees;
  const bool partly = agreement == Agreement::partly;
  candidate.score += agrees ? weight.agree : partly ? weight.partly : weight.disagree;
  std::string words(field);
  std::replace(words.begin(), words.end(), '_', ' ');
  candidate.reasons.push_back({std::string(field), agrees || partly, words + (agrees ? " agrees" : partly ? " agrees in part" : " differs")});
}

Agreement compare_text(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return Agreement::unknown;
  return a == b ? Agreement::agrees : Agreement::differs;
}

/// One part mistyped, or day and month swapped, still tells something.
Agreement compare_birth_dates(const Demographics& a, const Demographics& b) {
  if (!a.birth_date || !b.birth_date) return Agreement::unknown;
  const auto left = a.birth_date->calendar(), right = b.birth_date->calendar();
  const int same = (left.year() == right.year() ? 1 : 0) + (left.month() == right.month() ? 1 : 0) + (left.day() == right.day() ? 1 : 0);
  if (same == 3) return Agreement::agrees;
  const bool swapped = left.year() == right.year() && static_cast<unsigned>(left.month()) == static_cast<unsigned>(right.day()) &&
                       static_cast<unsigned>(left.day()) == static_cast<unsigned>(right.month());
  return same == 2 || swapped ? Agreement::partly : Agreement::differs;
}

Agreement compare_record_numbers(const Demographics& a, const Demographics& b) {
  for (const auto& mine : a.identifiers) {
    if (!is_record_number(mine.type)) continue;
    for (const auto& theirs : b.identifiers) {
      if (!is_record_number(theirs.type) || mine.value != theirs.value) continue;
      return mine.assigner == theirs.assigner ? Agreement::agrees : Agreement::partly;
    }
  }
  return Agreement::unknown;
}

void note_names(RankedCandidate& candidate, const Demographics& received, const Weights& weights) {
  const Name* best = nullptr;
  const Name* mine = received.current_name();
  if (mine == nullptr) return;
  int best_rank = 99;
  for (const auto& name : candidate.person.record.who.names) {
    const auto surname = compare_surnames(mine->family, name.family), given = compare_given_names(mine->given, name.given);
    const int rank = static_cast<int>(surname) * 4 + static_cast<int>(given) + (name.use == NameUse::current ? 0 : 1);
    if (rank >= best_rank) continue;
    best_rank = rank;
    best = &name;
  }
  if (best == nullptr) return;
  const bool former = best->use != NameUse::current;
  auto surname = compare_surnames(mine->family, best->family);
  if (former && surname == Agreement::agrees) surname = Agreement::partly;  // a prior name tells less than the present one
  note(candidate, "surname", surname, weights.surname);
  if (former && surname == Agreement::partly) candidate.reasons.back().text = "a former or other surname agrees";
  note(candidate, "given_name", compare_given_names(mine->given, best->given), weights.given_name);
  note(candidate, "middle_name", compare_middle_names(mine->middle, best->middle), weights.middle_name);
}

}  // namespace

Result<Weights> Weights::parse(std::string_view parameters_json, std::string rule) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters_json));
  Weights weights;
  weights.rule = std::move(rule);
  const std::pair<std::string_view, FieldWeight*> members[] = {
      {"record_number", &weights.record_number}, {"ssn", &weights.ssn},         {"birth_date", &weights.birth_date}, {"surname", &weights.surname},
      {"given_name", &weights.given_name},       {"middle_name", &weights.middle_name}, {"sex", &weights.sex},       {"phone", &weights.phone}};
  for (const auto& [name, weight] : members) {
    const auto value = document.root()[name];
    if (!value["agree"] || !value["disagree"]) return fail(ErrorKind::invalid, "the weights lack agree or disagree of " + std::string(name), std::string(name));
    *weight = {number_of(value["agree"]), number_of(value["disagree"]), number_of(value["partly"])};
  }
  return weights;
}

RankedCandidate weigh(const Demographics& received, const Person& person, const Weights& weights) {
  RankedCandidate candidate{person, 0, {}};
  const auto& who = person.record.who;
  note(candidate, "record_number", compare_record_numbers(received, who), weights.record_number);
  if (!candidate.reasons.empty() && candidate.reasons.back().text.ends_with("in part")) {
    candidate.reasons.back().text = "the same number of another assigner";
  }
  note(candidate, "birth_date", compare_birth_dates(received, who), weights.birth_date);
  note_names(candidate, received, weights);
  note(candidate, "ssn", compare_text(received.ssn, who.ssn), weights.ssn);
  note(candidate, "sex", compare_text(received.sex, who.sex), weights.sex);
  note(candidate, "phone", compare_text(digits_of(received.phone), digits_of(who.phone)), weights.phone);
  return candidate;
}

std::vector<RankedCandidate> rank(const Demographics& received, const std::vector<Person>& persons, const Weights& weights, std::size_t limit) {
  std::vector<RankedCandidate> ranked;
  ranked.reserve(persons.size());
  for (const auto& person : persons) ranked.push_back(weigh(received, person, weights));
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedCandidate& a, const RankedCandidate& b) { return a.score > b.score; });
  if (ranked.size() > limit) ranked.resize(limit);
  return ranked;
}

}  // namespace charta::patient_index
