// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/identification.hpp"

#include <algorithm>
#include <array>

#include "department/patient_index/name_agreement.hpp"

namespace charta::patient_index {
namespace {

struct Sentence {
  std::string_view code, text;
};

constexpr std::array<Sentence, 17> sentences{{
    {"no-mrn", "the message carries no medical record number with its assigner"},
    {"no-name", "the message carries no complete name"},
    {"no-birth-date", "the message carries no full birth date (year, month and day)"},
    {"birth-date-in-future", "the birth date in the message has not come yet"},
    {"no-mrn-match", "no patient has this medical record number"},
    {"mrn-of-several", "the medical record numbers in the message belong to different patients"},
    {"record-without-birth-date", "the patient record has no full birth date to compare with"},
    {"record-without-name", "the patient record has no complete name to compare with"},
    {"birth-date-differs", "the birth date differs from the record's"},
    {"name-differs", "the name differs from every name on the record"},
    {"name-partly-agrees", "the name agrees only in part (an initial, or one half of a double surname)"},
    {"middle-name-differs", "the middle name differs from the record's"},
    {"suffix-differs", "the suffix (Jr, Sr, II, …) differs from the record's"},
    {"ssn-differs", "the social security number differs from the record's"},
    {"birth-order-differs", "the birth order differs: perhaps the other twin"},
    {"overlay-suspected", "the record is flagged: two people may share its number"},
    {"identity-review-open", "an identity review of this record is open"},
}};

bool shares_a_number(const Demographics& received, const Demographics& recorded) {
  return std::any_of(received.identifiers.begin(), received.identifiers.end(), [&](const Identifier& mine) {
    return is_record_number(mine.type) && std::any_of(recorded.identifiers.begin(), recorded.identifiers.end(), [&](const Identifier& theirs) {
             return is_record_number(theirs.type) && mine.value == theirs.value && mine.assigner == theirs.assigner && !mine.assigner.empty();
           });
  });
}

bool has_record_number(const Demographics& who) {
  return std::any_of(who.identifiers.begin(), who.identifiers.end(), [](const Identifier& id) { return is_record_number(id.type) && !id.assigner.empty(); });
}

bool has_complete_name(const Demographics& who) {
  return std::any_of(who.names.begin(), who.names.end(), [](const Name& name) { return !name.family.empty() && !name.given.empty(); });
}

/// The number that they share is the record's temporary one.
bool shares_a_temporary_number(const Demographics& received, const Demographics& recorded) {
  return std::any_of(recorded.identifiers.begin(), recorded.identifiers.end(), [&](const Identifier& theirs) {
    return is_temporary_number(theirs.type) &&
           std::any_of(received.identifiers.begin(), received.identifiers.end(), [&](const Identifier& mine) {
             return is_record_number(mine.type) && mine.value == theirs.value && mine.assigner == theirs.assigner;
           });
  });
}

/// Nobody knows when the bearer of a temporary number was born: where neither says, there is nothing to compare.
bool is_unknown_on_both_sides(const Demographics& received, const Demographics& recorded) {
  return received.birth_text.empty() && recorded.birth_text.empty() && shares_a_temporary_number(received, recorded);
}

std::vector<std::string> what_the_arrival_lacks(const Demographics& received, Date today) {
  std::vector<std::string> lacks;
  if (!has_record_number(received)) lacks.emplace_back("no-mrn");
  if (!has_complete_name(received)) lacks.emplace_back("no-name");
  if (!received.birth_date) lacks.emplace_back("no-birth-date");
  if (received.birth_date && *received.birth_date > today) lacks.emplace_back("birth-date-in-future");
  return lacks;
}

/// How near two names come: the better of any pair, because former and maiden names are the person's own.
struct NameFinding {
  Agreement agreement = Agreement::differs;
  const Name* mine = nullptr;
  const Name* theirs = nullptr;
};

int rank(Agreement agreement) {
  switch (agreement) {
    case Agreement::agrees: return 0;
    case Agreement::partly: return 1;
    case Agreement::unknown: return 2;
    case Agreement::differs: return 3;
  }
  return 3;
}

NameFinding best_name(const Demographics& received, const Demographics& recorded) {
  NameFinding best;
  for (const auto& mine : received.names) {
    for (const auto& theirs : recorded.names) {
      const auto agreement = compare_names(mine, theirs);
      if (best.mine != nullptr && rank(agreement) >= rank(best.agreement)) continue;
      best = {agreement, &mine, &theirs};
    }
  }
  return best;
}

void compare_name_parts(const NameFinding& finding, std::vector<std::string>& reasons) {
  if (finding.agreement == Agreement::agrees) return;
  if (finding.mine == nullptr || finding.agreement == Agreement::unknown) {
    reasons.emplace_back("record-without-name");
    return;
  }
  if (finding.agreement == Agreement::partly) {
    reasons.emplace_back("name-partly-agrees");
    return;
  }
  const Name& mine = *finding.mine;
  const Name& theirs = *finding.theirs;
  const bool same_person_names = compare_surnames(mine.family, theirs.family) == Agreement::agrees &&
                                 compare_given_names(mine.given, theirs.given) == Agreement::agrees;
  if (!same_person_names) {
    reasons.emplace_back("name-differs");
    return;
  }
  reasons.emplace_back(compare_suffixes(mine.suffix, theirs.suffix) == Agreement::differs ? "suffix-differs" : "middle-name-differs");
}

void compare_birth_dates(const Demographics& received, const Demographics& recorded, std::vector<std::string>& reasons) {
  if (!recorded.birth_date) {
    reasons.emplace_back("record-without-birth-date");
  } else if (received.birth_date != recorded.birth_date) {
    reasons.emplace_back("birth-date-differs");
  }
}

std::vector<std::string> findings(const Demographics& received, const CandidateRecord& record) {
  std::vector<std::string> reasons;
  if (record.overlay_flag) reasons.emplace_back("overlay-suspected");
  if (record.review_flag) reasons.emplace_back("identity-review-open");
  compare_birth_dates(received, record.who, reasons);
  compare_name_parts(best_name(received, record.who), reasons);
  if (!received.ssn.empty() && !record.who.ssn.empty() && received.ssn != record.who.ssn) reasons.emplace_back("ssn-differs");
  if (received.birth_order && record.who.birth_order && received.birth_order != record.who.birth_order) {
    reasons.emplace_back("birth-order-differs");
  }
  return reasons;
}

bool any_given_name_agrees(const Demographics& received, const Demographics& recorded) {
  for (const auto& mine : received.names) {
    for (const auto& theirs : recorded.names) {
      if (compare_given_names(mine.given, theirs.given) == Agreement::agrees) return true;
    }
  }
  return false;
}

/// An update may bring what the record lacks, and a new surname, middle name or suffix while given name and birth date stand.
void excuse_what_an_update_may_change(const Demographics& received, const CandidateRecord& record, std::vector<std::string>& reasons) {
  const bool birth_date_agrees = received.birth_date && received.birth_date == record.who.birth_date;
  const bool name_agrees = best_name(received, record.who).agreement == Agreement::agrees;
  const bool given_agrees = any_given_name_agrees(received, record.who);
  std::erase_if(reasons, [&](const std::string& reason) {
    if (reason == "record-without-birth-date") return name_agrees;
    if (reason == "record-without-name") return birth_date_agrees;
    const bool of_the_name = reason == "name-differs" || reason == "name-partly-agrees" || reason == "middle-name-differs" || reason == "suffix-differs";
    return of_the_name && birth_date_agrees && given_agrees;
  });
}

}  // namespace

Verdict identify(const Demographics& received, const std::vector<CandidateRecord>& candidates, Date today, Purpose purpose) {
  auto lacks = what_the_arrival_lacks(received, today);
  if (!lacks.empty() && lacks.front() == "no-mrn") return {Verdict::Kind::insufficient, {}, std::move(lacks)};
  std::vector<const CandidateRecord*> holders;
  for (const auto& candidate : candidates) {
    if (shares_a_number(received, candidate.who)) holders.push_back(&candidate);
  }
  if (holders.empty()) {
    lacks.insert(lacks.begin(), "no-mrn-match");
    return {Verdict::Kind::none, {}, std::move(lacks)};
  }
  if (holders.size() > 1) return {Verdict::Kind::ambiguous, {}, {"mrn-of-several"}};
  const CandidateRecord& record = *holders.front();
  const bool unknown = is_unknown_on_both_sides(received, record.who);
  if (unknown) std::erase(lacks, "no-birth-date");
  if (!lacks.empty()) return {Verdict::Kind::insufficient, record.patient, std::move(lacks)};
  auto reasons = findings(received, record);
  if (unknown) std::erase(reasons, "record-without-birth-date");
  if (purpose == Purpose::update) excuse_what_an_update_may_change(received, record, reasons);
  if (!reasons.empty()) return {Verdict::Kind::conflict, record.patient, std::move(reasons)};
  return {Verdict::Kind::exact, record.patient, {}};
}

std::string_view reason_sentence(std::string_view code) {
  const auto* found = std::find_if(sentences.begin(), sentences.end(), [&](const Sentence& row) { return row.code == code; });
  return found == sentences.end() ? std::string_view() : found->text;
}

std::vector<std::string_view> reason_codes() {
  std::vector<std::string_view> codes;
  for (const auto& row : sentences) codes.push_back(row.code);
  return codes;
}

}  // namespace charta::patient_index
