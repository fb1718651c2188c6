// SPDX-License-Identifier: Apache-2.0
// One copy of one version of a document for one recipient: what may become of it, declared step by step. Pure.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "record/access/actor.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::distribution {

using CopyId = Id<struct CopyTag>;
using RecipientId = Id<struct RecipientTag>;

/// By which way a copy goes. `ward_paper` is carried (department/floor_delivery), never sent by a machine.
enum class Channel { inbox, print, fax, direct, outbound_hl7, fhir_communication, ward_paper };
std::string_view channel_code(Channel channel);
std::optional<Channel> parse_channel(std::string_view code);
std::span<const Channel> all_channels();
bool is_paper(Channel channel);          ///< somebody holds a sheet afterwards
bool leaves_the_house(Channel channel);  ///< fax, direct, outbound-hl7, fhir-communication

/// Why somebody has it, the strongest first: to review (and sign), to act on, for information.
enum class Purpose { review, copy, info };
std::string_view purpose_code(Purpose purpose);
std::optional<Purpose> parse_purpose(std::string_view code);

enum class RecipientKind { practitioner, organization, ward, file };
std::string_view kind_code(RecipientKind kind);
std::optional<RecipientKind> parse_kind(std::string_view code);

/// owed -> sent -> delivered -> opened -> acted, or failed with a reason; then superseded by a newer version, withdrawn, or asked
/// back and recalled (or never found again).
enum class CopyState { owed, sent, delivered, opened, acted, failed, recall_asked, recalled, unrecovered, superseded, withdrawn };
std::string_view state_code(CopyState state);
std::optional<CopyState> parse_state(std::string_view code);
std::span<const CopyState> all_states();
/// Nothing happens to it any more; but what was withdrawn before it left may set out again.
bool is_settled(CopyState state);
/// It went out: somebody may hold it.
bool is_out(CopyState state);

enum class CopyEvent { send, deliver, open, act, fail, try_again, supersede, withdraw, ask_back, give_back, not_found };
std::string_view event_code(CopyEvent event);
std::span<const CopyEvent> all_events();
/// The declared steps; empty for one that is not declared.
std::optional<CopyState> next_state(CopyState from, CopyEvent event);

/// What goes: the document itself, or a notice that what was sent is not true any more.
enum class CopyContent { document, notice };

struct Copy {
  CopyId id;
  ResourceId document;
  std::string document_type, document_id;  ///< FHIR
  std::int64_t version = 0;
  PatientId patient;
  ResourceId encounter;
  std::string title, type_code;
  RecipientId recipient;
  RecipientKind kind = RecipientKind::practitioner;
  std::string recipient_name;
  UserId user;  ///< of the recipient, when they have an account here
  Purpose purpose = Purpose::info;
  std::string reasons;  ///< codes, separated by blanks: ordering, attending, copies-to, …
  std::string rule;     ///< of a standing order
  Channel channel = Channel::inbox;
  std::string address;  ///< number, address, printer, partner; empty for an inbox
  CopyContent content = CopyContent::document;
  CopyState state = CopyState::owed;
  std::string problem;                   ///< in words, without a patient: what failed and what next
  int sendings = 0;                      ///< with the id the number by which a gateway or partner knows this sending
  int attempts = 0;                      ///< of this sending
  std::optional<Instant> next_try_at;    ///< unset: nobody sends it by itself
  std::optional<Instant> claimed_until;  ///< a sending is on its way out of the door until then
  Instant made_at;
  std::optional<Instant> sent_at, delivered_at, opened_at, acted_at, settled_at;
  UserId acted_by;
  std::string action;  ///< approved, corrections-requested, rejected, answered
  std::optional<Instant> remind_at;
  int reminders = 0;
  WorkItemId item;     ///< its newest
  CopyId replaces;     ///< the recipient's copy of the version before
  std::string digest;  ///< hex SHA-256 of the words as they were when it was made
  std::string proof;   ///< what shows that it went: job, receipt, control id
  std::string place;   ///< of the patient, for what is carried
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  access::SensitivityMask released = 0;  ///< labels despite which a person let it leave the house

  std::string number() const;  ///< "0000000000042-1"
  bool is_current() const { return !is_settled(state) && state != CopyState::recall_asked; }
};

/// Its reader said that it is not theirs, or it was given up: it is not given to them again.
bool is_declined(const Copy& copy);

/// It is out, on its way out of the door, or was handed over and nobody said that it did not arrive.
bool may_be_out(const Copy& copy);

/// The step taken at `now`; its times stand. Errors: `business_rule`, saying what is possible from there.
Result<void> take_step(Copy& copy, CopyEvent event, Instant now);

/// How long to wait after so many attempts.
struct SendingPauses {
  std::chrono::milliseconds first{5'000}, longest{900'000};
  int attempts_max = 60;
};
std::chrono::milliseconds pause_after(int attempts, const SendingPauses& pauses);

}  // namespace charta::distribution
