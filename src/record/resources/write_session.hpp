// SPDX-License-Identifier: Apache-2.0
// Every write of one unit of work: rows, index, history, ledger, guards and happenings.
#pragma once
#include "record/access/security_labels.hpp"
#include "record/resources/index_store.hpp"
#include "record/resources/prepared.hpp"
#include "record/resources/resource_service.hpp"
#include "record/resources/resource_store.hpp"
#include "record/resources/token_text_store.hpp"

#include <map>
#include <string>
#include <vector>

namespace charta::resources {

/// What a write reaches beyond its own tables.
struct WriteNeeds {
  ledger::Ledger& ledger;
  const happenings::Bus& bus;
  KeySource& keys;
  const ResourceStore& resources;
  CodeSystems& systems;
  CodeTexts& texts;
  const access::SecurityLabels& labels;
  const std::multimap<std::string, WriteGuard, std::less<>>& guards;
};

/// Used inside a unit and finished before it ends. What is passed to put() lives until finish().
class WriteSession {
 public:
  WriteSession(const WriteNeeds& needs, store::UnitOfWork& work, const access::Actor& actor)
      : needs_(needs), work_(work), actor_(actor) {}

  /// For interactions: what the actor may not see is not there for writing either.
  void require_visible() { visible_only_ = true; }

  /// Errors: `version_conflict` (if_version, or somebody else was first), what a guard answers.
  Result<Written> put(Prepared& prepared);
  /// Deleting what is deleted already is done already. Errors: `not_found`.
  Result<void> remove(std::uint16_t type, std::string_view id, std::int64_t if_version, Instant at, const std::string& source);
  /// Writes the index and posts the happenings, in the order of the writes.
  Result<void> finish();

 private:
  struct Old;
  Result<std::optional<ResourceRow>> find_target(const Prepared::Parts& parts);
  Result<ResourceRow> next_row(const Prepared::Parts& parts, const std::optional<ResourceRow>& old);
  /// The labels of the new version: what was given from inside, what its own meta.security says, and what its patient's record
  /// has.
  Result<std::int64_t> labels_of(const Prepared::Parts& parts, const std::optional<ResourceRow>& old, const Old* before,
                                 const ResourceRow& row);
  Result<std::int64_t> record_labels(PatientId patient);
  void note_relabelled(std::int64_t before, const ResourceRow& patient);
  struct Relabelled {
    PatientId patient;
    std::int64_t removed = 0, added = 0;
  };
  Result<void> relabel(const Relabelled& change);
  Result<void> relabel_one(ResourceId key, const Relabelled& change);
  Result<void> check_visible(const ResourceRow& row) const;
  Result<void> ask_guards(std::string_view type, json::Value before, json::Value after);
  Result<ResolvedRows> resolve(const IndexRows& rows);
  Result<void> learn_words(const IndexRows& rows);
  Result<Old*> expand(const ResourceRow& row);
  Result<void> write_index(const ResourceRow* old_row, const Old* old, const ResourceRow& row, const IndexRows& rows);
  Result<void> record(const ResourceRow& row, std::string_view type, const std::string& source, bool created);

  const WriteNeeds& needs_;
  store::UnitOfWork& work_;
  const access::Actor& actor_;
  bool visible_only_ = false;
  IndexBatch batch_;
  std::vector<std::unique_ptr<Old, void (*)(Old*)>> kept_;
  std::vector<happenings::ResourceChanged> changes_;
  std::vector<Relabelled> relabelled_;
  std::map<PatientId, std::int64_t> record_labels_;
};

}  // namespace charta::resources
