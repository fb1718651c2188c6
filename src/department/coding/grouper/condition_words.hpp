// SPDX-License-Identifier: Apache-2.0
// What a line of the hierarchy asks, in a coder's words and by the codes of one claim; and which lines above were nearly met.
#pragma once
#include "department/coding/grouper/evaluation.hpp"

#include <string>
#include <vector>

namespace charta::grouper {

/// "Simple pneumonia": the title that the DRGs of a family share, without what is said of MCC and CC. Empty: no title is loaded.
std::string class_title(const DrgTables& tables, const Line& line);

/// A line that one condition more would have met.
struct NearLine {
  int drg = 0;
  std::string needs;  ///< "an MCC", "a procedure of its class or a CC"
};

class ConditionWords {
 public:
  ConditionWords(const DrgTables& tables, const Claim& claim, Pass pass);

  /// "principal diagnosis J18.9 and an MCC (J96.01)": what of the claim meets the line of that place.
  std::string met(int line);
  /// Lines above it that failed by exactly one condition while a code of the claim meets another; at most `most`, those of its
  /// own family first, then the nearest.
  std::vector<NearLine> near_lines(int line, std::size_t most);
  /// "0SP909Z and 0SR90JZ": the procedures that form the cluster.
  std::string parts_of(std::uint16_t cluster) const;

 private:
  struct Lack;
  Lack lack(const Line& line, std::uint16_t at, bool wanted);
  void tell_met(const Line& line, std::uint16_t at, bool wanted, std::vector<std::string>& into);
  std::string met_words(const Line& line, const Node& node) const;
  std::string needed_words(const Node& node, bool wanted) const;
  std::vector<std::string> diagnoses_with(std::uint16_t attribute, bool with_principal) const;
  std::vector<std::string> procedures_with(std::uint16_t attribute) const;
  std::vector<std::string> counted_codes(const DrgTables::Counted& operand) const;
  std::vector<std::string> at_level(const Line& line, Severity level) const;
  void enter(const Line& line);

  const DrgTables& tables_;
  const Claim& claim_;
  int mdc_ = 0;
  ClaimFacts facts_;
  Evaluation::Scratch scratch_;
  Evaluation evaluation_;
};

}  // namespace charta::grouper
