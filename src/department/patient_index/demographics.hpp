// SPDX-License-Identifier: Apache-2.0
// Who a message or a record says that somebody is: what identification compares and the index keeps.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"

namespace charta::patient_index {

/// Who assigns social security numbers. Source: HL7 Terminology, US Social Security Number.
inline constexpr std::string_view us_ssn_system = "http://hl7.org/fhir/sid/us-ssn";

/// A number that an assigner gave this person. `type`: table 0203 (MR, PI, SS, …), empty when the sender gave none.
struct Identifier {
  std::string assigner, value, type;
  bool operator==(const Identifier&) const = default;
};

enum class NameUse { current, former, alias };
std::string_view name_use_code(NameUse use);

struct Name {
  std::string family, given, middle, suffix;
  NameUse use = NameUse::current;
  bool operator==(const Name&) const = default;
};

struct Demographics {
  std::vector<Identifier> identifiers;
  std::vector<Name> names;            ///< the current one first
  std::optional<Date> birth_date;     ///< set only when year, month and day were given
  std::string birth_text;             ///< as it stands, also when partial
  std::string sex;                    ///< FHIR administrative-gender; shown, never compared
  std::string ssn;                    ///< nine digits, or empty
  std::optional<int> birth_order;     ///< PID-25: twins share surname and day
  bool deceased = false;
  std::optional<Date> death_date;
  std::string address, phone;         ///< for the banner
  std::string street, city, region, postal_code, email, mothers_maiden_name;  ///< compared by matching, in their parts

  const Name* current_name() const { return names.empty() ? nullptr : &names.front(); }
};

/// Whether an identifier of this type names a patient's record (table 0203: MR medical record number, PI patient internal, PT patient
/// external; untyped numbers of PID-3 are record numbers too). Account, visit, licence and social security numbers are not.
bool is_record_number(std::string_view type);
/// MRT, temporary medical record number: of somebody whom nobody knows yet.
bool is_temporary_number(std::string_view type);

/// The decimal digits of a text: what of a telephone or social security number is compared.
std::string digits_of(std::string_view text);

/// From PID, and MRG where `segment` is one (MRG-1 and MRG-7 stand in the places of PID-3 and PID-5).
Demographics demographics_of(const hl7v2::Segment& pid, const hl7v2_fhir::Sender& sender);
/// Only the numbers and the name of MRG. Source: HL7 v2 chapter 3, MRG.
Demographics prior_of(const hl7v2::Segment& mrg, const hl7v2_fhir::Sender& sender);
/// From a FHIR Patient.
Demographics demographics_of(json::Value patient);

/// "MARSH, Ada Jane": for lists and banners.
std::string display_name(const Name& name);

}  // namespace charta::patient_index
