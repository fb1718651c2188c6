// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/code_text_files.hpp"

#include "department/coding/code_sets/tests/test_library.hpp"
#include "department/coding/encoder/words.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

std::string order_line(int number, const std::string& code, bool billable, const std::string& title) {
  char line[128];
  std::snprintf(line, sizeof line, "%05d %-7s %d %-60s ", number, code.c_str(), billable ? 1 : 0, title.substr(0, 60).c_str());
  return line + title + "\r\n";
}

TEST(OrderFile, IsReadByItsColumns) {
  const auto texts = read_order_file(order_line(1, "A00", false, "Cholera") +
                                     order_line(2, "A000", true, "Cholera due to Vibrio cholerae 01, biovar cholerae"))
                         .value();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts.codes[1], grouper::key_of("A00.0"));
  EXPECT_EQ(texts.billable[0], 0);
  EXPECT_EQ(texts.billable[1], 1);
  EXPECT_EQ(texts.text(1), "Cholera due to Vibrio cholerae 01, biovar cholerae");
  EXPECT_TRUE(texts.fits());
}

TEST(OrderFile, SortsCodesThatItsOwnOrderDoesNot) {
  const auto texts = read_order_file(order_line(1, "M10", false, "Gout") + order_line(2, "M1A", false, "Chronic gout") +
                                     order_line(3, "M11", false, "Other"))
                         .value();
  EXPECT_TRUE(std::is_sorted(texts.codes.begin(), texts.codes.end()));
}

TEST(OrderFile, SaysWhereItIsBroken) {
  EXPECT_EQ(read_order_file("").error().message, "the file is empty");
  EXPECT_EQ(read_order_file(order_line(1, "A00", false, "Cholera") + order_line(3, "A01", false, "Typhoid")).error().message,
            "line 2 has the number 00003: lines are missing");
  EXPECT_EQ(read_order_file(order_line(1, "A00", false, "Cholera") + "00002 A000   ").error().message,
            "line 2 is cut short or of another layout");
  EXPECT_EQ(read_order_file(order_line(1, "A00", false, "Cholera") + order_line(2, "A00", false, "Cholera")).error().message,
            "code A00 stands twice");
}

TEST(AlphabeticIndex, GivesEachCodedEntryItsPath) {
  const auto texts = read_alphabetic_index(
                         "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n1,A,0,\"Abdomen, "
                         "abdominal\",,condition,,\n2,A,1,acute,,,,R10.0\n"
                         "3,A,2,left,,,,S90.51-\n4,A,0,Abasia,,,(hysterical),F44.4 [X]\n")
                         .value();
  ASSERT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts.text(0), "Abdomen, abdominal, acute");
  EXPECT_EQ(texts.text(1), "Abdomen, abdominal, acute, left");
  EXPECT_EQ(grouper::text_of(texts.codes[1]), "S9051");
  EXPECT_EQ(grouper::text_of(texts.codes[2]), "F444");
}

TEST(AlphabeticIndex, FollowsItsReferencesToACode) {
  const auto texts = read_alphabetic_index(
                         "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n"
                         "1,B,0,Bedsore,\"Ulcer, pressure, by site\",,,\n"
                         "2,C,0,Consumption,Tuberculosis,,,\n"
                         "3,D,0,Decubitus,Bedsore,,,\n"
                         "4,G,0,Graves' disease,\"Hyperthyroidism, with, goiter (diffuse)\",,,\n"
                         "5,H,0,Hyperthyroidism,,,,E05.90\n6,H,1,with,,,,\n7,H,2,goiter,,,,E05.00\n"
                         "8,L,0,Lost,\"Nowhere, at all\",,,\n9,L,0,Lung,,condition,,\n10,R,0,Round,Round,,,\n"
                         "11,U,0,\"Ulcer, ulcerated\",,,,\n12,U,1,pressure,,,,L89.9-\n")
                         .value();
  std::map<std::string, std::string> found;
  for (std::size_t n = 0; n < texts.size(); ++n) found[std::string(texts.text(n))] = grouper::text_of(texts.codes[n]);
  const std::map<std::string, std::string> expected = {{"Bedsore: see Ulcer, pressure, by site", "L899"},
                                                       {"Decubitus: see Bedsore", "L899"},
                                                       {"Graves' disease: see Hyperthyroidism, with, goiter (diffuse)", "E0500"},
                                                       {"Hyperthyroidism", "E0590"},
                                                       {"Hyperthyroidism, with, goiter", "E0500"},
                                                       {"Ulcer, ulcerated, pressure", "L899"}};
  EXPECT_EQ(found, expected) << "what leads to no one place is left out";
}

TEST(AlphabeticIndex, RefusesAnEntryWhoseMainTermIsMissing) {
  EXPECT_FALSE(read_alphabetic_index("RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n1,A,2,left,,,,S90.51-\n"));
}

TEST(EncoderWords, RunTheCasesOfTheirPack) {
  int run = 0;
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/encoder-words") continue;
    const auto parameters = json::Document::parse(rule.parameters).value(), tests = json::Document::parse(rule.tests).value();
    const auto book = encoder::Phrasebook::read(parameters.root()).value();
    for (const auto test : tests.root()) {
      std::vector<std::string> said;
      for (const auto& one : book.said_as_the_books_do(encoder::words_of(test["given"]["words"].text())))
        said.push_back(one.word);
      EXPECT_EQ(said, encoder::words_of(test["expect"]["words"].text())) << test["name"].text();
      ++run;
    }
  }
  EXPECT_EQ(run, 3);
}

TEST(ProcedureIndex, IsAPartOfTheSearch) {
  const testing::LibraryFolder folder, files;
  std::filesystem::create_directories(files.path());
  std::ofstream(files.path() + "/icd10pcs_order_2026.txt")
      << order_line(1, "0FT", false, "Resection") << order_line(2, "0FT40ZZ", true, "Resection of Gallbladder, Open Approach")
      << order_line(3, "0FT44ZZ", true, "Resection of Gallbladder, Percutaneous Endoscopic Approach")
      << order_line(4, "XW033E5", true, "Introduction of a New Substance");
  std::ofstream(files.path() + "/pcs_index_2024.csv")
      << "letter,term,elem,value,code,level,term_id\nC,Cholecystectomy,see,\"Resection, Gallbladder\",0FT4,1,1\n"
         "C,Cystic duct,use,Gallbladder,,,2\nP,Pouch of glass,use,Infusion Device,3E1M39Z,,3\n";
  auto library = folder.open();
  const auto done = testing::import(library, {files.path()});
  ASSERT_TRUE(done) << done.error().message;
  const auto* encoder = library.encoder(*Date::parse("2026-02-01")).value();
  const auto hits = encoder->search({"cholecystectomy", 10, nullptr});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(grouper::text_of(hits[0].code), "0FT4");
  EXPECT_EQ(hits[0].text, "Cholecystectomy: see Resection, Gallbladder");
  EXPECT_FALSE(hits[0].is_billable);
  EXPECT_EQ(encoder->title(hits[0]), "Resection of Gallbladder");
  EXPECT_TRUE(encoder->search({"pouch", 10, nullptr}).empty()) << "a device is no procedure";
}

TEST(OfficialCodes, OfFiscal2026AreAllThere) {
  const auto diagnoses = testing::published("icd10/cms_2026_dx.zip"), procedures = testing::published("icd10/cms_2026_pr.zip"),
             index = testing::published("icd10/fy2025-index");
  if (diagnoses.empty() || procedures.empty() || index.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto done = testing::import(library, {diagnoses, procedures, index});
  ASSERT_TRUE(done) << done.error().message;
  std::vector<std::string> kinds;
  for (const auto& entry : library.entries()) kinds.push_back(entry.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"icd10cm", "icd10cm-addenda", "icd10cm-index", "icd10pcs", "icd10pcs-addenda"}));
  EXPECT_EQ(library.entries()[0].release, "FY2026");
  EXPECT_EQ(library.entries()[0].from.text(), "2025-10-01");
  EXPECT_EQ(library.entries()[0].rows, 98186);
  const auto encoder = library.encoder(*Date::parse("2025-11-15"));
  ASSERT_TRUE(encoder) << encoder.error().message;
  const auto first = [&](std::string_view words) {
    const auto hits = (*encoder)->search({words, 10, nullptr});
    return hits.empty() ? std::string("nothing") : grouper::text_of(hits.front().code).substr(0, 3);
  };
  EXPECT_EQ(first("fracture femur neck"), "S72");
  EXPECT_EQ(first("pnuemonia"), "J18");
  EXPECT_EQ(first("heart attack"), "I21");
  const auto none = library.encoder(*Date::parse("2030-01-01"));
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("import CMS's order files"), std::string::npos);
}

}  // namespace
}  // namespace charta::code_sets
