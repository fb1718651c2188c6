// SPDX-License-Identifier: Apache-2.0
// Data entry from visit notes: opened by the note, typed, checked, verified by somebody else, posted in one unit.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/data_entry/entry_store.hpp"
#include "department/data_entry/posting.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>

namespace charta::data_entry {

/// What other departments know; wired in app/.
struct EntryQuestions {
  std::function<CodeAnswer(FieldKind, std::string_view code, Date day)> code;
};

struct AnsweredFinding : Finding {
  std::string answer;  ///< of a warning; empty: nobody answered it as the value stands now
  UserId by;
};

/// A value that the second person typed otherwise; `takes_second` is the verifier's choice.
struct Difference {
  Compared compared;
  std::optional<EnteredValue> first, second;
};

/// An entry as one person may see it.
struct EntryView {
  Entry entry;
  const Form* form = nullptr;
  bool is_blind = false;  ///< the second entry: what the first person typed is not here
  bool may_type = false;  ///< by this person, now
  bool may_verify = false;
  std::string why_not;      ///< why this person may not verify it
  std::string asked_about;  ///< what happened to the note of values that were posted, coded; empty: nobody asks
  bool may_settle = false;  ///< by this person, now: keep or retract them
  std::vector<EnteredValue> values;
  std::vector<AnsweredFinding> findings;
  Reconciliation reconciliation;
  std::vector<Difference> differences;
  std::vector<Posting> postings;
};

/// Which of two values stands, where two people typed differently.
struct Settled {
  std::string field;
  int row = 0;  ///< of the first's value; 0: the second has it alone
  int second_row = 0;
  bool takes_second = false;
};

class EntryService {
 public:
  EntryService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
               encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys, TimeZone zone, EntryRules rules,
               EntryQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        zone_(std::move(zone)),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}
  EntryService(const EntryService&) = delete;
  EntryService& operator=(const EntryService&) = delete;

  // At start-up.
  void declare();  ///< the queues `data-entry` and `data-entry-source`
  void subscribe(happenings::Bus& bus);

  const EntryRules& rules() const { return rules_; }

  // Typing: needs enter-data. Errors: `not_found` (or not for this actor), `forbidden`, `business_rule` (the state does not allow
  // it; the note is withheld), `version_conflict` (somebody was faster, or has it in hand), `invalid`, `missing`.
  /// For a note that no rule asks for, or again. `form` empty: the one that its type and visit ask for.
  Result<EntryView> open(const access::Actor& actor, std::string_view type, std::string_view id, const std::string& form);
  /// Every row of one field as it stands now; durable when it answers.
  Result<EntryView> save(const access::Actor& actor, EntryId entry, std::int64_t version, const std::string& field,
                         std::vector<EnteredValue> values);
  Result<EntryView> answer_warning(const access::Actor& actor, EntryId entry, std::int64_t version, const std::string& key,
                                   const std::string& words);
  Result<EntryView> answer_prior(const access::Actor& actor, EntryId entry, std::int64_t version, const PriorAnswer& answer);
  /// Typed whole: checked now. An entry that is drawn goes to a second person, who does not see it.
  Result<EntryView> validate(const access::Actor& actor, EntryId entry, std::int64_t version);
  /// The second person is done.
  Result<EntryView> finish_second(const access::Actor& actor, EntryId entry, std::int64_t version);
  Result<EntryView> not_needed(const access::Actor& actor, EntryId entry, const std::string& reason, const std::string& words);

  // Verifying: needs verify-data, and somebody who typed none of it.
  /// Verified and posted: everything or nothing.
  Result<EntryView> verify(const access::Actor& actor, EntryId entry, std::int64_t version, const std::vector<Settled>& settled);
  Result<EntryView> send_back(const access::Actor& actor, EntryId entry, const std::string& reason, const std::string& words);
  /// Of values whose note left: they stand, or they are retracted, everything or nothing.
  Result<EntryView> keep(const access::Actor& actor, EntryId entry, const std::string& reason, const std::string& words);
  Result<EntryView> retract(const access::Actor& actor, EntryId entry, const std::string& reason, const std::string& words);

  // Reading: needs read-record.
  Result<EntryView> find(const access::Actor& actor, EntryId entry);
  Result<EntryView> of_item(const access::Actor& actor, WorkItemId item);
  struct Desk {
    std::vector<Entry> to_type, to_type_again, to_verify;
  };
  /// What waits, as far as this person may do it.
  Result<Desk> desk(const access::Actor& actor);
  Result<std::vector<PostedValue>> posted_of(const access::Actor& actor, PatientId patient);
  struct Period {
    EntryFigures figures;
    std::vector<Entry> entries;  ///< the list behind the numbers
  };
  Result<Period> period(const access::Actor& actor, Instant from, Instant until);

 private:
  // What an entry is judged by.
  struct Facts {
    VisitFacts visit;
    resources::StoredResource document;
    std::string content_digest;  ///< of the newest version
    std::vector<PriorItem> prior;
    std::string patient_reference, encounter_reference, day;
  };
  Result<Facts> facts_of(store::Reader& reader, const access::Actor& actor, const Entry& entry) const;
  Result<std::vector<PriorItem>> prior_of(store::Reader& reader, const access::Actor& actor, PatientId patient) const;
  /// The items that were answered for, as they were then. Errors: `business_rule` (one is another now, or not on the lists),
  /// `forbidden` (one is not for this actor).
  Result<std::vector<PriorItem>> answered_items(store::Reader& reader, const access::Actor& actor, const Entry& entry) const;
  Result<std::vector<PatientId>> linked_since(store::Reader& reader, const Entry& entry) const;
  Result<void> forget_stale_answers(store::UnitOfWork& work, const Entry& entry) const;
  std::vector<Finding> findings_of(const Form& form, const std::vector<EnteredValue>& values, const Facts& facts) const;
  Result<EntryView> view_of(store::Reader& reader, const access::Actor& actor, Entry entry) const;
  Result<EntryView> look(const access::Actor& actor, EntryId entry);
  Result<Entry> require_entry(store::Reader& reader, const access::Actor& actor, EntryId entry) const;
  Result<const Form*> form_of(const Entry& entry) const;

  Result<Entry> begin(store::UnitOfWork& work, const access::Actor& actor, const chart::ChartEntry& line, const Form& form);
  Result<void> step(store::UnitOfWork& work, const access::Actor& actor, Entry& entry, std::string_view event,
                    const std::string& reason = {}, const std::string& words = {});
  Result<void> take_in_hand(store::UnitOfWork& work, const access::Actor& actor, const Entry& entry);
  Result<void> require_blind(store::Reader& reader, const access::Actor& actor, const Entry& entry);
  Result<void> let_go(store::UnitOfWork& work, const Entry& entry);
  Result<void> record(store::UnitOfWork& work, const access::Actor& actor, const Entry& entry, ledger::Act act,
                      std::string_view reason, const std::string& of = {});
  /// Loads, checks the version and who may, changes, keeps.
  using Change = std::function<Result<void>(store::UnitOfWork&, Entry&)>;
  Result<EntryView> change(const access::Actor& actor, EntryId entry, std::int64_t version, const Change& change);

  struct PreparedPosting {
    std::vector<resources::Prepared> made, provenances;
    struct Ending {
      resources::Prepared write;
      std::int64_t version_before = 0;
      ValueKey value;
    };
    std::vector<Ending> endings;
    std::vector<ValueKey> values;  ///< of what is made, in the same order
  };
  Result<PreparedPosting> prepare_posting(store::Reader& reader, const access::Actor& actor, const Entry& entry,
                                          const EntryView& view, const Facts& facts) const;
  Result<void> post(store::UnitOfWork& work, const access::Actor& actor, Entry& entry, PreparedPosting& prepared);

  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed);
  Result<void> document_left(store::UnitOfWork& work, ResourceId document, const std::string& why);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  Result<void> resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> values_stand(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> follow_labels(store::UnitOfWork& work, Entry& entry, const resources::StoredResource& note);
  Result<void> relabel_posted(store::UnitOfWork& work, const Entry& entry, access::SensitivityMask removed,
                              access::SensitivityMask added);
  Result<void> ask_about(store::UnitOfWork& work, Entry entry, const std::string& why);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  TimeZone zone_;
  EntryRules rules_;
  EntryQuestions questions_;
  EntryStore rows_;
  access::Actor system_ = access::Actor::system("data-entry");
};

}  // namespace charta::data_entry
