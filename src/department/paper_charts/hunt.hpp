// SPDX-License-Identifier: Apache-2.0
// Where a missing volume may be: a probability over places that follows every look that found nothing. Pure.
#pragma once
#include "department/paper_charts/place.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

/// Somewhere one look is enough for: a person's office, a cart, a hand's breadth of shelf about a key.
struct Spot {
  std::string id;     ///< "place:…" or "slot:…": two clues that lead to one spot are one suggestion
  std::string words;  ///< where it is, for people
  PlaceId place;
  std::string number;  ///< under which number of the shelf; empty: the whole place
};

/// What is known of the volume that is missing, clue by clue.
struct HuntFacts {
  bool was_lent = false;          ///< by the record somebody has it
  std::optional<Spot> borrower;   ///< who answers for it
  std::vector<Spot> previous;     ///< where it was before, newest first
  std::vector<Spot> carts;        ///< where returns wait for being put away
  std::optional<Spot> own_slot;   ///< where it belongs, and a hand's breadth either side
  std::vector<Spot> either_side;  ///< the shelves before and behind
  std::vector<Spot> transposed;   ///< numbers that look like its own; `weights` beside them
  std::vector<int> transposed_weights;
  std::vector<Spot> adjacent, namesakes, batch;
};

struct HuntWeights {
  struct Shares {
    double borrower = 0, previous = 0, cart = 0, own_slot = 0, either_side = 0, transposed = 0, adjacent = 0, namesake = 0,
           batch = 0;  ///< parts of one; what is left to one is "somewhere else"
  };
  Shares lent, in_file;
  double found_when_there = 0.9;  ///< of one look at the right spot
  double decay = 0.55;            ///< from one previous place to the one before it
  int within_pair = 5, across_pairs = 1, pairs = 2;
  std::string rule;

  /// Errors: `invalid` (a share is no percentage, or they are more than a hundred together).
  static Result<HuntWeights> read(const rules::Rule& rule);
};

/// How likely the slip is that makes `other` of `number`: two digits of one pair, of two pairs, whole pairs.
int slip_weight(std::string_view number, std::string_view other, const HuntWeights& weights);

struct Suggestion {
  Spot spot;
  double probability = 0;
  std::vector<std::string> because;  ///< clues: "borrower", "transposed", …
  int looked = 0;                    ///< how often in vain
};

struct HuntPlan {
  std::vector<Suggestion> suggestions;  ///< the likeliest first
  double elsewhere = 0;                 ///< that it is in none of them
};

/// The plan after these looks that found nothing (spot -> how many). Each look leaves at its spot only the chance that it was
/// overlooked; everything else rises.
HuntPlan plan_hunt(const HuntFacts& facts, const HuntWeights& weights, const std::map<std::string, int, std::less<>>& in_vain);

}  // namespace charta::paper_charts
