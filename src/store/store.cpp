// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "store/postgres_store.hpp"
#include "store/sqlite_store.hpp"

namespace charta::store {

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options) {
  return options.database_url.empty() ? SqliteStore::open(options) : PostgresStore::open(options);
}

}  // namespace charta::store
