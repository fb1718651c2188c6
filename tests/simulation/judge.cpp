// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/judge.hpp"

#include "formats/json/json.hpp"
#include "tests/people/people.hpp"
#include "tests/simulation/network.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::simulation {
namespace {

constexpr store::Statement all_messages{"simulation.messages", "SELECT message FROM message_journal ORDER BY message"};
constexpr store::Statement open_items{"simulation.items",
                                      "SELECT subject FROM work_item WHERE kind = 'held-message' AND is_open = 1"};
constexpr store::Statement all_numbers{"simulation.numbers", "SELECT value, patient FROM patient_identifier"};
constexpr store::Statement all_keys{"simulation.keys", "SELECT kind, value, resource, patient FROM chart_key"};
constexpr store::Statement all_entries{"simulation.entries",
                                       "SELECT subject, act FROM ledger_entry WHERE subject_kind = 'message'"};
constexpr store::Statement all_promises{
    "simulation.promises",
    "SELECT e.placer, e.state, w.state, e.is_open, w.is_open, w.due_at FROM expected_record e "
    "JOIN work_item w ON w.id = e.work_item WHERE e.cause = 'order'"};

using intake::JournalRow;

std::string name(const TownMessage& message) {
  return fmt::format("{} {} {}", message.application, message.control_id, message.type.substr(0, 7));
}

bool is_kept(const JournalRow& row) {
  return row.state == "filed" || row.state == "held" || row.state == "stored" || row.state == "ignored";
}

}  // namespace

/// What one look at the database shows, all of one snapshot.
struct Judge::Found {
  JournalRow row;
  Bytes bytes;
  const TownMessage* sent = nullptr;
};
struct Judge::Shelf {
  std::vector<Found> messages;
  std::map<std::int64_t, int> open_items;                     ///< message -> open items
  std::map<std::string, std::set<std::int64_t>> patients_of;  ///< number -> patient records
  std::map<std::int64_t, std::set<std::string>> numbers_of;   ///< patient record -> numbers
  std::map<std::pair<std::string, std::string>, std::vector<std::pair<std::int64_t, std::int64_t>>>
      keys;                             ///< kind, value -> resource, patient
  std::map<std::int64_t, int> entries;  ///< message -> ledger entries
  struct Promise {
    std::string state, item_state;
    bool is_open = false, item_is_open = false;
  };
  std::map<std::string, std::vector<Promise>> promises;  ///< placer -> what is expected of it
};

Judge::Judge(const std::vector<TownMessage>& messages) : messages_(messages) {
  for (std::size_t i = 0; i < messages_.size(); ++i) by_hash_.emplace(sha256(messages_[i].bytes), i);
}

const TownMessage* Judge::sent(BytesView bytes) const {
  const auto found = by_hash_.find(sha256(bytes));
  return found == by_hash_.end() ? nullptr : &messages_[found->second];
}

Result<Judge::Shelf> Judge::look(app::Hospital& hospital) const {
  return hospital.store->read([&](store::Reader& reader) -> Result<Shelf> {
    Shelf shelf;
    const intake::MessageJournal journal;
    CHARTA_TRY(const auto ids,
               reader.read_all(all_messages, {}, [](const store::Row& row) { return MessageId(row.integer(0)); }));
    for (const MessageId id : ids) {
      CHARTA_TRY(auto row, journal.find(reader, id));
      if (!row) return fail(ErrorKind::internal, "a message stands in the list and cannot be found");
      CHARTA_TRY(auto bytes, intake::load_body(hospital.store->blobs(), row->body, row->size));
      const TownMessage* message = sent(bytes);
      shelf.messages.push_back({std::move(*row), std::move(bytes), message});
    }
    const auto each = [&](const store::Statement& statement, auto&& visit) {
      return reader.read(statement, {}, [&](const store::Row& row) {
        visit(row);
        return true;
      });
    };
    CHARTA_TRY_DO(each(open_items, [&](const store::Row& row) { ++shelf.open_items[row.integer(0)]; }));
    CHARTA_TRY_DO(each(all_numbers, [&](const store::Row& row) {
      shelf.patients_of[row.string(0)].insert(row.integer(1));
      shelf.numbers_of[row.integer(1)].insert(row.string(0));
    }));
    CHARTA_TRY_DO(each(all_keys, [&](const store::Row& row) {
      shelf.keys[{row.string(0), row.string(1)}].emplace_back(row.integer(2), row.integer(3));
    }));
    CHARTA_TRY_DO(each(all_entries, [&](const store::Row& row) { ++shelf.entries[row.integer(0)]; }));
    CHARTA_TRY_DO(each(all_promises, [&](const store::Row& row) {
      shelf.promises[row.string(0)].push_back({row.string(1), row.string(2), row.integer(3) != 0, row.integer(4) != 0});
    }));
    return shelf;
  });
}

std::vector<std::string> Judge::after_acknowledgement(app::Hospital& hospital, std::size_t index) const {
  const TownMessage& message = messages_[index];
  const auto complain = [&](std::string what) { return std::vector<std::string>{"acknowledged " + name(message) + ": " + what}; };
  const auto found = hospital.store->read([&](store::Reader& reader) -> Result<std::vector<JournalRow>> {
    return intake::MessageJournal().same_control_id(reader, message.application, town_facility, message.control_id);
  });
  if (!found) return complain("cannot be looked up: " + found.error().message);
  const Digest hash = sha256(message.bytes);
  const auto count =
      std::count_if(found->begin(), found->end(), [&](const JournalRow& row) { return row.hash == hash && is_kept(row); });
  if (count != 1) return complain(fmt::format("stands {} times in the journal", count));
  return {};
}

/// Acknowledged: there, once. Everything there: once, with the bytes that were sent, or the beginning of them.
void Judge::check_journal(const Shelf& shelf, std::vector<std::string>& complaints) const {
  std::map<Digest, int> times;
  for (const Found& one : shelf.messages) {
    if (sha256(one.bytes) != one.row.hash)
      complaints.push_back("message " + one.row.message.text() + " is not the bytes that its hash names");
    if (one.row.reason == "truncated") {  // the beginning of a frame, perhaps all of it but its end
      const bool is_beginning = std::any_of(messages_.begin(), messages_.end(), [&](const TownMessage& each) {
        return (each.bytes + "\x1c").starts_with(one.bytes);
      });
      if (!is_beginning) complaints.push_back("message " + one.row.message.text() + " is the beginning of nothing that was sent");
      continue;
    }
    if (one.row.reason == "noise") {
      if (wire_noise.find(one.bytes) == std::string_view::npos)
        complaints.push_back("message " + one.row.message.text() + " was kept as noise and is none");
      continue;
    }
    if (++times[one.row.hash] == 2) complaints.push_back("message " + one.row.message.text() + " stands twice in the journal");
    if (one.sent == nullptr)
      complaints.push_back("message " + one.row.message.text() + " (" + one.row.reason + ") was never sent");
  }
  for (const std::size_t index : acknowledged_) {
    if (times[sha256(messages_[index].bytes)] < 1) complaints.push_back("acknowledged " + name(messages_[index]) + " is lost");
  }
}

/// Held, and only what is held, has one open item; what a person settled stays settled.
void Judge::check_queue(const Shelf& shelf, std::vector<std::string>& complaints) const {
  std::map<std::int64_t, int> open = shelf.open_items;
  for (const Found& one : shelf.messages) {
    const int items = open[one.row.message.key()];
    const bool waits = one.row.state == "held" || one.row.state == "refused";
    if (items != (waits ? 1 : 0))
      complaints.push_back(
          fmt::format("message {} is {} and has {} open work items", one.row.message.text(), one.row.state, items));
    open.erase(one.row.message.key());
    const auto settled = settled_.find(one.row.message);
    if (settled != settled_.end() && settled->second != one.row.state)
      complaints.push_back(
          fmt::format("message {} was settled as {} and is {}", one.row.message.text(), settled->second, one.row.state));
  }
  for (const auto& [message, items] : open) {
    if (items > 0) complaints.push_back("a work item stands for a message that is not there");
  }
}

/// Nothing filed to a wrong patient; no person twice in the index.
void Judge::check_people(const Shelf& shelf, std::vector<std::string>& complaints) const {
  for (const auto& [number, patients] : shelf.patients_of) {
    if (patients.size() > 1)
      complaints.push_back("the number " + number + " stands for " + std::to_string(patients.size()) + " patient records");
  }
  for (const Found& one : shelf.messages) {
    if (one.row.state != "filed" || one.sent == nullptr) continue;
    const bool may_be_filed = one.sent->truth == Truth::fileable || one.sent->truth == Truth::overtaken ||
                              one.sent->truth == Truth::changed || settled_.contains(one.row.message);
    if (!may_be_filed || one.sent->person < 0) {
      complaints.push_back("filed without a person: " + name(*one.sent));
      continue;
    }
    const auto numbers = shelf.numbers_of.find(one.row.patient.key());
    const std::string mrn(people::all[static_cast<std::size_t>(one.sent->person)].mrn);
    if (numbers == shelf.numbers_of.end() || !numbers->second.contains(mrn))
      complaints.push_back("filed to a wrong patient: " + name(*one.sent));
  }
}

/// What was filed stands once in the chart, under its patient; what was not filed stands nowhere.
void Judge::check_chart(const Shelf& shelf, std::vector<std::string>& complaints) const {
  std::map<std::pair<std::string, std::string>, std::int64_t> expected;  // kind, number -> patient
  for (const Found& one : shelf.messages) {
    if (one.row.state != "filed" || one.sent == nullptr) continue;
    const std::int64_t patient = one.row.patient.key();
    if (one.sent->type.starts_with("ORM")) expected[{"placer", one.sent->placer}] = patient;
    if (!one.sent->filler.empty()) expected[{"report", one.sent->filler}] = patient;
    if (!one.sent->document.empty()) expected[{"document", one.sent->document}] = patient;
  }
  for (const auto& [key, patient] : expected) {
    const auto found = shelf.keys.find(key);
    const std::size_t times = found == shelf.keys.end() ? 0 : found->second.size();
    if (times != 1) {
      complaints.push_back(fmt::format("{} {} was filed and stands {} times in the chart", key.first, key.second, times));
    } else if (found->second.front().second != patient) {
      complaints.push_back(fmt::format("{} {} stands in another patient's chart", key.first, key.second));
    }
  }
  for (const auto& [key, found] : shelf.keys) {
    if (key.first != "filler" && !expected.contains(key))
      complaints.push_back(fmt::format("{} {} stands in the chart and was not filed", key.first, key.second));
  }
}

void Judge::check_ledger(app::Hospital& hospital, const Shelf& shelf, std::vector<std::string>& complaints) const {
  for (const Found& one : shelf.messages) {
    const auto found = shelf.entries.find(one.row.message.key());
    if (found == shelf.entries.end()) complaints.push_back("message " + one.row.message.text() + " has no ledger entry");
  }
  const auto verified = hospital.ledger->verify();
  if (!verified) complaints.push_back("the ledger cannot be verified: " + verified.error().message);
  if (verified && !verified->holds) complaints.push_back("the ledger does not hold: " + verified->first_broken);
}

/// An order's promise stands where its messages have brought it.
void Judge::check_promises(app::Hospital&, const Shelf& shelf, std::vector<std::string>& complaints) const {
  struct Story {
    bool ordered = false, cancelled = false;
    std::string furthest;
  };
  std::map<std::string, Story> stories;
  for (const Found& one : shelf.messages) {
    if (one.row.state != "filed" || one.sent == nullptr || one.sent->placer.empty()) continue;
    Story& story = stories[one.sent->placer];
    if (one.sent->type.starts_with("ORM")) (one.sent->cancels ? story.cancelled : story.ordered) = true;
    if (one.sent->type.starts_with("ORU") && story.furthest != "filed")
      story.furthest = one.sent->status == "P" ? "preliminary" : "filed";
  }
  for (const auto& [placer, story] : stories) {
    if (!story.ordered) continue;
    const auto found = shelf.promises.find(placer);
    if (found == shelf.promises.end() || found->second.size() != 1) {
      complaints.push_back(
          fmt::format("order {} opened {} promises", placer, found == shelf.promises.end() ? 0 : found->second.size()));
      continue;
    }
    const auto& promise = found->second.front();
    const std::string expected = story.cancelled ? "cancelled" : story.furthest.empty() ? "expected" : story.furthest;
    if (promise.state != expected)
      complaints.push_back(fmt::format("order {} is {}, and should be {}", placer, promise.state, expected));
    if (promise.item_state != promise.state)
      complaints.push_back(fmt::format("order {} is {}, its work item {}", placer, promise.state, promise.item_state));
    const bool should_wait = expected == "expected" || expected == "preliminary";
    if (promise.is_open != should_wait || promise.item_is_open != should_wait)
      complaints.push_back(
          fmt::format("order {} is {} and {} wait", placer, promise.state, promise.item_is_open ? "does" : "does not"));
  }
}

/// The chart holds the words and figures that were sent.
void Judge::check_documents(app::Hospital& hospital, const Shelf& shelf, std::vector<std::string>& complaints) const {
  for (const Found& one : shelf.messages) {
    if (one.row.state != "filed" || one.sent == nullptr || one.sent->document.empty()) continue;
    const auto found = shelf.keys.find({"document", one.sent->document});
    if (found == shelf.keys.end()) continue;
    const auto bytes = hospital.store->read(
        [&](store::Reader& reader) { return hospital.resources->load(reader, ResourceId(found->second.front().first)); });
    if (!bytes || !*bytes) {
      complaints.push_back("document " + one.sent->document + " cannot be read");
      continue;
    }
    const auto parsed = json::Document::parse((*bytes)->json);
    const auto data = parsed ? from_base64(parsed->root()["content"].at(0)["attachment"]["data"].text()) : std::nullopt;
    const bool is_elsewhere = data && data->empty();  // a Binary or a blob: tests of the chart read those
    if (!is_elsewhere && (!data || data->find(one.sent->content) == std::string::npos))
      complaints.push_back("document " + one.sent->document + " does not hold the words that were sent");
  }
}

std::vector<std::string> Judge::at_any_moment(app::Hospital& hospital) const {
  std::vector<std::string> complaints;
  const auto shelf = look(hospital);
  if (!shelf) return {"the hospital cannot be read: " + shelf.error().message};
  check_journal(*shelf, complaints);
  check_queue(*shelf, complaints);
  check_people(*shelf, complaints);
  check_chart(*shelf, complaints);
  check_promises(hospital, *shelf, complaints);
  check_ledger(hospital, *shelf, complaints);
  return complaints;
}

std::vector<std::string> Judge::at_the_end(app::Hospital& hospital) const {
  std::vector<std::string> complaints = at_any_moment(hospital);
  const auto shelf = look(hospital);
  if (!shelf) return complaints;
  check_documents(hospital, *shelf, complaints);
  std::set<const TownMessage*> there;
  for (const Found& one : shelf->messages) {
    there.insert(one.sent);
    if (one.row.state == "stored") complaints.push_back("message " + one.row.message.text() + " was stored and never filed");
    if (one.row.state != "held" || one.sent == nullptr) continue;
    const bool must_be_filed = one.sent->truth == Truth::fileable && one.row.reason != "older-than-filed";
    if (must_be_filed)
      complaints.push_back(fmt::format("{} is still held: {} ({})", name(*one.sent), one.row.reason, one.row.detail));
  }
  for (const TownMessage& message : messages_) {
    const bool was_promised = message.truth != Truth::unreadable;  // its sender hears nothing, and gives up
    if (was_promised && !there.contains(&message)) complaints.push_back(name(message) + " never arrived");
  }
  return complaints;
}

}  // namespace charta::simulation
