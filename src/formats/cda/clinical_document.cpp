// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/clinical_document.hpp"

#include "base/text.hpp"
#include "formats/cda/conformance.hpp"
#include "formats/cda/header.hpp"
#include "formats/cda/rendition.hpp"
#include "formats/cda/statements.hpp"

namespace charta::cda {
namespace {

/// Published documents have three; each becomes two levels of the Composition, of which JSON takes a hundred.
constexpr int section_depth_limit = 20;

SectionKind kind_of(Element section) {
  const auto by_code = kind_of_section(attribute(child(section, "code"), "code"));
  if (by_code != SectionKind::text_only) return by_code;
  for (const Element id : children(section, "templateId")) {
    const auto by_template = kind_of_template(attribute(id, "root"));
    if (by_template != SectionKind::text_only) return by_template;
  }
  return SectionKind::text_only;
}

class Mapping {
 public:
  Mapping(Element document, const TimeZone& zone, MappedDocument& out)
      : document_(document),
        out_(out),
        narrative_(child(document, "component")),
        make_(*out.json, zone, narrative_),
        statements_(make_, out) {}

  Result<void> run() {
    CHARTA_TRY(out_.header, read_header(document_, make_));
    out_.patient = read_patient(document_, make_);
    read_people(document_, make_, out_);
    out_.warnings = conformance_warnings(document_);
    if (const Element encounter = descend(document_, "componentOf/encompassingEncounter"))
      out_.encounter = statements_.encompassing_encounter(encounter);
    begin_composition();
    auto sections = out_.json->array();
    for (const Element component : children(descend(document_, "component/structuredBody"), "component")) {
      if (const Element section = child(component, "section")) out_.json->append(sections, read_section(section));
    }
    if (is_nested_too_deep_)
      return fail(ErrorKind::invalid, "sections stand in each other more than " + std::to_string(section_depth_limit) + " deep",
                  "section");
    if (sections.size() > 0) out_.json->set(out_.composition, "section", sections);
    CHARTA_TRY_DO(read_body());
    out_.html = rendition(document_, out_);
    return {};
  }

 private:
  void begin_composition() {
    auto& json = *out_.json;
    auto made = make_.object("Composition");
    auto identifier = make_.identifier(child(document_, "id"));
    json.set(made, "identifier", identifier);
    json.set(made, "status", "final");
    json.set(made, "type", make_.required_concept(child(document_, "code")));
    json.set(made, "subject", make_.object());
    json.set(made["subject"], "reference", patient_placeholder);
    if (out_.encounter != 0) {
      json.set(made, "encounter", make_.object());
      json.set(made["encounter"], "reference", "Encounter/" + std::string(resource_placeholder) + std::to_string(out_.encounter));
    }
    if (!out_.header.effective.empty()) json.set(made, "date", out_.header.effective);
    auto authors = out_.authors.size() > 0 ? json.copy(out_.authors) : json.array();
    if (authors.size() == 0) json.append(authors, make_.reference("not stated by the source"));
    json.set(made, "author", authors);
    json.set(made, "title", out_.header.title);
    constexpr std::string_view labels = "U L M N R V";
    const auto& confidentiality = out_.header.confidentiality;
    if (confidentiality.size() == 1 && labels.find(confidentiality) != std::string_view::npos)
      json.set(made, "confidentiality", confidentiality);
    if (out_.authenticator) {
      auto attester = make_.object();
      json.set(attester, "mode", "legal");
      json.set(attester, "party", json.copy(out_.authenticator));
      make_.append(made, "attester", attester);
    }
    if (out_.custodian) json.set(made, "custodian", json.copy(out_.custodian));
    for (const Element one : children(document_, "documentationOf")) {
      const Element service = child(one, "serviceEvent");
      auto event = make_.object();
      make_.append(event, "code", make_.concept_of(child(service, "code")));
      make_.set(event, "period", make_.period(make_.span(child(service, "effectiveTime"))));
      if (event.size() > 0) make_.append(made, "event", event);
    }
    out_.composition = made;
  }

  Value read_section(Element section, int depth = 1) {
    auto& json = *out_.json;
    SectionReport report;
    const auto kind = kind_of(section);
    report.code = std::string(attribute(child(section, "code"), "code"));
    report.title = text_of(child(section, "title"));
    report.kind = std::string(name_of(kind));
    auto made = make_.object();
    make_.set_text(made, "title",
                   report.title.empty() ? std::string(attribute(child(section, "code"), "displayName")) : report.title);
    make_.set(made, "code", make_.concept_of(child(section, "code")));
    const auto xhtml = xhtml_of(child(section, "text"));
    auto text = make_.object();
    json.set(text, "status", "additional");
    json.set(text, "div", narrative_div(xhtml));
    json.set(made, "text", text);
    const auto references = statements_.section(section, kind, report);
    for (const auto& one : references) make_.append(made, "entry", json.copy(one));
    out_.sections.push_back(std::move(report));
    for (const Element component : children(section, "component")) {
      if (const Element inner = child(component, "section")) {
        is_nested_too_deep_ = is_nested_too_deep_ || depth >= section_depth_limit;
        if (!is_nested_too_deep_) make_.append(made, "section", read_section(inner, depth + 1));
      }
    }
    return made;
  }

  /// nonXMLBody: base64, or text as it stands. Source: CDA R2, 4.3.1.2.
  Result<void> read_body() {
    const Element body = descend(document_, "component/nonXMLBody");
    if (!body) return {};
    const Element text = child(body, "text");
    EmbeddedBody embedded{std::string(attribute(text, "mediaType")), {}};
    if (attribute(text, "representation") == "B64") {
      auto bytes = from_base64(text.child_value());
      if (!bytes)
        return fail(ErrorKind::invalid,
                    "the file in the document (nonXMLBody) is said to be base64 and is not; ask its sender to send it again",
                    "nonXMLBody");
      embedded.bytes = std::move(*bytes);
    } else {
      embedded.bytes = text_of(text);
      if (embedded.media_type.empty() && !embedded.bytes.empty()) embedded.media_type = "text/plain";
    }
    if (embedded.bytes.empty()) {
      out_.warnings.push_back(child(text, "reference") ? "the document refers to a file that did not come with it (nonXMLBody)"
                                                       : "the body of the document is empty (nonXMLBody)");
      return {};
    }
    out_.body = std::move(embedded);
    return {};
  }

  Element document_;
  MappedDocument& out_;
  NarrativeIndex narrative_;
  Elements make_;
  Statements statements_;
  bool is_nested_too_deep_ = false;
};

}  // namespace

std::size_t MappedDocument::statements() const {
  std::size_t count = 0;
  for (const auto& one : sections) count += one.statements;
  return count;
}

std::size_t MappedDocument::mapped() const {
  std::size_t count = 0;
  for (const auto& one : sections) count += one.mapped;
  return count;
}

Result<MappedDocument> map_document(BytesView bytes, const TimeZone& zone) {
  CHARTA_TRY(const auto xml, Xml::parse(bytes));
  const Element root = xml.root();
  if (local_name(root) != "ClinicalDocument")
    return fail(ErrorKind::invalid,
                "this is no clinical document: its outermost element is " + std::string(local_name(root)).substr(0, 60) +
                    ", not ClinicalDocument",
                "xml");
  MappedDocument out;
  out.json = std::make_unique<json::Document>();
  CHARTA_TRY_DO(Mapping(root, zone, out).run());
  return out;
}

}  // namespace charta::cda
