// SPDX-License-Identifier: Apache-2.0
// The registry of senders and receivers, and the one durable outbox.
#pragma once
#include "base/clock.hpp"
#include "base/id.hpp"
#include "record/access/actor.hpp"
#include "record/ledger/ledger.hpp"
#include "store/store.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::partners {

struct Partner {
  PartnerId id;
  std::string name;
  std::string application, facility_name;  ///< MSH-3, MSH-4 as HD namespace (first component); empty facility matches any
  std::string default_assigner;            ///< identifier system for PID-3 without CX-4
  std::string zone = "UTC";                ///< IANA
  std::string charset;                     ///< for messages with an empty MSH-18
  int facility = 0;
  std::string endpoint;  ///< host:port for sending; empty: receives nothing
  bool tls = false;
  bool enabled = true;
  std::int64_t version = 1;
  std::vector<std::string> wants{};  ///< what it is told of: "identity" (A40, A37, A45 about decisions made here)
  bool is_told(std::string_view what) const;  ///< enabled, reachable, and it wants this
};

enum class OutboxState { waiting, in_flight, accepted, refused, failed, cancelled };
std::string_view outbox_state_code(OutboxState state);

struct OutboxMessage {
  std::int64_t key = 0;
  PartnerId partner;
  std::string control_id;  ///< the same on every retry
  Bytes bytes;
  OutboxState state = OutboxState::waiting;
  int attempts = 0;         ///< all of them
  int attempts_before = 0;  ///< of these, those before a person last had it sent again
  Instant created_at, next_attempt_at;
  std::string acknowledgement, problem;
  PatientId patient;

  /// What counts against the partner's patience and makes the pauses grow.
  int attempts_in_a_row() const { return attempts - attempts_before; }
};

/// Sends one message and returns the acknowledgement whose MSA-2 equals the control id. Implemented in transport/mllp.
using Sender = std::function<Result<Bytes>(const Partner&, const OutboxMessage&)>;

/// How patiently the outbox sends. As shipped in data/rules/operations/pauses.json.
struct OutboxPauses {
  std::chrono::milliseconds first{5'000}, longest{900'000};  ///< the pause doubles from the first to the longest
  std::chrono::milliseconds claim{300'000};                  ///< longer than any sender waits for its answer
  int attempts_max = 100;                                    ///< about a day of growing pauses
};

class PartnerService {
 public:
  PartnerService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys);
  ~PartnerService();
  /// At start.
  void set_pauses(const OutboxPauses& pauses);

  Result<Partner> save(const access::Actor& actor, const Partner& partner);
  Result<std::vector<Partner>> list();
  /// The partner of MSH-3/MSH-4: cached, with an epoch. An unknown sender gets the default partner (assigner from the names it
  /// gives).
  Partner of_sender(std::string_view application, std::string_view facility) const;

  /// Those that are told of `what`, as the registry stands in this unit.
  Result<std::vector<Partner>> told(store::Reader& reader, std::string_view what) const;
  Result<std::int64_t> enqueue(store::UnitOfWork& work, const OutboxMessage& message);
  /// What became of one; nothing: there is none under this key.
  Result<std::optional<OutboxMessage>> find(store::Reader& reader, std::int64_t key) const;
  Result<std::vector<OutboxMessage>> outbox(const access::Actor& actor, std::optional<OutboxState> state, std::int64_t limit);
  /// One in flight per partner, oldest first; retries with growing pauses; answers how many were accepted.
  Result<std::int64_t> deliver_due(const Sender& sender);
  /// Now, and with all the attempts that a new message has. Errors: `business_rule` (its state allows none).
  Result<void> retry(const access::Actor& actor, std::int64_t key);
  Result<void> cancel(const access::Actor& actor, std::int64_t key);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::partners
