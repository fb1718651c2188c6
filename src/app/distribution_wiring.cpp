// SPDX-License-Identifier: Apache-2.0
#include "app/distribution_wiring.hpp"

#include "app/hospital.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "department/chart/message_groups.hpp"
#include "department/chart_completion/completion_facts.hpp"
#include "department/distribution/communication_face.hpp"
#include "department/distribution/copy_message.hpp"
#include "department/distribution/gateway_folder.hpp"
#include "department/intake/message_journal_store.hpp"
#include "department/page_reader/page_reader.hpp"
#include "transport/ipp/client.hpp"

namespace charta::app {
namespace {

using namespace distribution;

/// Whom the message itself names: OBR-16 or ORC-12 as who ordered, OBR-28 and TXA-23 as who is to have copies.
class NamesInMessage {
 public:
  explicit NamesInMessage(Hospital& hospital) : hospital_(hospital) {}

  Result<std::vector<Named>> operator()(store::Reader& reader, MessageId id) const {
    CHARTA_TRY(const auto row, journal_.find(reader, id));
    if (!row) return std::vector<Named>();
    CHARTA_TRY(const auto bytes, intake::load_body(hospital_.store->blobs(), row->body, row->size));
    const auto partner = hospital_.partners->of_sender(row->sender_application, row->sender_facility);
    const auto message = hl7v2::Message::parse(bytes, partner.charset);
    if (!message) return std::vector<Named>();  // it came as something else: a C-CDA document
    return named_in(*message, {TimeZone::utc(), partner.default_assigner});
  }

 private:
  static std::vector<Named> named_in(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender) {
    std::vector<Named> all;
    json::Document document;
    hl7v2_fhir::Elements make(document, sender);
    const auto add = [&](std::string_view role, const hl7v2::Field& field) {
      for (const auto& one : field.repetitions())
        if (const auto person = make.person(one))
          all.push_back({std::string(role), chart_completion::staff_of(person), RecipientKind::practitioner});
    };
    for (const auto& segment : message.segments()) {
      if (segment.name() == "ORC") add("ordering", segment.field(12));
      if (segment.name() == "OBR") add("ordering", segment.field(16));
      if (segment.name() == "OBR") add("copies-to", segment.field(28));
      if (segment.name() == "TXA") add("copies-to", segment.field(23));
    }
    return all;
  }

  Hospital& hospital_;
  intake::MessageJournal journal_;
};

/// Below each page stands which copy it is of.
Result<Bytes> bind_pages(Hospital& hospital, const Copy& copy, const std::vector<Bytes>& files) {
  std::vector<page_reading::SetPart> parts;
  for (const auto& file : files) {
    CHARTA_TRY(auto sheets, hospital.page_reader->sheets_of(file, false));
    const std::vector<std::string> stamps(sheets.digests.size(), "Copy " + copy.number());
    parts.push_back({sheets.pdf.empty() ? file : std::move(sheets.pdf), stamps});
  }
  return hospital.page_reader->stamped(parts);
}

/// The partner whose name is the copy's address gets the message; its key in the outbox is what shows that it went.
Result<std::string> enqueue_copy(Hospital& hospital, store::UnitOfWork& work, const Copy& copy, const GivenDocument& given) {
  CHARTA_TRY(const auto partners, hospital.partners->list());
  const partners::Partner* to = nullptr;
  for (const auto& one : partners)
    if (one.name == copy.address && one.enabled && !one.endpoint.empty()) to = &one;
  if (to == nullptr)
    return fail(ErrorKind::not_found,
                "no partner '" + copy.address + "' can be reached; register it with an endpoint, or send otherwise");
  CHARTA_TRY(const auto person, hospital.patient_index->rows().person(work, copy.patient));
  if (!person) return fail(ErrorKind::not_found, "no patient record " + copy.patient.text());
  CHARTA_TRY(const auto recipient, hospital.distribution->directory().find(work, copy.recipient));
  std::string parent;
  if (copy.replaces.is_set()) {
    CHARTA_TRY(const auto before, hospital.distribution->copies().find(work, copy.replaces));
    if (before) parent = before->number();
  }
  const bool is_notice = copy.content == CopyContent::notice;
  OutgoingDocument document;
  document.number = is_notice ? parent : copy.number();
  document.parent_number = is_notice ? "" : parent;
  document.report_number = copy.document_id;
  document.type_code = copy.type_code;
  document.title = copy.title;
  document.completion = given.facts.is_signed ? "AU" : "DO";
  document.at = given.line.at;
  document.changed_at = hospital.clock.now();
  document.recipient_key = recipient ? recipient->key : "";
  document.recipient_name = copy.recipient_name;
  document.words = given.words;
  document.is_replacement = !parent.empty();
  document.is_withdrawn = is_notice;
  document.is_final = given.line.status != "preliminary" && given.line.status != "partial";
  const auto print = copy.document_type == "DiagnosticReport" ? print_report : print_document;
  partners::OutboxMessage message;
  message.partner = to->id;
  message.patient = copy.patient;
  message.control_id = copy.number();
  message.bytes = print({to->application, to->facility_name, message.control_id, hospital.clock.now()}, *person, document);
  CHARTA_TRY(const auto key, hospital.partners->enqueue(work, message));
  return std::to_string(key);
}

Result<std::optional<Arrival>> look_in_outbox(Hospital& hospital, const Copy& copy) {
  const auto key = parse_integer(copy.proof);
  if (!key) return std::optional<Arrival>();
  CHARTA_TRY(const auto message,
             hospital.store->read([&](store::Reader& reader) { return hospital.partners->find(reader, *key); }));
  if (!message) return std::optional<Arrival>();
  switch (message->state) {
    case partners::OutboxState::accepted:
      return std::optional(Arrival{true, {}, copy.proof});
    case partners::OutboxState::refused:
    case partners::OutboxState::failed:
    case partners::OutboxState::cancelled:
      return std::optional(Arrival{false, "the partner did not take it: " + message->problem, copy.proof});
    case partners::OutboxState::waiting:
    case partners::OutboxState::in_flight:
      break;
  }
  return std::optional<Arrival>();
}

/// A sending that was tried before may have been printed: the printer is asked for its name first.
Result<Dispatch> print_parcel(const Parcel& parcel) {
  const ipp_client::Printer printer(parcel.copy.address);
  const std::string name = "copy " + parcel.number;
  if (parcel.copy.attempts > 1) {
    CHARTA_TRY(const auto known, printer.find(name));
    if (known) return Dispatch{"ipp job " + std::to_string(known->id), false};
  }
  CHARTA_TRY(const auto job, printer.print(name, parcel.pdf));
  return Dispatch{"ipp job " + std::to_string(job.id), false};
}

Result<std::optional<Arrival>> look_at_printer(const Copy& copy) {
  using ipp::JobState;
  const auto number = parse_integer(std::string_view(copy.proof).substr(copy.proof.rfind(' ') + 1));
  if (!number) return std::optional<Arrival>();
  CHARTA_TRY(const auto job, ipp_client::Printer(copy.address).job(static_cast<std::int32_t>(*number)));
  if (!job) return std::optional(Arrival{false, "the printer does not know the job any more; look into its tray", copy.proof});
  if (job->state == JobState::completed) return std::optional(Arrival{true, {}, copy.proof});
  if (job->state == JobState::canceled || job->state == JobState::aborted)
    return std::optional(Arrival{false, "the printer gave the job up: " + job->reasons, copy.proof});
  return std::optional<Arrival>();
}

/// The account that reads its Communications here; nothing when it is none, or is closed.
Result<std::optional<access::User>> reading_client(Hospital& hospital, std::string_view account) {
  CHARTA_TRY(const auto users, hospital.access->list_users(access::Actor::system("distribution")));
  for (const auto& user : users)
    if (user.name == account && !user.disabled) return std::optional(user);
  return std::optional<access::User>();
}

/// Nothing is carried anywhere: from here on the copy can be read, and its client's own reading is the receipt.
Result<Dispatch> lay_ready(Hospital& hospital, const Parcel& parcel) {
  CHARTA_TRY(const auto client, reading_client(hospital, parcel.copy.address));
  if (!client)
    return fail(ErrorKind::not_found,
                "no account '" + parcel.copy.address + "' reads Communications here; open one under People, or send otherwise");
  return Dispatch{"Communication/" + communication_id(parcel.copy.id), false};
}

Result<bool> is_client_of(Hospital& hospital, const access::Actor& actor, const Copy& copy) {
  CHARTA_TRY(const auto client, reading_client(hospital, copy.address));
  return client && client->id == actor.author.user;
}

void open_folder(DistributionService& service, Channel channel, const std::string& folder) {
  if (folder.empty()) return;
  service.send_by(channel, [gateway = GatewayFolder(folder)](const Parcel& parcel) { return gateway.send(parcel); });
}

Result<std::int64_t> take_receipts(Hospital& hospital, const std::string& folder) {
  if (folder.empty()) return 0;
  return GatewayFolder(folder).take_receipts(
      [&](const Receipt& receipt) { return hospital.distribution->take_receipt(receipt); });
}

}  // namespace

Result<std::unique_ptr<DistributionService>> open_distribution(Hospital& hospital) {
  CHARTA_TRY(auto rules,
             DistributionRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  auto service = std::make_unique<DistributionService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                       *hospital.encounters, *hospital.chart, *hospital.worklists,
                                                       *hospital.ledger, hospital.clock, hospital.keys, std::move(rules));
  service->declare();
  service->ask_messages_of(NamesInMessage(hospital));
  open_folder(*service, Channel::fax, hospital.configuration.fax_folder);
  open_folder(*service, Channel::direct, hospital.configuration.direct_folder);
  service->send_by(Channel::print, print_parcel);
  service->track_by(Channel::print, look_at_printer);
  service->bind_pages_by(
      [&hospital](const Copy& copy, const std::vector<Bytes>& files) { return bind_pages(hospital, copy, files); });
  service->send_by(Channel::fhir_communication, [&hospital](const Parcel& parcel) { return lay_ready(hospital, parcel); });
  service->send_messages_by([&hospital](store::UnitOfWork& work, const Copy& copy, const GivenDocument& given) {
    return enqueue_copy(hospital, work, copy, given);
  });
  service->track_by(Channel::outbound_hl7, [&hospital](const Copy& copy) { return look_in_outbox(hospital, copy); });
  CHARTA_TRY_DO(service->look_whether_begun());
  return service;
}

resources::Share share_communications(Hospital& hospital) {
  return communication_share(std::make_shared<CommunicationFace>(
      *hospital.distribution, *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.ledger,
      [&hospital](const access::Actor& actor, const Copy& copy) { return is_client_of(hospital, actor, copy); }));
}

Result<std::int64_t> give_out_once(Hospital& hospital) {
  auto& service = *hospital.distribution;
  std::int64_t settled = 0;
  const auto add = [&](const Result<std::int64_t>& part) -> Result<void> {
    CHARTA_TRY(const auto count, part);
    settled += count;
    return {};
  };
  CHARTA_TRY_DO(add(service.expand_due()));
  CHARTA_TRY_DO(add(service.send_due()));
  CHARTA_TRY_DO(add(take_receipts(hospital, hospital.configuration.fax_folder)));
  CHARTA_TRY_DO(add(take_receipts(hospital, hospital.configuration.direct_folder)));
  CHARTA_TRY_DO(add(service.look_at_the_way()));
  CHARTA_TRY_DO(add(service.run_clock()));
  return settled;
}

void give_out_in_background(Hospital& hospital, Background& background) {
  using namespace std::chrono_literals;
  if (hospital.store->engine() == store::Engine::sqlite)
    if (const auto taken = hospital.distribution->take_up_sendings(); !taken)
      log::warning("distribution.sendings_not_taken_up", {{"problem", taken.error().message}});
  background.every("distribution", 200ms, [&hospital]() -> Result<void> {
    for (int round = 0; round < 10; ++round) {
      CHARTA_TRY(const auto settled, hospital.distribution->expand_due());
      if (settled == 0) break;
    }
    return {};
  });
  background.every("distribution, sending", 1s, [&hospital]() -> Result<void> {
    CHARTA_TRY_DO(hospital.distribution->look_whether_begun());
    // As long as there is a whole round to send: a hundred a second would fall behind what intake files.
    for (int round = 0; round < 20; ++round) {
      CHARTA_TRY(const auto sent, hospital.distribution->send_due());
      if (sent < distribution::sent_at_once) break;
    }
    CHARTA_TRY_DO(take_receipts(hospital, hospital.configuration.fax_folder));
    CHARTA_TRY_DO(take_receipts(hospital, hospital.configuration.direct_folder));
    CHARTA_TRY_DO(hospital.distribution->look_at_the_way());
    CHARTA_TRY_DO(hospital.distribution->run_clock());
    return {};
  });
}

}  // namespace charta::app
