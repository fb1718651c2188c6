// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "access_schema.hpp"
#include "ledger_schema.hpp"
#include "record/access/access_service.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace charta::access::testing {

/// People on an empty store of either engine. Hashes are cheap here; one test uses the real cost.
class AccessTest : public charta::testing::StoreTest {
 protected:
  void open_access() {
    open({ledger_schema(), access_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, "");
    access_ = make_node();
  }
  /// Another server on the same store.
  std::unique_ptr<AccessService> make_node() {
    return std::make_unique<AccessService>(store(), *ledger_, clock_, keys_, cheap());
  }
  static AccessOptions cheap() { return {"", 1, 8192}; }
  AccessService& access() { return *access_; }

  User add(const std::string& name, std::vector<std::string> roles, bool is_program = false) {
    NewUser user{name, "Display " + name, std::move(roles), is_program ? "" : password, is_program};
    return access().add_user(system_, user).value();
  }
  Session sign_in(const std::string& name) { return access().sign_in(name, password, "desk-1").value(); }
  std::string token_for(const std::string& name, const std::string& scope = {}) {
    return access().issue_token(system_, {name, scope, std::nullopt}).value();
  }
  std::vector<ledger::StoredEntry> entries(const std::string& act) {
    ledger::Filter filter;
    filter.act = act;
    return store().read([&](store::Reader& reader) { return ledger_->list(reader, filter); }).value();
  }
  template <class T>
  static void expect_error(const Result<T>& result, ErrorKind kind) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind) << result.error().message;
  }

  const std::string password = "correct horse battery";
  ManualClock clock_{Instant::parse("2026-03-01T08:00:00Z").value()};
  CountingKeys keys_{5000};
  Actor system_ = Actor::system("test");
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<AccessService> access_;
};

}  // namespace charta::access::testing
