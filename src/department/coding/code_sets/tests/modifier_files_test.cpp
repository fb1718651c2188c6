// SPDX-License-Identifier: Apache-2.0
// Modifiers in a file of their own, and the lists that stand beside others: condition categories, makers of vaccines.
#include "department/coding/code_sets/tests/book_fixture.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

using grouper::key_of;

class SmallLists : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(source_.path());
    const auto path = source_.path() + "/" + name;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return path;
  }
  testing::LibraryFolder folder_, source_;
};

const char services[] = "hcpcs_code,long_description,date_added\nA0428,A ride,2001-01-01\n";
const char modifiers[] =
    "mod_code,mod_type,mod_category,mod_description\nXE,HCPCS,,Another encounter\nGA,HCPCS,,Waiver on "
    "file\nGA,HCPCS,Other,Waiver on file\n";

TEST_F(SmallLists, ModifiersStandBesideTheServicesThatComeWithoutThem) {
  auto library = folder_.open();
  ASSERT_TRUE(testing::import(library, {write("hcpcs_2026.csv", services)}));
  const auto shelf = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto day = testing::day("2026-02-01");
  EXPECT_EQ(shelf->services(day).value()->find(key_of("XE")), nullptr);
  ASSERT_TRUE(testing::import(library, {write("modifiers_2026.csv", modifiers)}));
  EXPECT_EQ(library.find("hcpcs-modifiers", "2026")->rows, 2);
  const auto both = shelf->services(day).value();
  ASSERT_NE(both->find(key_of("XE")), nullptr);
  EXPECT_EQ(both->find(key_of("XE"))->is_modifier, 1U);
  EXPECT_EQ(both->texts[both->find(key_of("GA"))->long_title], "Waiver on file");
  EXPECT_NE(both->find(key_of("A0428")), nullptr);
  EXPECT_EQ(shelf->services(day).value(), both) << "made once";
}

TEST_F(SmallLists, AListOfServicesWithoutModifiersSaysNothingOfThem) {
  auto library = folder_.open();
  ASSERT_TRUE(testing::import(library, {write("hcpcs_2026.csv", services)}));
  const auto shelf = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto day = testing::day("2026-02-01");
  claim_edits::CodedClaim claim;
  claim.services.push_back({key_of("A0428"), 1, day, {key_of("ZZ")}});
  const auto found = [&] {
    const auto books = shelf->claim_books(day).value();
    return claim_edits::check(claim, books.books, shelf->edit_rules()).size();
  };
  EXPECT_EQ(found(), 0U);
  ASSERT_TRUE(testing::import(library, {write("modifiers_2026.csv", modifiers)}));
  EXPECT_EQ(found(), 1U) << "now ZZ is known not to be one";
}

TEST_F(SmallLists, AModifierWithTwoMeaningsIsRefused) {
  const auto library = folder_.open();
  const auto refused = read_published(
      {write("modifiers_2026.csv", "mod_code,mod_description\nGA,Waiver on file\nGA,No waiver\n")}, {}, library.logic());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("code GA stands twice"), std::string::npos) << refused.error().message;
}

TEST_F(SmallLists, AModifierOfCptNeedsTheSitesLicence) {
  const auto path = write("modifiers_2026.csv", "mod_code,mod_description\n25,Another service on the same day\n");
  const auto library = folder_.open();
  const auto refused = read_published({path}, {}, library.logic());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--cpt-licence"), std::string::npos) << refused.error().message;
  EXPECT_EQ(read_published({path}, {}, library.logic(), Licences{"our own"}).value().front().entry.licence, "our own");
}

TEST_F(SmallLists, CategoriesOfConditionsHaveTitlesAndTakeEachOthersPlace) {
  auto library = folder_.open();
  ASSERT_TRUE(
      testing::import(library, {write("labels_2026.csv", "cc,label,model_domain,model_version\nHCC8,The graver,CMS-HCC,V28\n"),
                                write("hierarchies_2026.csv", "cc_parent,cc_child,model_domain,model_version\n8,9,CMS-HCC,V28\n"),
                                write("mvx.csv", "code,label,description,status\nABC,A maker,,Valid\n")}));
  const auto shelf = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto day = testing::day("2026-02-01");
  const auto title_of = [&](const char* kind, const char* code) {
    const auto terms = shelf->terms(kind, day).value();
    const auto found = terms->find(code);
    return found.empty() ? std::string() : std::string(terms->texts[found.front().title]);
  };
  EXPECT_EQ(title_of("condition-category-labels", "HCC8"), "The graver");
  EXPECT_EQ(title_of("condition-category-hierarchies", "8"), "9");
  EXPECT_EQ(title_of("mvx", "ABC"), "A maker");
}

TEST_F(SmallLists, OfThePublishersAreTakenWithTheirCounts) {
  const struct {
    const char *file, *release, *kind;
    std::int64_t rows;
  } cases[] = {{"hcpcs/hcpcs_modifiers.csv", "2024", "hcpcs-modifiers", 383},
               {"reference/hcc/ra_labels_2026.csv", "", "condition-category-labels", 783},
               {"reference/hcc/ra_hierarchies_2026.csv", "", "condition-category-hierarchies", 734},
               {"reference/cdc-vaccine/mvx.csv", "", "mvx", 0},
               {"reference/cdc-vaccine/vaccine_group.csv", "", "vaccine-groups", 0}};
  if (testing::published("hcpcs").empty()) GTEST_SKIP() << "the publishers' files are not here";
  const auto library = folder_.open();
  for (const auto& one : cases) {
    const auto sets = read_published({testing::published(one.file)}, one.release, library.logic());
    ASSERT_TRUE(sets) << sets.error().message;
    EXPECT_EQ(sets->front().entry.kind, one.kind);
    if (one.rows != 0) {
      EXPECT_EQ(sets->front().entry.rows, one.rows) << one.kind;
    }
  }
}

}  // namespace
}  // namespace charta::code_sets
