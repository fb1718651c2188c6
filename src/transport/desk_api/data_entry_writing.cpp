// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/data_entry_writing.hpp"

#include <cmath>

namespace charta::desk_api {
namespace {

namespace entering = data_entry;

void write_value_key(json::Writer& out, std::string_view name, const entering::ValueKey& key) {
  if (key.is_set()) out.key(name).begin_object().member("field", key.field).member("row", key.row).end_object();
}

void write_place(json::Writer& out, const entering::SourcePlace& place) {
  if (place.page < 1) return;
  out.key("source").begin_object().member("version", place.version).member("page", place.page);
  if (place.box)
    out.key("region")
        .begin_object()
        .member("left", place.box->left)
        .member("top", place.box->top)
        .member("width", place.box->width)
        .member("height", place.box->height)
        .end_object();
  member_unless_empty(out, "quote", place.quote);
  out.end_object();
}

void write_form_field(json::Writer& out, const entering::EntryRules& rules, const entering::FormField& field) {
  out.begin_object().member("id", field.id).member("title", field.title).member("section", field.section);
  out.member("kind", kind_code(field.kind)).member("required", field.is_required).member("repeats", field.repeats);
  out.member("asks_side", field.asks_side);
  out.key("units").begin_array();
  for (const auto& code : field.units) {
    const auto* unit = rules.units.by_code(code);
    out.begin_object().member("code", code).member("title", unit == nullptr ? code : unit->title).end_object();
  }
  out.end_array().key("choices").begin_array();
  for (const auto& one : field.choices) out.begin_object().member("code", one.code).member("title", one.title).end_object();
  out.end_array().end_object();
}

void write_entry_finding(json::Writer& out, const Desk& desk, const entering::AnsweredFinding& one) {
  out.begin_object()
      .member("key", one.key())
      .member("fault", fault_code(one.fault))
      .member("field", one.field)
      .member("row", one.row);
  out.member("warning", is_warning(one.fault)).member("says", one.says);
  member_unless_empty(out, "rule", one.rule);
  if (!one.answer.empty()) {
    out.member("answer", one.answer);
    write_user(out, desk, "by", one.by);
  }
  out.end_object();
}

void write_prior(json::Writer& out, const entering::ReconcileLine& line) {
  const auto& prior = line.prior;
  out.begin_object().key("resource").begin_object().member("type", prior.type).member("id", prior.id).end_object();
  out.member("version", prior.version).member("text", prior.text);
  member_unless_empty(out, "code", prior.code);
  member_unless_empty(out, "side", prior.side);
  member_unless_empty(out, "detail", prior.detail);
  member_unless_empty(out, "since", prior.since);
  out.member("says", prior_code(line.says));
  write_value_key(out, "value", line.value);
  write_value_key(out, "suggested", line.suggested);
  member_unless_empty(out, "fault", line.fault);
  out.end_object();
}

void write_reconciliation(json::Writer& out, const entering::Reconciliation& all) {
  out.key("reconciliation").begin_object().member("whole", all.is_whole()).key("items").begin_array();
  for (const auto& line : all.lines) write_prior(out, line);
  out.end_array().key("doubled").begin_array();
  for (const auto& [key, words] : all.doubled)
    out.begin_object().member("field", key.field).member("row", key.row).member("says", words).end_object();
  out.end_array().end_object();
}

void write_difference(json::Writer& out, const Desk& desk, const entering::Difference& one) {
  out.begin_object().member("field", one.compared.field).member("row", one.compared.first.row);
  out.member("second_row", one.compared.second.row);
  if (one.first) write_entered_value(out.key("first"), desk, *one.first);
  if (one.second) write_entered_value(out.key("second"), desk, *one.second);
  out.end_object();
}

void write_posting(json::Writer& out, const entering::Posting& one) {
  out.begin_object().key("resource").begin_object().member("type", one.type).member("id", one.id).end_object();
  out.member("version", one.version).member("made", one.version_before == 0).member("retracted", one.is_retracted);
  write_value_key(out, "value", one.value);
  out.end_object();
}

}  // namespace

void write_form(json::Writer& out, const entering::EntryRules& rules, const entering::Form& form) {
  out.begin_object()
      .member("id", form.id)
      .member("title", form.title)
      .member("rule", form.rule)
      .member("verified", form.is_verified);
  out.key("fields").begin_array();
  for (const auto& field : form.fields) write_form_field(out, rules, field);
  out.end_array().end_object();
}

void write_entered_value(json::Writer& out, const Desk& desk, const entering::EnteredValue& value) {
  out.begin_object().member("field", value.field).member("row", value.row).member("text", value.text);
  member_unless_empty(out, "unit", value.unit);
  member_unless_empty(out, "code", value.code);
  member_unless_empty(out, "side", value.side);
  member_unless_empty(out, "since", value.since);
  member_unless_empty(out, "detail", value.detail);
  if (value.is_absent) out.member("absent", true);
  write_place(out, value.source);
  write_user(out, desk, "by", value.by);
  out.member("at", value.at.text()).end_object();
}

void write_entry_line(json::Writer& out, const Desk& desk, const entering::Entry& entry,
                      const std::map<std::int64_t, PatientBrief>& briefs) {
  out.member("id", entry.id.text()).member("item", entry.item.text()).member("version", entry.version);
  if (entry.source_item.is_set()) out.member("source_item", entry.source_item.text());
  out.key("document").begin_object().member("type", entry.document_type).member("id", entry.document_id).end_object();
  out.member("document_version", entry.document_version).member("title", entry.title);
  if (const auto brief = briefs.find(entry.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  member_unless_empty(out, "encounter", entry.encounter);
  out.member("form", entry.form)
      .member("state", entry.state)
      .member("state_title", title_of(entering::entry_machine(), entry.state));
  if (entry.entered_by.is_set()) write_user(out, desk, "entered_by", entry.entered_by);
  if (entry.second_by.is_set() && entry.second_at) write_user(out, desk, "second_by", entry.second_by);
  if (entry.verified_by.is_set()) {
    write_user(out, desk, "verified_by", entry.verified_by);
    out.member("verified_as", entry.verified_as);
  }
  out.member("opened_at", entry.opened_at.text());
  member(out, "visit_at", entry.visit_at);
  member(out, "validated_at", entry.validated_at);
  member(out, "posted_at", entry.posted_at);
  if (entry.second_at) out.member("compared", entry.compared).member("agreed", entry.agreed);
  member_unless_empty(out, "returned_for", entry.returned_for.empty() ? "" : desk.reason_sentence(entry.returned_for));
  member_unless_empty(out, "returned_words", entry.returned_words);
}

void write_entry_view(json::Writer& out, const Desk& desk, const entering::EntryView& view,
                      const std::map<std::int64_t, PatientBrief>& briefs) {
  out.begin_object();
  write_entry_line(out, desk, view.entry, briefs);
  out.member("blind", view.is_blind).member("may_type", view.may_type).member("may_verify", view.may_verify);
  if (!view.asked_about.empty()) out.member("asked_about", desk.worklists.reasons().sentence(view.asked_about));
  out.member("may_settle", view.may_settle);
  member_unless_empty(out, "why_not", view.why_not);
  write_form(out.key("fields_of"), desk.data_entry->rules(), *view.form);
  out.key("values").begin_array();
  for (const auto& one : view.values) write_entered_value(out, desk, one);
  out.end_array().key("findings").begin_array();
  for (const auto& one : view.findings) write_entry_finding(out, desk, one);
  out.end_array();
  write_reconciliation(out, view.reconciliation);
  out.key("differences").begin_array();
  for (const auto& one : view.differences) write_difference(out, desk, one);
  out.end_array().key("postings").begin_array();
  for (const auto& one : view.postings) write_posting(out, one);
  out.end_array().end_object();
}

std::vector<entering::EnteredValue> entered_values_of(json::Value list) {
  std::vector<entering::EnteredValue> values;
  for (const auto one : list) {
    entering::EnteredValue value;
    value.row = static_cast<int>(one["row"].integer().value_or(static_cast<std::int64_t>(values.size()) + 1));
    value.text = one["text"].text();
    value.unit = one["unit"].text();
    value.code = one["code"].text();
    value.side = one["side"].text();
    value.since = one["since"].text();
    value.detail = one["detail"].text();
    value.is_absent = one["absent"].boolean();
    const auto source = one["source"];
    value.source.version = source["version"].integer().value_or(0);
    value.source.page = source["page"].integer().value_or(0);
    value.source.quote = source["quote"].text();
    if (const auto region = source["region"]; region) {
      const auto part = [&](std::string_view name) { return std::string(region[name].text()); };
      value.source.box = entering::parse_box(part("left") + ' ' + part("top") + ' ' + part("width") + ' ' + part("height"));
    }
    values.push_back(std::move(value));
  }
  return values;
}

Result<std::map<std::int64_t, PatientBrief>> briefs_of_entries(const Desk& desk, const http::Request& request,
                                                               const std::vector<const entering::Entry*>& entries) {
  std::vector<PatientId> patients;
  for (const auto* one : entries) patients.push_back(one->patient);
  return desk.briefs(request.actor, patients);
}

}  // namespace charta::desk_api
