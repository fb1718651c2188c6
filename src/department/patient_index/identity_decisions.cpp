// SPDX-License-Identifier: Apache-2.0
// What people ask of the index and decide with it: candidates, a pair beside each other, merge and unmerge.
#include "department/patient_index/identity_service.hpp"
#include "department/patient_index/matching_person.hpp"

#include <algorithm>

namespace charta::patient_index {
namespace {

using matching::Field;

std::vector<PairDetail::FieldRow> rows_of(const Person& left, const Person& right, const matching::Explanation& explanation) {
  const auto a = person_to_match(left.record.who), b = person_to_match(right.record.who);
  std::vector<PairDetail::FieldRow> rows;
  for (std::size_t i = 0; i < matching::field_count; ++i) {
    PairDetail::FieldRow row;
    row.field = static_cast<Field>(i);
    row.left = shown_value(row.field, a);
    row.right = shown_value(row.field, b);
    for (const auto& part : explanation.contributions) {
      if (part.field != row.field) continue;
      row.level = part.level;
      row.bits = part.bits;
      row.usual_bits = part.usual_bits;
      row.beside = part.beside;
    }
    // A part of a field, such as the house number of a street, has no value of its own and tells something all the same.
    if (!row.left.empty() || !row.right.empty() || row.bits != 0) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<CandidateAnswer> IdentityService::candidates(const access::Actor& actor, const Demographics& who, std::size_t limit) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  CHARTA_TRY_DO(require_ready());
  const matching::Person person = person_to_match(who);
  matching::Bounded bounded;
  const auto matches = live_.find(person, today(), limit, &bounded);
  CandidateAnswer answer;
  answer.prior_bits = live_.prior_bits();
  for (std::size_t key = 0; key < matching::key_count; ++key)
    if (bounded.searches[key] > 0) answer.bounded.emplace_back(matching::blocking_key_words(key));
  std::vector<PatientId> patients;
  for (const Match& match : matches) patients.push_back(match.patient);
  if (patients.empty()) return answer;
  CHARTA_TRY(const auto hits, index_.banners(actor, patients));
  for (const Match& match : matches) {
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const PatientHit& one) { return one.patient == match.patient; });
    if (hit == hits.end()) continue;  // not for this actor's eyes
    answer.candidates.push_back({*hit, match, live_.explain(person, match.patient)});
  }
  return answer;
}

Result<IdentityPair> IdentityService::pair_seen(store::Reader& reader, const access::Actor& actor, WorkItemId item) {
  CHARTA_TRY(const auto pair, rows_.pair_of_item(reader, item));
  if (!pair) return fail(ErrorKind::not_found, "work item " + item.text() + " is not about two patient records");
  for (const PatientId patient : {pair->low, pair->high}) {
    CHARTA_TRY(const auto person, index_.rows().person(reader, patient));
    if (person && actor.visibility.sees(person->record.facility, person->record.sensitivity, patient)) continue;
    return fail(ErrorKind::not_found, "there is no work item " + item.text());  // also its existence is protected
  }
  return *pair;
}

Result<PairDetail> IdentityService::pair(const access::Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  CHARTA_TRY_DO(require_ready());
  PairDetail detail;
  CHARTA_TRY(detail.item, worklists_.get(actor, id));
  return store_.read([&](store::Reader& reader) -> Result<PairDetail> {
    CHARTA_TRY(detail.pair, pair_seen(reader, actor, id));
    const auto [low, high] = std::pair(detail.pair.low, detail.pair.high);
    CHARTA_TRY(const auto left, index_.rows().person(reader, low));
    CHARTA_TRY(const auto right, index_.rows().person(reader, high));
    CHARTA_TRY(auto left_hit, index_.hit(reader, low));
    CHARTA_TRY(auto right_hit, index_.hit(reader, high));
    if (!left || !right || !left_hit || !right_hit) return fail(ErrorKind::gone, "one of the two records was deleted");
    detail.left = std::move(*left_hit);
    detail.right = std::move(*right_hit);
    detail.fields = rows_of(*left, *right, live_.explain(low, high));
    detail.prior_bits = live_.prior_bits();
    if (auto match = live_.compare(low, high, today())) detail.match = std::move(*match);
    CHARTA_TRY_DO(weigh(reader, *left, *right, detail.match));
    CHARTA_TRY(detail.linked, are_linked(reader, low, high));
    return std::move(detail);
  });
}

Result<MergePreview> IdentityService::preview(const access::Actor& actor, WorkItemId id, PatientId survivor, const SurvivorChoices& choices) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<MergePreview> {
    CHARTA_TRY(const auto pair, pair_seen(reader, actor, id));
    if (survivor != pair.low && survivor != pair.high)
      return fail(ErrorKind::business_rule, "the survivor is one of the two records", "survivor");
    const PatientId absorbed = survivor == pair.low ? pair.high : pair.low;
    MergePreview preview;
    CHARTA_TRY(auto surviving, index_.hit(reader, survivor));
    CHARTA_TRY(auto going, index_.hit(reader, absorbed));
    if (!surviving || !going) return fail(ErrorKind::gone, "one of the two records was deleted");
    preview.survivor = std::move(*surviving);
    preview.absorbed = std::move(*going);
    std::map<std::string, MergePreview::Count> counts;
    for (const PatientId patient : {survivor, absorbed}) {
      if (!questions_.counts_of_record) break;
      CHARTA_TRY(const auto of_record, questions_.counts_of_record(reader, patient));
      for (const auto& [what, count] : of_record) {
        counts[what].what = what;
        (patient == survivor ? counts[what].survivor : counts[what].absorbed) += count;
      }
    }
    for (auto& [what, count] : counts) preview.counts.push_back(std::move(count));
    CHARTA_TRY(const auto staying, index_.rows().person(reader, survivor));
    CHARTA_TRY(const auto ending, index_.rows().person(reader, absorbed));
    if (staying && ending) preview.fields = survivor_rows(staying->record.who, ending->record.who, choices);
    return preview;
  });
}

Result<worklists::WorkItem> IdentityService::merge(const access::Actor& actor, WorkItemId id, PatientId survivor,
                                                   std::int64_t version, const std::string& note, const SurvivorChoices& choices) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::link_patients));
  CHARTA_TRY_DO(worklists_.get(actor, id));
  return store_.write([&](store::UnitOfWork& work) -> Result<worklists::WorkItem> {
    CHARTA_TRY(auto pair, pair_seen(work, actor, id));
    if (survivor != pair.low && survivor != pair.high)
      return fail(ErrorKind::business_rule, "the survivor is one of the two records", "survivor");
    const PatientId absorbed = survivor == pair.low ? pair.high : pair.low;
    if (pair.verdict == PairVerdict::open) {
      pair.verdict = PairVerdict::merged;  // before the link, so that the question is closed by this person and not by the link
      pair.decided_at = clock_.now();
      CHARTA_TRY_DO(rows_.save(work, pair));
    }
    CHARTA_TRY_DO(index_.link(work, actor, survivor, absorbed, {"identity-review", LinkKind::merge, print_choices(choices), {}, {}}));
    worklists::Act act;
    act.event = "merge";
    act.note = note;
    act.expected_version = version;
    return worklists_.apply(work, actor, id, act);
  });
}

Result<void> IdentityService::unmerge(const access::Actor& actor, PatientId survivor, PatientId absorbed,
                                      const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::link_patients));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (const PatientId patient : {survivor, absorbed}) {
      CHARTA_TRY(const auto person, index_.rows().person(work, patient));
      if (person && actor.visibility.sees(person->record.facility, person->record.sensitivity, patient)) continue;
      return fail(ErrorKind::not_found, "no patient record " + patient.text());
    }
    return index_.unlink(work, actor, survivor, absorbed, {reason, LinkKind::merge, {}, {}, {}});
  });
}

}  // namespace charta::patient_index
