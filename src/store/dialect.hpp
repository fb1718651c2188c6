// SPDX-License-Identifier: Apache-2.0
// The few true differences between SQLite and PostgreSQL, in one place.
#pragma once
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::store {

/// A statement in the words of one engine. `names` are its parameters in the order of their first appearance, so that the n-th is
/// number n + 1 on both engines (`$n` on PostgreSQL).
struct Translated {
  std::string sql;
  std::vector<std::string> names;
};
/// Words replaced: `SKIP_LOCKED` (FOR UPDATE SKIP LOCKED / nothing), `FOR_UPDATE` (FOR UPDATE / nothing), `GREATEST` and `LEAST`
/// (max and min on SQLite).
Translated translate(Engine engine, std::string_view sql);

/// A migration in the words of one engine (the words of migration.hpp). Lines after `-- only sqlite` or `-- only postgresql`
/// belong to that engine, up to `-- both`.
std::string migration_text(Engine engine, std::string_view sql);

}  // namespace charta::store
