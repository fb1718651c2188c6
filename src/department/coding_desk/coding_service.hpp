// SPDX-License-Identifier: Apache-2.0
// The coder's desk: which discharges are to be coded, their codes with evidence, their abstract, their second review.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart_completion/completion_facts.hpp"
#include "department/coding/suggestions/suggest.hpp"
#include "department/coding_desk/case_mix_store.hpp"
#include "department/coding_desk/coding_books.hpp"
#include "department/coding_desk/coding_store.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>

namespace charta::coding_desk {

/// What other departments know; wired in app/.
struct CodingQuestions {
  /// The words of a document, a form feed between two pages. Empty: nobody has read them yet, or it has none.
  std::function<Result<std::string>(store::Reader&, ResourceId)> words_of;
  /// How many questions about this encounter a physician has not answered yet.
  std::function<Result<std::int64_t>(store::Reader&, ResourceId encounter)> open_questions;
};

/// A document of the stay that may be read beside the codes.
struct CodingDocument {
  std::string resource_type, fhir_id, title, type_code;
  Instant at;
  bool is_of_discharge = false;
};

/// What came, as somebody may be told it: the title of a document only to who may read that.
struct ToldNews {
  NewsKind kind = NewsKind::document_came;
  std::string title, fhir_id;
  Instant at;
};

/// A case as the desk shows it to one actor.
struct CodingView {
  CodingCase row;
  bool is_inpatient = false, is_reviewer = false;
  StayDays stay;
  CodedSheet sheet;  ///< the coder's; to who reviews in the blind, their own
  Judged judged;
  std::vector<AbstractValue> abstract;
  std::vector<AnsweredFinding> answers;
  std::int64_t open_questions = 0;
  std::optional<Comparison> comparison;  ///< once the reviewer has compared
  std::vector<CodingDocument> documents;
  std::vector<worklists::Offer> offers;
  std::map<std::pair<LineKind, std::string>, std::string> titles;  ///< of the sheet's codes
  std::vector<std::string> unfinished;        ///< what finishing waits for
  std::vector<ToldNews> news;                 ///< not looked at yet
};

struct ProposedCode {
  suggestions::Suggestion suggestion;
  CodingDocument document;
  std::string title;
};

/// What a client says of services that it does not send: they stay as they are.
enum class Services { as_sent, as_they_were };
/// Which final cases are meant.
enum class Cases { of_inpatients, all };

class CodingService {
 public:
  CodingService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
                ledger::Ledger& ledger, const Clock& clock, CodingBooks& books, TimeZone zone, CodingRules rules,
                suggestions::SuggestionRules suggestion_rules, CodingQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        books_(books),
        zone_(std::move(zone)),
        rules_(std::move(rules)),
        suggester_(std::move(suggestion_rules)),
        questions_(std::move(questions)) {}
  CodingService(const CodingService&) = delete;
  CodingService& operator=(const CodingService&) = delete;

  // At start-up.
  void declare();  ///< the queue `coding`
  void subscribe(happenings::Bus& bus);

  // In a unit.
  /// Each time the department has judged what the file of an encounter lacks.
  Result<void> file_was_judged(store::UnitOfWork& work, const encounters::VisitRow& visit,
                               const chart_completion::EncounterFacts& facts, const chart_completion::Analysis& analysis);
  /// A question about an encounter was sent, answered or taken back: `event` of its own queue.
  Result<void> question_moved(store::UnitOfWork& work, ResourceId encounter, std::string_view event);

  // For people; `version`: of the case as it was shown. Errors: `not_found` (the case, or not for this actor), `forbidden`,
  // `business_rule`, `version_conflict`.
  Result<CodingView> open(const access::Actor& actor, std::string_view encounter);
  /// The newest discharges first, at most 200.
  Result<std::vector<CodingCase>> of_patient(const access::Actor& actor, PatientId patient);
  /// The whole sheet: the coder's while it is being coded, the reviewer's in a second review.
  Result<CodingView> keep(const access::Actor& actor, std::string_view encounter, std::int64_t version, CodedSheet sheet,
                          Services services = Services::as_sent);
  /// A diagnosis of the sheet was opened in the tabular list; said again, it stays with who did so first. Errors: `not_found`
  /// (not on the sheet), `business_rule` (no whole code there).
  Result<CodingView> verify(const access::Actor& actor, std::string_view encounter, std::string_view code);
  /// A step of the machine, "compare" by who reviews, or "looked-at": what came meanwhile was looked at.
  Result<CodingView> act(const access::Actor& actor, std::string_view encounter, std::int64_t version, const worklists::Act& act);
  /// An empty value: the record's own stands again. Errors: `unknown_code` (no such element, no such choice).
  Result<CodingView> enter(const access::Actor& actor, std::string_view encounter, std::int64_t version, AbstractEntry entry);
  Result<CodingView> answer(const access::Actor& actor, std::string_view encounter, std::int64_t version,
                            const std::string& finding, const std::string& words);
  /// What the notes of the stay speak of; nothing is written.
  Result<std::vector<ProposedCode>> suggest(const access::Actor& actor, std::string_view encounter);

  /// Of final inpatient cases that this actor sees; what was opened by breaking the glass is not in it.
  Result<CaseMix> case_mix(const access::Actor& actor, const MixPeriod& period, MixBy by);
  /// The cases behind a row, by its key, the newest discharges first; no group: behind the whole.
  Result<std::vector<CodingCase>> cases_behind(const access::Actor& actor, const MixPeriod& period, MixBy by,
                                               const std::optional<std::string>& group, std::int64_t limit, std::int64_t offset);
  /// Final cases of discharges in the period that this actor sees, for an export: at most 50,000.
  Result<std::vector<CodingCase>> final_cases(const access::Actor& actor, Instant from, Instant until,
                                              Cases which = Cases::of_inpatients);
  StayDays stay_of(const CodingCase& row) const;
  Result<CodedSheet> sheet_of(const access::Actor& actor, const CodingCase& one);

  /// FHIR id.
  Result<std::string> patient_id(const CodingCase& one);

  CodingBooks& books() { return books_; }
  const CodingRules& rules() const { return rules_; }
  const TimeZone& zone() const { return zone_; }
  const CodingStore& rows() const { return rows_; }

 private:
  Result<CodingCase> seen_case(store::Reader& reader, const access::Actor& actor, std::string_view encounter) const;
  /// The case as it stands once nobody else writes it, if that is what was shown.
  Result<CodingCase> shown_case(store::UnitOfWork& work, const access::Actor& actor, std::string_view encounter,
                                std::int64_t version) const;
  /// The case as it stands once nobody else writes it.
  Result<std::optional<CodingCase>> locked_case(store::UnitOfWork& work, ResourceId encounter) const;
  Result<CodingView> view_of(store::Reader& reader, const access::Actor& actor, CodingCase row);
  Result<std::vector<AbstractValue>> abstract_values(store::Reader& reader, const CodingCase& row, const CodedSheet& sheet) const;
  Result<std::vector<CodingDocument>> documents_of(store::Reader& reader, const access::Actor& actor,
                                                   const CodingCase& row) const;
  Result<Judged> judge(store::Reader& reader, const CodingCase& row, const CodedSheet& sheet);
  Result<std::vector<std::string>> unfinished(store::Reader& reader, const CodingCase& row);
  /// Words of a document that an actor may read here, may not, or that are not in this chart any more.
  enum class Readable { yes, hidden, gone };
  Result<Readable> readable(store::Reader& reader, const access::Actor& actor, const CodingCase& row,
                            const EvidenceSpan& span) const;
  Result<void> hide_span(store::Reader& reader, const access::Actor& actor, const CodingCase& row, EvidenceSpan& span) const;
  Result<void> carry_over(store::Reader& reader, const access::Actor& actor, const CodingCase& row, const CodedSheet& before,
                          CodedSheet& sheet) const;
  Result<void> settle_services(store::Reader& reader, const CodingCase& row, CodedSheet& sheet) const;
  Result<bool> is_own_work(store::Reader& reader, const CodingCase& row, UserId who) const;
  Result<void> complete_evidence(store::Reader& reader, const access::Actor& actor, const CodingCase& row,
                                 EvidenceSpan& span) const;
  Result<void> hide_evidence(store::Reader& reader, const access::Actor& actor, const CodingCase& row, CodedSheet& sheet) const;
  void add_titles(CodingView& view);
  Result<MixScope> mix_scope(const access::Actor& actor, const MixPeriod& period) const;
  Result<std::vector<MixRow>> months(store::Reader& reader, MixScope scope) const;

  Result<void> follow(store::UnitOfWork& work, CodingCase row, std::string_view state, std::string_view reason);
  Result<void> save_and_show(store::UnitOfWork& work, const CodingCase& row);
  Result<void> step(store::UnitOfWork& work, const CodingCase& row, std::string_view event, std::string_view reason = {});
  Result<void> go_on(store::UnitOfWork& work, const CodingCase& row);
  Result<void> came_late(store::UnitOfWork& work, ResourceId document, ResourceId encounter);
  Result<void> document_left(store::UnitOfWork& work, ResourceId document);
  Result<void> look_again(store::UnitOfWork& work, ResourceId encounter, NewsKind kind, ResourceId document = {});
  Result<void> looked_at(store::UnitOfWork& work, const access::Actor& actor, CodingCase row);
  Result<std::vector<ToldNews>> told_news(store::Reader& reader, const access::Actor& actor, const CodingCase& row) const;
  Result<ResourceId> encounter_of(store::Reader& reader, ResourceId document) const;
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  Result<void> visit_went(store::UnitOfWork& work, ResourceId encounter, std::string_view event);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> hand_to(store::UnitOfWork& work, const CodingCase& row, UserId to);
  Result<void> compare_sheets(store::UnitOfWork& work, const access::Actor& actor, CodingCase row);
  Result<void> require_holder(store::Reader& reader, const access::Actor& actor, const CodingCase& row);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, const CodingCase& row, std::string_view reason,
                    std::optional<Digest> digest = {});

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  CodingBooks& books_;
  TimeZone zone_;
  CodingRules rules_;
  suggestions::Suggester suggester_;
  CodingQuestions questions_;
  CodingStore rows_;
  CaseMixStore rows_of_mix_;
  access::Actor system_ = access::Actor::system("coding");
};

}  // namespace charta::coding_desk
