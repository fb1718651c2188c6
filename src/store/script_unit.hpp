// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/store.hpp"

#include <string>

namespace charta::store {

/// A unit that can also run a migration's text.
class ScriptUnit : public UnitOfWork {
 public:
  virtual Result<void> execute_script(const std::string& script) = 0;
};

}  // namespace charta::store
