// SPDX-License-Identifier: Apache-2.0
#include "record/partners/outbox_state.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace charta::partners {
namespace {

constexpr std::string_view codes[] = {"waiting", "in-flight", "accepted", "refused", "failed", "cancelled"};

struct Step {
  OutboxState from;
  OutboxEvent event;
  OutboxState to;
};
constexpr Step steps[] = {
    {OutboxState::waiting, OutboxEvent::claim, OutboxState::in_flight},
    {OutboxState::in_flight, OutboxEvent::claim,
     OutboxState::in_flight},  // its sender died: another takes it over, same control id
    {OutboxState::in_flight, OutboxEvent::accept, OutboxState::accepted},
    {OutboxState::in_flight, OutboxEvent::refuse, OutboxState::refused},
    {OutboxState::in_flight, OutboxEvent::give_up, OutboxState::failed},
    {OutboxState::in_flight, OutboxEvent::pause, OutboxState::waiting},
    {OutboxState::waiting, OutboxEvent::retry, OutboxState::waiting},  // now, instead of after the pause
    {OutboxState::refused, OutboxEvent::retry, OutboxState::waiting},
    {OutboxState::failed, OutboxEvent::retry, OutboxState::waiting},
    {OutboxState::waiting, OutboxEvent::cancel, OutboxState::cancelled},
    {OutboxState::refused, OutboxEvent::cancel, OutboxState::cancelled},
    {OutboxState::failed, OutboxEvent::cancel, OutboxState::cancelled},
};

}  // namespace

std::string_view outbox_state_code(OutboxState state) {
  return codes[static_cast<std::size_t>(state)];
}

std::optional<OutboxState> parse_outbox_state(std::string_view code) {
  const auto found = std::find(std::begin(codes), std::end(codes), code);
  if (found == std::end(codes)) return std::nullopt;
  return static_cast<OutboxState>(found - std::begin(codes));
}

std::optional<OutboxState> next_state(OutboxState from, OutboxEvent event) {
  for (const Step& step : steps)
    if (step.from == from && step.event == event) return step.to;
  return std::nullopt;
}

std::optional<Acknowledged> read_acknowledgement(std::string_view bytes) {
  for (std::string_view segment : split(bytes, '\r')) {
    segment = trimmed(segment);
    if (!segment.starts_with("MSA") || segment.size() < 5) continue;
    const auto fields = split(segment, segment[3]);
    if (fields.size() < 3) return std::nullopt;
    return Acknowledged{std::string(fields[1]), std::string(fields[2])};
  }
  return std::nullopt;
}

Verdict judge(const OutboxMessage& message, const Result<Bytes>& answer, int most_attempts) {
  const OutboxEvent again = message.attempts_in_a_row() >= most_attempts ? OutboxEvent::give_up : OutboxEvent::pause;
  if (!answer) return {again, answer.error().message};
  const auto acknowledged = read_acknowledgement(*answer);
  if (!acknowledged) return {again, "the answer has no MSA segment"};
  if (acknowledged->control_id != message.control_id)
    return {again, "the answer acknowledges another message than " + message.control_id};
  if (acknowledged->code == "AA" || acknowledged->code == "CA") return {OutboxEvent::accept, {}};
  if (acknowledged->code == "AE" || acknowledged->code == "CE")
    return {OutboxEvent::refuse, "answered " + acknowledged->code + ": mend it before it is sent again"};
  if (acknowledged->code == "AR" || acknowledged->code == "CR") return {again, "answered " + acknowledged->code};
  return {again, "the answer has no acknowledgement code"};
}

std::chrono::milliseconds pause_after(int attempts, const OutboxPauses& pauses) {
  auto pause = pauses.first;
  for (int i = 1; i < attempts && pause < pauses.longest; ++i) pause *= 2;
  return std::min(pause, pauses.longest);
}

}  // namespace charta::partners
