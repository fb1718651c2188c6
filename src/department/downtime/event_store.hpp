// SPDX-License-Identifier: Apache-2.0
// The SQL of downtime events: the only file that names their tables.
#pragma once
#include "department/downtime/event.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::downtime {

class EventStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Event& event) const;
  Result<void> save(store::UnitOfWork& work, const Event& event) const;
  Result<std::optional<Event>> event(store::Reader& reader, DowntimeId id) const;
  Result<std::vector<Event>> events(store::Reader& reader) const;  ///< the newest first

  Result<std::int64_t> last_number(store::Reader& reader) const;  ///< 0 before the first
  Result<void> add(store::UnitOfWork& work, const Form& form) const;
  Result<void> save(store::UnitOfWork& work, const Form& form) const;
  Result<std::optional<Form>> form(store::Reader& reader, std::int64_t number) const;
  Result<std::vector<Form>> forms(store::Reader& reader, DowntimeId event) const;
};

}  // namespace charta::downtime
