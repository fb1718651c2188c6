// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "store/sqlite_store.hpp"

namespace charta::store {

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  if (!options.database_url.empty()) return fail(ErrorKind::unsupported, "PostgreSQL is not served by this build");
  return SqliteStore::open(options);
}

}  // namespace charta::store
