// SPDX-License-Identifier: Apache-2.0
// What is printed for the time without the server is read again: the bars of every form and of every chart kit.
#include "department/disaster_identities/kits.hpp"
#include "department/downtime/event.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "formats/cover_sheet/cover_sheet.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::app {
namespace {

/// The texts of every symbol, page by page.
std::vector<std::set<std::string>> read_back(const std::string& pdf) {
  page_reader::ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  std::vector<std::set<std::string>> all;
  const auto pages = reader.pages_of(pdf, "application/pdf");
  EXPECT_TRUE(pages) << pages.error().message;
  if (!pages) return all;
  for (const auto& page : *pages) {
    const auto findings = reader.look(page);
    EXPECT_TRUE(findings);
    std::set<std::string>& texts = all.emplace_back();
    if (findings)
      for (const auto& symbol : findings->symbols) texts.insert(symbol.text);
  }
  return all;
}

TEST(PrintedForms, EveryFormIsKnownByItsBars) {
  std::vector<downtime::Form> forms;
  for (const auto kind : downtime::form_kinds()) {
    downtime::Form form;
    form.number = 4700 + static_cast<std::int64_t>(forms.size());
    form.kind = std::string(kind);
    forms.push_back(form);
  }
  const auto pdf = downtime::forms_as_pdf(forms, "Power of the server room");
  ASSERT_TRUE(pdf) << pdf.error().message;
  const auto pages = read_back(*pdf);
  ASSERT_EQ(pages.size(), forms.size());
  for (std::size_t at = 0; at < forms.size(); ++at) {
    EXPECT_TRUE(pages[at].contains(downtime::form_barcode(forms[at].number))) << forms[at].kind;
  }
}

TEST(PrintedForms, WhatIsWrittenOnInAKitSaysWhoseItIsToAScannerAtTheBedAndToTheScanningDesk) {
  const auto pdf = disaster_identities::kits_as_pdf(
      {{"urn:oid:1.2.3", "0009001", "DISASTER, A001"}, {"urn:oid:1.2.3", "0009002", "DISASTER, A002"}});
  ASSERT_TRUE(pdf) << pdf.error().message;
  const auto pages = read_back(*pdf);
  ASSERT_EQ(pages.size(), 6U) << "face sheet, labels, notes";
  for (std::size_t at = 0; at < pages.size(); ++at) {
    const std::string number = at < 3 ? "0009001" : "0009002";
    EXPECT_TRUE(pages[at].contains(number)) << "page " << at;
    if (at % 3 == 1) continue;  // twelve labels with the number alone: they are cut apart
    bool is_sticker = false;
    for (const auto& text : pages[at]) {
      const auto sheet = cover_sheet::sheet_of(text);
      is_sticker |= sheet && *sheet && (*sheet)->kind == cover_sheet::Kind::sticker && (*sheet)->mrn == number;
    }
    EXPECT_TRUE(is_sticker) << "page " << at;
  }
}

}  // namespace
}  // namespace charta::app
