// SPDX-License-Identifier: Apache-2.0
// A file room of decades: from a barcode to the answer, a pull list of 1,500 charts, the plan of a hunt; and how often the hunt
// is right. The rows are filled by the database itself. Usage:
//   paper_charts_benchmark DIRECTORY [VOLUMES [MOVEMENTS [POSTGRESQL-URL]]]
#include "access_schema.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/paper_charts/tests/hunt_simulation.hpp"
#include "encounters_schema.hpp"
#include "ledger_schema.hpp"
#include "paper_charts_schema.hpp"
#include "patient_index_schema.hpp"
#include "resources_schema.hpp"
#include "worklists_schema.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

namespace charta::paper_charts {
namespace {

using Steady = std::chrono::steady_clock;
using store::Statement;

// 1,000,000 and up: numbers of seven digits, each once; every fortieth volume is out, every two-thousandth missing.
constexpr Statement fill_volumes{"benchmark.fill_volumes", R"sql(
  INSERT INTO paper_volume (volume, patient, kind, medium, barcode, chart_number, number_folded, filing_key, position, number,
    from_day, until_day, home, place, state, since, due_at, rule, certificate, merged_into, is_temporary, facility, sensitivity,
    version)
  WITH RECURSIVE n(i) AS (SELECT CAST(:from AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :until)
  SELECT 1000000000 + i, 5000000 + i / 2, 'medical', 'paper', 'B' || CAST(i AS TEXT), CAST(1000000 + i AS TEXT),
    CAST(1000000 + i AS TEXT),
    substr(CAST(1000000 + i AS TEXT), 6, 2) || '-' || substr(CAST(1000000 + i AS TEXT), 4, 2) || '-0000000000000' ||
      substr(CAST(1000000 + i AS TEXT), 1, 3),
    '', 1 + i % 2, '', '', 100 + i % 8, CASE WHEN i % 40 = 0 THEN 200 + i % 300 ELSE 100 + i % 8 END,
    CASE WHEN i % 2000 = 0 THEN 'missing' WHEN i % 40 = 0 THEN 'out' ELSE 'in-file' END, 1700000000000 + i,
    CASE WHEN i % 40 = 0 AND i % 2000 <> 0 THEN 1790000000000 + i END, '', '', 0, 0, 0, 0, 1
   FROM n)sql"};
constexpr Statement fill_movements{"benchmark.fill_movements", R"sql(
  INSERT INTO paper_movement (movement, volume, kind, from_place, to_place, at, recorded_at, author, purpose, reason, note,
    requisition, batch, device, device_number)
  WITH RECURSIVE n(i) AS (SELECT CAST(:from AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :until)
  SELECT 2000000000 + i, 1000000000 + (i * 7919) % :volumes, CASE WHEN i % 2 = 0 THEN 'charge-out' ELSE 'check-in' END,
    100 + i % 8, CASE WHEN i % 2 = 0 THEN 200 + i % 300 ELSE 100 + i % 8 END, 1600000000000 + i * 1000, 1600000000000 + i * 1000,
    7, '', '', '', 0, CASE WHEN i % 2 = 0 THEN 0 ELSE i / 200 + 1 END, '', 0
   FROM n)sql"};
constexpr Statement fill_requisitions{"benchmark.fill_requisitions", R"sql(
  INSERT INTO paper_requisition (requisition, item, request, patient, volume, deliver_to, requester, origin, purpose, clinic,
    priority, requested_at, needed_at, requested_by, cause, state, reason, pulled_at, delivered_at, closed_at, facility,
    sensitivity)
  WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < :last)
  SELECT 3000000000 + i, 0, 3000000000 + i, 0, 1000000000 + (i * 104729) % :volumes, 200 + i % 300, '', 'appointment', '', '',
    'routine', 1780000000000 + i, 1780000000000 + i, 0, 0, CASE WHEN i < 1500 THEN 'approved' ELSE 'returned' END, '', NULL, NULL,
    NULL, 0, 0
   FROM n)sql"};
constexpr Statement fill_places{"benchmark.fill_places", R"sql(
  INSERT INTO paper_place (place, parent, room, kind, name, folded, code, path, barcode, loan_class, filing, first_key, capacity,
    walk, holder, is_open, facility, version)
  WITH RECURSIVE n(i) AS (SELECT CAST(100 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 2499)
  SELECT i, CASE WHEN i < 500 THEN 0 ELSE 100 + i % 8 END, CASE WHEN i < 108 THEN i WHEN i < 500 THEN 0 ELSE 100 + i % 8 END,
    CASE WHEN i < 108 THEN 'room' WHEN i < 500 THEN 'ward' ELSE 'shelf' END, 'Place ' || CAST(i AS TEXT),
    'place ' || CAST(i AS TEXT), '', 'Place ' || CAST(i AS TEXT), 'P' || CAST(i AS TEXT), '', 'terminal-digit',
    CASE WHEN i < 500 THEN '' ELSE substr(CAST(1000 + i % 100 AS TEXT), 3, 2) END, 0, i, 0, 1, 0, 1
   FROM n)sql"};

double milliseconds(Steady::time_point from) {
  return std::chrono::duration<double, std::milli>(Steady::now() - from).count();
}

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) {
    fmt::print(stderr, "{}: {}\n", what, result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void fill(store::Store& store, const Statement& statement, std::int64_t count, std::int64_t step, std::int64_t volumes) {
  for (std::int64_t from = 0; from < count; from += step) {
    must(store.write([&](store::UnitOfWork& work) -> Result<void> {
      const std::int64_t until = std::min(count, from + step) - 1;
      if (volumes == 0) return work.write(statement, {{"from", from}, {"until", until}});
      return work.write(statement, {{"from", from}, {"until", until}, {"volumes", volumes}});
    }),
         "fill");
    if (store.engine() == store::Engine::sqlite) must(store.checkpoint(), "checkpoint");
  }
}

struct Times {
  std::vector<double> all;
  void print(const char* what) {
    std::sort(all.begin(), all.end());
    fmt::print("{}: median {:.2f} ms, p99 {:.2f} ms, most {:.2f} ms ({} times)\n", what, all[all.size() / 2],
               all[all.size() * 99 / 100], all.back(), all.size());
  }
};

void run(const store::StoreOptions& options, std::int64_t volumes, std::int64_t movements) {
  const auto store = must(store::Store::open(options), "open");
  for (const auto schema : {ledger_schema(), access_schema(), worklists_schema(), resources_schema(), patient_index_schema(),
                            encounters_schema(), paper_charts_schema()})
    must(store->migrate(schema), "migrate");
  const SystemClock clock;
  TimeOrderedKeys keys(clock, 1);
  happenings::Bus bus;
  ledger::Ledger ledger(*store, clock, keys, options.directory + "/ledger.key");
  worklists::WorklistService worklists(*store, ledger, clock, keys);
  resources::ResourceService resources(*store, ledger, bus, clock, keys);
  const auto book = must(rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules"), "rules");
  const auto* weights = *book.in_force("patient-index/starter-weights", clock.now().utc_date());
  patient_index::PatientIndexService index(*store, resources, ledger, bus, clock, keys,
                                           *patient_index::Weights::parse(weights->parameters, weights->reference()));
  encounters::EncounterService encounters(resources, bus, clock);
  PaperService paper(*store, index, encounters, worklists, ledger, clock, keys,
                     must(PaperRules::read(book, clock.now().utc_date(), "US"), "rules"), {});
  paper.declare();
  const auto actor = access::Actor::system("benchmark");

  const auto filling = Steady::now();
  must(store->write([&](store::UnitOfWork& work) { return work.write(fill_places, {}); }), "places");
  fill(*store, fill_volumes, volumes, 100'000, 0);
  fill(*store, fill_movements, movements, 500'000, volumes);
  must(store->write([&](store::UnitOfWork& work) {
    return work.write(fill_requisitions, {{"last", 101'499}, {"volumes", volumes}});
  }),
       "requisitions");
  fmt::print("{} volumes, {} movements, 101,500 requests filled in {:.0f} s\n", volumes, movements, milliseconds(filling) / 1000);

  std::mt19937_64 random(7);
  const auto some = [&] { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(volumes)); };
  Times scans, typed, hunts, lists, moves;
  for (int i = 0; i < 2'000; ++i) {
    const std::string barcode = fmt::format("B{}", some()), number = fmt::format("{}", 1'000'000 + some());
    auto from = Steady::now();
    if (must(paper.scan(actor, barcode), "scan").kind != "volume") std::exit(1);
    scans.all.push_back(milliseconds(from));
    from = Steady::now();
    if (must(paper.scan(actor, number), "number").kind != "volumes") std::exit(1);
    typed.all.push_back(milliseconds(from));
  }
  for (int i = 0; i < 300; ++i) {
    const VolumeId id(1'000'000'000 + some() / 2000 * 2000);
    const auto from = Steady::now();
    if (must(paper.hunt(actor, id), "hunt").plan.suggestions.empty()) std::exit(1);
    hunts.all.push_back(milliseconds(from));
  }
  for (int i = 0; i < 20; ++i) {
    const auto from = Steady::now();
    if (must(paper.pull_list(actor, clock.now().plus(std::chrono::hours(24 * 3650)), {}), "list").size() != 1500) std::exit(1);
    lists.all.push_back(milliseconds(from));
  }
  for (int i = 0; i < 300; ++i) {
    MovementCommand command;
    command.kind = "charge-out";
    command.to = PlaceId(200 + i);
    command.confirmed = {"volume-is-out", "volume-is-missing"};
    const VolumeId id(1'000'000'000 + some());
    const auto from = Steady::now();
    must(paper.move(actor, id, command), "move");
    moves.all.push_back(milliseconds(from));
  }
  scans.print("scan to answer, by barcode");
  typed.print("scan to answer, by number");
  lists.print("pull list of 1,500 charts");
  hunts.print("plan of a hunt");
  moves.print("charge out, durable");
}

void print_hunts(const char* what, const HuntWeights& weights, const MisfileTruth& truth) {
  const auto figures = simulate_hunts(2026, 20'000, weights, truth);
  fmt::print("hunts, {}: right place among the first five in {:.1f} %; {:.1f} looks expected, {:.1f} by the walk ({:.0f} %)\n",
             what, 100 * figures.share_in_first_five(), figures.looks, figures.walk_looks,
             100 * figures.looks / figures.walk_looks);
}

void measure_hunts() {
  const auto book = must(rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules"), "rules");
  const auto weights = *HuntWeights::read(**book.in_force("paper-charts/hunt", *Date::parse("2026-12-01")));
  print_hunts("shares as assumed", weights, {});
  MisfileTruth mostly_shelf;
  mostly_shelf.lent = 35;
  print_hunts("two of three misfiled on shelves", weights, mostly_shelf);
  MisfileTruth other;
  other.when_lent = {40, 18, 14, 11, 2, 7, 2, 3};
  other.when_in_file = {0, 15, 17, 22, 4, 20, 4, 14};
  print_hunts("shares otherwise than the rule thinks", weights, other);
}

}  // namespace
}  // namespace charta::paper_charts

int main(int count, char** words) {
  using namespace charta;
  if (count < 2) {
    fmt::print(stderr, "usage: paper_charts_benchmark DIRECTORY [VOLUMES [MOVEMENTS [POSTGRESQL-URL]]]\n");
    return 2;
  }
  paper_charts::measure_hunts();
  store::StoreOptions options;
  options.directory = words[1];
  if (count > 4) options.database_url = words[4];
  paper_charts::run(options, count > 2 ? std::atoll(words[2]) : 200'000, count > 3 ? std::atoll(words[3]) : 5'000'000);
}
