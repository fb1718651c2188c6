// SPDX-License-Identifier: Apache-2.0
// What happened to a document: in its unit only that it is to be given out; to whom is found behind it.
#include "department/distribution/distribution_service.hpp"

namespace charta::distribution {
namespace {

using namespace happenings;
using store::UnitOfWork;

template <class Kind, class React>
Bus::Reaction when(React react) {
  return [react](UnitOfWork& work, const Happening& one) -> Result<void> { return react(work, std::get<Kind>(one)); };
}

}  // namespace

void DistributionService::subscribe(Bus& bus) {
  bus.on("document_filed", "distribution.on_document_filed",
         when<DocumentFiled>([this](UnitOfWork& work, const DocumentFiled& one) { return document_filed(work, one); }));
  bus.on("document_withdrawn", "distribution.on_document_withdrawn",
         when<DocumentWithdrawn>([this](UnitOfWork& work, const DocumentWithdrawn& one) { return ask(work, one.document, {}); }));
  bus.on("record_moved", "distribution.on_moved",
         when<RecordMoved>([this](UnitOfWork& work, const RecordMoved& one) { return moved(work, one); }));
  bus.on("record_relabelled", "distribution.on_relabelled",
         when<RecordRelabelled>([this](UnitOfWork& work, const RecordRelabelled& one) {
           return has_begun_ ? copies_.relabel(work, one.patient, one.removed, one.added) : Result<void>();
         }));
  bus.on("resource_changed", "distribution.on_resource_changed",
         when<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) {
           return one.source == "quarantine" ? ask(work, one.resource, {}) : Result<void>();
         }));
}

/// A house that gives nothing out pays nothing for it.
Result<void> DistributionService::ask(UnitOfWork& work, ResourceId document, std::string_view completion, bool was_moved) {
  if (!has_begun_ || !document.is_set()) return {};
  CHARTA_TRY(const auto source, facts_.source_of(work, document));
  return recipients_.ask(work, document, completion, source, was_moved, clock_.now());
}

Result<void> DistributionService::document_filed(UnitOfWork& work, const DocumentFiled& filed) {
  return ask(work, filed.document, filed.completion);
}

Result<void> DistributionService::moved(UnitOfWork& work, const RecordMoved& moved) {
  for (const auto& piece : moved.pieces)
    if (piece.type == "DocumentReference" || piece.type == "DiagnosticReport") CHARTA_TRY_DO(ask(work, piece.resource, {}, true));
  return {};
}

Result<void> DistributionService::look_whether_begun() {
  CHARTA_TRY(const auto begun, store_.read([&](store::Reader& reader) { return recipients_.begun_at(reader); }));
  has_begun_ = begun.has_value();
  return {};
}

}  // namespace charta::distribution
