// SPDX-License-Identifier: Apache-2.0
// Everything that one person owes, whatever queue says so, oldest first. What is in transcription is owed by nobody here.
#pragma once
#include "department/signatures/signature_service.hpp"

#include <string>
#include <vector>

namespace charta::signatures {

/// What can be done about a line with one key.
enum class OwedAct { sign, write, answer, open };
std::string_view owed_act_code(OwedAct act);  ///< sign, write, answer, open

struct OwedLine {
  std::string kind;      ///< of the queue; "signature" where a signature is awaited that no queue asks for yet
  std::string sentence;  ///< "Discharge summary is not signed"
  std::string title;     ///< "Discharge summary"
  OwedAct act = OwedAct::open;
  Instant since;
  std::optional<Instant> due_at;
  PatientId patient;
  WorkItemId item;                            ///< unset: no queue has it
  chart_completion::DeficiencyId deficiency;  ///< unset: none
  std::string document_type, document_id;     ///< to be read or signed
  std::string encounter, type_code;           ///< of what is to be written
  std::string state;
  bool may_decline = false;
};

/// By since, then by what was made first. Pure.
void oldest_first(std::vector<OwedLine>& lines);

class MyList {
 public:
  MyList(store::Store& store, SignatureService& signatures, chart_completion::CompletionService& completion,
         worklists::WorklistService& worklists, chart::ChartService& chart)
      : store_(store), signatures_(signatures), completion_(completion), worklists_(worklists), chart_(chart) {}

  struct List {
    std::vector<OwedLine> lines;
    std::int64_t with_transcription = 0;  ///< of this person's documents that somebody else writes now
    std::optional<Signer> signer;         ///< nobody: the account is not known in the medical staff
  };
  Result<List> of(const access::Actor& actor);

  /// "Not mine": a deficiency that this person is asked for goes back to the department with a reason.
  /// Errors: `not_found`, `forbidden` (somebody else is asked), those of the step.
  Result<chart_completion::DeficiencyView> decline(const access::Actor& actor, chart_completion::DeficiencyId id,
                                                   const std::string& reason, const std::string& note);

 private:
  Result<void> add_deficiencies(const access::Actor& actor, const Signer& signer, List& list);
  Result<void> add_requests(const access::Actor& actor, const Signer& signer, List& list);
  Result<void> add_items(const access::Actor& actor, List& list);

  store::Store& store_;
  SignatureService& signatures_;
  chart_completion::CompletionService& completion_;
  worklists::WorklistService& worklists_;
  chart::ChartService& chart_;
};

}  // namespace charta::signatures
