// SPDX-License-Identifier: Apache-2.0
// Case mix of final cases: the index, and how much of the severity that could be told is. Pure.
// Source: CMI = sum of relative weights / discharges (CMS, MS-DRG Definitions Manual; metric 34).
#pragma once
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace charta::coding_desk {

enum class MixBy { service, physician, month, drg };
std::string_view mix_code(MixBy by);  ///< service, physician, month, drg
std::optional<MixBy> parse_mix(std::string_view code);

/// What cases come to, together.
struct MixSums {
  std::int64_t cases = 0, weighted = 0;                   ///< cases with a weight: the others count in no index
  std::int64_t weight = 0;                                ///< sum, in ten-thousandths
  std::int64_t splitable = 0, with_mcc = 0, with_cc = 0;  ///< of cases whose base DRG is split by severity
  std::int64_t second_reviews = 0, agreed = 0, reviewed = 0;
  MixSums& operator+=(const MixSums& other);
  /// In ten-thousandths, rounded half up; nothing without a weighted case.
  std::optional<std::int64_t> index() const;
};

struct MixRow : MixSums {
  std::string key, title;
};

/// One row a group by its title, and the whole.
struct CaseMix {
  MixSums whole;
  std::vector<MixRow> rows;
};
CaseMix case_mix(std::vector<MixRow> rows);

/// How a group of a DRG, or of somebody by name, is called: "193", "193 Simple pneumonia".
MixRow named_group(MixBy by, std::string key, const std::string& title, const MixSums& sums);

/// Discharges in [from, until).
struct MixPeriod {
  Instant from, until;
};
/// "2026-02" with the part of the period that is in it, where the hospital stands; the earliest first.
std::vector<std::pair<std::string, MixPeriod>> months_of(const MixPeriod& period, const TimeZone& zone);

}  // namespace charta::coding_desk
