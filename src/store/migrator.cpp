// SPDX-License-Identifier: Apache-2.0
#include "store/migrator.hpp"

#include "base/log.hpp"
#include "store/dialect.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace charta::store {
namespace {

constexpr std::string_view create_table = R"sql(
  CREATE TABLE IF NOT EXISTS schema_migration(
    module TEXT NOT NULL, number BIGINT NOT NULL, noun TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL,
    position BIGINT NOT NULL, script TEXT NOT NULL, PRIMARY KEY (module, number));)sql";
constexpr Statement select_applied{"store.migrations", "SELECT module, number, checksum FROM schema_migration"};
constexpr Statement insert_applied{"store.migration_applied", R"sql(
  INSERT INTO schema_migration(module, number, noun, checksum, applied_at, position, script)
  SELECT :module, :number, :noun, :checksum, :applied_at, COALESCE(max(position), 0) + 1, :script FROM schema_migration)sql"};

using Applied = std::map<std::pair<std::string, std::int64_t>, std::string>;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<Applied> read_applied(Reader& reader) {
  Applied applied;
  CHARTA_TRY_DO(reader.read(select_applied, BindingList{}, [&](const Row& row) {
    applied[{row.string(0), row.integer(1)}] = row.string(2);
    return true;
  }));
  return applied;
}

Result<void> refuse_newer_schema(std::span<const Migration> migrations, const Applied& applied) {
  std::map<std::string_view, std::int64_t> newest;
  for (const Migration& step : migrations) {
    auto& number = newest[step.module];
    number = std::max<std::int64_t>(number, step.number);
  }
  for (const auto& [key, checksum] : applied) {
    const auto known = newest.find(key.first);
    if (known == newest.end() || key.second <= known->second) continue;
    return fail(ErrorKind::unavailable,
                fmt::format("the database has schema {} {:04} and this program knows {:04} at most; start a newer program",
                            key.first, key.second, known->second));
  }
  return {};
}

Result<void> apply_step(ScriptUnit& unit, const Migration& step, const std::string& checksum) {
  CHARTA_TRY(const Applied applied, read_applied(unit));  // in the step's own transaction: another node may have been quicker
  if (const auto found = applied.find({std::string(step.module), step.number}); found != applied.end()) {
    if (found->second == checksum) return {};
    return fail(ErrorKind::unavailable, fmt::format("migration {} {:04}_{} was changed after it was applied; restore its text",
                                                    step.module, step.number, step.noun));
  }
  const std::string script = migration_text(unit.engine(), step.sql);
  CHARTA_TRY_DO(unit.execute_script(script));
  CHARTA_TRY_DO(unit.write(insert_applied, {{"module", step.module},
                                            {"number", step.number},
                                            {"noun", step.noun},
                                            {"checksum", checksum},
                                            {"applied_at", now_ms()},
                                            {"script", script}}));
  log::info("store.migrated", {{"module", step.module}, {"number", step.number}, {"noun", step.noun}});
  return {};
}

}  // namespace

std::string migration_table(Engine engine) {
  return migration_text(engine, create_table);
}

Result<void> apply_migrations(std::span<const Migration> migrations, RunScript run) {
  Applied applied;
  const auto looked = run([&](ScriptUnit& unit) -> Result<void> {
    CHARTA_TRY_DO(unit.execute_script(migration_table(unit.engine())));
    CHARTA_TRY(applied, read_applied(unit));
    return refuse_newer_schema(migrations, applied);
  });
  CHARTA_TRY_DO(looked);
  for (const Migration& step : migrations) {
    const std::string checksum = sha256(step.sql).hex();
    const auto found = applied.find({std::string(step.module), step.number});
    if (found != applied.end() && found->second == checksum) continue;
    CHARTA_TRY_DO(run([&](ScriptUnit& unit) { return apply_step(unit, step, checksum); }));
  }
  return {};
}

}  // namespace charta::store
