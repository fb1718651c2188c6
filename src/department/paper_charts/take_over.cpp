// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/take_over.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace charta::paper_charts {
namespace {

constexpr std::size_t lines_a_unit = 250, refusals_kept = 1000;

struct FileKind {
  std::string_view what;
  std::vector<std::string_view> must, may;
};

const std::vector<FileKind>& file_kinds() {
  static const std::vector<FileKind> kinds{
      {"places", {"place", "kind"}, {"code", "barcode", "capacity", "first_number", "order", "walk", "loan_class"}},
      {"old-numbers", {"patient", "old_number"}, {"assigner", "scheme", "hospital", "barcode"}},
      {"volumes",
       {"patient", "barcode", "home"},
       {"assigner", "kind", "medium", "number", "chart_number", "from", "until", "position", "place", "since", "purpose", "state",
        "certificate", "old_number", "scheme", "hospital"}}};
  return kinds;
}

/// The kind whose columns the heading has, and no others.
const FileKind* kind_of_heading(const std::vector<std::string>& heading) {
  const auto has = [&](std::string_view name) { return std::find(heading.begin(), heading.end(), name) != heading.end(); };
  for (const auto& kind : file_kinds()) {
    const bool has_all = std::all_of(kind.must.begin(), kind.must.end(), has);
    const bool has_others = std::any_of(heading.begin(), heading.end(), [&](const std::string& name) {
      return std::find(kind.must.begin(), kind.must.end(), name) == kind.must.end() &&
             std::find(kind.may.begin(), kind.may.end(), name) == kind.may.end();
    });
    if (has_all && !has_others) return &kind;
  }
  return nullptr;
}

const std::string& value_of(const std::unordered_map<std::string, std::string>& line, const std::string& name) {
  static const std::string none;
  const auto found = line.find(name);
  return found == line.end() ? none : found->second;
}

Result<std::int64_t> number_in(const std::string& text, std::string_view column) {
  if (text.empty()) return std::int64_t{0};
  const auto number = parse_integer(text);
  if (!number || *number < 0)
    return fail(ErrorKind::invalid, std::string(column) + ": '" + text + "' is no whole number", std::string(column));
  return static_cast<std::int64_t>(*number);
}

Result<std::optional<Instant>> day_in_line(const std::string& text, std::string_view column) {
  if (text.empty()) return std::optional<Instant>();
  const auto day = Date::parse(text);
  if (!day)
    return fail(ErrorKind::invalid, std::string(column) + ": '" + text + "' is no day; write 2026-03-01", std::string(column));
  return std::optional(Instant(std::chrono::duration_cast<std::chrono::milliseconds>(day->days().time_since_epoch()).count()));
}

/// What is wrong with the line itself; everything else ends the whole run.
bool is_of_the_line(const Error& error) {
  return error.kind != ErrorKind::unavailable && error.kind != ErrorKind::internal && error.kind != ErrorKind::forbidden;
}

std::vector<std::string> parts_of_path(const std::string& path) {
  std::vector<std::string> parts;
  for (const auto part : split(path, '/')) parts.emplace_back(trimmed(part));
  return parts;
}

std::string joined_path(const std::vector<std::string>& parts, std::size_t count) {
  std::string path;
  for (std::size_t i = 0; i < count; ++i) path += (i == 0 ? "" : " / ") + parts[i];
  return path;
}

}  // namespace

Result<std::vector<std::pair<int, TakeOver::Line>>> TakeOver::lines_of(std::string_view csv, std::string& what) const {
  delimited::Reader headings(csv);
  CHARTA_TRY(const auto first, headings.next());
  if (!first) return fail(ErrorKind::invalid, "the file is empty; its first line names the columns", "1");
  std::vector<std::string> heading;
  for (const auto name : *first) heading.push_back(lower_ascii(trimmed(name)));
  const auto* kind = kind_of_heading(heading);
  if (kind == nullptr)
    return fail(ErrorKind::invalid,
                "line 1 names columns that no list of a file room has; docs/formats/file-room-index.md shows the three", "1");
  what = std::string(kind->what);
  std::vector<std::pair<int, Line>> lines;
  while (true) {
    CHARTA_TRY(const auto row, headings.next());
    if (!row) return lines;
    if (row->size() != heading.size())
      return fail(ErrorKind::invalid,
                  "line " + std::to_string(headings.line()) + " has " + std::to_string(row->size()) + " fields and the heading " +
                      std::to_string(heading.size()) + "; the file is broken, and nothing of it was taken",
                  std::to_string(headings.line()));
    Line line;
    for (std::size_t i = 0; i < heading.size(); ++i)
      if (const auto value = trimmed((*row)[i]); !value.empty()) line.emplace(heading[i], std::string(value));
    lines.emplace_back(headings.line(), std::move(line));
  }
}

Result<TakenOver> TakeOver::read(const access::Actor& actor, std::string_view csv,
                                 const std::function<void(std::int64_t)>& progress) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  if (!is_valid_utf8(csv))
    return fail(ErrorKind::invalid, "the file is not UTF-8; save it as such, and nothing of it was taken", "1");
  TakenOver all;
  CHARTA_TRY(const auto lines, lines_of(csv, all.what));
  places_.clear();
  for (std::size_t from = 0; from < lines.size(); from += lines_a_unit) {
    const auto until = std::min(lines.size(), from + lines_a_unit);
    CHARTA_TRY(const auto part, store_.write([&](store::UnitOfWork& work) -> Result<TakenOver> {
      TakenOver taken;
      for (std::size_t i = from; i < until; ++i) {
        Outcome outcome = Outcome::known;
        const auto done = work.savepoint([&]() -> Result<void> {
          CHARTA_TRY(outcome, take(work, actor, all.what, lines[i].second));
          return {};
        });
        ++taken.lines;
        if (done) {
          ++(outcome == Outcome::made ? taken.made : taken.known);
        } else if (is_of_the_line(done.error())) {
          ++taken.refused;
          taken.refusals.push_back({lines[i].first, done.error().message});
        } else {
          return done.error();
        }
      }
      return taken;
    }));
    all.lines += part.lines, all.made += part.made, all.known += part.known, all.refused += part.refused;
    for (const auto& one : part.refusals)
      if (all.refusals.size() < refusals_kept) all.refusals.push_back(one);
    if (progress) progress(all.lines);
  }
  return all;
}

Result<TakeOver::Outcome> TakeOver::take(store::UnitOfWork& work, const access::Actor& actor, const std::string& what,
                                         const Line& line) {
  if (what == "places") return take_place(work, actor, line);
  if (what == "volumes") return take_volume(work, actor, line);
  return take_number(work, actor, line);
}

Result<PlaceId> TakeOver::place(store::Reader& reader, const std::string& path) {
  const auto parts = parts_of_path(path);
  const std::string whole = joined_path(parts, parts.size());
  const auto known = places_.find(whole);
  if (known != places_.end()) return known->second;
  CHARTA_TRY(const auto found, paper_.place_of_path(reader, whole));
  if (!found) return fail(ErrorKind::not_found, "no open place '" + whole + "'; take the places over first", "place");
  places_.emplace(whole, *found);
  return *found;
}

Result<TakeOver::Outcome> TakeOver::take_place(store::UnitOfWork& work, const access::Actor& actor, const Line& line) {
  const auto parts = parts_of_path(value_of(line, "place"));
  if (parts.empty() || std::any_of(parts.begin(), parts.end(), [](const std::string& one) { return one.empty(); }))
    return fail(ErrorKind::missing, "a place is named with what it stands in: 'Main house / File room / Bay 1'", "place");
  const auto kind = parse_place_kind(value_of(line, "kind"));
  if (!kind) return fail(ErrorKind::unknown_code, "'" + value_of(line, "kind") + "' is no kind of place", "kind");
  CHARTA_TRY(const auto known, paper_.place_of_path(work, joined_path(parts, parts.size())));
  if (known) {
    CHARTA_TRY(const auto stands, paper_.place(work, *known));
    if (stands && stands->kind != *kind)
      return fail(ErrorKind::business_rule, "this place is here already, as a " + std::string(place_kind_code(stands->kind)),
                  "kind");
    return Outcome::known;
  }
  const auto order = parse_filing_order(value_of(line, "order").empty() ? "terminal-digit" : value_of(line, "order"));
  if (!order) return fail(ErrorKind::unknown_code, "'" + value_of(line, "order") + "' is no filing order", "order");
  Place one;
  one.id = keys_.next<PlaceId>();
  one.kind = *kind;
  one.name = parts.back();
  if (parts.size() > 1) {
    CHARTA_TRY(const auto parent, paper_.place_of_path(work, joined_path(parts, parts.size() - 1)));
    if (!parent)
      return fail(ErrorKind::not_found, "it stands in '" + joined_path(parts, parts.size() - 1) + "', which is not here yet",
                  "place");
    one.parent = *parent;
  }
  one.code = value_of(line, "code");
  one.loan_class = value_of(line, "loan_class");
  CHARTA_TRY(one.capacity, number_in(value_of(line, "capacity"), "capacity"));
  CHARTA_TRY(one.walk, number_in(value_of(line, "walk"), "walk"));
  one.barcode =
      value_of(line, "barcode").empty() ? barcode_of(Scanned::place, one.id.key()) : upper_ascii(value_of(line, "barcode"));
  CHARTA_TRY_DO(paper_.add_place(work, actor, one, value_of(line, "first_number"), *order));
  return Outcome::made;
}

/// By an exact number, of the assigner that is named; records that are linked are one person.
Result<PatientId> TakeOver::person(store::Reader& reader, const access::Actor& actor, const std::string& number,
                                   const std::string& assigner) {
  const std::string wanted = patient_index::folded_number(number);
  if (wanted.empty()) return fail(ErrorKind::missing, "say the person's number", "patient");
  std::vector<PatientId> near;
  CHARTA_TRY_DO(index_.rows().by_number(reader, wanted, actor.visibility, 200, [&](PatientId patient) {
    near.push_back(patient);
    return true;
  }));
  PatientId only;
  std::set<PatientId> standing;
  for (const auto patient : near) {
    CHARTA_TRY(const auto known, index_.rows().person(reader, patient));
    if (!known || known->deleted) continue;
    const auto& numbers = known->record.who.identifiers;
    const bool is_it = std::any_of(numbers.begin(), numbers.end(), [&](const patient_index::Identifier& one) {
      return patient_index::folded_number(one.value) == wanted && (assigner.empty() || one.assigner == assigner);
    });
    if (!is_it) continue;
    only = patient;
    CHARTA_TRY(const auto stands, index_.survivor_of(reader, patient));
    standing.insert(stands);
  }
  if (standing.empty()) return fail(ErrorKind::not_found, "patient: nobody here has the number " + number, "patient");
  if (standing.size() > 1)
    return fail(ErrorKind::business_rule,
                "patient: " + std::to_string(standing.size()) + " people have the number " + number +
                    "; name its assigner in the column 'assigner'",
                "patient");
  return near.size() == 1 ? only : *standing.begin();
}

Result<TakeOver::Outcome> TakeOver::take_volume(store::UnitOfWork& work, const access::Actor& actor, const Line& line) {
  NewVolume volume;
  volume.barcode = upper_ascii(value_of(line, "barcode"));
  if (volume.barcode.empty())
    return fail(ErrorKind::missing, "barcode: without one the same line could not be known a second time", "barcode");
  CHARTA_TRY(volume.patient, person(work, actor, value_of(line, "patient"), value_of(line, "assigner")));
  CHARTA_TRY(const auto known, paper_.volume_by_barcode(work, volume.barcode));
  if (known) {
    CHARTA_TRY(const auto records, index_.expand(work, volume.patient));
    if (std::find(records.begin(), records.end(), known->volume.patient) == records.end())
      return fail(ErrorKind::business_rule, "barcode: this label is on a volume of somebody else", "barcode");
    return Outcome::known;
  }
  CHARTA_TRY(volume.home, place(work, value_of(line, "home")));
  if (const auto& kind = value_of(line, "kind"); !kind.empty()) volume.kind = kind;
  if (const auto& medium = value_of(line, "medium"); !medium.empty()) volume.medium = medium;
  CHARTA_TRY(volume.number, number_in(value_of(line, "number"), "number"));
  volume.chart_number = value_of(line, "chart_number").empty() ? value_of(line, "patient") : value_of(line, "chart_number");
  volume.position = value_of(line, "position");
  volume.from_day = value_of(line, "from");
  volume.until_day = value_of(line, "until");
  CHARTA_TRY(volume.made_at, day_in_line(value_of(line, "since"), "since"));
  if (const auto& old = value_of(line, "old_number"); !old.empty()) {
    OldNumber number;
    number.value = old;
    number.hospital = value_of(line, "hospital");
    if (const auto& scheme = value_of(line, "scheme"); !scheme.empty()) number.scheme = scheme;
    volume.old_numbers.push_back(number);
  }
  CHARTA_TRY(const auto id, paper_.add_volume(work, actor, volume));
  CHARTA_TRY_DO(bring_to(work, actor, id, line));
  return Outcome::made;
}

/// Where it is now: a loan, off site, missing, destroyed; each by the movement that a scan would have made.
Result<void> TakeOver::bring_to(store::UnitOfWork& work, const access::Actor& actor, VolumeId id, const Line& line) {
  MovementCommand command;
  command.purpose = value_of(line, "purpose");
  command.note = "taken over";
  CHARTA_TRY(command.said_at, day_in_line(value_of(line, "since"), "since"));
  if (const auto& path = value_of(line, "place"); !path.empty()) {
    CHARTA_TRY(command.to, place(work, path));
    CHARTA_TRY(const auto to, paper_.place(work, command.to));
    CHARTA_TRY(const auto outer, paper_.place(work, to->parent));
    const bool is_away = is_outside(to->kind) || (outer && outer->kind == PlaceKind::vendor);
    command.kind = is_borrower(to->kind)                ? "charge-out"
                   : to->kind == PlaceKind::institution ? "transfer-out"
                   : is_away                            ? "send-off-site"
                                                        : "move";
    CHARTA_TRY_DO(paper_.move(work, actor, id, command));
    command.to = PlaceId();
  }
  const auto& state = value_of(line, "state");
  if (state.empty()) return {};
  if (state != "missing" && state != "destroyed" && state != "inactive")
    return fail(ErrorKind::unknown_code, "state: '" + state + "' is none of missing, destroyed, inactive", "state");
  command.kind = state == "missing" ? "mark-missing" : state == "inactive" ? "inactivate" : "scan-and-destroy";
  command.certificate = value_of(line, "certificate");
  if (state == "destroyed") command.reason = "taken-over";
  CHARTA_TRY_DO(paper_.move(work, actor, id, command));
  return {};
}

Result<TakeOver::Outcome> TakeOver::take_number(store::UnitOfWork& work, const access::Actor& actor, const Line& line) {
  OldNumber number;
  CHARTA_TRY(number.patient, person(work, actor, value_of(line, "patient"), value_of(line, "assigner")));
  number.value = value_of(line, "old_number");
  number.hospital = value_of(line, "hospital");
  if (const auto& scheme = value_of(line, "scheme"); !scheme.empty()) number.scheme = scheme;
  if (const auto& barcode = value_of(line, "barcode"); !barcode.empty()) {
    CHARTA_TRY(const auto volume, paper_.volume_by_barcode(work, upper_ascii(barcode)));
    if (!volume) return fail(ErrorKind::not_found, "barcode: no volume has this label", "barcode");
    number.volume = volume->volume.id;
    number.patient = volume->volume.patient;
  }
  CHARTA_TRY(const bool is_new, paper_.add_old_number(work, actor, number));
  return is_new ? Outcome::made : Outcome::known;
}

}  // namespace charta::paper_charts
