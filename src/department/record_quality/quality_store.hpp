// SPDX-License-Identifier: Apache-2.0
// The SQL of warnings about what documents say: the only file that names its tables.
#pragma once
#include "department/record_quality/warning.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::record_quality {

struct QualityDue {
  ResourceId document;
  std::int64_t noted = 0;
  bool is_own = true;  ///< the document itself changed; else another of its encounter did
};

struct Sketch {
  ResourceId document;
  PatientId patient;
  Instant at;
  std::int64_t version = 0;
  std::vector<std::uint64_t> sample;
};

class QualityStore {
 public:
  Result<void> note(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const;
  /// Open warnings lean on this document: theirs are judged again.
  Result<void> note_others(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const;
  /// Another document of its encounter can be compared with it now; nothing where it is noted already.
  Result<void> note_beside(store::UnitOfWork& work, ResourceId document, std::int64_t noted, Instant try_at) const;
  Result<std::vector<QualityDue>> due(store::Reader& reader, Instant now, std::int64_t limit) const;
  Result<void> done(store::UnitOfWork& work, const QualityDue& due) const;  ///< unless it was noted again
  Result<void> later(store::UnitOfWork& work, const QualityDue& due, Instant try_at) const;

  Result<void> save(store::UnitOfWork& work, const Sketch& sketch) const;
  Result<void> drop_sketch(store::UnitOfWork& work, ResourceId document) const;
  Result<std::vector<Sketch>> sketches(store::Reader& reader, PatientId patient, Instant from, Instant until,
                                       std::int64_t most) const;

  Result<void> add(store::UnitOfWork& work, const Warning& warning) const;
  Result<void> update(store::UnitOfWork& work, const Warning& warning) const;  ///< item, state, end
  Result<std::vector<Warning>> of_document(store::Reader& reader, ResourceId document) const;
  Result<std::optional<Warning>> of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<Warning>> found_between(store::Reader& reader, Instant from, Instant until, std::int64_t most) const;
};

}  // namespace charta::record_quality
