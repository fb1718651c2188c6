// SPDX-License-Identifier: Apache-2.0
// What the labels that others put on a record mean here. Source: https://hl7.org/fhir/R4/security-labels.html
#pragma once
#include "base/result.hpp"
#include "formats/json/json.hpp"
#include "record/access/actor.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::access {

/// A code as FHIR writes it in `meta.security`.
struct SecurityCode {
  std::string system, code;
  bool operator==(const SecurityCode&) const = default;
};

class SecurityLabels {
 public:
  /// Reads security-labels.json. Errors: `invalid`, naming what does not exist.
  static Result<SecurityLabels> parse(std::string_view text);
  /// From `folder`/security-labels.json.
  static Result<SecurityLabels> load(const std::string& folder);
  static const SecurityLabels& shipped();

  /// The labels of a resource: of its `meta.security`. A code that is not listed gives none.
  SensitivityMask of(json::Value resource) const;
  /// Labels that, on a patient, are on everything in the patient's record.
  SensitivityMask of_the_whole_record() const { return whole_; }
  /// Labels of patients whose existence is no secret: whoever may break the glass finds them, marked as restricted.
  SensitivityMask announced() const { return announced_; }
  /// What a field of HL7 v2 ("PD1-12", "Y") says as a code; nothing when it restricts nothing.
  std::optional<SecurityCode> of_field(std::string_view field, std::string_view value) const;
  /// Whether a field can say this code: then the field may also take it back.
  bool is_said_by(std::string_view field, std::string_view system, std::string_view code) const;
  const std::string& reference() const { return reference_; }  ///< "access/security-labels@1"

 private:
  struct Field {
    std::string field, value;
    SecurityCode code;
  };
  std::map<std::pair<std::string, std::string>, SensitivityMask, std::less<>> codes_;
  std::vector<Field> fields_;
  SensitivityMask whole_ = 0, announced_ = 0;
  std::string reference_;
};

}  // namespace charta::access
