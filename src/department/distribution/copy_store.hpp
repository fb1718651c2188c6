// SPDX-License-Identifier: Apache-2.0
// Copies, what happened to each, and the words as they went. The only file that names these tables.
#pragma once
#include "department/distribution/copy.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::distribution {

/// One thing that happened to a copy, for "who has this" with proof.
struct CopyStep {
  std::int64_t key = 0;
  CopyId copy;
  Instant at;
  std::string event, state, channel;  ///< codes
  UserId by;                          ///< unset: it happened by itself
  std::string words;                  ///< reason or problem, without a patient
  std::string proof;                  ///< job, receipt, control id, badge
};

struct CopyFilter {
  std::optional<CopyState> state;
  std::optional<Channel> channel;
  RecipientId recipient;
  UserId user;
  PatientId patient;
  ResourceId document;
  bool in_trouble = false;  ///< failed, asked back, never found, or late to be sent
  bool is_current = false;  ///< not settled
  std::int64_t limit = 50, offset = 0;
};

struct ChannelFigures {
  Channel channel = Channel::inbox;
  std::int64_t owed = 0, in_trouble = 0, sent = 0, failed = 0, asked_back = 0;
  std::optional<Instant> owed_since;
  std::string problem;  ///< of the oldest that was tried and waits
};

class CopyStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Copy& copy) const;
  Result<void> save(store::UnitOfWork& work, const Copy& copy) const;
  Result<std::optional<Copy>> find(store::Reader& reader, CopyId id) const;
  /// Every copy of any version, the oldest first.
  Result<std::vector<Copy>> of_document(store::Reader& reader, ResourceId document) const;
  Result<std::vector<Copy>> list(store::Reader& reader, const CopyFilter& filter, const access::Visibility& visibility) const;
  Result<std::int64_t> count(store::Reader& reader, const CopyFilter& filter, const access::Visibility& visibility) const;
  Result<std::vector<ChannelFigures>> figures(store::Reader& reader, const access::Visibility& visibility) const;

  /// Those whose next try has come, the longest first.
  Result<std::vector<Copy>> due(store::Reader& reader, Channel channel, Instant now, std::int64_t limit) const;
  /// What was on its way out of the door when the house fell is due now; answers how many.
  Result<std::int64_t> release_claims(store::UnitOfWork& work, Instant now) const;
  /// Sent, and nobody has said yet that it arrived.
  Result<std::vector<Copy>> on_the_way(store::Reader& reader, Channel channel, CopyId after, std::int64_t limit) const;
  Result<std::vector<Copy>> to_remind(store::Reader& reader, Instant now, std::int64_t limit) const;
  /// Reports of this encounter to review that nobody opened, though they were reminded.
  Result<std::vector<Copy>> unopened_of(store::Reader& reader, ResourceId encounter) const;
  /// Sent before then, and nobody has said yet what became of it.
  Result<std::vector<Copy>> without_receipt(store::Reader& reader, Channel channel, Instant sent_before,
                                            std::int64_t limit) const;
  /// Failed because nobody knew how to reach this recipient.
  Result<std::vector<Copy>> failed_of(store::Reader& reader, RecipientId recipient, std::int64_t limit) const;
  /// What is carried and not delivered yet: of a place, or everywhere.
  Result<std::vector<Copy>> to_carry(store::Reader& reader, std::string_view place) const;
  /// What was carried for a patient and is not settled.
  Result<std::vector<Copy>> carried_of(store::Reader& reader, PatientId patient) const;

  Result<void> add_step(store::UnitOfWork& work, const CopyStep& step) const;
  Result<std::vector<CopyStep>> steps(store::Reader& reader, CopyId copy) const;

  Result<void> keep_words(store::UnitOfWork& work, ResourceId document, std::int64_t version, std::string_view words) const;
  Result<std::optional<std::string>> words(store::Reader& reader, ResourceId document, std::int64_t version) const;

  /// False: this receipt was taken before.
  Result<bool> take_receipt(store::UnitOfWork& work, std::string_view receipt, CopyId copy, Instant now) const;

  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<void> set_marks(store::UnitOfWork& work, ResourceId document, int facility, std::uint32_t sensitivity) const;
};

}  // namespace charta::distribution
