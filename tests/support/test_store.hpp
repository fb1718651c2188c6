// SPDX-License-Identifier: Apache-2.0
// Stores for tests: every store test runs on both engines.
#pragma once
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace charta::testing {

/// A folder below the system's temporary folder that is removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Runs each test on SQLite and on PostgreSQL (a schema of its own on the server that CHARTA_TEST_POSTGRES names; where the variable is
/// unset the PostgreSQL half says "skipped"). `store()` opens on first use.
class StoreTest : public ::testing::TestWithParam<store::Engine> {
 protected:
  StoreTest();
  ~StoreTest() override;
  /// Opens an empty store with these schemas applied.
  store::Store& open(std::initializer_list<std::span<const store::Migration>> schemas);
  store::Store& store() { return *store_; }
  /// Closes and opens it again, as a restart would.
  store::Store& reopen();
  const store::StoreOptions& options() const { return options_; }
  /// Another empty database of the engine: empty for SQLite (a directory is enough), else a schema that is dropped with the test.
  std::string empty_database_url();

 private:
  TemporaryFolder folder_;
  store::StoreOptions options_;
  std::vector<std::string> schemas_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace charta::testing

/// Instantiates a suite of TEST_P on both engines.
#define CHARTA_ON_BOTH_ENGINES(suite)                                                                                              \
  INSTANTIATE_TEST_SUITE_P(BothEngines, suite, ::testing::Values(::charta::store::Engine::sqlite, ::charta::store::Engine::postgresql), \
                           [](const auto& each) { return each.param == ::charta::store::Engine::sqlite ? "sqlite" : "postgresql"; })
