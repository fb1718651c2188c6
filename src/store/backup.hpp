// SPDX-License-Identifier: Apache-2.0
// The parts of a backup and how they are put back: engine, database, blobs.
#pragma once
#include "store/archive.hpp"
#include "store/blob_files.hpp"
#include "store/postgres_connection.hpp"

#include <string>

namespace charta::store {

/// Copies a SQLite database while it serves: one snapshot, to FILE.database first.
Result<void> back_up_sqlite(const std::string& database, const std::string& file, ArchiveWriter& archive);
Result<void> restore_sqlite(ArchiveReader& archive, const StoreOptions& into);

/// Copies every table of the connection's schema in one snapshot; a table comes after those that it refers to.
Result<void> back_up_postgres(PostgresConnection& connection, ArchiveWriter& archive);
Result<void> restore_postgres(ArchiveReader& archive, const StoreOptions& into);

/// Every blob. One that is damaged is named in the file and in the log, and does not stop the others.
Result<void> back_up_blobs(BlobFiles& blobs, ArchiveWriter& archive);
/// The database's file until the restore is whole: a server does not open half a hospital.
inline constexpr std::string_view restoring_name = "/charta.db.restoring";
/// The rest of the archive.
Result<void> restore_blobs(ArchiveReader& archive, const StoreOptions& into);

inline constexpr std::string_view engine_part = "engine", sqlite_part = "sqlite", end_of_tables_part = "tables-end",
                                  table_part_prefix = "table/", migrations_part = "migrations", blob_part_prefix = "blob/",
                                  damaged_part_prefix = "damaged/", manifest_part = "manifest";

}  // namespace charta::store
