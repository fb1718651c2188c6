// SPDX-License-Identifier: Apache-2.0
#include "record/jobs/job_store.hpp"

#include <fmt/format.h>

namespace charta::jobs {
namespace {

using store::Statement;

constexpr Statement insert_job{"job.add", R"sql(
  INSERT INTO job(id, kind, subject, payload, ordered_by, state, message, done, total, attempts, attempts_max, cancel_requested, fence,
                  created_at, run_at)
  VALUES (:id, :kind, :subject, :payload, :ordered_by, 'waiting', '', 0, 0, 0, :attempts_max, 0, 0, :now, :run_at))sql"};

constexpr Statement insert_or_join{"job.add_or_join", R"sql(
  INSERT INTO job(id, kind, subject, payload, ordered_by, state, message, done, total, attempts, attempts_max, cancel_requested, fence,
                  created_at, run_at)
  VALUES (:id, :kind, :subject, :payload, :ordered_by, 'waiting', '', 0, 0, 0, :attempts_max, 0, 0, :now, :run_at)
  ON CONFLICT (kind, subject) WHERE state = 'waiting' AND subject <> 0
  DO UPDATE SET run_at = LEAST(job.run_at, excluded.run_at), payload = excluded.payload
  RETURNING id)sql"};

constexpr std::string_view job_columns =
    "id, kind, payload, message, subject, state, done, total, attempts, created_at, run_at, started_at, ended_at, heartbeat_at, "
    "fence, "
    "attempts_max, ordered_by";

/// Waiting, its time has come, and nothing of the same order stands before it or runs.
constexpr std::string_view select_due = R"sql(
  SELECT due.id FROM job due
   WHERE due.state = 'waiting' AND due.run_at <= :now AND due.kind IN ({kinds})
     AND (due.ordered_by = '' OR NOT EXISTS (
           SELECT 1 FROM job other
            WHERE other.ordered_by = due.ordered_by AND other.ordered_by <> '' AND other.state IN ('waiting', 'running')
              AND other.id <> due.id AND (other.id < due.id OR other.state = 'running')))
   ORDER BY due.run_at, due.id LIMIT 1)sql";
constexpr std::string_view claim_due = R"sql(
  UPDATE job SET state = 'running', fence = fence + 1, attempts = attempts + 1, started_at = :now, heartbeat_at = :now, ended_at = NULL
   WHERE id = ({due} SKIP_LOCKED) AND state = 'waiting'
  RETURNING {columns})sql";

constexpr Statement select_lost{"job.has_lost", "SELECT 1 FROM job WHERE state = 'running' AND heartbeat_at < :limit LIMIT 1"};
constexpr Statement fail_lost{"job.fail_lost", R"sql(
  UPDATE job SET state = 'failed', ended_at = :now, message = 'the worker gave no sign of life for 60 s, and no attempts are left'
   WHERE state = 'running' AND heartbeat_at < :limit AND attempts >= attempts_max)sql"};
constexpr Statement obey_lost{"job.obey_lost", R"sql(
  UPDATE job SET state = 'cancelled', ended_at = :now, message = 'cancelled; its worker gave no sign of life any more'
   WHERE state = 'running' AND heartbeat_at < :limit AND cancel_requested <> 0)sql"};
/// Of one subject one job may wait: what has a waiting twin, or a later one that is lost too, gives way to it.
constexpr Statement cancel_lost{"job.cancel_lost", R"sql(
  UPDATE job SET state = 'cancelled', ended_at = :now, message = 'a later job for the same subject does its work'
   WHERE state = 'running' AND heartbeat_at < :limit AND subject <> 0
     AND (EXISTS (SELECT 1 FROM job twin
                   WHERE twin.kind = job.kind AND twin.subject = job.subject AND twin.state = 'waiting' AND twin.subject <> 0)
          OR EXISTS (SELECT 1 FROM job later
                      WHERE later.kind = job.kind AND later.subject = job.subject AND later.state = 'running'
                        AND later.heartbeat_at < :limit AND later.id > job.id)))sql"};
constexpr Statement release_lost_jobs{"job.release_lost", R"sql(
  UPDATE job SET state = 'waiting', run_at = :now, message = 'taken over: the worker gave no sign of life for 60 s'
   WHERE state = 'running' AND heartbeat_at < :limit)sql"};
constexpr Statement delete_ended{"job.forget", R"sql(
  DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state IN ('done', 'cancelled') AND ended_at < :limit LIMIT 500))sql"};

constexpr Statement select_standing{"job.standing", R"sql(
  SELECT cancel_requested FROM job WHERE id = :id AND fence = :fence AND state = 'running' FOR_UPDATE)sql"};
constexpr Statement update_heartbeat{
    "job.beat", "UPDATE job SET heartbeat_at = :now WHERE id = :id AND fence = :fence AND state = 'running'"};
constexpr Statement update_progress{"job.progress", R"sql(
  UPDATE job SET done = :done, total = :total, heartbeat_at = :now WHERE id = :id AND fence = :fence AND state = 'running')sql"};
constexpr Statement update_payload{"job.save",
                                   "UPDATE job SET payload = :payload WHERE id = :id AND fence = :fence AND state = 'running'"};
constexpr Statement end_job{"job.end", R"sql(
  UPDATE job SET state = :state, message = :message, ended_at = :now WHERE id = :id AND fence = :fence AND state = 'running')sql"};
constexpr Statement end_cancelled{"job.end_cancelled", R"sql(
  UPDATE job SET state = 'cancelled', message = :message, ended_at = :now
   WHERE id = :id AND fence = :fence AND state = 'running' AND cancel_requested <> 0)sql"};
constexpr Statement return_job{"job.wait_again", R"sql(
  UPDATE job SET state = 'waiting', message = :message, run_at = :run_at, attempts = :attempts
   WHERE id = :id AND fence = :fence AND state = 'running'
     AND NOT EXISTS (SELECT 1 FROM job twin
                      WHERE twin.kind = job.kind AND twin.subject = job.subject AND twin.state = 'waiting' AND twin.subject <> 0))sql"};

constexpr Statement select_job{"job.find", R"sql(
  SELECT id, kind, payload, message, subject, state, done, total, attempts, created_at, run_at, started_at, ended_at, heartbeat_at, fence,
         attempts_max, ordered_by
    FROM job WHERE id = :id)sql"};
constexpr Statement select_jobs{"job.list", R"sql(
  SELECT id, kind, payload, message, subject, state, done, total, attempts, created_at, run_at, started_at, ended_at, heartbeat_at, fence,
         attempts_max, ordered_by
    FROM job ORDER BY id DESC LIMIT :limit)sql"};
constexpr Statement select_jobs_of_kind{"job.list_kind", R"sql(
  SELECT id, kind, payload, message, subject, state, done, total, attempts, created_at, run_at, started_at, ended_at, heartbeat_at, fence,
         attempts_max, ordered_by
    FROM job WHERE kind = :kind ORDER BY id DESC LIMIT :limit)sql"};
constexpr Statement update_cancelled{"job.cancel", R"sql(
  UPDATE job SET state = 'cancelled', ended_at = :now, message = 'cancelled before it ran' WHERE id = :id AND state = 'waiting')sql"};
constexpr Statement update_cancel_requested{"job.request_cancel",
                                            "UPDATE job SET cancel_requested = 1 WHERE id = :id AND state = 'running'"};
constexpr Statement update_restarted{"job.restart", R"sql(
  UPDATE job SET state = 'waiting', message = '', attempts = 0, run_at = :now, cancel_requested = 0, ended_at = NULL
   WHERE id = :id AND state IN ('failed', 'cancelled')
     AND NOT EXISTS (SELECT 1 FROM job twin
                      WHERE twin.kind = job.kind AND twin.subject = job.subject AND twin.state = 'waiting' AND twin.subject <> 0))sql"};

constexpr std::string_view codes[] = {"waiting", "running", "done", "failed", "cancelled"};

JobState parse_state(std::string_view code) {
  for (std::size_t i = 0; i < std::size(codes); ++i) {
    if (codes[i] == code) return static_cast<JobState>(i);
  }
  return JobState::failed;
}

std::optional<Instant> maybe_instant(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Job job_of(const store::Row& row) {
  Job job;
  job.id = row.id<JobId>(0);
  job.kind = row.string(1);
  job.payload = row.string(2);
  job.message = row.string(3);
  job.subject = row.integer(4);
  job.state = parse_state(row.text(5));
  job.done = row.integer(6);
  job.total = row.integer(7);
  job.attempts = static_cast<int>(row.integer(8));
  job.created_at = row.instant(9);
  job.run_at = row.instant(10);
  job.started_at = maybe_instant(row, 11);
  job.ended_at = maybe_instant(row, 12);
  job.heartbeat_at = maybe_instant(row, 13);
  job.fence = row.integer(14);
  job.attempts_max = static_cast<int>(row.integer(15));
  job.ordered_by = row.string(16);
  return job;
}

std::string replaced(std::string_view text, std::string_view mark, std::string_view by) {
  const auto at = text.find(mark);
  return fmt::format("{}{}{}", text.substr(0, at), by, text.substr(at + mark.size()));
}

}  // namespace

std::string_view state_code(JobState state) {
  return codes[static_cast<std::size_t>(state)];
}

Result<JobId> JobStore::add(store::UnitOfWork& work, JobId id, const NewJob& job, Instant now) {
  const Instant run_at = std::max(job.run_at, now);
  const store::BindingList bindings = {{"id", id},
                                       {"kind", job.kind},
                                       {"subject", job.subject},
                                       {"payload", job.payload},
                                       {"ordered_by", job.ordered_by},
                                       {"attempts_max", job.attempts_max},
                                       {"now", now},
                                       {"run_at", run_at}};
  if (job.subject == 0) {
    CHARTA_TRY_DO(work.write(insert_job, bindings));
    return id;
  }
  CHARTA_TRY(const auto standing,
             work.read_one(insert_or_join, bindings, [](const store::Row& row) { return row.id<JobId>(0); }));
  return standing.value_or(id);
}

void JobStore::set_kinds(std::vector<std::string> kinds) {
  kinds_ = std::move(kinds);
  kind_names_.clear();
  std::string list;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    kind_names_.push_back(fmt::format("kind_{}", i));
    list += fmt::format("{}:{}", i == 0 ? "" : ", ", kind_names_.back());
  }
  due_sql_ = replaced(select_due, "{kinds}", list);
  claim_sql_ = replaced(replaced(claim_due, "{due}", due_sql_), "{columns}", job_columns);
}

Result<bool> JobStore::has_due(store::Reader& reader, Instant now) {
  if (kinds_.empty()) return false;
  std::vector<store::Binding> bindings{{"now", now}};
  for (std::size_t i = 0; i < kinds_.size(); ++i) bindings.push_back({kind_names_[i], kinds_[i]});
  bool found = false;
  CHARTA_TRY_DO(reader.read({"job.due", due_sql_}, store::Bindings(bindings), [&](const store::Row&) {
    found = true;
    return false;
  }));
  return found;
}

Result<std::optional<Job>> JobStore::claim(store::UnitOfWork& work, Instant now) {
  std::vector<store::Binding> bindings{{"now", now}};
  for (std::size_t i = 0; i < kinds_.size(); ++i) bindings.push_back({kind_names_[i], kinds_[i]});
  std::optional<Job> claimed;
  CHARTA_TRY_DO(work.read({"job.claim", claim_sql_}, store::Bindings(bindings), [&](const store::Row& row) {
    claimed = job_of(row);
    return true;
  }));
  return claimed;
}

Result<bool> JobStore::has_lost(store::Reader& reader, Instant limit) {
  CHARTA_TRY(const auto found, reader.read_one(select_lost, {{"limit", limit}}, [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<std::int64_t> JobStore::release_lost(store::UnitOfWork& work, Instant limit, Instant now) {
  std::int64_t released = 0;
  for (const Statement& statement : {fail_lost, obey_lost, cancel_lost, release_lost_jobs}) {
    CHARTA_TRY(const auto count, work.write_counted(statement, {{"limit", limit}, {"now", now}}));
    released += count;
  }
  return released;
}

Result<std::int64_t> JobStore::forget_ended(store::UnitOfWork& work, Instant limit) {
  return work.write_counted(delete_ended, {{"limit", limit}});
}

Result<JobStore::Standing> JobStore::standing(store::UnitOfWork& work, const Job& job) {
  CHARTA_TRY(const auto cancelled, work.read_one(select_standing, {{"id", job.id}, {"fence", job.fence}},
                                                 [](const store::Row& row) { return row.integer(0) != 0; }));
  if (!cancelled) return Standing::lost;
  return *cancelled ? Standing::cancel_requested : Standing::held;
}

Result<void> JobStore::beat(store::UnitOfWork& work, const Job& job, Instant now) {
  return work.write(update_heartbeat, {{"id", job.id}, {"fence", job.fence}, {"now", now}});
}

Result<void> JobStore::set_progress(store::UnitOfWork& work, const Job& job, std::int64_t done, std::int64_t total, Instant now) {
  return work.write(update_progress, {{"id", job.id}, {"fence", job.fence}, {"done", done}, {"total", total}, {"now", now}});
}

Result<void> JobStore::set_payload(store::UnitOfWork& work, const Job& job, const std::string& payload) {
  return work.write(update_payload, {{"id", job.id}, {"fence", job.fence}, {"payload", payload}});
}

Result<void> JobStore::end(store::UnitOfWork& work, const Job& job, JobState state, const std::string& message, Instant now) {
  return work.write(end_job,
                    {{"id", job.id}, {"fence", job.fence}, {"state", state_code(state)}, {"message", message}, {"now", now}});
}

Result<void> JobStore::wait_again(store::UnitOfWork& work, const Job& job, int attempts, const std::string& message,
                                  Instant run_at, Instant now) {
  CHARTA_TRY(const auto cancelled,
             work.write_counted(end_cancelled, {{"id", job.id}, {"fence", job.fence}, {"message", message}, {"now", now}}));
  if (cancelled == 1) return {};  // at another server, where this worker could not hear of it
  CHARTA_TRY(
      const auto waits,
      work.write_counted(
          return_job, {{"id", job.id}, {"fence", job.fence}, {"attempts", attempts}, {"message", message}, {"run_at", run_at}}));
  if (waits == 1) return {};
  return end(work, job, JobState::cancelled, "a later job for the same subject does its work", now);
}

Result<std::vector<Job>> JobStore::list(store::Reader& reader, std::string_view kind, std::int64_t limit) {
  if (kind.empty()) return reader.read_all(select_jobs, {{"limit", limit}}, job_of);
  return reader.read_all(select_jobs_of_kind, {{"kind", kind}, {"limit", limit}}, job_of);
}

Result<std::optional<Job>> JobStore::find(store::Reader& reader, JobId id) {
  return reader.read_one(select_job, {{"id", id}}, job_of);
}

Result<std::int64_t> JobStore::cancel_waiting(store::UnitOfWork& work, JobId id, Instant now) {
  return work.write_counted(update_cancelled, {{"id", id}, {"now", now}});
}

Result<std::int64_t> JobStore::request_cancel(store::UnitOfWork& work, JobId id) {
  return work.write_counted(update_cancel_requested, {{"id", id}});
}

Result<std::int64_t> JobStore::restart(store::UnitOfWork& work, JobId id, Instant now) {
  return work.write_counted(update_restarted, {{"id", id}, {"now", now}});
}

}  // namespace charta::jobs
