// SPDX-License-Identifier: Apache-2.0
#include "record/partners/partner_service.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "record/partners/outbox_state.hpp"
#include "record/partners/outbox_store.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <unordered_map>

namespace charta::partners {

using access::Actor;
using access::Permission;
using ledger::Act;
using store::Reader;
using store::UnitOfWork;

namespace {

constexpr std::int64_t epoch_check_ms = 500;

std::int64_t steady_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The registry as the intake asks it: by MSH-3 and MSH-4 together, then by MSH-3 alone.
struct Registry {
  std::int64_t epoch = 0;
  std::vector<Partner> partners;
  std::unordered_map<std::string, std::size_t> by_sender;

  static std::string key(std::string_view application, std::string_view facility) {
    std::string text(application);
    text += '\n';
    text += facility;
    return text;
  }
  const Partner* find(std::string_view application, std::string_view facility) const {
    auto found = by_sender.find(key(application, facility));
    if (found == by_sender.end() && !facility.empty()) found = by_sender.find(key(application, {}));
    return found == by_sender.end() ? nullptr : &partners[found->second];
  }
};

std::shared_ptr<const Registry> make_registry(std::vector<Partner> partners, std::int64_t epoch) {
  auto registry = std::make_shared<Registry>();
  registry->epoch = epoch;
  registry->partners = std::move(partners);
  for (std::size_t i = 0; i < registry->partners.size(); ++i) {
    const Partner& partner = registry->partners[i];
    if (partner.enabled && !partner.application.empty())
      registry->by_sender.emplace(Registry::key(partner.application, partner.facility_name), i);
  }
  return registry;
}

/// Whoever is not registered: its numbers stay its own, told apart by the names that it gives itself.
Partner unknown_sender(std::string_view application, std::string_view facility) {
  Partner partner;
  partner.application = application;
  partner.facility_name = facility;
  std::string given(application);
  if (!facility.empty()) given += (given.empty() ? "" : ":") + std::string(facility);
  partner.name = given.empty() ? "unknown sender" : given;
  partner.default_assigner = "urn:charta:assigner:" + (given.empty() ? std::string("unknown") : given);
  return partner;
}

Result<void> check_partner(const Partner& partner) {
  if (trimmed(partner.name).empty()) return fail(ErrorKind::missing, "a partner needs a name", "name");
  for (const std::string* text : {&partner.name, &partner.application, &partner.facility_name, &partner.default_assigner})
    if (!is_valid_utf8(*text)) return fail(ErrorKind::invalid, "a partner's texts are UTF-8", "name");
  if (partner.facility < 0 || partner.facility > 62)
    return fail(ErrorKind::invalid, "facilities are numbered 0 to 62", "facility");
  const auto zone = TimeZone::open(partner.zone);
  if (!zone) return fail(ErrorKind::unknown_code, "'" + partner.zone + "' is no IANA time zone", "zone");
  if (!partner.charset.empty() && !to_utf8("A", partner.charset))
    return fail(ErrorKind::unknown_code, "'" + partner.charset + "' is no known character set", "charset");
  for (const auto& what : partner.wants)
    if (what != "identity") return fail(ErrorKind::unknown_code, "a partner can want: identity", "wants");
  if (partner.endpoint.empty()) return {};
  const auto colon = partner.endpoint.rfind(':');
  const auto port =
      colon == std::string::npos ? std::nullopt : parse_integer(std::string_view(partner.endpoint).substr(colon + 1));
  if (colon == 0 || !port || *port < 1 || *port > 65535)
    return fail(ErrorKind::invalid, "an endpoint is written host:port", "endpoint");
  return {};
}

}  // namespace

struct PartnerService::Parts {
  store::Store& store;
  ledger::Ledger& ledger;
  const Clock& clock;
  KeySource& keys;
  OutboxStore table;
  OutboxPauses pauses{};
  std::shared_ptr<const Registry> registry;  // read and replaced with the atomic functions of shared_ptr
  std::atomic<std::int64_t> next_epoch_check{0};

  std::shared_ptr<const Registry> current();
  Result<void> load(Reader& reader);
  Result<void> record(UnitOfWork& work, const ledger::Author& author, Act act, const OutboxMessage& message,
                      std::string_view reason);
  Result<std::optional<OutboxMessage>> claim_head(PartnerId partner);
  Result<bool> attempt(const Partner& partner, OutboxMessage message, const Sender& sender);
  Result<void> person_step(const Actor& actor, std::int64_t key, OutboxEvent event, std::string_view reason);
};

Result<void> PartnerService::Parts::load(Reader& reader) {
  CHARTA_TRY(const std::int64_t epoch, table.epoch(reader));
  const auto known = std::atomic_load(&registry);
  if (known && known->epoch == epoch) return {};
  CHARTA_TRY(auto partners, table.partners(reader));
  std::atomic_store(&registry, make_registry(std::move(partners), epoch));
  return {};
}

std::shared_ptr<const Registry> PartnerService::Parts::current() {
  const std::int64_t now = steady_ms();
  std::int64_t due = next_epoch_check.load(std::memory_order_relaxed);
  if (now >= due && next_epoch_check.compare_exchange_strong(due, now + epoch_check_ms)) {
    const auto done = store.read([&](Reader& reader) { return load(reader); });
    if (!done) log::error("partners.registry_unread", {{"problem", done.error().message}});
  }
  auto known = std::atomic_load(&registry);
  if (known) return known;
  const auto done =
      store.read([&](Reader& reader) { return load(reader); });  // the very first ask, while another thread still reads
  known = std::atomic_load(&registry);
  return known ? known : make_registry({}, -1);
}

PartnerService::PartnerService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys)
    : parts_(new Parts{store, ledger, clock, keys, {}, {}, {}}) {}
PartnerService::~PartnerService() = default;

void PartnerService::set_pauses(const OutboxPauses& pauses) {
  parts_->pauses = pauses;
}

Result<Partner> PartnerService::save(const Actor& actor, const Partner& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::manage_partners));
  CHARTA_TRY_DO(check_partner(given));
  Partner partner = given;
  const bool is_new = !partner.id.is_set();
  if (is_new) partner.id = parts_->keys.next<PartnerId>();
  return parts_->store.write([&](UnitOfWork& work) -> Result<Partner> {
    if (is_new) {
      CHARTA_TRY_DO(parts_->table.add_partner(work, partner));
      partner.version = 1;
    } else {
      CHARTA_TRY(const std::int64_t changed, parts_->table.update_partner(work, given));
      if (changed == 0)
        return fail(ErrorKind::version_conflict, "the partner was changed by somebody else; read it again", "version");
      partner.version = given.version + 1;
    }
    CHARTA_TRY_DO(parts_->table.raise_epoch(work));
    work.after_commit([parts = parts_.get()] { parts->next_epoch_check = 0; });
    ledger::Entry entry;
    entry.act = Act::configured;
    entry.subject_kind = "partner";
    entry.subject = partner.id.key();
    entry.subject_version = partner.version;
    CHARTA_TRY_DO(parts_->ledger.record(work, actor.author, entry));
    return partner;
  });
}

Result<std::vector<Partner>> PartnerService::list() {
  return parts_->store.read([&](Reader& reader) { return parts_->table.partners(reader); });
}

Partner PartnerService::of_sender(std::string_view application, std::string_view facility) const {
  const auto registry = parts_->current();
  const Partner* partner = registry->find(application, facility);
  return partner != nullptr ? *partner : unknown_sender(application, facility);
}

Result<void> PartnerService::Parts::record(UnitOfWork& work, const ledger::Author& author, Act act, const OutboxMessage& message,
                                           std::string_view reason) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = "outbox";
  entry.subject = message.key;
  entry.subject_version = message.attempts;
  entry.patient = message.patient;
  entry.reason = reason;
  if (!message.bytes.empty()) entry.digest = sha256(message.bytes);
  return ledger.record(work, author, entry);
}

bool Partner::is_told(std::string_view what) const {
  return enabled && !endpoint.empty() && std::find(wants.begin(), wants.end(), what) != wants.end();
}

Result<std::vector<Partner>> PartnerService::told(Reader& reader, std::string_view what) const {
  CHARTA_TRY(auto partners, parts_->table.partners(reader));
  std::erase_if(partners, [&](const Partner& partner) { return !partner.is_told(what); });
  return partners;
}

Result<std::int64_t> PartnerService::enqueue(UnitOfWork& work, const OutboxMessage& given) {
  if (given.control_id.empty()) return fail(ErrorKind::missing, "a message to be sent needs its control id", "MSH-10");
  CHARTA_TRY(const auto partner, parts_->table.find_partner(work, given.partner));
  if (!partner) return fail(ErrorKind::not_found, "there is no such partner", "partner");
  if (partner->endpoint.empty()) return fail(ErrorKind::business_rule, "this partner has no endpoint to send to", "endpoint");
  OutboxMessage message = given;
  if (message.key == 0) message.key = parts_->keys.next_key();
  message.created_at = parts_->clock.now();
  message.next_attempt_at = std::max(message.created_at, given.next_attempt_at);
  CHARTA_TRY_DO(parts_->table.add_message(work, message));
  return message.key;
}

Result<std::optional<OutboxMessage>> PartnerService::find(store::Reader& reader, std::int64_t key) const {
  return parts_->table.find_message(reader, key);
}

Result<std::vector<OutboxMessage>> PartnerService::outbox(const Actor& actor, std::optional<OutboxState> state,
                                                          std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_messages));
  return parts_->store.read([&](Reader& reader) { return parts_->table.messages(reader, state, limit); });
}

/// The head of the partner's queue, taken for one attempt; nothing when it pauses, is on the wire, or another node was quicker.
Result<std::optional<OutboxMessage>> PartnerService::Parts::claim_head(PartnerId partner) {
  const Instant now = clock.now();
  auto claimed = store.write([&](UnitOfWork& work) -> Result<std::optional<OutboxMessage>> {
    CHARTA_TRY(auto head, table.head(work, partner));
    if (!head) return std::optional<OutboxMessage>{};
    const bool is_ready =
        head->message.state == OutboxState::in_flight ? head->claimed_until <= now : head->message.next_attempt_at <= now;
    if (!is_ready) return std::optional<OutboxMessage>{};
    CHARTA_TRY(const std::int64_t taken, table.claim(work, head->message, now, now.plus(pauses.claim)));
    if (taken == 0) return std::optional<OutboxMessage>{};
    head->message.attempts += 1;
    head->message.state = OutboxState::in_flight;
    return std::optional<OutboxMessage>(std::move(head->message));
  });
  if (!claimed && claimed.error().kind == ErrorKind::version_conflict) return std::optional<OutboxMessage>{};
  return claimed;
}

/// Answers whether the partner took it, so that its next message may follow at once.
Result<bool> PartnerService::Parts::attempt(const Partner& partner, OutboxMessage message, const Sender& sender) {
  const Result<Bytes> answer = sender(partner, message);
  const Verdict verdict = judge(message, answer, pauses.attempts_max);
  const auto state = next_state(OutboxState::in_flight, verdict.event);
  if (!state) return fail(ErrorKind::internal, "the outbox has no such step");
  message.state = *state;
  message.problem = verdict.problem;
  message.acknowledgement = answer ? *answer : Bytes{};
  message.next_attempt_at = clock.now().plus(pause_after(message.attempts_in_a_row(), pauses));
  const Result<void> settled = store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const std::int64_t changed, table.settle(work, message));
    if (changed == 0 || verdict.event == OutboxEvent::pause) return {};
    ledger::Author author;
    author.workstation = "outbox";
    return record(work, author, verdict.event == OutboxEvent::accept ? Act::sent : Act::refused, message,
                  outbox_state_code(*state));
  });
  if (!settled) return settled.error();
  return message.state == OutboxState::accepted;
}

Result<std::int64_t> PartnerService::deliver_due(const Sender& sender) {
  CHARTA_TRY(const auto waiting, parts_->store.read([&](Reader& reader) { return parts_->table.partners_with_work(reader); }));
  std::int64_t accepted = 0;
  for (const PartnerId id : waiting) {
    for (bool goes_on = true; goes_on;) {
      CHARTA_TRY(const auto partner, parts_->store.read([&](Reader& reader) { return parts_->table.find_partner(reader, id); }));
      if (!partner || !partner->enabled || partner->endpoint.empty()) break;
      CHARTA_TRY(auto message, parts_->claim_head(id));
      if (!message) break;
      CHARTA_TRY(goes_on, parts_->attempt(*partner, std::move(*message), sender));
      accepted += goes_on ? 1 : 0;
    }
  }
  return accepted;
}

Result<void> PartnerService::Parts::person_step(const Actor& actor, std::int64_t key, OutboxEvent event,
                                                std::string_view reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::send_messages));
  const Instant now = clock.now();
  return store.write([&](UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto message, table.find_message(work, key));
    if (!message) return fail(ErrorKind::not_found, "there is no such message to be sent");
    const auto to = next_state(message->state, event);
    if (!to)
      return fail(ErrorKind::business_rule,
                  "a message that is " + std::string(outbox_state_code(message->state)) + " allows no " + std::string(reason));
    if (event == OutboxEvent::retry) message->attempts_before = message->attempts;
    CHARTA_TRY(const std::int64_t changed, table.step(work, *message, *to, now));
    if (changed == 0) return fail(ErrorKind::version_conflict, "the message moved on meanwhile; look again");
    return record(work, actor.author, Act::transitioned, *message, reason);
  });
}

Result<void> PartnerService::retry(const Actor& actor, std::int64_t key) {
  return parts_->person_step(actor, key, OutboxEvent::retry, "retry");
}

Result<void> PartnerService::cancel(const Actor& actor, std::int64_t key) {
  return parts_->person_step(actor, key, OutboxEvent::cancel, "cancel");
}

}  // namespace charta::partners
