// SPDX-License-Identifier: Apache-2.0
// ORU^R01 as DiagnosticReport and Observations. Source: HL7 v2-to-FHIR implementation guide 1.0, message map ORU_R01.
#include <array>
#include <deque>
#include <map>

#include "base/text.hpp"
#include "department/chart/attached_content.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart/hl7_table.hpp"
#include "department/chart/message_groups.hpp"

namespace charta::chart {
namespace {

using hl7v2_fhir::Elements;

// Table 0123 (result status) to DiagnosticReport.status.
constexpr std::array<TableRow, 10> report_statuses{{{"O", "registered"},
                                                    {"I", "registered"},
                                                    {"S", "partial"},
                                                    {"A", "partial"},
                                                    {"P", "preliminary"},
                                                    {"R", "preliminary"},
                                                    {"C", "corrected"},
                                                    {"F", "final"},
                                                    {"X", "cancelled"},
                                                    {"D", "entered-in-error"}}};
// Table 0085 (observation result status) to Observation.status.
constexpr std::array<TableRow, 12> observation_statuses{{{"F", "final"},
                                                         {"P", "preliminary"},
                                                         {"C", "corrected"},
                                                         {"X", "cancelled"},
                                                         {"D", "entered-in-error"},
                                                         {"W", "entered-in-error"},
                                                         {"R", "preliminary"},
                                                         {"S", "preliminary"},
                                                         {"I", "registered"},
                                                         {"O", "registered"},
                                                         {"U", "final"},
                                                         {"B", "final"}}};

bool is_document(std::string_view value_type) { return value_type == "ED" || value_type == "RP"; }

/// A report of running text alone is read as a document, not as one finding a line.
bool is_narrative(const OrderGroup& group) {
  int observations = 0;
  for (const auto& segment : group.rest) {
    if (segment.name() != "OBX") continue;
    ++observations;
    const auto type = segment.field(2).text();
    if (type != "TX" && type != "FT" && !is_document(type)) return false;
  }
  return observations > 0;
}

void set_value(Elements& make, json::Value observation, const hl7v2::Segment& obx) {
  const auto type = obx.field(2).text();
  const auto value = obx.field(5).repetition(1);
  if (obx.field(5).empty() || obx.field(5).is_null()) return;
  if (type == "NM") {
    if (const auto quantity = make.quantity(value.text(1), obx.field(6).repetition(1))) {
      make.document().set(observation, "valueQuantity", quantity);
      return;
    }
  }
  if (type == "CE" || type == "CWE" || type == "CNE" || type == "CF") {
    make.set(observation, "valueCodeableConcept", make.concept_of(value));
    return;
  }
  if (type == "TS" || type == "DTM" || type == "DT") {
    if (const auto time = make.date_time(value.text(1))) {
      make.document().set(observation, "valueDateTime", time);
      return;
    }
  }
  std::string text;
  for (const auto& repetition : obx.field(5).repetitions()) {
    if (!text.empty()) text += '\n';
    // A structured numeric reads as it is written: > 100, 1:128, 2 - 4.
    for (int part = 1; part <= (type == "SN" ? 4 : 1); ++part) text += repetition.text(part);
    if (type != "SN" && repetition.text(1).empty()) text += static_cast<const hl7v2::Piece&>(repetition).text();
  }
  if (const auto plain = make.text(text)) {
    make.document().set(observation, "valueString", plain);
    const std::string units(stripped(obx.field(6).text()));
    if (!units.empty()) make.document().set(observation, "valueString", std::string(trimmed(text)) + " " + units);
  }
}

json::Value make_observation(Elements& make, const FilingContext& context, const hl7v2::Segment& obx, const OrderGroup& group, json::Value subject) {
  auto& document = make.document();
  auto observation = document.object();
  document.set(observation, "resourceType", "Observation");
  auto status = look_up(observation_statuses, stripped(obx.field(11).text()));
  document.set(observation, "status", status.empty() ? std::string_view("unknown") : status);
  auto code = make.concept_of(obx.field(3).repetition(1));
  document.set(observation, "code", code ? code : make.concept_with("", "", "unnamed observation"));
  document.set(observation, "subject", document.copy(subject));
  if (!context.encounter_id.empty()) document.set(observation, "encounter", make.reference("Encounter", context.encounter_id));
  auto at = make.date_time(obx.field(14).text());
  if (!at && group.obr != nullptr) at = make.date_time(group.obr->field(7).text());
  make.set(observation, "effectiveDateTime", at);
  make.append_to(observation, "performer", make.person(obx.field(16).repetition(1)));
  set_value(make, observation, obx);
  make.append_to(observation, "interpretation", make.concept_with("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", obx.field(8).text()));
  if (const auto range = make.text(obx.field(7).text())) {
    auto entry = document.object();
    document.set(entry, "text", range);
    make.append_to(observation, "referenceRange", entry);
  }
  return observation;
}

/// What makes two findings of a report's versions the same: the code (or the words where there is none) and the sub-id.
std::string finding_key(json::Value observation) {
  const auto code = observation["code"];
  std::string key(code["coding"].at(0)["code"].text());
  if (key.empty()) key = std::string(code["text"].text());
  for (const auto identifier : observation["identifier"]) key += "#" + std::string(identifier["value"].text());
  return key;
}

using FindingsByKey = std::map<std::string, std::deque<resources::StoredResource>>;

}  // namespace

class ReportFiling {
 public:
  ReportFiling(ChartService& chart, store::Reader& reader, const FilingContext& context)
      : chart_(chart), reader_(reader), context_(context), make_(document_, context.sender) {}

  Result<PreparedFiling> prepare() {
    const auto groups = order_groups(context_.message);
    bool any = false;
    for (const auto& group : groups) {
      if (group.obr == nullptr) continue;
      any = true;
      CHARTA_TRY_DO(add_report(group));
    }
    if (!any) return hold("no-result", "the message carries no result (OBR) to file");
    return std::move(filing_);
  }

 private:
  Result<void> add_report(const OrderGroup& group) {
    auto keys = order_keys(group.orc, group.obr, context_.sender);
    const bool by_filler = !keys.filler.empty();
    const hl7v2_fhir::EntityId number = by_filler ? hl7v2_fhir::EntityId{keys.filler_assigner, keys.filler} : hl7v2_fhir::EntityId{keys.placer_assigner, keys.placer};
    const std::string kind = by_filler ? "report" : "report-by-placer";
    CHARTA_TRY(const auto before, chart_.known(reader_, context_, filing_, kind, number, keys.service_code));
    json::Document earlier;
    if (before) {
      CHARTA_TRY(earlier, json::Document::parse(before->json));
      CHARTA_TRY_DO(refuse_older(group, earlier.root()));
    }
    auto report = before ? make_.editable(earlier.root()) : document_.object();
    describe(report, group, keys);
    CHARTA_TRY_DO(set_order(report, keys));
    std::vector<Digest> blobs;
    CHARTA_TRY_DO(add_forms(report, group, blobs));
    if (!is_narrative(group)) CHARTA_TRY_DO(add_observations(report, group, earlier.root()));
    CHARTA_TRY(auto item, chart_.make_item(context_, report, before));
    item.blobs = std::move(blobs);
    if (!before && !number.empty()) item.keys.push_back({kind, number.system, number.value, keys.service_code, item.prepared.key(), context_.patient});
    post(item, group, std::move(keys), before.has_value());
    filing_.notes.push_back(std::string(before ? "new version of the report " : "filed as the report ") + item.entry->title);
    filing_.items.push_back(std::move(item));
    return {};
  }

  /// OBR-22 tells which of two results of one order is the newer.
  Result<void> refuse_older(const OrderGroup& group, json::Value earlier) const {
    const auto received = hl7v2_fhir::moment(group.obr->field(22).text(), context_.sender);
    const auto filed = Instant::parse(earlier["issued"].text());
    if (received && filed && *received < *filed) return hold("older-than-filed", "a newer version of this report is filed already (OBR-22 is older)");
    return {};
  }

  void describe(json::Value report, const OrderGroup& group, const happenings::OrderKeys& keys) {
    const auto& obr = *group.obr;
    document_.set_first(report, "resourceType", document_.string("DiagnosticReport"));
    if (!report["identifier"]) {
      make_.append_to(report, "identifier", make_.identifier(hl7v2_fhir::EntityId{keys.placer_assigner, keys.placer}, "PLAC"));
      make_.append_to(report, "identifier", make_.identifier(hl7v2_fhir::EntityId{keys.filler_assigner, keys.filler}, "FILL"));
    }
    const auto status = look_up(report_statuses, stripped(obr.field(25).text()));
    document_.set(report, "status", status.empty() ? std::string_view("unknown") : status);
    if (const auto section = make_.concept_with("http://terminology.hl7.org/CodeSystem/v2-0074", obr.field(24).text())) {
      auto list = document_.array();
      document_.append(list, section);
      document_.set(report, "category", list);
    }
    const auto code = make_.concept_of(obr.field(4).repetition(1));
    document_.set(report, "code", code ? code : make_.concept_with("", "", "unnamed report"));
    if (!report["subject"]) document_.set(report, "subject", make_.reference("Patient", context_.patient_id));  // never re-pointed
    if (!context_.encounter_id.empty()) document_.set(report, "encounter", make_.reference("Encounter", context_.encounter_id));
    make_.set(report, "effectiveDateTime", make_.date_time(obr.field(7).text()));
    auto issued = make_.instant(obr.field(22).text());
    if (!issued) issued = make_.instant(context_.message.header().time);
    make_.set(report, "issued", issued);
    document_.remove(report, "resultsInterpreter");
    if (!obr.field(32).empty()) make_.append_to(report, "resultsInterpreter", interpreter(obr.field(32)));
  }

  /// OBR-32 is NDL: the name's parts are subcomponents of the first component.
  json::Value interpreter(const hl7v2::Field& ndl) {
    const auto name = ndl.component(1);
    std::string display;
    for (const int part : {6, 3, 2}) {
      const auto word = stripped(name.subcomponent(part).text());
      if (word.empty()) continue;
      display += (display.empty() ? "" : " ") + word;
    }
    if (display.empty()) display = ndl.repetition(1).text(2);
    auto value = document_.object();
    const std::string id = stripped(name.subcomponent(1).text());
    if (!id.empty()) document_.set(value, "identifier", make_.identifier(hl7v2_fhir::EntityId{context_.sender.default_assigner, id}));
    if (!trimmed(display).empty()) document_.set(value, "display", trimmed(display));
    return value.size() > 0 ? value : json::Value();
  }

  Result<void> set_order(json::Value report, const happenings::OrderKeys& keys) {
    for (const auto& [kind, system, value] : {std::tuple("placer", &keys.placer_assigner, &keys.placer), std::tuple("filler", &keys.filler_assigner, &keys.filler)}) {
      if (value->empty()) continue;
      CHARTA_TRY(const auto order, chart_.rows_.keys(reader_, kind, *system, *value));
      for (const auto& key : order) {
        const bool same_service = key.qualifier.empty() || key.qualifier == keys.service_code || order.size() == 1;
        if (!same_service || !is_same_person(context_, key.patient)) continue;
        CHARTA_TRY(const auto stored, chart_.resources_.load(reader_, key.resource));
        if (!stored || stored->deleted) continue;
        auto list = document_.array();
        document_.append(list, make_.reference("ServiceRequest", stored->id));
        document_.set(report, "basedOn", list);
        return {};
      }
    }
    return {};
  }

  Result<void> add_forms(json::Value report, const OrderGroup& group, std::vector<Digest>& blobs) {
    CHARTA_TRY(auto contents, attached_content(group.rest, is_narrative(group)));
    if (contents.empty()) return {};
    auto forms = document_.array();
    for (auto& content : contents) {
      CHARTA_TRY(const auto attachment, chart_.make_attachment(context_, filing_, make_, std::move(content), report["subject"], blobs));
      document_.append(forms, attachment);
    }
    document_.set(report, "presentedForm", forms);
    return {};
  }

  /// Earlier observations: a correction is a new version of the same finding. Those of one code and sub-id follow in their order.
  Result<FindingsByKey> earlier_observations(json::Value earlier) {
    FindingsByKey found;
    for (const auto result : earlier["result"]) {
      const auto reference = result["reference"].text();
      if (!reference.starts_with("Observation/")) continue;
      CHARTA_TRY(auto stored, chart_.resources_.load(reader_, "Observation", reference.substr(12)));
      if (!stored || stored->deleted) continue;
      CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
      found[finding_key(parsed.root())].push_back(std::move(*stored));
    }
    return found;
  }

  Result<void> add_observations(json::Value report, const OrderGroup& group, json::Value earlier) {
    CHARTA_TRY(auto known, earlier_observations(earlier));
    auto results = document_.array();
    for (const auto& segment : group.rest) {
      if (segment.name() != "OBX" || is_document(segment.field(2).text())) continue;
      auto observation = make_observation(make_, context_, segment, group, report["subject"]);
      if (const auto sub_id = stripped(segment.field(4).text()); !sub_id.empty()) {
        make_.append_to(observation, "identifier", make_.identifier(hl7v2_fhir::EntityId{"urn:charta:obx-sub-id", sub_id}));
      }
      std::optional<resources::StoredResource> before;
      if (const auto found = known.find(finding_key(observation)); found != known.end() && !found->second.empty()) {
        before = std::move(found->second.front());
        found->second.pop_front();
      }
      CHARTA_TRY(auto item, chart_.make_item(context_, observation, before));
      document_.append(results, make_.reference("Observation", item.prepared.id()));
      filing_.items.push_back(std::move(item));
    }
    for (const auto& [key, left] : known) {
      for (const auto& stored : left) document_.append(results, make_.reference("Observation", stored.id));
    }
    if (results.size() > 0) document_.set(report, "result", results);
    return {};
  }

  void post(PreparedItem& item, const OrderGroup& group, happenings::OrderKeys keys, bool replaces) const {
    if (item.entry->status == "entered-in-error") {
      item.happening = happenings::DocumentWithdrawn{item.prepared.key(), item.entry->patient};
      return;
    }
    happenings::DocumentFiled filed;
    filed.document = item.prepared.key();
    filed.patient = item.entry->patient;
    filed.encounter = context_.encounter;
    filed.type_system = keys.service_system;
    filed.type_code = keys.service_code;
    filed.keys = std::move(keys);
    filed.completion = stripped(group.obr->field(25).text());
    filed.at = item.entry->at;
    filed.replaces_earlier = replaces;
    filed.mrn_assigner = context_.mrn_assigner;
    filed.marks = {item.entry->facility, item.entry->sensitivity};
    filed.resource_type = "DiagnosticReport";
    item.happening = std::move(filed);
  }

  ChartService& chart_;
  store::Reader& reader_;
  const FilingContext& context_;
  json::Document document_;
  Elements make_;
  PreparedFiling filing_;
};

Result<PreparedFiling> ChartService::prepare_reports(store::Reader& reader, const FilingContext& context) {
  return ReportFiling(*this, reader, context).prepare();
}

}  // namespace charta::chart
