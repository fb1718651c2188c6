// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/catalogue_rules.hpp"

#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::imaging_objects {
namespace {

const Date today = Date::parse("2026-03-01").value();

TEST(CatalogueRules, AsShippedDecideTheirOwnCases) {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  ASSERT_TRUE(book) << book.error().message;
  const auto rules = CatalogueRules::read(*book, today, "US");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->viewer_of("2.25.1"), "") << "no viewer is shipped";
  const auto cases = json::Document::parse(book->in_force("imaging-objects/catalogue", today).value()->tests);
  ASSERT_TRUE(cases);
  for (const auto one : cases->root())
    EXPECT_EQ(rules->assigner_of(one["given"]["issuer"].text()), one["expect"]["assigner"].text()) << one["name"].text();
}

TEST(CatalogueRules, OfASiteNameItsDevicesAndItsViewer) {
  CatalogueRules rules;
  rules.issuers["RADIOLOGY"] = "urn:oid:1.2.3";
  rules.without_issuer = "urn:oid:1.2.4";
  rules.viewer_url = "https://viewer.example/?StudyInstanceUIDs={study}&x=1";
  EXPECT_EQ(rules.assigner_of("RADIOLOGY"), "urn:oid:1.2.3");
  EXPECT_EQ(rules.assigner_of(""), "urn:oid:1.2.4");
  EXPECT_EQ(rules.viewer_of("2.25.1"), "https://viewer.example/?StudyInstanceUIDs=2.25.1&x=1");
}

}  // namespace
}  // namespace charta::imaging_objects
