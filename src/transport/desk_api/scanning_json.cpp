// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/scanning_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace charta::desk_api {
namespace {

using namespace document_imaging;

void open_brief(json::Writer& out, std::string_view name, PatientId patient, const Briefs& briefs) {
  const auto brief = briefs.find(patient.key());
  if (brief != briefs.end()) write_brief(out.key(name), brief->second);
}

void write_brief_of(json::Writer& out, const patient_index::PatientHit& hit) {
  write_brief(out, {hit.patient, hit.name, hit.birth_date, hit.sex, hit.mrn, hit.assigner});
}

void write_decimal(json::Writer& out, std::string_view name, double value) {
  out.key(name).raw(fmt::format("{:.4f}", value));
}

void write_box(json::Writer& out, const page_reading::Box& box) {
  out.key("box")
      .begin_object()
      .member("left", box.left)
      .member("top", box.top)
      .member("width", box.width)
      .member("height", box.height)
      .end_object();
}

bool is_somewhere(const page_reading::Box& box) {
  return box.width > 0 || box.height > 0;
}

void write_sheet(json::Writer& out, const std::optional<cover_sheet::CoverSheet>& sheet) {
  if (sheet) out.key("sheet").raw(sheet_json(sheet));
}

std::string_view reading_state(const BatchRow& row) {
  if (row.images == 0 && row.unopened_feeds == 0) return row.problem.empty() ? "none" : "failed";
  if (row.unopened_feeds > 0 && row.images == 0) return "waiting";
  return row.unread > 0 || row.unopened_feeds > 0 || row.batch.state == "scanned" ? "running" : "done";
}

void write_row_members(json::Writer& out, const Desk& desk, const BatchRow& row, std::optional<Instant> due_at) {
  const auto& batch = row.batch;
  out.member("id", batch.id.text()).member("item", batch.item.text()).member("title", batch.title);
  out.member("state", batch.state).member("state_title", title_of(scan_batch_machine(), batch.state)).member("door", batch.door);
  member_unless_empty(out, "device", batch.device);
  if (batch.sheets) out.member("sheets", *batch.sheets);
  out.member("sides", batch.sides).member("image_count", row.images).member("document_count", row.documents);
  out.member("indexed_count", row.indexed).member("open_questions", row.open_questions);
  write_user(out, desk, "operator", batch.prepped_by);
  out.member("created_at", batch.created_at.text());
  member(out, "due_at", due_at);
  out.key("reading")
      .begin_object()
      .member("state", reading_state(row))
      .member("done", row.images - row.unread)
      .member("total", row.images);
  member_unless_empty(out, "problem", row.problem);
  out.end_object();
}

void write_feeds(json::Writer& out, const Desk& desk, const std::vector<Feed>& feeds) {
  out.key("feeds").begin_array();
  for (const auto& feed : feeds) {
    out.begin_object().member("id", feed.id.text()).member("at", feed.fed_at.text());
    write_user(out, desk, "by", feed.fed_by);
    out.member("door", feed.door)
        .member("media_type", feed.media_type)
        .member("size", feed.size)
        .member("digest", feed.digest)
        .member("again", feed.again);
    if (feed.pages >= 0) out.member("pages", feed.pages);
    member_unless_empty(out, "problem", feed.problem);
    out.end_object();
  }
  out.end_array();
}

void write_symbols(json::Writer& out, const std::vector<page_reading::Symbol>& symbols) {
  out.key("symbols").begin_array();
  for (const auto& symbol : symbols) {
    out.begin_object().member("symbology", symbol.symbology).member("text", symbol.text).key("read_by").begin_array();
    for (const auto& reader : symbol.read_by) out.string(reader);
    out.end_array();
    write_box(out, symbol.box);
    out.end_object();
  }
  out.end_array();
}

void write_page(json::Writer& out, const Page& page) {
  out.begin_object()
      .member("id", page.id.text())
      .member("number", page.number)
      .member("feed", page.feed.text())
      .member("role", role_code(page.role));
  if (page.document.is_set()) out.member("document", page.document.text()).member("place", page.place);
  out.member("looked_at", page.is_read || !page.straightened.empty()).member("read", page.is_read);
  member_unless_empty(out, "problem", page.problem);
  out.member("width", page.width).member("height", page.height).member("dpi", page.dpi);
  write_decimal(out, "skew", page.skew);
  out.member("turned", page.turned);
  write_decimal(out, "ink", page.ink);
  out.member("looks_blank", page.looks_blank).member("has_words", !page.words.empty());
  write_sheet(out, page.sheet);
  write_symbols(out, page.symbols);
  member_unless_empty(out, "reason", page.reason);
  out.end_object();
}

std::string_view state_of(const Draft& draft) {
  if (draft.resource.is_set()) return "committed";
  if (draft.verdict == "wrong") return "wrong";
  if (draft.verdict == "right") return "checked";
  return draft.is_indexed() ? "indexed" : "open";
}

void write_draft_members(json::Writer& out, const Desk& desk, const Draft& draft, const std::vector<PageId>& pages,
                         const Briefs& briefs) {
  out.member("id", draft.id.text()).member("place", draft.place).member("state", state_of(draft)).key("pages").begin_array();
  for (const auto page : pages) out.string(page.text());
  out.end_array();
  write_sheet(out, draft.sheet);
  open_brief(out, "patient", draft.patient, briefs);
  member_unless_empty(out, "encounter", draft.encounter);
  if (!draft.type_code.empty())
    out.key("type").begin_object().member("code", draft.type_code).member("display", draft.type_display).end_object();
  member_unless_empty(out, "service_date", draft.service_date);
  member_unless_empty(out, "author", draft.author);
  write_user(out, desk, "indexed_by", draft.indexed_by);
  if (draft.is_indexed()) out.member("indexed_at", draft.indexed_at.text());
  out.member("sampled", draft.sampled).member("contradictions", static_cast<std::int64_t>(draft.answered.size()));
  if (draft.resource.is_set())
    out.key("resource").begin_object().member("type", "DocumentReference").member("id", draft.resource_id).end_object();
}

std::vector<PageId> page_ids(const std::vector<Page>& pages, DocumentId document) {
  std::vector<const Page*> list;
  for (const auto& page : pages)
    if (page.role == Role::page && page.document == document) list.push_back(&page);
  std::stable_sort(list.begin(), list.end(), [](const Page* a, const Page* b) { return a->place < b->place; });
  std::vector<PageId> ids;
  for (const auto* page : list) ids.push_back(page->id);
  return ids;
}

void write_questions(json::Writer& out, const Desk& desk, const std::vector<Question>& questions) {
  out.key("questions").begin_array();
  for (const auto& question : questions) {
    out.begin_object().member("id", question.id.text()).member("kind", question.kind).member("text", question.text);
    if (question.page.is_set()) out.member("page", question.page.text());
    write_sheet(out, question.sheet);
    out.key("answers").begin_array();
    for (const auto& choice : answers_to(question.kind))
      out.begin_object().member("answer", choice.answer).member("title", choice.title).end_object();
    out.end_array();
    member_unless_empty(out, "answer", question.answer);
    write_user(out, desk, "answered_by", question.answered_by);
    if (!question.is_open()) out.member("answered_at", question.answered_at.text());
    out.end_object();
  }
  out.end_array();
}

void write_balance(json::Writer& out, const Balance& balance) {
  out.key("balance").begin_object();
  if (balance.sheets) out.member("sheets", *balance.sheets);
  out.member("again", balance.again).member("sides", balance.sides).member("blanks_dropped", balance.blanks_dropped);
  if (balance.expected) out.member("expected", *balance.expected);
  out.member("images", balance.images).member("in_documents", balance.in_documents).member("separators", balance.separators);
  out.member("blanks", balance.blanks).member("rejects", balance.rejects).member("unplaced", balance.unplaced);
  out.member("holds", balance.holds).member("says", balance.says).end_object();
}

/// The batch's own steps that a person says; the commit has its own address and is offered here like the others.
void write_events(json::Writer& out, const Desk& desk, const BatchView& view) {
  static constexpr std::array<std::string_view, 5> by_themselves{"feed", "stop", "pass-qa2", "index", ""};
  out.key("events").begin_array();
  for (const auto& offer : view.offers) {
    if (worklists::is_universal(offer.event)) continue;
    if (std::find(by_themselves.begin(), by_themselves.end(), offer.event) != by_themselves.end()) continue;
    std::string why = offer.why;
    if (why.empty() && offer.event == "commit" && !view.balance.holds) why = view.balance.says;
    if (why.empty() && offer.event == "pass-qa1" && !view.balance.holds) why = view.balance.says;
    if (why.empty() && offer.event == "separate" && view.row.open_questions > 0) why = "there are questions to answer first";
    out.begin_object().member("event", offer.event).member("title", offer.title).member("allowed", why.empty());
    member_unless_empty(out, "why", why);
    out.member("needs_reason", offer.needs_reason);
    const auto choices = desk.worklists.reasons().choices(scan_batch_machine().kind, offer.event);
    if (!choices.empty()) {
      out.key("reasons").begin_array();
      for (const auto* choice : choices)
        out.begin_object().member("code", choice->code).member("sentence", choice->sentence).end_object();
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

void write_sampling(json::Writer& out, const BatchView& view) {
  const auto& batch = view.row.batch;
  if (batch.sample_percent < 0) return;
  const auto count = [&](auto is) { return std::count_if(view.drafts.begin(), view.drafts.end(), is); };
  out.key("sampling").begin_object().member("percent", batch.sample_percent);
  out.member("chosen", static_cast<std::int64_t>(count([](const Draft& one) { return one.sampled; })));
  out.member("checked", static_cast<std::int64_t>(count([](const Draft& one) { return one.sampled && !one.verdict.empty(); })));
  out.member("why", batch.sample_why).member("rule", batch.sample_rule).end_object();
}

void write_evidence(json::Writer& out, const std::vector<Evidence>& evidence) {
  out.key("evidence").begin_array();
  for (const auto& one : evidence) {
    out.begin_object().member("what", one.what).member("says", one.says);
    if (one.page.is_set()) out.member("page", one.page.text());
    if (is_somewhere(one.box)) write_box(out, one.box);
    out.end_object();
  }
  out.end_array();
}

void write_values(json::Writer& out, std::string_view name, const std::vector<Suggested>& list) {
  out.key(name).begin_array();
  for (const auto& one : list) {
    out.begin_object().member("value", one.value);
    member_unless_empty(out, "display", one.display);
    out.member("confidence", one.confidence);
    write_evidence(out, one.evidence);
    out.end_object();
  }
  out.end_array();
}

void write_suggestions(json::Writer& out, const Suggestions& suggestions) {
  out.key("suggestions").begin_object().key("patients").begin_array();
  for (const auto& one : suggestions.patients) {
    write_brief_of(out.begin_object().key("patient"), one.patient);
    out.member("confidence", one.likeness.confidence);
    write_evidence(out, one.likeness.evidence);
    out.end_object();
  }
  out.end_array().key("encounters").begin_array();
  for (const auto& one : suggestions.encounters) {
    out.begin_object().member("id", one.visit.fhir_id).member("class", one.visit.class_code);
    member_unless_empty(out, "location", one.visit.location);
    member(out, "from", one.visit.started_at);
    member(out, "until", one.visit.ended_at);
    out.member("confidence", one.confidence);
    write_evidence(out, one.evidence);
    out.end_object();
  }
  out.end_array();
  write_values(out, "types", suggestions.types);
  write_values(out, "service_dates", suggestions.service_dates);
  write_values(out, "authors", suggestions.authors);
  out.key("expected").begin_array();
  for (const auto& one : suggestions.promises) {
    out.begin_object().member("item", one.promise.item.text()).member("title", one.promise.title);
    member(out, "due_at", one.promise.due_at);
    member_unless_empty(out, "order", one.promise.order);
    member_unless_empty(out, "encounter", one.promise.encounter);
    if (!one.promise.types.empty()) out.member("type", one.promise.types.front());
    out.member("confidence", one.confidence).end_object();
  }
  out.end_array().end_object();
}

}  // namespace

void write_scan_batch_row(json::Writer& out, const Desk& desk, const BatchRow& row, std::optional<Instant> due_at) {
  out.begin_object();
  write_row_members(out, desk, row, due_at);
  out.end_object();
}

void write_scan_batch(json::Writer& out, const Desk& desk, const BatchView& view, const Briefs& briefs) {
  out.begin_object();
  write_row_members(out, desk, view.row, view.due_at);
  const auto& batch = view.row.batch;
  out.member("version", batch.version).member("blanks_dropped", batch.blanks_dropped);
  member_unless_empty(out, "settings", batch.settings);
  out.key("expected_sheets").raw(texts_json(batch.expected_sheets));
  write_feeds(out, desk, view.feeds);
  out.key("pages").begin_array();
  for (const auto& page : view.pages) write_page(out, page);
  out.end_array().key("documents").begin_array();
  for (const auto& draft : view.drafts) {
    out.begin_object();
    write_draft_members(out, desk, draft, page_ids(view.pages, draft.id), briefs);
    out.end_object();
  }
  out.end_array();
  write_questions(out, desk, view.questions);
  write_balance(out, view.balance);
  write_events(out, desk, view);
  write_sampling(out, view);
  out.end_object();
}

void write_scan_document(json::Writer& out, const Desk& desk, const DraftView& view, const Briefs& briefs) {
  out.begin_object();
  write_draft_members(out, desk, view.draft, view.pages, briefs);
  out.member("batch", view.batch.id.text()).member("version", view.batch.version).key("fields").begin_array();
  for (const auto& field : view.fields) {
    out.begin_object().member("name", field.name).member("required", field.required).member("key_twice", field.key_twice);
    out.member("confidence", field.confidence);
    member_unless_empty(out, "why", field.why);
    out.end_object();
  }
  out.end_array();
  write_suggestions(out, view.suggestions);
  out.key("contradiction_list").begin_array();
  for (const auto& shown : view.contradictions) {
    const auto& one = shown.contradiction;
    out.begin_object().member("key", one.key).member("page", one.page.text()).member("what", one.what).member("says", one.says);
    if (is_somewhere(one.box)) write_box(out, one.box);
    open_brief(out, "other", shown.other, briefs);
    out.member("answered", shown.answered).end_object();
  }
  out.end_array();
  if (view.previous.is_set()) out.member("previous", view.previous.text());
  if (view.next.is_set()) out.member("next", view.next.text());
  out.member("rule", desk.imaging->rules().index.rule).end_object();
}

void write_scan_words(json::Writer& out, const ImagingService::PageWords& found) {
  out.begin_object().member("total", static_cast<std::int64_t>(found.words.size())).member("width", found.page.width);
  out.member("height", found.page.height).key("items").begin_array();
  for (const auto& word : found.words) {
    out.begin_object().member("text", word.text).member("line", word.line).member("confidence", word.confidence);
    write_box(out, word.box);
    out.end_object();
  }
  out.end_array().end_object();
}

void write_scan_types(json::Writer& out, const IndexRules& rules) {
  out.begin_object()
      .member("total", static_cast<std::int64_t>(rules.types.size()))
      .member("rule", rules.rule)
      .member("verified", rules.verified);
  out.key("items").begin_array();
  for (const auto& type : rules.types)
    out.begin_object()
        .member("code", type.code)
        .member("display", type.display)
        .key("required")
        .raw(texts_json(type.required))
        .end_object();
  out.end_array().end_object();
}

}  // namespace charta::desk_api
