// SPDX-License-Identifier: Apache-2.0
#include "record/access/password.hpp"

#include "base/digest.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace charta::access {
namespace {

constexpr int most_at_once = 2;
constexpr int most_waiting = 64;

Error busy() {
  return fail(ErrorKind::busy, "too many people are signing in at this moment; try again");
}

Result<std::string> encode(const std::string& password, const HashCost& cost) {
  static const bool is_ready = sodium_init() >= 0;
  if (!is_ready) throw std::runtime_error("libsodium cannot start");
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ErrorKind::unavailable, "no memory to compute a password's hash");
  return std::string(text.data());
}

}  // namespace

/// A turn among the computations; not given when the queue is too long.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    std::unique_lock lock(hasher_.mutex_);
    if (hasher_.waiting_ >= most_waiting) return;
    ++hasher_.waiting_;
    hasher_.free_.wait(lock, [&] { return hasher_.running_ < most_at_once; });
    --hasher_.waiting_;
    ++hasher_.running_;
    is_given_ = true;
  }
  ~Turn() {
    if (!is_given_) return;
    {
      const std::lock_guard lock(hasher_.mutex_);
      --hasher_.running_;
    }
    hasher_.free_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool is_given() const { return is_given_; }

 private:
  PasswordHasher& hasher_;
  bool is_given_ = false;
};

Result<std::string> PasswordHasher::hash(const std::string& password) {
  const Turn turn(*this);
  if (!turn.is_given()) return busy();
  return encode(password, cost_);
}

Result<bool> PasswordHasher::agrees(const std::string& encoded, const std::string& password) {
  const Turn turn(*this);
  if (!turn.is_given()) return busy();
  std::string expected = encoded;
  if (expected.empty()) {
    std::unique_lock lock(mutex_);
    const bool is_made = !nobody_.empty();
    lock.unlock();
    if (!is_made) {
      CHARTA_TRY(auto made, encode(to_hex(random_bytes(16)), cost_));
      lock.lock();
      nobody_ = std::move(made);
      lock.unlock();
    }
    lock.lock();
    expected = nobody_;
  }
  const bool is_right = crypto_pwhash_str_verify(expected.c_str(), password.data(), password.size()) == 0;
  return is_right && !encoded.empty();
}

}  // namespace charta::access
