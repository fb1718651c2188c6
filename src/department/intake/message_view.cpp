// SPDX-License-Identifier: Apache-2.0
// The message browser: lists, the parsed view, what was made of a message; and importing files.
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "department/intake/arrival.hpp"
#include "department/intake/intake_service.hpp"
#include "formats/hl7v2/mllp.hpp"
#include "formats/hl7v2/titles.hpp"

namespace charta::intake {
namespace {

constexpr std::size_t longest_value = 2000;  ///< embedded documents are shown by their beginning

std::string shown(std::string text) {
  if (text.size() > longest_value) text = text.substr(0, longest_value) + "… (" + std::to_string(text.size()) + " bytes)";
  return text;
}

void add_parts(ParsedField& field, const hl7v2::Repetition& repetition, std::string_view segment, int number) {
  if (repetition.raw().size() > longest_value) return;
  for (int part = 1; part <= 30; ++part) {
    const auto component = repetition.component(part);
    if (component.empty()) continue;
    field.parts.push_back({field.position + "." + std::to_string(part), std::string(hl7v2::component_title(segment, number, part)), component.text(), {}});
  }
  if (field.parts.size() == 1 && field.parts.front().value == field.value) field.parts.clear();
}

ParsedSegment parsed_segment(const hl7v2::Segment& segment) {
  ParsedSegment parsed{std::string(segment.name()), std::string(hl7v2::segment_title(segment.name())), {}};
  for (int number = 1; number <= segment.field_count(); ++number) {
    const auto field = segment.field(number);
    if (field.empty()) continue;
    const std::string position = std::string(segment.name()) + "-" + std::to_string(number);
    const std::string name(hl7v2::field_title(segment.name(), number));
    const bool is_delimiters = segment.name() == "MSH" && number <= 2;
    if (is_delimiters) {
      parsed.fields.push_back({position, name, std::string(field.raw()), {}});
      continue;
    }
    int count = 0;
    for (const auto& repetition : field.repetitions()) {
      ++count;
      ParsedField row{count == 1 ? position : position + "[" + std::to_string(count) + "]", name, shown(static_cast<const hl7v2::Piece&>(repetition).text()), {}};
      add_parts(row, repetition, segment.name(), number);
      parsed.fields.push_back(std::move(row));
    }
  }
  return parsed;
}

}  // namespace

std::vector<ParsedSegment> parsed_view(const hl7v2::Message& message) {
  std::vector<ParsedSegment> segments;
  for (const auto& segment : message.segments()) segments.push_back(parsed_segment(segment));
  return segments;
}

/// A document's particulars, then each of its sections with its account.
std::vector<ParsedSegment> parsed_view(const cda::MappedDocument& document) {
  const auto& header = document.header;
  ParsedSegment head{"Document", header.title, {}};
  const auto add = [](ParsedSegment& segment, std::string name, std::string value) {
    if (!value.empty()) segment.fields.push_back({{}, std::move(name), shown(std::move(value)), {}});
  };
  add(head, "Id", header.id.text());
  add(head, "Type", header.type_code + (header.type_display.empty() ? "" : " " + header.type_display));
  add(head, "Release", header.release);
  add(head, "Date", header.effective);
  add(head, "Kept by", header.custodian);
  for (const auto name : document.patient["name"]) add(head, "Patient", std::string(name["family"].text()) + ", " + std::string(name["given"].at(0).text()));
  add(head, "Born", std::string(document.patient["birthDate"].text()));
  for (const auto id : document.patient["identifier"]) add(head, "Number", std::string(id["value"].text()) + " (" + std::string(id["system"].text()) + ")");
  for (const auto& warning : document.warnings) add(head, "Not as C-CDA asks", warning);
  std::vector<ParsedSegment> segments{std::move(head)};
  for (const auto& section : document.sections) {
    ParsedSegment one{section.code, section.title, {}};
    add(one, "Taken as", section.kind);
    add(one, "Entries", std::to_string(section.entries));
    add(one, "Statements", std::to_string(section.mapped) + " of " + std::to_string(section.statements) + " as data");
    for (const auto& left : section.not_mapped) add(one, "Kept as text", left.where + ": " + left.reason);
    segments.push_back(std::move(one));
  }
  return segments;
}

std::string print_outcome(const std::vector<OutcomeLine>& lines) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& line : lines) out.begin_array().string(line.text).string(line.link_type).string(line.link_id).end_array();
  out.end_array();
  return text;
}

std::vector<OutcomeLine> parse_outcome_lines(std::string_view text) {
  std::vector<OutcomeLine> lines;
  const auto document = json::Document::parse(text);
  if (!document) return lines;
  for (const auto row : document->root()) lines.push_back({std::string(row.at(0).text()), std::string(row.at(1).text()), std::string(row.at(2).text())});
  return lines;
}

Result<IntakeService::Page> IntakeService::list(const access::Actor& actor, const JournalFilter& filter) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_messages));
  return store_.read([&](store::Reader& reader) -> Result<Page> {
    Page page;
    CHARTA_TRY(page.total, journal_.count(reader, filter, actor.visibility));
    CHARTA_TRY(auto rows, journal_.list(reader, filter, actor.visibility));
    for (auto& row : rows) {
      std::string sentence = row.detail.empty() ? hold_sentence(row.reason) : row.detail;
      page.items.push_back({std::move(row), std::move(sentence)});
    }
    return page;
  });
}

Result<JournalRow> IntakeService::find(const access::Actor& actor, MessageId message) {
  CHARTA_TRY(auto row, store_.read([&](store::Reader& reader) { return journal_.find(reader, message); }));
  if (!row || !actor.visibility.sees(row->facility, row->sensitivity, row->patient)) return fail(ErrorKind::not_found, "no message " + message.text());
  return std::move(*row);
}

Result<MessageView> IntakeService::view(const access::Actor& actor, MessageId message) {
  CHARTA_TRY(auto row, find(actor, message));  // first: what is not there is no matter of permission
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_messages));
  MessageView view;
  CHARTA_TRY(view.raw, load_body(store_.blobs(), row.body, row.size));
  if (sha256(view.raw) != row.hash) return fail(ErrorKind::internal, "the bytes of message " + message.text() + " are not those that were received");
  if (is_document(row)) {
    if (const auto document = cda::map_document(view.raw, TimeZone::utc())) view.segments = parsed_view(*document);
  } else if (const auto parsed = hl7v2::Message::parse(view.raw)) {
    view.segments = parsed_view(*parsed);
  }
  view.outcome = parse_outcome_lines(row.outcome);
  view.reason_sentence = row.detail.empty() ? hold_sentence(row.reason) : row.detail;
  if (row.duplicates > 0) view.outcome.push_back({"sent again " + std::to_string(row.duplicates) + " times; acknowledged again, filed once", {}, {}});
  if (!row.reason.empty() && row.state == "held") view.outcome.insert(view.outcome.begin(), {"held: " + view.reason_sentence, "work-item", row.work_item.text()});
  const bool held = row.state == "held";
  view.may_replay = held && actor.may(access::Permission::replay_messages);
  view.may_assign = held && actor.may(access::Permission::assign_patient);
  view.may_ignore = (held || row.state == "refused") && actor.may(access::Permission::ignore_messages);
  row.body = {};
  view.row = std::move(row);
  CHARTA_TRY_DO(ledger_.record_read(actor.author, {ledger::Act::viewed, "message", message.key(), 0, view.row.patient, {}, {}, view.row.hash}));
  return view;
}

Result<MessageJournal::Counts> IntakeService::counts(const access::Actor& actor, Instant since) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_messages));
  return store_.read([&](store::Reader& reader) { return journal_.counts(reader, since); });
}

Result<std::vector<patient_index::RankedCandidate>> IntakeService::candidates(const access::Actor& actor, MessageId message, std::size_t limit) {
  CHARTA_TRY(const auto row, find(actor, message));
  CHARTA_TRY(const auto arrival, reopen(row, std::nullopt));
  if (arrival.document) return index_.candidates(actor, patient_index::demographics_of(arrival.document->patient), limit);
  if (!arrival.message || arrival.message->first("PID") == nullptr) return std::vector<patient_index::RankedCandidate>();
  const auto received = patient_index::demographics_of(*arrival.message->first("PID"), sender_of(arrival.partner, arrival.header));
  return index_.candidates(actor, received, limit);
}

Result<Imported> IntakeService::import_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::not_found, path + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(ErrorKind::unavailable, path + " could not be read to its end");
  return import_bytes(text.str(), path);
}

Imported IntakeService::import_bytes(BytesView file, const std::string& name) {
  Imported imported;
  std::vector<std::string> framed;
  std::vector<std::string_view> messages;
  if (!file.empty() && file.front() == '\x0B') {
    hl7v2::MllpFramer framer(options_.size_limit);
    framer.feed(file);
    std::string message;
    for (auto event = framer.next(message); event != hl7v2::MllpFramer::Event::need_more; event = framer.next(message)) {
      if (event == hl7v2::MllpFramer::Event::message) framed.push_back(message);
      if (event == hl7v2::MllpFramer::Event::too_large) imported.warnings.push_back(name + ": a message is over the size limit");
    }
    messages.assign(framed.begin(), framed.end());
    if (framer.in_frame()) imported.warnings.push_back(name + ": the last frame is cut off");
  } else {
    auto batch = hl7v2::split_batch(file);
    messages = std::move(batch.messages);
    imported.warnings = std::move(batch.warnings);
  }
  for (const auto message : messages) {
    ++imported.messages;
    const auto received = receive(message, {"import", name, AckMode::done});
    switch (received.outcome) {
      case Outcome::filed: ++imported.filed; break;
      case Outcome::duplicate: ++imported.duplicates; break;
      case Outcome::unreadable:
      case Outcome::too_large:
      case Outcome::unavailable: ++imported.refused; break;
      default: ++imported.held; break;
    }
  }
  return imported;
}

}  // namespace charta::intake
