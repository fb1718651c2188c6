// SPDX-License-Identifier: Apache-2.0
// A document is given out: to whom, by which way; and what went out before and is not true any more is taken back.
#include "base/log.hpp"
#include "department/distribution/distribution_service.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

/// Whether this version is another for whoever has that copy. What is carried is known by its version: the floor prints each.
bool is_another(const Copy& one, const GivenDocument& given) {
  return one.channel == Channel::ward_paper ? one.version != given.stored.version : one.digest != given.digest;
}

using store::UnitOfWork;

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const auto& one : reasons) text += (text.empty() ? "" : " ") + one;
  return text;
}

constexpr std::size_t longest_chain = 20;  ///< of versions, each in the place of another

/// Who has an earlier version has the next one, whatever the record says now.
Wanted wanted_again(const Copy& copy, const Recipient& recipient) {
  return {recipient.key, recipient.name, copy.kind, copy.purpose, {"had-the-version-before"}, copy.rule, copy.channel};
}

const Copy* of_recipient(const std::vector<Copy>& copies, RecipientId recipient) {
  for (const auto& one : copies)
    if (one.recipient == recipient) return &one;
  return nullptr;
}

void fill(Copy& copy, const GivenDocument& given) {
  copy.document = given.stored.key;
  copy.document_type = given.stored.type;
  copy.document_id = given.stored.id;
  copy.version = given.stored.version;
  copy.patient = given.stored.patient;
  copy.encounter = given.encounter;
  copy.title = given.line.title;
  copy.type_code = given.line.title_code;
  copy.digest = given.digest;
  copy.facility = given.stored.facility;
  copy.sensitivity = given.stored.sensitivity;
}

}  // namespace

Result<std::int64_t> DistributionService::expand_due(std::int64_t limit, std::int64_t per_unit) {
  std::int64_t settled = 0;
  while (has_begun_ && settled < limit) {
    CHARTA_TRY(const auto due,
               store_.read([&](store::Reader& reader) { return recipients_.due(reader, std::min(per_unit, limit - settled)); }));
    if (due.empty()) return settled;
    const auto all = expand_together(due);
    if (!all) {
      // One that cannot be given out holds up nobody else.
      for (const auto& one : due) {
        const auto alone = expand_together({one});
        if (alone) continue;
        log::error("distribution.not_given_out", {{"document", one.document.text()}, {"problem", alone.error().message}});
        CHARTA_TRY_DO(store_.write([&](UnitOfWork& work) { return recipients_.put_off(work, one, clock_.now()); }));
      }
    }
    settled += static_cast<std::int64_t>(due.size());
    if (!all) return settled;
  }
  return settled;
}

/// The record is read beside the writer; what changes meanwhile asks once more.
Result<void> DistributionService::expand_together(const std::vector<DueDocument>& due) {
  std::vector<std::optional<GivenDocument>> given(due.size());
  const auto written = store_.read([&](store::Reader& reader) -> Result<void> {
    for (std::size_t i = 0; i < due.size(); ++i) {
      CHARTA_TRY(given[i], facts_.of(reader, due[i].document, due[i].completion, due[i].sources));
      if (given[i]) CHARTA_TRY_DO(add_names_of_replaced(reader, *given[i]));
    }
    return {};
  });
  if (!written) return written.error();
  return store_.write([&](UnitOfWork& work) -> Result<void> {
    for (std::size_t i = 0; i < due.size(); ++i) {
      CHARTA_TRY(const bool is_as_read, recipients_.done(work, due[i]));
      if (is_as_read) CHARTA_TRY_DO(expand(work, due[i], given[i]));
    }
    return {};
  });
}

/// Who was to have what this one replaces is to have this one, though the first was replaced before anybody had it.
Result<void> DistributionService::add_names_of_replaced(store::Reader& reader, GivenDocument& given) {
  auto ids = given.replaces;
  for (std::size_t i = 0; i < ids.size() && i < longest_chain; ++i) {
    CHARTA_TRY(const auto stored, resources_.load(reader, "DocumentReference", ids[i]));
    if (!stored) continue;
    CHARTA_TRY(const auto followed, recipients_.followed(reader, stored->key));
    if (!followed) continue;
    CHARTA_TRY(const auto earlier, facts_.of(reader, stored->key, followed->completion, followed->sources));
    if (!earlier) continue;
    given.facts.named.insert(given.facts.named.end(), earlier->facts.named.begin(), earlier->facts.named.end());
    ids.insert(ids.end(), earlier->replaces.begin(), earlier->replaces.end());
  }
  return {};
}

Result<void> DistributionService::expand(UnitOfWork& work, const DueDocument& due, const std::optional<GivenDocument>& given) {
  CHARTA_TRY(auto own, copies_.of_document(work, due.document));
  if (!given || given->is_withdrawn) return take_back_all(work, own, "the document was withdrawn");
  if (due.was_moved) {
    std::vector<Copy> strange;
    for (const auto& one : own)
      if (one.patient != given->stored.patient) strange.push_back(one);
    CHARTA_TRY_DO(take_back_all(work, strange, "it stood in the wrong chart"));
    CHARTA_TRY(own, copies_.of_document(work, due.document));
  }
  if (given->is_withheld || given->is_replaced) return {};
  return give_out(work, *given, own);
}

/// Those who hold this document's last version, or what it replaces; with an addendum, whoever has what it belongs to.
Result<std::vector<Copy>> DistributionService::copies_before(UnitOfWork& work, const GivenDocument& given,
                                                             const std::vector<Copy>& own) {
  std::vector<Copy> all;
  for (const auto& one : own)
    if (one.is_current() && one.content == CopyContent::document && is_another(one, given)) all.push_back(one);
  for (const auto& id : given.replaces) {
    CHARTA_TRY(const auto stored, resources_.load(work, "DocumentReference", id));
    if (!stored) continue;
    CHARTA_TRY(const auto copies, copies_.of_document(work, stored->key));
    for (const auto& one : copies)
      if (one.is_current() && one.content == CopyContent::document) all.push_back(one);
  }
  return all;
}

Result<void> DistributionService::add_holders_of_parents(UnitOfWork& work, const GivenDocument& given, Expansion& into) {
  for (const auto& id : given.appends) {
    CHARTA_TRY(const auto stored, resources_.load(work, "DocumentReference", id));
    if (!stored) continue;
    CHARTA_TRY(const auto copies, copies_.of_document(work, stored->key));
    for (const auto& one : copies) {
      if (!one.is_current() || is_declined(one)) continue;
      CHARTA_TRY(const auto recipient, recipients_.find(work, one.recipient));
      if (!recipient) continue;
      const bool is_known =
          std::any_of(into.wanted.begin(), into.wanted.end(), [&](const Wanted& wanted) { return wanted.key == recipient->key; });
      if (is_known) continue;
      auto wanted = wanted_again(one, *recipient);
      wanted.purpose = std::max(one.purpose, Purpose::copy);
      wanted.reasons = {"addendum"};
      into.wanted.push_back(std::move(wanted));
    }
  }
  return {};
}

Result<void> DistributionService::give_out(UnitOfWork& work, const GivenDocument& given, const std::vector<Copy>& own) {
  // What is being written goes to nobody, nor does it take back what is out.
  if (!is_given_out(given.facts, rules_)) return {};
  auto expansion = recipients_of(given.facts, rules_, {});
  if (!expansion.wanted.empty()) {
    CHARTA_TRY(const auto stored, opt_outs_of(work, given.stored.patient));
    expansion = recipients_of(given.facts, rules_, std::vector<OptOut>(stored.begin(), stored.end()));
  }
  CHARTA_TRY_DO(add_holders_of_parents(work, given, expansion));
  CHARTA_TRY(const auto before, copies_before(work, given, own));
  bool is_any = false;
  std::vector<Copy> served;
  for (const auto& one : own) {
    if (one.version == given.stored.version || (one.is_current() && !is_another(one, given))) served.push_back(one);
    // Withheld for a while, and now not any more.
    if (one.state == CopyState::owed && !one.next_try_at && one.channel != Channel::ward_paper) {
      auto resumed = one;
      resumed.next_try_at = clock_.now();
      CHARTA_TRY_DO(copies_.save(work, resumed));
    }
  }
  const auto serve = [&](const Wanted& wanted) -> Result<void> {
    CHARTA_TRY(auto recipient, recipient_for(work, wanted));
    const Copy* earlier = of_recipient(before, recipient.id);
    if (of_recipient(served, recipient.id) != nullptr || (earlier != nullptr && is_declined(*earlier))) return {};
    CHARTA_TRY(const auto made, make(work, given, wanted, recipient, earlier));
    served.push_back(made);
    is_any = true;
    return {};
  };
  for (const auto& wanted : expansion.wanted) CHARTA_TRY_DO(serve(wanted));
  for (const auto& one : before) {
    if (is_declined(one)) continue;
    // A ward's copy follows the patient: where another ward has this version, the former needs none.
    const bool has_moved = one.kind == RecipientKind::ward && std::any_of(served.begin(), served.end(), [](const Copy& copy) {
                             return copy.kind == RecipientKind::ward;
                           });
    if (has_moved) continue;
    CHARTA_TRY(const auto recipient, recipients_.find(work, one.recipient));
    if (recipient) CHARTA_TRY_DO(serve(wanted_again(one, *recipient)));
  }
  for (const auto& one : before) CHARTA_TRY_DO(retire(work, one, CopyEvent::supersede, "a newer version takes its place"));
  return is_any ? copies_.keep_words(work, given.stored.key, given.stored.version, given.words) : Result<void>();
}

Result<void> DistributionService::take_back_all(UnitOfWork& work, const std::vector<Copy>& copies, const std::string& why) {
  for (const auto& one : copies) {
    if (!one.is_current() || one.content == CopyContent::notice) continue;
    CHARTA_TRY_DO(retire(work, one, CopyEvent::withdraw, why));
    const bool is_told = !is_paper(one.channel) && one.channel != Channel::inbox;
    if (one.claimed_until || (is_told && may_be_out(one))) CHARTA_TRY_DO(notify(work, one, why));
  }
  return {};
}

/// What never left, and what stands in an inbox, is marked; what somebody holds is asked back.
Result<void> DistributionService::retire(UnitOfWork& work, const Copy& copy, CopyEvent when_inside, const std::string& why) {
  const bool is_held = may_be_out(copy) && copy.channel != Channel::inbox;
  CHARTA_TRY_DO(step(work, system_, copy, is_held ? CopyEvent::ask_back : when_inside, {why, ""}));
  return {};
}

Result<void> DistributionService::notify(UnitOfWork& work, const Copy& before, const std::string& why) {
  Copy notice = before;
  notice.id = keys_.next<CopyId>();
  notice.content = CopyContent::notice;
  notice.state = CopyState::owed;
  notice.purpose = Purpose::info;
  notice.reasons = "taken-back";
  notice.made_at = clock_.now();
  notice.next_try_at = clock_.now();
  notice.claimed_until.reset();
  notice.sendings = 1;
  notice.attempts = 0;
  notice.replaces = before.id;
  notice.item = {};
  notice.sent_at = notice.delivered_at = notice.opened_at = notice.acted_at = notice.settled_at = std::nullopt;
  notice.action.clear();
  notice.proof.clear();
  notice.problem.clear();
  CHARTA_TRY_DO(put_in_place(work, system_, notice, {why, ""}));
  return {};
}

Result<Recipient> DistributionService::recipient_for(UnitOfWork& work, const Wanted& wanted) {
  const std::string key = wanted.key.empty() ? "name:" + wanted.name : wanted.key;
  CHARTA_TRY(auto known, recipients_.of_key(work, key));
  if (known) return std::move(*known);
  Recipient fresh;
  fresh.id = keys_.next<RecipientId>();
  fresh.key = key;
  fresh.kind = wanted.kind;
  fresh.name = wanted.name;
  fresh.version = 1;
  fresh.changed_at = clock_.now();
  // A ward is walked to, and the department is here.
  if (wanted.kind == RecipientKind::ward) fresh.ways = {{Channel::ward_paper, ""}};
  if (wanted.kind == RecipientKind::file) fresh.ways = {{Channel::inbox, ""}};
  CHARTA_TRY_DO(recipients_.save(work, fresh));
  return fresh;
}

/// Why it does not leave the house by itself; empty: it may.
Result<std::string> DistributionService::why_it_stays(store::Reader& reader, const Copy& copy) const {
  const auto held = copy.sensitivity & rules_.stays_in_house & ~copy.released;
  if ((held & ~static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0)  // what is withheld waits
    return std::string(
        "its record is labelled, and it does not leave the house by itself; ask whether there is a consent, then send it");
  if (!goes_along_) return std::string();
  CHARTA_TRY(const bool is_along, goes_along_(reader, copy.document));
  return std::string(is_along ? "a request to amend goes with it; send it as a production set" : "");
}

/// What stays goes by a way inside the house, where there is one.
const Way& DistributionService::way_inside(const Recipient& recipient, const Way& way, const std::string& stays) const {
  if (stays.empty() || !leaves_the_house(way.channel)) return way;
  const auto inside =
      std::find_if(recipient.ways.begin(), recipient.ways.end(), [](const Way& one) { return !leaves_the_house(one.channel); });
  return inside == recipient.ways.end() ? way : *inside;
}

/// By the way of the copy before where that still stands, by the rule's, else by the recipient's first.
Result<void> DistributionService::choose_way(UnitOfWork& work, const Wanted& wanted, Recipient& recipient, const Copy* before,
                                             Copy& copy) {
  if (wanted.key.empty()) {
    copy.problem = "named without a number: nobody is guessed; say who is meant, or give up with a reason";
    return {};
  }
  if (!recipient.is_known()) {
    copy.problem = "nobody knows how " + recipient.key + " is reached; say it once, and all that waits goes out";
    CHARTA_TRY_DO(ask_how(work, recipient));
    copy.item = recipient.item;
    return {};
  }
  const Way* way = wanted.channel ? recipient.way(*wanted.channel) : nullptr;
  if (before != nullptr && recipient.way(before->channel) != nullptr) way = recipient.way(before->channel);
  if (way == nullptr) way = &recipient.ways.front();
  CHARTA_TRY(const auto stays, why_it_stays(work, copy));
  way = &way_inside(recipient, *way, stays);
  copy.channel = way->channel;
  copy.address = way->address;
  if (leaves_the_house(way->channel)) copy.problem = stays;
  return {};
}

Result<Copy> DistributionService::make(UnitOfWork& work, const GivenDocument& given, const Wanted& wanted, Recipient& recipient,
                                       const Copy* before) {
  Copy copy;
  fill(copy, given);
  copy.id = keys_.next<CopyId>();
  copy.recipient = recipient.id;
  copy.kind = recipient.kind;
  copy.recipient_name = recipient.name.empty() ? wanted.name : recipient.name;
  copy.user = recipient.user;
  copy.purpose = wanted.purpose;
  copy.reasons = joined(wanted.reasons);
  copy.rule = wanted.rule;
  copy.made_at = clock_.now();
  copy.sendings = 1;
  if (before != nullptr) copy.replaces = before->id;
  CHARTA_TRY_DO(choose_way(work, wanted, recipient, before, copy));
  if (!copy.problem.empty()) return step(work, system_, copy, CopyEvent::fail, {copy.problem, ""});
  if (copy.channel == Channel::inbox) return step(work, system_, copy, CopyEvent::deliver, {"", "inbox"});
  if (copy.channel == Channel::ward_paper)
    copy.place = given.facts.ward;
  else
    copy.next_try_at = clock_.now();
  return put_in_place(work, system_, copy);
}

}  // namespace charta::distribution
