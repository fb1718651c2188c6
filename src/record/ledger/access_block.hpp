// SPDX-License-Identifier: Apache-2.0
// Many reads of one program in one compact block (docs/formats/ledger.md, "Access blocks").
#pragma once
#include "record/ledger/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::ledger {

/// One read; the numbers are places in the block's table of texts, the first of which is empty.
struct Access {
  std::int64_t patient = 0, subject = 0, version = 0;
  std::uint32_t act = 0, kind = 0, reason = 0, rule = 0;
  std::int64_t times = 1;
  auto operator<=>(const Access&) const = default;
};

struct AccessTable {
  std::vector<std::string> texts{std::string()};
  std::vector<Access> accesses;

  void add(const Entry& entry);
  std::uint32_t place_of(std::string_view text);
};

/// Sorts the table by patient, counts equal reads once, and writes it.
std::string write_block(AccessTable& table);
/// Empty when the bytes are no block.
std::optional<AccessTable> read_block(std::string_view body);
/// The patients of a sorted table, each once; reads of nobody's record are left out.
std::vector<std::int64_t> patients_of(const AccessTable& table);

}  // namespace charta::ledger
