// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/arrangement.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace charta::document_imaging {
namespace {

std::vector<Page> stack(int count) {
  std::vector<Page> pages;
  for (int i = 1; i <= count; ++i) {
    Page page;
    page.id = PageId(i);
    page.batch = BatchId(1);
    page.number = i;
    pages.push_back(page);
  }
  return pages;
}

Draft draft(int id, std::int64_t place, const std::string& mrn = "") {
  Draft one;
  one.id = DocumentId(id);
  one.batch = BatchId(1);
  one.place = place;
  one.indexed_by = UserId(7);
  if (!mrn.empty()) {
    one.sheet.emplace();
    one.sheet->mrn = mrn;
  }
  return one;
}

/// Pages 1 to 3 in document 101, pages 4 and 5 in document 102, page 6 a reject.
Arrangement two_documents(const std::string& first = "", const std::string& second = "") {
  auto pages = stack(6);
  for (int i = 0; i < 5; ++i) {
    pages[static_cast<std::size_t>(i)].role = Role::page;
    pages[static_cast<std::size_t>(i)].document = DocumentId(i < 3 ? 101 : 102);
    pages[static_cast<std::size_t>(i)].place = i < 3 ? i + 1 : i - 2;
  }
  pages[5].role = Role::reject;
  pages[5].reason = "not-a-record";
  return {pages, {draft(101, 1, first), draft(102, 2, second)}};
}

auto numbers() {
  return [next = 500]() mutable { return DocumentId(++next); };
}

Edit edit(EditKind kind, int page, int document = 0, std::int64_t place = 0) {
  Edit one;
  one.kind = kind;
  one.page = PageId(page);
  one.document = DocumentId(document);
  one.place = place;
  return one;
}

std::string shape(const Arrangement& arrangement) {
  std::string text;
  for (const auto& one : arrangement.drafts()) {
    text += text.empty() ? "" : " | ";
    for (const auto page : arrangement.pages_of(one.id)) text += std::to_string(page.key());
  }
  return text;
}

TEST(Arrangement, ASplitMovesThePagesAndTheNewDocumentSaysNothing) {
  auto arrangement = two_documents("1001", "1002");
  ASSERT_TRUE(arrangement.apply(edit(EditKind::split, 2), numbers()));
  EXPECT_EQ(shape(arrangement), "1 | 23 | 45");
  EXPECT_TRUE(arrangement.drafts()[0].sheet);
  EXPECT_FALSE(arrangement.drafts()[1].sheet) << "attributes end at the document's boundary";
  EXPECT_FALSE(arrangement.drafts()[0].is_indexed()) << "its pages are others now";
  EXPECT_TRUE(arrangement.drafts()[2].is_indexed()) << "nothing happened to this one";
}

TEST(Arrangement, TheFirstPageOfADocumentCannotBeginItOnceMore) {
  auto arrangement = two_documents();
  const auto done = arrangement.apply(edit(EditKind::split, 1), numbers());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::business_rule);
}

TEST(Arrangement, ARejectThatIsWantedAfterAllBeginsADocumentWhereItLay) {
  auto arrangement = two_documents();
  ASSERT_TRUE(arrangement.apply(edit(EditKind::split, 6), numbers()));
  EXPECT_EQ(shape(arrangement), "123 | 45 | 6");
  EXPECT_TRUE(arrangement.pages()[5].reason.empty());
}

TEST(Arrangement, AJoinGoesToTheEndOfTheDocumentBefore) {
  auto arrangement = two_documents("1001", "1001");
  ASSERT_TRUE(arrangement.apply(edit(EditKind::join, 0, 102), numbers()));
  EXPECT_EQ(shape(arrangement), "12345");
  EXPECT_FALSE(arrangement.drafts()[0].is_indexed());
}

TEST(Arrangement, DocumentsOfTwoPatientsAreNeverJoined) {
  auto arrangement = two_documents("1001", "1002");
  const auto done = arrangement.apply(edit(EditKind::join, 0, 102), numbers());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::business_rule);
  EXPECT_EQ(shape(arrangement), "123 | 45");
}

TEST(Arrangement, NothingStandsBeforeTheFirstDocument) {
  auto arrangement = two_documents();
  EXPECT_FALSE(arrangement.apply(edit(EditKind::join, 0, 101), numbers()));
}

TEST(Arrangement, APageMovesBeforeAnyOther) {
  auto arrangement = two_documents();
  ASSERT_TRUE(arrangement.apply(edit(EditKind::move, 5, 101, 1), numbers()));
  EXPECT_EQ(shape(arrangement), "5123 | 4");
  ASSERT_TRUE(arrangement.apply(edit(EditKind::move, 1, 101, 5), numbers()));
  EXPECT_EQ(shape(arrangement), "5231 | 4");
  ASSERT_TRUE(arrangement.apply(edit(EditKind::move, 4, 101), numbers()));
  EXPECT_EQ(shape(arrangement), "52314") << "a document without pages is none";
  EXPECT_FALSE(arrangement.apply(edit(EditKind::move, 4, 101, 9), numbers()));
  EXPECT_FALSE(arrangement.apply(edit(EditKind::move, 4, 999), numbers()));
}

TEST(Arrangement, ARejectHasAReasonAndABlankHasNone) {
  auto arrangement = two_documents();
  auto reject = edit(EditKind::reject, 1);
  EXPECT_EQ(arrangement.apply(reject, numbers()).error().kind, ErrorKind::missing);
  reject.reason = "image-not-readable";
  ASSERT_TRUE(arrangement.apply(reject, numbers()));
  EXPECT_EQ(arrangement.pages()[0].reason, "image-not-readable");
  ASSERT_TRUE(arrangement.apply(edit(EditKind::blank, 1), numbers()));
  EXPECT_TRUE(arrangement.pages()[0].reason.empty());
  EXPECT_EQ(shape(arrangement), "23 | 45");
}

TEST(Arrangement, APageIsTurnedByQuarters) {
  auto arrangement = two_documents();
  auto turn = edit(EditKind::rotate, 1);
  turn.degrees = 45;
  EXPECT_EQ(arrangement.apply(turn, numbers()).error().kind, ErrorKind::invalid);
  turn.degrees = 270;
  ASSERT_TRUE(arrangement.apply(turn, numbers()));
  ASSERT_TRUE(arrangement.apply(turn, numbers()));
  EXPECT_EQ(arrangement.pages()[0].turned, 180);
}

TEST(Arrangement, ASheetThatAPersonConfirmsSpeaksForThePagesBehindItAlone) {
  auto pages = stack(3);
  for (auto& page : pages) page.role = Role::page;
  pages[0].document = DocumentId(101);
  pages[1].document = DocumentId(102);
  pages[2].document = DocumentId(103);
  for (auto& page : pages) page.place = 1;
  std::vector<Draft> drafts{draft(101, 1), draft(102, 2), draft(103, 3)};
  for (auto& one : drafts) one.indexed_by = UserId();
  Arrangement arrangement(pages, drafts);
  cover_sheet::CoverSheet sheet;
  sheet.kind = cover_sheet::Kind::patient;
  sheet.mrn = "1001";
  ASSERT_TRUE(arrangement.set_sheet(PageId(1), sheet, numbers()));
  EXPECT_EQ(shape(arrangement), "2 | 3");
  ASSERT_TRUE(arrangement.drafts()[0].sheet);
  EXPECT_EQ(arrangement.drafts()[0].sheet->mrn, "1001");
  EXPECT_FALSE(arrangement.drafts()[1].sheet);
  EXPECT_EQ(arrangement.pages()[0].role, Role::separator);
}

/// The law of this desk: whatever a clerk does, every page stays, in one place, and the documents' pages count from 1.
TEST(Arrangement, KeepsEveryPageThroughAnyHistoryOfEdits) {
  std::mt19937 random(4711);
  for (int round = 0; round < 400; ++round) {
    const int count = 1 + static_cast<int>(random() % 12);
    auto pages = stack(count);
    for (auto& page : pages) {
      page.role = Role::page;
      page.document = DocumentId(101);
      page.place = page.number;
    }
    Arrangement arrangement(pages, {draft(101, 1)});
    Batch batch;
    batch.sheets = count;
    const std::function<DocumentId()> next = numbers();
    for (int step = 0; step < 40; ++step) {
      Edit one;
      one.kind = static_cast<EditKind>(random() % 7);
      one.page = PageId(1 + static_cast<int>(random() % static_cast<unsigned>(count + 1)));  // now and then one that is not there
      if (!arrangement.drafts().empty()) one.document = arrangement.drafts()[random() % arrangement.drafts().size()].id;
      one.place = static_cast<std::int64_t>(random() % 5);
      one.degrees = 90 * static_cast<int>(random() % 5);
      one.reason = random() % 2 == 0 ? "not-a-record" : "";
      const std::string before = shape(arrangement);
      const Arrangement untouched = arrangement;
      if (!arrangement.apply(one, next)) arrangement = untouched;  // the service's unit is rolled back
      const auto balance = balance_of(batch, arrangement.pages(), arrangement.drafts());
      ASSERT_TRUE(balance.holds) << balance.says << " after " << before;
      ASSERT_EQ(balance.images, count);
      std::set<PageId> seen;
      std::int64_t place = 0;
      for (const auto& document : arrangement.drafts()) {
        ASSERT_EQ(document.place, ++place);
        std::int64_t number = 0;
        for (const auto id : arrangement.pages_of(document.id)) {
          ASSERT_TRUE(seen.insert(id).second);
          for (const auto& page : arrangement.pages()) {
            if (page.id != id) continue;
            ASSERT_EQ(page.place, ++number);
          }
        }
        ASSERT_GT(number, 0) << "a document without pages";
      }
    }
  }
}

}  // namespace
}  // namespace charta::document_imaging
