// SPDX-License-Identifier: Apache-2.0
// Many acts of one unit about one encounter: it is looked at once, behind the last of them.
#pragma once
#include "base/id.hpp"
#include "store/store.hpp"

#include <map>
#include <mutex>
#include <set>

namespace charta::chart_completion {

/// The encounters that wait for the end of their unit's acts; units of several threads beside each other.
class HeldLooks {
 public:
  /// From here to its end the looks of this unit are held.
  class Span {
   public:
    Span(HeldLooks& looks, const store::UnitOfWork& work);
    ~Span();
    Span(const Span&) = delete;
    Span& operator=(const Span&) = delete;
    std::set<ResourceId> end();  ///< what waits; nothing is held from now on

   private:
    HeldLooks& looks_;
    const store::UnitOfWork* unit_;
  };

  /// Whether the encounter waits now: this unit's looks are held.
  bool hold(const store::UnitOfWork& work, ResourceId encounter);

 private:
  std::mutex mutex_;
  std::map<const store::UnitOfWork*, std::set<ResourceId>> waiting_;
};

}  // namespace charta::chart_completion
