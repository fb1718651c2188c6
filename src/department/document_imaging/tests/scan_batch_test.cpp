// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/scan_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace charta::document_imaging {
namespace {

std::vector<Page> images(int pages, int separators, int blanks, int rejects) {
  std::vector<Page> list;
  const auto add = [&](int count, Role role) {
    for (int i = 0; i < count; ++i) {
      Page page;
      page.id = PageId(static_cast<std::int64_t>(list.size()) + 1);
      page.role = role;
      if (role == Role::page) page.document = DocumentId(5);
      list.push_back(page);
    }
  };
  add(pages, Role::page);
  add(separators, Role::separator);
  add(blanks, Role::blank);
  add(rejects, Role::reject);
  return list;
}

std::vector<Draft> one_document() {
  std::vector<Draft> list(1);
  list[0].id = DocumentId(5);
  return list;
}

Batch batch(std::optional<std::int64_t> sheets, std::int64_t sides = 1, std::int64_t dropped = 0, std::int64_t again = 0) {
  Batch one;
  one.sheets = sheets;
  one.sides = sides;
  one.blanks_dropped = dropped;
  one.again = again;
  return one;
}

TEST(Balance, HoldsWhenEverySideThatWasFedIsSomewhere) {
  const auto balance = balance_of(batch(5, 2, 1), images(5, 1, 2, 1), one_document());
  EXPECT_TRUE(balance.holds) << balance.says;
  EXPECT_EQ(balance.expected, 9);
  EXPECT_EQ(balance.images, 9);
}

TEST(Balance, SaysHowManyImagesAreMissing) {
  const auto balance = balance_of(batch(5, 2), images(7, 1, 0, 0), one_document());
  EXPECT_FALSE(balance.holds);
  EXPECT_EQ(balance.says, "5 sheets of 2 sides less 0 dropped blanks make 10 images, and 8 came: 2 are missing");
}

TEST(Balance, SaysHowManyImagesAreTooMany) {
  const auto balance = balance_of(batch(1), images(2, 0, 0, 0), one_document());
  EXPECT_FALSE(balance.holds);
  EXPECT_NE(balance.says.find("1 too many"), std::string::npos) << balance.says;
}

TEST(Balance, SheetsThatAreFedAgainAreCountedAgain) {
  EXPECT_TRUE(balance_of(batch(3, 1, 0, 1), images(3, 0, 0, 1), one_document()).holds);
  EXPECT_FALSE(balance_of(batch(3, 1, 0, 0), images(3, 0, 0, 1), one_document()).holds);
}

TEST(Balance, DoesNotHoldBeforeSomebodyCounted) {
  const auto balance = balance_of(batch({}), images(3, 0, 0, 0), one_document());
  EXPECT_FALSE(balance.holds);
  EXPECT_NE(balance.says.find("never counted"), std::string::npos);
}

TEST(Balance, APageOfADocumentThatIsNotThereHasNoPlace) {
  const auto balance = balance_of(batch(2), images(2, 0, 0, 0), {});
  EXPECT_FALSE(balance.holds);
  EXPECT_EQ(balance.unplaced, 2);
  EXPECT_NE(balance.says.find("2 images have no place"), std::string::npos) << balance.says;
}

TEST(ScanBatchMachine, IsWellDeclared) {
  EXPECT_EQ(worklists::check(scan_batch_machine()), "");
}

/// Every path that steps can take, cycles cut where a state comes again.
void walk(const worklists::StateMachine& machine, std::string_view state, std::set<std::string_view> seen,
          std::set<std::string_view>& ends, std::vector<std::string_view>& committed_before) {
  if (!seen.insert(state).second) return;
  if (worklists::is_final(machine, state)) {
    ends.insert(state);
    EXPECT_FALSE(state == "withdrawn" && seen.contains("committed")) << "what was filed is never withdrawn";
    if (state != "destroyed") return;
    for (const auto* needed : {"scanned", "separated", "indexed", "qa1", "qa2", "committed", "paper-retained"})
      EXPECT_TRUE(seen.contains(needed)) << "paper is destroyed without " << needed;
    return;
  }
  for (const auto event : worklists::events_from(machine, state)) {
    const auto step = worklists::step(machine, state, event);
    ASSERT_TRUE(step);
    if ((*step)->to == "committed") committed_before.push_back(state);
    walk(machine, (*step)->to, seen, ends, committed_before);
  }
}

TEST(ScanBatchMachine, NoPathLeavesOutAControl) {
  std::set<std::string_view> ends;
  std::vector<std::string_view> committed_from;
  walk(scan_batch_machine(), scan_batch_machine().initial, {}, ends, committed_from);
  EXPECT_EQ(ends, (std::set<std::string_view>{"destroyed", "withdrawn"}));
  ASSERT_FALSE(committed_from.empty());
  for (const auto state : committed_from) EXPECT_EQ(state, "qa2");
}

TEST(ScanBatchMachine, RefusesWhatIsNotDeclared) {
  for (const auto* state : {"prepped", "scanned", "stopped", "separated", "indexed", "qa1"})
    EXPECT_FALSE(worklists::step(scan_batch_machine(), state, "commit")) << state;
  EXPECT_FALSE(worklists::step(scan_batch_machine(), "committed", "rescan"));
  EXPECT_FALSE(worklists::step(scan_batch_machine(), "committed", "destroy"));
}

TEST(ScanBatch, WhatIsStoredIsReadBack) {
  cover_sheet::CoverSheet sheet;
  sheet.kind = cover_sheet::Kind::sticker;
  sheet.assigner = "urn:oid:1.2.3";
  sheet.mrn = "10\"01";
  sheet.encounter = "V7";
  sheet.document_type = "11506-3";
  sheet.serial = "42";
  const auto read = parse_sheet(sheet_json(sheet));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, sheet.kind);
  EXPECT_EQ(read->mrn, sheet.mrn);
  EXPECT_EQ(read->serial, sheet.serial);
  EXPECT_FALSE(parse_sheet(sheet_json(std::nullopt)));
  const std::vector<page_reading::Symbol> symbols{{"QRCode", "a|b", {1, 2, 3, 4}, {"zxing", "zbar"}}};
  const auto again = parse_symbols(symbols_json(symbols));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].read_by, symbols[0].read_by);
  EXPECT_EQ(again[0].box.height, 4);
  const auto words = parse_words(words_json({{"Größe", {5, 6, 7, 8}, 88, 3}}));
  ASSERT_TRUE(words);
  EXPECT_EQ(words->at(0).text, "Größe");
  EXPECT_EQ(words->at(0).line, 3);
  EXPECT_EQ(parse_texts(texts_json({"a", "b\n"})), (std::vector<std::string>{"a", "b\n"}));
}

TEST(ScanBatch, EveryQuestionHasAnswers) {
  for (const auto* kind :
       {"one-way-separator", "bad-check", "looks-like-separator", "missing-sheet", "unread-page", "unread-file"})
    EXPECT_FALSE(answers_to(kind).empty()) << kind;
}

}  // namespace
}  // namespace charta::document_imaging
