// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/reference.hpp"

#include <gtest/gtest.h>

namespace charta::fhir {
namespace {

struct ReferenceCase {
  const char* text;
  const char* base;
  const char* type;
  const char* id;
  const char* address;
};

TEST(FhirReference, IsTakenApart) {
  for (const auto& [text, base, type, id, address] :
       {ReferenceCase{"Patient/7", "", "Patient", "7", "Patient/7"},
        {"Patient/7/_history/3", "", "Patient", "7", "Patient/7"},
        {"https://h/fhir/Patient/7", "https://h/fhir", "Patient", "7", "https://h/fhir/Patient/7"},
        {"https://h/fhir/Patient/7/_history/3", "https://h/fhir", "Patient", "7", "https://h/fhir/Patient/7"},
        {"urn:uuid:0c3151bd", "", "", "", "urn:uuid:0c3151bd"},
        {"#p", "", "", "", "#p"},
        {"", "", "", "", ""},
        {"Patient?identifier=a/b", "", "", "", "Patient?identifier=a/b"},
        {"Elephant/7", "", "", "", "Elephant/7"},
        {"Patient/", "", "", "", "Patient/"},
        {"/Patient", "", "", "", "/Patient"},
        {"http://acme.org/codes", "", "", "", "http://acme.org/codes"}}) {
    const ReferenceParts parts = read_reference(text);
    EXPECT_EQ(parts.base, base) << text;
    EXPECT_EQ(parts.type, type) << text;
    EXPECT_EQ(parts.id, id) << text;
    EXPECT_EQ(parts.address, address) << text;
  }
}

TEST(FhirReference, SaysItsTypeByTextElseBesideIt) {
  const auto type_of = [](std::string_view json) {
    const auto document = json::Document::parse(json);
    return std::string(target_type(document->root()));
  };
  EXPECT_EQ(type_of(R"({"reference":"Patient/7","type":"Group"})"), "Patient");
  EXPECT_EQ(type_of(R"({"reference":"urn:uuid:1","type":"Group"})"), "Group");
  EXPECT_EQ(type_of(R"({"display":"somebody"})"), "");
}

}  // namespace
}  // namespace charta::fhir
