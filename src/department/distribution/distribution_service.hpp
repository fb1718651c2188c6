// SPDX-License-Identifier: Apache-2.0
// Finished reports reach whoever is to have them, each copy with what became of it; what is not true any more is asked back.
#pragma once
#include "base/clock.hpp"
#include "department/distribution/copy_store.hpp"
#include "department/distribution/distribution_facts.hpp"
#include "department/distribution/rendering.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::distribution {

/// A copy as it goes out of the door. `number` is the same however often this sending is tried.
struct Parcel {
  Copy copy;
  std::string number;
  Bytes pdf;
  std::string sha256;    ///< of the PDF
  std::string replaces;  ///< the number under which what is not true any more went out
};
struct Dispatch {
  std::string proof;         ///< job, file, control id
  bool has_arrived = false;  ///< nothing more is to be waited for
};
/// Hands a parcel over, durably. Errors: `unavailable` (tried again, with pauses); every other one has failed.
using Sender = std::function<Result<Dispatch>(const Parcel&)>;

/// What became of one that was sent.
struct Arrival {
  bool has_arrived = false;
  std::string problem;  ///< set: it has failed
  std::string proof;
};
/// Nothing: not known yet. Errors: `unavailable` (whoever knows is away; asked again).
using Tracker = std::function<Result<std::optional<Arrival>>(const Copy&)>;

/// Puts the message that carries a copy into the partner's outbox, in the unit. Answers its control id.
using Outbound = std::function<Result<std::string>(store::UnitOfWork&, const Copy&, const GivenDocument&)>;

/// One PDF of these files, PDF or pictures, in their order. Errors: `invalid` (encrypted, damaged: says so), `unavailable` (tried
/// again).
using Binder = std::function<Result<Bytes>(const Copy&, const std::vector<Bytes>& files)>;

/// A receipt that a gateway left. `id` tells it from every other.
struct Receipt {
  std::string id, number, state, reason;  ///< state: sent, delivered, failed
};

/// What a person says beside a step.
struct StepWords {
  std::string words, proof;
};

/// Told of every copy that is made (no event) and of every step, in the unit.
using Follower = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const Copy&, std::optional<CopyEvent>)>;

constexpr std::int64_t sent_at_once = 100;  ///< copies of a channel in one round

/// A copy with all that stands about it.
struct CopyView {
  Copy copy;
  std::vector<CopyStep> steps;
};

class DistributionService {
 public:
  DistributionService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                      encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
                      ledger::Ledger& ledger, const Clock& clock, KeySource& keys, DistributionRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        facts_(store, resources, encounters, chart) {}
  DistributionService(const DistributionService&) = delete;
  DistributionService& operator=(const DistributionService&) = delete;

  // At start-up.
  void declare();  ///< the queues document-review, failed-copy, copy-recall
  void subscribe(happenings::Bus& bus);
  void ask_messages_of(NamedInMessage named) { facts_.ask_messages_of(std::move(named)); }
  void ask_wards_of(WardOf ward_of) { facts_.ask_wards_of(std::move(ward_of)); }
  void send_by(Channel channel, Sender sender) { senders_[channel] = std::move(sender); }
  void track_by(Channel channel, Tracker tracker) { trackers_[channel] = std::move(tracker); }
  void bind_pages_by(Binder binder) { binder_ = std::move(binder); }
  void send_messages_by(Outbound outbound) { outbound_ = std::move(outbound); }
  void tell(Follower follower) { followers_.push_back(std::move(follower)); }
  /// What is approved in an inbox is signed by this, in the unit; unset: approval is noted as the person's.
  using Signing = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const Copy&)>;
  void sign_by(Signing signing) { signing_ = std::move(signing); }
  /// Whether something must go along with a document wherever it is disclosed: then no copy leaves the house by itself.
  using GoesAlong = std::function<Result<bool>(store::Reader&, ResourceId)>;
  void ask_what_goes_along(GoesAlong goes_along) { goes_along_ = std::move(goes_along); }
  /// Told, in the unit, of what nobody opened for so long that it is a deficiency.
  using Owing = std::function<Result<void>(store::UnitOfWork&, const Copy&)>;
  void make_owed_by(Owing owing) { owed_by_ = std::move(owing); }
  /// Whether copies are given out at all, as the store says it now.
  Result<void> look_whether_begun();
  bool has_begun() const { return has_begun_; }

  // In a unit.
  /// Every change of a copy goes this way: its row, its step, its item, the ledger, the followers.
  Result<Copy> step(store::UnitOfWork& work, const access::Actor& actor, Copy copy, CopyEvent event, const StepWords& said = {});
  /// What is carried goes to another place now.
  Result<Copy> set_place(store::UnitOfWork& work, const access::Actor& actor, Copy copy, const std::string& place);

  /// At start, where no other server works on this store: sendings of the life before are tried again at once, under their
  /// numbers.
  Result<std::int64_t> take_up_sendings();

  // In the background. Each answers how many it settled.
  Result<std::int64_t> expand_due(std::int64_t limit = 200, std::int64_t per_unit = 25);
  Result<std::int64_t> send_due(std::int64_t limit = sent_at_once);
  Result<std::int64_t> look_at_the_way(std::int64_t limit = 500);
  Result<std::int64_t> run_clock(std::int64_t limit = 200);
  /// True: it was this sending's and is settled; false: taken before. Errors: `not_found` (no such sending).
  Result<bool> take_receipt(const Receipt& receipt);

  // For people. Errors: `not_found` (or not for this actor), `forbidden`, `business_rule`, `missing`.
  struct Page {
    std::vector<Copy> copies;
    std::int64_t total = 0;
  };
  Result<Page> list(const access::Actor& actor, const CopyFilter& filter);
  Result<CopyView> find(const access::Actor& actor, CopyId copy);
  Result<CopyView> of_item(const access::Actor& actor, WorkItemId item);
  /// Who has this, in every version.
  Result<std::vector<CopyView>> who_has(const access::Actor& actor, std::string_view type, std::string_view id);
  struct Figures {
    std::vector<ChannelFigures> channels;
    std::int64_t waiting = 0;  ///< documents that are to be given out
    std::optional<Instant> begun_at;
  };
  Result<Figures> figures(const access::Actor& actor);
  /// The words of the version before and of this one; empty where there is none.
  struct TwoVersions {
    std::string before, now;
  };
  Result<TwoVersions> words(const access::Actor& actor, CopyId copy);

  /// Its recipient read it.
  Result<Copy> open(const access::Actor& actor, CopyId copy);
  Result<Copy> approve(const access::Actor& actor, CopyId copy);
  /// Whoever signs a document has reviewed it: what waits for this actor's review of it is approved. In a unit.
  Result<void> was_signed(store::UnitOfWork& work, const access::Actor& actor, ResourceId document);
  Result<Copy> request_corrections(const access::Actor& actor, CopyId copy, const std::string& reason, const std::string& words);
  Result<Copy> not_mine(const access::Actor& actor, CopyId copy, const std::string& reason);
  Result<Copy> reassign(const access::Actor& actor, CopyId copy, RecipientId to);
  Result<Copy> send_again(const access::Actor& actor, CopyId copy, std::optional<Channel> by, RecipientId to = {});
  Result<Copy> give_up(const access::Actor& actor, CopyId copy, const std::string& reason);
  /// `answer`: destroyed, returned, not-found.
  Result<Copy> answer_recall(const access::Actor& actor, CopyId copy, const std::string& answer);

  Result<std::vector<Recipient>> recipients(const access::Actor& actor, std::string_view part, std::int64_t limit);
  Result<Recipient> save_recipient(const access::Actor& actor, Recipient recipient);
  Result<void> opt_out(const access::Actor& actor, RecipientStore::StoredOptOut one);
  Result<void> end_opt_out(const access::Actor& actor, std::int64_t key);
  /// Those that say nothing of a patient, and those of this one, in whichever record of theirs they were noted.
  Result<std::vector<RecipientStore::StoredOptOut>> opt_outs(const access::Actor& actor, PatientId patient);
  Result<std::vector<RecipientStore::StoredOptOut>> opt_outs_of(store::Reader& reader, PatientId patient) const;
  /// Whether somebody asked something of this person's copies: their banner says so.
  Result<bool> has_opt_outs(PatientId patient) const;
  Result<void> begin(const access::Actor& actor);

  const CopyStore& copies() const { return copies_; }
  const RecipientStore& directory() const { return recipients_; }
  const DistributionRules& rules() const { return rules_; }

 private:
  // following.cpp
  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed);
  Result<void> ask(store::UnitOfWork& work, ResourceId document, std::string_view completion, bool was_moved = false);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  Result<void> document_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> follow_labels(store::UnitOfWork& work, ResourceId document, const std::vector<Copy>& copies);
  Result<void> bring_home(store::UnitOfWork& work, ResourceId document);
  // expansion.cpp
  Result<void> expand_together(const std::vector<DueDocument>& due);
  Result<void> add_names_of_replaced(store::Reader& reader, GivenDocument& given);
  Result<void> expand(store::UnitOfWork& work, const DueDocument& due, const std::optional<GivenDocument>& given);
  Result<void> give_out(store::UnitOfWork& work, const GivenDocument& given, const std::vector<Copy>& own);
  Result<void> add_holders_of_parents(store::UnitOfWork& work, const GivenDocument& given, Expansion& into);
  Result<std::vector<Copy>> copies_before(store::UnitOfWork& work, const GivenDocument& given, const std::vector<Copy>& own);
  Result<void> take_back_all(store::UnitOfWork& work, const std::vector<Copy>& copies, const std::string& why);
  Result<void> retire(store::UnitOfWork& work, const Copy& copy, CopyEvent when_inside, const std::string& why);
  Result<Copy> make(store::UnitOfWork& work, const GivenDocument& given, const Wanted& wanted, Recipient& recipient,
                    const Copy* before);
  Result<Recipient> recipient_for(store::UnitOfWork& work, const Wanted& wanted);
  Result<std::string> why_it_stays(store::Reader& reader, const Copy& copy) const;
  const Way& way_inside(const Recipient& recipient, const Way& way, const std::string& why_it_stays) const;
  Result<void> choose_way(store::UnitOfWork& work, const Wanted& wanted, Recipient& recipient, const Copy* before, Copy& copy);
  Result<void> notify(store::UnitOfWork& work, const Copy& before, const std::string& why);
  Result<Copy> put_in_place(store::UnitOfWork& work, const access::Actor& actor, Copy copy, const StepWords& said = {});
  // copy_course.cpp
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, const Copy& copy, std::string_view event,
                    const StepWords& said);
  Result<void> keep_item(store::UnitOfWork& work, const access::Actor& actor, Copy& copy, CopyEvent event, const StepWords& said);
  Result<void> open_item(store::UnitOfWork& work, Copy& copy, std::string_view kind, std::string_view reason);
  Result<void> item_step(store::UnitOfWork& work, const access::Actor& actor, WorkItemId item, std::string_view event,
                         std::string_view reason = {});
  Result<void> guard(store::UnitOfWork& work, std::string_view name, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<std::vector<Copy>> waiting_for(store::Reader& reader, const worklists::WorkItem& question) const;
  Result<void> close_question(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> ask_how(store::UnitOfWork& work, Recipient& recipient);
  // sending.cpp
  Result<std::vector<Copy>> claim(Channel channel, std::int64_t limit);
  Result<std::int64_t> send_channel(Channel channel, std::int64_t limit);
  Result<std::int64_t> send_by_message(std::int64_t limit);
  Result<Parcel> parcel_of(const Copy& copy);
  Result<void> check_it_may_leave(store::Reader& reader, const Copy& copy) const;
  Result<std::vector<Bytes>> pages_of(store::Reader& reader, const Copy& copy, const PageHead& head,
                                      const std::optional<EarlierCopy>& earlier);
  Result<Bytes> bound(const Copy& copy, std::vector<Bytes> files) const;
  Result<void> settle(store::UnitOfWork& work, const Copy& claimed, const Result<Dispatch>& outcome);
  Result<void> settle_refusal(store::UnitOfWork& work, const Copy& copy, const Error& error);
  Result<void> has_gone(store::UnitOfWork& work, const Copy& copy, const Dispatch& dispatch);
  Result<void> has_arrived(store::UnitOfWork& work, CopyId copy, int sending, const Arrival& arrival);
  // sending_clock.cpp
  Result<std::int64_t> ask_about_receipts(std::int64_t limit);
  Result<void> has_no_receipt(store::UnitOfWork& work, const Copy& seen);
  Result<void> remind(store::UnitOfWork& work, CopyId copy, Instant now);
  // distribution_acts.cpp
  Result<Copy> require(store::Reader& reader, const access::Actor& actor, CopyId copy);
  Result<Copy> act_on(const access::Actor& actor, CopyId copy,
                      const std::function<Result<Copy>(store::UnitOfWork&, Copy)>& change);
  Result<Copy> review(const access::Actor& actor, CopyId copy, std::string_view action, std::string_view event,
                      const StepWords& said, const std::string& reason);
  Result<Copy> reviewed(store::UnitOfWork& work, const access::Actor& actor, Copy copy, std::string_view action,
                        std::string_view event, const StepWords& said, const std::string& reason);
  Result<bool> waits_for_review(store::UnitOfWork& work, const access::Actor& actor, const Copy& copy) const;
  Result<Copy> copy_to_review(store::UnitOfWork& work, const access::Actor& actor, const Copy& copy, RecipientId to);
  Result<bool> is_open_review(store::Reader& reader, const Copy& copy) const;
  Result<Copy> other_copy(store::UnitOfWork& work, const access::Actor& actor, const Copy& copy, RecipientId to,
                          std::optional<Channel> by);
  Result<void> ask_about_earlier(store::UnitOfWork& work, const Copy& copy);
  Result<void> release(store::UnitOfWork& work, Copy& copy, const Way& way) const;
  Result<Copy> again(store::UnitOfWork& work, const access::Actor& actor, Copy copy, const Way& way);
  Result<Recipient> let_out(store::UnitOfWork& work, const access::Actor& actor, Recipient recipient);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  DistributionRules rules_;
  DistributionFactsReader facts_;
  CopyStore copies_;
  RecipientStore recipients_;
  std::map<Channel, Sender> senders_;
  std::map<Channel, Tracker> trackers_;
  Outbound outbound_;
  Binder binder_;
  Signing signing_;
  Owing owed_by_;
  GoesAlong goes_along_;
  std::vector<Follower> followers_;
  std::map<Channel, CopyId> looked_at_;
  std::atomic<bool> has_begun_{false};
  access::Actor system_ = access::Actor::system("distribution");
};

}  // namespace charta::distribution
