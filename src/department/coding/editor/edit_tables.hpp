// SPDX-License-Identifier: Apache-2.0
// The Medicare Code Editor's published attributes, each with the days on which it holds.
#pragma once
#include "base/time.hpp"
#include "department/coding/grouper/code.hpp"

#include <string>
#include <vector>

namespace charta::editor {

/// One span of a code: valid from the first to the last day, with the attributes of that time as bits of EditTables::attributes.
struct DatedCode {
  std::int32_t first_day = 0, last_day = 0;
  std::uint64_t attributes = 0;
};
struct AgeRange {
  std::int32_t first_day = 0, last_day = 0;
  std::uint16_t attribute = 0, youngest = 0, oldest = 0, reserved = 0;
};
struct DatedStatus {
  std::int32_t first_day = 0, last_day = 0, status = 0;
};

/// Codes of one kind: a code's spans stand together.
struct DatedCodes {
  std::vector<grouper::CodeKey> keys;
  std::vector<std::uint32_t> starts;  ///< per key and one more
  std::vector<DatedCode> spans;
  grouper::CodeIndex index;

  template <class Archive>
  void fields(Archive& archive) {
    archive(keys, starts, spans);
  }
  /// The span in force on `day`, or null: no valid code then.
  const DatedCode* on(grouper::CodeKey code, std::int32_t day) const;
  const DatedCode* any(grouper::CodeKey code) const;  ///< its last span, whenever
};

struct EditTables {
  std::uint32_t version = 0;  ///< 431 for v43.1
  std::int32_t last_day = 0;  ///< of discharges that it can judge
  std::vector<std::string> attributes;
  DatedCodes diagnoses, procedures;
  std::vector<AgeRange> ages;
  std::vector<DatedStatus> statuses;

  template <class Archive>
  void fields(Archive& archive) {
    archive(version, last_day, attributes);
    diagnoses.fields(archive);
    procedures.fields(archive);
    archive(ages, statuses);
  }
  /// Indexes. Errors: `invalid` (the tables do not fit together).
  Result<void> prepare();
  std::uint64_t mask_of(std::string_view attribute) const;  ///< 0: no code carries it
};

std::int32_t day_number(Date day);

}  // namespace charta::editor
