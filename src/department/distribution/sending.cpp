// SPDX-License-Identifier: Apache-2.0
// Copies go out of the door: claimed, handed over under a number that stays the same, settled. What is away is tried again and
// never forgotten; what is refused has failed with its reason.
#include "base/log.hpp"
#include "base/text.hpp"
#include "department/chart/attachments.hpp"
#include "department/distribution/distribution_service.hpp"
#include "department/distribution/rendering.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace charta::distribution {
namespace {

/// Where a copy that takes the place of another has pages and no words.
constexpr std::string_view pages_follow = "The pages that follow are the document as it stands now.\n";

bool has_pages(std::string_view media_type) {
  return media_type.starts_with("application/pdf") || media_type.starts_with("image/tiff") ||
         media_type.starts_with("image/png") || media_type.starts_with("image/jpeg");
}

using store::UnitOfWork;

constexpr auto claim_for = std::chrono::minutes(5);  ///< longer than any gateway or printer takes

bool is_sent_by_machine(Channel channel) {
  return channel != Channel::inbox && channel != Channel::ward_paper;
}

/// Why it waits for what is about to be decided; empty: what stands is what the copy says.
std::string why_it_waits(const Copy& copy, const GivenDocument& now) {
  if (now.is_withheld) return "the document is withheld until somebody looked whose it is";
  if (now.stored.patient != copy.patient) return "the document stands in another chart; the copy is about to be taken back";
  if (now.is_withdrawn || now.is_replaced) return "the document stands no more; the copy is about to be taken back";
  if (now.digest != copy.digest) return "another version stands now; this one is about to be superseded";
  return {};
}

bool is_put_off(const Result<Dispatch>& outcome) {
  return !outcome && outcome.error().kind == ErrorKind::unavailable;
}

std::string summary_of(const Error& error) {
  return error.message.substr(0, 500);
}

}  // namespace

Result<std::int64_t> DistributionService::send_due(std::int64_t limit) {
  std::int64_t sent = 0;
  for (const Channel channel : all_channels()) {
    if (!has_begun_ || !is_sent_by_machine(channel)) continue;
    CHARTA_TRY(const auto settled, channel == Channel::outbound_hl7 ? send_by_message(limit) : send_channel(channel, limit));
    sent += settled;
  }
  return sent;
}

Result<std::int64_t> DistributionService::take_up_sendings() {
  return store_.write([&](UnitOfWork& work) { return copies_.release_claims(work, clock_.now()); });
}

/// From here on until it is settled the copy counts as one that may have gone out.
Result<std::vector<Copy>> DistributionService::claim(Channel channel, std::int64_t limit) {
  const Instant now = clock_.now();
  CHARTA_TRY(const auto due, store_.read([&](store::Reader& reader) { return copies_.due(reader, channel, now, limit); }));
  if (due.empty()) return std::vector<Copy>();
  return store_.write([&](UnitOfWork& work) -> Result<std::vector<Copy>> {
    std::vector<Copy> claimed;
    for (const auto& one : due) {
      CHARTA_TRY(auto copy, copies_.find(work, one.id));
      if (!copy || copy->state != CopyState::owed || !copy->next_try_at || *copy->next_try_at > now) continue;
      ++copy->attempts;
      copy->claimed_until = now.plus(claim_for);
      copy->next_try_at = copy->claimed_until;
      CHARTA_TRY_DO(copies_.save(work, *copy));
      claimed.push_back(std::move(*copy));
    }
    return claimed;
  });
}

/// An address that is away is left alone until its next turn: the first that finds it so tells for those behind it, and for no
/// other printer or number.
Result<std::int64_t> DistributionService::send_channel(Channel channel, std::int64_t limit) {
  CHARTA_TRY(const auto claimed, claim(channel, limit));
  if (claimed.empty()) return 0;
  const auto sender = senders_.find(channel);
  std::vector<Result<Dispatch>> outcomes;
  std::map<std::string, Error> away;
  for (const auto& copy : claimed) {
    if (const auto known = away.find(copy.address); known != away.end()) {
      outcomes.emplace_back(known->second);
      continue;
    }
    if (sender == senders_.end()) {
      outcomes.emplace_back(fail(
          ErrorKind::unsupported,
          "no way '" + std::string(channel_code(channel)) + "' is set up here; name it in the configuration, or send otherwise"));
      continue;
    }
    const auto parcel = parcel_of(copy);
    outcomes.push_back(parcel ? sender->second(*parcel) : Result<Dispatch>(parcel.error()));
    if (is_put_off(outcomes.back()) && parcel) away.emplace(copy.address, outcomes.back().error());
  }
  const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
    for (std::size_t i = 0; i < claimed.size(); ++i) CHARTA_TRY_DO(settle(work, claimed[i], outcomes[i]));
    return {};
  });
  if (!written) return written.error();
  // What was put off is not what was done: a round that met somebody who is away is the last for now.
  return std::count_if(outcomes.begin(), outcomes.end(), [](const Result<Dispatch>& one) { return !is_put_off(one); });
}

Result<void> DistributionService::settle(UnitOfWork& work, const Copy& claimed, const Result<Dispatch>& outcome) {
  CHARTA_TRY(auto copy, copies_.find(work, claimed.id));
  if (!copy || copy->sendings != claimed.sendings) return {};
  if (copy->state == CopyState::recall_asked) {
    // It was asked back while it went out of the door.
    if (outcome) return note(work, system_, *copy, "went-out-meanwhile", {"", outcome->proof});
    if (outcome.error().kind == ErrorKind::unavailable) return {};
    CHARTA_TRY_DO(
        step(work, system_, *copy, CopyEvent::give_back, {"it never left: " + summary_of(outcome.error()), "destroyed"}));
    return {};
  }
  if (copy->state != CopyState::owed) return {};
  copy->claimed_until.reset();
  if (outcome) {
    CHARTA_TRY_DO(has_gone(work, *copy, *outcome));
    return {};
  }
  const auto& error = outcome.error();
  copy->problem = summary_of(error);
  if (error.kind != ErrorKind::unavailable || copy->attempts >= rules_.pauses.attempts_max) {
    CHARTA_TRY_DO(step(work, system_, *copy, CopyEvent::fail, {copy->problem, ""}));
    return {};
  }
  copy->next_try_at = clock_.now().plus(pause_after(copy->attempts, rules_.pauses));
  return copies_.save(work, *copy);
}

/// Whoever held the version before has been told by this one what to do with it.
Result<void> DistributionService::has_gone(UnitOfWork& work, const Copy& copy, const Dispatch& dispatch) {
  CHARTA_TRY(const auto gone,
             step(work, system_, copy, dispatch.has_arrived ? CopyEvent::deliver : CopyEvent::send, {"", dispatch.proof}));
  if (!gone.replaces.is_set()) return {};
  CHARTA_TRY(const auto earlier, copies_.find(work, gone.replaces));
  if (!earlier || earlier->state != CopyState::recall_asked || is_paper(earlier->channel)) return {};
  CHARTA_TRY_DO(step(work, system_, *earlier, CopyEvent::give_back, {"told by copy " + gone.number(), "told"}));
  return {};
}

/// The message stands in the partner's outbox in the same unit: there it goes out once, in order, and its own acknowledgement
/// counts.
Result<std::int64_t> DistributionService::send_by_message(std::int64_t limit) {
  const Instant now = clock_.now();
  CHARTA_TRY(const auto due,
             store_.read([&](store::Reader& reader) { return copies_.due(reader, Channel::outbound_hl7, now, limit); }));
  for (const auto& one : due) {
    const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
      CHARTA_TRY(auto copy, copies_.find(work, one.id));
      if (!copy || copy->state != CopyState::owed || !copy->next_try_at || *copy->next_try_at > now) return {};
      ++copy->attempts;
      if (!outbound_) return settle_refusal(work, *copy, fail(ErrorKind::unsupported, "no outgoing messages are set up here"));
      if (const auto may = check_it_may_leave(work, *copy); !may) return settle_refusal(work, *copy, may.error());
      CHARTA_TRY(auto given, facts_.of(work, copy->document, {}));
      if (copy->content == CopyContent::notice) {
        given = GivenDocument();  // it says nothing of what stands now
        given->line.at = copy->made_at;
      }
      const auto waits = given && copy->content == CopyContent::document ? why_it_waits(*copy, *given)
                         : given                                         ? ""
                                 : "the document is gone; the copy is about to be withdrawn";
      if (!waits.empty()) return settle_refusal(work, *copy, fail(ErrorKind::unavailable, waits));
      const auto enqueued = outbound_(work, *copy, *given);
      if (!enqueued) return settle_refusal(work, *copy, enqueued.error());
      return has_gone(work, *copy, {*enqueued, false});
    });
    if (!written) return written.error();
  }
  return static_cast<std::int64_t>(due.size());
}

Result<void> DistributionService::settle_refusal(UnitOfWork& work, const Copy& copy, const Error& error) {
  return settle(work, copy, Result<Dispatch>(error));
}

/// Asked as late as can be: a label may have come since it was decided that the copy goes. A notice goes to who has it already.
Result<void> DistributionService::check_it_may_leave(store::Reader& reader, const Copy& copy) const {
  if (copy.content == CopyContent::notice || !leaves_the_house(copy.channel)) return {};
  CHARTA_TRY(const auto now, copies_.find(reader, copy.id));
  CHARTA_TRY(const auto stays, why_it_stays(reader, now ? *now : copy));
  return stays.empty() ? Result<void>() : fail(ErrorKind::business_rule, stays);
}

/// What goes is the version that the copy names. Where another stands now, the copy is about to be superseded: it waits for that.
Result<Parcel> DistributionService::parcel_of(const Copy& copy) {
  std::vector<Bytes> files;
  CHARTA_TRY(auto parcel, store_.read([&](store::Reader& reader) -> Result<Parcel> {
    CHARTA_TRY_DO(check_it_may_leave(reader, copy));
    CHARTA_TRY(const auto who, index_.hit(reader, copy.patient));
    if (!who) return fail(ErrorKind::unavailable, "the patient's record is gone; the copy is about to be withdrawn");
    const PageHead head{who->name, who->birth_date, who->mrn};
    Parcel parcel{copy, copy.number(), {}, {}, {}};
    std::optional<EarlierCopy> earlier;
    if (copy.replaces.is_set()) {
      CHARTA_TRY(const auto before, copies_.find(reader, copy.replaces));
      if (before && before->sent_at) {
        CHARTA_TRY(auto words, copies_.words(reader, before->document, before->version));
        earlier = EarlierCopy{before->number(), *before->sent_at, words.value_or("")};
        parcel.replaces = before->number();
      }
    }
    if (copy.content == CopyContent::notice) {
      files.push_back(notice_as_pdf(copy, head, earlier.value_or(EarlierCopy{copy.number(), copy.made_at, {}})));
    } else {
      CHARTA_TRY(files, pages_of(reader, copy, head, earlier));
    }
    return parcel;
  }));
  if (files.empty()) return parcel;
  CHARTA_TRY(parcel.pdf, bound(copy, std::move(files)));
  parcel.sha256 = sha256(parcel.pdf).hex();
  return parcel;
}

/// A PDF that goes alone goes as it is.
Result<Bytes> DistributionService::bound(const Copy& copy, std::vector<Bytes> files) const {
  if (files.size() == 1 && files.front().starts_with("%PDF-")) return std::move(files.front());
  if (!binder_)
    return fail(ErrorKind::unsupported, "files are not bound together here; open it in the chart and send it by hand");
  return binder_(copy, files);
}

/// Its words, with what changed in them, then every file that has pages.
Result<std::vector<Bytes>> DistributionService::pages_of(store::Reader& reader, const Copy& copy, const PageHead& head,
                                                         const std::optional<EarlierCopy>& earlier) {
  CHARTA_TRY(const auto stored, resources_.load(reader, copy.document));
  if (!stored || stored->deleted) return fail(ErrorKind::unavailable, "the document is gone; the copy is about to be withdrawn");
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  GivenDocument now;
  now.stored = *stored;
  read_standing(parsed.root(), now);
  CHARTA_TRY_DO(facts_.read_words(reader, parsed.root(), now));
  if (const auto waits = why_it_waits(copy, now); !waits.empty()) return fail(ErrorKind::unavailable, waits);
  // Its payload refers to the version in the chart.
  if (copy.channel == Channel::fhir_communication) return std::vector<Bytes>();
  const bool has_words = !stripped(now.words).empty();
  std::vector<Bytes> files;
  for (const auto attachment : chart::attachments_of(parsed.root())) {
    if (!has_pages(attachment["contentType"].text())) continue;
    CHARTA_TRY(auto bytes, chart::bytes_of(reader, resources_, store_.blobs(), attachment));
    if (bytes) files.push_back(std::move(*bytes));
  }
  if (!has_words && files.empty())
    return fail(ErrorKind::unsupported,
                "its pages are of a kind that is not printed here; open it in the chart and send it by hand");
  if (has_words || earlier)
    files.insert(files.begin(), words_as_pdf(copy, head, has_words ? now.words : std::string(pages_follow), earlier));
  return files;
}

Result<std::int64_t> DistributionService::look_at_the_way(std::int64_t limit) {
  std::int64_t settled = 0;
  for (const auto& [way, tracker] : trackers_) {
    const Channel channel = way;
    CHARTA_TRY(const auto sent, store_.read([&](store::Reader& reader) {
      return copies_.on_the_way(reader, channel, looked_at_[channel], limit);
    }));
    looked_at_[channel] = static_cast<std::int64_t>(sent.size()) < limit ? CopyId() : sent.back().id;
    std::vector<std::pair<Copy, Arrival>> known;
    std::set<std::string> away;  // who does not answer holds up nobody else
    for (const auto& one : sent) {
      if (away.contains(one.address)) continue;
      const auto arrival = tracker(one);
      if (!arrival && arrival.error().kind != ErrorKind::unavailable)
        log::warning("distribution.way_not_known", {{"copy", one.number()}, {"problem", arrival.error().message}});
      if (!arrival)
        away.insert(one.address);
      else if (*arrival)
        known.emplace_back(one, **arrival);
    }
    if (known.empty()) continue;
    const auto written = store_.write([&](UnitOfWork& work) -> Result<void> {
      for (const auto& [copy, arrival] : known) CHARTA_TRY_DO(has_arrived(work, copy.id, copy.sendings, arrival));
      return {};
    });
    if (!written) return written.error();
    settled += static_cast<std::int64_t>(known.size());
  }
  return settled;
}

Result<void> DistributionService::has_arrived(UnitOfWork& work, CopyId id, int sending, const Arrival& arrival) {
  CHARTA_TRY(auto copy, copies_.find(work, id));
  if (!copy) return {};
  const bool is_this = copy->sendings == sending;
  const bool has_failed = !arrival.problem.empty();
  if (is_this && has_failed && copy->state == CopyState::recall_asked) {
    CHARTA_TRY_DO(step(work, system_, *copy, CopyEvent::give_back, {"it never arrived: " + arrival.problem, arrival.proof}));
    return {};
  }
  // The gateway may be quicker than the unit that notes the sending.
  if (is_this && copy->state == CopyState::owed && copy->claimed_until) {
    CHARTA_TRY(copy, step(work, system_, *copy, CopyEvent::send, {"", arrival.proof}));
  }
  const bool may = copy->state == CopyState::sent || (copy->state == CopyState::failed && arrival.has_arrived);
  if (!is_this || !may)
    return note(work, system_, *copy, has_failed ? "failed-before" : "arrived-before", {arrival.problem, arrival.proof});
  if (!has_failed && !arrival.has_arrived) return {};
  if (has_failed) {
    copy->item = {};
    copy->sent_at.reset();  // whoever was to bring it says that it did not arrive
  }
  CHARTA_TRY_DO(step(work, system_, *copy, has_failed ? CopyEvent::fail : CopyEvent::deliver, {arrival.problem, arrival.proof}));
  return {};
}

Result<bool> DistributionService::take_receipt(const Receipt& receipt) {
  const auto dash = receipt.number.rfind('-');
  const auto id = dash == std::string::npos ? std::nullopt : CopyId::parse(std::string_view(receipt.number).substr(0, dash));
  const auto sending =
      dash == std::string::npos ? std::nullopt : parse_integer(std::string_view(receipt.number).substr(dash + 1));
  if (!id || !sending) return fail(ErrorKind::not_found, "'" + receipt.number + "' is no number of a sending", "number");
  const bool is_known_state = receipt.state == "sent" || receipt.state == "delivered" || receipt.state == "failed";
  if (!is_known_state) return fail(ErrorKind::invalid, "'state' is sent, delivered or failed", "state");
  return store_.write([&](UnitOfWork& work) -> Result<bool> {
    CHARTA_TRY(const auto copy, copies_.find(work, *id));
    if (!copy || *sending < 1 || *sending > copy->sendings)
      return fail(ErrorKind::not_found, "nothing was sent under the number " + receipt.number, "number");
    CHARTA_TRY(const bool is_new, copies_.take_receipt(work, receipt.id, *id, clock_.now()));
    if (!is_new) return false;
    Arrival arrival{receipt.state == "delivered", {}, "receipt " + receipt.id};
    if (receipt.state == "failed") arrival.problem = receipt.reason.empty() ? "the gateway gives no reason" : receipt.reason;
    CHARTA_TRY_DO(has_arrived(work, *id, static_cast<int>(*sending), arrival));
    return true;
  });
}

}  // namespace charta::distribution
