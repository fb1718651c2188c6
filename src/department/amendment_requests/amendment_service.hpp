// SPDX-License-Identifier: Apache-2.0
// Requests to amend the record: received, answered in writing in time, linked with the entry wherever it is shown or disclosed.
// Source: 45 CFR 164.526.
#pragma once
#include "base/clock.hpp"
#include "department/amendment_requests/amendment_store.hpp"
#include "department/chart/chart_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/ledger/ledger.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::amendment_requests {

struct AskedAuthor {
  UserId user;
  std::string name;
};

/// What other departments know; wired in app/.
struct AmendmentQuestions {
  std::function<Result<std::vector<AskedAuthor>>()> authors;  ///< accounts that write into the record
};

struct AmendmentView {
  Amendment request;
  std::vector<AmendmentLetter> letters;
  Date last_day;
};

/// What stands beside an entry. Whoever may not see all that the request is about learns that there is one, and no word of it.
struct AmendmentLink {
  Amendment request;
  Role role = Role::disputed;
  bool is_shown = true;  ///< false: only the number, the day and the state
};

struct DocumentName {
  std::string type, id, quote;
};

class AmendmentService {
 public:
  AmendmentService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                   chart::ChartService& chart, worklists::WorklistService& worklists, ledger::Ledger& ledger, const Clock& clock,
                   KeySource& keys, TimeZone zone, AmendmentRules rules, AmendmentQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        zone_(std::move(zone)),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  /// At start-up: the queue `amendment-request`.
  void declare();
  void subscribe(happenings::Bus& bus);
  const AmendmentRules& rules() const { return rules_; }
  const TimeZone& zone() const { return zone_; }
  Result<std::vector<AskedAuthor>> authors(const access::Actor& actor);

  // For people; all read-record besides. Errors: `not_found` (or not for this actor), `forbidden`, those of check_…().
  /// produce-records.
  Result<Amendment> receive(const access::Actor& actor, NewAmendment asked, const std::vector<DocumentName>& disputed);
  Result<Amendment> link(const access::Actor& actor, AmendmentId id, Role role, const DocumentName& document);
  Result<Amendment> acknowledge(const access::Actor& actor, AmendmentId id, const Contact& contact);
  Result<Amendment> want_disclosed(const access::Actor& actor, AmendmentId id, bool wanted);
  Result<Amendment> add_person(const access::Actor& actor, AmendmentId id, const PersonToInform& person);
  Result<Amendment> informed(const access::Actor& actor, AmendmentId id, PersonId person, const std::string& how);
  Result<Amendment> amended(const access::Actor& actor, AmendmentId id);
  Result<Amendment> disagree(const access::Actor& actor, AmendmentId id, const std::string& words, Date received_on);
  Result<Amendment> close(const access::Actor& actor, AmendmentId id);
  Result<Amendment> withdraw(const access::Actor& actor, AmendmentId id, const std::string& reason);
  /// Hands it to whoever wrote the entry, who says what they think of it; the department decides.
  Result<Amendment> ask_author(const access::Actor& actor, AmendmentId id, UserId to);
  /// By whom it was asked of. Errors: `forbidden` (somebody else is asked).
  Result<Amendment> advise(const access::Actor& actor, AmendmentId id, const Opinion& opinion);
  // decide-amendments.
  Result<Amendment> extend(const access::Actor& actor, AmendmentId id, Date until, const std::string& reason,
                           const Contact& contact);
  Result<Amendment> decide(const access::Actor& actor, AmendmentId id, const DecisionWords& words, const Contact& contact);
  Result<Amendment> rebut(const access::Actor& actor, AmendmentId id, const std::string& words, const Contact& contact);

  Result<AmendmentView> view(const access::Actor& actor, AmendmentId id);
  Result<AmendmentView> of_item(const access::Actor& actor, WorkItemId item);
  Result<std::vector<Amendment>> of_patient(const access::Actor& actor, PatientId patient);
  Result<std::vector<Amendment>> open(const access::Actor& actor);
  struct Period {
    AmendmentFigures figures;
    std::vector<Amendment> requests;  ///< the list behind the numbers
  };
  Result<Period> period(const access::Actor& actor, Date from, Date until);
  /// A letter as PDF; the print stands in the ledger.
  Result<std::string> letter_pdf(const access::Actor& actor, AmendmentLetterId id);

  // The one face by which an entry leads to what was asked of it.
  Result<std::vector<AmendmentLink>> linked_amendments(const access::Actor& actor, std::string_view type, std::string_view id);
  /// For lists: documents of this person (every record of theirs) that are linked with a request.
  Result<std::set<ResourceId>> linked_documents(store::Reader& reader, PatientId patient);
  /// What goes along when the document is disclosed by whoever sees this, a text a request.
  /// Errors: `forbidden` (a request that goes along is about more than they may see).
  Result<std::vector<std::string>> goes_along(store::Reader& reader, ResourceId document, const access::Visibility& visibility);
  /// Whether anything does with an entry that is disputed: then it is not handed out without it.
  Result<bool> has_what_goes_along(store::Reader& reader, ResourceId document);

 private:
  using Change = std::function<Result<void>(store::UnitOfWork&, Amendment&)>;
  Result<Amendment> require(store::Reader& reader, const access::Actor& actor, AmendmentId id);
  /// Whether this actor may see all of it; what stands elsewhere by now is marked, and loses its name.
  Result<bool> shows(store::Reader& reader, const access::Visibility& visibility, Amendment& request);
  Result<std::vector<Amendment>> along(store::Reader& reader, ResourceId document);
  Result<std::vector<Amendment>> shown(store::Reader& reader, const access::Actor& actor, std::vector<Amendment> requests);
  Result<AmendmentDocument> document_of(store::Reader& reader, const access::Actor& actor, const std::vector<PatientId>& records,
                                        const DocumentName& name, Role role);
  /// A step of the machine; `change` writes what belongs to it.
  Result<Amendment> go(const access::Actor& actor, AmendmentId id, const Change& change, std::string_view event,
                       const std::string& reason = {});
  Result<Amendment> go_in(store::UnitOfWork& work, const access::Actor& actor, AmendmentId id, const Change& change,
                          std::string_view event, const std::string& reason);
  /// What is no step of the machine.
  Result<Amendment> note(const access::Actor& actor, AmendmentId id, std::string_view what, const Change& change);
  Result<void> write_letter(store::UnitOfWork& work, const access::Actor& actor, const Amendment& request, std::string_view kind);
  Result<Places> places_of(store::Reader& reader, const Amendment& request);
  Result<void> hand_to(store::UnitOfWork& work, WorkItemId item, UserId to);
  Result<WorkItemId> open_item(store::UnitOfWork& work, const access::Actor& actor, const Amendment& request,
                               const std::string& state);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> record(store::UnitOfWork& work, const access::Actor& actor, const Amendment& request, ledger::Act act,
                      std::string_view reason, const std::string& words = {});

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  TimeZone zone_;
  AmendmentRules rules_;
  AmendmentQuestions questions_;
  AmendmentStore rows_;
  access::Actor system_ = access::Actor::system("amendment-requests");
};

}  // namespace charta::amendment_requests
