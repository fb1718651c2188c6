// SPDX-License-Identifier: Apache-2.0
// The whole index compared with itself, from the console: beside a running server, or on a hospital opened here.
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "department/matching/person_list.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

namespace charta::app {
namespace {

using patient_index::DuplicateFigures;
using patient_index::IdentityPair;
using patient_index::IdentityPass;
using patient_index::PatientHit;

/// Says how far the pass has come, and about how long it will still take.
class ProgressLine {
 public:
  explicit ProgressLine(Console& console) : console_(console) {}
  bool tell(std::int64_t done, std::int64_t of) {
    using namespace std::chrono;
    const auto now = steady_clock::now();
    if (done < of && now - told_at_ < seconds(1)) return true;
    told_at_ = now;
    const double seconds_gone = duration<double>(now - begun_at_).count();
    const double left = done == 0 ? 0 : seconds_gone * static_cast<double>(of - done) / static_cast<double>(done);
    console_.err(
        fmt::format("compared: {} of {} records ({} %), {:.0f} s to go\n", done, of, of == 0 ? 100 : done * 100 / of, left));
    return true;
  }

 private:
  Console& console_;
  std::chrono::steady_clock::time_point begun_at_ = std::chrono::steady_clock::now(), told_at_{};
};

/// Numbers only: whoever may see the people opens the queue.
Result<void> write_pairs(Hospital& hospital, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << "first,second,first_number,second_number,probability,bits,band,guards\n";
  CHARTA_TRY_DO(
      hospital.identity->each_open_pair([&](const IdentityPair& pair, const PatientHit& first, const PatientHit& second) {
        out << fmt::format("{},{},{},{},{:.6f},{:.2f},{},{}\n", pair.low.text(), pair.high.text(), matching::csv_value(first.mrn),
                           matching::csv_value(second.mrn), matching::probability_of(pair.bits), pair.bits, pair.band,
                           matching::csv_value(pair.guards));
      }));
  out.flush();
  if (!out) return fail(ErrorKind::unavailable, path + " could not be written");
  return {};
}

std::string as_json(const IdentityPass& pass, const DuplicateFigures& figures) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("records", figures.records)
      .member("records_in_possible_duplicate_sets", figures.in_sets)
      .key("duplicate_error_rate")
      .raw(fmt::format("{:.6f}", figures.rate()))
      .member("sets", figures.sets)
      .member("largest_set", figures.largest_set)
      .member("open_pairs", figures.pairs)
      .member("compared", pass.compared)
      .member("pairs_found", pass.pairs)
      .member("pairs_left_out", pass.bounded)
      .member("started_at", pass.started_at.text())
      .member("ended_at", pass.ended_at ? pass.ended_at->text() : std::string())
      .end_object();
  return text + "\n";
}

std::string as_text(const IdentityPass& pass, const DuplicateFigures& figures) {
  std::string text = fmt::format(
      "{} records, {} comparisons, {} pairs look alike\n"
      "duplicate error rate: {:.3f} % ({} records in {} possible duplicate sets, of {} records; the largest set has {})\n"
      "{} pairs wait for a person in the queue 'identity'\n",
      pass.records, pass.compared, pass.pairs, figures.rate() * 100, figures.in_sets, figures.sets, figures.records,
      figures.largest_set, figures.pairs);
  if (pass.bounded > 0)
    text += fmt::format("bounded: {} further pairs of records that look like many others were left out\n", pass.bounded);
  return text;
}

}  // namespace

Result<void> find_duplicates_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  ProgressLine line(console);
  CHARTA_TRY(const auto pass,
             hospital.identity->find_duplicates({[&line](std::int64_t done, std::int64_t of) { return line.tell(done, of); }}));
  CHARTA_TRY(const auto figures, hospital.store->read([&](store::Reader& reader) { return hospital.identity->figures(reader); }));
  if (arguments.has("--out")) CHARTA_TRY_DO(write_pairs(hospital, arguments.value("--out")));
  console.out(arguments.has("--json") ? as_json(pass, figures) : as_text(pass, figures));
  return {};
}

Result<void> index_duplicates(const Arguments& arguments) {
  return run_on_hospital("index duplicates", arguments);
}

}  // namespace charta::app
