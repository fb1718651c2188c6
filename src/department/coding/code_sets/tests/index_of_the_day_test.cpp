// SPDX-License-Identifier: Apache-2.0
// Which year's index answers for a day.
#include "department/coding/code_sets/tests/test_library.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

/// The codes of two years, and an index a year in which the same words lead elsewhere.
class IndexOfTheDay : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(files_.path());
    for (const std::string year : {"2026", "2027"})
      std::filesystem::copy_file(CHARTA_MODULE_FOLDER "/tests/books/icd10cm_order_" + year + ".txt",
                                 files_.path() + "/icd10cm_order_" + year + ".txt");
  }
  std::string index(const std::string& year, const std::string& code) const {
    const auto path = files_.path() + "/index_" + year + ".csv";
    std::ofstream(path) << "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n1,W,0,Weaver's itch,,,," << code << "\n";
    return path;
  }
  CodeLibrary library(const std::vector<std::string>& indexes) const {
    auto made = folder_.open();
    std::vector<std::string> paths = {files_.path() + "/icd10cm_order_2026.txt", files_.path() + "/icd10cm_order_2027.txt"};
    paths.insert(paths.end(), indexes.begin(), indexes.end());
    testing::import(made, paths).value();
    return made;
  }
  static std::string first(CodeLibrary& library, Date day) {
    const auto hits = library.encoder(day).value()->search({"weaver's itch", 10, nullptr});
    return hits.empty() ? "nothing" : grouper::text_of(hits.front().code);
  }
  testing::LibraryFolder folder_, files_;
  const Date in_2026_ = *Date::parse("2026-02-01"), in_2027_ = *Date::parse("2026-11-01");
};

TEST_F(IndexOfTheDay, IsTheNewestThatBeganOnOrBeforeIt) {
  auto both = library({index("2026", "L23.9"), index("2027", "L24.9")});
  EXPECT_EQ(first(both, in_2026_), "L239");
  EXPECT_EQ(first(both, in_2027_), "L249");
  EXPECT_EQ(first(both, in_2026_), "L239") << "asked again";
  EXPECT_EQ(grouper::text_of(both.texts("icd10cm-index", in_2026_).value().codes.front()), "L239") << "what suggestions read";
}

TEST_F(IndexOfTheDay, IsAnOlderOneWhereItsYearHasNone) {
  auto older = library({index("2025", "L25.9")});
  EXPECT_EQ(first(older, in_2027_), "L259");
  EXPECT_FALSE(older.lent_before(older.entries().back())) << "it is asked for no day before its own";
}

TEST_F(IndexOfTheDay, IsALaterOneWhereNoneIsSoOldWhichTheListTells) {
  auto later = library({index("2027", "L24.9")});
  EXPECT_EQ(first(later, in_2026_), "L249");
  const auto* asked = later.index_asked("icd10cm-index", in_2026_);
  ASSERT_NE(asked, nullptr);
  EXPECT_GT(asked->from, in_2026_);
  EXPECT_EQ(later.lent_before(*asked)->text(), "2026-10-01");
  EXPECT_EQ(later.index_asked("icd10pcs-index", in_2026_), nullptr);
}

}  // namespace
}  // namespace charta::code_sets
