// SPDX-License-Identifier: Apache-2.0
// Messages in: journalled, filed or held, acknowledged; held ones replayed, assigned or ignored.
#pragma once
#include "base/clock.hpp"
#include "department/intake/acknowledgement.hpp"
#include "department/intake/message_journal_store.hpp"
#include "department/intake/message_plan.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"
#include "store/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::intake {

enum class AckMode { done, stored };

/// Where a message came in.
struct Connection {
  std::string listener, remote;
  AckMode mode = AckMode::done;
};

struct Received {
  Outcome outcome = Outcome::unavailable;
  MessageId message;                    ///< unset when nothing was claimed
  std::vector<Bytes> acknowledgements;  ///< to write, in order, one frame each
  bool close = false;                   ///< close the connection after them
};

/// A message as the browser lists it.
struct MessageRow {
  JournalRow row;
  std::string reason_sentence;
};

struct ParsedField {
  std::string position, name, value;
  std::vector<ParsedField> parts;
};
struct ParsedSegment {
  std::string name, title;
  std::vector<ParsedField> fields;
};
struct MessageView : MessageRow {
  Bytes raw;
  std::vector<ParsedSegment> segments;
  std::vector<OutcomeLine> outcome;
  bool may_replay = false, may_assign = false, may_ignore = false;
};

/// What one filed message brought to a record, and whom it named.
struct Evidence {
  MessageId message;
  Instant at;
  std::string type, sender;
  patient_index::Demographics who;
  std::vector<std::pair<std::string, std::string>> resources;  ///< type and FHIR id of what it filed
};

struct Imported {
  std::int64_t messages = 0, filed = 0, held = 0, duplicates = 0, refused = 0;
  std::vector<std::string> warnings;
};

struct IntakeOptions {
  std::size_t size_limit = 100U << 20U;  ///< bytes of one message
  std::size_t row_limit = 256U << 10U;   ///< bytes that stand in the journal's row; larger ones are blobs (decision 4)
};

class IntakeService {
 public:
  IntakeService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                encounters::EncounterService& encounters, chart::ChartService& chart, record_moves::MoveService& moves,
                partners::PartnerService& partners, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                const Clock& clock, KeySource& keys, IntakeOptions options = {});
  ~IntakeService();

  /// Declares the queues of held messages and loose documents. Once, at start.
  void declare();

  /// One message of a connection. Never throws; what cannot be claimed is never answered AA.
  Received receive(BytesView bytes, const Connection& connection);
  /// A C-CDA document. No acknowledgements; the outcome tells what became of it. Never throws.
  Received receive_document(BytesView bytes, const Connection& connection);
  /// A frame that its connection cut off: journalled, alarm, no answer.
  Received receive_truncated(BytesView bytes, const Connection& connection);
  /// Bytes outside any frame: journalled and held, so that a person sees what a sender sends wrongly; no answer.
  Received receive_noise(BytesView bytes, const Connection& connection);
  /// A message over the limit, of which `start` is the beginning: alarm, AR when MSH was read, then close.
  Received refuse_too_large(BytesView start, const Connection& connection);
  /// A file of messages: plain, MLLP-framed or a batch (FHS, BHS).
  Result<Imported> import_file(const std::string& path);
  Imported import_bytes(BytesView file, const std::string& name);
  /// A file that is one C-CDA document.
  Result<Imported> import_document(const std::string& path);

  // The message browser. Errors: `not_found`, `forbidden`.
  struct Page {
    std::vector<MessageRow> items;
    std::int64_t total = 0;
  };
  Result<Page> list(const access::Actor& actor, const JournalFilter& filter);
  Result<MessageView> view(const access::Actor& actor, MessageId message);
  /// What became of a message, for who sent it: no particulars of anybody. Errors: `not_found`.
  Result<MessageRow> settled(MessageId message);
  Result<MessageJournal::Counts> counts(const access::Actor& actor, Instant since);
  /// Who the message may be for, ranked, with reasons.
  Result<std::vector<patient_index::RankedCandidate>> candidates(const access::Actor& actor, MessageId message,
                                                                 std::size_t limit);

  // What a person does with a held message. Errors: `business_rule` (not held; still cannot be filed: the reason in words).
  /// As it stands, or as mended: the original stays, the mended one names it. The receive time is the original's.
  Result<MessageView> replay(const access::Actor& actor, MessageId message, const std::optional<std::string>& mended,
                             const std::string& note);
  Result<MessageView> assign(const access::Actor& actor, MessageId message, PatientId patient, const std::string& note);
  Result<MessageView> ignore(const access::Actor& actor, MessageId message, const std::string& reason, const std::string& note);

  /// Every filed message of a record with its demographics as received, the oldest first: by what an overlay is taken apart.
  Result<std::vector<Evidence>> evidence(store::Reader& reader, PatientId patient);

  // Loose documents: a DocumentReference that arrived without a patient.
  /// Reaction: opens the item of a document without a subject, closes it when the document got one.
  Result<void> on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  /// Reaction: the messages of a patient follow the labels of the record.
  Result<void> on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed) const {
    return journal_.relabel(work, changed.patient, changed.removed, changed.added);
  }
  /// Gives the document its patient (and visit, when one is named) as a new version; the chart and what expects it react.
  /// Errors: `business_rule` (filed meanwhile), `not_found`.
  Result<worklists::WorkItem> file_loose(const access::Actor& actor, WorkItemId item, PatientId patient,
                                         std::string_view encounter_id, const std::string& note);
  /// Ranked by the demographics that came with it (a contained Patient); none when nothing came.
  Result<std::vector<patient_index::RankedCandidate>> loose_candidates(const access::Actor& actor, WorkItemId item,
                                                                       std::size_t limit);

  /// A loose document that a person filed, in the version that stands in the chart now.
  struct FiledByHand {
    ResourceId document;
    std::int64_t version = 0;
    PatientId patient;
    int facility = 0;
    access::SensitivityMask sensitivity = 0;
  };
  using FiledByHandReaction = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const FiledByHand&)>;
  /// At start-up: runs in the unit of the filing.
  void when_filed_by_hand(FiledByHandReaction reaction) { filed_by_hand_ = std::move(reaction); }

  struct Filed {
    std::int64_t settled = 0;                       ///< filed or held
    std::optional<std::int64_t> oldest_left_age{};  ///< milliseconds; unset: nothing waits any more
  };
  /// The rest of what was only stored yet, the oldest first, at most `most` in one commit. Errors: `unavailable` (nothing is
  /// lost; call again).
  Result<Filed> file_stored(std::int64_t most);
  /// Called after each message that was stored and not filed yet. Must not block.
  void on_stored(std::function<void()> stored) { stored_ = std::move(stored); }

  /// Called for what needs somebody at once: changed duplicates, unreadable bytes, too large ones. Ids and codes only.
  void on_alarm(std::function<void(Outcome, MessageId)> alarm) { alarm_ = std::move(alarm); }
  /// Test hook: runs in the unit after filing, before the commit.
  void set_fault(std::function<void()> fault) { fault_ = std::move(fault); }

 private:
  struct Arrival;
  struct Waiting;
  Arrival arrived(BytesView bytes, const Connection& connection);
  Result<Arrival> read(BytesView bytes, const Connection& connection);
  Result<Arrival> read_document(BytesView bytes, const Connection& connection);
  Received answer(const Arrival& arrival, Outcome outcome, MessageId message, const std::vector<hl7v2::AckError>& errors = {});
  Received refuse_unclaimed(const Arrival& arrival);
  Result<Outcome> claim(Arrival& arrival, AckMode mode);
  Result<Outcome> claim_once(Arrival& arrival, AckMode mode, bool inside);
  Plan plan_for(Arrival& arrival, store::Reader& reader, Error& failure);
  Result<Outcome> settle(store::UnitOfWork& work, Arrival& arrival, std::optional<Plan>& plan, bool is_new);
  Result<void> hold(store::UnitOfWork& work, Arrival& arrival, const Plan& plan);
  Result<Waiting> take_one(const JournalRow& row);
  Result<std::vector<Waiting>> take_stored(std::int64_t most);
  void plan_one(store::Reader& reader, Waiting& one);
  Result<void> file_one(store::UnitOfWork& work, Waiting& one);
  Result<JournalRow> find(const access::Actor& actor, MessageId message);
  Result<Arrival> reopen(const JournalRow& row, const std::optional<std::string>& mended);
  Result<void> file_by_itself(store::UnitOfWork& work, const resources::StoredResource& stored,
                              const patient_index::Identification& identification);
  Result<void> release(const access::Actor& actor, const JournalRow& held, Arrival& arrival, const std::string& event,
                       const std::string& note);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  partners::PartnerService& partners_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  IntakeOptions options_;
  MessageJournal journal_;
  MessagePlanner planner_;
  access::Actor actor_;
  std::function<void(Outcome, MessageId)> alarm_;
  std::function<void()> stored_;
  std::mutex filing_;
  std::map<MessageId, int> filing_attempts_;  ///< of stored messages whose filing failed; under filing_
  std::function<void()> fault_;
  FiledByHandReaction filed_by_hand_;
};

/// The queue of held messages and that of loose documents.
const worklists::StateMachine& held_message_machine();
const worklists::StateMachine& loose_document_machine();
/// A hold's reason in words, for those that the message alone does not explain.
std::string hold_sentence(std::string_view reason);

/// A message's segments with the names of their fields (HL7 v2 chapter texts), for people.
std::vector<ParsedSegment> parsed_view(const hl7v2::Message& message);
std::vector<ParsedSegment> parsed_view(const cda::MappedDocument& document);
std::string print_outcome(const std::vector<OutcomeLine>& lines);
std::vector<OutcomeLine> parse_outcome_lines(std::string_view text);

}  // namespace charta::intake
