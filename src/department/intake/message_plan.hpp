// SPDX-License-Identifier: Apache-2.0
// What will be done with one message, worked out before the writer is entered (decision 10), and done in the unit.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "department/chart/chart_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/intake/message_type.hpp"
#include "department/patient_index/patient_index_service.hpp"
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
  PatientId merge_survivor, merge_absorbed;
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
                 chart::ChartService& chart)
      : resources_(resources), index_(index), encounters_(encounters), chart_(chart) {}

  /// On a snapshot, or in the unit itself. What a person must mend is a plan with `hold`; errors are the store's.
  Result<Plan> prepare(store::Reader& reader, const hl7v2::Message& message, const PlanContext& context);
  /// In the unit. Errors: `version_conflict` with location "prepare-again".
  Result<void> carry_out(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);

 private:
  struct Step;
  Result<void> plan_message(Step& step);
  Result<void> identify(Step& step);
  Result<void> plan_person(Step& step);
  access::SensitivityMask record_labels(json::Value patient) const;
  Result<void> plan_merge(Step& step);
  Result<void> plan_change_of_number(Step& step);
  Result<void> plan_visit(Step& step);
  Result<void> plan_chart(Step& step);

  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  chart::ChartService& chart_;
};

/// The sender's zone and default assigner, as the mappings need them.
hl7v2_fhir::Sender sender_of(const partners::Partner& partner, const hl7v2::Header& header);

}  // namespace charta::intake
