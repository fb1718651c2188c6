// SPDX-License-Identifier: Apache-2.0
// Loose reports: kept as work by who needs them, filed with a proof, counted in the Loose Filing Report.
#pragma once
#include "base/clock.hpp"
#include "department/loose_reports/loose_store.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::loose_reports {

/// What other departments know; wired in app/.
struct LooseQuestions {
  /// The next appointment of these records until then.
  std::function<Result<std::optional<Instant>>(const std::vector<PatientId>&, Instant until)> next_appointment;
};

struct LooseFilingReport {
  Instant at;
  LooseFigures figures;
  std::vector<LooseLine> lines;  ///< in the order in which they should be filed: the list behind each number
  std::string rule;
};

class LooseService {
 public:
  LooseService(store::Store& store, patient_index::PatientIndexService& index, paper_charts::PaperService& paper,
               worklists::WorklistService& worklists, ledger::Ledger& ledger, const Clock& clock, KeySource& keys,
               LooseRules rules, LooseQuestions questions)
      : store_(store),
        index_(index),
        paper_(paper),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  /// At start-up: the queue `loose-report`.
  void declare();
  void subscribe(happenings::Bus& bus);
  const LooseRules& rules() const { return rules_; }
  /// Told, in the unit, of every report that is loose no more, and how it ended.
  using Follower =
      std::function<Result<void>(store::UnitOfWork&, const access::Actor&, const LooseReport&, std::string_view state)>;
  void tell(Follower follower) { follower_ = std::move(follower); }

  // In the unit of whoever finds something loose.
  Result<LooseReport> open(store::UnitOfWork& work, const NewLooseReport& report);
  /// What became loose by a discharge that was taken back: closed here, and answered, so that it goes to the ward again.
  Result<std::vector<LooseReport>> take_back(store::UnitOfWork& work, ResourceId encounter);
  /// That a document stands in the chart in this version: the proof of what is filed electronically.
  Result<void> prove_version(store::UnitOfWork& work, const access::Actor& actor, FilingProof proof);
  Result<void> add_proof(store::UnitOfWork& work, FilingProof proof);

  // For people; all ask file-documents.
  /// Both barcodes, the paper's and the folder's. Errors: `not_found` (no loose report, no folder has it), `business_rule`
  /// (location "volume": the folder is another person's; it was filed before).
  Result<LooseReport> file(const access::Actor& actor, std::string_view report_barcode, std::string_view volume_barcode);
  /// The folder that a barcode names, when it is this person's. Errors: those of file().
  Result<paper_charts::VolumeId> folder_of(store::Reader& reader, std::string_view volume_barcode, PatientId patient);
  Result<std::vector<FilingProof>> proofs(const access::Actor& actor, ResourceId document);
  Result<LooseFilingReport> report(const access::Actor& actor);

  /// One pass of the clock: everything loose gets the turn that its patient's need gives it. Answers how many changed their turn.
  Result<std::int64_t> rank_all();

 private:
  using Facts = std::map<std::int64_t, NeedFacts>;
  Result<NeedFacts> facts_of(PatientId patient);
  Result<std::optional<Instant>> oldest_open(const std::vector<std::string>& queues, const std::vector<PatientId>& records);
  Result<std::vector<worklists::WorkItem>> all_open(const access::Actor& actor);
  Result<std::int64_t> came_lately(const access::Actor& actor);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> close(store::UnitOfWork& work, const LooseReport& report, std::string_view event);
  Result<void> withdrawn(store::UnitOfWork& work, ResourceId document);

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  paper_charts::PaperService& paper_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  LooseRules rules_;
  LooseQuestions questions_;
  LooseStore rows_;
  Follower follower_;
  access::Actor system_ = access::Actor::system("loose-reports");
};

/// The patient for whom an item is loose: its own, else the one whom the arrival's number names.
PatientId patient_of_loose(const worklists::WorkItem& item);

/// The Loose Filing Report on paper: the figures, then the list in its order. Names stand in it.
Result<std::string> loose_report_as_pdf(const LooseFilingReport& report, const LooseRules& rules,
                                        const std::function<std::string(PatientId)>& name_of, const std::string& printed_at);

}  // namespace charta::loose_reports
