// SPDX-License-Identifier: Apache-2.0
// The shift desk: what is urgent, in which order to walk, who came in, what the next shift must know, and that nobody is alone
// unnoticed. Each act is one unit.
#pragma once
#include "base/clock.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/shift_desk/forecast.hpp"
#include "department/shift_desk/shift_rules.hpp"
#include "department/shift_desk/shift_store.hpp"
#include "department/shift_desk/stat_board.hpp"
#include "department/shift_desk/walk.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace charta::shift_desk {

/// Wired in app/.
struct ShiftQuestions {
  /// What does not work now: damaged bytes, jobs, partners. Unset: nothing is known.
  std::function<Result<std::vector<HandOffLine>>(const access::Actor&)> faults;
};

struct ArrivalRow {
  Arrival arrival;
  paper_charts::PaperOfArrival paper;
};

struct Board {
  Instant now;
  std::vector<BoardLine> lines;
  std::int64_t total = 0;  ///< with those that are not listed
};

struct PlannedWalk {
  Walk walk;
  std::map<paper_charts::RequisitionId, paper_charts::PullLine> lines;
};

struct HandOffView {
  HandOff hand_off;
  HandOffContent content;              ///< as it is now, or as it was frozen
  std::vector<HandOffChange> changed;  ///< of a frozen one: since then
  bool may_sign = false, may_accept = false;
};

class ShiftService {
 public:
  ShiftService(store::Store& store, paper_charts::PaperService& paper, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys, TimeZone zone, ShiftRules rules,
               ShiftQuestions questions)
      : store_(store),
        paper_(paper),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        zone_(std::move(zone)),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  /// At start-up: the queues `shift-hand-off`, `lone-worker`.
  void declare();
  void subscribe(happenings::Bus& bus);
  const ShiftRules& rules() const { return rules_; }
  const TimeZone& zone() const { return zone_; }

  // The board and the walk. Both ask file-documents.
  Result<Board> board(const access::Actor& actor);
  /// `from`: where one stands; unset: not said. Errors: `not_found` (a request that is not open), `invalid` (none, too many).
  Result<PlannedWalk> walk(const access::Actor& actor, const std::vector<paper_charts::RequisitionId>& requisitions,
                           paper_charts::PlaceId from, bool calls_borrowers);
  Result<std::vector<ArrivalRow>> arrivals(const access::Actor& actor);
  /// Errors: `not_found`, those of asking for a patient's volumes.
  Result<std::vector<paper_charts::RequisitionId>> ask_for_arrival(const access::Actor& actor, ResourceId encounter);
  Result<std::vector<HourForecast>> forecast(const access::Actor& actor);

  // Hand-offs.
  /// The open one as it writes itself now. Asks file-documents.
  Result<HandOffView> current(const access::Actor& actor);
  Result<HandOffView> view(const access::Actor& actor, HandOffId id);
  Result<std::vector<HandOff>> hand_offs(const access::Actor& actor, std::int64_t limit);
  Result<void> add_note(const access::Actor& actor, const std::string& text);
  /// Frozen as it is now and signed; the caller has asked for the password again. Answers the hand-off as it was signed.
  /// Errors: `version_conflict` (somebody signed it meanwhile).
  Result<HandOff> sign(const access::Actor& actor, HandOffId id);
  /// Errors: `business_rule` (nobody accepts from themselves; it is not signed).
  Result<void> accept(const access::Actor& actor, HandOffId id);
  /// Nobody is there to sign. Errors: `missing` (reason).
  Result<HandOff> take_without(const access::Actor& actor, HandOffId id, const std::string& reason);

  // Working alone.
  Result<LoneWatch> begin_watch(const access::Actor& actor);
  /// A sign of life; a missed one is answered by it. Errors: `not_found`, `forbidden` (somebody else's).
  Result<LoneWatch> check_in(const access::Actor& actor, LoneWatchId id);
  Result<void> end_watch(const access::Actor& actor, LoneWatchId id);
  Result<std::vector<LoneWatch>> watches(const access::Actor& actor);

  // The file room's door.
  struct NewVisit {
    paper_charts::PlaceId room;
    std::string visitor, reason;  ///< visitor: empty: oneself
  };
  /// Errors: `missing` (a visitor's reason), `invalid` (no file room).
  Result<RoomVisitId> enter(const access::Actor& actor, const NewVisit& visit);
  Result<void> leave(const access::Actor& actor, RoomVisitId visit);
  Result<std::vector<RoomVisit>> visits(const access::Actor& actor, Instant since);

  /// One pass of the clock: there is an open hand-off, and missed signs of life are work.
  Result<std::int64_t> run_clock();

 private:
  Result<std::vector<BoardLine>> open_lines(const access::Actor& actor);
  Result<HandOffContent> compose(const access::Actor& actor, HandOffId id);
  Result<void> add_requests(const access::Actor& actor, HandOffContent& content);
  Result<void> add_hunts(const access::Actor& actor, HandOffContent& content);
  Result<void> add_stock(const access::Actor& actor, HandOffContent& content);
  Result<void> add_queues(const access::Actor& actor, HandOffContent& content);
  Result<HandOffContent> seen_by(const access::Actor& actor, HandOffContent content);
  Result<void> open_hand_off(store::UnitOfWork& work);
  Result<HandOff> freeze(const access::Actor& actor, HandOffId id, std::string_view event, const std::string& reason);
  Result<void> check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item, const worklists::Act& act);
  Result<void> entered_hand_off(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                                const worklists::Act& act);
  Result<void> entered_lone_worker(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<LoneWatch> own_watch(store::Reader& reader, const access::Actor& actor, LoneWatchId id) const;
  Result<LoneWatch> sign_of_life(store::UnitOfWork& work, const access::Actor& actor, LoneWatch watch);
  Result<std::int64_t> miss_signs();
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                    std::int64_t subject, std::string_view reason, std::optional<Digest> digest = {});

  store::Store& store_;
  paper_charts::PaperService& paper_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  TimeZone zone_;
  ShiftRules rules_;
  ShiftQuestions questions_;
  ShiftStore rows_;
  access::Actor system_ = access::Actor::system("shift-desk");
};

}  // namespace charta::shift_desk
