// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/definitions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace charta::fhir {
namespace {

// FHIR R4 4.0.1 has 148 resources; Resource and DomainResource are abstract.
TEST(FhirDefinitions, KnowTheResourceTypesOfR4) {
  EXPECT_EQ(resource_types().size(), 146U);
  EXPECT_TRUE(is_resource_type("Patient"));
  EXPECT_TRUE(is_resource_type("VisionPrescription"));
  for (const std::string_view no :
       {"", "patient", "Resource", "DomainResource", "HumanName", "SubscriptionStatus", "MetadataResource", "Patien", "Patients"})
    EXPECT_FALSE(is_resource_type(no)) << no;
}

TEST(FhirDefinitions, NumberEveryTypeAndNameItBack) {
  std::set<std::uint16_t> numbers;
  for (const std::string_view type : resource_types()) {
    const std::uint16_t number = resource_type_number(type);
    EXPECT_GT(number, 0);
    EXPECT_TRUE(numbers.insert(number).second) << type;
    EXPECT_EQ(resource_type_name(number), type);
  }
  EXPECT_EQ(resource_type_number("HumanName"), 0);
  EXPECT_EQ(resource_type_name(0), "");
  EXPECT_EQ(resource_type_name(9999), "");
}

// Index tables store these numbers. When this test fails, the numbering has moved and stored rows would mean other parameters:
// keep the old numbers in tools/fhir_definitions, or write a migration that indexes every resource again.
TEST(FhirDefinitions, KeepTheirNumbers) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  };
  std::size_t count = 0;
  for (const std::string_view type : resource_types()) {
    for (const SearchParameter& parameter : parameters_of(type)) {
      add(type);
      add(".");
      add(parameter.code);
      add("=" + std::to_string(parameter.number) + "\n");
      ++count;
    }
  }
  EXPECT_EQ(count, 2576U);
  EXPECT_EQ(hash, 0xee77564f02045f2eULL);
}

TEST(FhirDefinitions, FindAParameterByTypeAndCode) {
  const SearchParameter* birthdate = find_parameter("Patient", "birthdate");
  ASSERT_NE(birthdate, nullptr);
  EXPECT_EQ(birthdate->type, "Patient");
  EXPECT_EQ(birthdate->search_type, SearchType::date);
  EXPECT_EQ(birthdate->expression, "Patient.birthDate");
  EXPECT_EQ(find_parameter("Patient", "birthDate"), nullptr);
  EXPECT_EQ(find_parameter("Patient", "_content"), nullptr) << "full text has no path and is not offered";
  EXPECT_EQ(find_parameter("Elephant", "name"), nullptr);
}

TEST(FhirDefinitions, SplitSharedExpressionsByType) {
  EXPECT_EQ(find_parameter("Patient", "phone")->expression, "Patient.telecom.where(system='phone')");
  EXPECT_EQ(find_parameter("Practitioner", "phone")->expression, "Practitioner.telecom.where(system='phone')");
  EXPECT_EQ(find_parameter("Observation", "combo-code")->expression, "Observation.code | Observation.component.code");
}

TEST(FhirDefinitions, GiveEveryTypeTheParametersOfAllResources) {
  for (const std::string_view type : resource_types()) {
    for (const std::string_view code : {"_id", "_lastUpdated", "_profile", "_tag", "_security", "_source"}) {
      const SearchParameter* parameter = find_parameter(type, code);
      ASSERT_NE(parameter, nullptr) << type << "." << code;
      EXPECT_EQ(parameter->type, type);
    }
  }
}

TEST(FhirDefinitions, ParametersAreInOrderAndFoundByTheirOwnCode) {
  for (const std::string_view type : resource_types()) {
    const auto own = parameters_of(type);
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end(), [](const auto& a, const auto& b) { return a.code < b.code; })) << type;
    for (const SearchParameter& parameter : own) EXPECT_EQ(find_parameter(type, parameter.code), &parameter);
  }
}

TEST(FhirDefinitions, ReferencesNameTheirTargets) {
  const auto targets = find_parameter("Encounter", "subject")->targets;
  EXPECT_EQ(std::vector<std::string_view>(targets.begin(), targets.end()), (std::vector<std::string_view>{"Group", "Patient"}));
  EXPECT_TRUE(find_parameter("Patient", "birthdate")->targets.empty());
}

}  // namespace
}  // namespace charta::fhir
