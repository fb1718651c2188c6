// SPDX-License-Identifier: Apache-2.0
// What a hand-off says by itself, section by section.
#include "department/shift_desk/shift_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <set>

namespace charta::shift_desk {
namespace {

using access::Actor;

constexpr std::size_t lines_of_section = 100;
const std::set<std::string_view> said_elsewhere{"paper-requisition", "paper-loan", "missing-volume", "shift-hand-off"};

std::string_view section_of(const BoardLine& one) {
  if (one.next == "deliver") return "deliveries";
  if (one.line.requisition.priority == worklists::Priority::stat) return "stat";
  return one.line.requisition.priority == worklists::Priority::urgent ? "urgent" : "due";
}

std::string name_of(const paper_charts::Volume& volume) {
  return paper_charts::spaced(volume.chart_number) + " vol. " + std::to_string(volume.number);
}

HandOffLine line_of(const BoardLine& one) {
  const auto& [asked, volume, place, kind, deliver_to, walk] = one.line;
  HandOffLine line;
  line.key = asked.id.text();
  line.what = name_of(volume);
  line.says = worklists::title_of(paper_charts::requisition_machine(), asked.state) + ": " + place + " -> " + deliver_to;
  line.link = "/app/worklists/paper-requisition?item=" + asked.item.text();
  line.at = asked.needed_at;
  line.is_late = one.left.seconds < 0;
  line.volume = volume.id.key();
  return line;
}

/// Its lines as far as they are listed; the total says how many there are.
void add_section(HandOffContent& content, std::string code, std::vector<HandOffLine> lines, std::int64_t total = -1) {
  const auto all = total < 0 ? static_cast<std::int64_t>(lines.size()) : total;
  if (lines.size() > lines_of_section) lines.resize(lines_of_section);
  content.sections.push_back({std::move(code), std::move(lines), all, 0});
}

std::string detail_of(const worklists::WorkItem& item, std::string_view member) {
  const auto document = json::Document::parse(item.detail);
  return document ? std::string(document->root()[member].text()) : std::string();
}

}  // namespace

Result<void> ShiftService::add_requests(const Actor& actor, HandOffContent& content) {
  CHARTA_TRY(const auto board, open_lines(actor));
  for (const auto* code : {"stat", "urgent", "due", "deliveries"}) {
    std::vector<HandOffLine> lines;
    for (const auto& one : board)
      if (section_of(one) == code) lines.push_back(line_of(one));
    add_section(content, code, std::move(lines));
  }
  return {};
}

Result<void> ShiftService::add_hunts(const Actor& actor, HandOffContent& content) {
  worklists::Filter filter;
  filter.kind = paper_charts::missing_machine().kind;
  filter.sort = "created_at";
  filter.limit = static_cast<std::int64_t>(lines_of_section);
  CHARTA_TRY(const auto page, worklists_.list(actor, filter));
  std::vector<HandOffLine> lines;
  for (const auto& item : page.items) {
    HandOffLine line;
    line.key = item.id.text() + ":" + item.state;  // another step is news
    line.what = detail_of(item, "title");
    line.says = worklists_.state_title(item) + ", last at " + detail_of(item, "source");
    line.link = "/app/file-room/hunts/" + paper_charts::VolumeId(item.subject).text();
    line.at = item.created_at;
    line.is_late = item.due_at && *item.due_at < content.written_at;
    line.volume = item.subject;
    lines.push_back(std::move(line));
  }
  add_section(content, "hunts", std::move(lines), page.total);
  return {};
}

Result<void> ShiftService::add_stock(const Actor& actor, HandOffContent& content) {
  CHARTA_TRY(const auto overdue, paper_.overdue_by_class(actor));
  std::vector<HandOffLine> loans, returns;
  for (const auto& one : overdue)
    loans.push_back({one.loan_class,
                     worklists::title_of(one.loan_class),
                     {},
                     "/app/file-room?tab=overdue",
                     one.oldest_due,
                     one.volumes,
                     true,
                     0});
  CHARTA_TRY(const auto carts, paper_.carts(actor));
  for (const auto& one : carts)
    returns.push_back({one.cart.text(), one.path, {}, "/app/file-room", one.oldest, one.volumes, false, 0});
  add_section(content, "loans", std::move(loans));
  add_section(content, "returns", std::move(returns));
  return {};
}

Result<void> ShiftService::add_queues(const Actor& actor, HandOffContent& content) {
  CHARTA_TRY(const auto counts, worklists_.counts(actor));
  std::vector<HandOffLine> lines;
  for (const auto* machine : worklists_.machines(actor)) {
    if (said_elsewhere.contains(machine->kind)) continue;
    HandOffLine line{std::string(machine->kind),
                     std::string(machine->title),
                     {},
                     "/app/worklists/" + std::string(machine->kind),
                     {},
                     0,
                     false,
                     0};
    for (const auto& one : counts) {
      if (one.kind != machine->kind || !one.is_asked) continue;
      line.count += one.open;
      line.is_late = line.is_late || one.overdue > 0;
    }
    if (line.count == 0) continue;
    worklists::Filter filter;
    filter.kind = machine->kind;
    filter.sort = "created_at";
    filter.limit = 1;
    CHARTA_TRY(const auto oldest, worklists_.list(actor, filter));
    if (!oldest.items.empty()) line.at = oldest.items.front().created_at;
    lines.push_back(std::move(line));
  }
  add_section(content, "queues", std::move(lines));
  return {};
}

Result<HandOffContent> ShiftService::compose(const Actor& actor, HandOffId id) {
  HandOffContent content;
  content.written_at = clock_.now();
  CHARTA_TRY_DO(add_requests(actor, content));
  CHARTA_TRY_DO(add_hunts(actor, content));
  CHARTA_TRY_DO(add_stock(actor, content));
  CHARTA_TRY_DO(add_queues(actor, content));
  std::vector<HandOffLine> faults, notes;
  if (questions_.faults) {
    CHARTA_TRY(faults, questions_.faults(actor));
  }
  add_section(content, "faults", std::move(faults));
  CHARTA_TRY(const auto written, store_.read([&](store::Reader& reader) { return rows_.notes(reader, id); }));
  for (const auto& one : written) notes.push_back({print_key(one.key), one.author.text(), one.text, {}, one.at, 0, false, 0});
  add_section(content, "notes", std::move(notes));
  return content;
}

}  // namespace charta::shift_desk
