// SPDX-License-Identifier: Apache-2.0
#include "store/bind_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::store {

std::size_t BindOrder::find(std::string_view name) const {
  return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
}

Error BindOrder::unknown(const Statement& statement, std::string_view name) const {
  return fail(ErrorKind::internal, fmt::format("statement {} has no parameter :{}", statement.name, name));
}

Error BindOrder::unbound(const Statement& statement, std::size_t bound) const {
  return fail(ErrorKind::internal,
              fmt::format("statement {} has {} parameters and {} were bound", statement.name, names_.size(), bound));
}

}  // namespace charta::store
