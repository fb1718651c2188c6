// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/conformance.hpp"

namespace charta::cda {

std::vector<std::string> conformance_warnings(Element document) {
  std::vector<std::string> warnings;
  const Element type = child(document, "typeId");
  if (attribute(type, "root") != "2.16.840.1.113883.1.3" || attribute(type, "extension") != "POCD_HD000040")
    warnings.emplace_back("typeId is not that of CDA R2 (2.16.840.1.113883.1.3, POCD_HD000040)");
  return warnings;
}

}  // namespace charta::cda
