// SPDX-License-Identifier: Apache-2.0
// What of a person exists in which medium and where, how whole that is, and what the answer to whoever asks is called. Pure.
// Source: AHIMA, retention and destruction of health information (what is said of a destroyed record).
#pragma once
#include "base/time.hpp"
#include "department/paper_charts/volume.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::holdings {

/// One way to have it: how soon, and at which priority of whoever brings it.
struct Way {
  std::string priority;  ///< empty: there is one way only
  std::int64_t minutes = 0;
};

/// Something that exists, or existed: a volume, or what stands in the electronic chart in one medium.
struct Holding {
  std::string where;   ///< on-shelf, charged-out, off-site, electronic, missing, destroyed, merged, transferred, retired
  std::string medium;  ///< paper, film, fiche, roll, box; scan, text, dicom
  std::string kind;    ///< of a volume: medical, film, …
  std::string place, position, barcode, chart_number, certificate;
  paper_charts::VolumeId volume;    ///< unset: electronic
  PatientId patient;                ///< in whose record it stands
  std::int64_t number = 0;          ///< of a volume
  std::int64_t count = 0;           ///< of what is electronic: documents, studies
  std::string from_day, until_day;  ///< empty: not known, or open
  std::set<int> years;              ///< of what is electronic: those in which something stands
  std::vector<Way> ways;            ///< none: it cannot be had
  std::string rule;
};

/// Years in which somebody was here and of which nothing stands in any medium.
struct Gap {
  int from = 0, until = 0;
  bool is_certain = true;  ///< false: a volume without dates may hold them
  bool operator==(const Gap&) const = default;
};

/// By the state of a volume.
std::string_view where_of(const paper_charts::Volume& volume);
/// Whether somebody can have it.
bool can_be_had(const Holding& holding);
/// Whether it may hold papers of this year: by its dates, and where it has none, perhaps.
enum class Covers { yes, perhaps, no };
Covers covers(const Holding& holding, int year, int this_year);

/// `visited`: years in which the person was here. What was destroyed is no gap: it is accounted for.
std::vector<Gap> gaps_of(const std::vector<Holding>& holdings, const std::set<int>& visited, int this_year);

/// found, found-in-part, destroyed, missing, never-existed: of what is asked for (`year`: of that year alone).
std::string_view answer_class(const std::vector<Holding>& holdings, const std::vector<Gap>& gaps, std::optional<int> year,
                              int this_year);

}  // namespace charta::holdings
