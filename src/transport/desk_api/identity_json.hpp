// SPDX-License-Identifier: Apache-2.0
// How the index's people, scores and steps are written: shared by the addresses that show them.
#pragma once
#include "department/patient_index/identity_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <string_view>
#include <vector>

namespace charta::desk_api {

/// A number with so many places, as the engine has it.
void decimal(json::Writer& out, std::string_view name, double value, int places);
/// docs/api.md IndexPerson.
void write_person(json::Writer& out, const patient_index::PatientHit& hit);
/// The members of a score: probability, bits, prior, band and what forbids deciding without a person.
void write_score(json::Writer& out, const patient_index::Match& match, double prior_bits);
/// docs/api.md IndexCandidate.
void write_candidate(json::Writer& out, const patient_index::IndexCandidate& one, double prior_bits);
/// The members of an answer with candidates: all of them, with the keys that were too common to follow whole.
void write_candidates(json::Writer& out, const patient_index::CandidateAnswer& answer);
/// What was done to the item so far, from the ledger and the notes kept beside it: the first step first.
Result<void> write_steps(json::Writer& out, const Desk& desk, const http::Request& request, WorkItemId item);

/// The latest work item in which two records were compared; unset when the index never asked, or this person sees no worklists.
Result<WorkItemId> comparison_of(const Desk& desk, const http::Request& request, PatientId one, PatientId other);

/// Errors: `invalid`, naming `location`.
Result<PatientId> patient_named(std::string_view text, std::string_view location);
/// What somebody at a desk has typed of a person; nothing is stored of it.
patient_index::Demographics described(const Body& body);

}  // namespace charta::desk_api
