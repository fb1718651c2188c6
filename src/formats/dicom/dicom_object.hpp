// SPDX-License-Identifier: Apache-2.0
// What a DICOM object says of itself, from its DICOM JSON. Source: DICOM PS3.18 annex F, PS3.3 C.7.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::dicom {

struct PersonName {
  std::string family{}, given{}, middle{}, prefix{}, suffix{};
};

struct DicomObject {
  // Whose it is.
  std::string patient_id{}, issuer{};  ///< (0010,0020), (0010,0021)
  PersonName name{};
  std::optional<Date> birth_date{};
  std::string birth_text{}, sex{};                               ///< as it stands; M, F, O
  std::vector<std::pair<std::string, std::string>> other_ids{};  ///< number and issuer: (0010,1002)
  // Which it is.
  std::string study{}, series{}, instance{}, sop_class{};  ///< UIDs
  std::string accession{}, accession_issuer{}, study_id{};
  // What it is.
  std::string modality{}, study_title{}, series_title{}, body_part{}, title{};
  std::string title_code{}, title_scheme{};  ///< of a document or report: LOINC is "LN"
  std::string study_date{}, study_time{}, series_date{}, series_time{};
  std::string physician{}, institution{}, station{};
  std::optional<std::int64_t> series_number{}, number{};
  std::int64_t frames = 0, rows = 0, columns = 0;
  bool has_original_attributes = false;  ///< (0400,0561): somebody changed it on its way
};

/// Whether a text is a UID: digits and points, no empty part, at most 64 characters (PS3.5, 9.1).
bool is_uid(std::string_view text);
/// "Jensen^Caroline^^Dr^" in its five parts (PS3.5, 6.2.1); what comes after the first "=" is written otherwise, not otherwise
/// named.
PersonName name_of(std::string_view text);
/// 20260302 (or 2026.03.02, as the standard's first version wrote it). Nothing for part of a day.
std::optional<Date> day_of(std::string_view text);
/// "2026-03-02T14:05:00" with the time where there is one, "" without a day: FHIR, without a zone, which DICOM rarely tells.
std::string local_moment(std::string_view day, std::string_view time);

/// Errors: `invalid` (no DICOM JSON; an instance without one of its UIDs).
Result<DicomObject> object_of(json::Value attributes);

/// The first value of an attribute ("00100020"), as text; empty when there is none.
std::string value_of(json::Value attributes, std::string_view tag);

}  // namespace charta::dicom
