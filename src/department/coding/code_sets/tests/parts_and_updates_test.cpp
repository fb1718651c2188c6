// SPDX-License-Identifier: Apache-2.0
// Sets that come in several files, and the second list of a fiscal year, which holds from April 1.
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "store/durable_file.hpp"

#include <fstream>

namespace charta::code_sets {
namespace {

using grouper::key_of;

class Parts : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(source_.path());
    const auto path = source_.path() + "/" + name;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return path;
  }
  std::string refused(const std::vector<std::string>& paths, std::string_view release = {}) {
    auto library = folder_.open();
    const auto done = testing::import(library, paths, release);
    return done ? "taken" : done.error().message;
  }
  std::string days(std::string_view kind, std::string_view release) {
    const auto library = folder_.open();
    const auto* entry = library.find(kind, release);
    return entry == nullptr ? "not there" : entry->from.text() + " to " + entry->to->text();
  }
  testing::LibraryFolder folder_, source_;
};

const char pair_heading[] =
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date\tModifier\tPTP Edit Rationale\n";

TEST_F(Parts, OfProcedurePairsAreJoined) {
  std::vector<std::string> files;
  for (int part = 1; part <= 4; ++part) {
    const auto n = std::to_string(part);
    files.push_back(
        write("ccipra-v320r0-f" + n + ".TXT", std::string(pair_heading) + "A000" + n + "\tB000" + n +
                                                  "\t\t20200101\t*\t1\tStandards\nA0009\tB0009\t\t20200101\t*\t0\tMisuse\n"));
  }
  ASSERT_EQ(refused(files, "2026q1"), "taken");
  const auto library = folder_.open();
  const auto* entry = library.find("ncci-ptp-practitioner", "2026q1");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->rows, 5) << "the row that stands in each of them is there once";
  EXPECT_EQ(entry->sources.size(), 4U);
  const auto shelf = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
  const auto pairs = shelf->service_pairs("practitioner", testing::day("2026-02-01")).value();
  for (const auto* last : {"1", "4", "9"})
    EXPECT_NE(pairs->find(key_of(std::string("A000") + last), key_of(std::string("B000") + last), testing::day("2026-02-01")),
              nullptr)
        << last;
}

TEST_F(Parts, OneAloneSaysWhichAreMissing) {
  const auto one = write("ccipra-v320r0-f2.txt", std::string(pair_heading) + "A0001\tB0001\t\t20200101\t*\t1\tStandards\n");
  EXPECT_EQ(refused({one}, "2026q1"),
            "ncci-ptp-practitioner 2026q1 comes in 4 files, and f1, f3, f4 are not given: import all of them together. "
            "'--smaller' takes it all the same");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/catalogue.json"));
}

TEST_F(Parts, ThatSayOppositeThingsOfOnePairAreRefused) {
  const auto first = write("ccioph-v320r0-f1.txt", std::string(pair_heading) + "A0001\tB0001\t\t20200101\t*\t1\tStandards\n"),
             second = write("ccioph-v320r0-f2.txt", std::string(pair_heading) + "A0001\tB0001\t\t20200101\t*\t0\tStandards\n");
  EXPECT_EQ(
      refused({first, second}, "2026q1"),
      "ncci-ptp-outpatient 2026q1: the pair A0001 and B0001 stands in ccioph-v320r0-f1.txt and in ccioph-v320r0-f2.txt, not "
      "the same in both");
}

TEST_F(Parts, OfUnitLimitsAreJoinedAndTheirQuarterIsReadFromTheName) {
  const std::string heading = "HCPCS/CPT Code,Outpatient Hospital Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n";
  ASSERT_EQ(refused({write("MCR_MUE_OutpatientHospitalServices_Eff_07-01-2026.csv", heading + "A0001,2,3,Data\n"),
                     write("MCR_MUE_OutpatientHospitalServices_Eff_07-01-2026_more.csv", heading + "A0002,1,2,Policy\n")}),
            "taken");
  const auto library = folder_.open();
  ASSERT_NE(library.find("ncci-mue-outpatient", "2026q3"), nullptr);
  EXPECT_EQ(library.find("ncci-mue-outpatient", "2026q3")->rows, 2);
}

TEST_F(Parts, TwoFilesOfASetThatComesInOneAreRefused) {
  const auto text = store::read_file(testing::book("hcpcs_level2_2026.csv")).value();
  const auto first = write("hcpcs_level2_2026.csv", text),
             second = write("hcpcs_2026_again.csv", text.substr(0, text.rfind("J1000")));
  EXPECT_EQ(refused({first, second}),
            "two files of the same set, hcpcs 2026: hcpcs_level2_2026.csv and hcpcs_2026_again.csv; import the right one alone");
  EXPECT_EQ(refused({first, write("copy_2026.csv", text)}), "taken") << "the same content twice is one set";
}

class AprilUpdate : public Parts {
 protected:
  std::string october_ = store::read_file(testing::book("icd10cm_order_2026.txt")).value();
  std::string april_ =
      october_ + "00071 Z999    1 A code of April                                              A code of April\n";
  bool knows_the_code_of_april(std::string_view day) {
    auto library = folder_.open();
    const auto texts = library.texts("icd10cm", testing::day(day)).value();
    return std::find(texts.codes.begin(), texts.codes.end(), key_of("Z999")) != texts.codes.end();
  }
  void expect_both() {
    EXPECT_EQ(days("icd10cm", "FY2026"), "2025-10-01 to 2026-03-31");
    EXPECT_EQ(days("icd10cm", "FY2026-04"), "2026-04-01 to 2026-09-30");
    EXPECT_FALSE(knows_the_code_of_april("2026-03-31"));
    EXPECT_TRUE(knows_the_code_of_april("2026-04-01"));
    EXPECT_TRUE(knows_the_code_of_april("2026-09-30"));
  }
};

TEST_F(AprilUpdate, StandsBesideTheListOfOctoberByTheReleaseThatIsGiven) {
  for (const auto* release : {"2026-04", "43.1", "FY2026-04"}) {
    ASSERT_EQ(refused({write("icd10cm_order_2026.txt", october_)}), "taken");
    ASSERT_EQ(refused({write("icd10cm_order_2026.txt", april_)}, release), "taken") << release;
    expect_both();
  }
}

TEST_F(AprilUpdate, IsKnownByItsOwnNameAndWhicheverComesFirst) {
  ASSERT_EQ(refused({write("icd10cm-order-April-2026.txt", april_)}), "taken");
  EXPECT_EQ(days("icd10cm", "FY2026-04"), "2026-04-01 to 2026-09-30");
  ASSERT_EQ(refused({write("icd10cm-order-2026.txt", october_)}), "taken");
  expect_both();
}

TEST_F(AprilUpdate, OctobersOwnReleasesAreOctobers) {
  for (const auto* release : {"2025-10", "43.0", "FY2026"}) {
    const testing::LibraryFolder fresh;
    auto library = fresh.open();
    ASSERT_TRUE(testing::import(library, {write("icd10cm_order_2026.txt", october_)}, release)) << release;
    EXPECT_EQ(library.entries().front().release, "FY2026") << release;
  }
}

TEST_F(AprilUpdate, AnOrderFileOfAnyNameAsksForItsYear) {
  EXPECT_NE(refused({write("codes.txt", october_)}).find("give --release"), std::string::npos);
  EXPECT_EQ(refused({write("codes.txt", october_)}, "FY2026"), "taken");
}

}  // namespace
}  // namespace charta::code_sets
