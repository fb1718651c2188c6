// SPDX-License-Identifier: Apache-2.0
// What the hierarchy asks about one claim, looked up once: attributes, levels, clusters, hospital-acquired conditions.
#pragma once
#include "department/coding/grouper/grouper.hpp"

namespace charta::grouper {

struct ClaimFacts {
  struct Secondary {
    const Diagnosis* row = nullptr;            ///< null: no code of this version
    const AttributeSet* attributes = nullptr;  ///< never null
    Severity level = Severity::none;           ///< after exclusion by the principal and the alive rule
    Lost lost = Lost::nothing;
    std::uint32_t hacs = 0;      ///< bit n: it meets HAC n, whatever its POA
    bool is_taken_away = false;  ///< hospital-acquired with a demoting POA
    bool lacks_poa = false;      ///< hospital-acquired with a POA that says neither: the claim cannot be grouped
  };
  struct MetPart {
    std::uint16_t cluster = 0, choice = 0, procedure = 0;
    auto operator<=>(const MetPart&) const = default;
  };

  const DrgTables* tables = nullptr;
  const Claim* claim = nullptr;
  const Diagnosis* principal = nullptr;
  AttributeSet principal_attributes, secondary_attributes, all_procedure_attributes;
  std::vector<Secondary> secondary;
  std::vector<std::uint32_t> procedures;     ///< rows, or CodeIndex::none
  std::vector<std::uint32_t> suppressed_in;  ///< per procedure, bit m: a cluster speaks for it in MDC m
  std::vector<MetPart> met_parts;
  std::vector<std::uint16_t> clusters;  ///< formed, sorted
  int mdc = 0;                          ///< of the principal diagnosis, by sex where that decides
  bool needs_sex = false, died = false, external_cause = false;
  bool lacks_poa = false;  ///< of a hospital-acquired condition

  void look_up(const DrgTables& published, const Claim& discharge);
  const AttributeSet* procedure_attributes(std::size_t place) const;  ///< null: not a code of this version
  bool counts_in(std::size_t procedure, int in_mdc) const {
    return in_mdc > 31 || ((suppressed_in[procedure] >> static_cast<unsigned>(in_mdc)) & 1U) == 0;
  }
  /// Of a cluster that is formed: together its procedures are one.
  bool is_operating_room_cluster(std::uint16_t cluster) const {
    const auto& attributes = tables->patterns[tables->clusters[cluster].pattern];
    return attributes != AttributeSet{} && (tables->non_operating_room_attribute < 0 ||
                                            !attributes.has(static_cast<std::uint16_t>(tables->non_operating_room_attribute)));
  }
  bool is_operating_room(std::size_t place) const {
    return procedures[place] != CodeIndex::none && tables->procedures[procedures[place]].is_operating_room != 0;
  }

 private:
  void look_up_diagnoses();
  void look_up_procedures();
  void form_clusters();
  void find_hospital_acquired();
  std::uint32_t hacs_of(const Secondary& diagnosis, const AttributeSet& acquired) const;
  AttributeSet acquired_attributes() const;
};

/// True when `status` is in the list.
bool is_one_of(const std::vector<int>& list, int status);

}  // namespace charta::grouper
