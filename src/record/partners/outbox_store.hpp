// SPDX-License-Identifier: Apache-2.0
// The only file that names the tables of the registry and the outbox.
#pragma once
#include "record/partners/partner_service.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::partners {

class OutboxStore {
 public:
  Result<std::vector<Partner>> partners(store::Reader& reader) const;
  Result<std::optional<Partner>> find_partner(store::Reader& reader, PartnerId id) const;
  Result<void> add_partner(store::UnitOfWork& work, const Partner& partner) const;
  Result<std::int64_t> update_partner(store::UnitOfWork& work, const Partner& partner) const;
  Result<std::int64_t> epoch(store::Reader& reader) const;
  Result<void> raise_epoch(store::UnitOfWork& work) const;

  Result<void> add_message(store::UnitOfWork& work, const OutboxMessage& message) const;
  Result<std::optional<OutboxMessage>> find_message(store::Reader& reader, std::int64_t key) const;
  Result<std::vector<OutboxMessage>> messages(store::Reader& reader, std::optional<OutboxState> state, std::int64_t limit) const;
  /// Partners that have something waiting or on the wire.
  Result<std::vector<PartnerId>> partners_with_work(store::Reader& reader) const;
  /// The oldest message that is not settled: the only one that may go next.
  struct Head {
    OutboxMessage message;
    Instant claimed_until;
  };
  Result<std::optional<Head>> head(store::Reader& reader, PartnerId partner) const;
  /// Takes the message for one attempt. 0 when another node was quicker; `version_conflict` when one of the partner's is on the
  /// wire.
  Result<std::int64_t> claim(store::UnitOfWork& work, const OutboxMessage& message, Instant now, Instant until) const;
  /// Ends the attempt `attempts`; 0 when somebody else has taken the message over since.
  Result<std::int64_t> settle(store::UnitOfWork& work, const OutboxMessage& message) const;
  /// A person's step: from any of two states to another.
  Result<std::int64_t> step(store::UnitOfWork& work, const OutboxMessage& message, OutboxState to, Instant now) const;
};

}  // namespace charta::partners
