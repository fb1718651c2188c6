// SPDX-License-Identifier: Apache-2.0
// What will be done with one message, worked out before the writer is entered (decision 10), and done in the unit.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "department/chart/chart_service.hpp"
#include "department/clinical_documents/document_filing.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/intake/identity_event.hpp"
#include "department/intake/message_type.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_moves/move_service.hpp"
#include "record/partners/partner_service.hpp"
#include "record/resources/resource_service.hpp"

namespace charta::intake {

/// Why a message waits for a person.
struct Hold {
  std::string reason;    ///< coded
  std::string sentence;  ///< for a technician
  std::string location;  ///< "PID-7", where there is one
};

/// What was made of a message: lines for the browser, each with the resource it leads to.
struct OutcomeLine {
  std::string text, link_type, link_id;
};

/// Two records that become one person's, or two persons'.
struct PlannedLink {
  PatientId survivor, absorbed;
  patient_index::LinkKind kind = patient_index::LinkKind::merge;
  bool ends = false;
};

/// Two visit or account numbers that become one.
struct PlannedNumbers {
  encounters::NumberLink link;
  std::vector<PatientId> records;  ///< of the person
  ResourceId going, staying;       ///< the visits under them; unset: none yet
};

struct Plan {
  std::optional<Hold> hold;
  PatientId patient;
  std::string patient_id;
  patient_index::Demographics received;
  patient_index::Identification identification;
  std::optional<resources::Prepared> patient_write;
  bool creates_patient = false, forced = false;
  std::string event_source;               ///< whose demographics these are
  std::optional<Instant> event_at;        ///< remembered with them
  std::optional<encounters::PreparedVisit> visit;
  std::optional<chart::PreparedFiling> filing;
  struct Checked {
    patient_index::Demographics received;
    patient_index::Identification identification;
  };
  std::vector<Checked> checked;  ///< of an event about several patients: each must still hold in the unit
  std::vector<PlannedLink> links;
  std::vector<PlannedNumbers> numbers;
  std::vector<record_moves::PreparedMove> moves;
  std::string identity_reason, told_by;  ///< for links: "message:A40", and the partner's name
  Instant happened_at;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  std::vector<OutcomeLine> outcome;
};

/// What the plan must know beside the message.
struct PlanContext {
  MessageId message;
  Instant received_at;
  partners::Partner partner;
  PatientId assigned;  ///< a person chose the patient: identification is not asked
};

class MessagePlanner {
 public:
  MessagePlanner(resources::ResourceService& resources, patient_index::PatientIndexService& index, encounters::EncounterService& encounters,
                 chart::ChartService& chart, record_moves::MoveService& moves, ledger::Ledger& ledger, KeySource& keys)
      : resources_(resources), index_(index), encounters_(encounters), chart_(chart), moves_(moves), ledger_(ledger), keys_(keys), documents_(chart, resources) {}

  /// On a snapshot, or in the unit itself. What a person must mend is a plan with `hold`; errors are the store's.
  Result<Plan> prepare(store::Reader& reader, const hl7v2::Message& message, const PlanContext& context);
  /// The same for a C-CDA document. It never registers a patient, and never changes one. `original`: its bytes.
  Result<Plan> prepare_document(store::Reader& reader, const cda::MappedDocument& document, BytesView original, const PlanContext& context);
  /// In the unit. Errors: `version_conflict` with location "prepare-again".
  Result<void> carry_out(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);

 private:
  struct Step;
  Result<void> plan_message(Step& step);
  Result<void> identify(Step& step);
  Result<void> take_assigned(store::Reader& reader, const PlanContext& context, Plan& plan);
  void take_identified(Plan& plan) const;
  Result<void> plan_document(store::Reader& reader, const cda::MappedDocument& document, BytesView original, const PlanContext& context, Plan& plan);
  Result<void> plan_person(Step& step);
  Result<void> plan_new_version(Step& step, const resources::StoredResource& stored, json::Value patient);
  access::SensitivityMask record_labels(json::Value patient) const;
  // Events about who is who: identity_plan.cpp, visit_identity_plan.cpp.
  Result<void> plan_identity(Step& step);
  Result<void> plan_group(Step& step, const IdentityGroup& group, IdentityAct act);
  Result<void> identify_pid(Step& step, const hl7v2::Segment& pid, const std::vector<patient_index::Identifier>& without = {});
  Result<patient_index::Person> prior_record(Step& step, const hl7v2::Segment& mrg, const patient_index::Identifier& number);
  Result<void> plan_merge(Step& step, const IdentityGroup& group);
  Result<void> plan_link(Step& step, PatientId survivor, const std::string& survivor_id, const patient_index::Person& absorbed,
                         patient_index::LinkKind kind);
  Result<void> plan_pair(Step& step, const hl7v2::Segment& one, const hl7v2::Segment& two, bool links);
  Result<void> plan_unlink(Step& step, PatientId one, const std::string& one_id, PatientId other, const std::string& other_id);
  Result<void> plan_move_of_number(Step& step, const IdentityGroup& group);
  Result<void> plan_change_of_number(Step& step, const IdentityGroup& group);
  Result<void> plan_numbers(Step& step, const IdentityGroup& group, encounters::NumberKind kind, bool is_renamed);
  Result<void> check_prior_patient(Step& step, const hl7v2::Segment& mrg, const std::vector<PatientId>& records);
  Error not_known(Step& step, encounters::NumberKind kind, const hl7v2_fhir::EntityId& number);
  Result<PatientId> plan_source(Step& step, const IdentityGroup::Prior& prior, std::vector<PatientId>& records);
  Result<void> plan_move_of_account(Step& step, const IdentityGroup& group);
  Result<void> plan_move_of_visits(Step& step, const IdentityGroup& group);
  Result<void> plan_move(Step& step, const IdentityGroup::Prior& prior, encounters::NumberKind kind, const hl7v2_fhir::EntityId& number,
                         const hl7v2_fhir::EntityId& account);
  Result<void> carry_out_links(store::UnitOfWork& work, const access::Actor& actor, const Plan& plan);
  Result<void> carry_out_numbers(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);
  Result<void> carry_out_visit(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);

  Result<void> plan_visit(Step& step);
  Result<void> plan_chart(Step& step);
  Result<std::optional<encounters::VisitRow>> visit_of_order(Step& step, const std::vector<PatientId>& same_person);

  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
  record_moves::MoveService& moves_;
  ledger::Ledger& ledger_;
  KeySource& keys_;
  clinical_documents::ClinicalDocuments documents_;
};

/// The zone of a C-CDA document's custodian, where it is a partner.
hl7v2_fhir::Sender sender_of_document(const partners::Partner& partner);
/// The sender's zone and default assigner, as the mappings need them.
hl7v2_fhir::Sender sender_of(const partners::Partner& partner, const hl7v2::Header& header);

}  // namespace charta::intake
