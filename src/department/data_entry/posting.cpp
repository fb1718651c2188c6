// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/posting.hpp"

#include "base/digest.hpp"
#include "department/data_entry/code_checks.hpp"

#include <algorithm>
#include <set>

namespace charta::data_entry {
namespace {

constexpr std::string_view loinc = "http://loinc.org", ucum = "http://unitsofmeasure.org";
constexpr std::string_view clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
constexpr std::string_view allergy_clinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

std::string_view system_of(FieldKind kind) {
  return kind == FieldKind::problem     ? "http://hl7.org/fhir/sid/icd-10-cm"
         : kind == FieldKind::procedure ? "http://www.cms.gov/Medicare/Coding/ICD10"
                                        : "http://www.nlm.nih.gov/research/umls/rxnorm";
}

void write_coding(json::Writer& out, std::string_view system, std::string_view code, std::string_view display) {
  out.begin_object().key("coding").begin_array().begin_object().member("system", system).member("code", code);
  if (!display.empty()) out.member("display", display);
  out.end_object().end_array().end_object();
}

void write_concept(json::Writer& out, const FormField& field, const EnteredValue& value) {
  out.begin_object();
  if (const auto code = tidy_code(field.kind, value.code); !code.empty())
    out.key("coding")
        .begin_array()
        .begin_object()
        .member("system", system_of(field.kind))
        .member("code", code)
        .end_object()
        .end_array();
  out.member("text", value.text).end_object();
}

class PieceWriter {
 public:
  PieceWriter(const FormField& field, const UnitTable& units, const PostingContext& context)
      : field_(field), units_(units), context_(context), out_(text_) {}

  std::string write(const EnteredValue& value) {
    begin(value, field_.posts.resource);
    if (field_.posts.resource == "Condition") problem(value);
    if (field_.posts.resource == "MedicationStatement") medication(value);
    if (field_.posts.resource == "AllergyIntolerance") allergy(value);
    if (field_.posts.resource == "Procedure") procedure(value);
    if (field_.posts.resource == "Observation") observation(value);
    out_.end_object();
    return std::move(text_);
  }

  /// Several fields that are one Observation with components.
  std::string write_panel(const std::vector<std::pair<const FormField*, const EnteredValue*>>& parts) {
    begin(*parts.front().second, "Observation");
    observed(field_.posts.panel, field_.posts.panel_name);
    out_.key("component").begin_array();
    for (const auto& [field, value] : parts) {
      write_coding(out_.begin_object().key("code"), loinc, field->posts.code, field->posts.display);
      PieceWriter(*field, units_, context_).measured(out_, *value);
      out_.end_object();
    }
    out_.end_array().end_object();
    return std::move(text_);
  }

 private:
  void begin(const EnteredValue& value, std::string_view type) {
    out_.begin_object().member("resourceType", type).key("identifier").begin_array().begin_object();
    out_.member("system", identifier_system)
        .member("value", context_.entry + "-" + value.field + "-" + std::to_string(value.row))
        .end_object()
        .end_array();
    reference(type == "AllergyIntolerance" ? "patient" : "subject", context_.patient);
    if (!context_.encounter.empty()) reference(type == "MedicationStatement" ? "context" : "encounter", context_.encounter);
  }
  void reference(std::string_view name, std::string_view to) {
    out_.key(name).begin_object().member("reference", to).end_object();
  }
  void side(const EnteredValue& value) {
    if (!value.side.empty())
      out_.key("bodySite").begin_array().begin_object().member("text", value.side).end_object().end_array();
  }

  /// The note affirms it; how sure its author was, it may not say, so that verificationStatus stays unsaid.
  void problem(const EnteredValue& value) {
    write_coding(out_.key("clinicalStatus"), clinical, "active", {});
    out_.key("category").begin_array();
    write_coding(out_, "http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item", {});
    out_.end_array();
    write_concept(out_.key("code"), field_, value);
    side(value);
    if (!value.since.empty()) out_.member("onsetDateTime", value.since);
    out_.member("recordedDate", context_.now.text());
  }
  void medication(const EnteredValue& value) {
    out_.member("status", "active");
    write_concept(out_.key("medicationCodeableConcept"), field_, value);
    if (!value.since.empty()) out_.key("effectivePeriod").begin_object().member("start", value.since).end_object();
    out_.member("dateAsserted", context_.day);
    if (!value.detail.empty())
      out_.key("dosage").begin_array().begin_object().member("text", value.detail).end_object().end_array();
  }
  void allergy(const EnteredValue& value) {
    write_coding(out_.key("clinicalStatus"), allergy_clinical, "active", {});
    write_coding(out_.key("verificationStatus"), "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
                 "unconfirmed", {});
    write_concept(out_.key("code"), field_, value);
    if (!value.since.empty()) out_.member("onsetDateTime", value.since);
    out_.member("recordedDate", context_.now.text());
    if (value.detail.empty()) return;
    out_.key("reaction").begin_array().begin_object().key("manifestation").begin_array().begin_object();
    out_.member("text", value.detail).end_object().end_array().end_object().end_array();
  }
  void procedure(const EnteredValue& value) {
    out_.member("status", "completed");
    write_concept(out_.key("code"), field_, value);
    side(value);
    out_.member("performedDateTime", value.since.empty() ? context_.day : value.since);
    note(value.detail);
  }
  void observation(const EnteredValue& value) {
    observed(field_.posts.code, field_.posts.display);
    measured(out_, value);
    if (field_.kind == FieldKind::quantity) {
      const auto canonical = canonical_of(field_, units_, value);
      if (canonical && canonical->is_converted) note("As written: " + value.text + (value.unit.empty() ? "" : " " + value.unit));
    }
  }
  void observed(std::string_view code, std::string_view display) {
    out_.member("status", "final");
    if (!field_.posts.category.empty()) {
      out_.key("category").begin_array();
      write_coding(out_, "http://terminology.hl7.org/CodeSystem/observation-category", field_.posts.category, {});
      out_.end_array();
    }
    write_coding(out_.key("code"), loinc, code, display);
    out_.member("effectiveDateTime", context_.day);
  }
  void measured(json::Writer& out, const EnteredValue& value) const {
    if (field_.kind == FieldKind::quantity) {
      const auto canonical = canonical_of(field_, units_, value);
      const Unit* unit = units_.by_code(field_.unit);
      out.key("valueQuantity").begin_object().key("value").raw(canonical ? canonical->number : "0");
      out.member("unit", unit == nullptr ? field_.unit : unit->title)
          .member("system", ucum)
          .member("code", field_.unit)
          .end_object();
    } else if (field_.kind == FieldKind::date) {
      out.member("valueDateTime", value.text);
    } else if (field_.kind == FieldKind::choice) {
      const auto one = std::find_if(field_.choices.begin(), field_.choices.end(),
                                    [&](const Choice& choice) { return choice.code == value.code; });
      out.key("valueCodeableConcept")
          .begin_object()
          .member("text", one == field_.choices.end() ? value.code : one->title)
          .end_object();
    } else {
      out.member("valueString", value.text);
    }
  }
  void note(const std::string& words) {
    if (!words.empty()) out_.key("note").begin_array().begin_object().member("text", words).end_object().end_array();
  }

  const FormField& field_;
  const UnitTable& units_;
  const PostingContext& context_;
  std::string text_;
  json::Writer out_;
};

/// "072.5" is no JSON number.
bool is_posted(const FormField& field, const EnteredValue& value, const std::set<ValueKey>& goes_on) {
  return value.is_given() && !field.posts.resource.empty() && !goes_on.contains(key_of(value));
}

}  // namespace

std::string content_digest_of(json::Value document) {
  const auto content = document["content"] ? document["content"] : document["presentedForm"];
  return content ? sha256(json::write(content)).hex() : std::string();
}

std::vector<NewPiece> pieces_of(const Form& form, const UnitTable& units, const std::vector<EnteredValue>& values,
                                const Reconciliation& reconciliation, const PostingContext& context) {
  std::set<ValueKey> goes_on;
  for (const auto& line : reconciliation.lines)
    if (line.says == PriorSays::goes_on && line.value.is_set()) goes_on.insert(line.value);
  std::vector<NewPiece> pieces;
  std::set<std::string> panels;
  for (const auto& field : form.fields) {
    if (!field.posts.panel.empty()) {
      if (!panels.insert(field.posts.panel).second) continue;
      std::vector<std::pair<const FormField*, const EnteredValue*>> parts;
      for (const auto& other : form.fields)
        for (const auto& value : values)
          if (other.posts.panel == field.posts.panel && value.field == other.id && is_posted(other, value, goes_on))
            parts.emplace_back(&other, &value);
      if (parts.empty()) continue;
      NewPiece piece{"Observation", PieceWriter(*parts.front().first, units, context).write_panel(parts), {}};
      for (const auto& part : parts) piece.values.push_back(part.second);
      pieces.push_back(std::move(piece));
      continue;
    }
    for (const auto& value : values)
      if (value.field == field.id && is_posted(field, value, goes_on))
        pieces.push_back({field.posts.resource, PieceWriter(field, units, context).write(value), {&value}});
  }
  return pieces;
}

Result<std::string> ended(json::Value prior, const PostingContext& context) {
  json::Document document;
  auto resource = document.copy(prior);
  const auto type = resource["resourceType"].text();
  if (type == "MedicationStatement") {
    document.set(resource, "status", "stopped");
    return json::write(resource);
  }
  if (type != "Condition" && type != "AllergyIntolerance")
    return fail(ErrorKind::unsupported, "a " + std::string(type) + " is not ended by data entry", "type");
  auto coding = document.object();
  document.set(coding, "system", type == "Condition" ? clinical : allergy_clinical);
  document.set(coding, "code", "inactive");
  auto status = document.object(), codings = document.array();
  document.append(codings, coding);
  document.set(status, "coding", codings);
  document.set(resource, "clinicalStatus", status);
  if (type == "Condition" && !resource["abatementDateTime"] && !resource["abatementString"] && !resource["abatementAge"] &&
      !resource["abatementPeriod"] && !resource["abatementRange"])
    document.set(resource, "abatementDateTime", context.day);
  return json::write(resource);
}

Result<std::string> retracted(json::Value posted) {
  json::Document document;
  auto resource = document.copy(posted);
  const auto type = resource["resourceType"].text();
  if (type != "Condition" && type != "AllergyIntolerance") {
    document.set(resource, "status", "entered-in-error");
    return json::write(resource);
  }
  auto coding = document.object();
  document.set(coding, "system",
               type == "Condition" ? "http://terminology.hl7.org/CodeSystem/condition-ver-status"
                                   : "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification");
  document.set(coding, "code", "entered-in-error");
  auto status = document.object(), codings = document.array();
  document.append(codings, coding);
  document.set(status, "coding", codings);
  document.set(resource, "verificationStatus", status);
  document.remove(resource, "clinicalStatus");  // con-5, ait-2
  return json::write(resource);
}

std::string provenance_of(const std::vector<std::string>& targets, const std::vector<const EnteredValue*>& values,
                          const PostingContext& context, std::string_view activity) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Provenance").key("target").begin_array();
  for (const auto& one : targets) out.begin_object().member("reference", one).end_object();
  out.end_array().member("recorded", context.now.text());
  write_coding(out.key("activity"), "http://terminology.hl7.org/CodeSystem/v3-DataOperation", activity, {});
  out.key("agent").begin_array();
  const auto agent = [&](std::string_view kind, UserId who) {
    out.begin_object();
    write_coding(out.key("type"), "http://terminology.hl7.org/CodeSystem/provenance-participant-type", kind, {});
    out.key("who").begin_object().key("identifier").begin_object();
    out.member("system", "urn:charta:user").member("value", who.text()).end_object().end_object().end_object();
  };
  agent("enterer", context.entered_by);
  agent("verifier", context.verified_by);
  out.end_array();
  const auto what = context.document + "/_history/" + std::to_string(context.document_version);
  const auto entity = [&](const SourcePlace* place) {
    out.begin_object();
    if (place != nullptr) {
      out.key("extension").begin_array();
      out.begin_object().member("url", page_url).member("valuePositiveInt", place->page).end_object();
      if (place->box) out.begin_object().member("url", box_url).member("valueString", print(place->box)).end_object();
      out.end_array();
    }
    const auto version =
        place != nullptr && place->version > 0 ? context.document + "/_history/" + std::to_string(place->version) : what;
    out.member("role", "source").key("what").begin_object().member("reference", version).end_object().end_object();
  };
  out.key("entity").begin_array();
  if (values.empty()) entity(nullptr);
  for (const auto* value : values) entity(&value->source);
  out.end_array().end_object();
  return text;
}

}  // namespace charta::data_entry
