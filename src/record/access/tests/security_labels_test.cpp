// SPDX-License-Identifier: Apache-2.0
#include "record/access/security_labels.hpp"

#include <gtest/gtest.h>

namespace charta::access {
namespace {

constexpr std::string_view confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
constexpr std::string_view act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

SensitivityMask mask_of(std::string_view security) {
  const auto document =
      json::Document::parse(R"({"resourceType":"Observation","meta":{"security":[)" + std::string(security) + "]}}");
  return SecurityLabels::shipped().of(document->root());
}
std::string coding(std::string_view system, std::string_view code) {
  return R"({"system":")" + std::string(system) + R"(","code":")" + std::string(code) + R"("})";
}
SensitivityMask bit(Sensitivity label) {
  return static_cast<SensitivityMask>(label);
}

TEST(SecurityLabels, SayWhichLabelACodeMeans) {
  const struct {
    std::string_view system, code;
    SensitivityMask mask;
  } rows[] = {{confidentiality, "R", bit(Sensitivity::restricted)},
              {confidentiality, "V", bit(Sensitivity::sealed)},
              {confidentiality, "N", 0},
              {act_code, "ETH", bit(Sensitivity::substance_use)},
              {act_code, "SUD", bit(Sensitivity::substance_use)},
              {act_code, "PSY", bit(Sensitivity::mental_health)},
              {act_code, "HIV", bit(Sensitivity::hiv)},
              {act_code, "PSYTHPN", bit(Sensitivity::psychotherapy_notes)},
              {act_code, "CEL", bit(Sensitivity::vip)},
              {"urn:other", "R", 0}};
  for (const auto& row : rows) EXPECT_EQ(mask_of(coding(row.system, row.code)), row.mask) << row.code;
}

TEST(SecurityLabels, SeveralCodesAddUpAndNoneMeansNone) {
  EXPECT_EQ(mask_of(coding(confidentiality, "R") + "," + coding(act_code, "HIV")),
            bit(Sensitivity::restricted) | bit(Sensitivity::hiv));
  EXPECT_EQ(mask_of(""), 0U);
}

TEST(SecurityLabels, WhatRestrictsAPersonRestrictsTheWholeRecord) {
  const auto& labels = SecurityLabels::shipped();
  EXPECT_NE(labels.of_the_whole_record() & bit(Sensitivity::restricted), 0U);
  EXPECT_EQ(labels.of_the_whole_record() & bit(Sensitivity::hiv), 0U);
  EXPECT_EQ(labels.announced() & bit(Sensitivity::sealed), 0U) << "a sealed record's existence is protected";
}

TEST(SecurityLabels, TheProtectionIndicatorAndTheAccessRestrictionSayACode) {
  const auto& labels = SecurityLabels::shipped();
  EXPECT_EQ(labels.of_field("PD1-12", "Y"), (SecurityCode{std::string(confidentiality), "R"}));
  EXPECT_FALSE(labels.of_field("PD1-12", "N"));
  EXPECT_FALSE(labels.of_field("PD1-12", ""));
  EXPECT_EQ(labels.of_field("ARV-4", "VIP")->code, "CEL");
  EXPECT_EQ(labels.of_field("ARV-4", "anything else")->code, "R");
  EXPECT_TRUE(labels.is_said_by("PD1-12", confidentiality, "R"));
  EXPECT_FALSE(labels.is_said_by("PD1-12", act_code, "CEL"));
}

TEST(SecurityLabels, ARuleThatNamesAnUnknownLabelIsRefused) {
  EXPECT_EQ(SecurityLabels::parse(R"({"id":"x","version":1,"parameters":{"systems":{"s":{"R":"secret"}}}})").error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(SecurityLabels::parse(R"({"id":"x","version":1,"parameters":{}})").error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace charta::access
