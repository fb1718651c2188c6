// SPDX-License-Identifier: Apache-2.0
// The published tables of one MS-DRG version, compact: sorted keys, interned attribute patterns, bit sets.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"
#include "department/coding/grouper/code.hpp"
#include "department/coding/grouper/formula.hpp"
#include "department/coding/grouper/special_logic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::grouper {

/// How much a secondary diagnosis weighs.
enum class Severity : std::uint8_t { none, cc, mcc };
enum class MedSurg : std::uint8_t { none, medical, surgical };

struct Diagnosis {
  std::uint16_t pattern = 0;          ///< place in DrgTables::patterns
  std::uint16_t exclusion_group = 0;  ///< from 1; 0: as principal it excludes nothing
  std::uint8_t mdc = 0;               ///< for men where the sexes differ
  std::uint8_t mdc_of_women = 0;      ///< 0: the same for all
  Severity severity = Severity::none;
  std::uint8_t is_hac = 0;  ///< it stands on a list of hospital-acquired conditions
};

struct Procedure {
  std::uint16_t pattern = 0;
  std::uint8_t is_operating_room = 0, reserved = 0;
};

/// Procedures that count as one thing when each choice is present, "Z@0416".
struct Cluster {
  std::uint32_t suppressing_mdcs = 0;  ///< bit m: in MDC m its parts do not count for themselves (MDC 29: unrelated procedures)
  std::uint16_t pattern = 0;
  std::uint16_t choices = 0;  ///< how many must be met, at most 16
};
/// One code may take part in many clusters.
struct ClusterPart {
  std::uint16_t cluster = 0, choice = 0;
};

/// One line of the hierarchy. `drg` 0 with `reroute_mdc`: the claim goes on there; both 0: an error condition.
struct Line {
  std::uint32_t formula_at = 0, formula_length = 0;  ///< in DrgTables::formula_text
  std::uint16_t drg = 0, base_drg = 0, rank = 0;
  std::uint16_t suppression = 0;  ///< place in `suppressions`: secondary diagnoses with these attributes are no CC or MCC here
  std::uint8_t mdc = 0, reroute_mdc = 0;
  MedSurg med_surg = MedSurg::none;
  std::uint8_t reserved = 0;
};

struct HacRule {
  std::uint32_t formula_at = 0, formula_length = 0;
  std::uint32_t number = 0;
};

/// A relative weight with its mean stays, in ten-thousandths and tenths of a day. 0: the tables hold none.
struct DrgFacts {
  std::uint32_t weight = 0;
  std::uint16_t drg = 0, geometric_mean_stay = 0, arithmetic_mean_stay = 0, reserved = 0;
};

struct DrgTables {
  std::uint32_t version = 0;            ///< 430 for v43.0
  std::vector<std::string> attributes;  ///< names, by number
  std::vector<AttributeSet> patterns, suppressions;
  std::vector<CodeKey> diagnosis_keys, procedure_keys, cluster_keys;
  std::vector<Diagnosis> diagnoses;
  std::vector<Procedure> procedures;
  std::vector<Cluster> clusters;
  std::vector<std::uint32_t> part_starts;  ///< per procedure and one more: where its parts stand in `parts`
  std::vector<ClusterPart> parts;
  std::vector<std::uint32_t> exclusion_starts;  ///< per group and one more
  std::vector<CodeKey> exclusions;              ///< sorted within their group
  std::vector<Line> lines;                      ///< by MDC and rank
  std::vector<HacRule> hacs;
  std::string formula_text;
  std::vector<DrgFacts> facts;  ///< by DRG
  std::vector<std::uint16_t> drg_numbers, mdc_numbers, hac_numbers;
  std::vector<std::string> drg_titles, mdc_titles, hac_titles;

  /// Every stored member in order, for reading and writing the compact file.
  template <class Archive>
  void fields(Archive& archive) {
    archive(version, attributes, patterns, suppressions, diagnosis_keys, procedure_keys, cluster_keys, diagnoses, procedures,
            clusters, part_starts, parts, exclusion_starts, exclusions, lines, hacs, formula_text, facts, drg_numbers,
            mdc_numbers, hac_numbers, drg_titles, mdc_titles, hac_titles);
  }

  // Made by prepare().
  struct CompiledHac {
    std::uint16_t root = 0, number = 0;
    AttributeSet asked;       ///< of secondary diagnoses, one of which a code must carry to take part
    AttributeSet procedures;  ///< of procedures
  };
  SpecialLogic logic;
  CodeIndex diagnosis_index, procedure_index;
  std::vector<Node> nodes;
  std::vector<std::uint16_t> roots;  ///< per line
  std::vector<CompiledHac> compiled_hacs;
  std::vector<std::uint32_t> mdc_starts;  ///< where each MDC's lines begin, for 0 to 255
  struct Weight {
    std::uint16_t attribute = 0;
    std::int16_t each = 0;
  };
  struct Counted {
    CountedOperand::Of of = CountedOperand::Of::procedure_sum;
    int at_least = 0, each_at_least = 0;
    std::vector<Weight> weights;
    int beside = -1;  ///< attribute; -1: none is asked
  };
  std::vector<Counted> counted;
  struct Unless {
    std::uint16_t attribute = 0, unless = 0;
  };
  std::vector<Unless> unless;
  /// "ecode", "mccalive" and "nonor"; -1: no code carries it
  int external_cause_attribute = -1, alive_attribute = -1, non_operating_room_attribute = -1;
  std::vector<std::string> unknown_operands;  ///< names in conditions that nothing carries: never true

  /// Compiles conditions and indexes. Errors: `invalid` (inconsistent tables: names the first inconsistency; a condition that
  /// decides names something that this program does not know).
  Result<void> prepare(const SpecialLogic& special);

  const Diagnosis* diagnosis(CodeKey key) const {
    const auto at = diagnosis_index.find(key);
    return at == CodeIndex::none ? nullptr : &diagnoses[at];
  }
  bool excludes(std::uint16_t group, CodeKey secondary) const;
  std::string_view formula_of(const Line& line) const {
    return std::string_view(formula_text).substr(line.formula_at, line.formula_length);
  }
  std::string_view drg_title(int drg) const;
  std::string_view mdc_title(int mdc) const;
  std::string_view hac_title(int hac) const;
  const DrgFacts* facts_of(int drg) const;
  int attribute_number(std::string_view name) const;  ///< -1: no code carries it
  std::size_t memory_bytes() const;

 private:
  Node meaning_of(std::string_view word);
  Result<void> compile_conditions();
  void bind_logic();
  void note_asked(std::uint16_t at, CompiledHac& hac) const;
  Result<void> check() const;
};

}  // namespace charta::grouper
