// SPDX-License-Identifier: Apache-2.0
// The order groups of a message: ORC, OBR and what follows them. Pure.
#pragma once
#include <span>
#include <vector>

#include "formats/hl7v2/message.hpp"

namespace charta::chart {

struct OrderGroup {
  const hl7v2::Segment* orc = nullptr;
  const hl7v2::Segment* obr = nullptr;
  const hl7v2::Segment* tq1 = nullptr;
  std::span<const hl7v2::Segment> rest;  ///< OBX, NTE, … of this group, up to the next ORC or OBR
};

/// One group an OBR (an ORC without OBR makes a group of its own); an ORC counts for the OBRs after it until the next ORC.
std::vector<OrderGroup> order_groups(const hl7v2::Message& message);

}  // namespace charta::chart
