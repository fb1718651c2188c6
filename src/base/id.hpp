// SPDX-License-Identifier: Apache-2.0
// Row keys: 63-bit integers ordered by time, typed so that two cannot be swapped in a call.
#pragma once
#include "base/clock.hpp"

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace charta {

/// A positive 63-bit key; 0 means "none". Printed as 13 characters of Crockford base32, upper case.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t key) : key_(key) {}

  constexpr std::int64_t key() const { return key_; }
  constexpr bool is_set() const { return key_ != 0; }
  std::string text() const;
  static std::optional<Id> parse(std::string_view text);

  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::int64_t key_ = 0;
};

/// 13 characters, most significant first, alphabet 0-9A-Z without I, L, O, U. `key` must not be negative.
std::string print_key(std::int64_t key);
/// Reads either case and Crockford's look-alikes (I, L as 1; O as 0). Empty when it is not a printed key.
std::optional<std::int64_t> parse_key(std::string_view text);

/// Makes keys. Strictly increasing within one source; the demo and tests inject a deterministic one.
class KeySource {
 public:
  virtual ~KeySource() = default;
  virtual std::int64_t next_key() = 0;

  template <class IdType>
  IdType next() {
    return IdType(next_key());
  }
};

/// 41 bits of milliseconds since 2020, 6 bits of node, 16 bits of sequence. A burst beyond the sequence borrows the next
/// millisecond.
class TimeOrderedKeys final : public KeySource {
 public:
  TimeOrderedKeys(const Clock& clock, int node) : clock_(clock), node_(node & 63) {}
  std::int64_t next_key() override;

 private:
  const Clock& clock_;
  int node_;
  std::atomic<std::int64_t> last_{0};  ///< milliseconds << 16 | sequence
};

/// 1, 2, 3, … from `first`: for tests.
class CountingKeys final : public KeySource {
 public:
  explicit CountingKeys(std::int64_t first = 1) : next_(first) {}
  std::int64_t next_key() override { return next_++; }

 private:
  std::atomic<std::int64_t> next_;
};

template <class Tag>
std::string Id<Tag>::text() const {
  return print_key(key_);
}

template <class Tag>
std::optional<Id<Tag>> Id<Tag>::parse(std::string_view text) {
  const auto key = parse_key(text);
  if (!key) return std::nullopt;
  return Id(*key);
}

// The ids that several layers name.
using PatientId = Id<struct PatientTag>;    ///< a patient record: the row key of a Patient resource
using ResourceId = Id<struct ResourceTag>;  ///< any FHIR resource's row key
using UserId = Id<struct UserTag>;          ///< a person or program with an account
using WorkItemId = Id<struct WorkItemTag>;
using MessageId = Id<struct MessageTag>;  ///< a journalled HL7 message
using JobId = Id<struct JobTag>;
using PartnerId = Id<struct PartnerTag>;
using EntryId = Id<struct EntryTag>;  ///< a ledger entry

}  // namespace charta

template <class Tag>
struct std::hash<charta::Id<Tag>> {
  std::size_t operator()(const charta::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.key()); }
};
