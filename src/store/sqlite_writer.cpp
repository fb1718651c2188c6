// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_writer.hpp"

#include "base/log.hpp"

#include <sqlite3.h>

#include <chrono>
#include <optional>
#include <semaphore.h>

namespace charta::store {
namespace {

constexpr std::size_t group_units_max = 256;
constexpr std::chrono::milliseconds group_time_max{5};

constexpr Statement begin_immediate{"store.begin", "BEGIN IMMEDIATE"};
constexpr Statement commit_work{"store.commit", "COMMIT"};
constexpr Statement roll_back_work{"store.rollback", "ROLLBACK"};
constexpr Statement fill_probe{"store.probe", "INSERT INTO store_probe(id, filler) VALUES (1, zeroblob(262144))"};
constexpr Statement erase_probe{"store.probe_erased", "DELETE FROM store_probe WHERE id = 1"};

/// The writer whose unit this thread is running: a unit inside a unit would wait for itself.
thread_local const void* running_for = nullptr;

bool is_disk_full(int code) {
  return (code & 0xff) == SQLITE_FULL;
}
bool is_failed_sync(int code) {
  return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}
constexpr auto go_on = [](const Row&) { return true; };

/// Opened once, for one who waits. Not std::binary_semaphore: before it sleeps it yields the processor several times, and with a
/// thread for each waiting client that was a tenth of the server's work.
class Gate {
 public:
  Gate() { ::sem_init(&semaphore_, 0, 0); }
  ~Gate() { ::sem_destroy(&semaphore_); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  void open() { ::sem_post(&semaphore_); }
  void wait() {
    while (::sem_wait(&semaphore_) != 0) {
    }  // interrupted by a signal
  }

 private:
  sem_t semaphore_;
};

}  // namespace

struct SqliteWriter::Waiting {
  Unit unit;
  Result<void> outcome{};
  std::exception_ptr thrown{};
  std::vector<std::function<void()>> acts{};
  Gate ready{};
  Waiting* next = nullptr;
};

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {
  sqlite3_wal_hook(
      connection_->handle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteWriter*>(self)->log_pages_.store(pages, std::memory_order_relaxed);
        return SQLITE_OK;
      },
      this);
  thread_ = std::thread([this] { serve(); });
}

SqliteWriter::~SqliteWriter() {
  {
    const std::lock_guard lock(queue_lock_);
    ending_ = true;
  }
  queue_filled_.notify_one();
  thread_.join();
}

Error SqliteWriter::refusal() const {
  if (state_.load() == State::disk_full) {
    return fail(ErrorKind::unavailable, "the disk is full: nothing was written; free some space, reading goes on meanwhile");
  }
  return fail(ErrorKind::unavailable, "the database could not be written durably and is read-only until the server is restarted");
}

Result<void> SqliteWriter::run(Unit unit) {
  if (running_for == this) return fail(ErrorKind::internal, "a unit of work was started inside a unit of work");
  if (!accepts_writes()) return refusal();
  Waiting waiting{unit};
  if (queued_.load(std::memory_order_acquire) == 0 && writing_.try_lock()) {
    const std::lock_guard lock(writing_, std::adopt_lock);
    if (accepts_writes()) {
      run_alone(waiting);
    } else {
      waiting.outcome = refusal();
    }
  } else {
    {
      const std::lock_guard lock(queue_lock_);
      (last_ == nullptr ? first_ : last_->next) = &waiting;
      last_ = &waiting;
      queued_.fetch_add(1, std::memory_order_release);
    }
    queue_filled_.notify_one();
    waiting.ready.wait();
  }
  if (waiting.thrown) std::rethrow_exception(waiting.thrown);
  if (waiting.outcome) {
    for (const auto& act : waiting.acts) act();
  }
  return std::move(waiting.outcome);
}

SqliteWriter::Waiting* SqliteWriter::take() {
  const std::lock_guard lock(queue_lock_);
  Waiting* taken = first_;
  if (taken == nullptr) return nullptr;
  first_ = taken->next;
  if (first_ == nullptr) last_ = nullptr;
  queued_.fetch_sub(1, std::memory_order_release);
  return taken;
}

void SqliteWriter::serve() {
  for (;;) {
    {
      std::unique_lock lock(queue_lock_);
      queue_filled_.wait(lock, [this] { return first_ != nullptr || ending_; });
      if (first_ == nullptr) return;
    }
    const std::lock_guard lock(writing_);
    if (Waiting* first = take()) run_group(first);
  }
}

/// The gate is the last thing touched: the waiting thread owns the memory and may be gone at once.
void SqliteWriter::answer(Waiting& waiting) {
  waiting.ready.open();
}

void SqliteWriter::call(Waiting& waiting, SqliteUnit& unit) {
  waiting.thrown = nullptr;
  running_for = this;
  try {
    waiting.outcome = waiting.unit(unit);
    if (waiting.outcome && unit.spoiled()) waiting.outcome = *unit.spoiled();
  } catch (...) {
    waiting.thrown = std::current_exception();
    waiting.outcome = fail(ErrorKind::internal, "the unit of work threw an exception");
  }
  running_for = nullptr;
}

void SqliteWriter::roll_back() {
  if (connection_->in_autocommit()) return;
  if (const auto done = connection_->query(roll_back_work, {}, go_on); !done) stop_for_good(done.error());
}

void SqliteWriter::note_failure(const Error& why) {
  const int code = connection_->failure_code();
  if (is_failed_sync(code)) {
    stop_for_good(why);
  } else if (is_disk_full(code)) {
    if (state_.exchange(State::disk_full) == State::serving) log::error("store.disk_full", {{"message", why.message}});
  }
}

void SqliteWriter::stop_for_good(const Error& why) {
  log::error("store.read_only", {{"message", why.message}});
  state_.store(State::stopped);
}

SqliteWriter::Outcome SqliteWriter::commit(Error& why) {
  const auto done = connection_->query(commit_work, {}, go_on);
  if (done) return Outcome::committed;
  why = done.error();
  if (is_disk_full(connection_->failure_code())) {  // frames without a commit mark: they never happened
    roll_back();
    return Outcome::disk_full;
  }
  stop_for_good(why);
  return Outcome::failed;
}

Result<void> SqliteWriter::seal_group() {
  if (!seal_) return {};
  SqliteUnit unit(*connection_);
  CHARTA_TRY_DO(seal_(unit));
  if (unit.spoiled()) return *unit.spoiled();
  seal_acts_ = unit.take_after_commit();
  return {};
}

Result<void> SqliteWriter::run_here(Waiting& waiting) {
  CHARTA_TRY_DO(connection_->query(begin_immediate, {}, go_on));
  SqliteUnit unit(*connection_);
  call(waiting, unit);
  if (!waiting.outcome) return waiting.outcome;
  waiting.acts = unit.take_after_commit();
  CHARTA_TRY_DO(seal_group());
  Error why;
  if (commit(why) != Outcome::committed) return why;
  return {};
}

void SqliteWriter::run_alone(Waiting& waiting) {
  if (state_.load() == State::stopped) {
    waiting.outcome = refusal();
    return;
  }
  connection_->clear_failure();
  waiting.outcome = run_here(waiting);
  if (waiting.outcome) {
    state_.store(State::serving);  // a small unit may fit where a large one of its group did not
    for (const auto& act : seal_acts_) act();
  } else {
    note_failure(waiting.outcome.error());
    roll_back();
  }
  seal_acts_.clear();
  if (state_.load() == State::stopped) leave_for_good();
}

void SqliteWriter::leave_for_good() {
  roll_back();
  connection_->keep_log_on_close();
}

void SqliteWriter::run_in_group(Waiting& waiting) {
  SqliteUnit unit(*connection_);
  const auto done = unit.savepoint([&]() -> Result<void> {
    call(waiting, unit);
    return waiting.outcome;
  });
  if (waiting.outcome && !done) waiting.outcome = done.error();
  waiting.acts = unit.take_after_commit();
}

void SqliteWriter::run_group(Waiting* first) {
  group_.clear();
  connection_->clear_failure();
  Result<void> begun = state_.load() != State::stopped ? connection_->query(begin_immediate, {}, go_on) : Result<void>(refusal());
  const auto until = std::chrono::steady_clock::now() + group_time_max;
  for (Waiting* next = first; next != nullptr;) {
    group_.push_back(next);
    if (begun) {
      run_in_group(*next);
    } else {
      next->outcome = begun.error();
    }
    const bool lost = begun && connection_->in_autocommit();
    const bool ended = lost || group_.size() >= group_units_max || std::chrono::steady_clock::now() >= until;
    next = ended ? nullptr : take();
  }
  if (begun) finish_group();
  if (state_.load() == State::stopped) leave_for_good();
  for (Waiting* waiting : group_) answer(*waiting);
}

void SqliteWriter::finish_group() {
  Error why;
  Outcome outcome = Outcome::disk_full;
  if (!connection_->in_autocommit()) {
    const auto sealed = seal_group();
    if (sealed) {
      outcome = commit(why);
    } else {
      why = sealed.error();
      const bool lost = connection_->in_autocommit();
      roll_back();
      outcome = lost ? Outcome::disk_full : Outcome::failed;
    }
  }
  if (outcome == Outcome::committed) {
    state_.store(State::serving);
    for (const auto& act : seal_acts_) act();
  } else if (outcome == Outcome::disk_full) {  // SQLite took the whole group back: each unit once more, alone
    for (Waiting* waiting : group_) run_alone(*waiting);
  } else {
    for (Waiting* waiting : group_) {
      if (waiting->outcome) waiting->outcome = why;
    }
  }
  seal_acts_.clear();
}

Result<void> SqliteWriter::run_script(FunctionRef<Result<void>(ScriptUnit&)> script) {
  const std::lock_guard lock(writing_);
  if (!accepts_writes()) return refusal();
  connection_->clear_failure();
  CHARTA_TRY_DO(connection_->query(begin_immediate, {}, go_on));
  SqliteUnit unit(*connection_);
  Result<void> done = script(unit);
  if (done && unit.spoiled()) done = *unit.spoiled();
  Error why;
  if (done && commit(why) != Outcome::committed) done = why;
  if (!done) {
    note_failure(done.error());
    roll_back();
  }
  return done;
}

bool SqliteWriter::probe() {
  const std::lock_guard lock(writing_);
  if (state_.load() != State::disk_full) return accepts_writes();
  for (const Statement& statement :
       {fill_probe, erase_probe}) {  // two commits: a page freed in its own transaction is never written
    if (!connection_->query(statement, {}, go_on)) {
      roll_back();
      return false;
    }
  }
  state_.store(State::serving);
  log::info("store.disk_has_space");
  return true;
}

void SqliteWriter::exclusively(FunctionRef<void(SqliteConnection&)> act) {
  const std::lock_guard lock(writing_);
  act(*connection_);
}

}  // namespace charta::store
