// SPDX-License-Identifier: Apache-2.0
// Papers that come by e-mail: one mail, one batch, its attachments the files.
#pragma once
#include "department/document_imaging/imaging_service.hpp"
#include "department/document_imaging/mail_store.hpp"
#include "formats/mail/mail.hpp"

namespace charta::document_imaging {

struct TakenMail {
  BatchId batch;           ///< unset: it was refused
  bool was_known = false;  ///< this very mail, or all of its attachments, came before
  std::string refused;     ///< why, in words; empty: it was taken
};

/// refused -settle-> settled, with a reason: whoever sent it was told, or it was no paper.
const worklists::StateMachine& refused_mail_machine();

class MailIntake {
 public:
  MailIntake(store::Store& store, ImagingService& imaging, worklists::WorklistService& worklists, ledger::Ledger& ledger,
             const Clock& clock, KeySource& keys, mail::Limits limits = {})
      : store_(store), imaging_(imaging), worklists_(worklists), ledger_(ledger), clock_(clock), keys_(keys), limits_(limits) {}

  /// At start-up: the queue `refused-mail`.
  void declare();
  /// Durable when it returns: a batch, or an item that says why not. `file`: the name under which the gateway dropped it.
  /// Errors: `unavailable` (nothing was kept; try again).
  Result<TakenMail> take(const access::Actor& actor, BytesView bytes, const std::string& file);

 private:
  Result<TakenMail> refuse(const access::Actor& actor, BytesView bytes, MailRow row, const std::string& file);

  store::Store& store_;
  ImagingService& imaging_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  const mail::Limits limits_;
};

}  // namespace charta::document_imaging
