// SPDX-License-Identifier: Apache-2.0
#include "app/demo_coding.hpp"

#include "app/demo_coding_stories.hpp"
#include "app/demo_services.hpp"
#include "app/hospital.hpp"
#include "base/digest.hpp"
#include "store/durable_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace charta::app {
namespace {

using coding_desk::CodedLine;
using coding_desk::CodedSheet;
using coding_desk::CodingView;

class DemoCoding {
 public:
  explicit DemoCoding(Hospital& hospital) : hospital_(hospital), desk_(*hospital.coding) {}

  Result<void> furnish() {
    CHARTA_TRY_DO(import_starter());
    CHARTA_TRY(const auto before, desk_.final_cases(system_, Instant(0), hospital_.clock.now()));
    if (!before.empty()) return {};
    CHARTA_TRY(cora_, coder("cora"));
    CHARTA_TRY(otto_, coder("otto"));
    CHARTA_TRY(auto stays, inpatient_stays());
    const auto told = cast(std::move(stays));
    for (const auto& [story, stay] : told) CHARTA_TRY_DO(write_summary(*story, stay));
    CHARTA_TRY_DO(read_words());
    for (const auto& [story, stay] : told) CHARTA_TRY_DO(code(*story, stay));
    std::vector<std::string> patients;
    for (const auto& [story, stay] : told) patients.push_back(stay.patient);
    return furnish_demo_services(hospital_, cora_, patients);
  }

 private:
  struct Stay {
    std::string encounter, patient, service;
    mutable std::string summary;
  };

  /// As many stories as there are stays, each with one of its own service where there is one.
  static std::vector<std::pair<const CodingStory*, Stay>> cast(std::vector<Stay> stays) {
    std::vector<const CodingStory*> left;
    for (const auto& story : coding_stories()) left.push_back(&story);
    left.resize(std::min(left.size(), stays.size()));
    std::vector<std::pair<const CodingStory*, Stay>> told;
    for (const bool is_by_service : {true, false})
      std::erase_if(left, [&](const CodingStory* story) {
        const auto stay = std::find_if(stays.begin(), stays.end(),
                                       [&](const Stay& one) { return !is_by_service || one.service == story->service; });
        if (stay == stays.end()) return false;
        told.emplace_back(story, std::move(*stay));
        stays.erase(stay);
        return true;
      });
    return told;
  }

  /// The set says no days of its own: it is of the days on which this hospital discharges.
  Result<void> import_starter() {
    if (!desk_.books().loaded().empty()) return {};
    CHARTA_TRY(auto library, code_sets::CodeLibrary::open(hospital_.configuration.data + "/codes", hospital_.rules));
    const auto today = hospital_.clock.now().utc_date();
    std::set<int> versions;
    for (const int days : {-60, 0, 200}) {
      const int version = library.logic().version_for(today.plus_days(days));
      versions.insert({version / 10 * 10, version});  // what began in April stands beside what began in October
    }
    for (const int version : versions) CHARTA_TRY_DO(import_as(library, version));
    return import_demo_services(hospital_, library);
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
      if (name == "README.md" || name == "hcpcs.csv" || name.starts_with("ncci_")) continue;
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
      if (item.sensitivity != 0 || stays.size() == 2 * coding_stories().size()) continue;
      CHARTA_TRY(const auto detail, json::Document::parse(item.detail));
      if (detail.root()["class"].text() != "IMP") continue;
      CHARTA_TRY(const auto view, desk_.open(system_, detail.root()["encounter"].text()));
      const bool can_be_made_whole = std::all_of(view.row.missing.begin(), view.row.missing.end(),
                                                 [](const auto& one) { return one.ends_with(" is missing"); });
      const auto& service = view.row.service;
      if (service == "NBN" || service == "OBS" || service == "PED") continue;  // no story suits them
      if (view.open_questions > 0 || !can_be_made_whole) continue;
      CHARTA_TRY(const auto patient, hospital_.store->read([&](store::Reader& reader) {
        return hospital_.resources->load(reader, ResourceId(item.patient.key()));
      }));
      if (patient) stays.push_back({view.row.encounter_id, patient->id, view.row.service, {}});
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

  /// What the desk waits for comes with it, so that the stay is ready.
  Result<void> write_summary(const CodingStory& story, const Stay& stay) {
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

  /// Procedures are done on the day of the admission.
  CodedSheet sheet_of(const CodingStory& story, const Stay& stay, const CodingView& view) {
    const auto day = desk_.zone().local_date(view.row.started_at.value_or(view.row.ended_at));
    CodedSheet sheet;
    for (const auto& [codes, lines] :
         {std::pair(&story.diagnoses, &sheet.diagnoses), std::pair(&story.procedures, &sheet.procedures)})
      for (const auto& one : *codes) {
        CodedLine line;
        line.code = one.code;
        line.poa = one.poa;
        if (codes == &story.procedures) line.done_on = day;
        line.evidence.push_back({"DocumentReference", stay.summary, {}, {}, 0, 1, one.quote});
        lines->push_back(std::move(line));
      }
    return sheet;
  }

  Result<CodingView> act(const access::Actor& who, const Stay& stay, std::string_view event, std::string_view reason = {}) {
    worklists::Act act;
    act.event = event;
    act.reason_code = reason;
    CHARTA_TRY(const auto view, desk_.open(who, stay.encounter));
    return desk_.act(who, stay.encounter, view.row.version, act);
  }

  Result<void> code(const CodingStory& story, const Stay& stay) {
    CHARTA_TRY(auto view, desk_.open(cora_, stay.encounter));
    if (view.row.state != "ready" || story.until == CodingStory::Until::ready) return {};
    CHARTA_TRY(view, act(cora_, stay, "begin"));
    CHARTA_TRY(view, desk_.keep(cora_, stay.encounter, view.row.version, sheet_of(story, stay, view)));
    if (story.until == CodingStory::Until::begun) return {};
    if (story.until == CodingStory::Until::aside) {
      CHARTA_TRY_DO(act(cora_, stay, "put-aside", "lead-is-asked"));
      return {};
    }
    CHARTA_TRY_DO(complete_abstract(view, stay));
    const auto finished = act(cora_, stay, story.until == CodingStory::Until::reviewed ? "finish-for-review" : "finish");
    if (!finished || story.until == CodingStory::Until::reviewed) return {};
    if (finished->row.state == "second-review") CHARTA_TRY_DO(review(story, stay));
    if (story.until != CodingStory::Until::recoded) return {};
    CHARTA_TRY_DO(write_document(stay, "11526-1", "Pathology report",
                                 "Pathology report\nBiopsy of the stomach: chronic inflammation, no malignancy."));
    return {};
  }

  Result<void> complete_abstract(CodingView view, const Stay& stay) {
    const auto abstract = view.abstract;
    for (const auto& value : abstract) {
      if (!value.element->is_required || !value.value.empty()) continue;
      const std::string said = value.element->id == "disposition" ? "01" : "Not named by the simulated hospital";
      CHARTA_TRY(view, desk_.enter(cora_, stay.encounter, view.row.version, {value.element->id, said, {}, {}, {}}));
    }
    return {};
  }

  /// The lot fell on it: a second reader agrees.
  Result<void> review(const CodingStory& story, const Stay& stay) {
    CHARTA_TRY(const auto view, desk_.open(otto_, stay.encounter));
    CHARTA_TRY_DO(desk_.keep(otto_, stay.encounter, view.row.version, sheet_of(story, stay, view)));
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
