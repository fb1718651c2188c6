// SPDX-License-Identifier: Apache-2.0
// How many pages of a wrong patient the misfile detector finds, and how often it is wrong. benchmarks/misfile/README.md says how.
//
//   build/dev/benchmarks/misfile_benchmark text [PAGES [SEED]]
//   build/dev/benchmarks/misfile_benchmark ocr [PAGES [SEED]]
#include "base/text.hpp"
#include "department/misfile_watch/page_identity.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "department/patient_index/finder_query.hpp"
#include "department/training/hospital.hpp"
#include "formats/json/json.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

namespace {

using namespace charta;
using misfile_watch::Known;
using misfile_watch::ReadPage;
using training::Person;
using training::Random;

constexpr int townspeople = 20'000;
const Date today = *Date::parse("2026-03-01");

struct Rules {
  document_imaging::PageLabels labels;
  misfile_watch::MisfileRules rules;
};
Rules shipped() {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  return {document_imaging::ImagingRules::read(*book, today, "US")->labels,
          *misfile_watch::MisfileRules::read(*book, today, "US")};
}

// ---- a town: numbers that follow each other, families, namesakes, twins
// ---------------------------------------------------------

class Town {
 public:
  explicit Town(Random& random) {
    for (int at = 0; at < townspeople; ++at) {
      Person person = training::make_person(random, today);
      if (at > 0 && random.chance(0.05)) {  // somebody's namesake
        const auto& other = people_[static_cast<std::size_t>(random.below(at))];
        person.name.family = other.name.family, person.name.given = other.name.given;
      } else if (at > 0 && random.chance(0.02)) {
        person = training::make_twin(random, people_.back());
      }
      person.mrn = std::to_string(10'400'000 + at);
      people_.push_back(person);
    }
    for (std::size_t at = 0; at < people_.size(); ++at) {
      by_number_[people_[at].mrn] = at;
      by_day_[people_[at].born.text()].push_back(at);
      for (const auto& way : patient_index::surname_variants(people_[at].name.family)) by_family_[way].push_back(at);
    }
  }
  const Person& at(std::size_t index) const { return people_[index]; }
  std::size_t size() const { return people_.size(); }
  const std::vector<std::size_t>& family_of(const Person& person) const {
    return by_family_.at(patient_index::folded_words(person.name.family));
  }

  Known known(std::size_t index) const {
    const auto& person = people_[index];
    Known one;
    one.patient = PatientId(static_cast<std::int64_t>(index) + 1);
    one.who.identifiers.push_back({"urn:oid:1.2.3", person.mrn, "MR"});
    one.who.names.push_back({person.name.family, person.name.given, person.name.middle, ""});
    for (const auto& former : person.former_families) one.who.names.push_back({former, person.name.given, "", ""});
    one.who.birth_date = person.born;
    return one;
  }
  /// What the index finds for a page, by the very questions that the watch asks it.
  std::vector<Known> named_on(const misfile_watch::PageSays& page, std::size_t own) const {
    std::map<std::size_t, int> found;
    for (const auto& number : page.numbers()) {
      int holders = 0;
      for (auto at = by_number_.lower_bound(number); at != by_number_.end() && at->first.starts_with(number) && holders++ < 5;
           ++at)
        found[at->second] = 0;
    }
    for (const auto day : page.days())
      if (const auto born = by_day_.find(day.text()); born != by_day_.end())
        for (const auto index : born->second) found[index] = 0;
    for (const auto& name : page.names()) {
      const auto family = by_family_.find(patient_index::folded_words(name.family));
      if (family == by_family_.end()) continue;
      int namesakes = 0;
      for (const auto index : family->second)
        if (folded(people_[index].name.given).starts_with(folded(name.given)) && namesakes++ < 20) found[index] = 0;
    }
    found.erase(own);
    std::vector<Known> list;
    for (const auto& [index, nothing] : found) list.push_back(known(index));
    return list;
  }

 private:
  std::vector<Person> people_;
  std::map<std::string, std::size_t> by_number_;
  std::map<std::string, std::vector<std::size_t>> by_day_, by_family_;
};

// ---- pages
// ------------------------------------------------------------------------------------------------------------------------

std::string written(Date day, Random& random) {
  const auto text = day.text();
  const std::string year = text.substr(0, 4), month = text.substr(5, 2), date = text.substr(8, 2);
  static constexpr const char* months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  switch (random.below(4)) {
    case 0:
      return text;
    case 1:
      return date + "-" + months[std::stoi(month) - 1] + "-" + year;
    default:
      return month + "/" + date + "/" + year;
  }
}

/// The header of a page as hospitals print it; some have no number, some no label.
std::string header(const Person& who, Random& random) {
  const std::string family = upper_ascii(who.name.family), given = who.name.given, born = written(who.born, random);
  switch (random.below(9)) {
    case 0:
      return "Patient Name: " + who.name.family + ", " + given + "   MRN: " + who.mrn + "   DOB: " + born;
    case 1:
      return "PATIENT: " + family + ", " + given + "\nMEDICAL RECORD NUMBER: " + who.mrn + "\nDATE OF BIRTH: " + born;
    case 2:
      return "Name: " + given + " " + who.name.family + "\nDOB: " + born + "\nMR#: " + who.mrn;
    case 3:
      return family + ", " + upper_ascii(given) + "   " + born + "   " + who.mrn;
    case 4:
      return "Patient: " + who.name.family + ", " + given + "   Birth date: " + born;
    case 5:
      return "MRN: " + who.mrn + "   Page 2 of 4";
    case 6:
      return "Unit Number: " + who.mrn + "\nPatient Name: " + given + " " + who.name.family;
    case 7:
      return "RE: " + given + " " + who.name.family + "\nDOB: " + born + "\nMRN: " + who.mrn;
    default:
      return "Attending Physician: " + std::string(training::lists().families[static_cast<std::size_t>(random.below(90))]) +
             ", Karl   MRN: " + who.mrn + "\nPatient Name: " + who.name.family + ", " + given + "   DOB: " + born;
  }
}

/// Somebody else whom a page may name rightly.
std::string others(const Town& town, Random& random) {
  const auto& who = town.at(static_cast<std::size_t>(random.below(townspeople)));
  const std::string name = who.name.given + " " + who.name.family, born = written(who.born, random);
  switch (random.below(6)) {
    case 0:
      return "Mother's name: " + name + "   DOB: " + born;
    case 1:
      return "Guarantor: " + name + "   Date of birth: " + born + "   MRN: " + who.mrn;
    case 2:
      return "EMERGENCY CONTACT\nName: " + name + "\nPhone: " + who.telephone;
    case 3:
      return "Next of kin: " + name + " (spouse)   Birth date: " + born;
    case 4:
      return "Dictated by: " + name + ", MD   " + written(today, random);
    default:
      return "Referring physician name: " + name + "\nCall " + who.telephone + " for questions, order " +
             std::to_string(10'000'000 + random.below(900'000));
  }
}

std::vector<std::string> notes() {
  std::vector<std::string> list;
  std::ifstream file(CHARTA_SOURCE_FOLDER "/../shared/data/notes/mtsamples.jsonl");
  for (std::string line; std::getline(file, line);)
    if (const auto document = json::Document::parse(line)) list.emplace_back(document->root()["text"].text());
  return list;
}

/// So much of a note as a page holds, in lines of a page's width.
std::string body(const std::string& note, Random& random) {
  const std::size_t from =
      note.size() < 3000 ? 0 : static_cast<std::size_t>(random.below(static_cast<std::int64_t>(note.size() - 2500)));
  std::string text;
  std::size_t width = 0;
  for (const auto word : split(std::string_view(note).substr(from, 2500), ' ')) {
    if (width + word.size() > 90) text += '\n', width = 0;
    text += std::string(word) + ' ';
    width += word.size() + 1;
  }
  return text;
}

struct Planted {
  std::size_t chart = 0, whose = 0;  ///< the same: it lies right
  std::string text, story;
};

std::size_t wrong_patient(const Town& town, std::size_t chart, Random& random, std::string& story) {
  const auto any = [&] { return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(town.size()))); };
  const auto kind = random.below(100);
  if (kind < 15) {
    story = "number beside it";
    return chart + 1 < town.size() ? chart + 1 : chart - 1;
  }
  if (kind < 40) {
    const auto& family = town.family_of(town.at(chart));
    const auto other = family[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(family.size())))];
    const bool namesake = town.at(other).name.given == town.at(chart).name.given;
    story = namesake ? "same name" : "same family name";
    if (other != chart) return other;
  }
  story = "anybody";
  for (auto other = any();; other = any())
    if (other != chart) return other;
}

Planted plant(const Town& town, const std::vector<std::string>& notes, bool wrong, Random& random) {
  Planted page;
  page.chart = page.whose = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(town.size())));
  page.story = "right";
  if (wrong) page.whose = wrong_patient(town, page.chart, random, page.story);
  Person who = town.at(page.whose);
  if (!wrong && !who.former_families.empty() && random.chance(0.5)) who.name.family = who.former_families.front();
  const bool bare = !wrong && random.chance(0.15);  // a page without any header says nothing
  page.text =
      (random.chance(0.5) ? "GLEN ARDEN MEMORIAL HOSPITAL\nProgress note\n" : "") + (bare ? "" : header(who, random) + "\n");
  if (random.chance(0.3)) page.text += others(town, random) + "\n";
  page.text += "\n" + body(notes[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(notes.size())))], random);
  if (random.chance(0.2)) page.text += "\n" + others(town, random);
  return page;
}

/// As a machine misreads: twins, lost characters; what it misread it is less sure of.
void misread(ReadPage& page, double share, Random& random) {
  static const std::map<char, std::string_view> twins{{'0', "OQ"}, {'1', "lI"}, {'5', "S"}, {'8', "B"}, {'2', "Z"}, {'6', "G"},
                                                      {'O', "0"},  {'l', "1"},  {'S', "5"}, {'B', "8"}, {'e', "c"}, {'a', "o"},
                                                      {'i', "l"},  {'n', "r"},  {'3', "8"}, {'4', "1"}, {'7', "1"}, {'9', "0"}};
  for (auto& word : page.words) {
    std::string read;
    word.confidence = static_cast<int>(random.between(82, 97));
    for (const char c : word.text) {
      if (!random.chance(share)) {
        read += c;
        continue;
      }
      word.confidence = static_cast<int>(random.between(35, 92));
      if (random.chance(0.2)) continue;
      const auto twin = twins.find(c);
      read += twin == twins.end()
                  ? 'r'
                  : twin->second[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(twin->second.size())))];
    }
    if (!read.empty()) word.text = read;
  }
}

// ---- the count
// --------------------------------------------------------------------------------------------------------------------

struct Score {
  int pages = 0, said = 0, named = 0;
};

class Count {
 public:
  void take(const Planted& page, const ReadPage& read, const misfile_watch::PageVerdict& verdict) {
    auto& score = scores_[page.story];
    ++score.pages;
    score.said += verdict.is_wrong;
    score.named += verdict.is_wrong && verdict.other == PatientId(static_cast<std::int64_t>(page.whose) + 1);
    if (std::getenv("CHARTA_SHOW") != nullptr && verdict.is_wrong == (page.chart == page.whose)) {
      fmt::print("--- {} (theirs {}, own {})\n{}\n", page.story, verdict.points, verdict.own_points, page.text.substr(0, 200));
      for (std::size_t at = 0; at < std::min<std::size_t>(read.words.size(), 22); ++at)
        fmt::print("{}[{}] ", read.words[at].text, read.words[at].confidence);
      fmt::print("\n");
    }
  }
  void print() const {
    Score wrong;
    fmt::print("{:<20} {:>7} {:>9} {:>12}\n", "pages", "count", "said", "named right");
    for (const auto& [story, score] : scores_) {
      fmt::print("{:<20} {:>7} {:>9} {:>12}\n", story, score.pages, score.said, score.named);
      if (story == "right") continue;
      wrong.pages += score.pages, wrong.said += score.said, wrong.named += score.named;
    }
    const auto right = scores_.contains("right") ? scores_.at("right") : Score();
    fmt::print("found {} of {} planted ({:.2f} %), the right person named in {}\n", wrong.said, wrong.pages,
               100.0 * wrong.said / std::max(1, wrong.pages), wrong.named);
    fmt::print("false alarms {} of {} right pages ({:.2f} %)\n", right.said, right.pages,
               100.0 * right.said / std::max(1, right.pages));
  }

 private:
  std::map<std::string, Score> scores_;
};

misfile_watch::PageVerdict judged(const Town& town, const Planted& page, const ReadPage& read, const Rules& rules) {
  const misfile_watch::PageSays says(read, rules.labels, rules.rules);
  const auto own = town.known(page.chart);
  if (says.said().empty() || is_beyond_doubt(says, own, rules.rules)) return {};
  return judge(says, own, town.named_on(says, page.chart), rules.rules);
}

int text(int pages, unsigned seed) {
  Random random(seed);
  const Town town(random);
  const auto all = notes();
  const auto rules = shipped();
  Count count;
  double seconds = 0;
  for (int at = 0; at < pages; ++at) {
    const auto page = plant(town, all, at % 20 == 0, random);
    auto read = misfile_watch::pages_of_text(page.text).front();
    static constexpr double noise[] = {0, 0.003, 0.01, 0.02};
    misread(read, noise[random.below(4)], random);
    const auto start = std::chrono::steady_clock::now();
    const auto verdict = judged(town, page, read, rules);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    count.take(page, read, verdict);
  }
  count.print();
  fmt::print("{:.0f} us a page\n", 1e6 * seconds / pages);
  return 0;
}

pdf::Canvas drawn_page(const std::string& text, Random& random) {
  pdf::Canvas canvas;
  const auto font = random.chance(0.3) ? pdf::Font::fixed : pdf::Font::regular;
  double baseline = 740;
  for (const auto line : split(text, '\n')) {
    if (baseline < 60) break;
    canvas.text(54, baseline, font == pdf::Font::fixed ? 8.5 : 10, font, line);
    baseline -= 14;
  }
  return canvas;
}

int ocr(int pages, unsigned seed) {
  Random random(seed);
  std::mt19937 dirt(seed);
  const Town town(random);
  const auto all = notes();
  const auto rules = shipped();
  const auto program = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../charta-page-reader").string();
  page_reader::ReaderProcesses readers(program, 2);
  std::vector<Planted> planted;
  std::vector<page_reading::PageImage> images;
  for (int at = 0; at < pages; ++at) {
    planted.push_back(plant(town, all, at % 4 == 0, random));
    auto sheet =
        paper::drawn(pdf::printed({drawn_page(planted.back().text, random)}, {}, "a page"), random.chance(0.7) ? 300 : 200).at(0);
    if (random.chance(0.5)) sheet = paper::skewed(sheet, std::uniform_real_distribution<>(-4, 4)(dirt));
    if (random.chance(0.15)) sheet = paper::faxed(sheet, dirt);
    if (random.chance(0.15)) sheet = paper::speckled(std::move(sheet), 0.002, dirt);
    images.push_back(paper::as_image(sheet));
  }
  std::vector<ReadPage> read(images.size());
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < 2; ++worker)
    workers.emplace_back([&, worker] {
      for (std::size_t at = worker; at < images.size(); at += 2) {
        const auto found = readers.look(images[at]);
        if (!found) continue;
        if (auto words = readers.words(found->straightened)) read[at].words = std::move(*words);
      }
    });
  for (auto& worker : workers) worker.join();
  Count count;
  for (std::size_t at = 0; at < images.size(); ++at)
    count.take(planted[at], read[at], judged(town, planted[at], read[at], rules));
  count.print();
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const auto number = [&](int at, int otherwise) { return count > at ? std::atoi(arguments[at]) : otherwise; };
  if (what == "text") return text(number(2, 20'000), static_cast<unsigned>(number(3, 1)));
  if (what == "ocr") return ocr(number(2, 80), static_cast<unsigned>(number(3, 1)));
  fmt::print("misfile_benchmark text [PAGES [SEED]] | ocr [PAGES [SEED]]\n");
  return 2;
}
