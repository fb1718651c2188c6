// SPDX-License-Identifier: Apache-2.0
#include "department/intake/stored_filing.hpp"

#include "base/log.hpp"

#include <algorithm>

namespace charta::intake {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds idle_pause{
    1000};  ///< what another node left, or what could not be filed just now, is looked for this often
constexpr milliseconds way_pause{5};
constexpr milliseconds rest_most{500};

}  // namespace

StoredFiling::StoredFiling(IntakeService& intake, FilingPace pace) : intake_(intake), pace_(pace) {
  intake_.on_stored([this] { note_arrival(); });
}

StoredFiling::~StoredFiling() {
  intake_.on_stored({});
  stop();
}

void StoredFiling::start() {
  stopping_ = false;
  thread_ = std::thread([this] { work(); });
}

void StoredFiling::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
  }
  waked_.notify_one();
  thread_.join();
}

void StoredFiling::work() {
  for (;;) {
    {
      std::unique_lock guard(lock_);
      waked_.wait_for(guard, idle_pause, [this] { return stopping_ || has_news_; });
      if (stopping_) return;
      has_news_ = false;
    }
    file_while_due();
  }
}

void StoredFiling::note_arrival() {
  bool wakes = false;
  {
    const std::lock_guard guard(lock_);
    last_arrival_ = steady_clock::now();
    if (last_arrival_ - window_began_ >= pace_.window) {
      in_window_before_ = last_arrival_ - window_began_ < 2 * pace_.window ? in_window_ : 0;
      in_window_ = 0;
      window_began_ = last_arrival_;
    }
    ++in_window_;
    if (!waiting_since_) waiting_since_ = last_arrival_;
    wakes = !has_news_;
    has_news_ = true;
  }
  if (wakes) waked_.notify_one();
}

bool StoredFiling::is_busy(Time now) const {
  const auto age = now - window_began_;
  if (age >= 2 * pace_.window) return false;
  return in_window_ >= pace_.busy_from || (age < pace_.window && in_window_before_ >= pace_.busy_from);
}

bool StoredFiling::gives_way() {
  std::unique_lock guard(lock_);
  const auto now = steady_clock::now();
  const bool is_late = waiting_since_ && now - *waiting_since_ >= pace_.patience;
  if (!is_busy(now) || is_late || stopping_) return false;
  waked_.wait_for(guard, way_pause, [this] { return stopping_; });
  return true;
}

/// What came while the group was taken may wait since then.
void StoredFiling::note_left(const IntakeService::Filed& filed, Time began) {
  const std::lock_guard guard(lock_);
  waiting_since_.reset();
  if (last_arrival_ >= began) waiting_since_ = began;
  if (filed.oldest_left_age) waiting_since_ = steady_clock::now() - milliseconds(*filed.oldest_left_age);
}

/// A quarter of the time is filing's while messages pour in and it is late; the rest is theirs who wait for an answer.
void StoredFiling::rest_while_busy(steady_clock::duration worked) {
  std::unique_lock guard(lock_);
  if (is_busy(steady_clock::now()))
    waked_.wait_for(guard, std::min<steady_clock::duration>(3 * worked, rest_most), [this] { return stopping_; });
}

void StoredFiling::file_while_due() {
  for (;;) {
    while (gives_way()) continue;
    {
      const std::lock_guard guard(lock_);
      if (stopping_) return;
    }
    const auto began = steady_clock::now();
    const auto filed = intake_.file_stored(pace_.batch);
    if (!filed) {
      log::warning("intake.filing_waits", {{"why", name_of(filed.error().kind)}});
      return;  // nothing is lost: tried again after the pause
    }
    note_left(*filed, began);
    if (filed->settled == 0) return;
    rest_while_busy(steady_clock::now() - began);
  }
}

}  // namespace charta::intake
