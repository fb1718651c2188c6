// SPDX-License-Identifier: Apache-2.0
#include "department/record_production/copying.hpp"

#include "base/text.hpp"
#include "department/chart/attachments.hpp"
#include "department/document_search/document_text.hpp"
#include "formats/pdf/text_flow.hpp"

namespace charta::record_production {
namespace {

constexpr std::string_view observation = "Observation/";

std::string media_type_of(const Material::Attached& attached) {
  const auto& type = attached.content_type;
  return stripped(lower_ascii(type.substr(0, type.find(';'))));
}

/// Scanners and senders often name no kind: the bytes say it.
bool has_pages(std::string_view type, std::string_view bytes) {
  using namespace std::string_view_literals;
  if (type == "application/pdf" || type.starts_with("image/")) return true;
  if (!type.empty() && type != "application/octet-stream") return false;
  for (const auto begins : {"%PDF-"sv, "II*\0"sv, "MM\0*"sv, "\x89PNG"sv, "\xFF\xD8\xFF"sv})
    if (bytes.starts_with(begins)) return true;
  return false;
}

std::string detail_of(const DocumentLine& line) {
  return line.at.text() + "   " + line.type + "/" + line.id + " version " + std::to_string(line.version) + "   " + line.status +
         (line.completion.empty() ? "" : " (" + line.completion + ")");
}

bool counts(json::Value observed) {
  const auto status = observed["status"].text();
  return status != "entered-in-error" && status != "cancelled";
}

void add_problem(std::string& all, std::size_t number, std::size_t count, const std::string& what) {
  if (!all.empty()) all += "; ";
  all += count > 1 ? "attachment " + std::to_string(number) + ": " + what : what;
}

}  // namespace

Result<std::string> Copying::results_of(store::Reader& reader, json::Value report) const {
  std::string text = document_search::text_of_report(report);
  for (const auto result : report["result"]) {
    const auto reference = result["reference"].text();
    if (!reference.starts_with(observation)) continue;
    CHARTA_TRY(const auto stored, resources_.load(reader, "Observation", reference.substr(observation.size())));
    if (!stored || stored->deleted) continue;
    CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
    if (counts(parsed.root())) text += document_search::line_of_observation(parsed.root());
  }
  return text;
}

Result<Material> Copying::material_of(store::Reader& reader, json::Value resource) const {
  Material material;
  for (const auto attachment : chart::attachments_of(resource)) {
    Material::Attached attached{std::string(attachment["contentType"].text()), {}};
    CHARTA_TRY(attached.bytes, chart::bytes_of(reader, resources_, blobs_, attachment));
    material.attachments.push_back(std::move(attached));
  }
  const bool speaks = resource["resourceType"].text() == "DiagnosticReport" &&
                      (material.attachments.empty() || resource["result"].at(0) || !resource["conclusion"].text().empty());
  if (speaks) {
    CHARTA_TRY(material.results, results_of(reader, resource));
  }
  return material;
}

Result<CopiedPart> Copying::typed(const std::string& text, const std::string& heading, const std::string& detail) const {
  pdf::FlowStyle style;
  style.heading = heading, style.detail = detail;
  CopiedPart part;
  part.pdf = pdf::printed(pdf::laid_out(text, style), style.paper, "document");
  CHARTA_TRY(auto sheets, pages_.sheets_of(part.pdf, false));
  part.page_digests = std::move(sheets.digests);
  part.source_digest = sha256(text).hex();
  return part;
}

Result<CopiedPart> Copying::one_part(const DocumentLine& line, const Material::Attached& attached) const {
  if (!attached.bytes) return fail(ErrorKind::not_found, "its content is not in the chart: its sender gave only a reference");
  const auto& bytes = *attached.bytes;
  const auto type = media_type_of(attached);
  CopiedPart part;
  if (has_pages(type, bytes)) {
    CHARTA_TRY(auto sheets, pages_.sheets_of(bytes, false));
    part.pdf = sheets.pdf.empty() ? bytes : std::move(sheets.pdf), part.page_digests = std::move(sheets.digests);
  } else if (document_search::is_readable_text(type)) {
    CHARTA_TRY(part, typed(document_search::text_of(bytes, attached.content_type), line.title, detail_of(line)));
  } else {
    return fail(ErrorKind::unsupported, "its kind '" + type + "' has no pages that can be copied");
  }
  part.source_digest = sha256(bytes).hex();
  return part;
}

Result<Copied> Copying::copied(const DocumentLine& line, const Material& material) const {
  Copied all;
  const auto count = material.attachments.size();
  for (std::size_t at = 0; at < count; ++at) {
    auto part = one_part(line, material.attachments[at]);
    if (!part && part.error().kind == ErrorKind::unavailable) return part.error();
    if (!part) {
      add_problem(all.problem, at + 1, count, part.error().message);
      continue;
    }
    part->attachment = static_cast<int>(at) + 1;
    all.parts.push_back(std::move(*part));
  }
  if (!material.results.empty()) {
    CHARTA_TRY(auto part, typed(material.results, line.title, detail_of(line)));
    part.attachment = 0;
    all.parts.push_back(std::move(part));
  }
  if (all.parts.empty() && all.problem.empty()) all.problem = "it has no content";
  return all;
}

}  // namespace charta::record_production
