// SPDX-License-Identifier: Apache-2.0
// From the last minute with the server to the last form accounted for. Each act is one unit; everything asks file-documents.
#pragma once
#include "base/clock.hpp"
#include "department/downtime/event_store.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::downtime {

/// A movement that stands on a form, with its own time.
struct NotedMovement {
  std::string barcode;  ///< of the volume
  std::string kind;     ///< charge-out, check-in, …
  paper_charts::PlaceId to;
  Instant at;
  std::vector<std::string> confirmed;
};

struct Accounting {
  std::string number;  ///< scanned or typed
  std::string state;   ///< used, spoiled, unused
  std::string reason, batch;
  std::optional<NotedMovement> movement;
};

struct EventReport {
  Event event;
  std::vector<Form> forms;
  std::int64_t out = 0, used = 0, spoiled = 0, unused = 0, conflicts = 0;
};

class EventService {
 public:
  EventService(store::Store& store, paper_charts::PaperService& paper, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys)
      : store_(store), paper_(paper), worklists_(worklists), ledger_(ledger), clock_(clock), keys_(keys) {}

  /// At start-up: the queue `downtime-event`.
  void declare_queue();

  /// `began_at`: when the server went away, which may be hours ago. Errors: `missing` (what), `business_rule` (in the future).
  Result<DowntimeId> begin(const access::Actor& actor, const std::string& what, std::optional<Instant> began_at);
  /// Numbers that were never given before. Forms are printed ahead: an event may begin when they are handed out.
  Result<std::vector<Form>> issue(const access::Actor& actor, DowntimeId event, const std::string& kind, std::int64_t count);
  Result<void> end(const access::Actor& actor, DowntimeId event);
  /// Errors: `business_rule` (some are not accounted for, or conflict: says how many).
  Result<void> close(const access::Actor& actor, DowntimeId event);

  /// What became of one form. A movement on it goes through the file room's own reconciliation; the form's number makes it count
  /// once however often it is entered. Errors: `invalid` (number, state), `missing` (the reason of a spoiled one),
  /// `business_rule` (the event is closed), `not_found`.
  Result<Form> account(const access::Actor& actor, const Accounting& accounting);
  /// A run of forms that came back blank. Answers how many.
  Result<std::int64_t> account_unused(const access::Actor& actor, DowntimeId event, std::int64_t from, std::int64_t until);

  Result<std::vector<Event>> events(const access::Actor& actor);
  Result<EventReport> report(const access::Actor& actor, DowntimeId event);
  Result<std::string> forms_pdf(const access::Actor& actor, DowntimeId event, std::int64_t from, std::int64_t until);

 private:
  Result<Event> found(store::Reader& reader, DowntimeId id) const;
  Result<EventReport> report_of(store::Reader& reader, DowntimeId id) const;
  Result<void> step(const access::Actor& actor, DowntimeId event, std::string_view event_word);
  Result<void> entered(store::UnitOfWork& work, const worklists::WorkItem& item);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::int64_t subject,
                    std::string_view reason);
  Result<void> move(const access::Actor& actor, const NotedMovement& movement, Form& form);

  store::Store& store_;
  paper_charts::PaperService& paper_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  EventStore rows_;
};

}  // namespace charta::downtime
