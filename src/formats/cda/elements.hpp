// SPDX-License-Identifier: Apache-2.0
// CDA R2 datatypes as FHIR R4 elements. Source: HL7 C-CDA on FHIR 1.2, datatype guidance; HL7 V3 abstract datatypes R1.
#pragma once
#include "base/time.hpp"
#include "formats/cda/narrative.hpp"
#include "formats/cda/xml.hpp"
#include "formats/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::cda {

using json::Value;

/// What is taken of an IVL or TS: as FHIR writes dateTime.
struct Span {
  std::string at, start, end;  ///< `at`: a single time; else start and end, either of which may be empty
  bool empty() const { return at.empty() && start.empty() && end.empty(); }
  const std::string& first() const { return at.empty() ? start : at; }
};

/// Makes elements in one document. An absent value (false) means: no element.
class Elements {
 public:
  Elements(json::Document& document, TimeZone zone, const NarrativeIndex& narrative)
      : document_(document), zone_(std::move(zone)), narrative_(narrative) {}

  Value identifier(Element ii);
  void identifiers(Value resource, Element owner);  ///< every id of the owner as `identifier`
  Value coding(Element cd);
  Value coding(std::string_view system, std::string_view code, std::string_view display = {});
  Value concept_of(Element cd);  ///< translations as further codings, the original text as text
  Value concept_of(std::string_view system, std::string_view code, std::string_view display = {});
  Value required_concept(Element cd);  ///< "unknown" where nothing was said, with the null flavor
  Value text_concept(std::string_view text);
  Value quantity(Element pq);                                    ///< absent when it has no number
  Value range_or_quantity(Element ivl_pq, std::string& member);  ///< "Range", or "Quantity" with a comparator
  Value ratio(Element rto);
  Value reference(std::string_view display, Value identifier = {});
  Value person(Element assigned);  ///< assignedAuthor, assignedEntity: a Reference with name and identifier
  Value organization(Element organization);
  Value human_name(Element pn);
  Value address(Element ad);
  Value telecom(Element tel);
  Value annotation(std::string_view text);

  std::string time(Element ts) const;  ///< dateTime, partial dates stay partial; empty when it is no time
  std::string day(Element ts) const;   ///< date
  std::optional<Instant> moment(Element ts) const;
  Span span(Element ivl) const;
  /// "effectiveDateTime" or "effectivePeriod".
  void set_span(Value resource, const std::string& prefix, const Span& span);
  Value period(const Span& span);
  std::string words(Element element) const { return narrative_.words(element); }

  void set(Value object, std::string_view key, Value value) {
    if (value) document_.set(object, key, value);
  }
  void set_text(Value object, std::string_view key, std::string_view text);  ///< trimmed; nothing when blank
  void append(Value object, std::string_view key, Value value);              ///< makes the array on first use
  Value object(std::string_view resource_type = {});
  json::Document& document() { return document_; }

 private:
  void add_translations(Value concept_made, Element cd);
  json::Document& document_;
  TimeZone zone_;
  const NarrativeIndex& narrative_;
};

/// A number as JSON writes it ("0.5" for ".5"), or empty when the text is none.
std::string decimal_of(std::string_view text);
/// A name in reading order: "Rosa Weiss MD".
std::string name_text(Element pn);

}  // namespace charta::cda
