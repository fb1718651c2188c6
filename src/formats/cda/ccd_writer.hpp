// SPDX-License-Identifier: Apache-2.0
// A CCD being written, section by section. Private to the module.
#pragma once
#include "formats/cda/ccd.hpp"
#include "formats/cda/code_tables.hpp"
#include "formats/cda/xml_writer.hpp"

#include <span>

namespace charta::cda {

class CcdWriter {
 public:
  using Value = json::Value;
  explicit CcdWriter(const CcdContent& content) : content_(content) {}
  Ccd print();

 private:
  using Row = std::vector<std::string>;

  // ccd_header.cpp
  void identifier(std::string_view name, Value id);
  void identifiers(Value resource);
  void concept_as(std::string_view name, Value value, std::string_view type = {});
  void code(std::string_view value, std::string_view system, std::string_view display = {});
  void quantity(std::string_view name, Value value, std::string_view type = {});
  void span(std::string_view start, std::string_view end, std::string_view type = {});
  void effective(Value resource, const std::string& prefix);
  std::vector<Value> standing(std::string_view type) const;
  void begin_section(std::string_view root, std::string_view date, std::string_view loinc, std::string_view title, bool is_empty);
  void words(const Row& head, const std::vector<Row>& rows);
  void end_section();
  void header();
  void patient();
  void background(std::string_view name, std::string_view element);

  // ccd_problems.cpp
  void problems();
  void problem(Value one);
  void allergies();
  void allergy(Value one);

  // ccd_medications.cpp
  void medications();
  void medication(Value one);
  void material(std::string_view root, std::string_view date, Value code_value, std::string_view lot,
                std::string_view manufacturer);
  void author(std::string_view time, Value who);
  void immunizations();

  // ccd_results.cpp
  static bool is_category(Value observation, std::string_view wanted);
  static std::string shown_value(Value one);
  static Row observation_row(Value one);
  void value(Value one);
  void observation(Value one, std::string_view root, std::string_view date);
  /// Reports with their results; results without a report stand in a panel of their own code.
  void results();
  void panel(Value of, const std::vector<Value>& members);
  Value referred(Value reference) const;
  bool is_in_a_report(Value observation, const std::vector<Value>& reports) const;
  void vital_signs();
  void social_history();

  // ccd_care.cpp
  void procedures();
  void encounters();

  const CcdContent& content_;
  XmlWriter xml_;
  std::size_t written_ = 0;
};

inline constexpr std::string_view snomed_oid = "2.16.840.1.113883.6.96", loinc_oid = "2.16.840.1.113883.6.1",
                                  act_oid = "2.16.840.1.113883.5.4";
/// The words of a concept, and its first code.
std::string shown_concept(json::Value value);
std::string_view first_code(json::Value value);
/// An OID for a system that has none, under the arc of UUIDs: the same for the same system.
std::string derived_root(std::string_view system);
/// The root of an II for a FHIR identifier system.
std::string root_of(std::string_view system);
/// What was withdrawn stands in no export.
bool is_withdrawn(json::Value resource);
std::span<const CodeRow> condition_states();  ///< condition-clinical → SNOMED CT
std::span<const CodeRow> result_states();     ///< observation-status, diagnostic-report-status → ActStatus

}  // namespace charta::cda
