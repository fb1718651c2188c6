// SPDX-License-Identifier: Apache-2.0
// Requisitions from other systems: taken once under the sender's own number, taken back by their sender alone.
#pragma once
#include "department/paper_charts/paper_service.hpp"
#include "department/paper_interface/paper_face.hpp"
#include "department/paper_interface/sent_request_store.hpp"

namespace charta::paper_interface {

class InboundService {
 public:
  InboundService(store::Store& store, paper_charts::PaperService& paper, worklists::WorklistService& worklists,
                 const Clock& clock, worklists::References references)
      : store_(store), paper_(paper), worklists_(worklists), clock_(clock), references_(std::move(references)) {}

  struct Taken {
    WorkItemId item;
    bool is_new = false;
  };
  /// Errors: those of read_sent_request() and of PaperService::request(); `business_rule` (the number is of another request,
  /// If-None-Exist names another identifier), `not_found` (patient, volume or place).
  Result<Taken> take(const access::Actor& actor, BytesView body, std::string_view if_none_exist);
  /// A Task with status "cancelled". Errors: `not_found`, `forbidden` (somebody else's), `business_rule` (anything else than a
  /// cancellation; it is on its way already; others asked for it, too), `version_conflict`.
  Result<worklists::WorkItem> take_back(const access::Actor& actor, WorkItemId item, BytesView body, std::string_view if_match);

  /// The senders' numbers of a requisition.
  Result<std::vector<KnownRequest>> numbers_of(paper_charts::RequisitionId requisition);

 private:
  Result<paper_charts::NewRequest> looked_up(store::Reader& reader, const SentRequest& sent);
  Result<PatientId> patient_of(const SentRequest& sent);
  Result<paper_charts::RequisitionId> ask(store::UnitOfWork& work, const access::Actor& actor,
                                          const paper_charts::NewRequest& request, const SentRequest& sent, bool& is_new);
  Result<void> require_own(store::Reader& reader, const access::Actor& actor, paper_charts::RequisitionId requisition);

  store::Store& store_;
  paper_charts::PaperService& paper_;
  worklists::WorklistService& worklists_;
  const Clock& clock_;
  worklists::References references_;
  paper_charts::PaperStore rows_;
  SentRequestStore sent_;
};

}  // namespace charta::paper_interface
