// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/catalogue_watch.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace charta::code_sets {
namespace {

/// The time alone is too coarse for two imports behind each other.
std::string state_of(const std::string& catalogue) {
  std::error_code failed;
  const auto time = std::filesystem::last_write_time(catalogue, failed);
  if (failed) return "none";
  return fmt::format("{} {}", time.time_since_epoch().count(), std::filesystem::file_size(catalogue, failed));
}

}  // namespace

CatalogueWatch::CatalogueWatch(const std::string& folder) : catalogue_(folder + "/catalogue.json"), seen_(state_of(catalogue_)) {}

bool CatalogueWatch::is_another() {
  auto now = state_of(catalogue_);
  if (now == seen_) return false;
  seen_ = std::move(now);
  return true;
}

}  // namespace charta::code_sets
