// SPDX-License-Identifier: Apache-2.0
// The books of the starter set: they are read, they name only codes of the set, and they say nothing that the official books do
// not say, where those are present.
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "department/coding/code_sets/tests/starter_library.hpp"
#include "store/durable_file.hpp"

#include <atomic>
#include <map>
#include <thread>

namespace charta::code_sets {
namespace {

using code_books::LevelKind;

/// The order files say their year by their names.
class StarterBooks : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string from = CHARTA_SOURCE_FOLDER "/data/codes/starter", to = files_.path();
    std::filesystem::create_directories(to);
    for (const auto& file : std::filesystem::directory_iterator(from)) {
      std::filesystem::copy_file(file.path(), to + "/" + testing::named_for(file.path().filename().string(), "2026"));
    }
    auto library = folder_.open();
    const auto done = testing::import(library, {to}, "43.0");
    ASSERT_TRUE(done) << done.error().message;
    shelf_ = BookShelf::open(folder_.path(), testing::rule_book(), testing::rules_day, "US").value();
  }
  testing::LibraryFolder files_, folder_;
  std::unique_ptr<BookShelf> shelf_;
  const Date day_ = testing::day("2026-02-01");
};

TEST_F(StarterBooks, ManyAskAtOnceAndAnswersStayWhatTheyWereWhileTheLibraryIsImportedAgain) {
  const std::vector<std::string> questions = {"pneumonia", "hip fract", "diabetes ketoacidosis", "acute resp fail", "I10", "J18"};
  const auto answers_of = [](const encoder::Encoder& encoder, const std::string& words) {
    std::string text;
    for (const auto& hit : encoder.search({words, 10, nullptr}))
      text += grouper::text_of(hit.code) + " " + std::string(hit.text) + ";";
    return text;
  };
  std::map<std::string, std::string> alone;
  for (const auto& words : questions) alone[words] = answers_of(*shelf_->encoder(day_).value(), words);
  EXPECT_FALSE(alone["pneumonia"].empty());
  std::atomic<int> wrong = 0, asked = 0;
  std::atomic<bool> is_over = false;
  std::vector<std::thread> people;
  for (std::size_t person = 0; person < 4; ++person)
    people.emplace_back([&, person] {
      for (std::size_t round = person; !is_over || round < 60; ++round) {
        const auto& words = questions[round % questions.size()];
        const auto encoder = shelf_->encoder(day_);
        const auto tables = shelf_->drg_tables(day_);
        const auto editor = shelf_->code_editor(day_);
        if (!encoder || !tables || !editor || answers_of(**encoder, words) != alone[words] || (*tables)->lines.empty()) ++wrong;
        ++asked;
      }
    });
  const auto held = shelf_->encoder(day_).value();
  const auto edition = shelf_->edition();
  auto library = folder_.open();
  EXPECT_TRUE(testing::import(library, {files_.path()}, "43.0"));
  while (shelf_->edition() == edition) std::this_thread::yield();
  is_over = true;
  for (auto& person : people) person.join();
  EXPECT_EQ(wrong, 0) << "of " << asked;
  EXPECT_EQ(answers_of(*held, "pneumonia"), alone["pneumonia"]) << "what is held stays";
}

TEST_F(StarterBooks, AListIsReadOnceForWhoSearchesAndForWhoChecks) {
  const auto encoder = shelf_->encoder(day_).value();
  const auto books = shelf_->claim_books(day_).value();
  const auto code = books.books.diagnoses->codes.front();
  EXPECT_EQ(encoder->title(encoder::System::icd10cm, code).data(), books.books.diagnoses->text(0).data());
}

/// Whether the list has something billable at or below the code.
bool leads_to_a_code(const encoder::CodeTexts& list, grouper::CodeKey code) {
  for (auto at = std::lower_bound(list.codes.begin(), list.codes.end(), code);
       at != list.codes.end() && *at <= code_books::last_below(code); ++at)
    if (list.billable[static_cast<std::size_t>(at - list.codes.begin())] != 0) return true;
  return false;
}

TEST_F(StarterBooks, NameOnlyCodesOfTheSet) {
  const auto list = shelf_->texts("icd10cm", day_).value();
  const auto book = shelf_->tabular(day_).value();
  for (const auto& level : book->levels)
    EXPECT_TRUE(level.kind != LevelKind::code || leads_to_a_code(*list, level.first)) << grouper::text_of(level.first);
  const auto index = shelf_->index("icd10cm-index-book", day_).value();
  for (const auto& entry : index->entries)
    EXPECT_TRUE(entry.code == 0 || leads_to_a_code(*list, entry.code)) << grouper::text_of(entry.code);
}

TEST_F(StarterBooks, BuildTheProceduresOfTheirTables) {
  const auto tables = shelf_->procedure_tables(day_).value();
  for (const auto* code : {"0DTJ4ZZ", "0DTN0ZZ", "0FT44ZZ", "0DB68ZX", "0SRR0JZ", "0SRC0J9", "0QS604Z", "5A1945Z"})
    EXPECT_TRUE(tables->builds(grouper::key_of(code))) << code;
  const auto official = testing::published("icd10/pcs-2024/pcs_tables_2024.csv");
  if (official.empty()) GTEST_SKIP() << "the official tables are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {official}));
  const auto theirs = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US")
                          .value()
                          ->procedure_tables(testing::day("2024-01-15"))
                          .value();
  for (const auto& table : tables->tables)
    for (const auto code : tables->codes_of(table)) EXPECT_TRUE(theirs->builds(code)) << grouper::text_of(code);
}

/// Whether the official book has a note of that kind at the code or above it which means what ours means.
bool says_so(const code_books::TabularList& official, grouper::CodeKey code, code_books::NoteKind kind,
             const code_books::CodeReference& ours) {
  for (const auto level : official.chain(official.find(code)))
    for (const auto& note : official.notes_of(level)) {
      if (note.kind != kind) continue;
      for (const auto& theirs : official.references_of(note))
        if (theirs.meets(ours.from) || ours.meets(theirs.from)) return true;
    }
  return false;
}

TEST_F(StarterBooks, SayNothingThatTheOfficialTabularListDoesNotSay) {
  const auto published = testing::published("icd10/icd10cm_tabular_2021.xml.zip");
  if (published.empty()) GTEST_SKIP() << "the official tabular list is not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {published}));
  const auto official = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US")
                            .value()
                            ->tabular(testing::day("2021-01-15"))
                            .value();
  const auto ours = shelf_->tabular(day_).value();
  for (std::uint32_t at = 0; at < ours->levels.size(); ++at) {
    const auto& level = ours->levels[at];
    if (level.kind != LevelKind::code) continue;
    const auto found = official->find(level.first);
    ASSERT_NE(found, code_books::TabularList::none) << grouper::text_of(level.first);
    for (const auto& note : ours->notes_of(at))
      for (const auto& reference : ours->references_of(note))
        EXPECT_TRUE(says_so(*official, level.first, note.kind, reference))
            << grouper::text_of(level.first) << ": " << name_of(note.kind) << " " << ours->texts[note.text];
  }
}

TEST_F(StarterBooks, HaveLimitsAndPairsOfEveryServiceAndNoLicensedCode) {
  const auto services = shelf_->services(day_).value();
  const auto limits = shelf_->unit_limits("outpatient", day_).value();
  ASSERT_GT(services->codes.size(), 40U);
  for (const auto& one : services->codes) {
    const auto code = grouper::text_of(one.key);
    EXPECT_FALSE(code.front() >= '0' && code.front() <= '9') << code;
    EXPECT_EQ(one.is_modifier == 0, limits->find(one.key) != nullptr) << code;
  }
  for (const auto& pair : shelf_->service_pairs("outpatient", day_).value()->pairs)
    for (const auto code : {pair.column1, pair.column2}) EXPECT_NE(services->find(code), nullptr) << grouper::text_of(code);
}

TEST_F(StarterBooks, SayOfServicesWhatTheOfficialTablesSay) {
  const auto codes = testing::published("hcpcs/hcpcs_level2_2024.csv"),
             modifiers = testing::published("hcpcs/hcpcs_modifiers.csv");
  const auto units = testing::published("ncci/ncci_mue_out_level2_2024q3.csv"),
             pairs = testing::published("ncci/ncci_ptp_out_level2_2024q3.csv.gz");
  if (codes.empty() || modifiers.empty() || units.empty() || pairs.empty())
    GTEST_SKIP() << "skipped: the official tables of services are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  for (const auto& file : {codes, units, pairs}) ASSERT_TRUE(testing::import(library, {file})) << file;
  const auto theirs = BookShelf::open(folder.path(), testing::rule_book(), testing::rules_day, "US").value();
  const Date then = testing::day("2024-08-01");
  const auto known = theirs->services(then).value();
  const auto limits = theirs->unit_limits("outpatient", then).value(), ours = shelf_->unit_limits("outpatient", day_).value();
  const auto parted = theirs->service_pairs("outpatient", then).value(),
             our_pairs = shelf_->service_pairs("outpatient", day_).value();
  const auto list_of_modifiers = "\n" + store::read_file(modifiers).value();
  std::vector<grouper::CodeKey> all;
  for (const auto& one : shelf_->services(day_).value()->codes) {
    const auto code = grouper::text_of(one.key);
    if (one.is_modifier != 0) {
      EXPECT_NE(list_of_modifiers.find("\n" + code + ","), std::string::npos) << code;
      continue;
    }
    all.push_back(one.key);
    EXPECT_NE(known->find(one.key), nullptr) << code;
    const auto *official = limits->find(one.key), *our = ours->find(one.key);
    ASSERT_TRUE(official != nullptr && our != nullptr) << code;
    EXPECT_EQ(our->units, official->units) << code;
    EXPECT_EQ(our->indicator, official->indicator) << code;
  }
  int compared = 0;
  for (const auto first : all)
    for (const auto second : all) {
      const auto *official = parted->find(first, second, then), *our = our_pairs->find(first, second, day_);
      EXPECT_EQ(our == nullptr, official == nullptr) << grouper::text_of(first) << " " << grouper::text_of(second);
      if (our == nullptr || official == nullptr) continue;
      EXPECT_EQ(our->modifier, official->modifier) << grouper::text_of(first) << " " << grouper::text_of(second);
      ++compared;
    }
  EXPECT_EQ(static_cast<std::size_t>(compared), our_pairs->pairs.size()) << "no pair of ours is left";
}

}  // namespace
}  // namespace charta::code_sets
