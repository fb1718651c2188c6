// SPDX-License-Identifier: Apache-2.0
// A requisition as another system sends it: a Task of Charta's profile, read strictly. Pure. Source:
// https://hl7.org/fhir/R4/task.html; data/fhir/paper-charts/StructureDefinition-requisition.json.
#pragma once
#include "base/digest.hpp"
#include "department/paper_interface/paper_words.hpp"
#include "formats/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::paper_interface {

/// What was asked for, with references as written: who and what they are is looked up by the service.
struct SentRequest {
  std::string system, value;  ///< the sender's own number of the request
  std::string patient;        ///< the id in Task.for
  std::string volume;         ///< the id in Task.focus, or a barcode; empty: the newest of the patient
  bool volume_by_barcode = false;
  std::string place;         ///< the id in Task.location, or a code or barcode of the place
  std::string place_system;  ///< of an identifier; empty: `place` is an id
  std::string purpose, requester;
  worklists::Priority priority = worklists::Priority::routine;
  std::optional<Instant> needed_at;

  /// Of everything that is asked for: a resend with another content is told from a resend.
  std::string digest() const;
};

/// Errors: `missing`, `invalid`, `unknown_code`, `unsupported`, each with the element as location. An element that a requisition
/// does not keep is refused, never dropped.
Result<SentRequest> read_sent_request(json::Value task);

/// Whether a Task is meant as a requisition: its code or its profile says so.
bool is_requisition(json::Value task);

/// "identifier=system|value" of If-None-Exist. Errors: `invalid`.
Result<std::pair<std::string, std::string>> read_identity(std::string_view if_none_exist);

}  // namespace charta::paper_interface
