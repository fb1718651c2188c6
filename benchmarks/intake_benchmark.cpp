// SPDX-License-Identifier: Apache-2.0
// Messages a second with everything done before AA (identified, filed, ledger), and journal only; the finder at a million patients.
//   intake_benchmark FOLDER [MESSAGES [CONNECTIONS]]
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "access_schema.hpp"
#include "base/clock.hpp"
#include "chart_schema.hpp"
#include "department/intake/intake_service.hpp"
#include "encounters_schema.hpp"
#include "intake_schema.hpp"
#include "jobs_schema.hpp"
#include "ledger_schema.hpp"
#include "partners_schema.hpp"
#include "patient_index_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "worklists_schema.hpp"

namespace charta {
namespace {

std::string message_of(int connection, int number) {
  const std::string control_id = std::to_string(connection) + "-" + std::to_string(number);
  const int patient = connection * 100'000 + number / 10;
  const std::string mrn = std::to_string(1'000'000 + patient);
  const std::string pid = "PID|1||" + mrn + "^^^HOSP^MR||Person^Given" + std::to_string(patient % 997) + "||19610402|F|||1 Mill Lane^^Dorset^CA^90001\r";
  const std::string header = "MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260115080000||";
  if (number % 10 == 0) {
    return header + "ADT^A01|" + control_id + "|P|2.5.1\rEVN|A01|20260115080000\r" + pid + "PV1|1|I|4EAST^136^B||||||||||||||||V" + mrn + "^^^HOSP\r";
  }
  if (number % 10 < 4) {
    return header + "ORM^O01|" + control_id + "|P|2.5.1\r" + pid + "ORC|NW|P" + control_id + "^HOSP|||||||20260115080000\rOBR|1|P" + control_id + "^HOSP||24323-8^Panel^LN\r";
  }
  return header + "ORU^R01|" + control_id + "|P|2.5.1\r" + pid + "OBR|1||F" + control_id + "^LAB|24323-8^Panel^LN|||20260115060000||||||||||||||||||F\rOBX|1|NM|2345-7^Glucose^LN||4.2|mmol/L|||||F\r";
}

int run(const std::string& folder, int messages, int connections, intake::AckMode mode) {
  std::filesystem::create_directories(folder);
  auto store = store::Store::open({folder, {}, {}, 8, false});
  if (!store) return std::fprintf(stderr, "%s\n", store.error().message.c_str()), 1;
  for (const auto schema : {ledger_schema(), access_schema(), jobs_schema(), worklists_schema(), partners_schema(), resources_schema(), patient_index_schema(),
                            encounters_schema(), chart_schema(), intake_schema()}) {
    if (const auto done = (*store)->migrate(schema); !done) return std::fprintf(stderr, "%s\n", done.error().message.c_str()), 1;
  }
  SystemClock clock;
  TimeOrderedKeys keys(clock, 1);
  happenings::Bus bus;
  ledger::Ledger ledger(**store, clock, keys, folder + "/ledger.key");
  (*store)->set_before_group_commit([&](store::UnitOfWork& work) { return ledger.seal(work); });
  jobs::JobService jobs(**store, clock, keys);
  worklists::WorklistService worklists(**store, ledger, clock, keys);
  partners::PartnerService partners(**store, ledger, clock, keys);
  resources::ResourceService resources(**store, ledger, bus, clock, keys);
  const auto rules = rules::RuleBook::load("data/rules");
  if (!rules) return std::fprintf(stderr, "%s\n", rules.error().message.c_str()), 1;
  const auto* weights = *rules->in_force("patient-index/starter-weights", clock.now().utc_date());
  patient_index::PatientIndexService index(**store, resources, ledger, bus, clock, keys, *patient_index::Weights::parse(weights->parameters, weights->reference()));
  encounters::EncounterService encounters(resources, bus, clock);
  const auto* types = *rules->in_force("chart/document-types", clock.now().utc_date());
  chart::ChartService chart(**store, resources, index, bus, clock, *chart::DocumentTypes::parse(types->parameters));
  intake::IntakeService intake(**store, resources, index, encounters, chart, partners, worklists, ledger, jobs, clock, keys);
  intake.declare();
  bus.on("resource_changed", "patient_index", [&](store::UnitOfWork& work, const happenings::Happening& one) {
    return index.on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
  });
  std::atomic<int> accepted{0};
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(connections));
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int connection = 0; connection < connections; ++connection) {
    threads.emplace_back([&, connection] {
      for (int number = 0; number < messages / connections; ++number) {
        const auto sent = std::chrono::steady_clock::now();
        const auto received = intake.receive(message_of(connection, number), {"bench", "", mode});
        waits[static_cast<std::size_t>(connection)].push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - sent).count());
        if (received.outcome == intake::Outcome::filed || received.outcome == intake::Outcome::stored) ++accepted;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::vector<double> all;
  for (const auto& one : waits) all.insert(all.end(), one.begin(), one.end());
  std::sort(all.begin(), all.end());
  std::printf("%s, %d connections: %d of %d accepted, %.0f messages/s, p50 %.2f ms, p99 %.2f ms\n", mode == intake::AckMode::done ? "all done before AA" : "journal before AA",
              connections, accepted.load(), messages, messages / seconds, all[all.size() / 2], all[all.size() * 99 / 100]);
  return 0;
}

}  // namespace
}  // namespace charta

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "/tmp/charta-intake-benchmark";
  const int messages = argc > 2 ? std::atoi(argv[2]) : 20'000;
  const int connections = argc > 3 ? std::atoi(argv[3]) : 8;
  std::filesystem::remove_all(folder);
  const int done = charta::run(folder + "/done", messages, connections, charta::intake::AckMode::done);
  return done != 0 ? done : charta::run(folder + "/stored", messages, connections, charta::intake::AckMode::stored);
}
