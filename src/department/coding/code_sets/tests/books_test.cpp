// SPDX-License-Identifier: Apache-2.0
// The small books, imported, and what is asked of them.
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tabular_file.hpp"
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "store/durable_file.hpp"

namespace charta::code_sets {
namespace {

using code_books::NoteKind;
using code_books::Shape;
using grouper::key_of;

class SmallBooks : public testing::SmallShelf {};
const Date in_2026 = testing::day("2026-01-15");

TEST_F(SmallBooks, AreListedWithTheirDaysFilesAndChecksums) {
  std::map<std::string, std::string> found;
  for (const auto& entry : shelf_->entries()) {
    found[entry.kind + " " + entry.release] = entry.from.text() + " " + (entry.to ? entry.to->text() : "further notice");
    ASSERT_EQ(entry.sources.size(), 1U);
    EXPECT_EQ(entry.sources[0].sha256.size(), 64U);
  }
  const std::map<std::string, std::string> expected{{"icd10cm FY2025", "2024-10-01 2025-09-30"},
                                                    {"icd10cm FY2026", "2025-10-01 2026-09-30"},
                                                    {"icd10cm FY2027", "2026-10-01 2027-09-30"},
                                                    {"icd10cm-index FY2026", "2025-10-01 2026-09-30"},
                                                    {"icd10cm-index-book FY2026", "2025-10-01 2026-09-30"},
                                                    {"icd10cm-tabular FY2026", "2025-10-01 2026-09-30"},
                                                    {"icd10pcs-tables FY2026", "2025-10-01 2026-09-30"},
                                                    {"poa-exempt FY2026", "2025-10-01 2026-09-30"},
                                                    {"hcpcs 2026", "2026-01-01 2026-12-31"},
                                                    {"ncci-mue-outpatient 2026q1", "2026-01-01 2026-03-31"},
                                                    {"ncci-ptp-outpatient 2026q1", "2026-01-01 2026-03-31"}};
  EXPECT_EQ(found, expected);
}

TEST_F(SmallBooks, ACodeHasTheNotesOfAllThatStandsAboveIt) {
  const auto book = shelf_->tabular(in_2026).value();
  const auto level = book->find(key_of("S72.011A"));
  ASSERT_NE(level, code_books::TabularList::none);
  std::vector<std::string> titles;
  for (const auto one : book->chain(level)) titles.emplace_back(book->title(one));
  EXPECT_EQ(titles,
            (std::vector<std::string>{"Signs, injuries, causes (R00-Z99)", "Injuries (S00-S99)", "Broken thigh",
                                      "Broken neck of the thigh", "Broken inside the joint", "Broken inside the joint, right"}));
  const auto notes = book->notes_of(book->chain(level)[1]);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].kind, NoteKind::use_additional);
  EXPECT_EQ(book->texts[notes[0].text], "code for the cause (V00-Y99)");
  EXPECT_EQ(book->references_of(notes[0]).size(), 1U);
  const auto choices = book->sevenths_at(level);
  ASSERT_EQ(choices.size(), 4U);
  EXPECT_EQ(static_cast<char>(choices[3].character), 'S');
}

TEST_F(SmallBooks, KnowWhatACodeLacks) {
  const auto book = shelf_->tabular(in_2026).value();
  const std::pair<const char*, Shape> cases[] = {{"S72011A", Shape::whole},
                                                 {"S72011", Shape::needs_seventh},
                                                 {"S7291XA", Shape::whole},
                                                 {"S7291A", Shape::wrong_placeholder},
                                                 {"S7291XQ", Shape::wrong_seventh},
                                                 {"S72", Shape::needs_more_characters},
                                                 {"S721", Shape::unknown},
                                                 {"X99", Shape::unknown},
                                                 {"I10", Shape::whole},
                                                 {"I109", Shape::unknown},
                                                 {"T360X5A", Shape::whole},
                                                 {"W010", Shape::needs_seventh}};
  for (const auto& [code, shape] : cases) EXPECT_EQ(book->shape_of(key_of(code)), shape) << code;
}

TEST_F(SmallBooks, BuildAWholeCodeWithThePlaceholder) {
  const auto book = shelf_->tabular(in_2026).value();
  const auto built = [&](std::string_view code, char seventh) {
    const auto key = book->with_seventh(book->find(key_of(code)), seventh);
    return key == 0 ? std::string("none") : grouper::text_of(key);
  };
  EXPECT_EQ(built("S72.91", 'A'), "S7291XA");
  EXPECT_EQ(built("W01.0", 'A'), "W010XXA");
  EXPECT_EQ(built("S72.011", 'B'), "S72011B");
  EXPECT_EQ(built("S72.91", 'Q'), "none") << "the category does not have it";
  EXPECT_EQ(built("S72.9", 'A'), "none") << "it goes on below";
  EXPECT_EQ(built("I10", 'A'), "none") << "it has no 7th character";
}

TEST_F(SmallBooks, NameTheGuidelineSectionsOfACodeAsTheirOwnCasesSay) {
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/guideline-sections") continue;
    const auto cases = json::Document::parse(rule.tests).value();
    EXPECT_GT(cases.root().size(), 4U);
    for (const auto one : cases.root()) {
      std::string sections;
      for (const auto* section : shelf_->guidelines().of(key_of(one["given"]["code"].text())))
        sections += (sections.empty() ? "" : " ") + section->section;
      EXPECT_EQ(sections, one["expect"]["sections"].text()) << one["name"].text();
    }
  }
}

TEST_F(SmallBooks, ListWhatStandsBelowALevel) {
  const auto book = shelf_->tabular(in_2026).value();
  std::vector<std::string> below;
  for (const auto one : book->below(book->find(key_of("T36.0X")))) below.push_back(grouper::text_of(book->levels[one].first));
  EXPECT_EQ(below, (std::vector<std::string>{"T360X1", "T360X5"}));
}

TEST_F(SmallBooks, NarrowAProcedureFromAnySide) {
  const auto tables = shelf_->procedure_tables(in_2026).value();
  const auto letters = [](const code_books::ProcedureTables::Axis& axis) {
    std::string text;
    for (const auto& choice : axis.choices) text += choice.character;
    return text;
  };
  const auto nothing = tables->narrow("").value();
  EXPECT_EQ(nothing.codes, 11);
  EXPECT_EQ(letters(nothing.axes[0]), "0");
  EXPECT_EQ(letters(nothing.axes[2]), "BT");
  EXPECT_EQ(letters(nothing.axes[3]), "");
  const auto table = tables->narrow("0db").value();
  EXPECT_EQ(table.codes, 9);
  EXPECT_EQ(letters(table.axes[3]), "69J");
  EXPECT_EQ(letters(table.axes[2]), "BT") << "the other tables of the body system can still be chosen";
  EXPECT_EQ(table.axes[4].name, "Approach");
  EXPECT_EQ(table.definition, "Cutting out a part of a body part");
  const auto approach_first = tables->narrow("0DB?8").value();
  EXPECT_EQ(approach_first.codes, 1);
  EXPECT_EQ(letters(approach_first.axes[3]), "J");
  EXPECT_EQ(letters(approach_first.axes[4]), "038");
  const auto whole = tables->narrow("0DB60ZX").value();
  EXPECT_EQ(whole.codes, 1);
  EXPECT_TRUE(tables->builds(key_of("0DB60ZX")));
  EXPECT_FALSE(tables->builds(key_of("0DB68ZX")));
  EXPECT_EQ(tables->codes_of(tables->tables[0]).size(), 9U);
  EXPECT_FALSE(tables->narrow("0DB60ZXZ"));
  EXPECT_FALSE(tables->narrow("0D-"));
}

TEST_F(SmallBooks, KnowServicesByCodeAndWordsAndDay) {
  const auto services = shelf_->services(in_2026).value();
  const auto* old = services->find(key_of("j0001"));
  ASSERT_NE(old, nullptr);
  EXPECT_TRUE(services->is_valid(*old, testing::day("2026-03-31")));
  EXPECT_FALSE(services->is_valid(*old, testing::day("2026-04-01")));
  const auto found = services->search("vaccin pneumo", 5);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(grouper::text_of(found[0]->key), "G0009");
  EXPECT_EQ(services->search("g0", 5).size(), 2U);
  EXPECT_TRUE(services->search("nothing of that", 5).empty());
}

TEST_F(SmallBooks, SayWhatToImportForADayWithoutBooks) {
  const auto none = shelf_->tabular(testing::day("2031-01-01"));
  ASSERT_FALSE(none);
  EXPECT_EQ(
      none.error().message,
      "for 2031-01-01 the tabular list of ICD-10-CM (CDC's tabular XML) is not loaded; import it with 'charta codes import'");
}

TEST_F(SmallBooks, ASecondImportIsSeenWithoutARestart) {
  EXPECT_FALSE(shelf_->poa_exempt(testing::day("2026-12-01")));
  const testing::LibraryFolder other;
  std::filesystem::create_directories(other.path());
  std::filesystem::copy(testing::book("POAexemptCodesFY26.txt"), other.path() + "/POAexemptCodesFY27.txt");
  auto library = folder_.open();
  ASSERT_TRUE(testing::import(library, {other.path() + "/POAexemptCodesFY27.txt"}));
  EXPECT_TRUE(shelf_->poa_exempt(testing::day("2026-12-01")));
}

TEST(YearsOfCodes, AreComparedWithEachOther) {
  encoder::CodeTexts before, after;
  before.add(key_of("A00"), false, "Cholera"), before.add(key_of("A000"), true, "Classical"),
      before.add(key_of("A001"), true, "Eltor");
  after.add(key_of("A00"), false, "Cholera"), after.add(key_of("A001"), true, "El Tor"),
      after.add(key_of("A009"), true, "Not said");
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.changes.size(), 3U);
  EXPECT_EQ(code_books::name_of(changes.changes[0].kind), "deleted");
  EXPECT_EQ(code_books::name_of(changes.changes[1].kind), "revised");
  EXPECT_EQ(changes.texts[changes.changes[1].was], "Eltor");
  EXPECT_EQ(code_books::name_of(changes.changes[2].kind), "added");
}

TEST(IndexAsXml, KeepsTermsPathsAndWhatToSeeInstead) {
  const auto book = read_index_book(R"(<?xml version="1.0"?><ICD10CM.index><version>2026</version><title>A small index</title>
    <letter><title>B</title><mainTerm><title>Break<nemod>(of bone)</nemod></title><seeAlso>Crack</seeAlso>
      <term level="1"><title>thigh</title><code>S72.9-</code><term level="2"><title>neck</title><code>S72.0-</code></term></term></mainTerm>
      <mainTerm><title>Breakage</title><see>Break</see></mainTerm>
      <mainTerm><title>Heart with amyloid</title><code>E85.4</code><manif>I43</manif></mainTerm></letter></ICD10CM.index>)")
                        .value();
  ASSERT_EQ(book.entries.size(), 5U);
  EXPECT_EQ(book.path_of(2), "Break, thigh, neck");
  EXPECT_EQ(book.texts[book.entries[0].nonessential], "(of bone)");
  EXPECT_EQ(book.texts[book.entries[0].see_also], "Crack");
  EXPECT_EQ(book.texts[book.entries[3].see], "Break");
  EXPECT_EQ(book.entries[4].manifestation, key_of("I43"));
  EXPECT_EQ(book.leading_to(key_of("S72"), 9).size(), 2U);
  EXPECT_EQ(book.main_terms("break", 9).size(), 2U);
  EXPECT_EQ(book.below(0).size(), 1U);
  EXPECT_EQ(searchable(book).size(), 3U);
}

TEST(IndexAsXml, ATableOfDrugsKeepsItsColumns) {
  const auto book = read_index_book(R"(<?xml version="1.0"?><ICD10CM.index><version>2026</version>
    <indexHeading><head col="1">Substance</head><head col="2">By accident</head></indexHeading>
    <letter><title>P</title><mainTerm><title>Penicillin</title><cell col="2">T36.0X1</cell></mainTerm></letter></ICD10CM.index>)")
                        .value();
  ASSERT_EQ(book.cells_of(0).size(), 1U);
  EXPECT_EQ(book.cells_of(0)[0].code, key_of("T360X1"));
  EXPECT_EQ(book.texts[book.columns[1]], "By accident");
}

struct Spoiled {
  const char *file, *find, *put, *because;
};

TEST(BooksImport, OfBrokenFilesChangesNothingAndSaysWhichFileAndWhat) {
  const Spoiled cases[] = {
      {"tabular_2026.xml", "<name>2</name>", "<name>3</name>",
       "chapter '3' stands where chapter 2 is expected: the file is a part of the list"},
      {"tabular_2026.xml", "<section id=\"A30-A49\">", "<section id=\"A31-A49\">",
       "chapter 1 names section A30-A49, which is missing"},
      {"tabular_2026.xml", "<name>A40.3</name>", "<name>B40.3</name>", "code B40.3 stands below A40, which is not its beginning"},
      {"tabular_2026.xml", "<name>A40.3</name>", "<name>A40.9</name>", "code A40.9 stands twice"},
      {"tabular_2026.xml", "<desc>Other sepsis</desc>", "", "code A41 has no title"},
      {"tabular_2026.xml", "char=\"A\">first time, closed", "char=\"AB\">first time, closed", "has the 7th character 'AB'"},
      {"tabular_2026.xml", "</ICD10CM.tabular>", "", "not well-formed XML"},
      {"icd10pcs_tables_2026.xml", "codes=\"8\"", "codes=\"9\"",
       "table 0DB: a row builds 8 codes and says 9: the file is damaged"},
      {"icd10pcs_tables_2026.xml", "values=\"2\"><title>Body Part", "values=\"3\"><title>Body Part",
       "table 0DB: an axis has 2 values and says that it has 3"},
      {"icd10pcs_tables_2026.xml", "code=\"J\"", "code=\"j\"", "an axis has the value 'j'"},
      {"POAexemptCodesFY26.txt", "R03.0", "R03.0XYZ9", "line 2: 'R03.0XYZ9' is no ICD-10-CM code"},
      {"hcpcs_level2_2026.csv", "J1000", "99998", "99998 is a CPT code, which the American Medical Association licenses"},
      {"hcpcs_level2_2026.csv", "J1000", "D0120", "D0120 is a CDT code, which the American Dental Association licenses"},
      {"hcpcs_level2_2026.csv", "E0100", "A0428", "code A0428 stands twice"},
      {"hcpcs_level2_2026.csv", "1986-01-01", "1986-13-01", "line 3: '1986-13-01' is no date"},
      {"ncci_mue_outpatient_2026q1.csv", "A0428,2,1", "A0428,two,1", "line 2: 'two' is no number of units"},
      {"ncci_mue_outpatient_2026q1.csv", "A0428,2,1", "A0428,2,7", "line 2: '7' is no adjudication indicator"},
      {"ncci_mue_outpatient_2026q1.csv", "A0428", "10021", "10021 is a CPT code"},
      {"ncci_ptp_outpatient_2026q1.csv", "*,0,", "*,5,", "line 2: '5' is no modifier indicator"},
      {"ncci_ptp_outpatient_2026q1.csv", "20100101,*", "2010011,*", "line 2: a date cannot be read"},
  };
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::book()}));
  const auto before = store::read_file(folder.path() + "/catalogue.json").value();
  for (const auto& one : cases) {
    SCOPED_TRACE(one.because);
    auto text = store::read_file(testing::book(one.file)).value();
    const auto at = text.find(one.find);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(one.find).size(), one.put);
    const testing::LibraryFolder spoiled;
    std::filesystem::create_directories(spoiled.path());
    const auto path = spoiled.path() + "/" + one.file;
    auto file = store::File::create(path).value();
    ASSERT_TRUE(file.write(text));
    const auto refused = testing::import(library, {testing::book(), path});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find(one.because), std::string::npos) << refused.error().message;
    EXPECT_NE(refused.error().message.find(one.file), std::string::npos) << refused.error().message;
    EXPECT_EQ(store::read_file(folder.path() + "/catalogue.json").value(), before);
  }
}

TEST(BooksImport, TakesCptOnlyWithTheLicenceOfTheSite) {
  const testing::LibraryFolder folder;
  std::filesystem::create_directories(folder.path());
  const auto path = folder.path() + "/cpt_2026.txt";
  ASSERT_TRUE(
      store::File::create(path).value().write("99998\tA visit that there is not\n99999\tAnother visit that there is not\n"));
  auto library = folder.open();
  const auto refused = read_published({path}, {}, library.logic());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--cpt-licence"), std::string::npos) << refused.error().message;
  const auto taken = read_published({path}, {}, library.logic(), Licences{"our own"});
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->front().entry.kind, "cpt");
  EXPECT_EQ(taken->front().entry.rows, 2);
  ASSERT_TRUE(library.keep(*taken));
  const auto again = folder.open();
  ASSERT_EQ(again.entries().size(), 1U);
  EXPECT_EQ(again.entries().front().licence, "our own") << "what the site said is kept and shown";
}

TEST(BooksImport, ServicesAreFoundByTheirWords) {
  const testing::LibraryFolder folder;
  std::filesystem::create_directories(folder.path());
  const auto path = folder.path() + "/cpt_2026.txt";
  ASSERT_TRUE(store::File::create(path).value().write("99998\tA long visit that there is not\n99999\tAnother visit\n"));
  auto library = folder.open();
  EXPECT_EQ(library.service_encoder(testing::day("2026-01-15")).error().kind, ErrorKind::not_found);
  const auto sets = read_published({path, testing::book("hcpcs_level2_2026.csv")}, {}, library.logic(), Licences{"our own"});
  ASSERT_TRUE(sets) << sets.error().message;
  ASSERT_TRUE(library.keep(*sets));
  const auto first = [&](std::string_view words, std::string_view day) {
    const auto* encoder = library.service_encoder(testing::day(day)).value();
    const auto hits = encoder->search({words, 5, nullptr});
    return hits.empty() ? std::string() : grouper::text_of(hits.front().code) + (hits.front().is_billable ? " billable" : " not");
  };
  EXPECT_EQ(first("influenza vaccine", "2026-01-15"), "G0008 billable");
  EXPECT_EQ(first("infuenza", "2026-01-15"), "G0008 billable") << "one typing error";
  EXPECT_EQ(first("long visit", "2026-01-15"), "99998 billable");
  EXPECT_EQ(first("J0001", "2026-01-15"), "J0001 billable");
  EXPECT_EQ(first("J0001", "2026-04-15"), "J0001 not") << "it has ended";
}

TEST(BooksImport, OfTwoSetsFromTheSameDayTheLastImportHolds) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto keep = [&](const char* release, const char* file) {
    ReadySet set;
    set.entry.kind = "cvx", set.entry.release = release, set.entry.file = file, set.entry.from = testing::day("1900-01-01");
    ASSERT_TRUE(library.keep({set}));
  };
  keep("current", "b.tables");
  keep("2025", "a.tables");
  EXPECT_EQ(library.in_force("cvx", testing::day("2026-01-15"))->release, "2025");
  keep("current", "c.tables");
  EXPECT_EQ(folder.open().in_force("cvx", testing::day("2026-01-15"))->file, "c.tables");
  EXPECT_EQ(library.entries().size(), 2U);
}

TEST(BooksImport, ASetWhoseFileIsGoneIsNoSetThatWasNeverLoaded) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::book()}));
  for (const auto& entry : library.entries())
    if (entry.kind == "poa-exempt") std::filesystem::remove(folder.path() + "/" + entry.file);
  const auto shelf = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  EXPECT_EQ(shelf->poa_exempt(testing::day("2026-01-15")).error().kind, ErrorKind::unavailable);
  const auto books = shelf->claim_books(testing::day("2026-01-15"));
  ASSERT_FALSE(books) << "a claim is never checked without an edit that seems to be there";
  EXPECT_NE(books.error().message.find("import the publisher's files again"), std::string::npos) << books.error().message;
}

}  // namespace
}  // namespace charta::code_sets
