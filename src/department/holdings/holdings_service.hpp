// SPDX-License-Identifier: Apache-2.0
// One question across decades and media, one answer: who it may be, what exists where, and how long each takes.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/holdings/delivery_times.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/patient_index/patient_index_service.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace charta::holdings {

/// What somebody knows: any of it. `text` is a number of any age, a name, a box, a roll and frame, a barcode.
struct Question {
  std::string text, mothers_name, physician;
  std::optional<Date> born_from, born_until;
  std::optional<int> year;  ///< of the visit
};

/// Somebody whom the question may mean, with what speaks for and against it.
struct Candidate {
  patient_index::PatientHit person;
  int points = 0;
  std::vector<std::string> because, against;
  std::vector<Holding> holdings;
  std::vector<paper_charts::OldNumber> old_numbers;
  std::vector<Gap> gaps;
  std::string answer;  ///< found, found-in-part, destroyed, missing, never-existed
};

struct Answer {
  std::vector<Candidate> candidates;  ///< the likeliest first; never one chosen for whoever asks
  bool is_cut = false;                ///< there are more: say more
  std::string answer;                 ///< of the one candidate; "several", "never-existed" where nobody is known
  std::string rule;
};

class HoldingsService {
 public:
  HoldingsService(store::Store& store, patient_index::PatientIndexService& index, paper_charts::PaperService& paper,
                  encounters::EncounterService& encounters, chart::ChartService& chart, const Clock& clock, DeliveryTimes times)
      : store_(store),
        index_(index),
        paper_(paper),
        encounters_(encounters),
        chart_(chart),
        clock_(clock),
        times_(std::move(times)) {}

  /// Asks search-record and read-record; the caller writes the ledger for each candidate. What this actor may not see is neither
  /// named nor counted. Errors: `missing` (nothing by which somebody could be found).
  Result<Answer> ask(const access::Actor& actor, const Question& question);
  /// What of one person exists where. Errors: those of the banner.
  Result<Candidate> of_patient(const access::Actor& actor, PatientId patient);
  const DeliveryTimes& times() const { return times_; }

 private:
  struct Clue {
    int points = 0;
    std::vector<std::string> because;
  };
  using Clues = std::map<PatientId, Clue>;
  Result<Clues> clues_of(const access::Actor& actor, const Question& question);
  Result<void> describe(store::Reader& reader, const access::Actor& actor, Candidate& candidate) const;
  Result<void> add_volumes(store::Reader& reader, const access::Actor& actor, const std::vector<PatientId>& records,
                           Candidate& candidate) const;
  Result<std::vector<chart::ChartEntry>> add_electronic(store::Reader& reader, const access::Actor& actor,
                                                        const std::vector<PatientId>& records, Candidate& candidate) const;
  Result<void> weigh(store::Reader& reader, const access::Actor& actor, const Question& question, Candidate& candidate) const;
  int this_year() const;

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  paper_charts::PaperService& paper_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  const Clock& clock_;
  DeliveryTimes times_;
};

}  // namespace charta::holdings
