// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/mail_store.hpp"

namespace charta::document_imaging {
namespace {

constexpr store::Statement insert_mail{"document_imaging.insert_mail", R"sql(
  INSERT INTO scan_mail (mail, digest, message_id, sender, subject, taken_at, batch, item, reason)
  VALUES (:mail, :digest, :message_id, :sender, :subject, :taken_at, :batch, :item, :reason))sql"};
constexpr store::Statement select_mail{
    "document_imaging.select_mail",
    "SELECT mail, digest, message_id, sender, subject, taken_at, batch, item, reason FROM scan_mail WHERE digest = :digest"};

MailRow mail_of(const store::Row& row) {
  MailRow mail;
  mail.key = row.integer(0);
  mail.digest = row.string(1);
  mail.message_id = row.string(2);
  mail.sender = row.string(3);
  mail.subject = row.string(4);
  mail.taken_at = row.instant(5);
  mail.batch = row.id<BatchId>(6);
  mail.item = row.id<WorkItemId>(7);
  mail.reason = row.string(8);
  return mail;
}

}  // namespace

Result<void> add_mail(store::UnitOfWork& work, const MailRow& row) {
  return work.write(insert_mail, {{"mail", row.key},
                                  {"digest", row.digest},
                                  {"message_id", row.message_id},
                                  {"sender", row.sender},
                                  {"subject", row.subject},
                                  {"taken_at", row.taken_at},
                                  {"batch", row.batch.key()},
                                  {"item", row.item.key()},
                                  {"reason", row.reason}});
}

Result<std::optional<MailRow>> find_mail(store::Reader& reader, std::string_view digest) {
  return reader.read_one(select_mail, {{"digest", digest}}, mail_of);
}

}  // namespace charta::document_imaging
