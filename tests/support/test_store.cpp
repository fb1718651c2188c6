// SPDX-License-Identifier: Apache-2.0
#include "tests/support/test_store.hpp"

#include "base/digest.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <stdlib.h>

namespace charta::testing {
namespace {

const char* postgres_url() {
  return std::getenv("CHARTA_TEST_POSTGRES");
}

void run_on_postgres(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(postgres_url()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.get(), ("SET client_min_messages = warning; " + sql).c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
}

std::string url_with_schema(const std::string& schema) {
  std::string url = postgres_url();
  url += url.find('?') == std::string::npos ? '?' : '&';
  return url + "application_name=" + schema + "&options=-csearch_path%3D" + schema;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "charta-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

StoreTest::StoreTest() {
  const bool wants_postgres = GetParam() == store::Engine::postgresql;
  if (wants_postgres && postgres_url() == nullptr) {
    [] { GTEST_SKIP() << "CHARTA_TEST_POSTGRES names no server"; }();
  }
}

StoreTest::~StoreTest() {
  store_.reset();
  for (const std::string& schema : schemas_) run_on_postgres("DROP SCHEMA " + schema + " CASCADE");
}

store::Store& StoreTest::open(std::initializer_list<std::span<const store::Migration>> schemas) {
  options_.directory = folder_.path();
  options_.database_url = empty_database_url();
  reopen();
  for (const auto& schema : schemas) store_->migrate(schema).value();
  return *store_;
}

std::string StoreTest::empty_database_url() {
  if (GetParam() == store::Engine::sqlite) return {};
  schemas_.push_back("test_" + to_hex(random_bytes(8)));
  run_on_postgres("CREATE SCHEMA " + schemas_.back());
  return url_with_schema(schemas_.back());
}

store::Store& StoreTest::reopen() {
  store_.reset();
  store_ = store::Store::open(options_).value();
  return *store_;
}

}  // namespace charta::testing
