// SPDX-License-Identifier: Apache-2.0
// A stack of paper as a scanner hands it over: one PDF, a black and white image of 300 dpi a page, each a little askew and
// specked.
//
//   build/dev/benchmarks/scan_stack PAGES FILE
#include "department/page_reader/page_reader_process.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace {

using namespace charta;

std::string written_line(std::mt19937& random) {
  static const char* const words[] = {"patient",  "was",   "seen",     "today",   "with",  "pain",     "and",
                                      "swelling", "of",    "the",      "left",    "knee",  "no",       "fever",
                                      "walks",    "well",  "wound",    "dry",     "daily", "dressing", "slept",
                                      "quietly",  "given", "morphine", "support", "family"};
  std::string line;
  while (line.size() < 72) line += std::string(words[random() % std::size(words)]) + ' ';
  return line;
}

/// Names nobody: whose it is is asked of a person.
pdf::Canvas nursing_note(int number, std::mt19937& random) {
  pdf::Canvas page;
  page.text(60, 730, 14, pdf::Font::bold, fmt::format("Nursing note {}", number));
  for (double baseline = 700; baseline > 70; baseline -= 15)
    page.text(60, baseline, 11, pdf::Font::regular, written_line(random));
  return page;
}

/// One bit a dot (PBM), as scanners of a records department are set.
page_reading::PageImage black_and_white(const paper::Sheet& sheet) {
  page_reading::PageImage image{fmt::format("P4\n{} {}\n", sheet.width, sheet.height), "", sheet.width, sheet.height, sheet.dpi};
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < sheet.width; x += 8) {
      unsigned eight = 0;
      for (int bit = 0; bit < 8; ++bit) eight = eight << 1U | (x + bit < sheet.width && sheet.at(x + bit, y) < 128 ? 1U : 0U);
      image.bytes += static_cast<char>(eight);
    }
  return image;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return fmt::print("scan_stack PAGES FILE\n"), 2;
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../charta-page-reader";
  page_reader::ReaderProcesses reader(program.string(), 1);
  std::mt19937 random(11);
  std::vector<page_reading::PageImage> pages;
  for (int number = 1; number <= std::atoi(arguments[1]); ++number) {
    const auto drawn = paper::drawn(pdf::printed({nursing_note(number, random)}, {}, "Notes"), 300);
    if (drawn.empty()) return fmt::print("pdftoppm is not installed\n"), 1;
    const double degrees = (static_cast<int>(random() % 300) - 150) / 100.0;
    pages.push_back(black_and_white(paper::speckled(paper::skewed(drawn.front(), degrees), 0.0002, random)));
  }
  const auto file = reader.searchable_pdf(pages, std::vector<std::vector<page_reading::Word>>(pages.size()));
  if (!file) return fmt::print("{}\n", file.error().message), 1;
  std::ofstream(arguments[2], std::ios::binary) << *file;
  return 0;
}
