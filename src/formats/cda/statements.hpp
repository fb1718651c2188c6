// SPDX-License-Identifier: Apache-2.0
// The clinical statements of a section as resources: private to the mapping.
#pragma once
#include "formats/cda/clinical_document.hpp"
#include "formats/cda/code_tables.hpp"
#include "formats/cda/elements.hpp"

#include <map>
#include <string>
#include <vector>

namespace charta::cda {

/// Maps the statements of a document, section by section. Each statement is counted once: mapped, or named with its reason.
class Statements {
 public:
  Statements(Elements& make, MappedDocument& out) : make_(make), out_(out) {}

  /// Every entry of one section; the references to what was made.
  std::vector<Value> section(Element section, SectionKind kind, SectionReport& report);
  /// The encounter that the document is about; its number, or 0.
  int encompassing_encounter(Element encounter);
  /// References to the resources made since; for Composition.section.entry.
  static std::string reference_to(const MappedResource& made);

 private:
  void entry(Element statement);
  void problem(Element statement);
  void allergy(Element statement);
  void medication(Element statement);
  void result(Element statement);
  void observation_entry(Element statement);
  void immunization(Element statement);
  void procedure(Element statement);
  void encounter(Element statement);
  void family_history(Element organizer);
  void planned(Element statement);
  void goal(Element statement);
  void health_concern(Element statement);
  void equipment(Element statement);
  void coverage(Element statement);
  /// Every statement of these elements below an act; or the act itself is named.
  void within(Element act, std::initializer_list<std::string_view> names, void (Statements::*one)(Element),
              std::string_view lacking);

  Value condition(Element observation, Element concern, std::string_view category);
  Value allergy_intolerance(Element observation, Element concern);
  Value medication_statement(Element administration);
  Value medication_request(Element administration);
  void describe_medication(Value resource, Element administration, std::string_view medication_member);
  Value dosage(Element administration);
  Value timing(Element administration);
  Value observation(Element observation, std::string_view category);
  void set_value(Value resource, Element value);
  void set_ranges(Value resource, Element observation);
  Value service_request(Element act);
  Value encounter_resource(Element encounter);
  void reaction(Value allergy, Element observation);
  void panel(Element organizer, std::string_view category);

  /// A statement becomes this resource: checked by the FHIR definitions, counted. The reference, or absent (then it is named).
  Value admit(Element statement, Value resource, bool is_statement = true);
  void name(Element statement, std::string reason);
  Value reference(const MappedResource& made);

  // Parts that many statements share.
  void set_notes(Value resource, Element statement);
  void set_reasons(Value resource, Element statement, std::string_view member = "reasonCode");
  std::string author_time(Element statement) const;
  Value author(Element statement);
  std::string text_of_statement(Element statement) const;

  Elements& make_;
  MappedDocument& out_;
  SectionReport* report_ = nullptr;
  SectionKind kind_ = SectionKind::text_only;
  Element section_;
  std::string section_code_;
  std::vector<Value> references_;
  int next_ = 0;
};

/// An entryRelationship's statement of this template or code, the first one; for status, severity, reaction and the like.
Element related(Element statement, std::string_view template_root, std::string_view code = {});
bool is_negated(Element statement);
std::string_view status_of(Element statement);
std::string_view mood_of(Element statement);

}  // namespace charta::cda
