// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/event_store.hpp"

namespace charta::downtime {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_EVENT_COLUMNS "SELECT event, what, began_at, ended_at, closed_at, opened_by, item FROM downtime_event "
constexpr Statement insert_event{"downtime.insert_event", R"sql(
  INSERT INTO downtime_event (event, what, began_at, opened_by, item) VALUES (:event, :what, :began_at, :opened_by, :item))sql"};
constexpr Statement update_event{
    "downtime.update_event",
    "UPDATE downtime_event SET ended_at = :ended_at, closed_at = :closed_at, item = :item WHERE event = :event"};
constexpr Statement select_event{"downtime.select_event", CHARTA_EVENT_COLUMNS "WHERE event = :event"};
constexpr Statement select_events{"downtime.select_events", CHARTA_EVENT_COLUMNS "ORDER BY event DESC LIMIT 200"};
#undef CHARTA_EVENT_COLUMNS
#define CHARTA_FORM_COLUMNS \
  "SELECT number, event, kind, state, reason, batch, outcome, says, accounted_by, accounted_at, asks FROM downtime_form "
constexpr Statement select_last_number{"downtime.last_number", "SELECT COALESCE(MAX(number), 0) FROM downtime_form"};
constexpr Statement insert_form{"downtime.insert_form", R"sql(
  INSERT INTO downtime_form (number, event, kind, state, reason, batch, outcome, says, accounted_by)
  VALUES (:number, :event, :kind, 'out', '', '', '', '', 0))sql"};
constexpr Statement update_form{"downtime.update_form", R"sql(
  UPDATE downtime_form SET state = :state, reason = :reason, batch = :batch, outcome = :outcome, says = :says,
    accounted_by = :accounted_by, accounted_at = :accounted_at, asks = :asks WHERE number = :number)sql"};
constexpr Statement select_form{"downtime.select_form", CHARTA_FORM_COLUMNS "WHERE number = :number"};
constexpr Statement select_forms{"downtime.select_forms", CHARTA_FORM_COLUMNS "WHERE event = :event ORDER BY number"};
#undef CHARTA_FORM_COLUMNS

Event event_from(const Row& row) {
  Event one;
  one.id = row.id<DowntimeId>(0);
  one.what = row.string(1);
  one.began_at = row.instant(2);
  if (!row.is_null(3)) one.ended_at = row.instant(3);
  if (!row.is_null(4)) one.closed_at = row.instant(4);
  one.opened_by = row.id<UserId>(5);
  one.item = row.id<WorkItemId>(6);
  return one;
}

Form form_from(const Row& row) {
  Form one{row.integer(0), row.id<DowntimeId>(1), row.string(2), row.string(3),     row.string(4),
           row.string(5),  row.string(6),         row.string(7), row.id<UserId>(8), {}};
  if (!row.is_null(9)) one.accounted_at = row.instant(9);
  one.asks = row.string(10);
  return one;
}

}  // namespace

Result<void> EventStore::add(store::UnitOfWork& work, const Event& one) const {
  return work.write(insert_event, {{"event", one.id.key()},
                                   {"what", one.what},
                                   {"began_at", one.began_at},
                                   {"opened_by", one.opened_by.key()},
                                   {"item", one.item.key()}});
}

Result<void> EventStore::save(store::UnitOfWork& work, const Event& one) const {
  return work.write(
      update_event,
      {{"event", one.id.key()}, {"ended_at", one.ended_at}, {"closed_at", one.closed_at}, {"item", one.item.key()}});
}

Result<std::optional<Event>> EventStore::event(store::Reader& reader, DowntimeId id) const {
  return reader.read_one(select_event, {{"event", id.key()}}, event_from);
}

Result<std::vector<Event>> EventStore::events(store::Reader& reader) const {
  return reader.read_all(select_events, {}, event_from);
}

Result<std::int64_t> EventStore::last_number(store::Reader& reader) const {
  CHARTA_TRY(const auto last, reader.read_one(select_last_number, {}, [](const Row& row) { return row.integer(0); }));
  return last.value_or(0);
}

Result<void> EventStore::add(store::UnitOfWork& work, const Form& one) const {
  return work.write(insert_form, {{"number", one.number}, {"event", one.event.key()}, {"kind", one.kind}});
}

Result<void> EventStore::save(store::UnitOfWork& work, const Form& one) const {
  return work.write(update_form, {{"number", one.number},
                                  {"state", one.state},
                                  {"reason", one.reason},
                                  {"batch", one.batch},
                                  {"outcome", one.outcome},
                                  {"says", one.says},
                                  {"asks", one.asks},
                                  {"accounted_by", one.accounted_by.key()},
                                  {"accounted_at", one.accounted_at}});
}

Result<std::optional<Form>> EventStore::form(store::Reader& reader, std::int64_t number) const {
  return reader.read_one(select_form, {{"number", number}}, form_from);
}

Result<std::vector<Form>> EventStore::forms(store::Reader& reader, DowntimeId event) const {
  return reader.read_all(select_forms, {{"event", event.key()}}, form_from);
}

}  // namespace charta::downtime
