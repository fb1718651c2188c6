// SPDX-License-Identifier: Apache-2.0
// The floor: printed copies carried to where the patient is now, received, filed there or brought back; STAT results told by
// telephone.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/floor_delivery/floor_store.hpp"
#include "department/floor_delivery/stat_call_store.hpp"
#include "department/floor_delivery/ward_copies.hpp"
#include "department/loose_reports/loose_service.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::floor_delivery {

/// What other departments know; wired in app/.
struct FloorQuestions {
  /// How urgent the order was that this document answers.
  std::function<Result<worklists::Priority>(store::Reader&, ResourceId document)> priority_of;
  /// The account of a login name, for people without a badge. Unset: badges alone.
  std::function<Result<std::optional<UserId>>(std::string_view name)> user_named;
  /// Whether this account works here.
  std::function<Result<bool>(UserId)> is_at_work;
  /// What is printed of a copy. Errors: `unavailable` (try again).
  std::function<Result<CopyContent>(const CopiedDocument&)> content_of;
  Binder bind;
};

/// A copy that the distribution gives to a ward.
struct WardCopy {
  std::int64_t copy = 0;
  ResourceId document;
};

/// Told in the unit of every step of a copy that the distribution gave; `again`: it sets out anew, with its patient;
/// `leave-loose`: what the discharge made loose was filed or destroyed.
using CopyFollower =
    std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const Delivery&, std::string_view event)>;

/// Everything that waits for, or lies at, one ward.
struct WardBoard {
  Ward ward;  ///< code empty: no ward of this house
  bool wants_paper = false, wants_calls = false;
  std::vector<Delivery> copies;  ///< in the order of the walk
};

/// What a scan came to; `outcome`: done, nothing-to-do, wrong.
struct FloorScan {
  std::string outcome, says;
  std::optional<Delivery> copy;
};

struct RunSheet {
  Run run;
  std::vector<Delivery> copies;  ///< as one walks, where each goes now
};

/// What a print says that the floor does not know.
struct PrintWords {
  std::function<std::string(PatientId)> name_of;  ///< with the number
  std::string printed_at;
};

class FloorService {
 public:
  FloorService(store::Store& store, patient_index::PatientIndexService& index, encounters::EncounterService& encounters,
               chart::ChartService& chart, loose_reports::LooseService& loose, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys, FloorRules rules, FloorQuestions questions)
      : store_(store),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        loose_(loose),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  // At start-up.
  void declare();  ///< the queues floor-delivery, stat-call
  void subscribe(happenings::Bus& bus);
  /// What the wards asked for, as the store says it.
  Result<void> learn_wishes();
  void tell(CopyFollower follower) { follower_ = std::move(follower); }
  const FloorRules& rules() const { return rules_; }

  // Wishes of wards. Setting one asks file-documents. Errors: `not_found` (no such ward).
  Result<Wish> set_wish(const access::Actor& actor, const std::string& ward, bool wants_paper, bool wants_calls);

  // In the unit of the distribution.
  /// The ward where the patient of this stay lies, where it asks for paper; empty: none.
  Result<std::string> ward_that_asks(store::Reader& reader, ResourceId encounter);
  /// One copy for where the patient is. A ward that has this version already gets no second one. Nothing: the patient is on no
  /// ward.
  Result<std::optional<Delivery>> take_copy(store::UnitOfWork& work, const WardCopy& copy);
  Result<std::optional<Delivery>> of_copy(store::Reader& reader, std::int64_t copy) { return rows_.of_copy(reader, copy); }
  /// The distribution asks it back.
  Result<void> recall_copy(store::UnitOfWork& work, std::int64_t copy, FloorEvent why);

  // For people; all ask file-documents.
  Result<std::vector<WardBoard>> board(const access::Actor& actor);
  /// What waits is taken along: all wards when none is named. Errors: `not_found` (ward), `business_rule` (nothing waits).
  Result<RunSheet> take_run(const access::Actor& actor, const std::vector<std::string>& wards, bool only_stat);
  Result<RunSheet> run(const access::Actor& actor, RunId run);
  /// A run to print: its sheet, then every copy of it that is still to be carried; read-record besides. Each print stands in the
  /// ledger. Errors: `business_rule` (nothing of it is to be carried any more), `unavailable` (pages cannot be made now).
  Result<std::string> print_run(const access::Actor& actor, RunId run, const PrintWords& words);
  /// The badge of who works here; assign-work. Errors: `not_found` (no such account).
  Result<std::string> print_badge(const access::Actor& actor, const std::string& account,
                                  const std::function<std::string(UserId)>& name_of);
  /// Handed over: `badge` is who received it, `at_ward` where the scanner stands. A copy whose patient is
  /// elsewhere is not received here: `wrong`, and where it goes. Errors: `not_found` (badge).
  Result<FloorScan> receive(const access::Actor& actor, std::string_view barcode, std::string_view badge,
                            std::string_view at_ward, std::optional<Instant> at = {});
  /// Filed in the chart on the unit; `folder`: the folder's barcode, where one was scanned beside it.
  Result<FloorScan> file(const access::Actor& actor, std::string_view barcode, std::string_view folder,
                         std::optional<Instant> at = {});
  struct Period {
    OnTime figures;
    std::vector<Delivery> copies;  ///< the list behind the numbers
  };
  Result<Period> period(const access::Actor& actor, Instant from, Instant until);
  Result<Delivery> of_item(const access::Actor& actor, WorkItemId item);

  // STAT calls.
  Result<std::vector<StatCall>> calls(const access::Actor& actor);
  Result<StatCall> call(const access::Actor& actor, StatCallId call);
  Result<StatCall> call_of_item(const access::Actor& actor, WorkItemId item);
  /// Asked for by hand, about a document of somebody in the house. Errors: `not_found`, `business_rule` (one is open).
  Result<StatCall> ask_for_call(const access::Actor& actor, ResourceId document);
  /// One call. With a confirmed read-back it is done; else it stays open. Errors: those of check_attempt(), `business_rule`
  /// (done).
  Result<StatCall> note_call(const access::Actor& actor, StatCallId call, CallAttempt attempt);

 private:
  using Wishes = std::map<std::string, Wish, std::less<>>;
  struct Place {
    const Ward* ward = nullptr;
    std::string room;
  };
  std::shared_ptr<const Wishes> wishes() const { return std::atomic_load(&wishes_); }
  Place place_of(std::string_view location) const;

  // Reactions.
  Result<void> document_filed(store::UnitOfWork& work, const happenings::DocumentFiled& filed);
  Result<void> patient_moved(store::UnitOfWork& work, ResourceId encounter, std::string_view location);
  Result<void> stay_ended(store::UnitOfWork& work, ResourceId encounter, FloorEvent event);
  Result<void> wanted_again(store::UnitOfWork& work, const encounters::VisitRow& visit);
  Result<void> stay_reopened(store::UnitOfWork& work, ResourceId encounter);
  Result<void> document_gone(store::UnitOfWork& work, ResourceId document, FloorEvent event);
  Result<void> document_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  Result<void> piece_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved,
                           const happenings::RecordMoved::Piece& piece);
  Result<void> record_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);

  /// The document as its chart shows it now; nothing when it stands in none.
  Result<std::optional<CopiedDocument>> printed(store::Reader& reader, ResourceId document);
  Result<Delivery> make(store::UnitOfWork& work, Delivery copy);
  /// To the ward where the patient of this stay lies, as that ward asks. `before`: a copy of an earlier version, which this one
  /// follows; `is_told`: whether it is told by telephone; unset: as its ward and its order ask.
  Result<void> bring(store::UnitOfWork& work, const CopiedDocument& document, DeliveryId before, std::optional<bool> is_told);
  Result<void> follow_labels(store::UnitOfWork& work, const CopiedDocument& document, const std::vector<Delivery>& copies,
                             const std::vector<StatCall>& calls);
  /// Recalls what is out of earlier versions; answers the newest of them. `has_this`: this very version is out already.
  Result<DeliveryId> supersede(store::UnitOfWork& work, const CopiedDocument& document, bool& has_this);
  Result<void> follow(store::UnitOfWork& work, Delivery copy, FloorEvent event, const Place& place);
  Result<void> to_loose(store::UnitOfWork& work, const Delivery& copy);
  Result<void> loose_no_more(store::UnitOfWork& work, const access::Actor& actor, const loose_reports::LooseReport& report,
                             std::string_view state);
  Result<void> take_out(store::UnitOfWork& work, const Delivery& filed, FloorEvent event);
  /// The row as it stands now, then the step that says so.
  Result<void> record(store::UnitOfWork& work, const access::Actor& actor, const Delivery& copy, std::string_view event,
                      const std::string& reason = {});
  Result<void> guard(store::UnitOfWork& work, const worklists::WorkItem& item, const worklists::Act& act);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> ask_ward(store::UnitOfWork& work, const CopiedDocument& document, const Place& place);
  Result<void> step_call(store::UnitOfWork& work, const access::Actor& actor, const StatCall& call, std::string_view event);
  Result<UserId> holder_of(std::string_view badge);
  Result<Delivery> scanned(store::Reader& reader, const access::Actor& actor, std::string_view barcode);

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  loose_reports::LooseService& loose_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  FloorRules rules_;
  FloorQuestions questions_;
  CopyFollower follower_;
  FloorStore rows_;
  StatCallStore call_rows_;
  std::shared_ptr<const Wishes> wishes_ = std::make_shared<const Wishes>();  ///< read in every unit, replaced as a whole
  std::atomic<bool> begun_ = false;  ///< a ward asked for something once, or the distribution gave a copy
  access::Actor system_ = access::Actor::system("floor-delivery");
};

/// The run sheet: ward after ward as one walks, each copy with its barcode. Names stand in it.
Result<std::vector<pdf::Canvas>> run_sheet_pages(const RunSheet& sheet, const FloorRules& rules, const PrintWords& words);
Result<std::string> run_sheet_as_pdf(const RunSheet& sheet, const FloorRules& rules, const PrintWords& words);

}  // namespace charta::floor_delivery
