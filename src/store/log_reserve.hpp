// SPDX-License-Identifier: Apache-2.0
// Room at the end of SQLite's write-ahead log, written with zeros ahead of need: a commit into it changes no file size, so that
// its fdatasync waits for its own pages and not for the file system's journal too. SQLite reads zeros after the last frame as the
// end.
#pragma once
#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "store/durable_file.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace charta::store {

class LogReserve {
 public:
  /// `most`: bytes up to which the log is extended; 0 keeps no reserve.
  LogReserve(std::string database_file, std::int64_t most) : database_file_(std::move(database_file)), most_(most) {}

  /// Extends the log by a step when less than half a step is left behind `used` bytes, and also while nobody writes anyway
  /// (`is_idle`): made in the middle of a load, a step holds up everybody for some milliseconds. `alone` runs its argument while nobody writes to the
  /// log. Errors: `unavailable` (the disk has no room, or no log yet; nothing is lost by either).
  Result<void> keep_ahead(std::int64_t used, FunctionRef<void(FunctionRef<void()>)> alone, bool is_idle = false);

 private:
  Result<void> make_room_for_index();

  std::string database_file_;
  std::int64_t most_;
  std::int64_t size_ = 0;  ///< of the log, when last looked at
  /// The log's index (-shm). Closed with the store, after SQLite: closing any descriptor of it would take away SQLite's locks on
  /// it.
  std::optional<File> index_;
  bool has_index_room_ = false;
};

}  // namespace charta::store
