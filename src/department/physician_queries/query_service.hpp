// SPDX-License-Identifier: Apache-2.0
// Questions to physicians: written with quotes from the record, judged before they leave, answered, and kept with their course.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/physician_queries/query_linter.hpp"
#include "department/physician_queries/query_store.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace charta::physician_queries {

struct Addressee {
  UserId user;
  std::string name;
};

/// What other departments know; wired in app/.
struct QueryQuestions {
  /// The words of a document, a form feed between two pages. Empty: nobody has read them yet, or it has none.
  std::function<Result<std::string>(store::Reader&, ResourceId)> words_of;
  std::function<Result<std::vector<Addressee>>()> physicians;  ///< accounts that may answer
};

struct QueryTemplate {
  std::string id, title, question, rule;
  Purpose purpose = Purpose::specificity;
  Format format = Format::open;
  std::vector<std::string> choices;
};

/// Rule packs `physician-queries/response` and `query-templates/…`.
struct ResponseRules {
  std::map<std::string, int, std::less<>> hours;  ///< by timing
  std::string kept_as, reference;
  std::vector<QueryTemplate> templates;
  static Result<ResponseRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

class QueryService {
 public:
  QueryService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
               encounters::EncounterService& encounters, chart::ChartService& chart, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys, QueryRules rules, ResponseRules response,
               QueryQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)),
        response_(std::move(response)),
        questions_(std::move(questions)) {}

  /// At start-up: the queue `physician-query`.
  void declare();
  void subscribe(happenings::Bus& bus);
  /// Told in the unit of each step of a question, with its encounter and the step.
  using Told = std::function<Result<void>(store::UnitOfWork&, ResourceId encounter, std::string_view event)>;
  void tell(Told moved) { told_ = std::move(moved); }
  const QueryStore& rows() const { return rows_; }

  const ResponseRules& response() const { return response_; }
  Result<std::vector<Addressee>> physicians(const access::Actor& actor);

  // Who asks needs ask-physicians and to see the record. Errors: `not_found` (encounter, document, or not for this actor),
  // `business_rule` (the encounter is another patient's; nobody is asked).
  /// What the linter says of it now; nothing is written.
  Result<std::vector<Finding>> check(const access::Actor& actor, const NewQuery& query);
  Result<Query> write(const access::Actor& actor, const NewQuery& query);
  /// One that was not sent. Errors: `business_rule` (it was).
  Result<Query> rewrite(const access::Actor& actor, QueryId query, const NewQuery& words);
  /// Errors: `business_rule` (location "findings": something blocks it; nobody is addressed).
  Result<Query> send(const access::Actor& actor, QueryId query);
  /// By whom it was sent to. Errors: `forbidden` (somebody else is asked), those of check_answer().
  Result<Query> answer(const access::Actor& actor, QueryId query, const Answer& answer);
  /// By whom it was sent to, or who asks. Errors: `missing` (reason, to), `business_rule` (to the same).
  Result<Query> reassign(const access::Actor& actor, QueryId query, UserId to, const std::string& reason);
  Result<Query> deactivate(const access::Actor& actor, QueryId query, const std::string& reason);
  Result<Query> discard(const access::Actor& actor, QueryId query);
  Result<Query> complete(const access::Actor& actor, QueryId query, Outcome outcome);

  Result<Query> find(const access::Actor& actor, QueryId query);
  Result<Query> of_item(const access::Actor& actor, WorkItemId item);
  Result<std::vector<Query>> of_patient(const access::Actor& actor, PatientId patient);
  /// Of what was sent in the period, as far as this actor sees it.
  struct Period {
    QueryFigures figures;
    std::vector<Query> queries;  ///< the list behind the numbers
  };
  Result<Period> period(const access::Actor& actor, Instant from, Instant until);

 private:
  struct Place {
    encounters::VisitRow visit;
    Draft draft;
  };
  /// The encounter, the quotes compared with their documents, what providers wrote.
  Result<Place> place_of(const access::Actor& actor, NewQuery& query);
  Result<void> complete_quote(store::Reader& reader, const access::Actor& actor, const NewQuery& query, QuotedFinding& quote,
                              Draft& draft);
  Result<std::vector<std::string>> documented(store::Reader& reader, const access::Actor& actor, std::string_view encounter);
  Result<Query> require(store::Reader& reader, const access::Actor& actor, QueryId query);
  Result<Query> go(const access::Actor& actor, QueryId query,
                   const std::function<Result<void>(store::UnitOfWork&, Query&)>& change, std::string_view event,
                   const std::string& reason = {});
  Result<void> hand_to(store::UnitOfWork& work, const Query& query, UserId to);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  QueryRules rules_;
  ResponseRules response_;
  QueryQuestions questions_;
  QueryStore rows_;
  Told told_;
  access::Actor system_ = access::Actor::system("physician-queries");
};

}  // namespace charta::physician_queries
