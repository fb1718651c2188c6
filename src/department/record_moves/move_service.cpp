// SPDX-License-Identifier: Apache-2.0
#include "department/record_moves/move_service.hpp"

#include "department/chart/chart_entry.hpp"
#include "record/resources/record_counts_store.hpp"

#include <algorithm>
#include <array>

namespace charta::record_moves {
namespace {

using access::Actor;
using access::Permission;
using resources::StoredResource;

constexpr int attempts = 5;
constexpr auto withheld_bit = static_cast<access::SensitivityMask>(access::Sensitivity::quarantined);

std::string name_of(const StoredResource& stored) {
  return stored.type + "/" + stored.id;
}

std::string title_of(const StoredResource& stored, json::Value resource) {
  return chart::has_timeline_entry(stored.type) ? chart::entry_of(resource, stored.last_updated).title : stored.type;
}

bool is_seeing(std::string_view act) {
  static constexpr std::array<std::string_view, 4> acts{"viewed", "printed", "exported", "sent"};
  return std::find(acts.begin(), acts.end(), act) != acts.end();
}

}  // namespace

bool may_move(std::string_view type) {
  return chart::has_timeline_entry(type);
}

Result<std::string> MoveService::reference_to(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto person, index_.rows().person(reader, patient));
  if (!person || person->deleted) return fail(ErrorKind::not_found, "no patient record " + patient.text());
  return "Patient/" + person->fhir_id;
}

/// Everything of a record but the patient itself and the Binaries, which are found through what they are attached to.
Result<std::vector<StoredResource>> MoveService::record_of(store::Reader& reader, PatientId patient) const {
  std::vector<StoredResource> record;
  CHARTA_TRY(const auto counts, resources::counts_of_record(reader, patient));
  for (const auto& [type, count] : counts) {
    if (type == "Patient" || type == "Binary") continue;
    CHARTA_TRY(auto some, resources_.of_patient(reader, patient, type, count));
    for (auto& one : some) record.push_back(std::move(one));
  }
  return record;
}

Result<std::vector<StoredResource>> MoveService::choose(store::Reader& reader, const MoveOrder& order,
                                                        std::set<std::string>& going) const {
  std::set<std::string> chosen;
  for (const ResourceId key : order.chosen) {
    CHARTA_TRY(const auto stored, resources_.load(reader, key));
    if (!stored || stored->deleted) return fail(ErrorKind::not_found, "nothing stands under " + key.text());
    if (stored->patient != order.from)
      return fail(ErrorKind::business_rule, name_of(*stored) + " does not stand with patient record " + order.from.text());
    chosen.insert(name_of(*stored));
  }
  CHARTA_TRY(auto record, record_of(reader, order.from));
  std::vector<Belonging> belongings;
  for (const auto& stored : record) {
    CHARTA_TRY(const auto document, json::Document::parse(stored.json));
    belongings.push_back(belonging_of(document.root()));
    belongings.back().type = stored.type;
    belongings.back().id = stored.id;
  }
  going = going_along(belongings, chosen);
  std::erase_if(record, [&](const StoredResource& stored) { return !going.contains(name_of(stored)); });
  for (const auto& name : going) {
    if (!name.starts_with("Binary/")) continue;
    CHARTA_TRY(auto binary, resources_.load(reader, "Binary", std::string_view(name).substr(7)));
    if (binary && !binary->deleted) record.push_back(std::move(*binary));
  }
  // The chosen ones first: the trace is named by them.
  std::stable_partition(record.begin(), record.end(),
                        [&](const StoredResource& stored) { return chosen.contains(name_of(stored)); });
  return record;
}

Result<resources::Prepared> MoveService::rewrite(const StoredResource& stored, const MoveOrder& order, const std::string& from,
                                                 const std::string& to, const std::set<std::string>& going, const Piece* undone,
                                                 std::string& left_behind) const {
  CHARTA_TRY(const auto before, json::Document::parse(stored.json));
  json::Document document;
  const hl7v2_fhir::Sender nobody;
  hl7v2_fhir::Elements make(document, nobody);
  auto resource = make.editable(before.root());
  left_behind = order.from == order.to ? std::string() : change_patient(document, resource, from, to, going);
  if (undone != nullptr) put_back(document, resource, undone->left_behind);
  if (stored.type == "Encounter") change_account(make, resource, order.account);
  resources::PutOptions options;
  options.source = "move";
  options.key = stored.key;
  options.if_version = stored.version;
  options.facility = stored.facility;
  // What the old record put on everything in it stays behind; the new record puts on its own. What was withheld as the wrong
  // patient's is home now.
  options.sensitivity = stored.sensitivity & ~resources_.security_labels().of_the_whole_record() & ~withheld_bit;
  return resources_.prepare(resource, options);
}

Result<PreparedMove> MoveService::prepare(store::Reader& reader, const MoveOrder& order) const {
  CHARTA_TRY(const auto from, reference_to(reader, order.from));
  CHARTA_TRY(const auto to, reference_to(reader, order.to));
  std::set<std::string> going;
  CHARTA_TRY(const auto record, choose(reader, order, going));
  if (record.empty()) return fail(ErrorKind::business_rule, "a visit, document, report, order or appointment can be moved", "type");
  PreparedMove prepared;
  auto& move = prepared.move;
  move.from = order.from;
  move.to = order.to;
  move.origin = order.origin;
  move.reason = order.reason;
  move.note = order.note;
  move.message = order.message;
  for (const auto& stored : record) {
    if (order.from == order.to && stored.type != "Encounter") continue;
    Piece piece{stored.key, stored.type, stored.id, stored.version + 1, {}};
    CHARTA_TRY(auto write, rewrite(stored, order, from, to, going, nullptr, piece.left_behind));
    prepared.writes.push_back(std::move(write));
    move.pieces.push_back(std::move(piece));
  }
  CHARTA_TRY(const auto first, json::Document::parse(record.front().json));
  move.root_type = record.front().type;
  move.root_id = record.front().id;
  move.title = title_of(record.front(), first.root());
  return prepared;
}

Result<void> MoveService::carry_out(store::UnitOfWork& work, const Actor& actor, PreparedMove& prepared) const {
  auto& move = prepared.move;
  move.id = keys_.next<MoveId>();
  move.at = clock_.now();
  move.moved_by = actor.author.user;
  happenings::RecordMoved moved{move.from, move.to, {}, move.message.is_set() ? move.message.text() : std::string()};
  for (std::size_t i = 0; i < prepared.writes.size(); ++i) {
    CHARTA_TRY(const auto written, resources_.put(work, actor, prepared.writes[i]));
    move.pieces[i].version = written.version;
    CHARTA_TRY(const auto stored, resources_.load(work, written.key));
    if (!stored) return fail(ErrorKind::internal, "a moved piece cannot be read in its own unit");
    moved.pieces.push_back({written.type, written.key, {stored->facility, stored->sensitivity}});
    for (const PatientId patient : {move.from, move.to}) {
      const ledger::Entry entry{
          ledger::Act::moved, written.type, written.key.key(), written.version, patient, move.reason, {}, {}};
      CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
      if (move.from == move.to) break;
    }
  }
  const MoveStore rows;
  CHARTA_TRY_DO(rows.add(work, move));
  if (move.takes_back.is_set()) {
    CHARTA_TRY(const auto ended, rows.take_back(work, move.takes_back, move.id));
    if (ended == 0) return fail(ErrorKind::business_rule, "this move was taken back already");
  }
  return bus_.post(work, std::move(moved));
}

Result<StoredResource> MoveService::chosen(const Actor& actor, std::string_view type, std::string_view id) const {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  if (type.empty())
    return fail(ErrorKind::missing, "say what is to be moved: a visit, document, report, order or appointment", "type");
  if (id.empty()) return fail(ErrorKind::missing, "say which one is to be moved, by its id", "id");
  if (!may_move(type))
    return fail(ErrorKind::business_rule,
                "a visit, document, report, order or appointment can be moved; " + std::string(type) + " goes along with its own",
                "type");
  CHARTA_TRY(auto stored, resources_.read(actor, type, id));
  if (!stored.patient.is_set()) return fail(ErrorKind::business_rule, name_of(stored) + " stands with no patient; file it first");
  CHARTA_TRY_DO(index_.banner(actor, stored.patient));
  return stored;
}

Result<std::vector<StoredResource>> MoveService::with_belongings(store::Reader& reader, const StoredResource& stored) const {
  std::set<std::string> going;
  MoveOrder order;
  order.from = stored.patient;
  order.chosen = {stored.key};
  return choose(reader, order, going);
}

Result<std::vector<Piece>> MoveService::preview(const Actor& actor, std::string_view type, std::string_view id) const {
  CHARTA_TRY(const auto stored, chosen(actor, type, id));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<Piece>> {
    CHARTA_TRY(const auto record, with_belongings(reader, stored));
    std::vector<Piece> pieces;
    for (const auto& one : record) pieces.push_back({one.key, one.type, one.id, one.version, {}});
    return pieces;
  });
}

/// In one unit; prepared again when somebody was faster.
Result<RecordMove> MoveService::finish(const Actor& actor, PreparedMove& prepared) const {
  return store_.write([&](store::UnitOfWork& work) -> Result<RecordMove> {
    CHARTA_TRY_DO(carry_out(work, actor, prepared));
    return prepared.move;
  });
}

Result<RecordMove> MoveService::move(const Actor& actor, const Command& command) const {
  CHARTA_TRY(const auto stored, chosen(actor, command.type, command.id));
  if (command.reason.empty()) return fail(ErrorKind::missing, "say why it stands with the wrong patient", "reason");
  CHARTA_TRY_DO(index_.banner(actor, command.to));
  if (command.to == stored.patient)
    return fail(ErrorKind::business_rule, name_of(stored) + " stands with this patient already", "to");
  MoveOrder order;
  order.from = stored.patient;
  order.to = command.to;
  order.chosen = {stored.key};
  order.reason = command.reason;
  order.note = command.note;
  for (int attempt = 1;; ++attempt) {
    CHARTA_TRY(auto prepared, store_.read([&](store::Reader& reader) { return prepare(reader, order); }));
    auto done = finish(actor, prepared);
    if (done || done.error().kind != ErrorKind::version_conflict || attempt == attempts) return done;
  }
}

Result<PreparedMove> MoveService::prepare_undo(store::Reader& reader, const RecordMove& done, const std::string& reason,
                                               const std::string& note) const {
  MoveOrder order;
  order.from = done.to;
  order.to = done.from;
  CHARTA_TRY(const auto from, reference_to(reader, order.from));
  CHARTA_TRY(const auto to, reference_to(reader, order.to));
  std::set<std::string> going;
  for (const auto& piece : done.pieces) going.insert(piece.type + "/" + piece.id);
  PreparedMove prepared;
  auto& move = prepared.move;
  move = {{}, order.from, order.to, done.root_type, done.root_id, done.title, "desk", reason, note, {}, {}, {}, done.id, {}, {}};
  for (const auto& piece : done.pieces) {
    CHARTA_TRY(const auto stored, resources_.load(reader, piece.resource));
    if (!stored || stored->deleted) continue;  // nothing of it is left to bring back
    if (stored->patient != order.from)
      return fail(ErrorKind::business_rule, name_of(*stored) + " was moved on since; take that move back first");
    Piece back{piece.resource, piece.type, piece.id, stored->version + 1, {}};
    CHARTA_TRY(auto write, rewrite(*stored, order, from, to, going, &piece, back.left_behind));
    prepared.writes.push_back(std::move(write));
    move.pieces.push_back(std::move(back));
  }
  if (prepared.writes.empty()) return fail(ErrorKind::gone, "nothing of what was moved is left");
  return prepared;
}

Result<RecordMove> MoveService::take_back(const Actor& actor, MoveId id, const std::string& reason,
                                          const std::string& note) const {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  if (reason.empty()) return fail(ErrorKind::missing, "say why the move is taken back", "reason");
  for (int attempt = 1;; ++attempt) {
    CHARTA_TRY(const auto done, find(actor, id));
    if (done.taken_back_by.is_set()) return fail(ErrorKind::business_rule, "this move was taken back already");
    if (done.from == done.to)
      return fail(ErrorKind::business_rule, "a change of the account number is mended by its source (A45)");
    CHARTA_TRY(auto prepared, store_.read([&](store::Reader& reader) { return prepare_undo(reader, done, reason, note); }));
    auto undone = finish(actor, prepared);
    if (undone || undone.error().kind != ErrorKind::version_conflict || attempt == attempts) return undone;
  }
}

Result<std::vector<RecordMove>> MoveService::of_patient(const Actor& actor, PatientId patient) const {
  CHARTA_TRY_DO(index_.banner(actor, patient));
  const MoveStore rows;
  return store_.read([&](store::Reader& reader) { return rows.of_patient(reader, patient, 200); });
}

Result<RecordMove> MoveService::find(const Actor& actor, MoveId id) const {
  const MoveStore rows;
  CHARTA_TRY(auto found, store_.read([&](store::Reader& reader) { return rows.find(reader, id); }));
  if (!found) return fail(ErrorKind::not_found, "no move " + id.text());
  for (const PatientId patient : {found->from, found->to}) CHARTA_TRY_DO(index_.banner(actor, patient));
  return std::move(*found);
}

Result<std::vector<SeenMeanwhile>> MoveService::seen(store::Reader& reader, const std::vector<Piece>& pieces,
                                                     std::optional<Instant> until) const {
  std::vector<SeenMeanwhile> seen;
  for (const auto& piece : pieces) {
    ledger::Filter filter;
    filter.subject_kind = piece.type;
    filter.subject = piece.resource.key();
    filter.until = until;
    CHARTA_TRY(filter.limit, ledger_.count(reader, filter));  // every one of them: who is left out is never told
    CHARTA_TRY(const auto entries, ledger_.list(reader, filter));
    for (const auto& entry : entries)
      if (is_seeing(entry.act))
        seen.push_back({entry.author.user, entry.author.workstation, entry.act, piece.type, piece.id, entry.at, entry.id});
  }
  std::stable_sort(seen.begin(), seen.end(), [](const SeenMeanwhile& a, const SeenMeanwhile& b) { return b.at < a.at; });
  return seen;
}

Result<std::vector<SeenMeanwhile>> MoveService::seen_meanwhile(const Actor& actor, MoveId id) const {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  CHARTA_TRY(const auto move, find(actor, id));
  return store_.read([&](store::Reader& reader) { return seen(reader, move.pieces, move.at); });
}

}  // namespace charta::record_moves
