// SPDX-License-Identifier: Apache-2.0
// Sends HL7 v2 over real MLLP as fast as it is answered, and remembers what was acknowledged.
//
//   mllp_load --to HOST:PORT [--connections N] [--messages M] [--mix hospital|adt] [--seed S] [--skip K] [--prefix P] [--ledger
//   FILE]
//   [--json]
//
// M messages on each of N connections, one in flight on each, every control id used once. The ledger gets one line for each
// positive acknowledgement, "<control id> <sha256 of the message>", fsynced (in groups) before the next message of that
// connection is sent: what it names must be found after any crash of the server.
#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/training/simulation.hpp"
#include "transport/mllp/client.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace charta;
using SteadyClock = std::chrono::steady_clock;

struct Arguments {
  std::string to, mix = "adt", ledger, prefix = "L";
  int connections = 8;
  std::int64_t messages = 1000;  ///< a connection
  std::int64_t skipped = 0;      ///< of the same stream, that were sent before
  std::uint64_t seed = 1;
  bool json = false;
};

std::optional<Arguments> read_arguments(int count, char** values) {
  Arguments a;
  for (int i = 1; i < count; ++i) {
    const std::string name = values[i];
    if (name == "--json") {
      a.json = true;
      continue;
    }
    if (i + 1 >= count) return std::nullopt;
    const std::string value = values[++i];
    const auto number = parse_integer(value);
    if (name == "--to")
      a.to = value;
    else if (name == "--mix" && (value == "adt" || value == "hospital"))
      a.mix = value;
    else if (name == "--ledger")
      a.ledger = value;
    else if (name == "--prefix")
      a.prefix = value;
    else if (name == "--connections" && number && *number > 0)
      a.connections = static_cast<int>(*number);
    else if (name == "--messages" && number && *number > 0)
      a.messages = *number;
    else if (name == "--skip" && number && *number >= 0)
      a.skipped = *number;
    else if (name == "--seed" && number)
      a.seed = static_cast<std::uint64_t>(*number);
    else
      return std::nullopt;
  }
  return a.to.empty() ? std::nullopt : std::optional(a);
}

/// Lines that are on disk before add() returns; those who wait at the same time share one fsync.
class AcknowledgementLedger {
 public:
  explicit AcknowledgementLedger(const std::string& path) {
    if (!path.empty()) file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  }
  ~AcknowledgementLedger() {
    if (file_ >= 0) ::close(file_);
  }
  bool is_open() const { return file_ >= 0; }

  bool add(const std::string& line) {
    std::unique_lock lock(mutex_);
    waiting_ += line;
    const std::uint64_t mine = ++added_;
    while (synced_ < mine && !failed_) {
      if (syncing_) {
        turned_.wait(lock);
        continue;
      }
      syncing_ = true;
      const std::string batch = std::move(waiting_);
      waiting_.clear();
      const std::uint64_t until = added_;
      lock.unlock();
      const bool written =
          ::write(file_, batch.data(), batch.size()) == static_cast<ssize_t>(batch.size()) && ::fdatasync(file_) == 0;
      lock.lock();
      syncing_ = false;
      synced_ = until;
      failed_ = failed_ || !written;
      turned_.notify_all();
    }
    return !failed_;
  }

 private:
  int file_ = -1;
  std::mutex mutex_;
  std::condition_variable turned_;
  std::string waiting_;
  std::uint64_t added_ = 0, synced_ = 0;
  bool syncing_ = false, failed_ = false;
};

struct Outgoing {
  std::string control_id;
  Bytes bytes;
};

/// A name of three syllables, one of 8,000: people of a town do not all look alike, or the patient index would be what is
/// measured.
std::string name_of(std::uint64_t number) {
  static constexpr std::string_view syllables[] = {"BA", "COR", "DEL", "FEN", "GAR", "HOL", "JU",  "KES", "LAN", "MOR",
                                                   "NI", "OS",  "PRE", "QUI", "RAN", "SOL", "TAM", "UL",  "VER", "WIN"};
  number *= 2654435761U;  // neighbours in the stream are no neighbours in the alphabet
  std::string name;
  for (int place = 0; place < 3; ++place, number /= 20) name += syllables[(number >> 8U) % 20];
  return name;
}

/// An admission of about 700 bytes: its own person with an address and a telephone.
Outgoing admission(const std::string& id, std::int64_t number) {
  const std::string mrn = std::to_string(number), family = name_of(static_cast<std::uint64_t>(number));
  const std::string street = std::to_string(1 + number % 9973) + " HIGH STREET",
                    phone = "(440)" + std::to_string(5'000'000 + number % 999'983);
  Outgoing out{id,
               "MSH|^~\\&|LOAD|NORTH|CHARTA|HIM|20250301120000+0000||ADT^A01^ADT_A01|" + id + "|P|2.5.1||||||UNICODE UTF-8\r"};
  out.bytes += "EVN|A01|20250301120000\rPID|1||" + mrn + "^^^NORTH&2.16.840.1.113883.19.5.1&ISO^MR||" + family + "^" +
               name_of(static_cast<std::uint64_t>(number) / 7) + "^B^^^^L||19" + std::to_string(10 + number % 90) + "0" +
               std::to_string(1 + number % 9) + "12|F|||" + street + "^^TOWN^OH^44901^USA||" + phone + "|||||V" + mrn +
               "^^^NORTH^AN\r";
  out.bytes += "NK1|1|" + family + "^SOMEONE|SPO|" + street + "^^TOWN^OH^44901|" + phone + "\r";
  out.bytes += "PV1|1|I|3W^301^A^NORTH||||D1000^HARPER^JANE^^^^MD|||MED|||||||||V" + mrn +
               "^^^NORTH^VN|||||||||||||||||||||||||20250301115500\r";
  out.bytes += "PV2|||^CHEST PAIN\rAL1|1|DA|^PENICILLIN|MO|HIVES\rDG1|1||R07.9^Chest pain, unspecified^I10||20250301|A\r";
  return out;
}

struct Tally {
  std::atomic<std::int64_t> accepted{0}, refused{0}, failed{0}, bytes{0};
  std::mutex mutex;
  std::vector<double> latencies_ms;
};

std::vector<Outgoing> admissions(const Arguments& a, int connection) {
  std::vector<Outgoing> all;
  const std::string prefix = a.prefix + std::to_string(connection) + "-";
  for (std::int64_t i = a.skipped; i < a.skipped + a.messages; ++i)
    all.push_back(admission(prefix + std::to_string(i), 1'000'000'000 + connection * 10'000'000LL + i));
  return all;
}

/// One hospital for all connections: what is about one person goes by one of them, in its order.
std::vector<std::vector<Outgoing>> one_hospital(const Arguments& a) {
  std::vector<std::vector<Outgoing>> streams(static_cast<std::size_t>(a.connections));
  training::SimulationOptions options;
  options.control_id_prefix = a.prefix;
  options.faults.duplicate_send = options.faults.control_id_reused = 0;
  training::HospitalSimulation hospital(a.seed, Instant(1'740'787'200'000), options);
  const std::int64_t count = a.messages * a.connections;
  for (std::int64_t i = 0; i < a.skipped + count; ++i) {
    auto message = hospital.next();
    if (!message) break;
    const auto lane = std::hash<std::string>()(message->mrn) % streams.size();
    if (i >= a.skipped) streams[lane].push_back({message->control_id, std::move(message->bytes)});
  }
  return streams;
}

/// Made before the clock starts: the generator never limits what is measured.
std::vector<std::vector<Outgoing>> streams_of(const Arguments& a) {
  if (a.mix == "hospital") return one_hospital(a);
  std::vector<std::vector<Outgoing>> streams;
  for (int i = 0; i < a.connections; ++i) streams.push_back(admissions(a, i));
  return streams;
}

void run_connection(const Arguments& a, const std::vector<Outgoing>& stream, AcknowledgementLedger& ledger, Tally& tally) {
  auto client = mllp::MllpClient::connect(a.to);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().message.c_str());
    tally.failed += static_cast<std::int64_t>(stream.size());
    return;
  }
  std::vector<double> latencies;
  latencies.reserve(stream.size());
  for (const Outgoing& message : stream) {
    const auto sent_at = SteadyClock::now();
    const auto answer = client->exchange(message.bytes, message.control_id);
    if (!answer) {
      std::fprintf(stderr, "%s: %s\n", message.control_id.c_str(), answer.error().message.c_str());
      ++tally.failed;
      break;
    }
    latencies.push_back(std::chrono::duration<double, std::milli>(SteadyClock::now() - sent_at).count());
    tally.bytes += static_cast<std::int64_t>(message.bytes.size());
    ++(answer->accepted() ? tally.accepted : tally.refused);
    if (answer->accepted() && ledger.is_open() && !ledger.add(message.control_id + " " + sha256(message.bytes).hex() + "\n")) {
      std::fprintf(stderr, "the ledger cannot be written\n");
      break;
    }
  }
  const std::lock_guard lock(tally.mutex);
  tally.latencies_ms.insert(tally.latencies_ms.end(), latencies.begin(), latencies.end());
}

double percentile(std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = read_arguments(count, values);
  if (!arguments) {
    std::fprintf(stderr,
                 "usage: mllp_load --to HOST:PORT [--connections N] [--messages M] [--mix adt|hospital] [--seed S] [--skip K] "
                 "[--prefix P] "
                 "[--ledger FILE] [--json]\n");
    return 2;
  }
  AcknowledgementLedger ledger(arguments->ledger);
  if (!arguments->ledger.empty() && !ledger.is_open()) {
    std::fprintf(stderr, "cannot open the ledger %s\n", arguments->ledger.c_str());
    return 1;
  }
  const auto streams = streams_of(*arguments);
  Tally tally;
  const auto begun = SteadyClock::now();
  std::vector<std::thread> threads;
  for (const auto& stream : streams) threads.emplace_back([&] { run_connection(*arguments, stream, ledger, tally); });
  for (auto& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
  auto& latencies = tally.latencies_ms;
  std::sort(latencies.begin(), latencies.end());
  const double rate = static_cast<double>(latencies.size()) / seconds;
  const char* format = arguments->json ? "{\"connections\":%d,\"accepted\":%lld,\"refused\":%lld,\"failed\":%lld,\"seconds\":%."
                                         "3f,\"messages_per_second\":%.0f,"
                                         "\"megabytes_per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n"
                                       : "%d connections: %lld accepted, %lld refused, %lld failed in %.3f s: %.0f messages/s, "
                                         "%.1f MB/s, p50 %.3f ms, p99 %.3f ms, "
                                         "longest %.3f ms\n";
  std::printf(format, arguments->connections, static_cast<long long>(tally.accepted), static_cast<long long>(tally.refused),
              static_cast<long long>(tally.failed), seconds, rate, static_cast<double>(tally.bytes) / 1e6 / seconds,
              percentile(latencies, 0.5), percentile(latencies, 0.99), latencies.empty() ? 0.0 : latencies.back());
  return tally.failed == 0 && tally.refused == 0 ? 0 : 1;
}
