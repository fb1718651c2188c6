// SPDX-License-Identifier: Apache-2.0
#include "department/holdings/delivery_times.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::holdings {

Result<DeliveryTimes> DeliveryTimes::read(const rules::Rule& rule) {
  constexpr std::int64_t minutes_a_year = 525'600;
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  DeliveryTimes times;
  times.rule_ = rule.reference();
  for (const auto one : document.root()["times"]) {
    Line line{std::string(one["where"].text()), std::string(one["medium"].text()), std::string(one["priority"].text()), 0};
    const auto minutes = one["minutes"].integer();
    if (line.where.empty()) return fail(ErrorKind::invalid, "each time says where the thing is", "where");
    if (!minutes || *minutes < 0 || *minutes > minutes_a_year)
      return fail(ErrorKind::invalid, "'minutes' is a whole number, a year at most", "minutes");
    line.minutes = *minutes;
    times.lines_.push_back(std::move(line));
  }
  if (times.lines_.empty()) return fail(ErrorKind::invalid, "say how long things take", "times");
  return times;
}

std::vector<Way> DeliveryTimes::ways(std::string_view where, std::string_view medium) const {
  std::vector<Way> found;
  for (const auto wanted : {medium, std::string_view()}) {
    for (const auto& line : lines_)
      if (line.where == where && line.medium == wanted) found.push_back({line.priority, line.minutes});
    if (!found.empty()) break;
  }
  std::stable_sort(found.begin(), found.end(), [](const Way& a, const Way& b) { return a.minutes < b.minutes; });
  return found;
}

}  // namespace charta::holdings
