// SPDX-License-Identifier: Apache-2.0
// How well and how quickly lists are linked. Quality: ../shared/data/linkage read in place, trained without labels; the truth is
// used for scoring only, and every set runs in the same configuration. Speed: a list made up here.
//
//   patient_index_benchmark quality      patient_index_benchmark speed [RECORDS] [THREADS]      patient_index_benchmark search
//   [RECORDS]
#include "benchmarks/patient_index/population.hpp"
#include "department/matching/list_linker.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>

namespace charta::benchmarks {
namespace {

using namespace matching;

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string parameters_of(const std::string& rule) {
  const auto document = json::Document::parse(file_text(CHARTA_SOURCE_FOLDER "/data/rules/patient-index/" + rule + ".json"));
  return json::write(document->root()["parameters"]);
}

Vocabulary vocabulary() {
  return *Vocabulary::parse(parameters_of("nicknames"), parameters_of("address-words"), parameters_of("placeholders"));
}

/// A set of ../shared/data/linkage: its files, which column is which field, and which person a row is of (for scoring only).
struct DataSet {
  std::string name;
  std::vector<std::string> files;
  std::string mapping;
  std::function<std::string(const std::string& id)> entity;
  double required;
};

constexpr std::string_view febrl_columns =
    R"("given_name":"given_name","surname":"surname","street_number":"street_number","address_1":"street","address_2":"locality",)"
    R"("suburb":"city","postcode":"postal_code","state":"region","date_of_birth":"birth_date")";

std::string febrl_mapping(bool with_number, bool without_duplicates) {
  return fmt::format(R"({{"id":"rec_id","each_list_without_duplicates":{},"columns":{{{}{}}}}})", without_duplicates,
                     febrl_columns, with_number ? R"(,"soc_sec_id":"national_id")" : "");
}

std::string dsgen_mapping() {
  return fmt::format(R"({{"id":"rec_id","columns":{{{},"soc_sec_id":"national_id","age":"age","phone_number":"phone"}}}})",
                     febrl_columns);
}

std::string between_dashes(const std::string& id) {
  return id.substr(0, id.find('-', id.find('-') + 1));
}
std::string without_last(const std::string& id) {
  return id.substr(0, id.size() - 1);
}

std::map<std::string, std::string> fake_clusters(const std::string& file) {
  std::ifstream in(file);
  std::map<std::string, std::string> clusters;
  std::vector<std::string> row;
  for (bool first = true; *read_row(in, ',', row); first = false)
    if (!first && row.size() > 1) clusters[row.front()] = row.back();
  return clusters;
}

std::vector<DataSet> data_sets(const std::string& folder) {
  const std::string fake = folder + "/splink/fake_1000.csv";
  auto clusters = fake_clusters(fake);
  return {
      {"FEBRL 1", {folder + "/febrl/dataset1.csv"}, febrl_mapping(true, false), between_dashes, 0.99},
      {"FEBRL 2", {folder + "/febrl/dataset2.csv"}, febrl_mapping(true, false), between_dashes, 0.99},
      {"FEBRL 4",
       {folder + "/febrl/dataset4a.csv", folder + "/febrl/dataset4b.csv"},
       febrl_mapping(true, true),
       between_dashes,
       0.9997},
      {"FEBRL 4 without soc_sec_id",
       {folder + "/febrl/dataset4a.csv", folder + "/febrl/dataset4b.csv"},
       febrl_mapping(false, true),
       between_dashes,
       0.993},
      {"dsgen A 1000", {folder + "/febrl-dsgen/dataset_A_1000.csv"}, dsgen_mapping(), without_last, 0.97},
      {"dsgen A 5000", {folder + "/febrl-dsgen/dataset_A_5000.csv"}, dsgen_mapping(), without_last, 0.97},
      {"dsgen C 1000", {folder + "/febrl-dsgen/dataset_C_1000.csv"}, dsgen_mapping(), without_last, 0.97},
      {"fake_1000",
       {fake},
       R"({"id":"unique_id","columns":{"first_name":"given_name","surname":"surname","dob":"birth_date","city":"city","email":"email"}})",
       [clusters](const std::string& id) { return clusters.at(id); },
       0.80}};
}

struct Quality {
  double pairs = 0, found = 0, right = 0, sure = 0, sure_right = 0, scored_right = 0;
  double precision() const { return found > 0 ? right / found : 1; }
  double recall() const { return pairs > 0 ? right / pairs : 1; }
  double f1() const { return 2 * right / (pairs + found); }
};

Quality judge(const ListLinker& linker, const DataSet& set) {
  Quality quality;
  std::map<std::string, double> sizes;
  std::vector<std::string> entities;
  for (std::uint32_t i = 0; i < linker.size(); ++i) ++sizes[entities.emplace_back(set.entity(linker.id(i)))];
  for (const auto& [entity, size] : sizes) quality.pairs += size * (size - 1) / 2;
  for (const auto& pair : linker.linked()) {
    const bool right = entities[pair.a] == entities[pair.b];
    quality.found += 1, quality.right += right;
    if (pair.probability >= 0.999) quality.sure += 1, quality.sure_right += right;
  }
  for (const auto& pair : linker.scored().pairs) quality.scored_right += entities[pair.a] == entities[pair.b];
  return quality;
}

void tell_wrong(const ListLinker& linker, const DataSet& set) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> linked;
  for (const auto& pair : linker.linked()) linked[{pair.a, pair.b}] = pair.bits;
  const auto explained = [&](std::uint32_t a, std::uint32_t b) {
    std::string text;
    for (const auto& part : linker.explain(a, b).contributions)
      text += fmt::format(" {}:{} {:+.1f};", name_of(part.field), name_of(part.level), part.bits);
    return text;
  };
  for (const auto& [pair, bits] : linked)
    if (set.entity(linker.id(pair.first)) != set.entity(linker.id(pair.second)))
      fmt::print("  wrong  {:+.1f} {} {}{}\n", bits, linker.id(pair.first), linker.id(pair.second),
                 explained(pair.first, pair.second));
  std::map<std::string, std::vector<std::uint32_t>> members;
  for (std::uint32_t i = 0; i < linker.size(); ++i) members[set.entity(linker.id(i))].push_back(i);
  for (const auto& [entity, records] : members)
    for (std::size_t i = 0; i < records.size(); ++i)
      for (std::size_t j = i + 1; j < records.size(); ++j)
        if (!linked.contains({records[i], records[j]}))
          fmt::print("  missed {:+.1f} {} {}{}\n", linker.explain(records[i], records[j]).bits + linker.prior_bits(),
                     linker.id(records[i]), linker.id(records[j]), explained(records[i], records[j]));
}

int quality(const std::string& folder, bool details, std::string_view only) {
  int below = 0;
  fmt::print("{:<28}{:>8}{:>10}{:>10}{:>10}{:>10}{:>12}{:>12}{:>10}{:>9}\n", "set", "pairs", "precision", "recall", "F1",
             "required", "sure pairs", "sure prec.", "compared", "seconds");
  for (const auto& set : data_sets(folder)) {
    if (!only.empty() && set.name != only) continue;
    const auto began = std::chrono::steady_clock::now();
    ListLinker linker(vocabulary());
    const auto mapping = ColumnMapping::parse(set.mapping);
    for (const auto& file : set.files) {
      std::ifstream in(file);
      if (const auto read = linker.read(in, *mapping); !read) {
        fmt::print(stderr, "{}: {}\n", file, read.error().message);
        return 1;
      }
    }
    linker.train();
    linker.link({});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const auto q = judge(linker, set);
    fmt::print("{:<28}{:>8}{:>10.5f}{:>10.5f}{:>10.5f}{:>10}{:>12}{:>12.5f}{:>10}{:>9.2f}{}\n", set.name, q.pairs, q.precision(),
               q.recall(), q.f1(), set.required, q.sure, q.sure > 0 ? q.sure_right / q.sure : 1, linker.scored().compared,
               took.count(), q.f1() < set.required ? "  BELOW" : "");
    below += q.f1() < set.required ? 1 : 0;
    if (details) tell_wrong(linker, set);
    if (details) fmt::print("{}", linker.model().print());
  }
  return below > 0 ? 1 : 0;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::size_t peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1024;
  return 0;
}

/// Wall and processor time of a piece of work.
struct Took {
  double wall = 0, cpu = 0;
};

Took timed(FunctionRef<void()> work) {
  const auto began = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(), cpu_seconds() - cpu};
}

/// People encoded and indexed, as a search or a comparison needs them.
struct Indexed {
  Encoder encoder{vocabulary()};
  Frequencies frequencies;
  std::vector<EncodedPerson> people;
  CandidateIndex index;
  std::vector<BlockingKeys> keys;
  void add(const Person& person) {
    people.push_back(encoder.encode(person));
    frequencies.add(people.back());
    keys.push_back(blocking_keys(encoder, people.back()));
    index.add(keys.back());
  }
};

/// Pairs taken anywhere and pairs that share a key: comparing over every field and scoring.
void speed_of_pairs(const std::vector<Person>& written) {
  Indexed indexed;
  for (const auto& person : written) indexed.add(person);
  const auto& people = indexed.people;
  const Model model = starter_model();
  const Scorer scorer(model, indexed.frequencies);
  std::mt19937_64 dice(1);
  constexpr std::size_t count = 4'000'000;
  double sum = 0;
  const auto anywhere = timed([&] {
    for (std::size_t i = 0; i < count; ++i) {
      const auto& a = people[dice() % people.size()];
      sum += scorer.bits(compare(indexed.encoder, a, people[dice() % people.size()]), a);
    }
  });
  Seen seen;
  std::vector<std::uint32_t> found;
  std::size_t candidates = 0;
  const auto blocked = timed([&] {
    for (std::uint32_t record = 0; candidates < count && record < people.size(); ++record) {
      found.clear();
      indexed.index.find_earlier(record, indexed.keys[record], seen, found);
      for (const auto other : found) sum += scorer.bits(compare(indexed.encoder, people[record], people[other]), people[record]);
      candidates += found.size();
    }
  });
  fmt::print("pairs anywhere: {:.2f} million a CPU second; candidates, search included: {:.2f} million a CPU second ({:.0f})\n",
             static_cast<double>(count) / anywhere.cpu / 1e6, static_cast<double>(candidates) / blocked.cpu / 1e6, sum);
}

/// Search before create, on one core: a person is encoded, looked for under every key, compared and ranked.
int speed_of_search(std::size_t records) {
  Indexed indexed;
  MadeUpPeople people;
  std::vector<Person> kept;
  for (std::size_t i = 0; i < records; ++i) {
    const Person person = people.person();
    if (i % 100 == 0) kept.push_back(person);
    indexed.add(person);
  }
  const Model model = starter_model();
  const Scorer scorer(model, indexed.frequencies);
  Seen seen;
  std::vector<std::uint32_t> found;
  std::vector<double> times;
  std::size_t candidates = 0, first = 0;
  constexpr std::size_t searches = 4000;
  const double cpu = cpu_seconds();
  for (std::size_t i = 0; i < searches; ++i) {
    const std::size_t which = people.below(kept.size());
    const Person person = people.again(kept[which]);
    const auto began = std::chrono::steady_clock::now();
    const auto encoded = indexed.encoder.encode(person);
    found.clear();
    indexed.index.find(blocking_keys(indexed.encoder, encoded), seen, found);
    std::pair<double, std::uint32_t> best{-1e9, 0};
    for (const auto other : found)
      best = std::max(best, {scorer.bits(compare(indexed.encoder, encoded, indexed.people[other]), encoded), other});
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    candidates += found.size();
    first += best.second == which * 100 ? 1 : 0;
  }
  const double spent = cpu_seconds() - cpu;
  std::sort(times.begin(), times.end());
  fmt::print(
      "search before create among {}: {:.0f} a CPU second, median {:.2f} ms, p99 {:.2f} ms, {} candidates each; the right one "
      "first in {:.1f} %; peak memory {} MB\n",
      records, searches / spent, times[searches / 2] * 1e3, times[searches * 99 / 100] * 1e3, candidates / searches,
      100.0 * static_cast<double>(first) / searches, peak_megabytes());
  return 0;
}

std::vector<Person> made_up(std::size_t records) {
  MadeUpPeople people;
  std::vector<Person> written;
  while (written.size() < records) {
    if (!written.empty() && people.below(40) == 0)
      written.push_back(people.again(written[people.below(written.size())]));
    else
      written.push_back(people.person());
  }
  return written;
}

int speed(std::size_t records, unsigned threads) {
  speed_of_pairs(made_up(std::min<std::size_t>(records, 100'000)));
  ListLinker linker(vocabulary());
  MadeUpPeople people;
  std::vector<Person> kept;
  double writing = 0;
  const auto reading = timed([&] {
    for (std::size_t i = 0; i < records; ++i) {
      const auto began = std::chrono::steady_clock::now();
      Person person = !kept.empty() && people.below(40) == 0 ? people.again(kept[people.below(kept.size())]) : people.person();
      if (kept.size() < 50'000) kept.push_back(person);
      writing += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      linker.add({std::to_string(i), "", std::move(person)});
    }
  });
  fmt::print("{} records encoded and indexed in {:.1f} s (made up in {:.1f} s; {:.1f} CPU s for both)\n", records,
             reading.wall - writing, writing, reading.cpu);
  const auto training = timed([&] { linker.train(); });
  fmt::print("trained in {:.1f} s ({:.1f} CPU s)\n", training.wall, training.cpu);
  LinkOptions options;
  options.threads = threads;
  const auto linking = timed([&] { linker.link(options); });
  fmt::print("compared {} pairs and decided in {:.1f} s ({:.1f} CPU s, {:.2f} million pairs a CPU second); {} linked\n",
             linker.scored().compared, linking.wall, linking.cpu,
             static_cast<double>(linker.scored().compared) / linking.cpu / 1e6, linker.linked().size());
  fmt::print("self-join of {} records: {:.1f} s in all, peak memory {} MB\n", records,
             reading.wall - writing + training.wall + linking.wall, peak_megabytes());
  for (std::size_t key = 0; key < key_count; ++key)
    if (linker.scored().bounded.searches[key] > 0)
      fmt::print("  bounded: {}: {} records had more than the key's bound\n", blocking_key_words(key),
                 linker.scored().bounded.searches[key]);
  return 0;
}

}  // namespace

int main_of(int count, char** words) {
  const std::string_view what = count > 1 ? words[1] : "quality";
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  const std::string data = (folder != nullptr ? std::string(folder) : CHARTA_SOURCE_FOLDER "/../shared/data") + "/linkage";
  if (what == "quality") return quality(data, false, "");
  if (what == "speed")
    return speed(count > 2 ? std::stoul(words[2]) : 1'000'000, count > 3 ? static_cast<unsigned>(std::stoul(words[3])) : 2);
  if (what == "search") return speed_of_search(count > 2 ? std::stoul(words[2]) : 1'000'000);
  if (what == "wrong") return quality(data, true, count > 2 ? words[2] : "");
  fmt::print(stderr, "patient_index_benchmark quality | wrong SET | speed RECORDS THREADS | search RECORDS\n");
  return 2;
}

}  // namespace charta::benchmarks

int main(int count, char** words) {
  return charta::benchmarks::main_of(count, words);
}
