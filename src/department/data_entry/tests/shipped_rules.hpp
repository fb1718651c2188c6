// SPDX-License-Identifier: Apache-2.0
// The rule packs as shipped, for tests of data entry.
#pragma once
#include "department/data_entry/form_definition.hpp"

#include <gtest/gtest.h>

namespace charta::data_entry::testing {

inline const rules::RuleBook& shipped_book() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}
inline const rules::Rule& shipped_rule(std::string_view id) {
  return *shipped_book().in_force(id, *Date::parse("2026-03-01")).value();
}
inline const EntryRules& shipped_rules() {
  static const auto rules = EntryRules::read(shipped_book(), *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

}  // namespace charta::data_entry::testing
