// SPDX-License-Identifier: Apache-2.0
#include "app/overlay_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {
namespace {

using overlay_repair::Piece;
using overlay_repair::Witness;

constexpr std::int64_t most = 20'000;

Result<std::vector<Witness>> witnesses(Hospital& hospital, store::Reader& reader, PatientId patient) {
  CHARTA_TRY(auto evidence, hospital.intake->evidence(reader, patient));
  std::vector<Witness> list;
  for (auto& one : evidence)
    list.push_back(
        {one.message, one.at, std::move(one.type), std::move(one.sender), std::move(one.who), std::move(one.resources)});
  return list;
}

Result<std::vector<Piece>> pieces(Hospital& hospital, store::Reader& reader, PatientId patient) {
  chart::TimelineQuery query;
  query.patients = {patient};
  query.limit = most;
  CHARTA_TRY(const auto timeline,
             hospital.chart->rows().timeline(reader, query, access::Actor::system("overlay-repair").visibility));
  std::vector<Piece> list;
  for (const auto& entry : timeline.entries)
    list.push_back({entry.resource_type, entry.fhir_id, entry.title, entry.encounter, entry.at, {}});
  return list;
}

}  // namespace

std::unique_ptr<overlay_repair::OverlayService> open_overlay_repair(Hospital& hospital) {
  overlay_repair::OverlayQuestions questions;
  questions.witnesses = [&hospital](store::Reader& reader, PatientId patient) { return witnesses(hospital, reader, patient); };
  questions.pieces = [&hospital](store::Reader& reader, PatientId patient) { return pieces(hospital, reader, patient); };
  auto service = std::make_unique<overlay_repair::OverlayService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                                  *hospital.record_moves, *hospital.worklists, *hospital.ledger,
                                                                  std::move(questions));
  service->declare();
  return service;
}

}  // namespace charta::app
