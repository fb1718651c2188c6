// SPDX-License-Identifier: Apache-2.0
// The list of digests, what changed since, the words of the first pages.
#include "department/record_production/production.hpp"

#include "base/digest.hpp"
#include "department/record_production/front_pages.hpp"

#include <gtest/gtest.h>

namespace charta::record_production {
namespace {

SetDocument document(std::int64_t resource, std::int64_t version, bool is_in = true) {
  SetDocument one;
  one.line.resource = ResourceId(resource), one.line.version = version;
  one.line.title = "Note " + std::to_string(resource), one.line.type = "DocumentReference",
  one.line.id = std::to_string(resource);
  one.decision.is_in = is_in;
  return one;
}

TEST(HashList, NamesEachPageAndTheWholeLast) {
  const std::vector<SetPage> pages{{{}, {}, 0, 0, 0, {}, "aa"}, {"0B", "DiagnosticReport", 3, 1, 2, "cc", "dd"}};
  EXPECT_EQ(hash_list_of(pages, "ff"),
            "page,document,type,version,attachment,page_of_document,source_sha256,page_sha256\r\n"
            "1,,,,,,,aa\r\n"
            "2,0B,DiagnosticReport,3,1,2,cc,dd\r\n"
            "whole,,,,,,,ff\r\n");
  EXPECT_EQ(digest_of_pages(pages, 1), sha256("dd\n").hex());
}

TEST(Changes, NameWhatCameWentAndIsAnother) {
  const auto changes = changes_between({document(1, 1), document(2, 1), document(3, 1), document(4, 1, false)},
                                       {document(1, 1), document(2, 2), document(3, 1, false), document(4, 1), document(5, 1)});
  std::string told;
  for (const auto& one : changes) told += one.what + one.line.id + " ";
  EXPECT_EQ(told, "changed2 removed3 added4 added5 ");
  EXPECT_EQ(changes.at(0).version_then, 1);
  EXPECT_TRUE(changes_between({document(1, 1)}, {document(1, 1), document(2, 1, false)}).empty());
}

TEST(Contents, NameWhatIsInAndWhatCouldNotBeCopiedAndNothingElse) {
  auto in = document(1, 1), broken = document(2, 1), out = document(3, 1, false);
  in.first_page = 4, in.pages = 3, broken.problem = "The PDF is encrypted.";
  const auto text = contents_text({in, broken, out});
  EXPECT_NE(text.find("4-6"), std::string::npos);
  EXPECT_NE(text.find("NOT INCLUDED"), std::string::npos);
  EXPECT_NE(text.find("The PDF is encrypted."), std::string::npos);
  EXPECT_EQ(text.find("Note 3"), std::string::npos) << "who gets the set need not know what the definition leaves out";
  EXPECT_EQ(contents_text({in}).find("NOT INCLUDED"), std::string::npos);
}

TEST(Certification, IsFilledInAndLeavesNoBlank) {
  Production production;
  production.id = ProductionId(77), production.asked.custodian_name = "Rosa Keller",
  production.asked.custodian_title = "Custodian";
  production.pages = 12, production.pages_digest = "abc";
  ProductionRules rules;
  rules.title = "CERTIFICATION",
  rules.paragraphs = {"I, {name}, {title}: {pages} pages, {first} to {last}, {period}, {unknown}."};
  RecordDefinition definition;
  const auto text = certification_text(production, definition, rules, {"Marsh, Ada", "1961-04-02", "100042"}, 2, "2026-11-23");
  EXPECT_NE(text.find("I, Rosa Keller, Custodian: 10 pages, 3 to 12, the whole record, {unknown}."), std::string::npos) << text;
  EXPECT_NE(text.find("abc"), std::string::npos);
  EXPECT_NE(stamp_of(production, "100042", 3, 12, "2026-11-23").find("Record 100042   page 3 of 12   2026-11-23"),
            std::string::npos);
}

}  // namespace
}  // namespace charta::record_production
