// SPDX-License-Identifier: Apache-2.0
// The repository at service level, no HTTP: durable, validated, indexed, ledger written. Beside it what bare SQLite does with the
// rows alone on the same disk. Usage: resources_benchmark DIRECTORY [SECONDS [POSTGRESQL-URL]]
//        resources_benchmark --train FILE   makes the compression dictionary from invented records
#include "ledger_schema.hpp"
#include "record/resources/body.hpp"
#include "record/resources/resource_service.hpp"
#include "record/resources/tests/synthetic_bundle.hpp"
#include "resources_schema.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>
#include <zdict.h>

namespace charta::resources {
namespace {

using Steady = std::chrono::steady_clock;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

/// Runs `act(number)` from `clients` threads for a while; answers per second.
double rate(int clients, double seconds, const std::function<void(std::uint64_t)>& act) {
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  const auto start = Steady::now();
  for (int client = 0; client < clients; ++client)
    threads.emplace_back([&] {
      while (!stop) act(next++);
    });
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(next.load()) / seconds_since(start);
}

void note(const char* what, double value, const char* unit, const char* least, const char* aim) {
  fmt::print("{:<52} {:>10.1f} {:<12} at least {:<8} aim {}\n", what, value, unit, least, aim);
  std::fflush(stdout);
}

template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "failed: {} {}\n", result.error().message, result.error().location);
  std::exit(1);
}

struct Bench {
  Bench(const std::string& directory, const std::string& url) {
    store::StoreOptions options;
    options.directory = directory;
    options.database_url = url;
    store = need(store::Store::open(options));
    for (const auto schema : {ledger_schema(), resources_schema()})
      if (const auto done = store->migrate(schema); !done) std::exit(1);
    ledger = std::make_unique<ledger::Ledger>(*store, clock, keys, directory + "/ledger.key");
    store->set_before_group_commit([this](store::UnitOfWork& work) { return ledger->seal(work); });
    service = std::make_unique<ResourceService>(*store, *ledger, bus, clock, keys);
    actor = access::Actor::system("benchmark");
    actor.kind = access::Actor::Kind::program;
  }
  SystemClock clock;
  TimeOrderedKeys keys{clock, 1};
  happenings::Bus bus;
  access::Actor actor;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<ResourceService> service;
};

/// The rows of one resource (a row with 500 bytes, 8 index rows) by bare SQLite, `per_commit` resources a transaction.
double bare_rows(const std::string& file, int per_commit, double seconds) {
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  sqlite3_exec(db,
               "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE r(id INTEGER PRIMARY KEY, "
               "type INT, body BLOB);"
               "CREATE TABLE i(param INT, code TEXT, patient INT, id INT, PRIMARY KEY(param, code, patient, id)) WITHOUT ROWID",
               nullptr, nullptr, nullptr);
  sqlite3_stmt *row = nullptr, *index = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO r VALUES (?, 1, zeroblob(500))", -1, &row, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO i VALUES (?, ?, ?, ?)", -1, &index, nullptr);
  std::int64_t id = 0;
  const auto start = Steady::now();
  while (seconds_since(start) < seconds) {
    sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (int count = 0; count < per_commit; ++count) {
      sqlite3_bind_int64(row, 1, ++id);
      sqlite3_step(row);
      sqlite3_reset(row);
      for (int parameter = 0; parameter < 8; ++parameter) {
        const std::string code = fmt::format("{:x}", (static_cast<std::uint64_t>(id) * 2654435761U) & 0xFFFFU);
        sqlite3_bind_int(index, 1, parameter);
        sqlite3_bind_text(index, 2, code.c_str(), -1, SQLITE_TRANSIENT);
        sqlite3_bind_int64(index, 3, id % 997);
        sqlite3_bind_int64(index, 4, id);
        sqlite3_step(index);
        sqlite3_reset(index);
      }
    }
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  }
  const double per_second = static_cast<double>(id) / seconds_since(start);
  sqlite3_finalize(row);
  sqlite3_finalize(index);
  sqlite3_close(db);
  return per_second;
}

std::vector<std::string> ids_of(Bench& bench, const std::string& type) {
  std::vector<std::string> ids;
  const auto bundle = json::Document::parse(need(bench.service->search(bench.actor, {type, "_count=1000", "", true}))).value();
  for (const json::Value entry : bundle.root()["entry"]) ids.emplace_back(entry["resource"]["id"].text());
  return ids;
}

void transactions(Bench& bench, const std::string& directory, double seconds) {
  constexpr int entries = 120;
  std::vector<std::string> bundles;
  for (std::uint64_t number = 0; number < 400; ++number) bundles.push_back(SyntheticBundle(number).transaction(entries));
  const auto load = [&](std::uint64_t number) {
    need(bench.service->bundle(bench.actor, bundles[number % bundles.size()], "http://b"));
  };
  const double one = rate(1, seconds, load);
  note("transactions of 120 entries, 1 client", one * entries, "entries/s", "2400", "8000");
  note("  one bundle", 1000 / one, "ms", "", "20");
  const double many = rate(8, seconds, load);
  note("bulk import, 8 clients", many * entries, "resources/s", "5000", "15000");
  if (bench.store->engine() != store::Engine::sqlite) return;
  (void)bench.store->checkpoint();
  const auto size = std::filesystem::file_size(directory + "/charta.db");
  const std::int64_t rows = static_cast<std::int64_t>((one + many) * seconds) * entries;
  note("disk for 1,000 resources, ledger included", static_cast<double>(size) / static_cast<double>(rows) / 1000, "MB", "1.9",
       "0.7");
}

void searches(Bench& bench, double seconds) {
  const auto patients = ids_of(bench, "Patient");
  for (const int clients : {1, 2}) {
    const std::string with = clients == 1 ? ", 1 client" : ", 2 clients";
    note(("read by id" + with).c_str(),
         rate(clients, seconds,
              [&](std::uint64_t number) {
                need(bench.service->read(bench.actor, "Patient", patients[number % patients.size()]));
              }),
         "/s", "12500", "45000");
    note(("Observation?patient=&code=" + with).c_str(),
         rate(clients, seconds,
              [&](std::uint64_t number) {
                need(bench.service->search(bench.actor, {"Observation",
                                                         "patient=" + patients[number % patients.size()] +
                                                             "&code=" + std::string(SyntheticBundle::some_code),
                                                         "http://b", true}));
              }),
         "/s", "7500", "18000");
    note(("Patient?name=" + with).c_str(),
         rate(clients, seconds,
              [&](std::uint64_t number) {
                need(bench.service->search(
                    bench.actor,
                    {"Patient", "name=" + std::string(SyntheticBundle::some_family(number)) + std::to_string(number % 900),
                     "http://b", true}));
              }),
         "/s", "3400", "10000");
  }
}

void creates(Bench& bench, double seconds) {
  std::vector<std::string> bodies;
  for (std::uint64_t number = 0; number < 512; ++number) bodies.push_back(SyntheticBundle(number + 100000).patient());
  fmt::print("a body of {} bytes\n", bodies[0].size());
  const auto act = [&](std::uint64_t number) {
    need(bench.service->create(bench.actor, "Patient", bodies[number % bodies.size()], {}));
  };
  note("create Patient, 1 client", rate(1, seconds, act), "/s", "900", "2200");
  note("create Patient, 32 clients", rate(32, seconds, act), "/s", "2600", "6500");
  const auto observe = [&](std::uint64_t number) {
    need(bench.service->create(bench.actor, "Observation", SyntheticBundle(number).observation("Patient/0000000000001", ""), {}));
  };
  note("create Observation, 32 clients", rate(32, seconds, observe), "/s", "2600", "6500");
}

/// 112 KB, trained on what the writer keeps of invented records.
int train(const std::string& file) {
  std::string samples;
  std::vector<std::size_t> sizes;
  for (std::uint64_t number = 0; number < 60; ++number) {
    const auto bundle = json::Document::parse(SyntheticBundle(number + 500000).transaction(110)).value();
    for (const json::Value entry : bundle.root()["entry"]) {
      const std::string body = join_body(keep_body(entry["resource"]));
      samples += body;
      sizes.push_back(body.size());
    }
  }
  std::string dictionary(112640, '\0');
  const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(),
                                                 static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size) != 0U) return 1;
  std::ofstream(file, std::ios::binary).write(dictionary.data(), static_cast<std::streamsize>(size));
  fmt::print("{} bytes from {} resources\n", size, sizes.size());
  return 0;
}

int run(const std::string& directory, double seconds, const std::string& url) {
  std::filesystem::create_directories(directory);
  Bench bench(directory, url);
  transactions(bench, directory, seconds);
  searches(bench, seconds);
  creates(bench, seconds);
  note("limit: the rows alone in bare SQLite, 1 a commit", bare_rows(directory + "/bare1.db", 1, seconds), "/s", "", "");
  note("limit: the rows alone in bare SQLite, 32 a commit", bare_rows(directory + "/bare32.db", 32, seconds), "/s", "", "");
  return 0;
}

}  // namespace
}  // namespace charta::resources

int main(int count, char** arguments) {
  if (count > 2 && std::string(arguments[1]) == "--train") return charta::resources::train(arguments[2]);
  if (count < 2) return 2;
  return charta::resources::run(arguments[1], count > 2 ? std::atof(arguments[2]) : 3, count > 3 ? arguments[3] : "");
}
