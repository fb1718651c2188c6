// SPDX-License-Identifier: Apache-2.0
// The one way in which a copy changes: its row, the work that follows, what shows it, whoever is told.
#include "department/distribution/distribution_service.hpp"
#include "department/distribution/review.hpp"

namespace charta::distribution {
namespace {

using access::Actor;
using store::UnitOfWork;
using worklists::WorkItem;

ledger::Act act_of(std::string_view event) {
  if (event == "made") return ledger::Act::created;
  if (event == "send" || event == "deliver") return ledger::Act::sent;
  if (event == "open") return ledger::Act::opened;
  return ledger::Act::transitioned;
}

std::string item_words(const Copy& copy) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("title", copy.title).member("copy", copy.id.text()).member("recipient", copy.recipient_name);
  out.member("channel", channel_code(copy.channel)).member("version", copy.version).member("document", copy.document_id);
  out.member("document_type", copy.document_type).member("purpose", purpose_code(copy.purpose));
  if (copy.replaces.is_set()) out.member("replaces", copy.replaces.text());
  if (!copy.problem.empty()) out.member("problem", copy.problem);
  out.end_object();
  return text;
}

bool is_reviewed_here(const Copy& copy) {
  return copy.purpose == Purpose::review && copy.channel == Channel::inbox && copy.content == CopyContent::document;
}

}  // namespace

void DistributionService::declare() {
  const auto watch = [this](UnitOfWork& work, std::string_view name, const WorkItem& item, const worklists::Act&) {
    return guard(work, name, item);
  };
  const auto follow = [this](UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
    return entered(work, actor, item, act);
  };
  worklists_.declare(document_review_machine(), watch, follow);
  worklists_.declare(failed_copy_machine(), watch, follow);
  worklists_.declare(copy_recall_machine(), watch);
}

Result<void> DistributionService::guard(UnitOfWork& work, std::string_view name, const WorkItem& item) {
  bool is_so = false;
  if (item.subject_type == recipient_subject) {
    CHARTA_TRY(const auto recipient, recipients_.find(work, RecipientId(item.subject)));
    is_so = recipient && recipient->is_known();
    if (name == "nobody-waits") {
      CHARTA_TRY(const auto waiting, waiting_for(work, item));
      is_so = waiting.empty();
    }
  } else {
    CHARTA_TRY(const auto copy, copies_.find(work, CopyId(item.subject)));
    is_so = copy && holds(name, *copy);
  }
  if (is_so) return {};
  return fail(ErrorKind::business_rule, "open the copy: this is done where it is shown", "event");
}

/// Copies that failed because this question has no answer.
Result<std::vector<Copy>> DistributionService::waiting_for(store::Reader& reader, const WorkItem& question) const {
  CHARTA_TRY(auto failed, copies_.failed_of(reader, RecipientId(question.subject), 10'000));
  std::erase_if(failed, [&](const Copy& one) { return one.item != question.id; });
  return failed;
}

/// What a person says in the list of work stands with the copy too.
Result<void> DistributionService::entered(UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
  const std::string reason(act.reason_code);
  if (item.state == "left-as-is") {
    CHARTA_TRY(const auto copy, copies_.find(work, CopyId(item.subject)));
    return copy ? note(work, actor, *copy, "left-as-is", {reason, ""}) : Result<void>();
  }
  if (item.subject_type != recipient_subject || item.state != "given-up") return {};
  CHARTA_TRY(const auto waiting, waiting_for(work, item));
  for (auto copy : waiting) {
    copy.action = "given-up";
    copy.acted_by = actor.author.user;
    copy.item = {};
    CHARTA_TRY_DO(step(work, actor, copy, CopyEvent::withdraw, {reason, ""}));
  }
  return {};
}

/// Nobody must say how somebody is reached for whom nothing waits any more.
Result<void> DistributionService::close_question(UnitOfWork& work, const WorkItem& item) {
  if (item.closed_at || item.subject_type != recipient_subject) return {};
  CHARTA_TRY(const auto waiting, waiting_for(work, item));
  return waiting.empty() ? item_step(work, system_, item.id, "cause-gone") : Result<void>();
}

Result<void> DistributionService::note(UnitOfWork& work, const Actor& actor, const Copy& copy, std::string_view event,
                                       const StepWords& said) {
  CopyStep step;
  step.key = keys_.next_key();
  step.copy = copy.id;
  step.at = clock_.now();
  step.event = event;
  step.state = state_code(copy.state);
  step.channel = channel_code(copy.channel);
  step.by = actor.author.user;
  step.words = said.words;
  step.proof = said.proof;
  CHARTA_TRY_DO(copies_.add_step(work, step));
  const std::string reason = std::string(event) + ":" + step.channel;
  ledger::Entry entry;
  entry.act = act_of(event);
  entry.subject_kind = "distribution_copy";
  entry.subject = copy.id.key();
  entry.subject_version = copy.version;
  entry.patient = copy.patient;
  entry.reason = reason;
  entry.rule = copy.rule;
  return ledger_.record(work, actor.author, entry);
}

Result<void> DistributionService::item_step(UnitOfWork& work, const Actor& actor, WorkItemId id, std::string_view event,
                                            std::string_view reason) {
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  CHARTA_TRY_DO(worklists_.apply(work, actor, id, act));
  return {};
}

Result<void> DistributionService::open_item(UnitOfWork& work, Copy& copy, std::string_view kind, std::string_view reason) {
  worklists::NewWorkItem item;
  item.kind = kind;
  item.subject_type = copy_subject;
  item.subject = copy.id.key();
  item.second_subject_type = copy.document_type;
  item.second_subject = copy.document.key();
  item.patient = copy.patient;
  item.due_at = clock_.now().plus(rules_.remind_after);
  item.clock_basis = "document";
  item.pool = copy.user.is_set() && kind == document_review_machine().kind ? "medical-staff" : "records-department";
  item.reason_code = reason;
  item.detail = item_words(copy);
  item.rule = copy.rule.empty() ? rules_.reference : copy.rule;
  item.facility = copy.facility;
  item.sensitivity = copy.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  copy.item = opened.id;
  if (kind != document_review_machine().kind || !copy.user.is_set()) return {};
  worklists::Act hand;
  hand.event = "assign";
  hand.assignee = copy.user;
  CHARTA_TRY_DO(worklists_.apply(work, system_, copy.item, hand));
  return {};
}

/// Work opens and closes with what becomes of the copy. What a person does in their inbox takes its step where it is done.
Result<void> DistributionService::keep_item(UnitOfWork& work, const Actor& actor, Copy& copy, CopyEvent event,
                                            const StepWords& said) {
  std::optional<WorkItem> item;
  if (copy.item.is_set()) {
    CHARTA_TRY(item, worklists_.find(work, copy.item));
    const bool is_over = event == CopyEvent::supersede || event == CopyEvent::withdraw || event == CopyEvent::ask_back;
    if (item && is_over) CHARTA_TRY_DO(close_question(work, *item));
    if (item && (item->closed_at || item->subject != copy.id.key())) item.reset();
  }
  const bool is_review = item && item->kind == document_review_machine().kind;
  const bool is_failure = item && item->kind == failed_copy_machine().kind;
  switch (event) {
    case CopyEvent::deliver:
      if (is_failure) CHARTA_TRY_DO(item_step(work, system_, item->id, "cause-gone"));
      if (!is_reviewed_here(copy)) return {};
      copy.remind_at = clock_.now().plus(rules_.remind_after);
      return open_item(work, copy, document_review_machine().kind, "review-asked");
    case CopyEvent::open:
      return is_review && item->state == "to-review" ? item_step(work, system_, item->id, "open") : Result<void>();
    case CopyEvent::fail:
      // Where nobody knows how to reach somebody, one question stands for all that waits for them.
      return copy.item.is_set() ? Result<void>() : open_item(work, copy, failed_copy_machine().kind, "copy-failed");
    case CopyEvent::try_again:
      return is_failure ? item_step(work, actor, item->id, "send-again") : Result<void>();
    case CopyEvent::supersede:
    case CopyEvent::withdraw:
    case CopyEvent::ask_back:
      if (is_failure) CHARTA_TRY_DO(item_step(work, system_, item->id, "cause-gone"));
      if (is_review)
        CHARTA_TRY_DO(item_step(work, system_, item->id, item->state == "corrections-requested" ? "new-version" : "supersede"));
      // The floor's own queue brings back what it carried.
      if (event != CopyEvent::ask_back || !is_paper(copy.channel) || copy.channel == Channel::ward_paper) return {};
      return open_item(work, copy, copy_recall_machine().kind, "copy-not-true");
    case CopyEvent::give_back:
    case CopyEvent::not_found: {
      if (!item || item->kind != copy_recall_machine().kind) return {};
      const bool came_back = said.proof == "returned";
      return item_step(work, actor, item->id, event == CopyEvent::not_found ? "not-found" : came_back ? "returned" : "destroyed");
    }
    case CopyEvent::send:
    case CopyEvent::act:
      return {};
  }
  return {};
}

Result<Copy> DistributionService::step(UnitOfWork& work, const Actor& actor, Copy copy, CopyEvent event, const StepWords& said) {
  CHARTA_TRY_DO(take_step(copy, event, clock_.now()));
  if (event == CopyEvent::fail) copy.problem = said.words;
  if (event == CopyEvent::send || event == CopyEvent::deliver || event == CopyEvent::try_again) copy.problem.clear();
  if (!said.proof.empty()) copy.proof = said.proof;
  if (event == CopyEvent::try_again) {
    ++copy.sendings;
    copy.attempts = 0;
  }
  CHARTA_TRY_DO(copies_.save(work, copy));
  const auto before = copy;
  CHARTA_TRY_DO(keep_item(work, actor, copy, event, said));
  if (copy.item != before.item || copy.remind_at != before.remind_at) CHARTA_TRY_DO(copies_.save(work, copy));
  CHARTA_TRY_DO(note(work, actor, copy, event_code(event), said));
  for (const auto& follower : followers_) CHARTA_TRY_DO(follower(work, actor, copy, event));
  return copy;
}

Result<Copy> DistributionService::put_in_place(UnitOfWork& work, const Actor& actor, Copy copy, const StepWords& said) {
  CHARTA_TRY_DO(copies_.save(work, copy));
  CHARTA_TRY_DO(note(work, actor, copy, "made", said));
  for (const auto& follower : followers_) CHARTA_TRY_DO(follower(work, actor, copy, std::nullopt));
  return copy;
}

Result<Copy> DistributionService::set_place(UnitOfWork& work, const Actor& actor, Copy copy, const std::string& place) {
  if (copy.place == place) return copy;
  copy.place = place;
  CHARTA_TRY_DO(copies_.save(work, copy));
  CHARTA_TRY_DO(note(work, actor, copy, "re-routed", {place, ""}));
  return copy;
}

/// One question for each person or clinic, whatever waits for them.
Result<void> DistributionService::ask_how(UnitOfWork& work, Recipient& recipient) {
  if (recipient.item.is_set()) {
    CHARTA_TRY(const auto item, worklists_.find(work, recipient.item));
    if (item && !item->closed_at) return {};
  }
  std::string detail;
  json::Writer out(detail);
  out.begin_object().member("title", recipient.name.empty() ? recipient.key : recipient.name);
  out.member("key", recipient.key).member("to", recipient.id.text()).end_object();
  worklists::NewWorkItem item;
  item.kind = failed_copy_machine().kind;
  item.state = "unknown";
  item.subject_type = recipient_subject;
  item.subject = recipient.id.key();
  item.due_at = clock_.now().plus(rules_.remind_after);
  item.clock_basis = "document";
  item.pool = "records-department";
  item.reason_code = "recipient-not-known";
  item.detail = detail;
  item.rule = rules_.reference;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  recipient.item = opened.id;
  return recipients_.save(work, recipient);
}

}  // namespace charta::distribution
