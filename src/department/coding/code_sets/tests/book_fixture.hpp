// SPDX-License-Identifier: Apache-2.0
// A shelf with the small books of tests/books.
#pragma once
#include "department/coding/code_sets/book_shelf.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"

namespace charta::code_sets::testing {

inline std::string book(const std::string& name = {}) {
  return CHARTA_SOURCE_FOLDER "/src/department/coding/code_sets/tests/books" + (name.empty() ? "" : "/" + name);
}
inline Date day(std::string_view text) {
  return *Date::parse(text);
}

class SmallShelf : public ::testing::Test {
 protected:
  void SetUp() override {
    auto library = folder_.open();
    const auto done = import(library, {book()});
    ASSERT_TRUE(done) << done.error().message;
    shelf_ = BookShelf::open(folder_.path(), rule_book(), rules_day, "US").value();
  }
  LibraryFolder folder_;
  std::unique_ptr<BookShelf> shelf_;
};

}  // namespace charta::code_sets::testing
