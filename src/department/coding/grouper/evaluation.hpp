// SPDX-License-Identifier: Apache-2.0
// Asks one line's condition of one claim; and, for the line that gave the DRG, which codes it rests on.
#pragma once
#include "department/coding/grouper/claim_facts.hpp"

namespace charta::grouper {

/// Whether hospital-acquired conditions still count (initial) or not (final).
enum class Pass { initial, final };

class Evaluation {
 public:
  /// Room kept from claim to claim.
  struct Scratch {
    std::vector<std::uint16_t> wanted;
    std::vector<char> done;
  };
  Evaluation(const ClaimFacts& facts, Scratch& scratch)
      : facts_(facts), tables_(*facts.tables), wanted_(scratch.wanted), done_(scratch.done) {}

  void begin(Pass pass);
  void enter_mdc(int mdc);
  bool holds(const Line& line, std::uint16_t root) {
    suppression_ = line.suppression == 0 ? nullptr : &tables_.suppressions[line.suppression];
    return asks(root);
  }
  /// True when the secondary diagnosis counts as CC or MCC in this pass and for this line.
  bool counts(std::size_t secondary, const Line& line) const;
  bool is_suppressed(std::size_t secondary, const Line& line) const {
    return line.suppression != 0 && facts_.secondary[secondary].attributes->meets(tables_.suppressions[line.suppression]);
  }
  /// Marks in `secondary` and `procedures` the codes by which `line` held: the first of each kind in the official order.
  void mark(const Line& line, std::uint16_t root, std::vector<char>& secondary, std::vector<char>& procedures);

 private:
  bool asks(std::uint16_t at);
  bool has_level(Severity level);
  bool outweighs_cc();
  bool counted(const DrgTables::Counted& operand);
  bool has_operating_room();
  int weight_of(const DrgTables::Weight& weight, int beside) const;
  bool in_attributes(std::uint16_t attribute, std::size_t entity) const;
  bool comes_before(std::size_t a, std::size_t b) const;
  template <class Predicate>
  int first_secondary(Predicate predicate) const;
  int first_entity(std::uint16_t attribute, bool only_done) const;
  void note_secondary(std::uint16_t attribute);
  void note_level(Severity level);
  void note_counted(const DrgTables::Counted& operand);
  void note_sites(const DrgTables::Counted& operand);
  void mark_entity(std::size_t entity);
  void mark_wanted();
  std::size_t entities() const { return facts_.procedures.size() + facts_.clusters.size(); }

  const ClaimFacts& facts_;
  const DrgTables& tables_;
  Pass pass_ = Pass::initial;
  int mdc_ = 0;
  AttributeSet procedures_here_;
  bool any_cc_ = false, any_mcc_ = false;
  const AttributeSet* suppression_ = nullptr;
  bool marking_ = false;
  std::vector<char>*marked_secondary_ = nullptr, *marked_procedures_ = nullptr;
  std::vector<std::uint16_t>& wanted_;
  std::vector<char>& done_;
};

}  // namespace charta::grouper
