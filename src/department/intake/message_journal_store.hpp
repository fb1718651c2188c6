// SPDX-License-Identifier: Apache-2.0
// Raw bytes before anything else: the journal of messages. The only file that names its table.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "record/access/actor.hpp"
#include "store/blobs.hpp"
#include "store/store.hpp"

namespace charta::intake {

/// How the bytes are kept: as they are, compressed (zstd), or as a blob that the row names.
enum class Encoding { plain = 0, zstd = 1, blob = 2 };

struct StoredBody {
  Encoding encoding = Encoding::plain;
  Bytes bytes;  ///< what the row holds: the bytes, compressed ones, or a raw digest
};
/// Outside of any unit: compresses, or writes the blob and waits until it is durable.
Result<StoredBody> store_body(store::Blobs& blobs, BytesView message, const Digest& digest, std::size_t row_limit);
Result<Bytes> load_body(store::Blobs& blobs, const StoredBody& body, std::int64_t size);

struct JournalRow {
  MessageId message;
  Instant received_at;
  std::string sender_application, sender_facility, control_id;
  Digest hash;
  std::string partner, listener, remote, type, version;
  std::int64_t size = 0;
  StoredBody body;           ///< empty in lists
  std::string state, acknowledgement, reason, detail, outcome;
  PatientId patient;
  WorkItemId work_item;
  MessageId mended_from;
  std::int64_t duplicates = 0;
  std::optional<Instant> settled_at;
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

struct JournalFilter {
  std::string state, partner, type, control_id;
  PatientId patient;
  std::optional<Instant> from, until;
  std::int64_t limit = 50, offset = 0;
};

class MessageJournal {
 public:
  Result<void> add(store::UnitOfWork& work, const JournalRow& row) const;
  /// What became of it: state, acknowledgement, reason, detail, outcome, patient, work item.
  Result<void> settle(store::UnitOfWork& work, const JournalRow& row) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<void> count_duplicate(store::UnitOfWork& work, MessageId message, Instant at) const;
  Result<std::vector<JournalRow>> same_control_id(store::Reader& reader, std::string_view application, std::string_view facility, std::string_view control_id) const;
  Result<std::optional<JournalRow>> find(store::Reader& reader, MessageId message) const;
  /// Stored and not filed yet, with their bodies, the oldest first.
  Result<std::vector<JournalRow>> oldest_stored(store::Reader& reader, std::int64_t most) const;
  Result<bool> is_stored(store::Reader& reader, MessageId message) const;
  Result<std::vector<JournalRow>> list(store::Reader& reader, const JournalFilter& filter, const access::Visibility& visibility) const;
  Result<std::int64_t> count(store::Reader& reader, const JournalFilter& filter, const access::Visibility& visibility) const;
  struct Counts {
    std::int64_t received_today = 0, held = 0, filed_today = 0;
    std::optional<Instant> last_received_at;
  };
  Result<Counts> counts(store::Reader& reader, Instant since) const;
};

}  // namespace charta::intake
