// SPDX-License-Identifier: Apache-2.0
#include "app/ward_copy_wiring.hpp"

#include "app/hospital.hpp"
#include "base/text.hpp"
#include "department/document_search/document_text.hpp"
#include "department/record_production/copying.hpp"

namespace charta::app {
namespace {

using floor_delivery::CopiedDocument;
using floor_delivery::CopyContent;
using record_production::Material;

struct ToPrint {
  Material material;
  std::string problem;
};

/// Why a copy of this version is not to be printed; empty: it is.
std::string reason_against(const std::optional<resources::StoredResource>& stored, const CopiedDocument& copied) {
  if (!stored || stored->deleted) return "It is not in the chart any more: do not carry this copy.";
  if ((stored->sensitivity & static_cast<std::uint32_t>(access::Sensitivity::quarantined)) != 0)
    return "It is withheld until somebody looked whose it is: do not carry this copy.";
  if ((stored->sensitivity & ~copied.sensitivity) != 0)
    return "It was labelled since this copy was made: print it from the chart, for who may see it.";
  if (stored->version != copied.version || stored->patient != copied.patient)
    return "Another version stands in the chart now: do not carry this copy.";
  return {};
}

Result<ToPrint> read_copied(Hospital& hospital, const CopiedDocument& copied) {
  const record_production::Copying copying(*hospital.resources, hospital.store->blobs(), *hospital.production_reader);
  return hospital.store->read([&](store::Reader& reader) -> Result<ToPrint> {
    ToPrint found;
    CHARTA_TRY(const auto stored, hospital.resources->load(reader, copied.document));
    found.problem = reason_against(stored, copied);
    if (!found.problem.empty()) return found;
    CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
    CHARTA_TRY(found.material, copying.material_of(reader, parsed.root()));
    return found;
  });
}

void add_problem(CopyContent& into, std::size_t number, const std::string& what) {
  into.problem += (into.problem.empty() ? "" : " ") + ("Part " + std::to_string(number) + ": " + what + ".");
}

Result<void> add_attached(Hospital& hospital, const Material::Attached& attached, std::size_t number, CopyContent& into) {
  if (!attached.bytes) {
    add_problem(into, number, "its content is not in the chart");
    return {};
  }
  const auto& type = attached.content_type;
  if (document_search::is_readable_text(stripped(lower_ascii(type.substr(0, type.find(';')))))) {
    into.words += (into.words.empty() ? "" : "\f") + document_search::text_of(*attached.bytes, type);
    return {};
  }
  auto sheets = hospital.production_reader->sheets_of(*attached.bytes, false);
  if (!sheets && sheets.error().kind == ErrorKind::unavailable) return sheets.error();
  if (!sheets)
    add_problem(into, number, sheets.error().message + "; print it from the chart");
  else
    into.sheets.push_back({sheets->pdf.empty() ? *attached.bytes : std::move(sheets->pdf), sheets->digests.size()});
  return {};
}

Result<CopyContent> content_of_copy(Hospital& hospital, const CopiedDocument& copied) {
  CHARTA_TRY(const auto found, read_copied(hospital, copied));
  CopyContent content;
  content.problem = found.problem;
  std::size_t number = 0;
  for (const auto& attached : found.material.attachments) CHARTA_TRY_DO(add_attached(hospital, attached, ++number, content));
  if (!found.material.results.empty()) content.words += (content.words.empty() ? "" : "\f") + found.material.results;
  if (stripped(content.words).empty()) content.words.clear();
  if (content.words.empty() && content.sheets.empty() && content.problem.empty()) content.problem = "It has no content.";
  return content;
}

Result<std::string> bind_parts(Hospital& hospital, const std::vector<floor_delivery::BoundPart>& parts) {
  std::vector<page_reading::SetPart> set;
  for (const auto& one : parts) set.push_back({one.pdf, one.stamps});
  return hospital.production_reader->stamped(set);
}

}  // namespace

void let_the_floor_print(Hospital& hospital, floor_delivery::FloorQuestions& questions) {
  questions.content_of = [&hospital](const CopiedDocument& copied) { return content_of_copy(hospital, copied); };
  questions.bind = [&hospital](const std::vector<floor_delivery::BoundPart>& parts) { return bind_parts(hospital, parts); };
}

}  // namespace charta::app
