// SPDX-License-Identifier: Apache-2.0
#include "app/demo_coding.hpp"

#include "app/hospital.hpp"
#include "base/digest.hpp"
#include "store/durable_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

using coding_desk::CodedLine;
using coding_desk::CodedSheet;
using coding_desk::CodingView;

struct DemoCode {
  const char *code, *poa, *quote;
};
enum class Until { ready, begun, aside, reviewed, final, recoded };
struct Story {
  Until until;
  const char* service;  ///< HL7 table 0069
  const char* words;
  std::vector<DemoCode> diagnoses, procedures;
};

const std::vector<Story>& stories() {
  static const std::vector<Story> all = {
      {Until::final,
       "PUL",
       "Discharge summary\nHospital course: admitted with cough and fever, infiltrate on the film. Needed oxygen by high flow "
       "for a day.\nFinal "
       "diagnoses:\n1. Pneumonia\n2. Acute respiratory failure with hypoxia\n3. Hypertension\nNo heart failure, no pulmonary "
       "embolism.",
       {{"J189", "Y", "Pneumonia"}, {"J9601", "Y", "Acute respiratory failure with hypoxia"}, {"I10", "Y", "Hypertension"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: fall at home, replacement of the femoral head of the right hip on day two, two units "
       "of red cells.\nFinal "
       "diagnoses:\n1. Fracture of neck of right femur\n2. Acute blood loss anemia\n3. Hypothyroidism",
       {{"S72001A", "Y", "Fracture of neck of right femur"},
        {"D62", "N", "Acute blood loss anemia"},
        {"E039", "Y", "Hypothyroidism"}},
       {{"0SRR0JZ", "", "replacement of the femoral head of the right hip"}}},
      {Until::begun,
       "PUL",
       "Discharge summary\nHospital course: worse breath for four days, steroids and nebulizers. Pneumonia was ruled out.\nPast "
       "medical history: "
       "hypertension, stroke in 2016.\nFinal diagnoses:\n1. COPD with acute exacerbation\n2. Hyponatremia\n3. Nicotine "
       "dependence, cigarettes\nFamily history: "
       "father with lung cancer.",
       {{"J441", "Y", "COPD with acute exacerbation"}},
       {}},
      {Until::recoded,
       "MED",
       "Discharge summary\nHospital course: black stools, an ulcer of the stomach that bled.\nFinal diagnoses:\n1. Chronic "
       "gastric ulcer with hemorrhage\n2. "
       "Acute blood loss anemia",
       {{"K254", "Y", "Chronic gastric ulcer with hemorrhage"}, {"D62", "Y", "Acute blood loss anemia"}},
       {}},
      {Until::ready,
       "MED",
       "Discharge summary\nHospital course: redness and warmth of the left leg, antibiotics by vein.\nFinal diagnoses:\n1. "
       "Cellulitis of the left leg\n2. "
       "Type 2 diabetes with hyperglycemia\n3. Morbid obesity\nNo deep vein thrombosis. Mother had diabetes.",
       {},
       {}},
      {Until::reviewed,
       "URO",
       "Discharge summary\nHospital course: fever and low pressure from the urine, fluids and antibiotics.\nFinal diagnoses:\n1. "
       "Sepsis\n2. Urinary tract "
       "infection\n3. Acute kidney injury\n4. Type 2 diabetes",
       {{"A419", "Y", "Sepsis"},
        {"N390", "Y", "Urinary tract infection"},
        {"N179", "Y", "Acute kidney injury"},
        {"E119", "Y", "Type 2 diabetes"}},
       {}},
      {Until::aside,
       "MED",
       "Discharge summary\nHospital course: weakness of the right side that cleared in part.\nFinal diagnoses:\n1. Acute "
       "ischemic stroke\n2. Atrial "
       "fibrillation\nThe side that was weak is told differently in the notes.",
       {{"I639", "Y", "Acute ischemic stroke"}, {"I4891", "Y", "Atrial"}},
       {}},
      {Until::final,
       "CAR",
       "Discharge summary\nHospital course: three days of swelling and shortness of breath, diuresis of six liters.\nFinal "
       "diagnoses:\n1. Acute on chronic "
       "diastolic heart failure\n2. Hypertension\n3. Chronic kidney disease stage 3",
       {{"I130", "Y", "Hypertension"},
        {"I5033", "Y", "Acute on chronic diastolic heart failure"},
        {"N1830", "Y", "Chronic kidney disease stage 3"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: replacement of the right knee for pain at rest. Walked on day one.\nFinal "
       "diagnoses:\n1. Primary "
       "osteoarthritis of right knee\n2. Hyperlipidemia",
       {{"M1711", "Y", "osteoarthritis of right knee"}, {"E785", "Y", "Hyperlipidemia"}},
       {{"0SRC0J9", "", "replacement of the right knee"}}},
  };
  return all;
}

class DemoCoding {
 public:
  explicit DemoCoding(Hospital& hospital) : hospital_(hospital), desk_(*hospital.coding) {}

  Result<void> furnish() {
    CHARTA_TRY_DO(import_starter());
    CHARTA_TRY(const auto before, desk_.final_cases(system_, Instant(0), hospital_.clock.now()));
    if (!before.empty()) return {};
    CHARTA_TRY(cora_, coder("cora"));
    CHARTA_TRY(otto_, coder("otto"));
    CHARTA_TRY(const auto stays, inpatient_stays());
    std::vector<std::pair<const Story*, Stay>> told;
    for (std::size_t at = 0; at < std::min(stays.size(), stories().size()); ++at) {
      CHARTA_TRY_DO(say_service(stories()[at], stays[at]));
      CHARTA_TRY_DO(write_summary(stories()[at], stays[at]));
      told.emplace_back(&stories()[at], stays[at]);
    }
    CHARTA_TRY_DO(read_words());
    for (const auto& [story, stay] : told) CHARTA_TRY_DO(code(*story, stay));
    return {};
  }

 private:
  struct Stay {
    std::string encounter, patient;
    mutable std::string summary;
  };

  /// The set says no days of its own: it is of the days on which this hospital discharges.
  Result<void> import_starter() {
    if (!desk_.books().loaded().empty()) return {};
    CHARTA_TRY(auto library, code_sets::CodeLibrary::open(hospital_.configuration.data + "/codes", hospital_.rules));
    const auto today = hospital_.clock.now().utc_date();
    std::vector<int> versions;
    for (const int days : {-60, 0, 200}) {
      const int version = library.logic().version_for(today.plus_days(days));
      if (std::find(versions.begin(), versions.end(), version) == versions.end()) versions.push_back(version);
    }
    for (const int version : versions) CHARTA_TRY_DO(import_as(library, version));
    return {};
  }

  Result<void> import_as(code_sets::CodeLibrary& library, int version) {
    const std::string folder = hospital_.configuration.data + "/starter-codes";
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    std::filesystem::create_directories(folder, error);
    const auto first = library.logic().first_day_of(version / 10 * 10);
    const auto last = library.logic().first_day_of(version / 10 * 10 + 10).plus_days(-1).text();
    const auto year = std::to_string(static_cast<int>(first.calendar().year()) + 1);
    for (const auto& file : std::filesystem::directory_iterator(CHARTA_DATA_FOLDER "/codes/starter", error)) {
      auto name = file.path().filename().string();
      if (name == "README.md") continue;
      CHARTA_TRY(auto text, store::read_file(file.path().string()));
      if (const auto at = name.find("_order.txt"); at != std::string::npos) name.insert(at + 6, "_" + year);
      for (auto at = text.find("2099-09-30"); at != std::string::npos; at = text.find("2099-09-30", at))
        text.replace(at, last.size(), last);
      std::ofstream(folder + "/" + name) << text;
    }
    CHARTA_TRY(const auto sets, code_sets::read_published({folder}, grouper::version_text(version), library.logic()));
    CHARTA_TRY_DO(library.keep(sets));
    std::filesystem::remove_all(folder, error);
    return {};
  }

  Result<access::Actor> coder(std::string_view name) {
    CHARTA_TRY(const auto users, hospital_.access->list_users(system_));
    access::Actor actor = system_;
    for (const auto& user : users) {
      if (user.name != name) continue;
      actor.kind = access::Actor::Kind::person;
      actor.author.user = user.id;
      actor.name = user.name;
    }
    return actor;
  }

  Result<std::vector<Stay>> inpatient_stays() {
    worklists::Filter filter;
    filter.kind = coding_desk::coding_machine().kind;
    filter.states = {"ready", "not-ready"};
    filter.limit = 400;
    CHARTA_TRY(const auto page, hospital_.worklists->list(system_, filter));
    std::vector<Stay> stays;
    for (const auto& item : page.items) {
      if (item.sensitivity != 0 || stays.size() == stories().size()) continue;
      CHARTA_TRY(const auto detail, json::Document::parse(item.detail));
      if (detail.root()["class"].text() != "IMP") continue;
      CHARTA_TRY(const auto view, desk_.open(system_, detail.root()["encounter"].text()));
      const bool can_be_made_whole = std::all_of(view.row.missing.begin(), view.row.missing.end(),
                                                 [](const auto& one) { return one.ends_with(" is missing"); });
      if (view.open_questions > 0 || !can_be_made_whole) continue;
      CHARTA_TRY(const auto patient, hospital_.store->read([&](store::Reader& reader) {
        return hospital_.resources->load(reader, ResourceId(item.patient.key()));
      }));
      if (patient) stays.push_back({std::string(detail.root()["encounter"].text()), patient->id, {}});
    }
    return stays;
  }

  Result<std::string> write_document(const Stay& stay, const char* type, const char* title, const std::string& words) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("resourceType", "DocumentReference").member("status", "current").member("docStatus", "final");
    out.member("date", hospital_.clock.now().text()).key("type").begin_object().key("coding").begin_array().begin_object();
    out.member("system", "http://loinc.org").member("code", type).member("display", title).end_object().end_array().end_object();
    out.key("subject").begin_object().member("reference", "Patient/" + stay.patient).end_object();
    out.key("context").begin_object().key("encounter").begin_array().begin_object();
    out.member("reference", "Encounter/" + stay.encounter).end_object().end_array().end_object();
    out.key("content").begin_array().begin_object().key("attachment").begin_object().member("contentType", "text/plain");
    out.member("data", to_base64(words)).end_object().end_object().end_array().end_object();
    CHARTA_TRY(const auto made, hospital_.resources->create(system_, "DocumentReference", text, ""));
    return made.id;
  }

  /// By which case mix is told: the simulated interface does not send it as the record keeps it.
  Result<void> say_service(const Story& story, const Stay& stay) {
    CHARTA_TRY(const auto stored, hospital_.store->read([&](store::Reader& reader) {
      return hospital_.resources->load(reader, "Encounter", stay.encounter);
    }));
    if (!stored || stored->deleted) return {};
    json::Document document;
    CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
    auto encounter = document.copy(parsed.root()), service = document.object(), codings = document.array(),
         coding = document.object();
    document.set(coding, "system", "http://terminology.hl7.org/CodeSystem/v2-0069");
    document.set(coding, "code", story.service);
    document.append(codings, coding);
    document.set(service, "coding", codings);
    document.set(encounter, "serviceType", service);
    CHARTA_TRY_DO(hospital_.resources->update(system_, "Encounter", stay.encounter, json::write(encounter), ""));
    return {};
  }

  /// What the desk waits for comes with it, so that the stay is ready.
  Result<void> write_summary(const Story& story, const Stay& stay) {
    CHARTA_TRY(stay.summary, write_document(stay, "18842-5", "Discharge summary", story.words));
    CHARTA_TRY(const auto view, desk_.open(system_, stay.encounter));
    if (!view.row.missing.empty())
      CHARTA_TRY_DO(write_document(stay, "34117-2", "History and physical", "History and physical\nAs in the summary."));
    return {};
  }

  Result<void> read_words() {
    while (true) {
      CHARTA_TRY(const auto settled, hospital_.document_search->read_due());
      if (settled == 0) return {};
    }
  }

  CodedSheet sheet_of(const Story& story, const Stay& stay) {
    CodedSheet sheet;
    for (const auto& [codes, lines] :
         {std::pair(&story.diagnoses, &sheet.diagnoses), std::pair(&story.procedures, &sheet.procedures)})
      for (const auto& one : *codes) {
        CodedLine line;
        line.code = one.code;
        line.poa = one.poa;
        line.evidence.push_back({"DocumentReference", stay.summary, {}, {}, 0, 1, one.quote});
        lines->push_back(std::move(line));
      }
    return sheet;
  }

  Result<CodingView> act(const access::Actor& who, const Stay& stay, std::string_view event, std::string_view reason = {}) {
    worklists::Act act;
    act.event = event;
    act.reason_code = reason;
    return desk_.act(who, stay.encounter, act);
  }

  Result<void> code(const Story& story, const Stay& stay) {
    CHARTA_TRY(auto view, desk_.open(cora_, stay.encounter));
    if (view.row.state != "ready" || story.until == Until::ready) return {};
    CHARTA_TRY(view, act(cora_, stay, "begin"));
    CHARTA_TRY(view, desk_.keep(cora_, stay.encounter, view.row.version, sheet_of(story, stay)));
    if (story.until == Until::begun) return {};
    if (story.until == Until::aside) {
      CHARTA_TRY_DO(act(cora_, stay, "put-aside", "lead-is-asked"));
      return {};
    }
    CHARTA_TRY_DO(complete_abstract(view, stay));
    const auto finished = act(cora_, stay, story.until == Until::reviewed ? "finish-for-review" : "finish");
    if (!finished || story.until == Until::reviewed) return {};
    if (finished->row.state == "second-review") CHARTA_TRY_DO(review(story, stay));
    if (story.until != Until::recoded) return {};
    CHARTA_TRY_DO(write_document(stay, "11526-1", "Pathology report",
                                 "Pathology report\nBiopsy of the stomach: chronic inflammation, no malignancy."));
    return {};
  }

  Result<void> complete_abstract(const CodingView& view, const Stay& stay) {
    for (const auto& value : view.abstract) {
      if (!value.element->is_required || !value.value.empty()) continue;
      const std::string said = value.element->id == "disposition" ? "01" : "Not named by the simulated hospital";
      CHARTA_TRY_DO(desk_.enter(cora_, stay.encounter, {value.element->id, said, {}, {}, {}}));
    }
    return {};
  }

  /// The lot fell on it: a second reader agrees.
  Result<void> review(const Story& story, const Stay& stay) {
    CHARTA_TRY(const auto view, desk_.open(otto_, stay.encounter));
    CHARTA_TRY_DO(desk_.keep(otto_, stay.encounter, view.row.version, sheet_of(story, stay)));
    CHARTA_TRY_DO(act(otto_, stay, "compare"));
    CHARTA_TRY_DO(act(otto_, stay, "agree"));
    return {};
  }

  Hospital& hospital_;
  coding_desk::CodingService& desk_;
  access::Actor system_ = access::Actor::system("demo"), cora_, otto_;
};

}  // namespace

Result<void> furnish_demo_coding(Hospital& hospital) {
  return DemoCoding(hospital).furnish();
}

}  // namespace charta::app
