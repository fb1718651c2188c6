// SPDX-License-Identifier: Apache-2.0
// The SQL of the misfile watch: the only file that names its tables.
#pragma once
#include "department/misfile_watch/misfile.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::misfile_watch {

/// What is to be looked at; `noted` tells one note from a later one.
template <class Key>
struct Due {
  Key what;
  std::int64_t noted = 0;
};

/// A pass over the whole archive.
struct Pass {
  std::int64_t key = 0;
  std::string rule;
  Instant started_at;
  std::optional<Instant> ended_at;
  ResourceId reached;
  std::int64_t looked = 0, wrong = 0;
};

class MisfileStore {
 public:
  Result<void> note(store::UnitOfWork& work, ResourceId resource, std::int64_t noted) const;
  Result<void> note(store::UnitOfWork& work, PatientId patient, std::int64_t noted) const;
  /// What was noted last comes first: whoever has just filed a page is told of it before the archive is.
  Result<std::vector<Due<ResourceId>>> due(store::Reader& reader, bool is_slow, std::int64_t limit) const;
  Result<void> note_slow(store::UnitOfWork& work, ResourceId resource, std::int64_t noted) const;  ///< unless it is noted
  Result<void> make_slow(store::UnitOfWork& work, const Due<ResourceId>& due) const;               ///< unless it was noted again
  Result<std::vector<Due<PatientId>>> due_patients(store::Reader& reader, std::int64_t limit) const;
  /// Unless it was noted again since.
  Result<void> done(store::UnitOfWork& work, const Due<ResourceId>& due) const;
  Result<void> done(store::UnitOfWork& work, const Due<PatientId>& due) const;

  Result<std::string> words_of(store::Reader& reader, ResourceId resource, std::int64_t version) const;  ///< digest, or empty
  Result<void> save_words(store::UnitOfWork& work, ResourceId resource, std::int64_t version, const std::string& digest) const;

  Result<void> save(store::UnitOfWork& work, const Finding& finding) const;
  Result<std::optional<Finding>> find(store::Reader& reader, ResourceId resource) const;
  Result<std::vector<ResourceId>> naming(store::Reader& reader, PatientId other) const;

  Result<std::optional<Pass>> latest_pass(store::Reader& reader) const;
  Result<void> save(store::UnitOfWork& work, const Pass& pass) const;
};

}  // namespace charta::misfile_watch
