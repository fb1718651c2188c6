// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/coding_json.hpp"

#include <fmt/format.h>

namespace charta::desk_api {
namespace {

namespace coder = coding_desk;

void write_span(json::Writer& out, const coder::EvidenceSpan& span) {
  out.begin_object();
  if (!span.fhir_id.empty())
    out.key("document").begin_object().member("type", span.resource_type).member("id", span.fhir_id).end_object();
  out.member("title", span.title)
      .member("version", span.version)
      .member("page", span.page)
      .member("quote", span.quote)
      .end_object();
}

const coder::Judged::Use* use_of(const coder::Judged& judged, const std::string& code) {
  for (const auto& one : judged.secondary)
    if (one.code == code) return &one;
  return nullptr;
}

void write_coded_line(json::Writer& out, const Desk& desk, const coder::CodingView& view, coder::LineKind kind,
                      const coder::CodedLine& line) {
  const auto title = view.titles.find({kind, line.code});
  out.begin_object().member("code", line.code).member("title", title == view.titles.end() ? "" : title->second);
  out.member("poa", line.poa).member("origin", coder::origin_code(line.origin)).member("index_path", line.index_path);
  if (line.done_on) out.member("done_on", line.done_on->text());
  if (line.by.is_set()) {
    write_user(out, desk, "by", line.by);
    out.member("at", line.at.text());
  }
  if (line.verified_at) {
    out.key("verified").begin_object().member("at", line.verified_at->text());
    write_user(out, desk, "by", line.verified_by);
    out.end_object();
  }
  if (kind == coder::LineKind::service) {
    out.member("system", coder::system_of(kind, line.code)).member("units", line.units).key("modifiers").begin_array();
    for (const auto& one : line.modifiers) out.string(one);
    out.end_array();
  }
  if (const auto* use = kind == coder::LineKind::diagnosis ? use_of(view.judged, line.code) : nullptr)
    out.member("severity", use->severity).member("carries", use->carries);
  out.key("evidence").begin_array();
  for (const auto& span : line.evidence) write_span(out, span);
  out.end_array().end_object();
}

void write_grouping(json::Writer& out, const coder::CodingView& view) {
  const auto& judged = view.judged;
  const auto& grouped = judged.grouped;
  out.key("grouping").begin_object();
  if (grouped.version != 0) {
    out.member("version", grouped.version).member("drg", grouped.drg).member("title", grouped.title).member("mdc", grouped.mdc);
    out.member("severity", grouped.severity).member("hac_status", judged.hac_status);
    write_weight(out, "weight", grouped.weight);
  }
  member_unless_empty(out, "missing_tables", judged.missing_tables);
  member_unless_empty(out, "missing_editor", judged.missing_editor);
  out.key("trace").begin_array();
  for (const auto& sentence : judged.trace) out.string(sentence);
  out.end_array();
  member_unless_empty(out, "formula", judged.formula);
  out.key("sensitivity").begin_array();
  for (const auto& change : judged.sensitivity) {
    out.begin_object().member("without", grouper::text_of(change.code)).member("procedure", change.is_procedure);
    out.member("drg", change.drg);
    if (change.weight > 0) write_weight(out, "weight", change.weight);
    out.end_object();
  }
  out.end_array().end_object();
}

void write_findings(json::Writer& out, const Desk& desk, const coder::CodingView& view) {
  out.key("findings").begin_array();
  for (const auto& one : view.judged.edits) {
    out.begin_object().member("key", one.key).member("code", one.code).member("blocks", one.blocks);
    out.member("says", one.says).member("rule", one.rule);
    for (const auto& answer : view.answers)
      if (answer.key == one.key) {
        out.key("answer").begin_object().member("words", answer.words).member("at", answer.at.text());
        write_user(out, desk, "by", answer.by);
        out.end_object();
      }
    out.end_object();
  }
  out.end_array().key("unfinished").begin_array();
  for (const auto& one : view.unfinished) out.string(one);
  out.end_array().key("not_checked").begin_array();
  for (const auto& one : view.judged.not_checked) out.string(one);
  out.end_array();
}

void write_abstract(json::Writer& out, const Desk& desk, const coder::CodingView& view) {
  out.key("abstract").begin_array();
  for (const auto& one : view.abstract) {
    out.begin_object()
        .member("id", one.element->id)
        .member("title", one.element->title)
        .member("required", one.element->is_required);
    out.member("value", one.value).member("words", one.words).member("from", one.from);
    if (!one.fhir_id.empty())
      out.key("source").begin_object().member("type", one.resource_type).member("id", one.fhir_id).end_object();
    if (one.entered) {
      write_user(out, desk, "by", one.entered->by);
      out.member("at", one.entered->at.text())
          .member("page", one.entered->source.page)
          .member("quote", one.entered->source.quote);
    }
    out.key("choices").begin_array();
    for (const auto& [code, words] : one.element->choices)
      out.begin_object().member("code", code).member("words", words).end_object();
    out.end_array().end_object();
  }
  out.end_array();
}

void write_comparison(json::Writer& out, const coder::CodingView& view) {
  if (!view.comparison) return;
  out.key("comparison").begin_object().member("agreed", view.comparison->agreed).member("reviewed", view.comparison->reviewed);
  out.member("same_principal", view.comparison->has_same_principal).key("codes").begin_array();
  for (const auto& one : view.comparison->codes)
    out.begin_object()
        .member("code", one.code)
        .member("procedure", one.kind == coder::LineKind::procedure)
        .member("kind", coder::kind_code(one.kind))
        .member("verdict", coder::verdict_code(one.verdict))
        .end_object();
  out.end_array().end_object();
}

void write_documents(json::Writer& out, const coder::CodingView& view) {
  out.key("documents").begin_array();
  for (const auto& one : view.documents)
    out.begin_object()
        .member("type", one.resource_type)
        .member("id", one.fhir_id)
        .member("title", one.title)
        .member("at", one.at.text())
        .end_object();
  out.end_array();
}

void write_news(json::Writer& out, const coder::CodingView& view) {
  out.key("news").begin_array();
  for (const auto& one : view.news) {
    out.begin_object().member("what", coder::news_code(one.kind)).member("says", coder::news_sentence(one.kind));
    member_unless_empty(out, "title", one.title);
    member_unless_empty(out, "document", one.fhir_id);
    out.member("at", one.at.text()).end_object();
  }
  out.end_array();
}

}  // namespace

Result<Date> day_asked(const Desk& desk, const http::Request& request) {
  const auto on = request.parameter("on");
  if (!on || on->empty()) return desk.coding->zone().local_date(desk.clock.now());
  const auto given = Date::parse(*on);
  if (!given) return fail(ErrorKind::invalid, "'on' takes a day such as 2026-03-31", "on");
  return *given;
}

void write_weight(json::Writer& out, std::string_view name, std::int64_t ten_thousandths) {
  out.key(name).raw(fmt::format("{}.{:04}", ten_thousandths / 10000, ten_thousandths % 10000));
}

void write_coding_case(json::Writer& out, const Desk& desk, const coder::CodingCase& row) {
  out.member("encounter", row.encounter_id).member("patient", row.patient.text()).member("item", row.item.text());
  out.member("state", row.state).member("state_title", worklists::title_of(coder::coding_machine(), row.state));
  out.member("class", row.class_code).member("service", row.service).member("physician", row.physician_name);
  member(out, "started_at", row.started_at);
  out.member("ended_at", row.ended_at.text()).member("version", row.version);
  out.member("discharged_on", desk.coding->zone().local_date(row.ended_at).text());
  member(out, "coded_at", row.coded_at);
  member(out, "final_at", row.finalised_at);
  if (row.coder.is_set()) write_user(out, desk, "coder", row.coder);
  if (row.reviewer.is_set()) write_user(out, desk, "reviewer", row.reviewer);
  if (!row.reason.empty()) out.member("reason", desk.worklists.reasons().sentence(row.reason));
  out.key("missing").begin_array();
  for (const auto& one : row.missing) out.string(one);
  out.end_array();
}

void write_coding_view(json::Writer& out, const Desk& desk, const coder::CodingView& view) {
  out.begin_object();
  write_coding_case(out, desk, view.row);
  out.member("inpatient", view.is_inpatient).member("reviewing", view.is_reviewer).member("open_questions", view.open_questions);
  out.member("codes_services", !view.is_inpatient);
  if (view.stay.first) out.member("began_on", view.stay.first->text());
  for (const auto& [name, kind] :
       {std::pair("diagnoses", coder::LineKind::diagnosis), std::pair("procedures", coder::LineKind::procedure),
        std::pair("services", coder::LineKind::service)}) {
    out.key(name).begin_array();
    for (const auto& line : view.sheet.of(kind)) write_coded_line(out, desk, view, kind, line);
    out.end_array();
  }
  write_grouping(out, view);
  write_findings(out, desk, view);
  write_abstract(out, desk, view);
  write_comparison(out, view);
  write_documents(out, view);
  write_news(out, view);
  out.key("steps").begin_array();
  for (const auto& offer : view.offers) {
    if (!offer.allowed || worklists::is_universal(offer.event)) continue;
    out.begin_object().member("event", offer.event).member("title", offer.title).member("needs_reason", offer.needs_reason);
    out.key("reasons").begin_array();
    for (const auto* reason : desk.worklists.reasons().choices(coder::coding_machine().kind, offer.event))
      out.begin_object().member("code", reason->code).member("sentence", reason->sentence).end_object();
    out.end_array().end_object();
  }
  out.end_array().end_object();
}

}  // namespace charta::desk_api
