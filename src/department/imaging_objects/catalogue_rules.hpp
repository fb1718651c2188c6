// SPDX-License-Identifier: Apache-2.0
// What the site says of its DICOM senders and its viewer: rule pack imaging-objects/catalogue.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <map>
#include <string>
#include <string_view>

namespace charta::imaging_objects {

struct CatalogueRules {
  std::string rule;
  std::map<std::string, std::string> issuers;  ///< issuer as devices write it -> identifier system
  std::string without_issuer;                  ///< whose numbers are that name no issuer; empty: nobody's
  std::string document_type, document_title;   ///< LOINC of an encapsulated document that does not say what it is
  std::string viewer_url, viewer_title;        ///< "{study}" stands for the Study Instance UID; empty: no viewer

  static Result<CatalogueRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  /// Empty: nobody knows whose number it is.
  std::string assigner_of(std::string_view issuer) const;
  std::string viewer_of(std::string_view study) const;
};

}  // namespace charta::imaging_objects
