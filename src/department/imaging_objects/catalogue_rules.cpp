// SPDX-License-Identifier: Apache-2.0
#include "department/imaging_objects/catalogue_rules.hpp"

#include "formats/dicom/dicom_object.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"

namespace charta::imaging_objects {

Result<CatalogueRules> CatalogueRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("imaging-objects/catalogue", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  CatalogueRules rules;
  rules.rule = rule->reference();
  for (const auto one : root["issuers"]) rules.issuers[std::string(one["issuer"].text())] = one["assigner"].text();
  rules.without_issuer = root["without_issuer"].text();
  rules.document_type = root["document"]["code"].text();
  rules.document_title = root["document"]["display"].text();
  rules.viewer_url = root["viewer"]["url"].text();
  rules.viewer_title = root["viewer"]["title"].text();
  if (rules.document_type.empty() || rules.document_title.empty())
    return fail(ErrorKind::invalid, "name the type of a document that does not say what it is", "document");
  if (!rules.viewer_url.empty() && !rules.viewer_url.starts_with("https://") && !rules.viewer_url.starts_with("http://"))
    return fail(ErrorKind::invalid, "the viewer's address begins with https:// or http://", "viewer");
  return rules;
}

std::string CatalogueRules::assigner_of(std::string_view issuer) const {
  if (issuer.empty()) return without_issuer;
  if (const auto found = issuers.find(std::string(issuer)); found != issuers.end()) return found->second;
  if (dicom::is_uid(issuer) && issuer.find('.') != std::string_view::npos) return "urn:oid:" + std::string(issuer);
  if (issuer.starts_with("urn:") || issuer.starts_with("http")) return std::string(issuer);
  return hl7v2_fhir::assigner_system(issuer, "", "");
}

std::string CatalogueRules::viewer_of(std::string_view study) const {
  auto url = viewer_url;
  const auto at = url.find("{study}");
  if (at != std::string::npos) url.replace(at, 7, study);
  return url;
}

}  // namespace charta::imaging_objects
