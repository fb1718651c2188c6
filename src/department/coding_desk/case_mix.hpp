// SPDX-License-Identifier: Apache-2.0
// Case mix of final cases: the index, and how much of the severity that could be told is. Pure.
// Source: CMI = sum of relative weights / discharges (CMS, MS-DRG Definitions Manual; metric 34).
#pragma once
#include "department/coding_desk/coding_case.hpp"

#include <string_view>

namespace charta::coding_desk {

enum class MixBy { service, physician, month, drg };
std::string_view mix_code(MixBy by);  ///< service, physician, month, drg
std::optional<MixBy> parse_mix(std::string_view code);

struct MixRow {
  std::string key, title;
  std::int64_t cases = 0, weighted = 0;                   ///< cases with a weight: the others count in no index
  std::int64_t weight = 0;                                ///< sum, in ten-thousandths
  std::int64_t splitable = 0, with_mcc = 0, with_cc = 0;  ///< of cases whose base DRG is split by severity
  /// In ten-thousandths, rounded half up; nothing without a weighted case.
  std::optional<std::int64_t> index() const;
};

/// The group of a case, as a key and as words.
std::pair<std::string, std::string> group_of(const CodingCase& one, MixBy by, const TimeZone& zone);
/// One row a group by its title, and the whole.
struct CaseMix {
  MixRow whole;
  std::vector<MixRow> rows;
};
CaseMix case_mix(std::span<const CodingCase> cases, MixBy by, const TimeZone& zone);

}  // namespace charta::coding_desk
