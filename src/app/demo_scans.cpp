// SPDX-License-Identifier: Apache-2.0
#include "app/demo_scans.hpp"

#include "app/demo_people.hpp"
#include "app/hospital.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "formats/pdf/print.hpp"

namespace charta::app {
namespace {

using patient_index::PatientHit;

constexpr std::size_t people_on_paper = 4;
constexpr int days_a_year = 365;

struct Paper {
  std::string title, type;
  std::vector<std::string> lines;
};

const std::vector<Paper>& papers() {
  static const std::vector<Paper> all{
      {"EKG",
       "11524-6",
       {"Rate 72, sinus rhythm. PR 158 ms, QRS 92 ms, QTc 418 ms.",
        "No acute changes. Compared with the earlier tracing: unchanged."}},
      {"Progress note",
       "11506-3",
       {"Slept well, no pain this morning. Afebrile, lungs clear, wound dry.",
        "Plan: walk twice today, oral medication, home tomorrow if well."}},
      {"Consent",
       "59284-0",
       {"The procedure, its risks and its alternatives were explained to me.",
        "I had time for questions, and they were answered."}},
      {"Laboratory report",
       "11502-2",
       {"Sodium 139, potassium 4.2, creatinine 0.9, glucose 96.", "Haemoglobin 13.1, leukocytes 7.4, platelets 248."}}};
  return all;
}

std::string american(const std::string& day) {
  return day.size() == 10 ? day.substr(5, 2) + "/" + day.substr(8, 2) + "/" + day.substr(0, 4) : day;
}

/// Dust of the glass, the same each time.
void add_specks(pdf::Canvas& canvas, unsigned seed) {
  for (int speck = 0; speck < 160; ++speck) {
    seed = seed * 1'664'525U + 1'013'904'223U;
    canvas.bar(20 + (seed >> 8U) % 570, 20 + (seed >> 18U) % 750, 0.5, 0.5);
  }
}

/// As a scanner hands it over: a picture of each page and not a letter of text.
Result<std::string> scanned(Hospital& hospital, const std::vector<pdf::Canvas>& pages, std::string_view title) {
  CHARTA_TRY(const auto pictures, hospital.page_reader->pages_of(pdf::printed(pages, {}, title), "application/pdf"));
  return hospital.page_reader->searchable_pdf(pictures, std::vector<std::vector<page_reading::Word>>(pictures.size()));
}

pdf::Canvas page_of(const PatientHit& person, const Paper& paper, Date day) {
  pdf::Canvas canvas;
  canvas.text(72, 720, 20, pdf::Font::bold, paper.title);
  canvas.text(72, 690, 13, pdf::Font::regular, "Patient Name: " + person.name);
  canvas.text(72, 670, 13, pdf::Font::regular, "Date of Birth: " + american(person.birth_date));
  canvas.text(330, 670, 13, pdf::Font::regular, "MRN: " + person.mrn);
  canvas.text(72, 650, 13, pdf::Font::regular, "Date of service: " + american(day.text()));
  double baseline = 600;
  for (const auto& line : paper.lines) {
    canvas.text(72, baseline, 12, pdf::Font::regular, line);
    baseline -= 22;
  }
  return canvas;
}

Result<std::string> sheet_of(const PatientHit& person, const Paper& paper, std::int64_t serial) {
  cover_sheet::PrintedSheet printed;
  printed.sheet.kind = cover_sheet::Kind::patient;
  printed.sheet.assigner = person.assigner;
  printed.sheet.mrn = person.mrn;
  printed.sheet.document_type = paper.type;
  printed.sheet.serial = print_key(serial);
  printed.patient_name = person.name;
  printed.birth_date = person.birth_date;
  printed.document_title = paper.title;
  printed.place = "Ward 3";
  return cover_sheet::sheets_as_pdf({printed});
}

Result<void> feed_all(Hospital& hospital, const access::Actor& actor, const std::string& title, std::int64_t sheets,
                      const std::vector<std::string>& files) {
  document_imaging::BatchHeader header;
  header.title = title;
  header.sheets = sheets;
  header.device = "Scanner 2";
  header.door = "import";
  CHARTA_TRY(const auto batch, hospital.imaging->prepare(actor, header));
  for (const auto& file : files) CHARTA_TRY_DO(hospital.imaging->feed(actor, batch, file, "application/pdf"));
  return {};
}

Result<void> file_scan(Hospital& hospital, const access::Actor& actor, PatientId chart, const Paper& paper, Date day,
                       const std::string& pdf) {
  std::string document;
  json::Writer out(document);
  out.begin_object().member("resourceType", "DocumentReference").member("status", "current");
  out.member("date", day.text() + "T09:00:00Z");
  out.key("type").begin_object().key("coding").begin_array().begin_object();
  out.member("system", "http://loinc.org").member("code", paper.type).member("display", paper.title);
  out.end_object().end_array().member("text", paper.title).end_object();
  out.key("subject").begin_object().member("reference", "Patient/" + chart.text()).end_object();
  out.key("content").begin_array().begin_object().key("attachment").begin_object();
  out.member("contentType", "application/pdf").member("data", to_base64(pdf)).member("title", paper.title);
  out.end_object().end_object().end_array().end_object();
  CHARTA_TRY_DO(hospital.resources->create(actor, "DocumentReference", document, ""));
  return {};
}

/// Years of paper that were scanned before Charta came: askew, dusty, one sheet upside down.
Result<void> file_old_scans(Hospital& hospital, const access::Actor& actor, const std::vector<PatientHit>& people, Date today) {
  for (std::size_t i = 0; i < people.size(); ++i) {
    const int at = static_cast<int>(i);
    const Date day = today.plus_days(-(6 + 4 * at) * days_a_year);
    const auto& paper = papers()[(i + 1) % papers().size()];
    auto page = page_of(people[i], paper, day), second = page_of(people[i], papers()[(i + 2) % papers().size()], day);
    add_specks(page, static_cast<unsigned>(at) + 7);
    CHARTA_TRY(const auto pdf, scanned(hospital, {page.turned(at - 1.5), second.turned(at == 1 ? 180 : 1)}, paper.title));
    CHARTA_TRY_DO(file_scan(hospital, actor, people[i].patient, paper, day, pdf));
  }
  return {};
}

/// A page that the old system filed wrongly: the watch over the archive finds it.
Result<void> file_in_the_wrong_chart(Hospital& hospital, const access::Actor& actor, const std::vector<PatientHit>& people,
                                     Date day) {
  CHARTA_TRY(const auto pdf, scanned(hospital, {page_of(people[1], papers()[0], day).turned(1.2)}, papers()[0].title));
  return file_scan(hospital, actor, people[0].patient, papers()[0], day, pdf);
}

}  // namespace

Result<void> feed_demo_scans(Hospital& hospital) {
  const auto actor = access::Actor::system("demo");
  CHARTA_TRY(const auto listed, hospital.imaging->list(actor, {}, 1, 0));
  if (listed.total > 0) return {};
  CHARTA_TRY(auto on_paper, people_with_expectations(hospital, actor));
  if (on_paper.size() < 2) return {};  // a hospital too small to have loose papers
  on_paper.resize(std::min(on_paper.size(), people_on_paper));
  const Date yesterday = hospital.clock.now().utc_date().plus_days(-1);
  std::vector<std::string> ward;
  for (std::size_t i = 0; i < on_paper.size(); ++i) {
    const auto& paper = papers()[i % papers().size()];
    CHARTA_TRY(auto sheet, sheet_of(on_paper[i], paper, hospital.keys.next_key()));
    auto page = page_of(on_paper[i], paper, yesterday);
    add_specks(page, static_cast<unsigned>(i));
    CHARTA_TRY(auto scan, scanned(hospital, {page.turned(i == 2 ? 180 : static_cast<int>(i) - 1.5)}, paper.title));
    ward.push_back(std::move(sheet));
    ward.push_back(std::move(scan));
  }
  CHARTA_TRY_DO(feed_all(hospital, actor, "Ward 3, loose papers", static_cast<std::int64_t>(ward.size()), ward));
  CHARTA_TRY(auto sheet, sheet_of(on_paper[0], papers()[1], hospital.keys.next_key()));
  CHARTA_TRY(auto two,
             scanned(hospital, {page_of(on_paper[0], papers()[1], yesterday), page_of(on_paper[1], papers()[1], yesterday)},
                     "two pages"));
  CHARTA_TRY_DO(feed_all(hospital, actor, "Clinic, a page in the wrong place", 3, {std::move(sheet), std::move(two)}));
  CHARTA_TRY_DO(file_old_scans(hospital, actor, on_paper, yesterday));
  return file_in_the_wrong_chart(hospital, actor, on_paper, yesterday);
}

}  // namespace charta::app
