// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <utility>

namespace charta {

/// Protected health information: a value that no stream, formatter or logger accepts. `reveal()` marks each place that reads it,
/// so that one search lists them all.
template <class T>
class Phi {
 public:
  Phi() = default;
  explicit Phi(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }
  bool operator==(const Phi&) const = default;

 private:
  T value_{};
};

}  // namespace charta
