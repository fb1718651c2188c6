// SPDX-License-Identifier: Apache-2.0
// The separation by hand: pages are arranged into documents, and none is ever lost. Pure.
#pragma once
#include "department/document_imaging/scan_batch.hpp"

#include <functional>

namespace charta::document_imaging {

enum class EditKind { split, join, move, rotate, reject, blank, separator };
std::optional<EditKind> parse_edit_kind(std::string_view code);

struct Edit {
  EditKind kind = EditKind::split;
  PageId page;
  DocumentId document;
  std::int64_t place = 0;  ///< before which page, counted from 1; 0: at the end
  int degrees = 0;
  std::string reason;
};

/// The pages and documents of one batch. Edits keep every page, put each in one place, and take back what was confirmed of every
/// document whose pages or images they change.
class Arrangement {
 public:
  Arrangement(std::vector<Page> pages, std::vector<Draft> drafts) : pages_(std::move(pages)), drafts_(std::move(drafts)) {}

  /// `next`: makes the id of a document that begins. Errors: `not_found` (no such page or document), `business_rule` (it would
  /// join what two sheets say of two patients), `invalid` (degrees, place), `missing` (page, document, reason).
  Result<void> apply(const Edit& edit, const std::function<DocumentId()>& next);
  /// The document that begins at `page` gets what a separator says, which a person confirmed.
  Result<void> set_sheet(PageId separator, const cover_sheet::CoverSheet& sheet, const std::function<DocumentId()>& next);

  const std::vector<Page>& pages() const { return pages_; }
  const std::vector<Draft>& drafts() const { return drafts_; }
  std::vector<PageId> pages_of(DocumentId document) const;  ///< in order

 private:
  Result<Page*> page(PageId id);
  Result<Draft*> draft(DocumentId id);
  std::vector<Page*> ordered(DocumentId document);
  void touch(DocumentId document);
  void renumber();
  Draft& begin_before(std::int64_t place, DocumentId id, BatchId batch);
  Result<void> split(Page& page, const std::function<DocumentId()>& next);
  Result<void> join(Draft& draft);
  Result<void> move(Page& page, const Edit& edit);
  Result<void> set_aside(Page& page, Role role, const std::string& reason);
  std::int64_t place_for(const Page& page) const;

  std::vector<Page> pages_;
  std::vector<Draft> drafts_;
};

}  // namespace charta::document_imaging
