// SPDX-License-Identifier: Apache-2.0
#include "app/demo_data_entry.hpp"

#include "app/demo_people.hpp"
#include "app/hospital.hpp"
#include "formats/pdf/print.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using data_entry::EnteredValue;
using data_entry::EntryId;
using patient_index::PatientHit;
using std::chrono::hours;

/// A line of a note: what is written, and into which field it is typed.
struct Written {
  std::string words, field, text, more;
  int row = 1;
};

const std::vector<Written>& note_lines() {
  static const std::vector<Written> all{
      {"Here for her blood pressure and the right knee.", "complaint", "Here for blood pressure and the right knee", ""},
      {"BP 138/84", "systolic", "138", ""},
      {"BP 138/84", "diastolic", "84", ""},
      {"Pulse 72, regular.  Resp 16.", "pulse", "72", ""},
      {"Pulse 72, regular.  Resp 16.", "respirations", "16", ""},
      {"T 98.6 F   Wt 165 lb   Ht 5'6\"", "temperature", "98.6 F", ""},
      {"T 98.6 F   Wt 165 lb   Ht 5'6\"", "weight", "165 lb", ""},
      {"T 98.6 F   Wt 165 lb   Ht 5'6\"", "height", "5'6\"", ""},
      {"Dx: essential hypertension.", "problems", "Essential hypertension", "I10"},
      {"Dx: osteoarthritis of the right knee.", "problems", "Osteoarthritis of the right knee", "M17.11", 2},
      {"Meds: lisinopril 10 mg daily", "medications", "Lisinopril", "10 mg daily"},
      {"Acetaminophen 500 mg as needed", "medications", "Acetaminophen", "500 mg as needed", 2},
      {"NKDA", "allergies", "NKDA", ""},
      {"Plan: x-ray of the knee, back in three months.", "plan", "X-ray of the knee, back in three months", ""}};
  return all;
}

constexpr double first_line = 600, line_step = 26, page_height = 792, page_width = 612;

/// Where a line of the note stands, in thousandths of the page.
data_entry::PageBox box_of(std::size_t line, std::size_t letters) {
  const double top = page_height - (first_line - line_step * static_cast<double>(line)) - 14;
  return {static_cast<int>(72 * 1000 / page_width), static_cast<int>(top * 1000 / page_height),
          std::min(800, static_cast<int>(letters) * 11), static_cast<int>(20 * 1000 / page_height)};
}

class DemoNotes {
 public:
  DemoNotes(Hospital& hospital, std::vector<access::Actor> people)
      : hospital_(hospital), desk_(*hospital.data_entry), people_(std::move(people)) {}

  Result<void> run(const std::vector<PatientHit>& patients) {
    std::vector<EntryId> entries;
    for (std::size_t at = 0; at < 6; ++at) {
      CHARTA_TRY(const auto entry, file_note(patients[at % patients.size()], static_cast<int>(at)));
      entries.push_back(entry);
    }
    // The first waits. The second is begun, with a slip of the finger that asks a person.
    CHARTA_TRY_DO(type(entries[1], "pulse", "172"));
    for (std::size_t at = 2; at < entries.size(); ++at) CHARTA_TRY_DO(type_whole(entries[at]));
    CHARTA_TRY_DO(send_back(entries[3]));
    CHARTA_TRY_DO(verify(entries[4]));
    CHARTA_TRY_DO(verify(entries[5]));
    return withdraw(entries[5]);
  }

 private:
  const access::Actor& clerk() const { return people_[0]; }
  const access::Actor& manager() const { return people_[1]; }
  const access::Actor& physician() const { return people_[2]; }

  Result<EntryId> file_note(const PatientHit& person, int number) {
    const auto system = access::Actor::system("demo");
    const auto began = hospital_.clock.now().plus(-hours(5 + 7 * number));
    const auto reference = R"({"reference":"Patient/)" + person.fhir_id + "\"}";
    CHARTA_TRY(
        const auto visit,
        hospital_.resources->create(
            system, "Encounter",
            R"({"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"subject":)" +
                reference + R"(,"period":{"start":")" + began.text() + R"(","end":")" +
                began.plus(std::chrono::minutes(25)).text() + "\"}}",
            ""));
    CHARTA_TRY(
        const auto note,
        hospital_.resources->create(
            system, "DocumentReference",
            R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":")" + began.text() +
                R"(","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":"Progress note"}],"text":"Visit note"},"subject":)" +
                reference + R"(,"context":{"encounter":[{"reference":"Encounter/)" + visit.id +
                R"("}]},"content":[{"attachment":{"contentType":"application/pdf","title":"Visit note","data":")" +
                to_base64(page_of(person)) + R"("}}]})",
            ""));
    return hospital_.store->read([&](store::Reader& reader) -> Result<EntryId> {
      CHARTA_TRY(const auto entries, data_entry::EntryStore().of_document(reader, note.key));
      if (entries.empty()) return fail(ErrorKind::internal, "the note opened no data entry");
      return entries.front().id;
    });
  }

  static std::string page_of(const PatientHit& person) {
    pdf::Canvas canvas;
    canvas.text(72, 720, 20, pdf::Font::bold, "Visit note");
    canvas.text(72, 690, 13, pdf::Font::regular, "Patient Name: " + person.name);
    canvas.text(72, 670, 13, pdf::Font::regular, "Date of Birth: " + person.birth_date + "   MRN: " + person.mrn);
    std::string last;
    std::size_t line = 0;
    for (const auto& one : note_lines()) {
      if (one.words != last)
        canvas.text(72, first_line - line_step * static_cast<double>(line++), 12, pdf::Font::regular, one.words);
      last = one.words;
    }
    return pdf::printed({canvas}, {}, "Visit note");
  }

  static std::size_t line_of(const Written& wanted) {
    std::string last;
    std::size_t line = 0;
    for (const auto& one : note_lines()) {
      if (one.words != last) ++line;
      last = one.words;
      if (&one == &wanted) break;
    }
    return line - 1;
  }

  EnteredValue value_of(const Written& one, const std::string& text) const {
    EnteredValue value;
    value.field = one.field;
    value.row = one.row;
    value.text = text;
    (one.field == "medications" ? value.detail : value.code) = one.more;
    if (one.words.find("right knee") != std::string::npos && one.field == "problems") value.side = "right";
    value.source = {1, 1, box_of(line_of(one), one.words.size()), one.words};
    return value;
  }

  Result<void> type(EntryId entry, const std::string& field, const std::string& instead = {}) {
    std::vector<EnteredValue> values;
    for (const auto& one : note_lines())
      if (one.field == field) values.push_back(value_of(one, instead.empty() ? one.text : instead));
    CHARTA_TRY_DO(desk_.save(clerk(), entry, 0, field, std::move(values)));
    return {};
  }

  Result<void> type_whole(EntryId entry) {
    std::string last;
    for (const auto& one : note_lines()) {
      if (one.field != last) CHARTA_TRY_DO(type(entry, one.field));
      last = one.field;
    }
    CHARTA_TRY(const auto view, desk_.find(clerk(), entry));
    for (const auto& finding : view.findings)
      if (is_warning(finding.fault) && finding.answer.empty())
        CHARTA_TRY_DO(desk_.answer_warning(clerk(), entry, 0, finding.key(), "The page says so"));
    for (const auto& line : view.reconciliation.lines) {
      const auto says = line.suggested.is_set() ? data_entry::PriorSays::goes_on : data_entry::PriorSays::not_in_note;
      CHARTA_TRY_DO(
          desk_.answer_prior(clerk(), entry, 0, {line.prior.type, line.prior.id, line.prior.version, says, line.suggested}));
    }
    CHARTA_TRY_DO(desk_.validate(clerk(), entry, 0));
    return {};
  }

  /// One that was drawn for the second entry waits for it instead.
  Result<void> send_back(EntryId entry) {
    CHARTA_TRY(const auto view, desk_.find(manager(), entry));
    if (view.entry.state != "validated") return {};
    CHARTA_TRY_DO(desk_.send_back(manager(), entry, "does-not-match-the-page", "The height reads 5'8\""));
    return {};
  }
  Result<void> verify(EntryId entry) {
    CHARTA_TRY(const auto view, desk_.find(physician(), entry));
    if (!view.may_verify) return {};
    const auto done = desk_.verify(physician(), entry, 0, {});
    if (!done && done.error().kind != ErrorKind::business_rule) return done.error();
    return {};
  }
  Result<void> withdraw(EntryId entry) {
    CHARTA_TRY(const auto view, desk_.find(clerk(), entry));
    if (view.entry.state != "posted") return {};
    return hospital_.resources->remove(access::Actor::system("demo"), "DocumentReference", view.entry.document_id);
  }

  Hospital& hospital_;
  data_entry::EntryService& desk_;
  std::vector<access::Actor> people_;
};

/// The demonstration's own people at their desks.
Result<std::vector<access::Actor>> people_at_desks(Hospital& hospital) {
  CHARTA_TRY(const auto users, hospital.access->list_users(access::Actor::system("demo")));
  std::vector<access::Actor> people;
  for (const auto* name : {"tina", "marta", "hale"}) {
    const auto found = std::find_if(users.begin(), users.end(), [&](const access::User& one) { return one.name == name; });
    if (found == users.end()) return std::vector<access::Actor>();
    auto actor = access::Actor::system("demo");
    actor.kind = access::Actor::Kind::person;
    actor.author.user = found->id;
    people.push_back(std::move(actor));
  }
  return people;
}

}  // namespace

Result<void> feed_demo_notes(Hospital& hospital) {
  const auto actor = access::Actor::system("demo");
  CHARTA_TRY(const bool is_fed, hospital.store->read([&](store::Reader& reader) -> Result<bool> {
    const data_entry::EntryStore rows;
    for (const auto* state : {"posted", "to-enter", "captured", "validated", "returned", "not-needed", "void"}) {
      CHARTA_TRY(const auto some, rows.in_states(reader, {state}, 1));
      if (!some.empty()) return true;
    }
    return false;
  }));
  if (is_fed) return {};
  CHARTA_TRY(const auto patients, people_with_expectations(hospital, actor));
  CHARTA_TRY(auto people, people_at_desks(hospital));
  if (patients.size() < 6 || people.size() < 3) return {};
  return DemoNotes(hospital, std::move(people)).run(patients);
}

}  // namespace charta::app
