// SPDX-License-Identifier: Apache-2.0
#include "app/paper_faces.hpp"

#include "app/hospital.hpp"
#include "record/resources/search_query.hpp"

namespace charta::app {
namespace {

using namespace paper_interface;
using resources::Share;

/// A volume is registered at the desk: one that was only written here would be acknowledged and never found.
Result<void> refuse_our_codes(json::Value resource) {
  for (const auto coding : resource["code"]["coding"])
    if (coding["system"].text() == concept_system)
      return fail(ErrorKind::business_rule,
                  "volumes and their movements are recorded by the file room; they can be read and searched only", "Basic.code");
  return {};
}

Share share_of(Hospital& hospital, const std::string& type) {
  Share share;
  share.type = type;
  share.owns = [type](std::string_view id) { return PaperFace::owns(type, id); };
  share.part = [type](std::string_view query) { return part_of_search(type, query); };
  share.read = [&hospital](const access::Actor& actor, std::string_view id) { return hospital.paper_face->read(actor, id); };
  share.search = [&hospital](const access::Actor& actor, const resources::SearchRequest& request) {
    return hospital.paper_face->search(actor, request);
  };
  share.words = hospital.paper_definitions->words_of(type);
  return share;
}

/// A definition that is asked for by an address is ours or the repository's, never both.
Share share_of_definitions(Hospital& hospital, const std::string& type) {
  Share share;
  const auto* definitions = hospital.paper_definitions.get();
  share.type = type;
  share.owns = [definitions, type](std::string_view id) { return definitions->find(type, id) != nullptr; };
  share.part = [](std::string_view query) {
    for (const auto& [name, value] : resources::query_pairs(query))
      if (name != "url" && name != "name" && !name.starts_with("_")) return Share::Part::none;
    return Share::Part::beside;
  };
  share.read = [definitions, type](const access::Actor&, std::string_view id) -> Result<std::string> {
    const auto* file = definitions->find(type, id);
    if (file == nullptr) return fail(ErrorKind::not_found, "there is no " + type + " of this id");
    return file->json;
  };
  share.search = [definitions](const access::Actor&, const resources::SearchRequest& request) {
    return definitions->search(request);
  };
  return share;
}

}  // namespace

Result<void> wire_paper_faces(Hospital& hospital, const worklists::References& references) {
  CHARTA_TRY(auto definitions, Conformance::load(CHARTA_DATA_FOLDER "/fhir/paper-charts"));
  hospital.paper_definitions = std::make_unique<Conformance>(std::move(definitions));
  hospital.paper_face = std::make_unique<PaperFace>(*hospital.store, *hospital.patient_index, *hospital.ledger, references);
  hospital.paper_inbound =
      std::make_unique<InboundService>(*hospital.store, *hospital.paper, *hospital.worklists, hospital.clock, references);
  hospital.resources->add_guard("Basic", [](store::UnitOfWork&, const access::Actor&, std::string_view, json::Value,
                                            json::Value after) { return refuse_our_codes(after); });
  for (const auto* type : {"Basic", "Location"}) hospital.resources->add_share(share_of(hospital, type));
  for (const auto* type : {"StructureDefinition", "SearchParameter", "CodeSystem", "ValueSet"})
    hospital.resources->add_share(share_of_definitions(hospital, type));
  return {};
}

Result<worklists::TaskPart> requisition_part(Hospital& hospital, const worklists::WorkItem& item) {
  CHARTA_TRY(auto part, hospital.paper_face->requisition_part(item));
  CHARTA_TRY(auto numbers, hospital.paper_inbound->numbers_of(paper_charts::RequisitionId(item.subject)));
  if (numbers.empty()) return part;
  part.write_members = [numbers = std::move(numbers), rest = std::move(part.write_members)](json::Writer& out) {
    out.key("identifier").begin_array();
    for (const auto& one : numbers) out.begin_object().member("system", one.system).member("value", one.value).end_object();
    out.end_array();
    if (rest) rest(out);
  };
  return part;
}

}  // namespace charta::app
