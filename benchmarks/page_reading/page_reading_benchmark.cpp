// SPDX-License-Identifier: Apache-2.0
// How well and how fast pages are read. benchmarks/page_reading/README.md says how.
//
//   build/dev/benchmarks/page_reading_benchmark barcodes [FOLDER]
//   build/dev/benchmarks/page_reading_benchmark separators [SHEETS [SEED]]
//   build/dev/benchmarks/page_reading_benchmark words [PAGES]
#include "base/text.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>
#include <unistd.h>

namespace {

using namespace charta;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string beside_this_program(std::string_view name) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Calls `work(index)` for every index from two threads a reader process each.
template <class Work>
void on_every(int count, int threads, Work work) {
  std::atomic<int> next{0};
  std::vector<std::thread> workers;
  for (int at = 0; at < threads; ++at)
    workers.emplace_back([&] {
      for (int index = 0; (index = next++) < count;) work(index);
    });
  for (auto& worker : workers) worker.join();
}

// ---- bar codes
// -------------------------------------------------------------------------------------------------------------------

struct Score {
  int files = 0, read = 0, twice = 0, wrong = 0;
};

void score_barcode(page_reader::PageReader& reader, const std::filesystem::path& truth, Score& score) {
  std::filesystem::path picture;
  for (const char* kind : {".png", ".jpg", ".webp"})
    if (auto path = std::filesystem::path(truth).replace_extension(kind); std::filesystem::exists(path)) picture = path;
  if (picture.empty()) return;
  ++score.files;
  auto image = page_reading::PageImage{content_of(picture), "", 0, 0, 0};
  const auto found = reader.look(image);
  if (!found) return;
  const auto expected = stripped(content_of(truth));
  bool right = false, twice = false;
  for (const auto& symbol : found->symbols) {
    const bool is_right = stripped(symbol.text) == expected;
    right = right || is_right, twice = twice || (is_right && symbol.read_by.size() > 1);
    if (!is_right && symbol.read_by.size() > 1) ++score.wrong;
  }
  score.read += right, score.twice += twice;
}

int barcodes(const std::string& folder) {
  page_reader::ReaderProcesses readers(beside_this_program("../charta-page-reader"));
  std::map<std::string, Score> scores;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    const auto group = entry.path().parent_path().filename().string();
    score_barcode(readers, entry.path(), scores[group.substr(0, group.find('-'))]);
  }
  fmt::print("symbology     files  read  by two readers  other text by two readers\n");
  Score all;
  for (const auto& [name, score] : scores) {
    fmt::print("{:<12} {:>6} {:>5} {:>15} {:>26}\n", name, score.files, score.read, score.twice, score.wrong);
    all.files += score.files, all.read += score.read, all.twice += score.twice, all.wrong += score.wrong;
  }
  fmt::print("{:<12} {:>6} {:>5} {:>15} {:>26}\n", "all", all.files, all.read, all.twice, all.wrong);
  return 0;
}

// ---- separator sheets
// ------------------------------------------------------------------------------------------------------------

cover_sheet::PrintedSheet sheet_by(std::mt19937& random) {
  using cover_sheet::Kind;
  const auto digits = [&](int count) {
    std::string text;
    while (count-- > 0) text += static_cast<char>('0' + random() % 10);
    return text;
  };
  cover_sheet::PrintedSheet printed;
  auto& sheet = printed.sheet;
  sheet.serial = digits(6);
  switch (random() % 8) {
    case 0:
      sheet.kind = Kind::document_type, sheet.document_type = "18842-5", printed.document_title = "Discharge summary";
      return printed;
    case 1:
      sheet.kind = Kind::patch;
      return printed;
    default:
      sheet.kind = Kind::patient, sheet.assigner = "urn:oid:2.16.840.1.113883.19.5", sheet.mrn = digits(8),
      sheet.encounter = "V" + digits(7);
      sheet.document_type = random() % 2 == 0 ? "11488-4" : "";
      printed.patient_name = "Marsh, Ada", printed.birth_date = "1961-04-02";
      return printed;
  }
}

struct Damage {
  std::string name;
  double skew = 0;
};

paper::Sheet damaged(paper::Sheet sheet, Damage& damage, std::mt19937& random) {
  damage.skew = std::uniform_real_distribution<>(-7, 7)(random);
  if (random() % 5 == 0) damage.skew = 0;
  sheet = paper::skewed(sheet, damage.skew);
  const auto kind = random() % 4;
  damage.name = kind == 0 ? "as printed" : kind == 1 ? "speckled" : kind == 2 ? "faxed" : "faxed, speckled";
  if (kind >= 2) sheet = paper::faxed(sheet, random);
  if (kind % 2 == 1) sheet = paper::speckled(std::move(sheet), std::uniform_real_distribution<>(0.001, 0.03)(random), random);
  const auto turn = random() % 6;
  if (turn == 0) sheet = paper::upside_down(sheet), damage.name += ", upside down";
  if (turn == 1) sheet = paper::on_its_side(sheet), damage.name += ", on its side";
  return sheet;
}

struct Verdict {
  int sheets = 0, read = 0, stopped = 0, missed = 0, wrong = 0;
  void add(const Verdict& other) {
    sheets += other.sheets, read += other.read, stopped += other.stopped, missed += other.missed, wrong += other.wrong;
  }
};

/// A sheet counts as read when two readers agree on one of its symbols; everything else that shows it for a separator stops the
/// batch.
Verdict judged(const Result<page_reading::PageFindings>& found, const std::string& truth) {
  Verdict verdict{1, 0, 0, 0, 0};
  bool is_ours = found ? found->sheet_marks : true;  // a page that cannot be looked at stops the batch as well
  for (const auto& symbol : found ? found->symbols : std::vector<page_reading::Symbol>{}) {
    is_ours = is_ours || symbol.text.starts_with("CHS1");
    const auto sheet = cover_sheet::sheet_of(symbol.text);
    if (!sheet || !*sheet || symbol.read_by.size() < 2) continue;
    (symbol.text == truth ? verdict.read : verdict.wrong) = 1;
  }
  if (verdict.read == 0 && verdict.wrong == 0) (is_ours ? verdict.stopped : verdict.missed) = 1;
  return verdict;
}

int separators(int count, unsigned seed) {
  constexpr int batch = 20;
  page_reader::ReaderProcesses readers(beside_this_program("../charta-page-reader"), 2);
  std::mt19937 random(seed);
  std::map<std::string, Verdict> verdicts;
  std::mutex mutex;
  std::atomic<double> looking{0};
  for (int done = 0; done < count; done += batch) {
    std::vector<cover_sheet::PrintedSheet> printed;
    for (int at = 0; at < std::min(batch, count - done); ++at) printed.push_back(sheet_by(random));
    const int dpi = done / batch % 2 == 0 ? 300 : 200;
    const auto sheets = paper::drawn(cover_sheet::sheets_as_pdf(printed).value(), dpi);
    const auto batch_seed = random();
    on_every(static_cast<int>(sheets.size()), 2, [&](int at) {
      const auto index = static_cast<std::size_t>(at);
      std::mt19937 own(batch_seed + static_cast<unsigned>(at));
      Damage damage;
      const auto image = paper::as_image(damaged(sheets[index], damage, own));
      const auto start = Clock::now();
      const auto verdict = judged(readers.look(image), cover_sheet::payload_of(printed[index].sheet).value());
      const std::lock_guard lock(mutex);
      looking = looking + seconds_since(start);
      verdicts[fmt::format("{} dpi, {}", dpi, damage.name)].add(verdict);
      if (verdict.read == 0)
        fmt::print("sheet {}: {} dpi, {}, skew {:.1f}: {}\n", done + at, dpi, damage.name, damage.skew,
                   verdict.stopped  ? "stopped"
                   : verdict.missed ? "MISSED"
                                    : "WRONG");
      if (const char* keep = std::getenv("CHARTA_KEEP_UNREAD"); keep != nullptr && verdict.read == 0)
        std::ofstream(fmt::format("{}/{}.tif", keep, done + at)) << image.bytes;
    });
  }
  Verdict all;
  fmt::print("{:<44} {:>6} {:>6} {:>8} {:>7} {:>6}\n", "pages", "sheets", "read", "stopped", "missed", "wrong");
  for (const auto& [name, verdict] : verdicts) {
    fmt::print("{:<44} {:>6} {:>6} {:>8} {:>7} {:>6}\n", name, verdict.sheets, verdict.read, verdict.stopped, verdict.missed,
               verdict.wrong);
    all.add(verdict);
  }
  fmt::print("{:<44} {:>6} {:>6} {:>8} {:>7} {:>6}\n", "all", all.sheets, all.read, all.stopped, all.missed, all.wrong);
  fmt::print("{:.2f} s a look, {:.1f} pages a second with two readers\n", looking / count, 2 * count / looking);
  return all.missed + all.wrong;
}

// ---- words
// -----------------------------------------------------------------------------------------------------------------------

struct Report {
  std::string mrn, birth_date;
  pdf::Canvas page;
};

Report report_by(std::mt19937& random) {
  static const char* const words[] = {
      "patient", "was",  "admitted",  "with",     "chest", "pain",    "and",   "shortness", "of",       "breath",
      "the",     "left", "ventricle", "normal",   "in",    "size",    "no",    "acute",     "distress", "follow",
      "up",      "two",  "weeks",     "continue", "daily", "aspirin", "blood", "pressure",  "stable",   "discharged"};
  Report report;
  report.mrn = std::to_string(1'000'000 + random() % 9'000'000);
  report.birth_date = fmt::format("{}-{:02}-{:02}", 1920 + random() % 100, 1 + random() % 12, 1 + random() % 28);
  const auto font = random() % 3 == 0 ? pdf::Font::fixed : pdf::Font::regular;
  report.page.text(60, 730, 14, pdf::Font::bold, "Discharge summary");
  report.page.text(60, 705, 11, font, "Patient: Marsh, Ada   MRN: " + report.mrn + "   Born: " + report.birth_date);
  for (double baseline = 680; baseline > 70; baseline -= 15) {
    std::string line;
    while (line.size() < 72) line += std::string(words[random() % std::size(words)]) + ' ';
    report.page.text(60, baseline, 11, font, line);
  }
  return report;
}

bool stands_in(const std::vector<page_reading::Word>& words, const std::string& text) {
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return word.text == text || word.text == text + ","; });
}

/// The library alone: as many processes, each reading every second file, without a pipe, without this project's code.
double alone(const std::string& folder, int pages) {
  const auto start = Clock::now();
  std::vector<std::thread> processes;
  for (int at = 0; at < 2; ++at)
    processes.emplace_back([&, at] {
      const auto command =
          fmt::format("OMP_THREAD_LIMIT=1 {} {} {} {} 2", beside_this_program("tesseract_alone_benchmark"), folder, pages, at);
      if (std::system(command.c_str()) != 0) fmt::print("the library alone could not be run\n");
    });
  for (auto& process : processes) process.join();
  return pages / seconds_since(start);
}

int words(int count) {
  std::mt19937 random(1);
  std::vector<Report> reports;
  std::vector<pdf::Canvas> canvases;
  for (int at = 0; at < count; ++at) reports.push_back(report_by(random)), canvases.push_back(reports.back().page);
  page_reader::ReaderProcesses readers(beside_this_program("../charta-page-reader"), 2);
  const auto pages = readers.pages_of(pdf::printed(canvases, {}, "Reports"), "").value();
  on_every(2, 2, [&](int at) { (void)readers.words(pages[static_cast<std::size_t>(at)]); });  // both have loaded the language

  std::atomic<int> mrns{0}, birth_dates{0}, both{0};
  const auto start = Clock::now();
  on_every(count, 2, [&](int at) {
    const auto& report = reports[static_cast<std::size_t>(at)];
    const auto found = readers.words(pages[static_cast<std::size_t>(at)]);
    const bool mrn = found && stands_in(*found, report.mrn), born = found && stands_in(*found, report.birth_date);
    mrns += mrn, birth_dates += born, both += mrn && born;
  });
  const auto ours = count / seconds_since(start);

  const auto folder = std::filesystem::temp_directory_path() / fmt::format("charta-words-{}", ::getpid());
  std::filesystem::create_directory(folder);
  for (int at = 0; at < count; ++at)
    std::ofstream(folder / std::to_string(at), std::ios::binary) << pages[static_cast<std::size_t>(at)].bytes;
  const auto theirs = alone(folder.string(), count);
  std::filesystem::remove_all(folder);
  fmt::print("record number right on {} of {}, birth date on {}, both on {} ({:.1f} %)\n", mrns, count, birth_dates, both,
             100.0 * both / count);
  fmt::print("{:.2f} pages a second with two readers; the library alone in two processes {:.2f}: {:.0f} %\n", ours, theirs,
             100 * ours / theirs);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const auto number = [&](int at, int otherwise) { return count > at ? std::atoi(arguments[at]) : otherwise; };
  if (what == "barcodes") return barcodes(count > 2 ? arguments[2] : CHARTA_SOURCE_FOLDER "/../shared/data/barcode");
  if (what == "separators") return separators(number(2, 1000), static_cast<unsigned>(number(3, 1)));
  if (what == "words") return words(number(2, 40));
  fmt::print("page_reading_benchmark barcodes [FOLDER] | separators [SHEETS [SEED]] | words [PAGES]\n");
  return 2;
}
