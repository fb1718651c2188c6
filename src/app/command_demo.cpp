// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/demo_amendments.hpp"
#include "app/demo_archive.hpp"
#include "app/demo_audits.hpp"
#include "app/demo_coding.hpp"
#include "app/demo_data_entry.hpp"
#include "app/demo_distribution.hpp"
#include "app/demo_downtime.hpp"
#include "app/demo_file_room.hpp"
#include "app/demo_floor.hpp"
#include "app/demo_imaging.hpp"
#include "app/demo_physicians.hpp"
#include "app/demo_scans.hpp"
#include "app/demo_shift.hpp"
#include "app/demo_wishes.hpp"
#include "app/serving.hpp"
#include "base/digest.hpp"
#include "base/log.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace charta::app {
namespace {

Result<DemoOptions> read_options(const Arguments& arguments) {
  DemoOptions options;
  CHARTA_TRY(const auto seed, arguments.number("--seed", static_cast<long long>(options.seed), 0));
  CHARTA_TRY(const auto patients, arguments.number("--patients", options.patients, 1));
  CHARTA_TRY(const auto days, arguments.number("--days", options.days, 1));
  CHARTA_TRY(const auto beds, arguments.number("--beds", options.beds, 1));
  options.seed = static_cast<std::uint64_t>(seed);
  options.patients = static_cast<int>(patients);
  options.days = static_cast<int>(days);
  options.beds = static_cast<int>(beds);
  return options;
}

void show_progress(int percent, std::int64_t sent) {
  if (::isatty(STDERR_FILENO) == 0) return;
  fmt::print(stderr, "\rfilling the simulated hospital: {:3}%, {} messages", percent, sent);
}

void print_accounts(Hospital& hospital, const Serving& serving, const std::string& password) {
  const Configuration& configuration = hospital.configuration;
  std::string names;
  for (const DemoAccount& account : demo_accounts())
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", account.name, account.role);
  if (const auto physicians = demo_physicians(hospital))
    for (const auto& one : *physicians) names += ", " + one;
  fmt::print(
      "Charta serves the simulated hospital on http://{}:{}  (HL7 v2 on {}:{}); users {}; password of all: {}; files dropped "
      "into {} and "
      "mails (.eml) into {} become batches; the downtime pack is kept in {} and opened by the words in {}; Ctrl-C stops\n",
      configuration.http.host, serving.http_port(), configuration.mllp.host, serving.mllp_port(), names, password,
      configuration.scan_folder, configuration.mail_folder, configuration.downtime_folder, configuration.downtime_passphrase);
  std::fflush(stdout);
}

/// The simulated registration issues numbers under the hospital's assigner, apart from those of the stream.
patient_index::NumberSeries demo_numbers() {
  return {"urn:oid:2.16.840.1.113883.19.5.1", "#######", 8'000'001};
}

/// The words that open the downtime pack, in a file of their own; chosen once.
Result<void> choose_downtime_words(Configuration& configuration) {
  if (!configuration.downtime_passphrase.empty()) return {};
  const std::string& file = configuration.downtime_passphrase = configuration.data + "/downtime-passphrase";
  std::error_code error;
  if (std::filesystem::exists(file, error)) return {};
  std::ofstream words(file);
  if (!(words << "demo downtime " << to_hex(random_bytes(4)) << std::endl))
    return fail(ErrorKind::unavailable, "the file " + file + " cannot be written");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  if (error) return fail(ErrorKind::unavailable, "the file " + file + " cannot be written: " + error.message());
  return {};
}

/// The doors that a hospital sets up for its scanners, its mail gateway its second disk and its downtime pack, beside the
/// simulated one's data.
Result<void> open_demo_folders(Configuration& configuration) {
  const std::pair<std::string*, const char*> folders[] = {{&configuration.scan_folder, "/drop/scans"},
                                                          {&configuration.mail_folder, "/drop/mails"},
                                                          {&configuration.fax_folder, "/gateway/fax"},
                                                          {&configuration.blob_mirror, "/mirror"},
                                                          {&configuration.downtime_folder, "/downtime"}};
  for (const auto& [folder, below] : folders) {
    if (!folder->empty()) continue;
    *folder = configuration.data + below;
    std::error_code error;
    std::filesystem::create_directories(*folder, error);
    if (error) return fail(ErrorKind::unavailable, "the folder " + *folder + " cannot be made: " + error.message());
  }
  return choose_downtime_words(configuration);
}

/// What the fill registered is compared before the first person looks at the queue.
Result<void> compare_all(Hospital& hospital) {
  while (true) {
    CHARTA_TRY(const auto looked_at, hospital.identity->catch_up());
    if (looked_at == 0) return {};
  }
}

/// After a fill the first comparison is made at once, so that the reconciliation's queue is not empty on the first day.
Result<void> reconcile_now(Hospital& hospital) {
  jobs::NewJob job;
  job.kind = "reconcile";
  job.subject = 1;
  CHARTA_TRY_DO(hospital.store->write([&](store::UnitOfWork& work) { return hospital.jobs->add(work, job); }));
  hospital.jobs->wake();
  return {};
}

}  // namespace

Result<void> demo(const Arguments& arguments) {
  CHARTA_TRY(auto configuration, read_configuration(arguments));
  configuration.log_reserve = server_log_reserve;
  if (!configuration.numbers.is_declared()) configuration.numbers = demo_numbers();
  if (arguments.has("--serve")) CHARTA_TRY_DO(open_demo_folders(configuration));
  CHARTA_TRY(const auto options, read_options(arguments));
  log::set_level(log::Level::warning);
  block_stop_signals();
  const SystemClock clock;
  CHARTA_TRY(const auto hospital, Hospital::open(configuration, clock));
  CHARTA_TRY(const auto password, ensure_demo_accounts(*hospital));
  CHARTA_TRY(const auto serving, Serving::start(*hospital, true));
  const std::string endpoint = fmt::format("{}:{}", configuration.mllp.host, serving->mllp_port());
  CHARTA_TRY(const auto feed, DemoFeed::open(*hospital, options));
  CHARTA_TRY(const auto filled, feed->catch_up(endpoint, show_progress));
  if (filled.sent > 0)
    fmt::print(stderr, "\rsent {} messages of the simulated hospital: {} accepted, {} refused as they should be\n", filled.sent,
               filled.accepted, filled.refused);
  CHARTA_TRY_DO(compare_all(*hospital));
  CHARTA_TRY_DO(furnish_demo_file_room(*hospital));
  CHARTA_TRY_DO(furnish_demo_audits(*hospital));
  CHARTA_TRY_DO(furnish_demo_archive(*hospital));
  CHARTA_TRY_DO(furnish_demo_floor(*hospital));
  CHARTA_TRY_DO(furnish_demo_amendments(*hospital));
  CHARTA_TRY_DO(begin_demo_night(*hospital));
  CHARTA_TRY_DO(furnish_demo_downtime(*hospital));
  CHARTA_TRY_DO(furnish_demo_physicians(*hospital, password));
  CHARTA_TRY_DO(furnish_demo_coding(*hospital));
  CHARTA_TRY_DO(furnish_demo_distribution(*hospital));
  CHARTA_TRY_DO(furnish_demo_wishes(*hospital));
  if (!arguments.has("--serve")) {
    CHARTA_TRY_DO(hospital->reconciliation->run());  // here and now: nobody waits for a job
    serving->stop();
    return {};
  }
  CHARTA_TRY_DO(reconcile_now(*hospital));
  CHARTA_TRY_DO(feed_demo_scans(*hospital));
  CHARTA_TRY_DO(feed_demo_imaging(*hospital));
  CHARTA_TRY_DO(feed_demo_notes(*hospital));
  feed->start_live(endpoint);
  print_accounts(*hospital, *serving, password);
  wait_for_stop_signal();
  feed->stop();
  serving->stop();
  return {};
}

}  // namespace charta::app
