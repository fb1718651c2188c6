// SPDX-License-Identifier: Apache-2.0
// Lists linked without being stored: read, encoded, weighed by themselves, decided.
#pragma once
#include "department/matching/linkage.hpp"
#include "department/matching/person_list.hpp"
#include "department/matching/policy.hpp"

#include <memory>

namespace charta::matching {

/// One pair that is held to be one person.
struct LinkedPair {
  std::uint32_t a = 0, b = 0;
  double bits = 0, probability = 0;  ///< of this pair by itself
  bool through_others = false;       ///< by itself below the threshold; the group that both belong to agrees on average
};

class ListLinker {
 public:
  explicit ListLinker(Vocabulary vocabulary, CandidateLimits limits = {});
  ~ListLinker();
  ListLinker(const ListLinker&) = delete;
  ListLinker& operator=(const ListLinker&) = delete;

  /// Rows of one more file; with several files each is a list of its own. Keeps what is compared, and the row's id.
  Result<void> read(std::istream& in, const ColumnMapping& mapping);
  void add(ListedPerson&& listed);
  /// Whether each list is without duplicates: then only pairs of two lists are compared, and one belongs to one.
  void set_each_list_without_duplicates(bool is) { population_.across_lists_only = is; }

  std::size_t size() const { return population_.people.size(); }
  const std::string& id(std::uint32_t record) const { return ids_[record]; }
  std::uint8_t list(std::uint32_t record) const { return population_.list[record]; }

  /// Weights from the lists themselves.
  const Model& train(const Model& start = starter_model());
  void use(const Model& model) { model_ = model; }
  const Model& model() const { return model_; }
  /// From which probability on two records are held to be one person: where the policy's band `review` begins.
  void hold_from(double probability) { least_bits_ = odds_bits_of(probability); }
  /// Compares, scores and decides.
  void link(const LinkOptions& options);

  const Linkage& scored() const { return linkage_; }
  const std::vector<LinkedPair>& linked() const { return linked_; }
  std::vector<Guard> guards(std::uint32_t a, std::uint32_t b, const Circumstances& circumstances, const Policy& policy) const;
  Explanation explain(std::uint32_t a, std::uint32_t b) const;
  double prior_bits() const;

 private:
  void decide_groups();
  double bits(std::uint32_t a, std::uint32_t b) const;

  Encoder encoder_;
  Population population_;
  CandidateIndex index_;
  std::vector<BlockingKeys> keys_;
  Frequencies frequencies_;
  std::vector<std::string> ids_;
  std::vector<std::string> lists_;
  Model model_;
  double least_bits_ = 0;
  std::unique_ptr<Scorer> scorer_;
  Linkage linkage_;
  std::vector<LinkedPair> linked_;
};

}  // namespace charta::matching
