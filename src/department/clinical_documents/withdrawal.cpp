// SPDX-License-Identifier: Apache-2.0
#include "department/clinical_documents/withdrawal.hpp"

#include <array>

namespace charta::clinical_documents {
namespace {

constexpr std::string_view withdrawn = "entered-in-error";

/// Types whose verification is a concept, and which then have no clinical status (con-5, ait-2).
struct Verified {
  std::string_view type, system;
};
constexpr std::array<Verified, 2> verified{
    {{"Condition", "http://terminology.hl7.org/CodeSystem/condition-ver-status"},
     {"AllergyIntolerance", "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"}}};

}  // namespace

bool withdraw(json::Document& document, json::Value resource) {
  const auto type = resource["resourceType"].text();
  for (const auto& row : verified) {
    if (row.type != type) continue;
    if (resource["verificationStatus"]["coding"].at(0)["code"].text() == withdrawn) return false;
    auto coding = document.object(), concept_made = document.object(), codings = document.array();
    document.set(coding, "system", row.system);
    document.set(coding, "code", withdrawn);
    document.append(codings, coding);
    document.set(concept_made, "coding", codings);
    document.set(resource, "verificationStatus", concept_made);
    // con-5 forbids a clinical status now, and con-4 an end without one; what was told stands in the version before.
    for (const std::string_view member :
         {"clinicalStatus", "abatementDateTime", "abatementAge", "abatementPeriod", "abatementRange", "abatementString"})
      if (resource[member]) document.remove(resource, member);
    return true;
  }
  const std::string_view member = type == "Goal" ? "lifecycleStatus" : "status";
  if (!resource[member] || resource[member].text() == withdrawn) return false;
  document.set(resource, member, withdrawn);
  return true;
}

}  // namespace charta::clinical_documents
