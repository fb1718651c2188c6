// SPDX-License-Identifier: Apache-2.0
// Knows the truth and compares the hospital with it. Every complaint names the invariant and the message.
#pragma once
#include "app/hospital.hpp"
#include "tests/simulation/town.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace charta::simulation {

class Judge {
 public:
  explicit Judge(const std::vector<TownMessage>& messages);

  // What was promised, as it happens.
  void acknowledged(std::size_t index) { acknowledged_.insert(index); }
  /// A person's act on a held message was answered positively: "filed" or "ignored" it stays.
  void settled(MessageId message, std::string state) { settled_[message] = std::move(state); }

  /// One acknowledged message, at once: it is there, once, byte-identical.
  std::vector<std::string> after_acknowledgement(app::Hospital& hospital, std::size_t index) const;
  /// Everything that must hold at any moment.
  std::vector<std::string> at_any_moment(app::Hospital& hospital) const;
  /// What must hold when the senders are done and the queues are worked off.
  std::vector<std::string> at_the_end(app::Hospital& hospital) const;

  const TownMessage* sent(BytesView bytes) const;
  std::size_t acknowledged_count() const { return acknowledged_.size(); }

 private:
  struct Found;
  struct Shelf;
  void check_journal(const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_queue(const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_people(const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_chart(const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_ledger(app::Hospital& hospital, const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_promises(app::Hospital& hospital, const Shelf& shelf, std::vector<std::string>& complaints) const;
  void check_documents(app::Hospital& hospital, const Shelf& shelf, std::vector<std::string>& complaints) const;
  Result<Shelf> look(app::Hospital& hospital) const;

  const std::vector<TownMessage>& messages_;
  std::map<Digest, std::size_t> by_hash_;
  std::set<std::size_t> acknowledged_;
  std::map<MessageId, std::string> settled_;
};

}  // namespace charta::simulation
