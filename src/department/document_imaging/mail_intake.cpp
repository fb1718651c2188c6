// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/mail_intake.hpp"

#include "base/storable_text.hpp"
#include "formats/json/json.hpp"

namespace charta::document_imaging {
namespace {

using access::Actor;
using access::Permission;

constexpr worklists::Transition mail_steps[] = {{"refused", "settle", "settled", "", Permission::file_documents, true}};
constexpr std::string_view mail_ends[] = {"settled"};

std::string short_text(std::string_view text) {
  std::string kept = storable_text(text);
  if (kept.size() <= 300) return kept;
  std::size_t end = 300;
  while (end > 0 && (static_cast<unsigned char>(kept[end]) & 0xC0U) == 0x80U) --end;
  return kept.substr(0, end);
}

std::string detail_of_mail(const MailRow& row, const std::string& file) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("title", "A mail that was refused")
      .member("says", row.reason)
      .member("from", row.sender)
      .member("subject", row.subject)
      .member("file", short_text(file))
      .end_object();
  return text;
}

}  // namespace

const worklists::StateMachine& refused_mail_machine() {
  static constexpr worklists::StateMachine machine{
      "refused-mail", "Refused mails", "refused", mail_steps, mail_ends, {}, Permission::file_documents};
  return machine;
}

void MailIntake::declare() {
  worklists_.declare(refused_mail_machine());
}

Result<TakenMail> MailIntake::take(const Actor& actor, BytesView bytes, const std::string& file) {
  MailRow row;
  const Digest digest = sha256(bytes);
  row.digest = digest.hex();
  CHARTA_TRY(const auto known, store_.read([&](store::Reader& reader) { return find_mail(reader, row.digest); }));
  if (known) return TakenMail{known->batch, true, known->reason};
  row.key = keys_.next_key();
  row.taken_at = clock_.now();
  const auto mail = mail::parse(bytes, limits_);
  if (!mail) {
    row.reason = mail.error().message;
    return refuse(actor, bytes, row, file);
  }
  row.message_id = short_text(mail->message_id);
  row.sender = short_text(mail->from);
  row.subject = short_text(mail->subject);
  std::vector<IncomingFile> files;
  for (const auto& attachment : mail->attachments)
    if (const auto type = mail::scanned_type(attachment.bytes); !type.empty())
      files.push_back({attachment.bytes, std::string(type)});
  if (files.empty()) {
    row.reason =
        mail->attachments.empty() ? "the mail has no attachment" : "no attachment of the mail is a PDF, TIFF, PNG or JPEG";
    return refuse(actor, bytes, row, file);
  }
  CHARTA_TRY_DO(store_.blobs().put(bytes));
  BatchHeader header;
  header.door = "mail";
  header.title = row.subject.empty() ? "Mail without a subject" : row.subject;
  header.device = row.sender;
  header.settings = std::to_string(files.size()) + " of " + std::to_string(mail->attachments.size()) +
                    " attachments; Message-ID " + row.message_id;
  CHARTA_TRY(
      const auto taken, imaging_.take_together(actor, header, files, [&](store::UnitOfWork& work, BatchId batch) -> Result<void> {
        row.batch = batch;
        CHARTA_TRY_DO(add_mail(work, row));
        CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "scan_mail", row.key));
        return ledger_.record(work, actor.author, {ledger::Act::received, "scan_mail", row.key, 1, {}, "mail", {}, digest});
      }));
  return TakenMail{taken.batch, taken.was_known, {}};
}

Result<TakenMail> MailIntake::refuse(const Actor& actor, BytesView bytes, MailRow row, const std::string& file) {
  CHARTA_TRY(const auto digest, store_.blobs().put(bytes));
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    worklists::NewWorkItem item;
    item.kind = refused_mail_machine().kind;
    item.subject_type = "scan_mail";
    item.subject = row.key;
    item.pool = "imaging";
    item.detail = detail_of_mail(row, file);
    CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
    row.item = opened.id;
    CHARTA_TRY_DO(add_mail(work, row));
    CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "scan_mail", row.key));
    return ledger_.record(work, actor.author, {ledger::Act::refused, "scan_mail", row.key, 1, {}, "mail", {}, digest});
  });
  if (!done) return done.error();
  return TakenMail{{}, false, row.reason};
}

}  // namespace charta::document_imaging
