// SPDX-License-Identifier: Apache-2.0
#include "app/limits.hpp"

#include <gtest/gtest.h>

namespace charta::app {
namespace {

const Date day = *Date::parse("2026-03-01");

rules::RuleBook book(const std::string& id, const std::string& parameters) {
  return rules::RuleBook::from_text(
             R"({"rules":[{"id":")" + id +
             R"(","version":4,"title":"t","jurisdiction":"","setting":"","effective_from":"2020-01-01","citation":"c","url":"",)"
             R"("verified":false,"review_by":"2027-06-30","message_to_clerk":"","parameters":)" +
             parameters + R"(,"tests":[{"name":"n","given":{},"expect":{}}]}]})")
      .value();
}

TEST(Limits, AreThoseOfTheShippedPack) {
  const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  const auto limits = read_limits(rules, day, "US");
  ASSERT_TRUE(limits) << limits.error().message;
  EXPECT_EQ(limits->intake.size_limit, 64U << 20U);
  EXPECT_EQ(limits->intake.row_limit, 256U << 10U);
  EXPECT_EQ(limits->fhir_body_bytes_max, 64U << 20U);
  const auto pauses = read_pauses(rules, day, "US");
  ASSERT_TRUE(pauses) << pauses.error().message;
  EXPECT_EQ(pauses->outbox.first.count(), 5'000);
  EXPECT_EQ(pauses->outbox.longest.count(), 900'000);
  EXPECT_EQ(pauses->clock_tolerance.count(), 120);
  EXPECT_EQ(pauses->reconciliation_every.count(), 60);
}

TEST(Limits, FollowTheSitesOwnPack) {
  const auto rules = book(
      "intake/limits",
      R"({"message_bytes_max":2048,"inline_body_bytes_max":10,"fhir_body_bytes_max":4096,"connections_max":3,"idle_seconds":60})");
  const auto limits = read_limits(rules, day, "US");
  ASSERT_TRUE(limits) << limits.error().message;
  EXPECT_EQ(limits->intake.size_limit, 2048U);
  EXPECT_EQ(limits->connections_max, 3U);
  EXPECT_EQ(limits->idle.count(), 60);
}

TEST(Limits, APackThatLacksANumberStopsTheStartByName) {
  const auto lacking = read_limits(book("intake/limits", R"({"message_bytes_max":2048})"), day, "US");
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().kind, ErrorKind::invalid);
  EXPECT_EQ(lacking.error().location, "inline_body_bytes_max");
  EXPECT_NE(lacking.error().message.find("intake/limits@4"), std::string::npos);
  EXPECT_EQ(read_pauses(book("intake/limits", "{}"), day, "US").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace charta::app
