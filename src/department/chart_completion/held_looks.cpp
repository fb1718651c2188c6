// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/held_looks.hpp"

namespace charta::chart_completion {

HeldLooks::Span::Span(HeldLooks& looks, const store::UnitOfWork& work) : looks_(looks), unit_(&work) {
  const std::lock_guard lock(looks_.mutex_);
  looks_.waiting_[unit_];
}

HeldLooks::Span::~Span() {
  const std::lock_guard lock(looks_.mutex_);
  looks_.waiting_.erase(unit_);
}

std::set<ResourceId> HeldLooks::Span::end() {
  const std::lock_guard lock(looks_.mutex_);
  auto found = looks_.waiting_.extract(unit_);
  return found ? std::move(found.mapped()) : std::set<ResourceId>();
}

bool HeldLooks::hold(const store::UnitOfWork& work, ResourceId encounter) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(&work);
  if (found == waiting_.end()) return false;
  found->second.insert(encounter);
  return true;
}

}  // namespace charta::chart_completion
