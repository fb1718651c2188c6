// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signed_document.hpp"

#include "department/chart_completion/completion_facts.hpp"

namespace charta::signatures {
namespace {

json::Value reference_to(json::Document& document, const StaffMember& who) {
  auto reference = document.object();
  const auto bar = who.key.find('|');
  if (bar == std::string::npos) {
    document.set(reference, "reference", who.key);
  } else {
    auto identifier = document.object();
    if (bar > 0) document.set(identifier, "system", who.key.substr(0, bar));
    document.set(identifier, "value", who.key.substr(bar + 1));
    document.set(reference, "identifier", identifier);
  }
  if (!who.name.empty()) document.set(reference, "display", who.name);
  return reference;
}

StaffMember first_known(json::Value list) {
  for (const auto one : list)
    if (auto who = chart_completion::staff_of(one); who.is_known()) return who;
  return chart_completion::staff_of(list.at(0));
}

void set_words(json::Document& document, json::Value attachment, const std::string& text, Instant at) {
  document.set(attachment, "contentType", "text/plain; charset=utf-8");
  document.set(attachment, "data", to_base64(text));
  document.set(attachment, "size", document.integer(static_cast<std::int64_t>(text.size())));
  document.set(attachment, "creation", at.text());
}

json::Value text_content(json::Document& document, const std::string& text, Instant at) {
  auto attachment = document.object();
  set_words(document, attachment, text, at);
  auto entry = document.object();
  document.set(entry, "attachment", attachment);
  auto list = document.array();
  document.append(list, entry);
  return list;
}

json::Value type_of(json::Document& document, const WrittenText& written) {
  auto type = document.object();
  auto coding = document.object();
  document.set(coding, "system", "http://loinc.org");
  document.set(coding, "code", written.type_code);
  auto codings = document.array();
  document.append(codings, coding);
  document.set(type, "coding", codings);
  document.set(type, "text", written.type_title);
  return type;
}

void set_context(json::Document& document, json::Value root, const std::string& encounter) {
  if (encounter.empty()) return;
  auto reference = document.object();
  document.set(reference, "reference", "Encounter/" + encounter);
  auto list = document.array();
  document.append(list, reference);
  auto context = document.object();
  document.set(context, "encounter", list);
  document.set(root, "context", context);
}

void set_relation(json::Document& document, json::Value root, const WrittenText& written) {
  if (written.relation.empty()) return;
  auto target = document.object();
  document.set(target, "reference", "DocumentReference/" + written.related_id);
  auto relates = document.object();
  document.set(relates, "code", written.relation);
  document.set(relates, "target", target);
  auto list = document.array();
  document.append(list, relates);
  document.set(root, "relatesTo", list);
}

std::string id_in(json::Value reference) {
  const auto text = reference["reference"].text();
  return std::string(text.substr(text.rfind('/') + 1));
}

}  // namespace

Result<DocumentFacts> facts_of(const resources::StoredResource& stored, json::Value root) {
  const bool is_report = stored.type == "DiagnosticReport";
  if ((!is_report && stored.type != "DocumentReference") || !stored.patient.is_set())
    return fail(ErrorKind::business_rule, "documents and reports of a patient are signed, and nothing else", "type");
  const auto line = chart::entry_of(root, stored.last_updated);
  DocumentFacts facts;
  facts.type = stored.type;
  facts.id = stored.id;
  facts.resource = stored.key;
  facts.version = stored.version;
  facts.title = line.title;
  facts.type_code = line.title_code;
  facts.status = line.status;
  facts.encounter = line.encounter;
  facts.patient = stored.patient;
  facts.patient_id = id_in(root["subject"]);
  facts.facility = stored.facility;
  facts.sensitivity = stored.sensitivity;
  const auto status = root["status"].text();
  facts.is_gone = status == "entered-in-error" || status == "superseded" || status == "cancelled";
  const auto how_far = is_report ? status : root["docStatus"].text();
  facts.is_final = how_far != "preliminary" && how_far != "registered" && how_far != "partial";
  facts.author = first_known(root[is_report ? "resultsInterpreter" : "author"]);
  facts.authenticator = chart_completion::staff_of(root["authenticator"]);
  if (facts.authenticator.key == facts.author.key) facts.authenticator = {};
  return facts;
}

void make_final(json::Document& document, json::Value root, const StaffMember& by) {
  if (root["resourceType"].text() == "DiagnosticReport") return document.set(root, "status", "final");
  document.set(root, "docStatus", "final");
  document.set(root, "authenticator", reference_to(document, by));
}

void set_status(json::Document& document, json::Value root, std::string_view status) {
  document.set(root, "status", status);
  if (status == "entered-in-error" && root["docStatus"]) document.set(root, "docStatus", status);
}

json::Document document_of(const WrittenText& written) {
  json::Document document;
  auto root = document.object();
  document.set_root(root);
  document.set(root, "resourceType", "DocumentReference");
  document.set(root, "status", "current");
  document.set(root, "docStatus", written.is_final ? "final" : "preliminary");
  document.set(root, "type", type_of(document, written));
  document.set(root, "subject", document.copy(written.subject));
  document.set(root, "date", written.at.text());
  auto authors = document.array();
  document.append(authors, reference_to(document, written.author));
  document.set(root, "author", authors);
  if (written.is_final) document.set(root, "authenticator", reference_to(document, written.author));
  set_relation(document, root, written);
  document.set(root, "content", text_content(document, written.text, written.at));
  set_context(document, root, written.encounter);
  return document;
}

Result<void> set_text(json::Document& document, json::Value root, const std::string& text, Instant at) {
  const bool is_report = root["resourceType"].text() == "DiagnosticReport";
  const auto attachment = is_report ? root["presentedForm"].at(0) : root["content"].at(0)["attachment"];
  if (!attachment["contentType"].text().starts_with("text/plain"))
    return fail(ErrorKind::business_rule,
                "it is no plain text: its sender brings a new version, and it goes to the physician then", "text");
  // What says where the old words stand goes with them; what stands beside them stays.
  for (const auto* of_the_old : {"url", "hash"}) document.remove(attachment, of_the_old);
  set_words(document, attachment, text, at);
  return {};
}

}  // namespace charta::signatures
