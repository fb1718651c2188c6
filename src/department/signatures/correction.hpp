// SPDX-License-Identifier: Apache-2.0
// A document that was sent back to transcription: what is wrong in it, and what became of it. Pure values.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>

namespace charta::signatures {

using CorrectionId = Id<struct DocumentCorrectionTag>;

/// requested -> in-transcription -> to-review (a new version came) -> approved (it was signed), or requested again; withdrawn by
/// whoever asked. What is not theirs to write is not owed by the physician meanwhile.
const worklists::StateMachine& correction_machine();
/// Nobody of the medical staff can do anything about the document now.
bool is_with_transcription(std::string_view state);

struct Correction {
  CorrectionId id;
  WorkItemId item;
  ResourceId document;
  std::string document_type, document_id;
  PatientId patient;
  UserId asked_by;
  std::string asked_key;
  Instant asked_at;
  std::string words;  ///< what is wrong, in the physician's words
  std::int64_t version = 0, returned_version = 0;
  std::string state;
  std::optional<Instant> closed_at;
  int facility = 0;
  std::uint32_t sensitivity = 0;

  bool is_open() const { return !closed_at.has_value(); }
};

}  // namespace charta::signatures
