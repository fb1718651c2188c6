// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace charta::code_sets {

/// Whether the catalogue of a folder is another than the one that was read: an import beside a serving house.
class CatalogueWatch {
 public:
  /// Make it before the catalogue is read, so that a change in between is not overlooked.
  explicit CatalogueWatch(const std::string& folder);
  /// True once for each change.
  bool is_another();
  /// The change could not be read: it is told again.
  void forget() { seen_.clear(); }

 private:
  std::string catalogue_, seen_;
};

}  // namespace charta::code_sets
