// SPDX-License-Identifier: Apache-2.0
// A file that a download cut at the end of a line is a smaller file, not a broken one: it must not take the place of a whole one.
#include "department/coding/code_sets/import_rules.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

std::string unpacked(const std::string& path) {
  auto bytes = store::read_file(path).value();
  return archive::is_gzip(bytes) ? archive::gunzip(bytes).value() : bytes;
}

/// The first so many tenths of a text's lines.
std::string cut(const std::string& text, int tenths) {
  const auto lines = std::count(text.begin(), text.end(), '\n') * tenths / 10;
  std::size_t at = 0;
  for (std::int64_t line = 0; line < lines; ++line) at = text.find('\n', at) + 1;
  return text.substr(0, at);
}

void write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// Imports `files` (names and whole texts) together, then again with each of them cut: nothing may change.
void expect_that_no_cut_file_is_taken(const std::vector<std::pair<std::string, std::string>>& files, std::string_view release) {
  const testing::LibraryFolder folder, source;
  auto library = folder.open();
  for (const auto& [name, text] : files) write(source.path() + "/" + name, text);
  const auto taken = testing::import(library, {source.path()}, release);
  ASSERT_TRUE(taken) << taken.error().message;
  const auto before = store::read_file(folder.path() + "/catalogue.json").value();
  for (const auto& [name, text] : files)
    for (const int tenths : {3, 9}) {
      SCOPED_TRACE(name + " cut at " + std::to_string(tenths) + " tenths");
      write(source.path() + "/" + name, cut(text, tenths));
      const auto refused = testing::import(library, {source.path()}, release);
      EXPECT_FALSE(refused);
      EXPECT_EQ(store::read_file(folder.path() + "/catalogue.json").value(), before);
      write(source.path() + "/" + name, text);
    }
}

std::vector<std::pair<std::string, std::string>> texts_in(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    auto name = file.path().filename().string();
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (!name.starts_with("base")) found.emplace_back(name, unpacked(file.path().string()));
  }
  return found;
}

TEST(CutFiles, OfTheMsDrgTablesChangeNothing) {
  const auto one = testing::published("drg/tables-v430");
  if (one.empty()) GTEST_SKIP() << "the publishers' files are not here";
  auto files = texts_in(one);
  std::erase_if(files, [](const auto& file) { return file.first.starts_with("base"); });
  expect_that_no_cut_file_is_taken(files, "43.0");
}

TEST(CutFiles, OfTheCodeEditorChangeNothing) {
  const auto folder = testing::published("mce/mce_v43.1");
  if (folder.empty()) GTEST_SKIP() << "the publishers' files are not here";
  expect_that_no_cut_file_is_taken(texts_in(folder), {});
}

TEST(CutFiles, OfBooksChangeNothing) {
  const struct {
    const char *file, *named, *release;
  } cases[] = {{"hcpcs/hcpcs_level2_2024.csv", "hcpcs_level2_2024.csv", ""},
               {"drg/msdrg_v38_fy2021_table5.csv", "msdrg_v38_fy2021_table5.csv", ""},
               {"ncci/ncci_mue_out_level2_2024q3.csv", "ncci_mue_out_level2_2024q3.csv", ""},
               {"ncci/ncci_ptp_out_level2_2024q3.csv.gz", "ncci_ptp_out_level2_2024q3.csv", ""},
               {"icd10/pcs-2024/pcs_tables_2024.csv", "pcs_tables_2024.csv", ""},
               {"icd10/pcs-2024/pcs_definitions_2024.csv", "pcs_definitions_2024.csv", ""},
               {"reference/hcc/ra_dx_to_cc_2026.csv", "ra_dx_to_cc_2026.csv", ""},
               {"reference/place_of_service.csv", "place_of_service.csv", ""},
               {"reference/cdc-vaccine/cvx.csv", "cvx.csv", ""},
               {"icd10/fy2025-index/ICD10CM_2025_Index.csv.gz", "ICD10CM_2025_Index.csv", ""}};
  if (testing::published("hcpcs").empty()) GTEST_SKIP() << "the publishers' files are not here";
  for (const auto& one : cases)
    expect_that_no_cut_file_is_taken({{one.named, unpacked(testing::published(one.file))}}, one.release);
}

TEST(CutFiles, OfArchivesChangeNothing) {
  const auto diagnoses = testing::published("icd10/cms_2026_dx.zip"), exempt = testing::published("icd10/POAexemptCodesFY26.zip");
  if (diagnoses.empty() || exempt.empty()) GTEST_SKIP() << "the publishers' files are not here";
  for (const auto& path : {diagnoses, exempt}) {
    const auto entries = archive::unzip(store::read_file(path).value()).value();
    for (const auto& entry : entries)
      if (entry.name == "icd10cm_order_2026.txt" || entry.name == "POAexemptCodesFY26.txt")
        expect_that_no_cut_file_is_taken({{entry.name, entry.bytes}}, {});
  }
}

TEST(CutFiles, AnOrderFileWithoutItsLastChapterIsRefusedEvenAsTheFirst) {
  const testing::LibraryFolder folder, source;
  auto library = folder.open();
  write(source.path() + "/icd10cm_order_2026.txt",
        "00001 A00     0 Cholera                                                      Cholera\n");
  const auto refused = testing::import(library, {source.path()});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("the last chapter is missing: the file is cut short"), std::string::npos)
      << refused.error().message;
}

TEST(CutFiles, AreTakenWhereThePersonSaysSo) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto set = [](const char* release, const char* from, std::int64_t rows) {
    ReadySet made;
    made.entry.kind = "hcpcs", made.entry.release = release, made.entry.from = *Date::parse(from), made.entry.rows = rows;
    made.entry.file = std::string("hcpcs-") + release + std::to_string(rows);
    return made;
  };
  ASSERT_TRUE(library.keep({set("2025", "2025-01-01", 7918)}));
  const auto refused = library.keep({set("2026", "2026-01-01", 2999)});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "hcpcs 2026 has 2,999 rows where 7,918 stand for 2025: cut short? '--smaller' takes it all the same");
  EXPECT_EQ(library.entries().size(), 1U);
  ASSERT_TRUE(library.keep({set("2026", "2026-01-01", 2999)}, Fewer::taken));
  EXPECT_EQ(library.find("hcpcs", "2026")->rows, 2999);
  EXPECT_FALSE(library.keep({set("2024", "2024-01-01", 900)})) << "the nearest release is that of 2025";
}

TEST(CutFiles, AreJudgedAsTheRulePackSays) {
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/code-set-imports") continue;
    const auto parameters = json::Document::parse(rule.parameters).value(), tests = json::Document::parse(rule.tests).value();
    const auto rules = ImportRules::read(parameters.root()).value();
    for (const auto one : tests.root()) {
      const auto given = one["given"];
      EXPECT_EQ(!rules.is_cut_short(given["kind"].text(), *given["rows"].integer(), *given["stands"].integer(),
                                    given["same_release"].boolean(), static_cast<int>(*given["years"].integer())),
                one["expect"]["taken"].boolean())
          << one["name"].text();
    }
    return;
  }
  FAIL() << "the rule packs have no coding/code-set-imports";
}

}  // namespace
}  // namespace charta::code_sets
