// SPDX-License-Identifier: Apache-2.0
// Documents behind cover sheets, as a ward sends them down: one PDF of scanned pages, and what is true of each document.
//
//   build/dev/benchmarks/cover_sheeted DOCUMENTS SEED FOLDER      writes FOLDER/stack.pdf and FOLDER/truth.json
#include "base/text.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "department/training/hospital.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "formats/json/json.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace {

using namespace charta;
using training::Person;
using training::Random;

const Date today = *Date::parse("2026-03-01");
constexpr const char* assigner = "urn:oid:1.2.3";

/// What a form calls itself, and what that is: headings of forms as hospitals print them.
struct Heading {
  const char *title, *loinc;
};
constexpr Heading headings[] = {{"PROGRESS NOTE", "11506-3"},
                                {"Physician Progress Notes", "11506-3"},
                                {"DISCHARGE SUMMARY", "18842-5"},
                                {"Discharge Summary Report", "18842-5"},
                                {"HISTORY AND PHYSICAL", "34117-2"},
                                {"History & Physical Examination", "34117-2"},
                                {"CONSULTATION REPORT", "11488-4"},
                                {"Consultation", "11488-4"},
                                {"OPERATIVE REPORT", "11504-8"},
                                {"Report of Operation", "11504-8"},
                                {"PROCEDURE NOTE", "28570-0"},
                                {"EMERGENCY DEPARTMENT REPORT", "34111-5"},
                                {"ED Physician Note", "34111-5"},
                                {"RADIOLOGY REPORT", "18748-4"},
                                {"Diagnostic Imaging Report", "18748-4"},
                                {"SURGICAL PATHOLOGY REPORT", "11526-1"},
                                {"LABORATORY REPORT", "11502-2"},
                                {"ELECTROCARDIOGRAM", "11524-6"},
                                {"CONSENT FOR OPERATION", "59284-0"},
                                {"Informed Consent", "59284-0"},
                                {"Transfer Summary", "18761-7"},
                                {"REFERRAL LETTER", "57133-1"}};

struct Told {
  Person who;
  std::string visit;
  Date from, until, day;
  Heading heading{};
  std::string author;
  bool sheet_names_visit = false, sheet_names_type = false;
};

std::string american(Date day) {
  const auto text = day.text();
  return text.substr(5, 2) + "/" + text.substr(8, 2) + "/" + text.substr(0, 4);
}

Told told(Random& random, int number) {
  Told one;
  one.who = training::make_person(random, today);
  one.who.mrn = std::to_string(10'700'000 + number * 7);
  one.visit = "V" + std::to_string(40'000 + number);
  one.from = today.plus_days(-static_cast<int>(random.between(4, 90)));
  one.until = one.from.plus_days(static_cast<int>(random.between(1, 3)));
  one.day = random.chance(0.5) ? one.from : one.until;
  one.heading = headings[random.below(static_cast<std::int64_t>(std::size(headings)))];
  one.author = std::string(training::lists().families[static_cast<std::size_t>(random.below(200))]);
  one.sheet_names_visit = random.chance(0.5);
  one.sheet_names_type = random.chance(0.3);
  return one;
}

/// How the first page begins: five letterheads. All say whose page it is, what it is, of which day, and who wrote it.
std::vector<std::string> letterhead(const Told& of, Random& random) {
  const auto& who = of.who;
  const std::string name = who.name.family + ", " + who.name.given, day = american(of.day), born = american(who.born);
  switch (random.below(5)) {
    case 0:
      return {"GLEN ARDEN MEMORIAL HOSPITAL", of.heading.title,
              "Patient Name: " + name,        "MRN: " + who.mrn + "    DOB: " + born,
              "Date of Service: " + day,      "Attending Physician: " + of.author + ", Karl, MD"};
    case 1:
      return {of.heading.title,
              "Glen Arden Memorial Hospital, 4 Hill Road",
              "Name: " + who.name.given + " " + who.name.family,
              "Date of Birth: " + born,
              "Medical Record Number: " + who.mrn,
              "Visit Date: " + day,
              "Dictated by: " + of.author + ", MD"};
    case 2:
      return {"PATIENT: " + upper_ascii(name) + "    MR#: " + who.mrn, "DOB: " + born + "    DATE: " + day, of.heading.title,
              "AUTHOR: Karl " + of.author + ", MD"};
    case 3:
      return {"Department of Medicine",  of.heading.title,      "Patient: " + name,           "Birth date: " + born,
              "Unit Number: " + who.mrn, "Report date: " + day, "Attending: Dr. " + of.author};
    default:
      return {of.heading.title,         "Patient Name  " + name, "Patient ID  " + who.mrn,
              "Date of Birth  " + born, "Date of visit  " + day, "Dictated by  Karl " + of.author + ", MD"};
  }
}

std::vector<std::string> note_texts() {
  std::vector<std::string> list;
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  std::ifstream file(std::string(folder != nullptr ? folder : CHARTA_SOURCE_FOLDER "/../shared/data") + "/notes/mtsamples.jsonl");
  for (std::string line; std::getline(file, line);)
    if (const auto document = json::Document::parse(line)) list.emplace_back(document->root()["text"].text());
  return list;
}

/// Lines of a page's width of a real note, from its beginning.
std::vector<std::string> lines_of(const std::string& note, std::size_t most) {
  std::vector<std::string> lines(1);
  for (const auto word : split(std::string_view(note), ' ')) {
    if (lines.back().size() + word.size() > 88) lines.emplace_back();
    if (lines.size() > most) break;
    for (const char c : word) lines.back() += c == '\n' || c == '\r' ? ' ' : c;
    lines.back() += ' ';
  }
  lines.resize(std::min(lines.size(), most));
  return lines;
}

pdf::Canvas page_of(const std::vector<std::string>& lines) {
  pdf::Canvas canvas;
  double baseline = 740;
  for (const auto& line : lines) canvas.text(54, std::exchange(baseline, baseline - 15), 10.5, pdf::Font::regular, line);
  return canvas;
}

std::vector<pdf::Canvas> pages_of(const Told& of, const std::string& note, Random& random) {
  auto first = letterhead(of, random);
  const auto text = lines_of(note, 70);
  first.emplace_back();
  const std::size_t here = std::min(text.size(), 44 - first.size());
  first.insert(first.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(here));
  std::vector<pdf::Canvas> pages{page_of(first)};
  if (here == text.size()) return pages;
  std::vector<std::string> second{of.who.name.family + ", " + of.who.name.given + "    MRN: " + of.who.mrn + "    Page 2", ""};
  second.insert(second.end(), text.begin() + static_cast<std::ptrdiff_t>(here), text.end());
  pages.push_back(page_of(second));
  return pages;
}

std::string sheet_pdf(const Told& of) {
  cover_sheet::PrintedSheet printed;
  printed.sheet.kind = cover_sheet::Kind::patient;
  printed.sheet.assigner = assigner;
  printed.sheet.mrn = of.who.mrn;
  if (of.sheet_names_visit) printed.sheet.encounter = of.visit;
  if (of.sheet_names_type) printed.sheet.document_type = of.heading.loinc;
  printed.patient_name = of.who.name.family + ", " + of.who.name.given;
  printed.birth_date = of.who.born.text();
  return cover_sheet::sheets_as_pdf({printed}).value();
}

void write_truth(json::Writer& out, const Told& of, const std::string& sheet, std::size_t pages) {
  out.begin_object();
  out.member("mrn", of.who.mrn);
  out.member("family", of.who.name.family);
  out.member("given", of.who.name.given);
  out.member("birth_date", of.who.born.text());
  out.member("visit", of.visit);
  out.member("from", of.from.text());
  out.member("until", of.until.text());
  out.member("day", of.day.text());
  out.member("type", of.heading.loinc);
  out.member("title", of.heading.title);
  out.member("author", of.author);
  out.member("sheet", sheet);
  out.member("pages", static_cast<std::int64_t>(pages));
  out.end_object();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return fmt::print("cover_sheeted DOCUMENTS SEED FOLDER\n"), 2;
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../charta-page-reader";
  page_reader::ReaderProcesses reader(program.string(), 1);
  const unsigned seed = static_cast<unsigned>(std::atoi(arguments[2]));
  Random random(seed);
  std::mt19937 dirt(seed);
  const auto notes = note_texts();
  if (notes.empty()) return fmt::print("skipped: CHARTA_TEST_DATA has no notes\n"), 1;
  std::vector<page_reading::PageImage> images;
  std::string text;
  json::Writer truth(text);
  truth.begin_array();
  /// What happened to the last page on its way.
  const auto scanned = [&](const std::string& pdf) {
    std::string happened;
    for (auto& sheet : paper::drawn(pdf, random.chance(0.7) ? 300 : 200)) {
      happened = fmt::format("{} dpi", sheet.dpi);
      const auto befalls = [&](double share, const char* what) {
        const bool it_does = random.chance(share);
        if (it_does) happened += std::string(", ") + what;
        return it_does;
      };
      if (befalls(0.5, "skewed")) sheet = paper::skewed(sheet, std::uniform_real_distribution<>(-4, 4)(dirt));
      if (befalls(0.15, "faxed")) sheet = paper::faxed(sheet, dirt);
      if (befalls(0.15, "speckled")) sheet = paper::speckled(std::move(sheet), 0.001, dirt);
      if (befalls(0.05, "upside down")) sheet = paper::upside_down(sheet);
      images.push_back(paper::as_image(sheet));
    }
    return happened;
  };
  for (int number = 0; number < std::atoi(arguments[1]); ++number) {
    const auto of = told(random, number);
    const auto pages = pages_of(of, random.one_of(notes), random);
    const std::string sheet = scanned(sheet_pdf(of));
    scanned(pdf::printed(pages, {}, "a document"));
    write_truth(truth, of, sheet, pages.size());
  }
  truth.end_array();
  const auto file = reader.searchable_pdf(images, std::vector<std::vector<page_reading::Word>>(images.size()));
  if (!file) return fmt::print("{}\n", file.error().message), 1;
  const std::filesystem::path folder = arguments[3];
  std::ofstream(folder / "stack.pdf", std::ios::binary) << *file;
  std::ofstream(folder / "truth.json") << text;
  return 0;
}
