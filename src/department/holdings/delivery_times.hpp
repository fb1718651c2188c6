// SPDX-License-Identifier: Apache-2.0
// How long it takes to have something: data/rules/paper-charts/delivery-times.json.
#pragma once
#include "department/holdings/holding.hpp"
#include "record/rules/rule_pack.hpp"

namespace charta::holdings {

class DeliveryTimes {
 public:
  /// Errors: `invalid`, naming the element.
  static Result<DeliveryTimes> read(const rules::Rule& rule);
  /// The quickest first; none where nothing can be had. A line that names the medium goes before one that names none.
  std::vector<Way> ways(std::string_view where, std::string_view medium) const;
  const std::string& rule() const { return rule_; }

 private:
  struct Line {
    std::string where, medium, priority;
    std::int64_t minutes = 0;
  };
  std::vector<Line> lines_;
  std::string rule_;
};

}  // namespace charta::holdings
