// SPDX-License-Identifier: Apache-2.0
// The narrative of a section: what its author attests. Pure.
#pragma once
#include "formats/cda/xml.hpp"

#include <map>
#include <string>

namespace charta::cda {

/// Where the anchors of the narratives stand: what <reference value="#id"/> points at.
class NarrativeIndex {
 public:
  explicit NarrativeIndex(Element body);
  /// The words at an anchor ("#id" or "id"); empty when there is none.
  std::string text_at(std::string_view reference) const;
  /// The words of an element that holds them or refers to them: originalText, text.
  std::string words(Element element) const;

 private:
  std::map<std::string, Element, std::less<>> anchors_;
};

/// A narrative block as XHTML that FHIR and a browser take safely: known elements become basic formatting, everything else its
/// words; no scripts, styles, addresses or pictures from elsewhere. Empty when the block says nothing.
/// Sources: CDA R2, 4.3.5 (narrative block); FHIR R4 narrative, txt-1 and txt-2.
std::string xhtml_of(Element text);
/// The same within <div xmlns="http://www.w3.org/1999/xhtml">, never empty: a resource's text.div.
std::string narrative_div(std::string_view xhtml);

std::string escaped(std::string_view text);

}  // namespace charta::cda
