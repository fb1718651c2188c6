// SPDX-License-Identifier: Apache-2.0
#include "app/demo_services.hpp"

#include "app/hospital.hpp"
#include "base/digest.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

using coding_desk::CodedLine;
using coding_desk::CodingView;

constexpr int days_before = 60, days_after = 200, days_of_a_quarter = 85;  // fewer than any has: none is stepped over

struct Said {
  const char *code, *quote;
  int units = 1;
};
struct OutpatientStory {
  const char *class_code, *document, *title, *words;
  int hours_ago, hours;
  std::vector<Said> diagnoses, services;
  bool is_final;
};

const std::array<OutpatientStory, 2>& outpatient_stories() {
  static const std::array<OutpatientStory, 2> all = {
      {{"SS",
        "11504-8",
        "Operative report",
        "Operative report\nIndication: broken wrist after a fall.\nFindings: fracture of the lower end of the right radius, "
        "displaced.\nProcedure: set in the open and held by a plate with three screws. Fentanyl 0.2 mg, one liter of lactated "
        "Ringer, ondansetron 4 mg for nausea.\nNo blood loss, no complication.",
        54,
        6,
        {{"S52501A", "fracture of the lower end of the right radius"}},
        {{"C1713", "held by a plate with three screws", 3},
         {"J3010", "Fentanyl 0.2 mg", 2},
         {"J7120", "one liter of lactated Ringer"},
         {"J2405", "ondansetron 4 mg", 4}},
        true},
       {"EMER",
        "34111-5",
        "Emergency department note",
        "Emergency department note\nStumbled on a curb, sprain of the right ankle. Examined at nine, ketorolac 30 mg, sent home "
        "with "
        "a bandage.\nCame again at noon because the pain was worse: examined once more, film without a break, elevation and ice.",
        30,
        5,
        {{"S93401A", "sprain of the right ankle"}},
        {{"G0382", "Examined at nine"}, {"J1885", "ketorolac 30 mg", 2}, {"G0383", "examined once more"}},
        false}}};
  return all;
}

class DemoServices {
 public:
  DemoServices(Hospital& hospital, access::Actor coder)
      : hospital_(hospital), desk_(*hospital.coding), coder_(std::move(coder)) {}

  Result<void> tell(const OutpatientStory& story, const std::string& patient) {
    CHARTA_TRY(const auto stay, visit(story, patient));
    CHARTA_TRY(const auto document, write_document(story, patient, stay));
    for (std::size_t settled = 1; settled > 0;) {
      CHARTA_TRY(settled, hospital_.document_search->read_due());
    }
    CHARTA_TRY(auto view, desk_.open(coder_, stay));
    if (view.row.state != "ready") return {};
    CHARTA_TRY(view, act(view, "begin"));
    CHARTA_TRY(view, desk_.keep(coder_, stay, view.row.version, sheet(story, document)));
    if (!story.is_final) return {};
    const auto required = view.abstract;
    for (const auto& value : required)
      if (value.element->is_required && value.value.empty()) {
        const std::string said = value.element->id == "disposition" ? "01" : "Not named by the simulated hospital";
        CHARTA_TRY(view, desk_.enter(coder_, stay, view.row.version, {value.element->id, said, {}, {}, {}}));
      }
    CHARTA_TRY_DO(act(view, "finish"));
    return {};
  }

 private:
  Result<std::string> visit(const OutpatientStory& story, const std::string& patient) {
    const auto from = hospital_.clock.now().plus(-std::chrono::hours(story.hours_ago));
    std::string text;
    json::Writer out(text);
    out.begin_object().member("resourceType", "Encounter").member("status", "finished").key("class").begin_object();
    out.member("system", "http://terminology.hl7.org/CodeSystem/v3-ActCode").member("code", story.class_code).end_object();
    out.key("subject").begin_object().member("reference", "Patient/" + patient).end_object();
    out.key("period").begin_object().member("start", from.text());
    out.member("end", from.plus(std::chrono::hours(story.hours)).text()).end_object().end_object();
    CHARTA_TRY(const auto made, hospital_.resources->create(system_, "Encounter", text, ""));
    return made.id;
  }

  Result<std::string> write_document(const OutpatientStory& story, const std::string& patient, const std::string& stay) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("resourceType", "DocumentReference").member("status", "current").member("docStatus", "final");
    out.member("date", hospital_.clock.now().text()).key("type").begin_object().key("coding").begin_array().begin_object();
    out.member("system", "http://loinc.org").member("code", story.document).member("display", story.title);
    out.end_object().end_array().end_object();
    out.key("subject").begin_object().member("reference", "Patient/" + patient).end_object();
    out.key("context").begin_object().key("encounter").begin_array().begin_object();
    out.member("reference", "Encounter/" + stay).end_object().end_array().end_object();
    out.key("content").begin_array().begin_object().key("attachment").begin_object().member("contentType", "text/plain");
    out.member("data", to_base64(story.words)).end_object().end_object().end_array().end_object();
    CHARTA_TRY(const auto made, hospital_.resources->create(system_, "DocumentReference", text, ""));
    return made.id;
  }

  static coding_desk::CodedSheet sheet(const OutpatientStory& story, const std::string& document) {
    coding_desk::CodedSheet made;
    const auto add = [&](const std::vector<Said>& all, std::vector<CodedLine>& lines) {
      for (const auto& one : all) {
        CodedLine line;
        line.code = one.code;
        line.units = one.units;
        line.evidence.push_back({"DocumentReference", document, {}, {}, 0, 1, one.quote});
        lines.push_back(std::move(line));
      }
    };
    add(story.diagnoses, made.diagnoses);
    add(story.services, made.services);
    return made;
  }

  Result<CodingView> act(const CodingView& shown, std::string_view event) {
    worklists::Act act;
    act.event = event;
    return desk_.act(coder_, shown.row.encounter_id, shown.row.version, act);
  }

  Hospital& hospital_;
  coding_desk::CodingService& desk_;
  access::Actor coder_, system_ = access::Actor::system("demo");
};

}  // namespace

Result<void> import_demo_services(Hospital& hospital, code_sets::CodeLibrary& library) {
  const std::string folder = hospital.configuration.data + "/starter-services", from = CHARTA_DATA_FOLDER "/codes/starter/";
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  std::filesystem::create_directories(folder, error);
  const auto today = hospital.clock.now().utc_date();
  for (int days = -days_before; days <= days_after + days_of_a_quarter; days += days_of_a_quarter) {
    const auto day = today.plus_days(std::min(days, days_after)).calendar();
    const auto year = static_cast<int>(day.year());
    const auto quarter = fmt::format("{}q{}", year, (static_cast<unsigned>(day.month()) + 2) / 3);
    for (const auto& [file, as] : {std::pair("hcpcs.csv", fmt::format("/hcpcs_{}.csv", year)),
                                   std::pair("ncci_mue_outpatient.csv", "/ncci_mue_outpatient_" + quarter + ".csv"),
                                   std::pair("ncci_ptp_outpatient.csv", "/ncci_ptp_outpatient_" + quarter + ".csv")}) {
      CHARTA_TRY(const auto text, store::read_file(from + file));
      std::ofstream(folder + as) << text;
    }
  }
  CHARTA_TRY(const auto sets, code_sets::read_published({folder}, {}, library.logic()));
  CHARTA_TRY_DO(library.keep(sets));
  std::filesystem::remove_all(folder, error);
  return {};
}

Result<void> furnish_demo_services(Hospital& hospital, const access::Actor& coder, const std::vector<std::string>& patients) {
  DemoServices demo(hospital, coder);
  for (std::size_t at = 0; at < std::min(patients.size(), outpatient_stories().size()); ++at)
    CHARTA_TRY_DO(demo.tell(outpatient_stories()[at], patients[at]));
  return {};
}

}  // namespace charta::app
