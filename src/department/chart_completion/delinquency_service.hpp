// SPDX-License-Identifier: Apache-2.0
// Figures, letters and suspensions: what a hospital does about what is owed too long.
#pragma once
#include "department/chart_completion/completion_service.hpp"
#include "department/chart_completion/delinquency.hpp"
#include "department/chart_completion/delinquency_store.hpp"

namespace charta::chart_completion {

struct DelinquencyFigures {
  CompletionCounts counts;
  std::optional<double> rate;  ///< per cent of average monthly discharges
  double average_monthly_discharges = 0;
};

/// Somebody who is to be written to: the step they have reached is higher than that of their last letter about what they owe now.
struct LetterDue {
  StaffMember to;
  const LetterLevel* level = nullptr;
  std::int64_t items = 0, longest_days = 0;
  std::optional<Letter> last;
  bool is_suspended = false;
};

class DelinquencyService {
 public:
  DelinquencyService(store::Store& store, CompletionService& completion, patient_index::PatientIndexService& index,
                     ledger::Ledger& ledger, const Clock& clock, KeySource& keys, DelinquencyRules rules)
      : store_(store),
        completion_(completion),
        index_(index),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)) {}

  // Errors: `forbidden`, `not_found`, `business_rule`.
  Result<DelinquencyFigures> figures(const access::Actor& actor);
  /// Behind "incomplete" and "delinquent".
  Result<std::vector<DeficiencyView>> records_behind(const access::Actor& actor, bool delinquent_only);
  Result<std::vector<LetterDue>> letters_due(const access::Actor& actor);
  Result<std::string> letter_text(const access::Actor& actor, std::string_view responsible);  ///< as it would be written now
  /// Writes and keeps a letter: it stands in the ledger of every patient that it names.
  Result<Letter> write_letter(const access::Actor& actor, std::string_view responsible);
  Result<std::vector<Letter>> letters(const access::Actor& actor);
  Result<std::string> letter_pdf(const access::Actor& actor, LetterId id);
  /// Those that stand, and those that were lifted.
  Result<std::vector<Suspension>> suspensions(const access::Actor& actor);
  /// Asks `waive-work`, as the committee's other decisions. Errors: `business_rule` (not reached; suspended already).
  Result<Suspension> suspend(const access::Actor& actor, std::string_view responsible);
  /// Those who owe nothing of that step any more are suspended no longer. Answers how many.
  Result<std::int64_t> lift_what_is_done();

  const DelinquencyRules& rules() const { return rules_; }

 private:
  struct Drawn {
    LetterDue due;
    std::string text;
    std::vector<PatientId> patients;
  };
  Result<std::optional<LetterDue>> due_for(store::Reader& reader, const StaffMember& who,
                                           const std::vector<DeficiencyView>& owed) const;
  Result<Drawn> drawn(const access::Actor& actor, std::string_view responsible);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                    std::int64_t subject, std::string_view reason, PatientId patient = PatientId());

  store::Store& store_;
  CompletionService& completion_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  DelinquencyRules rules_;
  DelinquencyStore rows_;
  access::Actor system_ = access::Actor::system("chart-completion");
};

}  // namespace charta::chart_completion
