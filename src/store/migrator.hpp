// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/script_unit.hpp"

#include <span>
#include <string>

namespace charta::store {

/// Runs a function in one transaction, retried as a unit of work is.
using RunScript = FunctionRef<Result<void>(FunctionRef<Result<void>(ScriptUnit&)>)>;

/// Applies what table schema_migration does not name yet, each step in a transaction of its own, modules in the given order and
/// numbers ascending. Errors: `unavailable` when a step that was applied has another checksum now, or the database has steps of
/// these modules that this program does not know (it is older than the database).
Result<void> apply_migrations(std::span<const Migration> migrations, RunScript run);

/// CREATE TABLE schema_migration. It keeps the text of each step and the order in which they were applied, so that a backup can
/// make its tables again without the program that made them.
std::string migration_table(Engine engine);

}  // namespace charta::store
