// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/world.hpp"

#include "app/mllp_door.hpp"
#include "tests/people/people.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace charta::simulation {
namespace {

constexpr std::int64_t stored_at_once = 4;  ///< small, so that a fault finds the queue half filed

constexpr Instant opening{1'772'323'200'000};  // 2026-03-01T00:00:00Z
constexpr std::int64_t minute = 15'000;        // of the town: its day passes four times as fast as the wires and the server
constexpr std::int64_t troubles_until_ms = 170 * minute;  // then everything is mended, and the senders catch up
constexpr std::int64_t patience_ms = 24 * 60 * 60'000;    // a sender that is not answered by then never will be
constexpr std::int64_t stuck_after_ms = 90'000;           // then the operator starts the server again
constexpr int rounds_of_clerks = 6;
constexpr int starts_that_may_fail = 40;  // one after another; the faults that can stop a start are few

app::Configuration configuration_in(const std::string& folder, bool stores_only) {
  const std::vector<std::string> words{"--data", folder, "--ack", stores_only ? "stored" : "done"};
  return app::read_configuration(app::Arguments::parse(app::configuration_options(), words).value()).value();
}

class World {
 public:
  World(std::uint64_t seed, const WorldOptions& options)
      : options_(options),
        random_(seed),
        disk_random_(random_.next()),
        network_random_(random_.next()),
        agenda_(opening),
        disk_(disk_random_),
        town_(tell(random_, opening, options.stories)),
        judge_(town_.messages),
        stores_only_(random_.chance(0.4)),
        configuration_(configuration_in(folder_.path(), stores_only_)),
        network_(
            agenda_, network_random_, town_.messages, [this] { return hospital_ ? &events_ : nullptr; },
            [this] { return survived(); }) {
    verdict_.seed = seed;
    verdict_.messages = town_.messages.size();
  }

  Verdict run() {
    disk_.faults.lies_about_sync = options_.lies_about_sync;
    disk_.on_write = [this] {
      if (slow_ms_ > 0) agenda_.take(random_.below(slow_ms_));
    };
    disk_.on_sleep = [this](int microseconds) { agenda_.take(1 + microseconds / 1000); };
    network_.on_acknowledged = [this](std::size_t index) { acknowledged(index); };
    start();
    for (int i = 0; i < options_.troubles; ++i) agenda_.in(random_.between(minute, troubles_until_ms), [this] { trouble(); });
    agenda_.in(troubles_until_ms, [this] { mend(); });
    every(5'000, [this] { upkeep(); });
    every(30'000, [this] { turn_worklists(); });
    every(20'000, [this] { clerk(); });
    every(20 * minute, [this] { reconcile(); });
    every(5'000, [this] { operate(); });
    while (verdict_.complaints.empty() && !is_over()) {
      agenda_.step();
      ++verdict_.steps;
    }
    if (verdict_.complaints.empty()) finish();
    verdict_.acknowledged = judge_.acknowledged_count();
    verdict_.disk = disk_.figures;
    verdict_.network = network_.figures;
    return std::move(verdict_);
  }

 private:
  void tell_of(std::string what) {
    what = fmt::format("{:>9} {}\n", agenda_.now_ms(), what);
    if (options_.narrates) std::fputs(what.c_str(), stdout);
    verdict_.log += what;
  }
  void complain(const std::vector<std::string>& complaints) {
    for (const auto& one : complaints) verdict_.complaints.push_back(fmt::format("at {} ms: {}", agenda_.now_ms(), one));
  }
  void every(std::int64_t ms, const std::function<void()>& act) {
    agenda_.in(ms, [this, ms, act] {
      if (hospital_) act();
      every(ms, act);
    });
  }
  bool is_over() const {
    return is_mended_ &&
           ((network_.is_quiet() && hospital_ && agenda_.now_ms() > quiet_from_ + 30'000) || agenda_.now_ms() > patience_ms);
  }

  // The server's life.

  void start() {
    if (hospital_) return;
    ++verdict_.starts;
    store::StoreOptions options;
    options.directory = configuration_.data;
    options.tends_itself = false;
    auto opened = app::Hospital::open(configuration_, agenda_.clock, options);
    if (!opened) {
      tell_of("start failed: " + opened.error().message);
      if (++failed_starts_ > starts_that_may_fail)
        return complain({"the hospital cannot be opened any more: " + opened.error().message});
      if (disk_.is_stopped()) pick_up();
      return start_in(random_.between(1'000, 10'000));
    }
    hospital_ = std::move(*opened);
    failed_starts_ = 0;
    events_ = app::mllp_events(*hospital_->intake, stores_only_ ? intake::AckMode::stored : intake::AckMode::done);
    stuck_since_ = agenda_.now_ms();
    if (!survived()) return;
    judge_now("after start");
  }
  void start_in(std::int64_t ms) {
    agenda_.in(ms, [this] { start(); });
  }

  /// Whether the hospital lived through the call that just ended. When it did not, nothing that the call answered was ever said.
  bool survived() {
    if (!disk_.is_stopped()) return true;
    leave();
    pick_up();
    start_in(random_.between(500, 20'000));
    return false;
  }
  void leave() {
    network_.hang_up();
    events_ = {};
    hospital_.reset();
  }
  void pick_up() {
    if (is_kill_) {
      tell_of("killed");
      disk_.start_after_kill();
    } else {
      tell_of("power cut");
      disk_.start_after_power_cut();
    }
    disk_.faults.lies_about_sync = options_.lies_about_sync;
  }

  /// Judging sees what is there; it meets no faults and takes no time.
  void judge_now(std::string_view when) {
    if (!hospital_) return;
    const DiskFaults pending = disk_.faults;
    disk_.faults = {};
    auto complaints = judge_.at_any_moment(*hospital_);
    disk_.faults = pending;
    for (auto& one : complaints) one = std::string(when) + ": " + one;
    complain(complaints);
  }

  void acknowledged(std::size_t index) {
    judge_.acknowledged(index);
    quiet_from_ = agenda_.now_ms();
    if (!hospital_) return;
    const DiskFaults pending = disk_.faults;
    disk_.faults = {};
    complain(judge_.after_acknowledgement(*hospital_, index));
    disk_.faults = pending;
  }

  // What the server does by itself, here in turns of one thread.

  void upkeep() {
    hospital_->store->tend();
    if (!survived()) return;
    (void)hospital_->ledger->seal_pending();
    if (!survived()) return;
    (void)hospital_->jobs->run_due();
    (void)hospital_->intake->file_stored(stored_at_once);
    survived();
  }
  void turn_worklists() {
    (void)hospital_->worklists->run_clock(access::Actor::system("background"));
    survived();
  }
  void reconcile() {
    jobs::NewJob job;
    job.kind = "reconcile";
    job.subject = 1;
    (void)hospital_->store->write([&](store::UnitOfWork& work) { return hospital_->jobs->add(work, job); });
    survived();
  }
  /// Somebody who looks at the monitor: a server that takes no writes any more is started again.
  void operate() {
    if (hospital_->store->accepts_writes()) stuck_since_ = agenda_.now_ms();
    if (agenda_.now_ms() - stuck_since_ < stuck_after_ms) return;
    tell_of("the operator restarts a server that takes no writes");
    leave();
    if (disk_.is_stopped()) return pick_up(), start_in(1'000);
    disk_.start_after_kill();
    disk_.faults.lies_about_sync = options_.lies_about_sync;
    start_in(2'000);
  }

  // People.

  void clerk() {
    const auto held = held_messages();
    if (!held.empty()) settle(random_.one_of(held));
  }
  std::vector<worklists::WorkItem> held_messages() {
    worklists::Filter filter;
    filter.kind = "held-message";
    filter.limit = 500;
    auto page = hospital_->worklists->list(clerk_, filter);
    return page ? std::move(page->items) : std::vector<worklists::WorkItem>();
  }

  void settle(const worklists::WorkItem& item) {
    ++verdict_.clerk_acts;
    const MessageId message(item.subject);
    const auto seen = hospital_->intake->view(clerk_, message);
    if (!survived() || !seen) return;
    const TownMessage* sent = judge_.sent(seen->raw);
    const bool mine_to_assign = sent != nullptr && sent->truth == Truth::wrong && sent->person >= 0;
    const bool is_rubbish = sent == nullptr || sent->truth == Truth::unreadable || sent->truth == Truth::unsupported ||
                            (sent->truth == Truth::wrong && sent->person < 0);
    if (is_rubbish) return ignore(message, "test-message");
    if (mine_to_assign) return assign(message, *sent);
    const auto replayed = hospital_->intake->replay(clerk_, message, std::nullopt, "");
    if (survived() && replayed) judge_.settled(message, "filed");
  }
  void ignore(MessageId message, const std::string& reason) {
    const auto ignored = hospital_->intake->ignore(clerk_, message, reason, "");
    if (survived() && ignored) judge_.settled(message, "ignored");
  }
  void assign(MessageId message, const TownMessage& sent) {
    const auto& person = people::all[static_cast<std::size_t>(sent.person)];
    const patient_index::Identifier number{std::string(person.mrn), hl7v2_fhir::assigner_system("MAIN", "", ""), "MR"};
    const auto holders =
        hospital_->store->read([&](store::Reader& reader) { return hospital_->patient_index->rows().holders(reader, number); });
    if (!survived() || !holders || holders->empty()) return;
    const auto assigned = hospital_->intake->assign(clerk_, message, holders->front().record.patient, "");
    if (survived() && assigned) judge_.settled(message, "filed");
  }

  // What breaks.

  void trouble() {
    is_kill_ = random_.chance(0.4);
    const std::int64_t soon = random_.below(random_.chance(0.5) ? 30 : 400);
    switch (random_.below(8)) {
      case 0:
      case 1:
        tell_of(fmt::format("{} after {} writes", is_kill_ ? "kill" : "power cut", soon));
        disk_.faults.cut_power_in = soon;
        return;
      case 2:
        tell_of(fmt::format("write {} will fail", soon));
        disk_.faults.fail_write_in = soon;
        return;
      case 3:
        tell_of(fmt::format("sync {} will fail", soon / 10));
        disk_.faults.fail_sync_in = soon / 10;
        return;
      case 4:
        tell_of(fmt::format("read {} will fail", soon * 5));
        disk_.faults.fail_read_in = soon * 5;
        return;
      case 5:
        return fill_disk();
      case 6:
        return slow_disk();
      default:
        return set_clock();
    }
  }
  void fill_disk() {
    disk_.faults.free_bytes = random_.below(400'000);
    tell_of(fmt::format("{} bytes are free", disk_.faults.free_bytes));
    agenda_.in(random_.between(5'000, 70'000), [this] {
      tell_of("the disk has space again");
      disk_.faults.free_bytes = -1;
    });
  }
  void slow_disk() {
    slow_ms_ = random_.between(5, 200);
    tell_of(fmt::format("writes take up to {} ms", slow_ms_));
    agenda_.in(random_.between(5'000, 60'000), [this] { slow_ms_ = 0; });
  }
  void set_clock() {
    const std::int64_t off = random_.between(-5'000, 60'000);
    tell_of(fmt::format("the clock is {} ms off", off));
    agenda_.set_clock_off(off);
  }

  void mend() {
    tell_of("everything is mended");
    network_.faults = {0, 0, 0, 0, 0};
    const bool lies = disk_.faults.lies_about_sync;
    disk_.faults = {};
    disk_.faults.lies_about_sync = lies;
    slow_ms_ = 0;
    is_mended_ = true;
    if (!hospital_) return;
    leave();  // one more restart, so that what only memory held is gone
    disk_.start_after_power_cut();
    disk_.faults.lies_about_sync = lies;
    start_in(1'000);
  }

  void finish() {
    if (!hospital_) return complain({"the hospital could not be opened any more"});
    if (!network_.is_quiet())
      return complain({fmt::format("{} messages were never answered:{}", network_.waiting(), network_.unanswered())});
    for (int i = 0; i < 3; ++i) upkeep();
    for (int round = 0; round < rounds_of_clerks; ++round) {
      for (const auto& item : held_messages()) settle(item);
    }
    turn_worklists();
    complain(judge_.at_the_end(*hospital_));
  }

  WorldOptions options_;
  Random random_, disk_random_, network_random_;
  Agenda agenda_;
  testing::TemporaryFolder folder_;
  Disk disk_;
  Town town_;
  Judge judge_;
  bool stores_only_;
  app::Configuration configuration_;
  std::unique_ptr<app::Hospital> hospital_;
  mllp::ServerEvents events_;
  Network network_;
  access::Actor clerk_ = access::Actor::system("clerk");
  Verdict verdict_;
  int failed_starts_ = 0;
  bool is_kill_ = false, is_mended_ = false;
  std::int64_t slow_ms_ = 0, stuck_since_ = 0, quiet_from_ = 0;
};

}  // namespace

Verdict run(std::uint64_t seed, const WorldOptions& options) {
  return World(seed, options).run();
}

}  // namespace charta::simulation
