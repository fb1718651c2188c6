// SPDX-License-Identifier: Apache-2.0
// What happened to a document: in its unit only that it is to be given out; to whom is found behind it.
#include "department/distribution/distribution_service.hpp"
#include "department/distribution/review.hpp"

#include <algorithm>

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
         when<ResourceChanged>([this](UnitOfWork& work, const ResourceChanged& one) { return document_changed(work, one); }));
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

/// Rows that tell of a document are for whose eyes the document is. One look by an index where nobody has a copy.
Result<void> DistributionService::document_changed(UnitOfWork& work, const ResourceChanged& changed) {
  const bool is_document = changed.type == "DocumentReference" || changed.type == "DiagnosticReport";
  if (!has_begun_ || !is_document || changed.version < 2) return {};
  CHARTA_TRY(const auto copies, copies_.of_document(work, changed.resource));
  if (!copies.empty()) CHARTA_TRY_DO(follow_labels(work, changed.resource, copies));
  return changed.source == "quarantine" ? ask(work, changed.resource, {}) : Result<void>();
}

Result<void> DistributionService::follow_labels(UnitOfWork& work, ResourceId document, const std::vector<Copy>& copies) {
  CHARTA_TRY(const auto stored, resources_.load(work, document));
  if (!stored || stored->deleted) return {};
  const bool is_same = std::all_of(copies.begin(), copies.end(), [&](const Copy& one) {
    return one.facility == stored->facility && one.sensitivity == stored->sensitivity;
  });
  if (is_same) return {};
  CHARTA_TRY_DO(copies_.set_marks(work, document, stored->facility, stored->sensitivity));
  for (const auto& copy : copies) {
    CHARTA_TRY(const auto item, worklists_.find(work, copy.item));
    const bool is_its_own = item && item->subject_type == copy_subject;  // not the question how somebody is reached
    if (is_its_own) CHARTA_TRY_DO(worklists_.relabel_one(work, copy.item, stored->facility, stored->sensitivity));
  }
  return is_quarantined(stored->sensitivity) ? bring_home(work, document) : Result<void>();
}

/// What is carried to a ward comes back while it is looked at whose it is; what is read here is hidden by its marks.
Result<void> DistributionService::bring_home(UnitOfWork& work, ResourceId document) {
  CHARTA_TRY(const auto copies, copies_.of_document(work, document));
  for (const auto& one : copies) {
    const bool is_carried = one.channel == Channel::ward_paper && one.is_current();
    if (is_carried) CHARTA_TRY_DO(retire(work, one, CopyEvent::withdraw, "the document is withheld"));
  }
  return {};
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
