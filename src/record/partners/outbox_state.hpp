// SPDX-License-Identifier: Apache-2.0
// The states of a message to be sent, and what an acknowledgement or its absence makes of it: pure rules.
#pragma once
#include "record/partners/partner_service.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace charta::partners {

std::optional<OutboxState> parse_outbox_state(std::string_view code);

enum class OutboxEvent { claim, accept, refuse, give_up, pause, retry, cancel };

/// The declared steps; empty for one that is not declared.
std::optional<OutboxState> next_state(OutboxState from, OutboxEvent event);

/// MSA-1 and MSA-2 of an acknowledgement as received. Empty without an MSA segment.
struct Acknowledged {
  std::string code, control_id;
};
std::optional<Acknowledged> read_acknowledgement(std::string_view bytes);

/// What the answer of one attempt means. Source: HL7 v2.5.1, 2.9.2 and table 0008: AA and CA accept; AE and CE need mending
/// before they are sent again; AR and CR may be sent again unchanged.
struct Verdict {
  OutboxEvent event = OutboxEvent::pause;
  std::string problem;
};
Verdict judge(const OutboxMessage& message, const Result<Bytes>& answer, int most_attempts);

/// How long to wait after so many attempts: doubling from the first pause to the longest.
std::chrono::milliseconds pause_after(int attempts, const OutboxPauses& pauses);

}  // namespace charta::partners
