// SPDX-License-Identifier: Apache-2.0
// Who may be the same person, out of millions, without comparing all: records that share a blocking key, in bounded number.
#pragma once
#include "department/matching/encoding.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace charta::matching {

inline constexpr std::size_t key_count = 26;
using BlockingKeys = std::array<std::uint64_t, key_count>;  ///< 0: the record has no such key

/// Every key under which a record is kept and looked for. Some stand for two ways of being written (a former surname).
BlockingKeys blocking_keys(const Encoder& encoder, const EncodedPerson& person);
std::string_view blocking_key_words(std::size_t key);  ///< "surname and year of birth"

/// What bounds the work of one search.
struct CandidateLimits {
  std::uint32_t rare = 60;      ///< a name, street or town alone leads to candidates only while no more records have it
  std::uint32_t per_key = 600;  ///< of a key with more records than this the latest are compared, and that is said
};

/// How many looks a bounded key cut short, by key.
struct Bounded {
  std::array<std::uint64_t, key_count> searches{};
  bool any() const;
};

/// Marks of one searching thread: which records it has met already.
class Seen {
 public:
  bool first_time(std::uint32_t record) {
    if (record >= marks_.size()) marks_.resize(record + 1 + marks_.size() / 2);
    if (marks_[record] == search_) return false;
    marks_[record] = search_;
    return true;
  }
  void begin();

 private:
  std::vector<std::uint32_t> marks_;
  std::uint32_t search_ = 0;
};

class CandidateIndex {
 public:
  explicit CandidateIndex(CandidateLimits limits = {}) : limits_(limits) { heads_.resize(1U << 10); }
  void reserve(std::size_t records);
  /// The next record number, from 0.
  std::uint32_t add(const BlockingKeys& keys);
  std::size_t size() const { return next_.size() / key_count; }

  /// Records that share a key with these, each once.
  void find(const BlockingKeys& keys, Seen& seen, std::vector<std::uint32_t>& found, Bounded* bounded = nullptr) const;
  /// Records added before `record` that share a key with it, each once: over all records, every pair once.
  void find_earlier(std::uint32_t record, const BlockingKeys& keys, Seen& seen, std::vector<std::uint32_t>& found,
                    Bounded* bounded = nullptr) const;

 private:
  struct Head {
    std::uint64_t key = 0;
    std::uint32_t first = 0, count = 0;  ///< first: the latest entry plus 1
  };
  /// Where a search stands in one block.
  struct Chain {
    std::uint32_t entry = 0, looked = 0;
    std::size_t key = 0;
  };
  std::size_t first_place(std::uint64_t key) const { return key >> 8 & (heads_.size() - 1); }  // the lowest bit is always set
  std::size_t place_of(std::uint64_t key) const;
  std::array<const Head*, key_count> heads_of(const BlockingKeys& keys) const;
  void grow();
  void follow(std::array<Chain, key_count>& chains, std::size_t count, Seen& seen, std::vector<std::uint32_t>& found,
              Bounded* bounded) const;
  bool is_too_common(std::size_t key, std::uint32_t count) const;

  CandidateLimits limits_;
  std::vector<Head> heads_;
  std::size_t used_ = 0;
  std::vector<std::uint32_t> next_;  ///< record × key: the entry before in the same block, plus 1
};

}  // namespace charta::matching
