// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/my_list.hpp"

#include <algorithm>
#include <array>

namespace charta::signatures {
namespace {

using access::Actor;
using access::Permission;
using chart_completion::DeficiencyView;
using chart_completion::Lack;

constexpr std::array<std::string_view, 4> owed_acts = {"sign", "write", "answer", "open"};
constexpr std::int64_t most_lines = 500;

OwedLine line_of(const DeficiencyView& view) {
  const auto& row = view.row;
  OwedLine line;
  line.kind = chart_completion::deficiency_machine().kind;
  line.sentence = chart_completion::sentence_of(row.lack, row.title);
  line.title = row.title;
  line.since = row.clock_from;
  line.due_at = view.clock.due_at;
  line.patient = row.patient;
  line.item = row.item;
  line.deficiency = row.id;
  line.encounter = row.encounter_id;
  line.type_code = row.type_code;
  line.state = row.state;
  line.may_decline = row.state != "declined";
  if (row.lack == Lack::signature || row.lack == Lack::cosignature) {
    line.act = OwedAct::sign;
    line.document_type = row.document_type;
    line.document_id = row.document_id;
  } else if (row.lack == Lack::document) {
    line.act = OwedAct::write;
  }
  return line;
}

/// "DocumentReference/…" in an item's detail: what is read beside it.
void take_document(const worklists::WorkItem& item, OwedLine& line) {
  const auto detail = json::Document::parse(item.detail);
  if (!detail) return;
  line.title = detail->root()["title"].text();
  const auto named = detail->root()["document"].text();
  if (const auto slash = named.find('/'); slash != std::string_view::npos) {
    line.document_type = named.substr(0, slash);
    line.document_id = named.substr(slash + 1);
  }
  line.encounter = detail->root()["encounter"].text();
}

}  // namespace

std::string_view owed_act_code(OwedAct act) {
  return owed_acts[static_cast<std::size_t>(act)];
}

void oldest_first(std::vector<OwedLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const auto& one, const auto& other) { return one.since < other.since; });
}

Result<void> MyList::add_deficiencies(const Actor& actor, const Signer& signer, List& list) {
  for (const auto& known : signer.known_as) {
    chart_completion::OwedFilter filter;
    filter.responsible = known.key;
    filter.limit = most_lines;
    CHARTA_TRY(const auto owed, completion_.owed(actor, filter));
    for (const auto& one : owed) {
      const bool is_dictated = std::any_of(one.stops.begin(), one.stops.end(),
                                           [](const auto& stop) { return !stop.until && stop.reason == "in-transcription"; });
      if (is_dictated || one.row.state == "declined")
        list.with_transcription += is_dictated ? 1 : 0;
      else
        list.lines.push_back(line_of(one));
    }
  }
  return {};
}

/// What was written here, recorded for somebody or signed by somebody whom another follows, before any queue asks for it.
Result<void> MyList::add_requests(const Actor& actor, const Signer& signer, List& list) {
  return store_.read([&](store::Reader& reader) -> Result<void> {
    for (const auto& known : signer.known_as) {
      CHARTA_TRY(const auto open, signatures_.rows().open_of(reader, known.key));
      for (const auto& one : open) {
        CHARTA_TRY(const auto entry, chart_.rows().find(reader, one.document));
        if (!entry || !actor.visibility.sees(entry->facility, entry->sensitivity, entry->patient)) continue;
        CHARTA_TRY(const auto correction, signatures_.amendments().newest_of(reader, one.document));
        if (correction && correction->is_open() && correction->state != "to-review") {
          ++list.with_transcription;
          continue;
        }
        const bool is_asked = std::any_of(list.lines.begin(), list.lines.end(),
                                          [&](const auto& line) { return line.document_id == entry->fhir_id; });
        const auto* meaning = signatures_.rules().meaning(one.meaning);
        if (is_asked || meaning == nullptr || !chart_completion::is_document_that_counts(*entry)) continue;
        OwedLine line;
        line.kind = "signature";
        line.title = entry->title;
        line.sentence = entry->title + (meaning->stand == Stand::attending ? " is not co-signed" : " is not signed");
        line.act = OwedAct::sign;
        line.since = one.asked_at;
        line.patient = entry->patient;
        line.document_type = entry->resource_type;
        line.document_id = entry->fhir_id;
        line.encounter = entry->encounter;
        line.state = "awaited";
        list.lines.push_back(std::move(line));
      }
    }
    return {};
  });
}

/// Whatever queue has given something to this person: questions, reviews, decisions.
Result<void> MyList::add_items(const Actor& actor, List& list) {
  worklists::Filter filter;
  filter.owner = actor.author.user;
  filter.not_kinds = {std::string(chart_completion::deficiency_machine().kind)};
  filter.limit = most_lines;
  CHARTA_TRY(const auto page, worklists_.list(actor, filter));
  for (const auto& item : page.items) {
    OwedLine line;
    line.kind = item.kind;
    line.since = item.created_at;
    line.due_at = item.due_at;
    line.patient = item.patient;
    line.item = item.id;
    line.state = item.state;
    take_document(item, line);
    if (item.kind == correction_machine().kind) {
      CHARTA_TRY(const auto entry,
                 store_.read([&](store::Reader& reader) { return chart_.rows().find(reader, ResourceId(item.subject)); }));
      if (!entry || !actor.visibility.sees(entry->facility, entry->sensitivity, entry->patient)) continue;
      const bool is_signed_above = std::any_of(list.lines.begin(), list.lines.end(), [&](const auto& other) {
        return other.act == OwedAct::sign && other.kind != "signature" && other.document_id == entry->fhir_id;
      });
      if (is_signed_above) continue;  // one document is one line, and one signature settles both
      line.title = entry->title;
      line.encounter = entry->encounter;
    }
    const auto* machine = worklists_.machine(item.kind);
    line.sentence = (machine == nullptr ? item.kind : std::string(machine->title)) + ": " + line.title;
    line.act = item.kind == "physician-query"           ? OwedAct::answer
               : item.kind == correction_machine().kind ? OwedAct::sign
                                                        : OwedAct::open;
    if (!line.document_id.empty())
      std::erase_if(list.lines,
                    [&](const auto& other) { return other.kind == "signature" && other.document_id == line.document_id; });
    list.lines.push_back(std::move(line));
  }
  return {};
}

Result<MyList::List> MyList::of(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  List list;
  CHARTA_TRY(list.signer, store_.read([&](store::Reader& reader) { return signatures_.find_signer(reader, actor.author.user); }));
  if (list.signer) {
    CHARTA_TRY_DO(add_deficiencies(actor, *list.signer, list));
    CHARTA_TRY_DO(add_requests(actor, *list.signer, list));
  }
  CHARTA_TRY_DO(add_items(actor, list));
  oldest_first(list.lines);
  return list;
}

Result<DeficiencyView> MyList::decline(const Actor& actor, chart_completion::DeficiencyId id, const std::string& reason,
                                       const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::sign_documents));
  CHARTA_TRY(const auto signer, signatures_.signer_of(actor));
  CHARTA_TRY(const auto view, completion_.get(actor, id));
  if (!signer.is(view.row.responsible))
    return fail(ErrorKind::forbidden, "somebody else is asked for this; only they say that it is not theirs", "deficiency");
  // The step is the department's; for what they are asked themselves, whoever is asked may take it.
  Actor themselves = actor;
  themselves.permissions.set(static_cast<std::size_t>(Permission::file_documents));
  chart_completion::DeficiencyAct act;
  act.event = "decline";
  act.reason = reason;
  act.note = note;
  return completion_.act(themselves, id, act);
}

}  // namespace charta::signatures
