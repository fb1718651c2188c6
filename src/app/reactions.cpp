// SPDX-License-Identifier: Apache-2.0
// Who reacts to what, in which order and when. Every reaction here runs in the unit of the happening: it is part of what an
// acknowledgement promises. Long work is a job that a reaction writes.
#include "app/reactions.hpp"

#include "app/hospital.hpp"

namespace charta::app {
namespace {

using happenings::Happening;
using happenings::RecordMoved;
using happenings::RecordRelabelled;
using happenings::ResourceChanged;
using store::UnitOfWork;

/// Passes the happening to `react` as the type by which it was subscribed.
template <class Kind, class React>
happenings::Bus::Reaction as(React react) {
  return [react](UnitOfWork& work, const Happening& happening) -> Result<void> { return react(work, std::get<Kind>(happening)); };
}

}  // namespace

void wire_reactions(Hospital& hospital) {
  happenings::Bus& bus = hospital.bus;
  // A write of a resource, whatever its door: first who it is, then the visit, then the line in the chart.
  bus.on("resource_changed", "patient_index.on_resource_changed",
         as<ResourceChanged>([&](UnitOfWork& work, const ResourceChanged& changed) {
           return hospital.patient_index->on_resource_changed(work, changed);
         }));
  bus.on("resource_changed", "encounters.on_resource_changed",
         as<ResourceChanged>([&](UnitOfWork& work, const ResourceChanged& changed) {
           return hospital.encounters->on_resource_changed(work, changed);
         }));
  bus.on("resource_changed", "chart.on_resource_changed",
         as<ResourceChanged>([&](UnitOfWork& work, const ResourceChanged& changed) {
           return hospital.chart->on_resource_changed(work, changed);
         }));
  bus.on("resource_changed", "document_search.on_resource_changed",
         as<ResourceChanged>([&](UnitOfWork& work, const ResourceChanged& changed) {
           return hospital.document_search->on_resource_changed(work, changed);
         }));
  bus.on("resource_changed", "intake.on_resource_changed",
         as<ResourceChanged>([&](UnitOfWork& work, const ResourceChanged& changed) {
           return hospital.intake->on_resource_changed(work, changed);
         }));
  // A patient became restricted, or is no longer: every row that shows something of the record follows.
  bus.on("record_relabelled", "encounters.on_relabelled",
         as<RecordRelabelled>([&](UnitOfWork& work, const RecordRelabelled& changed) {
           return hospital.encounters->on_relabelled(work, changed);
         }));
  bus.on("record_relabelled", "chart.on_relabelled", as<RecordRelabelled>([&](UnitOfWork& work, const RecordRelabelled& changed) {
           return hospital.chart->on_relabelled(work, changed);
         }));
  bus.on("record_relabelled", "document_search.on_relabelled",
         as<RecordRelabelled>([&](UnitOfWork& work, const RecordRelabelled& changed) {
           return hospital.document_search->on_relabelled(work, changed);
         }));
  bus.on("record_relabelled", "intake.on_relabelled",
         as<RecordRelabelled>(
             [&](UnitOfWork& work, const RecordRelabelled& changed) { return hospital.intake->on_relabelled(work, changed); }));
  bus.on("record_relabelled", "worklists.relabel", as<RecordRelabelled>([&](UnitOfWork& work, const RecordRelabelled& changed) {
           return hospital.worklists->relabel(work, changed.patient, changed.removed, changed.added);
         }));
  // A visit or document was brought to another patient: its rows stand with the new record.
  bus.on("record_moved", "encounters.on_moved", as<RecordMoved>([&](UnitOfWork& work, const RecordMoved& moved) {
           return hospital.encounters->on_moved(work, moved);
         }));
  bus.on("record_moved", "chart.on_moved", as<RecordMoved>([&](UnitOfWork& work, const RecordMoved& moved) {
           return hospital.chart->on_moved(work, moved);
         }));
  // What lay in the wrong chart is home, or is looked at: before what is open follows its subject to the new record.
  hospital.misfiles->subscribe(bus);
  // Orders, visits, appointments and documents open, advance and close what is expected.
  hospital.expected_records->subscribe(bus);
  // A new version outdates what was signed, and comes back to who asked for it: before deficiencies ask for signatures.
  hospital.signatures->subscribe(bus);
  // What a file lacks is owed by somebody, or is not any more.
  hospital.completion->subscribe(bus);
  // The file of an encounter becomes whole, or is not any more: behind what was expected of it.
  hospital.assembly->subscribe(bus);
  hospital.places->subscribe(bus);
  // Behind what was expected: how urgent an order was is known then. Loose before the floor, which may open what is loose.
  hospital.loose->subscribe(bus);
  hospital.floor->subscribe(bus);
  // A final case whose file changes is coded again; the others move with the judgement of their file.
  hospital.coding->subscribe(bus);
  // A note on paper is typed; what happens to the note happens to what was typed.
  hospital.data_entry->subscribe(bus);
  // A finished report is to be given out, or what went out is not true any more: to whom is found behind the unit.
  hospital.distribution->subscribe(bus);
  // Last: what stands now is told to the partners that want to hear of it.
  hospital.identity_notices->subscribe(bus);
}

}  // namespace charta::app
