// SPDX-License-Identifier: Apache-2.0
// The SQL of data entry: the only file that names its tables.
#pragma once
#include "department/data_entry/entry.hpp"
#include "store/store.hpp"

namespace charta::data_entry {

/// A value that stands in a chart, for its link to the page.
struct PostedValue {
  Posting posting;
  EntryId entry;
  std::string document_type, document_id, title;
  EnteredValue value;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

class EntryStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Entry& entry) const;
  /// Everything but what it was opened with. Errors: `version_conflict` (another version than `entry.version` stands). It
  /// has the next version afterwards.
  Result<void> update(store::UnitOfWork& work, Entry& entry) const;
  Result<std::optional<Entry>> find(store::Reader& reader, EntryId entry) const;
  /// Of either queue.
  Result<std::optional<Entry>> of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<Entry>> of_document(store::Reader& reader, ResourceId document) const;  ///< the newest first
  Result<std::vector<Entry>> in_states(store::Reader& reader, const std::vector<std::string_view>& states,
                                       std::int64_t most) const;  ///< the oldest first
  Result<std::vector<Entry>> posted_between(store::Reader& reader, Instant from, Instant until, std::int64_t most) const;
  Result<void> move(store::UnitOfWork& work, const Entry& entry) const;  ///< patient, encounter, labels
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;

  Result<std::vector<EnteredValue>> values(store::Reader& reader, EntryId entry, int pass) const;
  /// Every row of one field: what is not among `values` goes.
  Result<void> save_field(store::UnitOfWork& work, EntryId entry, int pass, std::string_view field,
                          const std::vector<EnteredValue>& values) const;

  Result<std::vector<WarningAnswer>> warnings(store::Reader& reader, EntryId entry) const;
  Result<void> save_warning(store::UnitOfWork& work, EntryId entry, const WarningAnswer& answer) const;
  Result<std::vector<PriorAnswer>> priors(store::Reader& reader, EntryId entry) const;
  Result<void> save_prior(store::UnitOfWork& work, EntryId entry, const PriorAnswer& answer) const;
  /// Of an item that is not on the chart's lists any more.
  Result<void> forget_prior(store::UnitOfWork& work, EntryId entry, const PriorAnswer& answer) const;
  /// The checks were made about somebody else.
  Result<void> forget_answers(store::UnitOfWork& work, EntryId entry) const;

  Result<void> add_posting(store::UnitOfWork& work, EntryId entry, const Posting& posting) const;
  Result<void> set_retracted(store::UnitOfWork& work, EntryId entry, std::int64_t number, std::int64_t version) const;
  Result<std::vector<Posting>> postings(store::Reader& reader, EntryId entry) const;
  /// What stands in this record by data entry, the newest first.
  Result<std::vector<PostedValue>> posted_of(store::Reader& reader, PatientId patient) const;
};

}  // namespace charta::data_entry
