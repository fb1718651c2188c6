// SPDX-License-Identifier: Apache-2.0
#include "department/chart/message_groups.hpp"

#include <array>
#include <string_view>

namespace charta::chart {
namespace {

// Segments that carry what is ordered where it is no observation request: pharmacy, dietary, supply (ORM^O01 before v2.4).
constexpr std::array<std::string_view, 4> other_details{"RQD", "RQ1", "RXO", "ODS"};

}  // namespace

std::vector<OrderGroup> order_groups(const hl7v2::Message& message) {
  std::vector<OrderGroup> groups;
  const auto& segments = message.segments();
  const hl7v2::Segment* orc = nullptr;
  const hl7v2::Segment* tq1 = nullptr;
  bool orc_used = true;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (!groups.empty() && groups.back().rest.empty() && begin > 0 && end > begin) groups.back().rest = std::span(segments).subspan(begin, end - begin);
  };
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto name = segments[i].name();
    if (name == "ORC") {
      close(i);
      if (!orc_used) groups.push_back({orc, nullptr, tq1, {}});
      orc = &segments[i];
      tq1 = nullptr;
      orc_used = false;
      begin = 0;
    } else if (name == "TQ1" && tq1 == nullptr) {
      tq1 = &segments[i];
      if (!groups.empty() && groups.back().tq1 == nullptr && orc_used) groups.back().tq1 = tq1;
    } else if (name == "OBR") {
      close(i);
      groups.push_back({orc, &segments[i], tq1, {}});
      orc_used = true;
      begin = i + 1;
    } else if (name == "TXA") {
      close(i);
      begin = 0;
    }
    for (const auto other : other_details) {
      if (name == other) orc_used = true;
    }
  }
  close(segments.size());
  if (!orc_used) groups.push_back({orc, nullptr, tq1, {}});
  return groups;
}

}  // namespace charta::chart
