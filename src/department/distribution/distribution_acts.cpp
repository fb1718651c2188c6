// SPDX-License-Identifier: Apache-2.0
// What people do: read, approve, hand back; send again, give up, answer for paper.
#include "department/distribution/distribution_service.hpp"
#include "department/distribution/review.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

using access::Actor;
using access::Permission;
using store::UnitOfWork;

Error no_such_copy(CopyId copy) {
  return fail(ErrorKind::not_found, "there is no copy " + copy.text());
}

bool is_ended(const Copy& copy) {
  return !copy.is_current();
}

}  // namespace

Result<Copy> DistributionService::require(store::Reader& reader, const Actor& actor, CopyId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(auto copy, copies_.find(reader, id));
  if (!copy || !actor.visibility.sees(copy->facility, copy->sensitivity, copy->patient)) return no_such_copy(id);
  // Of what was moved the marks alone do not tell who may see it now.
  CHARTA_TRY(const auto stored, resources_.load(reader, copy->document));
  const bool is_hidden = stored && !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient);
  if (is_hidden) return no_such_copy(id);
  return std::move(*copy);
}

Result<DistributionService::Page> DistributionService::list(const Actor& actor, const CopyFilter& filter) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Page> {
    Page page;
    CHARTA_TRY(page.copies, copies_.list(reader, filter, actor.visibility));
    CHARTA_TRY(page.total, copies_.count(reader, filter, actor.visibility));
    return page;
  });
}

Result<CopyView> DistributionService::find(const Actor& actor, CopyId id) {
  return store_.read([&](store::Reader& reader) -> Result<CopyView> {
    CopyView view;
    CHARTA_TRY(view.copy, require(reader, actor, id));
    CHARTA_TRY(view.steps, copies_.steps(reader, id));
    return view;
  });
}

Result<CopyView> DistributionService::of_item(const Actor& actor, WorkItemId id) {
  CHARTA_TRY(const auto item, worklists_.get(actor, id));
  if (item.subject_type != copy_subject) return fail(ErrorKind::not_found, "work item " + id.text() + " is about no copy");
  return find(actor, CopyId(item.subject));
}

Result<std::vector<CopyView>> DistributionService::who_has(const Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<CopyView>> {
    CHARTA_TRY(const auto stored, resources_.load(reader, type, id));
    if (!stored || !actor.visibility.sees(stored->facility, stored->sensitivity, stored->patient))
      return fail(ErrorKind::not_found, "there is no " + std::string(type) + "/" + std::string(id));
    CHARTA_TRY(auto copies, copies_.of_document(reader, stored->key));
    std::vector<CopyView> views;
    for (auto& copy : copies) {
      CopyView view{std::move(copy), {}};
      CHARTA_TRY(view.steps, copies_.steps(reader, view.copy.id));
      views.push_back(std::move(view));
    }
    return views;
  });
}

Result<DistributionService::Figures> DistributionService::figures(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  return store_.read([&](store::Reader& reader) -> Result<Figures> {
    Figures figures;
    CHARTA_TRY(figures.channels, copies_.figures(reader, actor.visibility));
    CHARTA_TRY(figures.waiting, recipients_.waiting(reader));
    CHARTA_TRY(figures.begun_at, recipients_.begun_at(reader));
    return figures;
  });
}

Result<DistributionService::TwoVersions> DistributionService::words(const Actor& actor, CopyId id) {
  return store_.read([&](store::Reader& reader) -> Result<TwoVersions> {
    CHARTA_TRY(const auto copy, require(reader, actor, id));
    TwoVersions two;
    CHARTA_TRY(const auto now, copies_.words(reader, copy.document, copy.version));
    two.now = now.value_or("");
    if (!copy.replaces.is_set()) return two;
    const auto earlier = require(reader, actor, copy.replaces);
    if (!earlier) return two;
    CHARTA_TRY(const auto before, copies_.words(reader, earlier->document, earlier->version));
    two.before = before.value_or("");
    return two;
  });
}

Result<Copy> DistributionService::act_on(const Actor& actor, CopyId id,
                                         const std::function<Result<Copy>(UnitOfWork&, Copy)>& change) {
  return store_.write([&](UnitOfWork& work) -> Result<Copy> {
    CHARTA_TRY(auto copy, require(work, actor, id));
    return change(work, std::move(copy));
  });
}

Result<Copy> DistributionService::open(const Actor& actor, CopyId id) {
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    const bool is_theirs = copy.user.is_set() && copy.user == actor.author.user;
    if (!is_theirs) return fail(ErrorKind::forbidden, "a copy is opened by whom it is for", "copy");
    if (copy.state != CopyState::delivered) return copy;  // read before, or not true any more
    return step(work, actor, copy, CopyEvent::open);
  });
}

/// What a physician does with a report that is theirs to review.
Result<Copy> DistributionService::review(const Actor& actor, CopyId id, std::string_view action, std::string_view event,
                                         const StepWords& said, const std::string& reason) {
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    if (!copy.user.is_set() || copy.user != actor.author.user)
      return fail(ErrorKind::forbidden, "this report waits for somebody else's review", "copy");
    if (is_ended(copy)) return fail(ErrorKind::business_rule, "another version stands in its place; open that one", "copy");
    CHARTA_TRY(const bool waits, waits_for_review(work, actor, copy));
    if (!waits) return fail(ErrorKind::business_rule, "nothing is asked about this copy any more", "copy");
    if (action == "approved" && signing_) CHARTA_TRY_DO(signing_(work, actor, copy));
    return reviewed(work, actor, std::move(copy), action, event, said, reason);
  });
}

Result<bool> DistributionService::waits_for_review(UnitOfWork& work, const Actor& actor, const Copy& copy) const {
  if (!copy.user.is_set() || copy.user != actor.author.user || is_ended(copy)) return false;
  return is_open_review(work, copy);
}

Result<Copy> DistributionService::reviewed(UnitOfWork& work, const Actor& actor, Copy copy, std::string_view action,
                                           std::string_view event, const StepWords& said, const std::string& reason) {
  copy.action = action;
  copy.acted_by = actor.author.user;
  if (!copy.opened_at) copy.opened_at = clock_.now();
  CHARTA_TRY(auto done, step(work, actor, copy, CopyEvent::act, said));
  // A signature counts whoever holds the item, and whatever else its signer may do.
  CHARTA_TRY_DO(item_step(work, said.words == "signed" ? system_ : actor, done.item, event, reason));
  if (event != "approve") CHARTA_TRY_DO(item_step(work, system_, done.item, "release"));  // the department goes on with it
  return done;
}

Result<void> DistributionService::was_signed(UnitOfWork& work, const Actor& actor, ResourceId document) {
  CHARTA_TRY(const auto copies, copies_.of_document(work, document));
  for (const auto& copy : copies) {
    CHARTA_TRY(const bool waits, waits_for_review(work, actor, copy));
    if (waits && copy.action.empty()) CHARTA_TRY_DO(reviewed(work, actor, copy, "approved", "approve", {"signed", ""}, ""));
  }
  return {};
}

Result<Copy> DistributionService::approve(const Actor& actor, CopyId id) {
  return review(actor, id, "approved", "approve", {"approved", ""}, "");
}

Result<Copy> DistributionService::request_corrections(const Actor& actor, CopyId id, const std::string& reason,
                                                      const std::string& words) {
  if (words.empty() && reason.empty()) return fail(ErrorKind::missing, "say what is to be corrected", "words");
  return review(actor, id, "corrections-requested", "request-corrections", {words.empty() ? reason : words, ""}, reason);
}

Result<Copy> DistributionService::not_mine(const Actor& actor, CopyId id, const std::string& reason) {
  return review(actor, id, "rejected", "not-mine", {reason, ""}, reason);
}

/// Somebody else has it to review; who said that it is not theirs keeps the mark that they saw it.
Result<Copy> DistributionService::reassign(const Actor& actor, CopyId id, RecipientId to) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    if (copy.action != "rejected") return fail(ErrorKind::business_rule, "nobody said that this is not theirs", "copy");
    CHARTA_TRY(auto fresh, copy_to_review(work, actor, copy, to));
    copy.action = "reassigned";
    CHARTA_TRY_DO(copies_.save(work, copy));
    CHARTA_TRY_DO(item_step(work, actor, copy.item, "reassign"));
    return fresh;
  });
}

/// Whoever has the report already for another reason reviews that copy.
Result<Copy> DistributionService::copy_to_review(UnitOfWork& work, const Actor& actor, const Copy& copy, RecipientId to) {
  CHARTA_TRY(const auto all, copies_.of_document(work, copy.document));
  const auto has_it = std::find_if(all.begin(), all.end(), [&](const Copy& one) {
    return one.recipient == to && one.digest == copy.digest && one.content == copy.content && one.is_current();
  });
  if (has_it == all.end()) return other_copy(work, actor, copy, to, {});
  Copy theirs = *has_it;
  if (theirs.id == copy.id || is_declined(theirs))
    return fail(ErrorKind::business_rule, "they said that it is not theirs; name somebody else", "to");
  if (theirs.channel != Channel::inbox || !theirs.user.is_set())
    return fail(ErrorKind::business_rule, "they have it, and not in an inbox here, where it could be reviewed", "to");
  CHARTA_TRY(const bool waits, is_open_review(work, theirs));
  theirs.purpose = Purpose::review;
  if (!waits && theirs.action.empty()) {
    theirs.remind_at = clock_.now().plus(rules_.remind_after);
    CHARTA_TRY_DO(open_item(work, theirs, document_review_machine().kind, "review-asked"));
  }
  CHARTA_TRY_DO(copies_.save(work, theirs));
  CHARTA_TRY_DO(note(work, actor, theirs, "review-asked", {}));
  return theirs;
}

Result<bool> DistributionService::is_open_review(store::Reader& reader, const Copy& copy) const {
  CHARTA_TRY(const auto item, worklists_.find(reader, copy.item));
  return item && !item->closed_at && item->kind == document_review_machine().kind;
}

/// The same version for another recipient, or by another way where nobody was meant yet.
Result<Copy> DistributionService::other_copy(UnitOfWork& work, const Actor& actor, const Copy& copy, RecipientId to,
                                             std::optional<Channel> by) {
  CHARTA_TRY(const auto recipient, recipients_.find(work, to));
  if (!recipient || !recipient->is_known()) return fail(ErrorKind::missing, "say for whom, and how they are reached", "to");
  CHARTA_TRY(const auto all, copies_.of_document(work, copy.document));
  const bool has_it = std::any_of(all.begin(), all.end(), [&](const Copy& one) {
    return one.recipient == to && one.version == copy.version && one.content == copy.content;
  });
  if (has_it) return fail(ErrorKind::business_rule, "they have a copy of this version", "to");
  const Way* way = by ? recipient->way(*by) : &recipient->ways.front();
  if (way == nullptr) return fail(ErrorKind::missing, "they are not reached that way; say the address first", "channel");
  Copy fresh = copy;
  fresh.id = keys_.next<CopyId>();
  fresh.recipient = recipient->id;
  fresh.kind = recipient->kind;
  fresh.recipient_name = recipient->name;
  fresh.user = recipient->user;
  fresh.reasons = "named-by-a-person";
  fresh.channel = way->channel;
  fresh.address = way->address;
  fresh.state = CopyState::owed;
  fresh.problem.clear();
  fresh.item = {};
  fresh.sendings = 1;
  fresh.attempts = fresh.reminders = 0;
  fresh.made_at = clock_.now();
  fresh.sent_at = fresh.delivered_at = fresh.opened_at = fresh.acted_at = fresh.settled_at = fresh.remind_at = std::nullopt;
  fresh.acted_by = {};
  fresh.action.clear();
  fresh.proof.clear();
  fresh.released = 0;
  fresh.replaces = {};  // what somebody else had before is not theirs
  if (fresh.channel == Channel::inbox) return step(work, actor, fresh, CopyEvent::deliver, {"", "inbox"});
  if (fresh.channel != Channel::ward_paper) fresh.next_try_at = clock_.now();
  return put_in_place(work, actor, fresh);
}

Result<Copy> DistributionService::send_again(const Actor& actor, CopyId id, std::optional<Channel> by, RecipientId to) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    if (copy.state != CopyState::failed)
      return fail(ErrorKind::business_rule,
                  "only what has failed is sent again; this one is " + std::string(state_code(copy.state)), "copy");
    if (to.is_set() && to != copy.recipient) {
      CHARTA_TRY_DO(ask_about_earlier(work, copy));
      CHARTA_TRY(auto fresh, other_copy(work, actor, copy, to, by));
      copy.action = "given-up";
      CHARTA_TRY_DO(step(work, actor, copy, CopyEvent::supersede, {"copy " + fresh.number() + " goes in its place", ""}));
      return fresh;
    }
    CHARTA_TRY(const auto recipient, recipients_.find(work, copy.recipient));
    const Way* way = !recipient ? nullptr : by ? recipient->way(*by) : recipient->way(copy.channel);
    if (way == nullptr && !by && recipient && recipient->is_known()) way = &recipient->ways.front();
    if (way == nullptr)
      return fail(ErrorKind::missing, "nobody knows their address for that; say it with the recipient first", "channel");
    CHARTA_TRY_DO(release(work, copy, *way));
    return again(work, actor, std::move(copy), *way);
  });
}

/// What its recipient has of the version before was to be called back by this one, and will not be: a person does.
Result<void> DistributionService::ask_about_earlier(UnitOfWork& work, const Copy& copy) {
  if (!copy.replaces.is_set()) return {};
  CHARTA_TRY(auto earlier, copies_.find(work, copy.replaces));
  if (!earlier || earlier->state != CopyState::recall_asked || is_paper(earlier->channel)) return {};
  CHARTA_TRY_DO(open_item(work, *earlier, copy_recall_machine().kind, "copy-not-true"));
  return copies_.save(work, *earlier);
}

/// Whoever sends a copy again that was kept because of its labels was told so, and answers for the consent. Labels that came
/// since keep it again; what goes along with a document never goes without it.
Result<void> DistributionService::release(UnitOfWork& work, Copy& copy, const Way& way) const {
  if (!leaves_the_house(way.channel)) return {};
  CHARTA_TRY(const auto stays, why_it_stays(work, copy));
  if (stays.empty() || copy.problem != stays) return {};  // who was not told yet is told at the door
  copy.released = copy.sensitivity & rules_.stays_in_house;
  CHARTA_TRY(const auto still, why_it_stays(work, copy));
  return still == stays ? fail(ErrorKind::business_rule, still, "copy") : Result<void>();
}

Result<Copy> DistributionService::again(UnitOfWork& work, const Actor& actor, Copy copy, const Way& way) {
  copy.channel = way.channel;
  copy.address = way.address;
  copy.action.clear();
  CHARTA_TRY(auto owed, step(work, actor, copy, CopyEvent::try_again, {std::string(channel_code(way.channel)), ""}));
  if (owed.channel == Channel::inbox) {
    CHARTA_TRY(const auto recipient, recipients_.find(work, owed.recipient));
    owed.user = recipient ? recipient->user : UserId();
    owed.item = {};
    return step(work, actor, owed, CopyEvent::deliver, {"", "inbox"});
  }
  owed.item = {};
  if (owed.channel == Channel::ward_paper) return put_in_place(work, actor, owed);  // the floor is told of it as of a new one
  owed.next_try_at = clock_.now();
  CHARTA_TRY_DO(copies_.save(work, owed));
  return owed;
}

Result<Copy> DistributionService::give_up(const Actor& actor, CopyId id, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    if (copy.state != CopyState::failed) return fail(ErrorKind::business_rule, "only what has failed is given up", "copy");
    copy.action = "given-up";
    copy.acted_by = actor.author.user;
    CHARTA_TRY_DO(copies_.save(work, copy));
    CHARTA_TRY_DO(ask_about_earlier(work, copy));
    CHARTA_TRY(const auto item, worklists_.find(work, copy.item));
    const bool is_its_own = item && item->subject_type == copy_subject;
    if (is_its_own && !item->closed_at) CHARTA_TRY_DO(item_step(work, actor, item->id, "give-up", reason));
    if (is_its_own) copy.item = {};
    return step(work, actor, copy, CopyEvent::withdraw, {reason, ""});
  });
}

Result<Copy> DistributionService::answer_recall(const Actor& actor, CopyId id, const std::string& answer) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (answer != "destroyed" && answer != "returned" && answer != "not-found")
    return fail(ErrorKind::unknown_code, "the answer is destroyed, returned or not-found", "answer");
  return act_on(actor, id, [&](UnitOfWork& work, Copy copy) -> Result<Copy> {
    copy.acted_by = actor.author.user;
    return step(work, actor, copy, answer == "not-found" ? CopyEvent::not_found : CopyEvent::give_back, {answer, answer});
  });
}

}  // namespace charta::distribution
