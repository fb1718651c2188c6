// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/filed_document.hpp"

namespace charta::document_imaging {
namespace {

json::Value reference(json::Document& make, std::string_view type, std::string_view id) {
  auto value = make.object();
  make.set(value, "reference", std::string(type) + "/" + std::string(id));
  return value;
}

json::Value list_of(json::Document& make, json::Value one) {
  auto list = make.array();
  make.append(list, one);
  return list;
}

json::Value coding(json::Document& make, std::string_view system, std::string_view code, std::string_view display) {
  auto value = make.object();
  make.set(value, "system", system);
  make.set(value, "code", code);
  if (!display.empty()) make.set(value, "display", display);
  return value;
}

json::Value identifier(json::Document& make, std::string_view system, std::string_view value) {
  auto one = make.object();
  if (!system.empty()) make.set(one, "system", system);
  make.set(one, "value", value);
  return one;
}

json::Value placer_number(json::Document& make, const FiledDocument& filed) {
  auto number = identifier(make, filed.placer_assigner, filed.placer);
  auto type = make.object();
  make.set(type, "coding",
           list_of(make, coding(make, "http://terminology.hl7.org/CodeSystem/v2-0203", "PLAC", "Placer Identifier")));
  make.set(number, "type", type);
  return number;
}

json::Value context_of(json::Document& make, const FiledDocument& filed) {
  auto context = make.object();
  if (!filed.draft.encounter.empty())
    make.set(context, "encounter", list_of(make, reference(make, "Encounter", filed.draft.encounter)));
  if (!filed.draft.service_date.empty()) {
    auto period = make.object();
    make.set(period, "start", filed.draft.service_date);
    make.set(context, "period", period);
  }
  if (!filed.order_id.empty()) make.set(context, "related", list_of(make, reference(make, "ServiceRequest", filed.order_id)));
  return context;
}

}  // namespace

json::Value document_reference(json::Document& make, const FiledDocument& filed, json::Value attachment) {
  const Draft& draft = filed.draft;
  auto document = make.object();
  make.set(document, "resourceType", "DocumentReference");
  make.set(document, "masterIdentifier", identifier(make, document_number_system, draft.id.text()));
  if (!filed.placer.empty()) make.set(document, "identifier", list_of(make, placer_number(make, filed)));
  make.set(document, "status", "current");
  make.set(document, "docStatus", "final");
  auto type = make.object();
  make.set(type, "coding", list_of(make, coding(make, "http://loinc.org", draft.type_code, draft.type_display)));
  make.set(type, "text", draft.type_display);
  make.set(document, "type", type);
  make.set(document, "subject", reference(make, "Patient", filed.patient_id));
  make.set(document, "date", filed.at.text());
  if (!draft.author.empty()) {
    auto author = make.object();
    make.set(author, "display", draft.author);
    make.set(document, "author", list_of(make, author));
  }
  make.set(document, "description",
           "Scanned from paper, " + std::to_string(filed.pages) + (filed.pages == 1 ? " page" : " pages"));
  auto content = make.object();
  make.set(content, "attachment", attachment);
  make.set(document, "content", list_of(make, content));
  if (const auto context = context_of(make, filed); context.size() > 0) make.set(document, "context", context);
  return document;
}

}  // namespace charta::document_imaging
