// SPDX-License-Identifier: Apache-2.0
// The file room: every volume's place, whose move it is, what is asked for, and the hunt when one is missing. Each act is one
// unit.
#pragma once
#include "base/clock.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/paper_charts/archive_store.hpp"
#include "department/paper_charts/barcode.hpp"
#include "department/paper_charts/file_room_reads_store.hpp"
#include "department/paper_charts/hunt.hpp"
#include "department/paper_charts/paper_rules.hpp"
#include "department/paper_charts/paper_store.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace charta::paper_charts {

/// Wired in app/.
struct PaperQuestions {
  /// The clinic of an appointment, as the schedule names it; empty: it names none.
  std::function<Result<std::string>(store::Reader&, ResourceId)> clinic_of;
  /// Whether an account does not work here any more. Unset: nobody ever leaves.
  std::function<Result<bool>(UserId)> has_left{};
};

struct NewPlace {
  PlaceId parent;
  std::string kind, name, code, barcode, loan_class, order, first_number;  ///< first_number: of a shelf
  std::int64_t capacity = 0, walk = 0;
  UserId holder;
};

struct NewVolume {
  PatientId patient;
  std::string kind = "medical", medium = "paper", chart_number, barcode, position, from_day, until_day, name;
  std::int64_t number = 0;  ///< 0: the next
  PlaceId home;
  std::string cut_off;                 ///< the day on which this one begins and the one in use ends; empty: nothing ends
  std::vector<OldNumber> old_numbers;  ///< of this volume
  bool is_temporary = false;           ///< stands for one that is missing
  bool is_received = false;            ///< came from another institution
  std::optional<Instant> made_at;      ///< of one that is taken over from an earlier system; unset: now
};

struct NewRequest {
  PatientId patient;
  std::vector<VolumeId> volumes;  ///< none: the newest of the kinds that are asked for by themselves
  PlaceId deliver_to;
  std::string requester, purpose;
  worklists::Priority priority = worklists::Priority::routine;
  std::optional<Instant> needed_at;  ///< none: as promised by rule
  ResourceId cause;                  ///< the encounter for which somebody asks; unset: none
  std::string origin = "desk";       ///< or "interface": another system asks
  std::int64_t most = 0;             ///< of the newest volumes, where none is named; 0: as the rule says
};

/// What a barcode, or a number that was typed, is: found in one indexed read of the row that says where it is now.
struct ScanAnswer {
  std::string kind;  ///< volume, volumes, place, requisition, separator, damaged, unknown
  std::string says;  ///< in words, where nothing was found
  std::optional<VolumeRow> volume;
  std::vector<MovementRow> history;
  std::vector<Requisition> requisitions;  ///< open ones of the volume, or the one whose slip it is
  std::vector<VolumeRow> volumes;         ///< under a number
  std::optional<Place> place;
};

struct Moved {
  VolumeRow volume;
  std::vector<Movement> movements;  ///< none: it is so already
  std::string says;
};

/// A scan that a device made without the server.
struct OfflineScan {
  std::string barcode;
  MovementCommand command;
};
struct Reconciled {
  std::string outcome;  ///< done, known (it was sent before), nothing-to-do, conflict
  std::string says, asks;
  std::optional<VolumeRow> volume;
};

/// What is known under an old number, a box, a roll and frame: volumes, people, and by what each was found.
struct Trace {
  struct Found {
    PatientId patient;
    VolumeId volume;  ///< unset: the person's number
    std::string why;  ///< "chart number", "barcode", "old number (jacket, St. Anne)", "position"
  };
  std::vector<Found> found;
};

/// How the shelves of a room stand and how they would stand if they were shared out anew.
struct ShelfPlan {
  struct Line {
    Place shelf;
    std::int64_t volumes = 0;  ///< now
    ShelfShare planned;        ///< first_key empty: it stays empty, for what is to come
  };
  Place room;
  std::vector<Line> lines;
  std::int64_t volumes = 0, capacity = 0;
  int fill_percent = 0;            ///< the fullest shelf of the plan
  std::int64_t shelves_short = 0;  ///< how many more are needed to stay under what the rule allows
};

struct HuntView {
  VolumeRow volume;
  std::optional<worklists::WorkItem> item;
  HuntPlan plan;
  std::vector<Look> looks;
  std::string rule;
};

/// What somebody who came in has on paper, and whether it is asked for.
struct PaperOfArrival {
  std::vector<VolumeRow> volumes;
  std::int64_t asked = 0;       ///< of them: somebody asks for them now
  bool asked_for_this = false;  ///< for this very arrival
};

struct FileRoomFigures {
  RetrievalFigures retrieval;
  std::int64_t out = 0, overdue = 0, missing = 0;
};

class PaperService {
 public:
  PaperService(store::Store& store, patient_index::PatientIndexService& index, encounters::EncounterService& encounters,
               worklists::WorklistService& worklists, ledger::Ledger& ledger, const Clock& clock, KeySource& keys,
               PaperRules rules, PaperQuestions questions)
      : store_(store),
        index_(index),
        encounters_(encounters),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  /// At start-up: the queues `paper-requisition`, `paper-loan`, `missing-volume`, `chart-destination`.
  void declare();
  void subscribe(happenings::Bus& bus);
  const PaperRules& rules() const { return rules_; }

  // Places. Making and closing them asks file-documents.
  Result<PlaceId> add_place(const access::Actor& actor, const NewPlace& place);
  /// Errors: `business_rule` (volumes stand in it or belong there, places in it are open, charts are on their way to it: says how
  /// many), `version_conflict`.
  Result<void> close_place(const access::Actor& actor, PlaceId place, std::int64_t version);
  Result<std::vector<Place>> places(const access::Actor& actor, const PlaceFilter& filter);
  Result<Place> place(const access::Actor& actor, PlaceId place);
  /// By the numbers of the volumes; `capacity` 0: the shelves' own. Changes nothing.
  Result<ShelfPlan> shelf_plan(const access::Actor& actor, PlaceId room, std::int64_t capacity);
  /// Writes the plan to the shelves. Errors: `business_rule` (too few shelves: says how many more).
  Result<ShelfPlan> replan_shelves(const access::Actor& actor, PlaceId room, std::int64_t capacity);
  Result<std::vector<VolumeRow>> volumes_in(const access::Actor& actor, PlaceId place, std::int64_t limit, std::int64_t offset);

  // Volumes. All ask file-documents, but what a patient has on paper, which asks for the patient.
  Result<ScanAnswer> scan(const access::Actor& actor, std::string_view text);
  Result<VolumeId> add_volume(const access::Actor& actor, const NewVolume& volume);
  Result<VolumeId> add_volume(store::UnitOfWork& work, const access::Actor& actor, const NewVolume& volume);
  /// False: it was known. `is_of_person`: of the person, whatever the volume.
  Result<bool> add_old_number(const access::Actor& actor, VolumeId volume, const OldNumber& number, bool is_of_person);
  Result<bool> add_old_number(store::UnitOfWork& work, const access::Actor& actor, OldNumber number);
  struct VolumeView {
    VolumeRow row;
    std::vector<MovementRow> history;
    std::vector<Requisition> requisitions;
    std::vector<OldNumber> old_numbers;
    std::vector<std::string_view> events;  ///< what may become of it now
  };
  Result<VolumeView> view(const access::Actor& actor, VolumeId volume);
  Result<std::vector<VolumeRow>> of_patient(const access::Actor& actor, PatientId patient);
  /// Errors: those of decide(), `version_conflict`, `not_found`. What is asked back has location "confirm:<what>".
  Result<Moved> move(const access::Actor& actor, VolumeId volume, const MovementCommand& command);
  /// In the order in which they were made; one that conflicts does not hold up those of other volumes.
  Result<std::vector<Reconciled>> reconcile(const access::Actor& actor, const std::vector<OfflineScan>& scans);

  /// The same within a unit, for departments that move volumes as a part of their own act. Asks file-documents.
  Result<Moved> move(store::UnitOfWork& work, const access::Actor& actor, VolumeId volume, const MovementCommand& command);

  // For what asks across decades; the caller asks for the patient and writes the ledger.
  Result<Trace> trace(store::Reader& reader, std::string_view text) const;
  Result<std::vector<VolumeRow>> volumes_of(store::Reader& reader, const std::vector<PatientId>& patients) const {
    return rows_.of_patients(reader, patients);
  }
  Result<std::vector<OldNumber>> old_numbers_of(store::Reader& reader, PatientId patient) const {
    return archive_.old_numbers_of(reader, patient);
  }
  Result<std::optional<VolumeRow>> volume(store::Reader& reader, VolumeId volume) const { return rows_.volume(reader, volume); }
  Result<std::optional<Place>> place(store::Reader& reader, PlaceId place) const { return rows_.place(reader, place); }
  Result<std::optional<VolumeRow>> volume_by_barcode(store::Reader& reader, std::string_view barcode) const {
    return rows_.volume_by_barcode(reader, barcode);
  }
  Result<std::optional<PlaceId>> place_of_path(store::Reader& reader, const std::string& path) const;
  Result<PlaceId> add_place(store::UnitOfWork& work, const access::Actor& actor, Place place, const std::string& first_number,
                            FilingOrder order);
  /// Volumes of a room between two sections that nobody moved or asked for since, in filing order.
  Result<std::vector<VolumeRow>> quiet(store::Reader& reader, PlaceId room, const std::string& from_section,
                                       const std::string& until_section, Instant since, std::int64_t limit) const;

  // Requisitions; their steps go by the worklist.
  /// Asks read-record. Who works in the file room has it approved at once.
  Result<std::vector<RequisitionId>> request(const access::Actor& actor, const NewRequest& request);
  /// The same in two parts, for a department that keeps something of its own beside the request, in one unit.
  Result<void> check_request(const access::Actor& actor, const NewRequest& request);
  Result<std::vector<RequisitionId>> request(store::UnitOfWork& work, const access::Actor& actor, const NewRequest& request);
  /// Open ones needed until then in the order of the walk.
  Result<std::vector<PullLine>> pull_list(const access::Actor& actor, Instant until, PlaceId deliver_to);
  /// Marks what is approved as being on the list: it is printed, and somebody walks with it.
  Result<std::vector<PullLine>> take_pull_list(const access::Actor& actor, Instant until, PlaceId deliver_to);
  Result<Requisition> requisition(const access::Actor& actor, RequisitionId id);

  // Loans and figures.
  struct Overdue {
    std::vector<VolumeRow> rows;
    PaperStore::LoanCounts counts;
  };
  Result<Overdue> overdue(const access::Actor& actor, std::int64_t limit, std::int64_t offset);
  Result<FileRoomFigures> figures(const access::Actor& actor, Instant from, Instant until);

  // The hunt.
  Result<HuntView> hunt(const access::Actor& actor, VolumeId volume);
  /// Errors: `business_rule` (nobody misses it; the spot is not in the plan).
  Result<HuntView> look(const access::Actor& actor, VolumeId volume, const std::string& spot, bool found,
                        const std::string& note);

  // For the shift desk.
  /// From the outermost place to the shelf: the shelf of a room on which a key stands; empty where the place is not known.
  using Way = std::vector<Place>;
  struct WayTo {
    PlaceId place;
    std::string filing_key;  ///< empty: the place itself
  };
  Result<std::vector<Way>> ways(const access::Actor& actor, const std::vector<WayTo>& to);
  Result<std::vector<OverdueClass>> overdue_by_class(const access::Actor& actor);
  Result<std::vector<CartLoad>> carts(const access::Actor& actor);
  Result<std::vector<AskedQuarter>> asked_by_quarter(const access::Actor& actor, Instant from, Instant until);
  Result<PaperOfArrival> paper_of_arrival(const access::Actor& actor, PatientId patient, ResourceId encounter);
  /// What an arrival asks for by itself, asked by a person: the newest volumes, to where the patient is.
  /// Errors: `business_rule` (nothing can be pulled; nobody there borrows charts).
  Result<std::vector<RequisitionId>> ask_for_arrival(const access::Actor& actor, PatientId patient, ResourceId encounter,
                                                     std::string_view class_code);

  /// One pass of the clock: loans past due become work, appointments of the coming hours become requisitions, loans of people who
  /// have left are recalled. It keeps nothing in memory: a restart, or a clock set back, neither misses nor doubles.
  Result<std::int64_t> run_clock();

  // Reactions, in the unit of what happened.
  Result<void> on_appointment(store::UnitOfWork& work, const happenings::AppointmentBooked& booked);
  Result<void> on_appointment_cancelled(store::UnitOfWork& work, const happenings::AppointmentCancelled& cancelled);
  Result<void> on_arrival(store::UnitOfWork& work, const happenings::EncounterStarted& started);
  Result<void> on_arrival_cancelled(store::UnitOfWork& work, const happenings::EncounterCancelled& cancelled);
  Result<void> on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed) const {
    return rows_.relabel(work, changed.patient, changed.removed, changed.added);
  }

 private:
  struct Wanted {
    PatientId patient;
    VolumeId volume;
    PlaceId deliver_to;
    std::string requester, purpose, origin, clinic;
    worklists::Priority priority = worklists::Priority::routine;
    Instant needed_at;
    ResourceId cause;
    std::int64_t request = 0;
    bool is_approved = true;
    int facility = 0;
    access::SensitivityMask sensitivity = 0;
  };
  Volume volume_from(const NewVolume& given, const std::vector<VolumeRow>& others);
  Result<std::string> chart_number_for(store::Reader& reader, const NewVolume& given, const patient_index::Person& person) const;
  Result<void> close_before(store::UnitOfWork& work, const access::Actor& actor, const NewVolume& given,
                            const std::vector<VolumeRow>& others);
  Result<void> bring_forward(store::UnitOfWork& work, const access::Actor& actor, const Volume& newest, const Place& home,
                             const std::vector<VolumeRow>& others);
  Result<std::vector<VolumeRow>> under_number(store::Reader& reader, std::string_view number, std::int64_t limit) const;
  Result<ShelfPlan> plan_room(store::Reader& reader, PlaceId room, std::int64_t capacity) const;
  /// Charts that an appointment or an arrival will need, and where they go.
  struct Errand {
    Wanted wanted;
    std::optional<Place> to;
    std::string cause_type, said;  ///< said: as the schedule or the message names the place
    std::int64_t volumes = 0;
  };
  static constexpr std::string_view departed_rule = "borrower-has-left";
  Result<std::optional<Errand>> errand_of(store::Reader& reader, std::string_view type, ResourceId cause);
  Result<void> run_errand(store::UnitOfWork& work, const Errand& errand);
  Result<void> guard_destination(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> entered_destination(store::UnitOfWork& work, const worklists::WorkItem& item, const worklists::Act& act);
  Result<std::int64_t> recall_from_the_departed();
  Result<std::int64_t> recall_all(store::UnitOfWork& work, const Place& place);
  /// The open item of a loan past due, made where there is none; the volume's row remembers for which due time.
  Result<worklists::WorkItem> open_loan(store::UnitOfWork& work, const Volume& volume);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                    std::int64_t subject, PatientId patient, std::string_view reason, std::string_view rule = {});
  Result<Circumstances> circumstances(store::Reader& reader, const Volume& volume, const MovementCommand& command) const;
  /// What waited for this movement goes on: requests are pulled or returned, loans end, hunts end or begin.
  Result<void> follow(store::UnitOfWork& work, const access::Actor& actor, const Volume& volume, Movement& movement);
  Result<void> follow_requisitions(store::UnitOfWork& work, const access::Actor& actor, const Volume& volume, Movement& movement);
  Result<void> step(store::UnitOfWork& work, const access::Actor& actor, WorkItemId item, std::string_view event,
                    std::string_view reason = {});
  Result<void> open_hunt(store::UnitOfWork& work, const access::Actor& actor, const Volume& volume);
  Result<RequisitionId> open_requisition(store::UnitOfWork& work, const access::Actor& actor, const Wanted& wanted);
  Result<void> check_wanted(const VolumeRow& row, const NewRequest& given) const;
  Result<std::vector<Volume>> newest_volumes(store::Reader& reader, PatientId patient, std::int64_t count) const;
  Result<void> ask_for_newest(store::UnitOfWork& work, const Wanted& wanted, std::int64_t count);
  Result<std::optional<Place>> place_for(store::Reader& reader, std::string_view said, std::string_view stand_in) const;
  Result<void> cancel_open(store::UnitOfWork& work, ResourceId cause, std::string_view reason);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered_requisition(store::UnitOfWork& work, const worklists::WorkItem& item, const worklists::Act& act);
  Result<void> entered_hunt(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                            const worklists::Act& act);
  Result<std::int64_t> open_overdue();
  Result<std::int64_t> make_pull_lists();
  Result<HuntFacts> hunt_facts(store::Reader& reader, const Volume& volume, const std::vector<PatientId>& namesakes) const;
  Result<Spot> slot(store::Reader& reader, const Volume& volume, std::string_view number, std::string_view name) const;

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  ArchiveStore archive_;
  PaperRules rules_;
  PaperQuestions questions_;
  PaperStore rows_;
  access::Actor system_ = access::Actor::system("paper-charts");
};

}  // namespace charta::paper_charts
