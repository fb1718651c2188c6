// SPDX-License-Identifier: Apache-2.0
// The publishers' own files, where they are: each is taken whole, and its counts are those that are published or were counted.
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tests/book_fixture.hpp"

#include <chrono>
#include <set>

namespace charta::code_sets {
namespace {

using grouper::key_of;

struct Published {
  const char *file, *release, *kind;
  std::int64_t rows;
};

TEST(OfficialBooks, AreTakenWithTheirCounts) {
  const Published cases[] = {
      {"icd10/ICD10CM_FY2017_Full_XML.zip", "", "icd10cm-tabular FY2017", 44226},
      {"icd10/ICD10CM_FY2017_Full_XML.zip", "", "icd10cm-index-book FY2017", 77199},
      {"icd10/ICD10CM_FY2017_Full_XML.zip", "", "icd10cm-external-causes FY2017", 7572},
      {"icd10/ICD10CM_FY2017_Full_XML.zip", "", "icd10cm-drugs FY2017", 7416},
      {"icd10/ICD10CM_FY2017_Full_XML.zip", "", "icd10cm-neoplasms FY2017", 1930},
      {"icd10/icd10cm_tabular_2021.xml.zip", "", "icd10cm-tabular FY2021", 45335},
      {"icd10/fy2025-xml/icd-10-cm-drug-2025.xml", "", "icd10cm-drugs FY2025", 0},
      {"icd10/fy2025-xml/icd-10-cm-eindex-2025.xml", "", "icd10cm-external-causes FY2025", 0},
      {"icd10/fy2025-xml/icd-10-cm-neoplasm-2025.xml", "", "icd10cm-neoplasms FY2025", 0},
      {"icd10/POAexemptCodesFY26.zip", "", "poa-exempt FY2026", 38349},
      {"icd10/pcs-2024/pcs_tables_2024.csv", "", "icd10pcs-tables FY2024", 14402},
      {"icd10/pcs-2024/pcs_index_2024.csv.gz", "", "icd10pcs-index FY2024", 0},
      {"icd10/pcs-2024/pcs_definitions_2024.csv", "", "icd10pcs-definitions FY2024", 0},
      {"icd10/icd10pcs_definitions_2026.xml", "", "icd10pcs-definitions FY2026", 0},
      {"icd10/pcs-2024/pcs_devices_2024.csv", "", "icd10pcs-devices FY2024", 0},
      {"icd10/pcs-2024/pcs_includes_2024.csv", "", "icd10pcs-body-parts FY2024", 0},
      {"hcpcs/hcpcs_level2_2024.csv", "", "hcpcs 2024", 7918},
      {"hcpcs/hcpcs_level_2_2022.csv", "", "hcpcs 2022", 7500},
      {"hcpcs/HCPC2019_ANWEB_fixed_width_noCDT.zip", "", "hcpcs 2019", 6800},
      {"ncci/ncci_mue_out_level2_2024q3.csv", "", "ncci-mue-outpatient 2024q3", 4339},
      {"ncci/ncci_mue_prac_level2_2024q3.csv", "", "ncci-mue-practitioner 2024q3", 4387},
      {"ncci/ncci_mue_dme_level2_2024q3.csv", "", "ncci-mue-dme 2024q3", 2928},
      {"ncci/ncci_ptp_out_level2_2024q3.csv.gz", "", "ncci-ptp-outpatient 2024q3", 2200},
      {"ncci/ncci_ptp_prac_level2_2024q3.csv.gz", "", "ncci-ptp-practitioner 2024q3", 0},
      {"reference/AHRQ_Elixhauser_CMR_v2025.1.zip", "", "elixhauser FY2025", 4542},
      {"reference/ccsr_dx_category1.json", "FY2025", "ccsr FY2025", 0},
      {"reference/hcc/ra_dx_to_cc_2026.csv", "", "condition-categories 2026", 58985},
      {"reference/place_of_service.csv", "", "place-of-service current", 0},
      {"reference/cdc-vaccine/cvx.csv", "", "cvx current", 0},
      {"reference/ucum/ucum-essence.xml", "", "ucum current", 0},
      {"icd10/cms_2026_dx.zip", "", "icd10cm-addenda FY2026", 0},
      {"icd10/cms_2026_pr.zip", "", "icd10pcs-addenda FY2026", 0},
  };
  if (testing::published("icd10").empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  const auto library = folder.open();
  std::map<std::string, std::vector<ReadySet>> read;
  for (const auto& one : cases) {
    SCOPED_TRACE(one.kind);
    if (!read.contains(one.file)) {
      auto sets = read_published({testing::published(one.file)}, one.release, library.logic());
      EXPECT_TRUE(sets) << sets.error().message;
      read[one.file] = sets ? std::move(*sets) : std::vector<ReadySet>();
    }
    std::int64_t rows = -1;
    for (const auto& set : read[one.file])
      if (set.entry.kind + " " + set.entry.release == one.kind) rows = set.entry.rows;
    EXPECT_GT(rows, 0) << "no such set came of it";
    if (one.rows != 0) {
      EXPECT_EQ(rows, one.rows);
    }
    if (rows > 0) std::printf("%-36s %8lld\n", one.kind, static_cast<long long>(rows));
  }
}

TEST(OfficialBooks, ProcedureTablesBuildExactlyTheirCodes) {
  const auto path = testing::published("icd10/pcs-2024/pcs_tables_2024.csv");
  if (path.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {path}));
  const auto shelf = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto tables = shelf->procedure_tables(testing::day("2024-01-15")).value();
  std::set<grouper::CodeKey> codes;
  for (const auto& table : tables->tables)
    for (const auto code : tables->codes_of(table)) codes.insert(code);
  EXPECT_EQ(codes.size(), 78603U);
  EXPECT_EQ(tables->narrow("").value().codes, 78603);
  EXPECT_TRUE(tables->builds(key_of("0DTJ4ZZ")));
}

/// Asked: 5 ms a keystroke. The bar here is wider, for machines that do other things meanwhile; what it took is printed.
TEST(OfficialBooks, AKeystrokeBelowTheGreatestMainTermsIsQuick) {
  const auto path = testing::published("icd10/ICD10CM_FY2017_Full_XML.zip");
  if (path.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {path}));
  const auto shelf = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto book = shelf->index("icd10cm-index-book", testing::day("2017-01-15")).value();
  double slowest = 0, all = 0;
  int strokes = 0;
  const auto stroke = [&](auto ask) {
    const auto from = std::chrono::steady_clock::now();
    ask();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - from;
    slowest = std::max(slowest, took.count()), all += took.count(), ++strokes;
  };
  for (const auto* term :
       {"Fracture, traumatic", "Complication", "Disease, diseased", "Injury", "Pregnancy", "Failure, failed"}) {
    const auto [entry, rest] = book->find_path(term);
    ASSERT_TRUE(rest.empty()) << term << ": " << rest;
    for (const std::string words : {"le", "left neck", "with acute of unspecified"})
      for (std::size_t typed = 1; typed <= words.size(); ++typed)
        stroke([&, at = entry] { (void)book->search_below(at, words.substr(0, typed)).size(); });
  }
  for (const std::string words : {"fracture femur neck", "failure heart diastolic", "s with a", "d of b"})
    for (std::size_t typed = 1; typed <= words.size(); ++typed)
      stroke([&] { (void)book->search(words.substr(0, typed), 60).size(); });
  std::printf("%d keystrokes over %zu entries: %.2f ms on average, %.2f ms the slowest\n", strokes, book->entries.size(),
              all / strokes, slowest);
  EXPECT_LT(all / strokes, 10.0);
}

TEST(OfficialBooks, APartOfTheTabularListIsRefused) {
  const auto path = testing::published("icd10/fy2025-xml/icd-10-cm-tabular-2025_ch2.xml");
  if (path.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto refused = testing::import(library, {path});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("the file is a part of the list"), std::string::npos) << refused.error().message;
}

TEST(OfficialBooks, EveryCodeOfTheYearFitsTheTabularListOfItsYear) {
  const auto tabular = testing::published("icd10/icd10cm_tabular_2021.xml.zip"),
             codes = testing::published("icd10/cms_2025_dx.zip");
  if (tabular.empty() || codes.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto done = testing::import(library, {tabular, codes});
  ASSERT_TRUE(done) << done.error().message;
  const auto shelf = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto book = shelf->tabular(testing::day("2021-01-15")).value();
  const auto list = shelf->texts("icd10cm", testing::day("2025-01-15")).value();
  int known = 0, whole = 0;
  for (std::size_t n = 0; n < list->size(); ++n) {
    if (list->billable[n] == 0 || book->shape_of(list->codes[n]) == code_books::Shape::unknown) continue;
    ++known, whole += book->shape_of(list->codes[n]) == code_books::Shape::whole ? 1 : 0;
  }
  std::printf("of %d codes of FY2025 that the tabular list of FY2021 knows %d are whole by it\n", known, whole);
  EXPECT_GT(known, 70000);
  EXPECT_GT(whole, known - 700);  // O35 was divided further in FY2023, nothing else
}

TEST(OfficialBooks, TheAddendaSayWhatTheListsOfTwoYearsSay) {
  const auto before = testing::published("icd10/cms_2025_dx.zip"), after = testing::published("icd10/cms_2026_dx.zip");
  if (before.empty() || after.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto done = testing::import(library, {before, after});
  ASSERT_TRUE(done) << done.error().message;
  const auto* entry = library.in_force("icd10cm-addenda", testing::day("2025-11-15"));
  ASSERT_NE(entry, nullptr);
  const auto said = from_compact<code_books::CodeChanges>("icd10cm-addenda", library.read(*entry).value()).value();
  const auto shelf = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto found = changes_between(*shelf->texts("icd10cm", testing::day("2025-01-15")).value(),
                                     *shelf->texts("icd10cm", testing::day("2025-11-15")).value());
  const auto of_kind = [](const code_books::CodeChanges& changes, code_books::ChangeKind kind) {
    std::set<std::string> codes;
    for (const auto& change : changes.changes)
      if (change.kind == kind) codes.insert(grouper::text_of(change.code));
    return codes;
  };
  EXPECT_EQ(of_kind(said, code_books::ChangeKind::added), of_kind(found, code_books::ChangeKind::added));
  EXPECT_EQ(of_kind(said, code_books::ChangeKind::deleted), of_kind(found, code_books::ChangeKind::deleted));
  std::printf("%zu added, %zu deleted, %zu revised\n", of_kind(found, code_books::ChangeKind::added).size(),
              of_kind(found, code_books::ChangeKind::deleted).size(), of_kind(found, code_books::ChangeKind::revised).size());
}

}  // namespace
}  // namespace charta::code_sets
