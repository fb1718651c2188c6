// SPDX-License-Identifier: Apache-2.0
// The SQL of the table number_series.
#pragma once
#include "store/store.hpp"

#include <string_view>

namespace charta::patient_index {

class NumberStore {
 public:
  /// The last place given; 0 before the first.
  Result<std::int64_t> issued(store::Reader& reader, std::string_view assigner) const;
  Result<void> set_issued(store::UnitOfWork& work, std::string_view assigner, std::int64_t place) const;
};

}  // namespace charta::patient_index
