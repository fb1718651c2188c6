// SPDX-License-Identifier: Apache-2.0
// The text index on both engines: what is found, in which order, by whom; what leaves is gone.
#include "store/text_index.hpp"

#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

namespace charta::store {
namespace {

TextClause word(const std::string& one) {
  return {{{{one}, false}}, false};
}
TextClause without(const std::string& one) {
  return {{{{one}, false}}, true};
}
TextClause phrase(std::vector<std::string> words) {
  return {{{std::move(words), false}}, false};
}
TextClause beginning(const std::string& one) {
  return {{{{one}, true}}, false};
}

class TextIndexTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override { open({}); }

  TextPage page(std::int64_t document, const std::string& words, std::int64_t patient = 1) {
    TextPage one;
    one.document = document;
    one.patient = patient;
    one.at = document * 1000;
    one.facility_bit = 1;
    one.words = words;
    one.marks = {"p" + std::to_string(patient)};
    return one;
  }
  void add(const std::vector<TextPage>& pages) {
    const auto added = store().write([&](UnitOfWork& work) { return index_.add(work, pages); });
    ASSERT_TRUE(added) << added.error().message;
    ASSERT_EQ(added->size(), pages.size());
  }
  template <class Act>
  void change(Act act) {
    const auto done = store().write([&](UnitOfWork& work) -> Result<void> { return act(work); });
    ASSERT_TRUE(done) << done.error().message;
  }
  TextQuery query(std::vector<TextClause> clauses) {
    TextQuery one;
    one.clauses = std::move(clauses);
    one.facilities = 1;
    return one;
  }
  /// Documents in the order in which they are found.
  std::vector<std::int64_t> found(const TextQuery& asked) {
    const auto pages = store().read([&](Reader& reader) { return index_.find(reader, asked); });
    EXPECT_TRUE(pages) << pages.error().message;
    std::vector<std::int64_t> documents;
    if (pages)
      for (const auto& one : *pages) documents.push_back(one.document);
    return documents;
  }

  TextIndex index_;
};
CHARTA_ON_BOTH_ENGINES(TextIndexTest);

using Found = std::vector<std::int64_t>;

TEST_P(TextIndexTest, WhatWasTakenInLastIsFoundFirst) {
  add({page(10, "chest pain since monday"), page(20, "no chest complaint"), page(30, "knee pain")});
  EXPECT_EQ(found(query({word("pain")})), Found({30, 10}));
  EXPECT_EQ(found(query({word("chest"), word("pain")})), Found({10})) << "all words stand on the page";
  EXPECT_EQ(found(query({word("elbow")})), Found());
}

TEST_P(TextIndexTest, OneOfSeveralAndNoneOfOthers) {
  add({page(10, "warfarin"), page(20, "heparin started"), page(30, "heparin and warfarin"), page(40, "aspirin")});
  EXPECT_EQ(found(query({{{{{"warfarin"}, false}, {{"heparin"}, false}}, false}})), Found({30, 20, 10}));
  EXPECT_EQ(found(query({word("heparin"), without("warfarin")})), Found({20}));
}

TEST_P(TextIndexTest, APhraseStandsSideBySideInItsOrder) {
  add({page(10, "pain in the chest"), page(20, "chest pain"), page(30, "pain chest"), page(40, "2025 03 14")});
  EXPECT_EQ(found(query({phrase({"chest", "pain"})})), Found({20}));
  EXPECT_EQ(found(query({phrase({"2025", "03", "14"})})), Found({40}));
  EXPECT_EQ(found(query({phrase({"03", "2025"})})), Found());
}

TEST_P(TextIndexTest, ABeginningFindsEveryWordThatBeginsSo) {
  add({page(10, "metoprolol"), page(20, "metoclopramide"), page(30, "thermometer")});
  EXPECT_EQ(found(query({beginning("meto")})), Found({20, 10}));
  EXPECT_EQ(found(query({{{{{"take", "meto"}, true}}, false}})), Found());
}

TEST_P(TextIndexTest, AMarkIsNoWordAndAWordIsNoMark) {
  add({page(10, "p7 stands in the text", 1), page(20, "something else", 7)});
  EXPECT_EQ(found(query({word("p7")})), Found({10}));
  auto asked = query({word("something")});
  asked.marks = {{"p7"}};
  EXPECT_EQ(found(asked), Found({20}));
  asked.marks = {{"p1"}};
  EXPECT_EQ(found(asked), Found());
  asked.marks = {{"p1", "p7"}};
  EXPECT_EQ(found(asked), Found({20}));
  asked.marks = {{"p*"}};
  EXPECT_EQ(found(asked), Found({20}));
}

TEST_P(TextIndexTest, WhoeverMayNotSeeAPageDoesNotFindIt) {
  auto elsewhere = page(10, "note");
  elsewhere.facility_bit = 4;
  auto labelled = page(20, "note");
  labelled.sensitivity = 2;
  add({elsewhere, labelled, page(30, "note")});
  auto asked = query({word("note")});
  asked.hidden = 2;
  EXPECT_EQ(found(asked), Found({30}));
  asked.hidden = 1;
  EXPECT_EQ(found(asked), Found({30, 20}));
  asked.facilities = 5;
  EXPECT_EQ(found(asked), Found({30, 20, 10}));
}

TEST_P(TextIndexTest, APatientAndASpanOfTimeNarrowIt) {
  add({page(10, "note", 1), page(20, "note", 2), page(30, "note", 1)});
  auto asked = query({word("note")});
  asked.patient = 1;
  EXPECT_EQ(found(asked), Found({30, 10}));
  asked.from = 20'000;
  EXPECT_EQ(found(asked), Found({30}));
  asked.from = 0;
  asked.until = 30'000;
  EXPECT_EQ(found(asked), Found({10})) << "the end is no part of the span";
}

TEST_P(TextIndexTest, TheLimitLeavesOutTheOldest) {
  add({page(10, "note"), page(20, "note"), page(30, "note")});
  auto asked = query({word("note")});
  asked.limit = 2;
  EXPECT_EQ(found(asked), Found({30, 20}));
}

TEST_P(TextIndexTest, WhatIsRemovedIsFoundByNoWordOfIt) {
  add({page(10, "chest pain"), page(10, "second sheet"), page(20, "chest")});
  change([&](UnitOfWork& work) { return index_.remove(work, 10); });
  EXPECT_EQ(found(query({word("chest")})), Found({20}));
  EXPECT_EQ(found(query({word("sheet")})), Found());
  add({page(10, "knee")});
  EXPECT_EQ(found(query({word("knee")})), Found({10})) << "what comes anew is found by its new words";
  EXPECT_EQ(found(query({word("pain")})), Found());
}

TEST_P(TextIndexTest, WhatIsHiddenIsFoundByNobody) {
  add({page(10, "chest"), page(20, "chest")});
  change([&](UnitOfWork& work) { return index_.hide(work, 10); });
  EXPECT_EQ(found(query({word("chest")})), Found({20}));
  change([&](UnitOfWork& work) { return index_.remove(work, 10); });
  EXPECT_EQ(found(query({word("chest")})), Found({20}));
}

TEST_P(TextIndexTest, ALabelOfARecordIsOnAllItsPages) {
  add({page(10, "note", 1), page(20, "note", 2)});
  change([&](UnitOfWork& work) { return index_.add_label(work, 1, 8); });
  auto asked = query({word("note")});
  asked.hidden = 8;
  EXPECT_EQ(found(asked), Found({20}));
  const auto labelled = store().read([&](Reader& reader) { return index_.labelled(reader, 1, 8); });
  ASSERT_TRUE(labelled);
  EXPECT_EQ(*labelled, Found({10}));
  change([&](UnitOfWork& work) { return index_.relabel(work, 10, 2, 1, 0); });
  EXPECT_EQ(found(asked), Found({20, 10}));
}

TEST_P(TextIndexTest, AUnitThatFailsTakesNothingIn) {
  const auto failed = store().write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(index_.add(work, {page(10, "chest")}));
    return fail(ErrorKind::business_rule, "no");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(found(query({word("chest")})), Found());
  add({page(20, "chest")});
  EXPECT_EQ(found(query({word("chest")})), Found({20}));
}

TEST_P(TextIndexTest, AllOfItCanBeTakenOut) {
  add({page(10, "chest"), page(20, "pain")});
  change([&](UnitOfWork& work) { return index_.clear(work); });
  EXPECT_EQ(found(query({word("chest")})), Found());
  add({page(30, "chest")});
  EXPECT_EQ(found(query({word("chest")})), Found({30}));
}

TEST_P(TextIndexTest, ItStandsAfterARestart) {
  add({page(10, "chest pain")});
  reopen();
  EXPECT_EQ(found(query({phrase({"chest", "pain"})})), Found({10}));
}

TEST_P(TextIndexTest, CommonAndRareWordsAreFoundInEverySpan) {
  constexpr std::int64_t all = 3 * small_block + large_block + 300;
  std::vector<TextPage> pages;
  for (std::int64_t document = 1; document <= all; ++document)
    pages.push_back(page(document, document % 5000 == 1 ? "common rare" : "common"));
  add(pages);
  EXPECT_EQ(found(query({word("rare")})), Found({15'001, 10'001, 5'001, 1}));
  auto asked = query({word("common")});
  for (const std::int64_t limit : {std::int64_t{400}, 3 * small_block, all + 1}) {
    asked.limit = limit;
    const auto common = found(asked);
    ASSERT_EQ(static_cast<std::int64_t>(common.size()), std::min(limit, all));
    for (std::size_t at = 0; at < common.size(); ++at)
      ASSERT_EQ(common[at], all - static_cast<std::int64_t>(at)) << "none left out, none twice";
  }
}

TEST_P(TextIndexTest, SignsOfTheQueryLanguagesAreNothingButBlanks) {
  add({page(10, "chest pain")});
  for (const auto* bad :
       {"chest\" OR \"1", "chest' | '1", "chest) NOT (x", "chest:*", "chest \\", "^chest", "{words}: chest", "chest*"}) {
    const auto asked = query({word(bad)});
    const auto pages = store().read([&](Reader& reader) { return index_.find(reader, asked); });
    EXPECT_TRUE(pages) << bad << ": " << pages.error().message;
  }
}

TEST_P(TextIndexTest, AQueryThatAsksForNothingIsRefused) {
  const auto asked = query({without("chest")});
  const auto pages = store().read([&](Reader& reader) { return index_.find(reader, asked); });
  ASSERT_FALSE(pages);
  EXPECT_EQ(pages.error().kind, ErrorKind::missing);
}

TEST(TextQueryLanguages, AQueryInTheWordsOfEachEngine) {
  TextQuery query;
  query.clauses = {{{{{"chest", "pain"}, false}, {{"angina"}, false}}, false}, beginning("hosp"), without("knee")};
  query.marks = {{"p7"}, {"f1", "f2"}};
  EXPECT_EQ(fts5_query(query), R"((("chest pain" OR "angina") AND ("hosp"*) AND ("=p7") AND ("=f1" OR "=f2")) NOT (("knee")))");
  EXPECT_EQ(ts_query(query, {"b3"}),
            "(('chest' <-> 'pain') | ('angina')) & (('hosp':*)) & !(('knee')) & ('=p7') & ('=f1' | '=f2') & ('=b3')");
}

TEST(TextQueryLanguages, BlocksAreSmallWhereThePagesAreFew) {
  EXPECT_EQ(block_marks(0, 1023), std::vector<std::string>({"b0"}));
  EXPECT_EQ(block_marks(1023, 2048), std::vector<std::string>({"b0", "b1", "b2"}));
  EXPECT_EQ(block_marks(0, 40'000), std::vector<std::string>({"c0", "c1", "c2"}));
}

TEST(TextQueryLanguages, AVectorKeepsEveryPlaceAndTheMarksHaveNone) {
  EXPECT_EQ(ts_vector("pain and pain", {"p7"}), "'and':2 'pain':1,3 '=p7'");
  EXPECT_EQ(ts_vector("", {}), "");
}

}  // namespace
}  // namespace charta::store
