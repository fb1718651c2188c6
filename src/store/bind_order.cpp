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

Error BindOrder::twice(const Statement& statement, std::string_view name) const {
  return fail(ErrorKind::internal, fmt::format("statement {}: parameter :{} is bound twice", statement.name, name));
}

Error BindOrder::miscounted(const Statement& statement, Bindings bindings) const {
  for (const Binding& binding : bindings)
    if (find(binding.name) == names_.size()) return unknown(statement, binding.name);
  return fail(ErrorKind::internal,
              fmt::format("statement {} has {} parameters and {} were bound", statement.name, names_.size(), bindings.size()));
}

}  // namespace charta::store
