// SPDX-License-Identifier: Apache-2.0
// Findings and where they were found. A path is put together only when there is something to say.
#pragma once
#include "formats/fhir/tables.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::fhir {

/// Where the validation stands: a chain on the stack, one link for each element and item.
struct Place {
  const Place* up = nullptr;
  std::string_view name;                   ///< as written, or
  const tables::Shape* shape = nullptr;    ///< the shape that holds
  const tables::Member* member = nullptr;  ///< this member
  std::int32_t index = -1;                 ///< of an item in a list

  std::string text() const;  ///< FHIRPath: "Patient.contact[0].gender"; a choice by its own name: "Observation.value"
};

class Report {
 public:
  Report(std::vector<Issue>& issues, std::size_t limit) : issues_(issues), limit_(limit) {}
  bool is_full() const { return issues_.size() >= limit_; }
  void error(std::string_view code, std::string message, const Place& place) {
    add(Issue::Severity::error, code, std::move(message), place);
  }
  void warning(std::string_view code, std::string message, const Place& place) {
    add(Issue::Severity::warning, code, std::move(message), place);
  }

 private:
  void add(Issue::Severity severity, std::string_view code, std::string message, const Place& place);
  std::vector<Issue>& issues_;
  std::size_t limit_;
};

/// "value[x]" -> "value"; other names as they are.
std::string_view element_name(const tables::Shape& shape, const tables::Member& member);

}  // namespace charta::fhir
