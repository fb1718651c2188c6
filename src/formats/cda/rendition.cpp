// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/rendition.hpp"

#include "base/text.hpp"
#include "formats/cda/elements.hpp"

namespace charta::cda {
namespace {

constexpr std::string_view page_style =
    "body{font:15px/1.45 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:60rem;margin:1.5rem auto;padding:0 1rem}"
    "h1{font-size:1.4rem;margin:0 0 .5rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem;border-bottom:1px solid #d0d5db}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0}dt{color:#57606a}dd{margin:0}"
    "table{border-collapse:collapse;margin:.4rem 0}th,td{border:1px solid #d0d5db;padding:.2rem "
    ".5rem;text-align:left;vertical-align:top}"
    "caption{text-align:left;font-weight:600}.became{color:#57606a;font-size:.85rem}";

void fact(std::string& out, std::string_view name, std::string_view value) {
  if (trimmed(value).empty()) return;
  out += "<dt>" + std::string(name) + "</dt><dd>" + escaped(value) + "</dd>";
}

std::string joined(json::Value references) {
  std::string out;
  for (const auto one : references) out += (out.empty() ? "" : "; ") + std::string(one["display"].text());
  return out;
}

std::string sentence_of(const SectionReport& report) {
  if (report.entries == 0) return {};
  std::string out =
      std::to_string(report.mapped) + " of " + std::to_string(report.statements) + " coded statements are in the record as data";
  if (!report.not_mapped.empty()) out += "; the others stand in this text and in the original document";
  return out + ".";
}

class Page {
 public:
  Page(Element document, const MappedDocument& mapped) : document_(document), mapped_(mapped) {}

  std::string print() {
    out_ = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(mapped_.header.title) +
           "</title><style>" + std::string(page_style) + "</style></head><body>";
    head();
    for (const Element component : children(descend(document_, "component/structuredBody"), "component")) {
      if (const Element one = child(component, "section")) section(one, 2);
    }
    if (mapped_.body) out_ += "<p>The document is a file of its own (" + escaped(mapped_.body->media_type) + ").</p>";
    return std::move(out_) + "</body></html>";
  }

 private:
  void head() {
    const auto& header = mapped_.header;
    out_ += "<h1>" + escaped(header.title) + "</h1><dl>";
    const Element person = descend(document_, "recordTarget/patientRole/patient");
    fact(out_, "Patient", name_text(child(person, "name")));
    fact(out_, "Born", mapped_.patient["birthDate"].text());
    fact(out_, "Sex", mapped_.patient["gender"].text());
    std::string numbers;
    for (const auto id : mapped_.patient["identifier"]) {
      if (id["system"].text() != "http://hl7.org/fhir/sid/us-ssn")
        numbers += (numbers.empty() ? "" : ", ") + std::string(id["value"].text());
    }
    fact(out_, "Numbers", numbers);
    fact(out_, "Date", header.effective);
    fact(out_, "Author", joined(mapped_.authors));
    fact(out_, "Signed by", mapped_.authenticator["display"].text());
    fact(out_, "Kept by", header.custodian);
    fact(out_, "Document",
         header.id.text() + (header.version_number > 0 ? ", version " + std::to_string(header.version_number) : ""));
    out_ += "</dl>";
  }

  void section(Element section, int level) {
    const auto* report = next_ < mapped_.sections.size() ? &mapped_.sections[next_++] : nullptr;
    const std::string tag = "h" + std::to_string(std::min(level, 6));
    const auto title = text_of(child(section, "title"));
    out_ += "<" + tag + ">" + escaped(title.empty() ? "Section" : title) + "</" + tag + ">";
    out_ += "<div>" + xhtml_of(child(section, "text")) + "</div>";
    if (report != nullptr) {
      const auto became = sentence_of(*report);
      if (!became.empty()) out_ += "<p class=\"became\">" + became + "</p>";
    }
    for (const Element component : children(section, "component")) {
      if (const Element inner = child(component, "section")) this->section(inner, level + 1);
    }
  }

  Element document_;
  const MappedDocument& mapped_;
  std::string out_;
  std::size_t next_ = 0;
};

}  // namespace

std::string rendition(Element document, const MappedDocument& mapped) {
  return Page(document, mapped).print();
}

}  // namespace charta::cda
