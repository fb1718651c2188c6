// SPDX-License-Identifier: Apache-2.0
// Case mix over many final cases of one year, each way it can be told, and the list behind a number.
//   case_mix_benchmark FOLDER|postgresql://… [CASES]
#include "coding_desk_schema.hpp"
#include "department/coding_desk/case_mix_store.hpp"
#include "department/coding_desk/coding_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace charta;
using namespace charta::coding_desk;

template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}
void need(Result<void> result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

const auto first = *Instant::parse("2025-01-01T00:00:00Z");

CodingCase case_of(int number, int cases) {
  CodingCase one;
  one.encounter = ResourceId(1'000'000 + number);
  one.encounter_id = one.encounter.text();
  one.patient = PatientId(2'000'000 + number / 3);
  one.state = "final";
  one.class_code = "IMP";
  one.started_at = one.ended_at = one.changed_at = first.plus(std::chrono::milliseconds(31'536'000'000LL / cases * number));
  one.service = "SV" + std::to_string(number * 7 % 24);
  one.physician = "urn:npi|" + std::to_string(number * 31 % 400);
  one.physician_name = "Physician " + std::to_string(number * 31 % 400);
  one.grouped = {430,
                 1 + number * 13 % 770,
                 1 + number % 25,
                 5000 + number * 17 % 40000,
                 number % 3 == 0 ? "mcc" : "cc",
                 number % 2 == 0,
                 "A title of a group of diagnoses of about this length"};
  one.reviewed = number % 10 == 0 ? 8 : 0;
  one.agreed = one.reviewed == 0 ? 0 : 7;
  return one;
}

/// The median of nine, in milliseconds.
template <class Work>
double milliseconds(Work work) {
  std::vector<double> times;
  for (int round = 0; round < 9; ++round) {
    const auto began = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(times.begin(), times.end());
  return times[4];
}

}  // namespace

int main(int count, char** words) {
  const std::string where = count > 1 ? words[1] : "";
  const int cases = count > 2 ? std::atoi(words[2]) : 200'000;
  if (where.empty() || cases < 1) return std::fprintf(stderr, "case_mix_benchmark FOLDER|postgresql://… [CASES]\n"), 2;
  store::StoreOptions options;
  const bool is_postgres = where.starts_with("postgresql://");
  options.directory = is_postgres ? (std::filesystem::temp_directory_path() / "case-mix-benchmark").string() : where;
  if (is_postgres) options.database_url = where;
  const auto store = need(store::Store::open(options));
  need(store->migrate(coding_desk_schema()));
  for (int from = 0; from < cases; from += 1000)
    need(store->write([&](store::UnitOfWork& work) -> Result<void> {
      for (int number = from; number < std::min(cases, from + 1000); ++number)
        CHARTA_TRY_DO(CodingStore().save(work, case_of(number, cases)));
      return {};
    }));
  const auto zone = need(TimeZone::open("America/New_York"));
  const CaseMixStore mixes;
  const MixScope scope{
      {first, first.plus(std::chrono::hours(24 * 366))}, {"IMP", "ACUTE"}, access::all_facilities, access::full_clearance};
  std::printf("%d final cases, %s\n", cases, is_postgres ? "PostgreSQL" : "SQLite");
  for (const auto by : {MixBy::service, MixBy::physician, MixBy::drg}) {
    std::size_t groups = 0;
    const auto took = milliseconds(
        [&] { groups = need(store->read([&](store::Reader& reader) { return mixes.sums(reader, scope, by); })).size(); });
    std::printf("  by %-9s %4zu groups %7.1f ms\n", std::string(mix_code(by)).c_str(), groups, took);
  }
  std::size_t months = 0;
  const auto by_month = milliseconds([&] {
    need(store->read([&](store::Reader& reader) -> Result<void> {
      CHARTA_TRY(const auto span, mixes.span(reader, scope));
      auto part = scope;
      const auto all = months_of(span.value_or(scope.period), zone);
      for (const auto& [month, period] : all) {
        part.period = period;
        CHARTA_TRY_DO(mixes.sums(reader, part, MixBy::month));
      }
      months = all.size();
      return {};
    }));
  });
  std::printf("  by month     %4zu groups %7.1f ms\n", months, by_month);
  for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{cases / 24 / 2}}) {
    const auto took = milliseconds([&] {
      need(store->read([&](store::Reader& reader) -> Result<void> {
        CHARTA_TRY(const auto behind, mixes.behind(reader, scope, MixBy::service, "SV3", 500, offset));
        for (const auto encounter : behind) CHARTA_TRY_DO(CodingStore().find(reader, encounter));
        return {};
      }));
    });
    std::printf("  500 cases of a service from the %lldth %7.1f ms\n", static_cast<long long>(offset), took);
  }
  return 0;
}
