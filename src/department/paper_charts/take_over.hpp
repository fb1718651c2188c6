// SPDX-License-Identifier: Apache-2.0
// A file room's index from an earlier system: places, volumes with where they are now, and old numbers, as comma separated lines.
// docs/formats/file-room-index.md.
#pragma once
#include "department/paper_charts/paper_service.hpp"
#include "formats/delimited/delimited.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::paper_charts {

struct RefusedLine {
  int line = 0;        ///< of the file, the heading is 1
  std::string reason;  ///< what, which and what next; names nobody
};

struct TakenOver {
  std::string what;  ///< places, volumes, old-numbers
  std::int64_t lines = 0, made = 0, known = 0, refused = 0;
  std::vector<RefusedLine> refusals;  ///< the first thousand
};

/// Every line is taken, known already, or refused with its reason; the same file twice changes nothing.
class TakeOver {
 public:
  TakeOver(store::Store& store, PaperService& paper, patient_index::PatientIndexService& index, const Clock& clock,
           KeySource& keys)
      : store_(store), paper_(paper), index_(index), clock_(clock), keys_(keys) {}

  /// Errors: `invalid` (the file is broken, or its heading is none of ours): then nothing of it was taken, and the line is named.
  Result<TakenOver> read(const access::Actor& actor, std::string_view csv,
                         const std::function<void(std::int64_t)>& progress = {});

 private:
  enum class Outcome { made, known };
  using Line = std::unordered_map<std::string, std::string>;
  Result<std::vector<std::pair<int, Line>>> lines_of(std::string_view csv, std::string& what) const;
  Result<Outcome> take(store::UnitOfWork& work, const access::Actor& actor, const std::string& what, const Line& line);
  Result<Outcome> take_place(store::UnitOfWork& work, const access::Actor& actor, const Line& line);
  Result<Outcome> take_volume(store::UnitOfWork& work, const access::Actor& actor, const Line& line);
  Result<Outcome> take_number(store::UnitOfWork& work, const access::Actor& actor, const Line& line);
  Result<void> bring_to(store::UnitOfWork& work, const access::Actor& actor, VolumeId volume, const Line& line);
  Result<PatientId> person(store::Reader& reader, const access::Actor& actor, const std::string& number,
                           const std::string& assigner);
  Result<PlaceId> place(store::Reader& reader, const std::string& path);

  store::Store& store_;
  PaperService& paper_;
  patient_index::PatientIndexService& index_;
  const Clock& clock_;
  KeySource& keys_;
  std::unordered_map<std::string, PlaceId> places_;  ///< of this run, by path
};

}  // namespace charta::paper_charts
