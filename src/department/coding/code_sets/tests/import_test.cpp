// SPDX-License-Identifier: Apache-2.0
// What the importers refuse, and that a refused import changes nothing.
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/published_files.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "store/durable_file.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

const Date in_fiscal_2026 = *Date::parse("2025-11-15");

/// A copy of the starter files that a test may spoil.
class Files {
 public:
  Files() {
    std::filesystem::create_directories(folder_.path() + "/v430");
    for (const auto& entry : std::filesystem::directory_iterator(testing::starter())) std::filesystem::copy(entry.path(), path());
  }
  std::string path() const { return folder_.path() + "/v430"; }
  std::string read(const std::string& name) const { return store::read_file(path() + "/" + name).value(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path() + "/" + name, std::ios::binary | std::ios::trunc) << text;
  }
  void remove(const std::string& name) const { std::filesystem::remove(path() + "/" + name); }

 private:
  testing::LibraryFolder folder_;
};

TEST(Import, TakesAFolderAndListsWhatIsLoadedWithDatesAndChecksums) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::starter()}, "43.0"));
  ASSERT_EQ(library.entries().size(), 3U);
  const auto& mce = library.entries()[0];
  EXPECT_EQ(mce.kind, "mce");
  EXPECT_EQ(mce.release, "43.1");
  EXPECT_EQ(mce.to->text(), "2026-09-30");
  const auto& drg = library.entries()[1];
  EXPECT_EQ(drg.kind, "ms-drg");
  EXPECT_EQ(drg.release, "43.0");
  EXPECT_EQ(drg.from.text(), "2025-10-01");
  EXPECT_EQ(drg.to->text(), "2026-03-31");
  EXPECT_EQ(drg.sources.size(), 11U);
  EXPECT_EQ(drg.sources[0].sha256.size(), 64U);
  EXPECT_EQ(library.entries()[2].release, "FY2026");
}

TEST(Import, KnowsTheVersionByTheFoldersName) {
  const Files files;
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {files.path()}));
  EXPECT_TRUE(library.drg_tables(in_fiscal_2026));
}

TEST(Import, AsksForTheReleaseWhereNothingSaysIt) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto refused = testing::import(library, {testing::starter()});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--release 43.0"), std::string::npos);
}

TEST(Import, IsFoundAgainByTheNextProgram) {
  const testing::LibraryFolder folder;
  {
    auto library = folder.open();
    ASSERT_TRUE(testing::import(library, {testing::starter()}, "43.0"));
  }
  auto library = folder.open();
  const auto tables = library.drg_tables(in_fiscal_2026);
  ASSERT_TRUE(tables) << tables.error().message;
  EXPECT_EQ((*tables)->diagnoses.size(), 16U);
  EXPECT_EQ((*tables)->drg_title(193), "Simple pneumonia with MCC");
  EXPECT_EQ((*tables)->facts_of(193)->weight, 13335U);
  EXPECT_EQ((*tables)->facts_of(998), nullptr);
}

TEST(Import, ReplacesASetOfTheSameRelease) {
  const Files files;
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {files.path()}));
  auto titles = files.read("drg.csv");
  titles.replace(titles.find("Simple pneumonia with MCC"), 25, "Another title");
  files.write("drg.csv", titles);
  ASSERT_TRUE(testing::import(library, {files.path()}));
  EXPECT_EQ(library.entries().size(), 3U);
  EXPECT_EQ((*library.drg_tables(in_fiscal_2026))->drg_title(193), "Another title");
}

TEST(Import, OfBrokenFilesChangesNothing) {
  const struct {
    const char *file, *text, *because;
  } broken[] = {
      {"diagnosis.csv", "code,mdc\nA00,6\n", "diagnosis.csv: the heading has no column 'severity'"},
      {"diagnosis.csv", "", "diagnosis.csv: the file is empty"},
      {"diagnosis.csv", "code,mdc,severity,exclusion_group_when_pdx,attributes,category_list,hac_attributes\nA419,18,MCC\n",
       "diagnosis.csv: line 2 has 3 fields"},
      {"diagnosis.csv", "code,mdc,severity,exclusion_group_when_pdx,attributes,category_list,hac_attributes\nA419,18,HUGE,,,,\n",
       "diagnosis.csv, line 2: a severity is unknown"},
      {"diagnosis.csv", "code,mdc,severity,exclusion_group_when_pdx,attributes,category_list,hac_attributes\nA419,18,CC,77,,,\n",
       "exclusion group 77"},
      {"diagnosis.csv",
       "code,mdc,severity,exclusion_group_when_pdx,attributes,category_list,hac_attributes\nA419,18,CC,,,,\nA419,18,CC,,,,\n",
       "code A419 stands twice"},
      {"pdx_exclusion_groups.csv", "group,excluded_sdx_code\nx,A00\n", "pdx_exclusion_groups.csv, line 2"},
      {"mce_dx.csv", "code,start_date,end_date,attributes\nA00,2015-10-01,2015-13-01,\n",
       "mce_dx.csv, line 2: its dates cannot be read"},
      {"table5_v43.csv", "MS-DRG,Weights,Geometric mean LOS,Arithmetic mean LOS\n193,heavy,4,5\n",
       "line 2: a number cannot be read"},
      {"table5_v43.csv", "MS-DRG,Weights,Geometric mean LOS,Arithmetic mean LOS\n", "cut short"},
  };
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::starter()}, "43.0"));
  const auto before = store::read_file(folder.path() + "/catalogue.json").value();
  for (const auto& one : broken) {
    SCOPED_TRACE(one.because);
    const Files files;
    files.write(one.file, one.text);
    const auto refused = testing::import(library, {files.path()});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find(one.because), std::string::npos) << refused.error().message;
    EXPECT_EQ(store::read_file(folder.path() + "/catalogue.json").value(), before);
    EXPECT_TRUE(library.drg_tables(in_fiscal_2026));
  }
}

TEST(Import, OfTablesThatDoNotFitTogetherSaysWhatIsMissing) {
  const struct {
    const char *file, *find, *put, *because;
  } cases[] = {
      {"formulas.csv", "(PDX:dxc0402) & (MCC)", "(PDX:dxc0402 & ", "condition, character"},
      {"formulas.csv",
       "29,1,981,981,SURGICAL,0,0,,MCC & d468\n29,2,982,981,SURGICAL,0,0,,CC & d468\n29,3,983,981,SURGICAL,0,0,,"
       "d468\n29,6,989,987,SURGICAL,0,0,,d477\n",
       "", "MDC 29 has a title and needs a line of the hierarchy, which is not given: a file is cut short"},
      {"formulas.csv", "29,6,989,987,SURGICAL,0,0,,d477\n", "", "DRG 989 has a title and needs a formula"},
      {"formulas.csv", "PDX:dxc1303", "PDX:dxc1399", "asks for 'PDX:dxc1399', which no code carries"},
      {"drg.csv", "989,", "988,", "DRG 988 has a title and needs a formula"},
      {"drg.csv", "989,Unrelated small operation\n", "", "DRG 989 has a formula and needs a title"},
      {"hac_formulas.csv", "9,SDX:HAC09\n", "", "HAC 9 has a title and needs a formula"},
      {"hac.csv", "9,Poor glycemic control\n", "", "HAC 9 has a formula and needs a title"},
      {"diagnosis.csv", "J440,4,CC,1,,dxc0404,\n", "", "a list of exclusions names diagnosis J440, which is not given"},
      {"procedure.csv", "0SP909Z,d468|graft|righthip\n", "", "names procedure 0SP909Z, which is not given"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.because);
    const Files files;
    auto text = files.read(one.file);
    const auto at = text.find(one.find);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(one.find).size(), one.put);
    files.write(one.file, text);
    const testing::LibraryFolder folder;
    auto library = folder.open();
    const auto refused = testing::import(library, {files.path()});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find(one.because), std::string::npos) << refused.error().message;
  }
}

TEST(Import, OfAPartOfASetSaysWhichFileIsMissing) {
  const Files files;
  files.remove("clusters.csv");
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto refused = testing::import(library, {files.path()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the set has no clusters.csv: import all its files together");
}

TEST(Import, RefusesFilesOfAnotherKindAndFilesThatAreNotThere) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  EXPECT_EQ(testing::import(library, {testing::starter("README.md")}).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(testing::import(library, {"/nowhere/at/all"}).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(std::filesystem::exists(folder.path()));
}

TEST(Import, NamesTheFilesOfAFolderThatItDidNotTake) {
  const Files files;
  files.write("notes.doc", "no table");
  files.write("nothing.txt", "");
  files.write("table5.xlsx", "PK\x03\x04 [Content_Types].xml xl/workbook.xml");
  const testing::LibraryFolder folder;
  const auto library = folder.open();
  std::vector<std::string> not_taken;
  ASSERT_TRUE(read_published({files.path()}, {}, library.logic(), Licences{}, not_taken));
  EXPECT_EQ(not_taken, (std::vector<std::string>{"README.md", "notes.doc", "nothing.txt: it is empty",
                                                 "table5.xlsx: a workbook: save it as text (CSV)"}));
  const auto refused = [&](const std::string& name) {
    return read_published({files.path() + "/" + name}, {}, library.logic()).error().message;
  };
  EXPECT_EQ(refused("table5.xlsx"), files.path() + "/table5.xlsx: a workbook: save it as text (CSV)");
  EXPECT_EQ(refused("nothing.txt"), files.path() + "/nothing.txt: it is empty");
}

TEST(Import, KnowsTheYearOfTable5ByItsTitle) {
  const Files files;
  const auto table = files.read("table5_v43.csv");
  files.write("weights.csv", "\"TABLE 5.- LIST OF WEIGHTS, FY 2026 Final Rule\"\n" + table);
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {files.path() + "/weights.csv"}));
  EXPECT_EQ(library.entries().front().release, "FY2026");
}

TEST(CompactFile, IsRefusedWhenAnyByteIsChangedOrMissing) {
  WeightTable table{430, {{13335, 193, 41, 51, 0}}};
  const Bytes bytes = to_compact("ms-drg-weights", table);
  EXPECT_EQ(from_compact<WeightTable>("ms-drg-weights", bytes).value().facts.size(), 1U);
  EXPECT_FALSE(from_compact<WeightTable>("mce", bytes));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes damaged = bytes;
    damaged[at] ^= 0x40;
    EXPECT_FALSE(from_compact<WeightTable>("ms-drg-weights", damaged)) << at;
    EXPECT_FALSE(from_compact<WeightTable>("ms-drg-weights", BytesView(bytes).substr(0, at))) << at;
  }
}

TEST(Library, SaysWhenItsFilesAreDamaged) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::starter()}, "43.0"));
  for (const auto& entry : library.entries()) std::ofstream(folder.path() + "/" + entry.file, std::ios::app) << "x";
  const auto refused = library.drg_tables(in_fiscal_2026);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("damaged: import the publisher's files again"), std::string::npos)
      << refused.error().message;
}

}  // namespace
}  // namespace charta::code_sets
