// SPDX-License-Identifier: Apache-2.0
// What agreement and disagreement tell: Fellegi-Sunter weights as a dated model, and the score of a pair as a sum of named parts.
// Source: Fellegi and Sunter, A Theory for Record Linkage, JASA 64 (1969) 1183-1210; frequencies as in Winkler (1989).
#pragma once
#include "base/result.hpp"
#include "department/matching/comparison.hpp"

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::matching {

/// How often each level is seen where both sides say something: `m` among pairs of one person, `u` among pairs of two.
struct Shares {
  std::array<double, level_count> m{}, u{};
};

struct FieldModel {
  Shares alone;
  /// Beside an agreement that brings this one along: the surname inside a household, the town beside its postal code, the sex
  /// beside the given name. So a family is not taken for one person, and an address is not counted three times.
  Shares beside;
  /// Of two records with a value that at most two records have: how many other people have it too. Near 0 for numbers that are
  /// issued once, near 1 for names.
  double shared_when_rare = 1.0;
};

/// The fields of a pair whose agreement is brought along by another's, a bit a field.
std::uint32_t brought_along(Pattern pattern);
/// Whether a field can be: those have shares of their own for it.
bool can_be_brought_along(Field field);
/// Whether every pair in which the field is brought along shares a blocking key, so that candidates show how often it then
/// agrees.
bool is_brought_along_by_key(Field field);

struct Model {
  std::string id = "patient-index/matching-model";
  std::string trained_on;  ///< "2026-01-15", or empty for the starter model
  std::int64_t records = 0;
  double matches_per_record = 0.1;  ///< pairs of one person, for each record
  std::array<FieldModel, field_count> fields;

  double bits(Field field, Level level, bool beside = false) const;  ///< log2(m/u); 0 for missing
  /// Log2 odds that two records taken anywhere are one person's, among `pairs` pairs of `records_compared` records.
  double prior_bits(double records_compared, double pairs) const;

  std::string print() const;  ///< JSON, a member a line
  /// Errors: `invalid`, naming the member.
  static Result<Model> parse(std::string_view json);
};

/// How often each value stands in the records compared: agreement on a rare one tells more.
class Frequencies {
 public:
  void add(const EncodedPerson& person);
  void remove(const EncodedPerson& person);
  std::uint32_t count(Field field, std::uint32_t value) const;
  /// Log2 of the share of other people who have this value: agreement by chance.
  double share_bits(Field field, std::uint32_t value, double shared_when_rare) const;
  std::int64_t said(Field field) const { return said_[index_of(field)]; }  ///< records with any value

 private:
  void change(const EncodedPerson& person, int by);
  std::array<std::vector<std::uint32_t>, field_count> counts_;
  std::array<std::unordered_map<std::uint32_t, std::uint32_t>, 2> dates_;
  std::array<std::int64_t, field_count> said_{};
};

/// One named part of a score.
struct Contribution {
  Field field;
  Level level;
  double bits;
  double usual_bits;  ///< before the frequency of the very value was counted in
  bool beside;        ///< brought along by another agreement, and so worth less
};

struct Explanation {
  std::vector<Contribution> contributions;  ///< those that tell something, in the order of the fields
  double bits = 0;                          ///< their sum
};

class Scorer {
 public:
  Scorer(const Model& model, const Frequencies& frequencies);
  double bits(Pattern pattern, const EncodedPerson& a) const;
  Explanation explain(Pattern pattern, const EncodedPerson& a) const;

 private:
  double exact_bits(Field field, std::uint32_t value) const;
  const Frequencies& frequencies_;
  std::array<std::array<std::array<double, level_count>, field_count>, 2> bits_{};  ///< alone, beside
  std::array<double, field_count> agreeing_bits_{}, shared_when_rare_{};
};

/// The probability that stands behind log2 odds.
double probability_of(double odds_bits);
double odds_bits_of(double probability);

/// The model to begin with: what is usual of names, numbers and addresses, before the site's own records have been seen.
Model starter_model();

}  // namespace charta::matching
