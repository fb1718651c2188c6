// SPDX-License-Identifier: Apache-2.0
// Who can be reached how, who asked not to be, and which documents wait to be given out. The only file that names these tables.
#pragma once
#include "department/distribution/recipients.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::distribution {

/// A way to somebody: a fax number, a Direct address, a printer, a partner.
struct Way {
  Channel channel = Channel::inbox;
  std::string address;
  bool operator==(const Way&) const = default;
};

struct Recipient {
  RecipientId id;
  std::string key;  ///< "system|value", "Practitioner/…", "ward:4W", "file:records"
  RecipientKind kind = RecipientKind::practitioner;
  std::string name;
  UserId user;
  std::vector<Way> ways;  ///< in the order in which they are tried; none: nobody knows how to reach them
  WorkItemId item;        ///< the question how to reach them, when it is asked
  std::int64_t version = 0;
  Instant changed_at;

  bool is_known() const { return !ways.empty(); }
  const Way* way(Channel channel) const;
};

/// Written in the unit of what happened to the document; done in the unit that gives it out.
struct DueDocument {
  ResourceId document;
  std::string completion;          ///< as it came; empty: the resource says it
  std::vector<MessageId> sources;  ///< every message that brought it or a version of it
  std::int64_t change = 0;         ///< counts: another change meanwhile asks once more
  Instant since;
  bool was_moved = false;  ///< to another patient: what went out went out of the wrong chart
};

class RecipientStore {
 public:
  Result<void> save(store::UnitOfWork& work, const Recipient& recipient) const;
  Result<std::optional<Recipient>> find(store::Reader& reader, RecipientId id) const;
  Result<std::optional<Recipient>> of_key(store::Reader& reader, std::string_view key) const;
  /// By a part of the folded name or key; those whom nobody can reach first.
  Result<std::vector<Recipient>> list(store::Reader& reader, std::string_view part, std::int64_t limit) const;
  Result<std::vector<Recipient>> of_user(store::Reader& reader, UserId user) const;

  struct StoredOptOut : OptOut {
    std::int64_t key = 0;
    std::string reason;
    Instant said_at{};
    UserId said_by{};
  };
  Result<void> add_opt_out(store::UnitOfWork& work, const StoredOptOut& one, Instant now, UserId by) const;
  Result<std::optional<StoredOptOut>> opt_out(store::Reader& reader, std::int64_t key) const;
  Result<std::int64_t> end_opt_out(store::UnitOfWork& work, std::int64_t key, Instant now) const;
  /// Those that say nothing of a patient, and those of this one.
  Result<std::vector<StoredOptOut>> opt_outs(store::Reader& reader, PatientId patient) const;

  Result<std::optional<Instant>> begun_at(store::Reader& reader) const;
  Result<void> begin(store::UnitOfWork& work, Instant now) const;

  Result<void> ask(store::UnitOfWork& work, ResourceId document, std::string_view completion, MessageId source, bool was_moved,
                   Instant now) const;
  Result<std::vector<DueDocument>> due(store::Reader& reader, std::int64_t limit) const;
  /// What is known of a document that is followed, due or not.
  Result<std::optional<DueDocument>> followed(store::Reader& reader, ResourceId document) const;
  /// False: something happened to it since it was read, and it is due still.
  Result<bool> done(store::UnitOfWork& work, const DueDocument& due) const;
  Result<void> put_off(store::UnitOfWork& work, const DueDocument& due, Instant now) const;
  Result<std::int64_t> waiting(store::Reader& reader) const;
};

}  // namespace charta::distribution
