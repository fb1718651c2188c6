// SPDX-License-Identifier: Apache-2.0
// The SQL of the imaging desk: the only file that names its tables.
#pragma once
#include "department/document_imaging/quality.hpp"
#include "department/document_imaging/scan_batch.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::document_imaging {

/// A line of the list of batches.
struct BatchRow {
  Batch batch;
  std::int64_t images = 0, unread = 0, documents = 0, indexed = 0, open_questions = 0;
  std::int64_t unopened_feeds = 0;
  std::string problem;  ///< of a feed that cannot be read
};

class ImagingStore {
 public:
  Result<void> add_batch(store::UnitOfWork& work, const Batch& batch) const;
  Result<std::optional<Batch>> batch(store::Reader& reader, BatchId batch) const;
  Result<std::optional<Batch>> batch_of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<BatchRow>> list(store::Reader& reader, const std::vector<std::string>& states, std::int64_t limit,
                                     std::int64_t offset) const;
  Result<std::int64_t> count(store::Reader& reader, const std::vector<std::string>& states) const;
  Result<std::optional<BatchRow>> row(store::Reader& reader, BatchId batch) const;
  /// False when its version is not `expected` any more; 0: whatever it is.
  Result<bool> raise_version(store::UnitOfWork& work, BatchId batch, std::int64_t expected) const;
  Result<void> save_header(store::UnitOfWork& work, const Batch& batch) const;  ///< counts, who looked, the sample
  Result<void> set_state(store::UnitOfWork& work, BatchId batch, std::string_view state) const;

  Result<void> add_feed(store::UnitOfWork& work, const Feed& feed) const;
  Result<std::vector<Feed>> feeds(store::Reader& reader, BatchId batch) const;
  Result<std::optional<BatchId>> batch_of_feed(store::Reader& reader, FeedId feed) const;
  /// The batch that holds this very file, withdrawn ones left out.
  Result<std::optional<BatchId>> batch_with_file(store::Reader& reader, std::string_view digest) const;
  Result<void> set_feed_read(store::UnitOfWork& work, FeedId feed, std::int64_t pages, std::string_view problem) const;

  Result<void> add_page(store::UnitOfWork& work, const Page& page) const;
  Result<void> save_page(store::UnitOfWork& work, const Page& page) const;  ///< everything but where it came from
  Result<std::vector<Page>> pages(store::Reader& reader, BatchId batch) const;
  Result<std::optional<Page>> page(store::Reader& reader, PageId page) const;
  /// Of a patient's latest documents, filed or in the making.
  Result<std::vector<Page>> pages_of_patient(store::Reader& reader, PatientId patient) const;

  Result<void> add_draft(store::UnitOfWork& work, const Draft& draft) const;
  Result<void> save_draft(store::UnitOfWork& work, const Draft& draft) const;
  Result<void> remove_draft(store::UnitOfWork& work, DocumentId document) const;
  Result<std::vector<Draft>> drafts(store::Reader& reader, BatchId batch) const;
  Result<std::optional<Draft>> draft(store::Reader& reader, DocumentId document) const;

  Result<void> add_question(store::UnitOfWork& work, const Question& question) const;
  Result<void> save_answer(store::UnitOfWork& work, const Question& question) const;
  Result<std::vector<Question>> questions(store::Reader& reader, BatchId batch) const;
  Result<std::optional<Question>> question(store::Reader& reader, QuestionId question) const;

  Result<void> add_check(store::UnitOfWork& work, std::int64_t key, const Draft& draft, UserId by, Instant at,
                         std::string_view error) const;
  /// Of one operator, the newest last; at most `limit` of the newest.
  Result<std::vector<Checked>> checks_of(store::Reader& reader, UserId operator_, std::int64_t limit) const;
};

}  // namespace charta::document_imaging
