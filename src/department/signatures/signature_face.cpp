// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signature_face.hpp"

#include "record/resources/search_query.hpp"

namespace charta::signatures {
namespace {

constexpr std::string_view id_prefix = "signature-";

void write_who(json::Writer& out, std::string_view name, const Signature& one) {
  out.key(name).begin_object();
  const auto bar = one.signer_key.find('|');
  if (bar == std::string::npos) {
    out.member("reference", one.signer_key);
  } else {
    out.key("identifier").begin_object();
    if (bar > 0) out.member("system", one.signer_key.substr(0, bar));
    out.member("value", one.signer_key.substr(bar + 1)).end_object();
  }
  out.member("display", one.signer_name).end_object();
}

void write_code(json::Writer& out, std::string_view system, std::string_view code, std::string_view display) {
  out.begin_object().member("system", system).member("code", code);
  if (!display.empty()) out.member("display", display);
  out.end_object();
}

/// "DocumentReference/x" of target=…; empty for a search that is not ours.
std::string target_asked(std::string_view query) {
  std::string target;
  for (const auto& [name, value] : resources::query_pairs(query)) {
    if (name == "target" || name == "target:DocumentReference" || name == "target:DiagnosticReport")
      target = value.find('/') == std::string::npos && name.size() > 7 ? name.substr(7) + "/" + value : value;
    else if (!name.starts_with("_"))
      return {};
  }
  return target;
}

std::string bundle_of(const std::vector<Signature>& found, const SignatureRules& rules, const resources::SearchRequest& request,
                      bool only_count) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Bundle").member("type", "searchset");
  out.member("total", static_cast<std::int64_t>(found.size())).key("link").begin_array();
  out.begin_object().member("relation", "self").member("url", request.base_url + "/Provenance?" + request.query).end_object();
  out.end_array();
  if (!only_count && !found.empty()) {
    out.key("entry").begin_array();
    for (const auto& one : found) {
      out.begin_object().member("fullUrl", request.base_url + "/Provenance/" + provenance_id(one.id)).key("resource");
      out.raw(provenance_json(one, rules.meaning(one.meaning))).key("search").begin_object().member("mode", "match");
      out.end_object().end_object();
    }
    out.end_array();
  }
  out.end_object();
  return text;
}

bool asks_count(std::string_view query) {
  for (const auto& [name, value] : resources::query_pairs(query))
    if (name == "_summary" && value == "count") return true;
  return false;
}

ledger::Entry read_of(const Signature& one) {
  ledger::Entry entry;
  entry.act = ledger::Act::viewed;
  entry.subject_kind = "signature";
  entry.subject = one.id.key();
  entry.patient = one.patient;
  return entry;
}

Result<void> note(ledger::Ledger& ledger, const access::Actor& actor, const ledger::Entry& entry) {
  if (actor.kind == access::Actor::Kind::person) return ledger.record_read(actor.author, entry);
  ledger.record_program_read(actor.author, entry);
  return {};
}

}  // namespace

std::string provenance_id(SignatureId id) {
  return std::string(id_prefix) + id.text();
}

std::optional<SignatureId> signature_behind(std::string_view fhir_id) {
  if (!fhir_id.starts_with(id_prefix)) return std::nullopt;
  return SignatureId::parse(fhir_id.substr(id_prefix.size()));
}

std::string provenance_json(const Signature& one, const Meaning* meaning) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Provenance").member("id", provenance_id(one.id));
  out.key("target").begin_array().begin_object();
  out.member("reference", one.document_type + "/" + one.document_id + "/_history/" + std::to_string(one.version));
  out.end_object().end_array().member("recorded", one.at.text());
  out.key("activity").begin_object().key("coding").begin_array();
  write_code(out, "urn:charta:signature-meaning", one.meaning, meaning == nullptr ? "" : meaning->title);
  out.end_array().member("text", one.statement).end_object();
  out.key("agent").begin_array().begin_object();
  write_who(out, "who", one);
  out.end_object().end_array().key("signature").begin_array().begin_object().key("type").begin_array();
  write_code(out, "urn:iso-astm:E1762-95:2013", meaning == nullptr ? "1.2.840.10065.1.12.1.5" : meaning->e1762, "");
  out.end_array().member("when", one.at.text());
  write_who(out, "who", one);
  out.member("sigFormat", "application/octet-stream").member("data", to_base64(one.digest.raw()));
  out.end_object().end_array().end_object();
  return text;
}

resources::Share provenance_share(SignatureService& signatures, store::Store& store, resources::ResourceService& resources,
                                  ledger::Ledger& ledger) {
  resources::Share share;
  share.type = "Provenance";
  share.owns = [](std::string_view id) { return signature_behind(id).has_value(); };
  share.part = [](std::string_view query) {
    return target_asked(query).empty() ? resources::Share::Part::none : resources::Share::Part::beside;
  };
  share.read = [&signatures, &ledger](const access::Actor& actor, std::string_view id) -> Result<std::string> {
    CHARTA_TRY(const auto one, signatures.find(actor, signature_behind(id).value_or(SignatureId())));
    CHARTA_TRY_DO(note(ledger, actor, read_of(one)));
    return provenance_json(one, signatures.rules().meaning(one.meaning));
  };
  share.search = [&signatures, &store, &resources, &ledger](const access::Actor& actor,
                                                            const resources::SearchRequest& request) -> Result<std::string> {
    CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
    const auto target = target_asked(request.query);
    const auto slash = target.find('/');
    CHARTA_TRY(auto found, store.read([&](store::Reader& reader) -> Result<std::vector<Signature>> {
      if (slash == std::string::npos) return std::vector<Signature>();
      CHARTA_TRY(const auto document, resources.load(reader, target.substr(0, slash), target.substr(slash + 1)));
      if (!document) return std::vector<Signature>();
      return signatures.rows().of_document(reader, document->key);
    }));
    std::erase_if(found, [&](const auto& one) { return !actor.visibility.sees(one.facility, one.sensitivity, one.patient); });
    for (const auto& one : found) CHARTA_TRY_DO(note(ledger, actor, read_of(one)));
    return bundle_of(found, signatures.rules(), request, asks_count(request.query));
  };
  return share;
}

}  // namespace charta::signatures
