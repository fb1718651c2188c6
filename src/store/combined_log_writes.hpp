// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace charta::store {

/// The name of an SQLite disk layer (VFS) over the default one that gathers what is written to a write-ahead log and writes it in
/// one piece at the sync: SQLite writes each page of a commit in two calls, about forty for one created resource. Nothing is read
/// from a log before its sync has published it (PRAGMA synchronous=FULL), but by the connection that wrote it, and that reads
/// through here.
const char* combined_log_writes();

}  // namespace charta::store
