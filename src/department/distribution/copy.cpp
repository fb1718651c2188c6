// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/copy.hpp"

#include <algorithm>
#include <array>

namespace charta::distribution {
namespace {

template <class Value>
struct Coded {
  Value value;
  std::string_view code;
};

constexpr std::array<Coded<Channel>, 7> channels{{{Channel::inbox, "inbox"},
                                                  {Channel::print, "print"},
                                                  {Channel::fax, "fax"},
                                                  {Channel::direct, "direct"},
                                                  {Channel::outbound_hl7, "outbound-hl7"},
                                                  {Channel::fhir_communication, "fhir-communication"},
                                                  {Channel::ward_paper, "ward-paper"}}};
constexpr std::array<Coded<Purpose>, 3> purposes{{{Purpose::review, "review"}, {Purpose::copy, "copy"}, {Purpose::info, "info"}}};
constexpr std::array<Coded<RecipientKind>, 4> recipient_kinds{{{RecipientKind::practitioner, "practitioner"},
                                                               {RecipientKind::organization, "organization"},
                                                               {RecipientKind::ward, "ward"},
                                                               {RecipientKind::file, "file"}}};
constexpr std::array<Coded<CopyState>, 11> states{{{CopyState::owed, "owed"},
                                                   {CopyState::sent, "sent"},
                                                   {CopyState::delivered, "delivered"},
                                                   {CopyState::opened, "opened"},
                                                   {CopyState::acted, "acted"},
                                                   {CopyState::failed, "failed"},
                                                   {CopyState::recall_asked, "recall-asked"},
                                                   {CopyState::recalled, "recalled"},
                                                   {CopyState::unrecovered, "unrecovered"},
                                                   {CopyState::superseded, "superseded"},
                                                   {CopyState::withdrawn, "withdrawn"}}};
constexpr std::array<Coded<CopyEvent>, 11> events{{{CopyEvent::send, "send"},
                                                   {CopyEvent::deliver, "deliver"},
                                                   {CopyEvent::open, "open"},
                                                   {CopyEvent::act, "act"},
                                                   {CopyEvent::fail, "fail"},
                                                   {CopyEvent::try_again, "try-again"},
                                                   {CopyEvent::supersede, "supersede"},
                                                   {CopyEvent::withdraw, "withdraw"},
                                                   {CopyEvent::ask_back, "ask-back"},
                                                   {CopyEvent::give_back, "give-back"},
                                                   {CopyEvent::not_found, "not-found"}}};

template <class Table, class Value>
std::string_view code_in(const Table& table, Value value) {
  for (const auto& row : table)
    if (row.value == value) return row.code;
  return {};
}

template <class Value, std::size_t size>
std::optional<Value> value_in(const std::array<Coded<Value>, size>& table, std::string_view code) {
  for (const auto& row : table)
    if (row.code == code) return row.value;
  return std::nullopt;
}

template <class Value, std::size_t size>
constexpr std::array<Value, size> values_of(const std::array<Coded<Value>, size>& table) {
  std::array<Value, size> all{};
  for (std::size_t i = 0; i < size; ++i) all[i] = table[i].value;
  return all;
}
constexpr auto channel_list = values_of(channels);
constexpr auto state_list = values_of(states);
constexpr auto event_list = values_of(events);

struct DeclaredStep {
  CopyState from;
  CopyEvent event;
  CopyState to;
};
constexpr DeclaredStep declared[] = {
    {CopyState::owed, CopyEvent::send, CopyState::sent},
    {CopyState::owed, CopyEvent::deliver, CopyState::delivered},
    {CopyState::owed, CopyEvent::fail, CopyState::failed},
    {CopyState::owed, CopyEvent::supersede, CopyState::superseded},
    {CopyState::owed, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::owed, CopyEvent::ask_back, CopyState::recall_asked},  // it was on its way out of the door
    {CopyState::sent, CopyEvent::deliver, CopyState::delivered},
    {CopyState::sent, CopyEvent::open, CopyState::opened},
    {CopyState::sent, CopyEvent::act, CopyState::acted},
    {CopyState::sent, CopyEvent::fail, CopyState::failed},
    {CopyState::sent, CopyEvent::supersede, CopyState::superseded},
    {CopyState::sent, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::sent, CopyEvent::ask_back, CopyState::recall_asked},
    {CopyState::delivered, CopyEvent::open, CopyState::opened},
    {CopyState::delivered, CopyEvent::act, CopyState::acted},
    {CopyState::delivered, CopyEvent::try_again, CopyState::owed},  // carried on: its patient has another ward
    {CopyState::delivered, CopyEvent::supersede, CopyState::superseded},
    {CopyState::delivered, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::delivered, CopyEvent::ask_back, CopyState::recall_asked},
    {CopyState::opened, CopyEvent::act, CopyState::acted},
    {CopyState::opened, CopyEvent::supersede, CopyState::superseded},
    {CopyState::opened, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::opened, CopyEvent::ask_back, CopyState::recall_asked},
    {CopyState::acted, CopyEvent::supersede, CopyState::superseded},
    {CopyState::acted, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::acted, CopyEvent::ask_back, CopyState::recall_asked},
    {CopyState::failed, CopyEvent::try_again, CopyState::owed},
    {CopyState::failed, CopyEvent::deliver, CopyState::delivered},  // a receipt that came late
    {CopyState::failed, CopyEvent::supersede, CopyState::superseded},
    {CopyState::failed, CopyEvent::withdraw, CopyState::withdrawn},
    {CopyState::failed, CopyEvent::ask_back,
     CopyState::recall_asked},                                      // it was handed over, and nobody said that it did not arrive
    {CopyState::withdrawn, CopyEvent::try_again, CopyState::owed},  // it never left, and its patient is on a ward again
    {CopyState::recall_asked, CopyEvent::give_back, CopyState::recalled},
    {CopyState::recall_asked, CopyEvent::not_found, CopyState::unrecovered},
};

std::string possible_from(CopyState state) {
  std::string list;
  for (const auto& step : declared)
    if (step.from == state) list += (list.empty() ? "" : ", ") + std::string(event_code(step.event));
  return list.empty() ? "nothing" : list;
}

void keep_time(Copy& copy, CopyState to, Instant now) {
  const auto set = [&](std::optional<Instant>& time) {
    if (!time) time = now;
  };
  if (to == CopyState::sent || to == CopyState::delivered) set(copy.sent_at);
  if (to == CopyState::delivered) set(copy.delivered_at);
  if (to == CopyState::opened) set(copy.opened_at);
  if (to == CopyState::acted) set(copy.acted_at);
  if (is_settled(to)) copy.settled_at = now;
}

}  // namespace

std::string_view channel_code(Channel channel) {
  return code_in(channels, channel);
}
std::optional<Channel> parse_channel(std::string_view code) {
  return value_in(channels, code);
}
std::span<const Channel> all_channels() {
  return channel_list;
}
std::string_view purpose_code(Purpose purpose) {
  return code_in(purposes, purpose);
}
std::optional<Purpose> parse_purpose(std::string_view code) {
  return value_in(purposes, code);
}
std::string_view kind_code(RecipientKind kind) {
  return code_in(recipient_kinds, kind);
}
std::optional<RecipientKind> parse_kind(std::string_view code) {
  return value_in(recipient_kinds, code);
}
std::string_view state_code(CopyState state) {
  return code_in(states, state);
}
std::optional<CopyState> parse_state(std::string_view code) {
  return value_in(states, code);
}
std::span<const CopyState> all_states() {
  return state_list;
}
std::string_view event_code(CopyEvent event) {
  return code_in(events, event);
}
std::span<const CopyEvent> all_events() {
  return event_list;
}

bool is_paper(Channel channel) {
  return channel == Channel::print || channel == Channel::ward_paper;
}

bool leaves_the_house(Channel channel) {
  return channel == Channel::fax || channel == Channel::direct || channel == Channel::outbound_hl7 ||
         channel == Channel::fhir_communication;
}

bool is_settled(CopyState state) {
  return state == CopyState::recalled || state == CopyState::unrecovered || state == CopyState::superseded ||
         state == CopyState::withdrawn;
}

bool is_out(CopyState state) {
  return state == CopyState::sent || state == CopyState::delivered || state == CopyState::opened || state == CopyState::acted;
}
bool may_be_out(const Copy& copy) {
  return is_out(copy.state) || copy.claimed_until || (copy.state == CopyState::failed && copy.sent_at);
}

std::optional<CopyState> next_state(CopyState from, CopyEvent event) {
  for (const auto& step : declared)
    if (step.from == from && step.event == event) return step.to;
  return std::nullopt;
}

bool is_declined(const Copy& copy) {
  return copy.action == "rejected" || copy.action == "reassigned" || copy.action == "given-up";
}

std::string Copy::number() const {
  return id.text() + "-" + std::to_string(sendings);
}

Result<void> take_step(Copy& copy, CopyEvent event, Instant now) {
  const auto to = next_state(copy.state, event);
  if (!to)
    return fail(ErrorKind::business_rule,
                "a copy that is " + std::string(state_code(copy.state)) + " allows no " + std::string(event_code(event)) +
                    "; possible: " + possible_from(copy.state),
                "event");
  if (event == CopyEvent::try_again) {
    copy.sent_at.reset();
    copy.delivered_at.reset();
    copy.settled_at.reset();
  }
  copy.state = *to;
  copy.claimed_until.reset();
  keep_time(copy, *to, now);
  if (*to != CopyState::owed) copy.next_try_at.reset();
  if (*to != CopyState::sent && *to != CopyState::delivered) copy.remind_at.reset();
  return {};
}

std::chrono::milliseconds pause_after(int attempts, const SendingPauses& pauses) {
  auto pause = pauses.first;
  for (int i = 1; i < attempts && pause < pauses.longest; ++i) pause *= 2;
  return std::min(pause, pauses.longest);
}

}  // namespace charta::distribution
