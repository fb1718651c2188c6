// SPDX-License-Identifier: Apache-2.0
// Never two numbers for one person: the live index, the questions it puts before people, and what they decide.
#pragma once
#include "department/patient_index/identity_store.hpp"
#include "department/patient_index/live_index.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/patient_index/survivorship.hpp"
#include "record/worklists/worklist_service.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace charta::patient_index {

/// Somebody who may be the person asked about, with the reasons in the engine's own numbers.
struct IndexCandidate {
  PatientHit hit;
  Match match;
  matching::Explanation explanation;
};

struct CandidateAnswer {
  std::vector<IndexCandidate> candidates;
  double prior_bits = 0;
  std::vector<std::string> bounded;  ///< keys that so many records share that only the latest were compared
};

/// Two records beside each other: what each says, field by field, and what it tells.
struct PairDetail {
  IdentityPair pair;
  worklists::WorkItem item;
  PatientHit left, right;  ///< left: the older record
  struct FieldRow {
    matching::Field field;
    matching::Level level = matching::Level::missing;
    std::string left, right;
    double bits = 0, usual_bits = 0;
    bool beside = false;
  };
  std::vector<FieldRow> fields;
  Match match;
  double prior_bits = 0;
  bool linked = false;
};

struct MergePreview {
  PatientHit survivor, absorbed;
  struct Count {
    std::string what;
    std::int64_t survivor = 0, absorbed = 0;
  };
  std::vector<Count> counts;
  std::vector<SurvivorRow> fields;  ///< by the rule: the survivor's value, else the absorbed's
};

/// The duplicate error rate by the published formula: records in possible duplicate sets, of all records of the index.
/// Source: Just BH et al., Why patient matching is a challenge, Perspectives in Health Information Management 13 (2016).
struct DuplicateFigures {
  std::int64_t records = 0, in_sets = 0, sets = 0, pairs = 0, largest_set = 0;
  double rate() const { return records == 0 ? 0 : static_cast<double>(in_sets) / static_cast<double>(records); }
};

/// What the index asks of others; wired in app/.
struct IdentityQuestions {
  std::function<Result<bool>(store::Reader&, PatientId)> is_inpatient_now;
  std::function<Result<std::vector<std::pair<std::string, std::int64_t>>>(store::Reader&, PatientId)> counts_of_record;
};

class IdentityService {
 public:
  IdentityService(store::Store& store, PatientIndexService& index, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                  const Clock& clock, KeySource& keys, MatchingRules rules, IdentityQuestions questions);

  // At start-up.
  void declare();
  void subscribe(happenings::Bus& bus);

  /// Reads every record into memory. Until then those who ask hear `busy`.
  Result<void> load();
  bool is_ready() const { return ready_; }
  /// Takes one record into the index at once, so that whoever asks next finds it; comparing it with everybody comes later.
  Result<void> take_in(PatientId patient) { return take_in(std::vector<PatientId>{patient}); }
  /// Takes what changed since the last time into the index, compares it with everybody, opens and closes questions. Loads first
  /// when that has not been done. Answers how many records it looked at: a few hundred at a time, 0 when all is done.
  /// `rest` is called after each record about which something was written, with the time that took: whoever works in the background
  /// lets others write meanwhile.
  Result<std::size_t> catch_up(const std::function<void(std::chrono::steady_clock::duration)>& rest = {});

  // For people and programs. Errors: `busy` while the index is read in; `forbidden`; `not_found`.
  Result<CandidateAnswer> candidates(const access::Actor& actor, const Demographics& who, std::size_t limit);
  Result<PairDetail> pair(const access::Actor& actor, WorkItemId item);
  Result<MergePreview> preview(const access::Actor& actor, WorkItemId item, PatientId survivor, const SurvivorChoices& choices = {});
  /// Links the two and closes the question, in one unit; the choices stand with the link and end with it. Errors: `business_rule` (linked already; not one of the two),
  /// `version_conflict` (somebody was faster).
  Result<worklists::WorkItem> merge(const access::Actor& actor, WorkItemId item, PatientId survivor, std::int64_t version,
                                    const std::string& note, const SurvivorChoices& choices = {});
  /// Ends a link: the records stand as they did. The two are not asked about again until there is new evidence.
  Result<void> unmerge(const access::Actor& actor, PatientId survivor, PatientId absorbed, const std::string& reason);

  // The whole index.
  struct Progress {
    std::function<bool(std::int64_t done, std::int64_t of)> tell;  ///< false: stop here, to be resumed
  };
  /// Goes on where an unfinished pass stopped.
  Result<IdentityPass> find_duplicates(const Progress& progress);
  Result<DuplicateFigures> figures(store::Reader& reader) const;
  /// Every record as matching compares it, in the order of the keys, read anew from the store. Answers how many there are.
  Result<std::int64_t> each_person(FunctionRef<void(PatientId, matching::Person&&)> take);
  /// Calls `take` for each open pair, in the order of the older record.
  Result<void> each_open_pair(FunctionRef<void(const IdentityPair&, const PatientHit&, const PatientHit&)> take);

  const LiveIndex& live() const { return live_; }
  const MatchingRules& rules() const { return live_.rules(); }

 private:
  Date today() const { return clock_.now().utc_date(); }
  Result<void> require_ready() const;
  void note(store::UnitOfWork& work, PatientId patient);
  Result<void> take_in(const std::vector<PatientId>& patients);
  Result<bool> rescore(PatientId patient);  ///< whether anything may have been written
  Result<void> weigh(store::Reader& reader, const Person& low, const Person& high, Match& match) const;
  Result<void> consider_all(store::UnitOfWork& work, std::span<const LiveIndex::Pair> pairs);
  Result<void> consider(store::UnitOfWork& work, PatientId a, PatientId b, Match match);
  Result<void> ask(store::UnitOfWork& work, IdentityPair pair, const Match& match, bool again, const std::vector<Person>& two);
  Result<void> close(store::UnitOfWork& work, IdentityPair pair, PairVerdict verdict, std::string_view event,
                     std::string_view reason);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> check_linked(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> on_linked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed);
  Result<void> on_unlinked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed);
  Result<bool> are_linked(store::Reader& reader, PatientId a, PatientId b) const;
  Result<IdentityPair> pair_seen(store::Reader& reader, const access::Actor& actor, WorkItemId item);
  Result<void> return_deferred();

  store::Store& store_;
  PatientIndexService& index_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  IdentityQuestions questions_;
  IdentityStore rows_;
  LiveIndex live_;
  access::Actor system_ = access::Actor::system("patient-index");

  Instant look_at_deferred_;
  std::mutex loading_, noted_mutex_;
  std::deque<PatientId> noted_;
  std::atomic<bool> ready_{false};
  std::atomic<std::int64_t> loaded_{0}, to_load_{0};
};

}  // namespace charta::patient_index
