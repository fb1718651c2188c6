// SPDX-License-Identifier: Apache-2.0
#include "department/amendment_requests/amendment.hpp"

#include <algorithm>

namespace charta::amendment_requests {
namespace {

using access::Permission;

constexpr auto handle = Permission::produce_records;
constexpr auto decide = Permission::decide_amendments;
constexpr worklists::Transition steps[] = {
    {"received", "acknowledge", "acknowledged", "is-written", handle},
    {"received", "extend", "extended", "is-extended", decide},
    {"acknowledged", "extend", "extended", "is-extended", decide},
    {"received", "accept", "accepted", "is-accepted", decide},
    {"acknowledged", "accept", "accepted", "is-accepted", decide},
    {"extended", "accept", "accepted", "is-accepted", decide},
    {"received", "deny", "denied", "is-denied", decide},
    {"acknowledged", "deny", "denied", "is-denied", decide},
    {"extended", "deny", "denied", "is-denied", decide},
    {"received", "withdraw", "withdrawn", "", handle, true},
    {"acknowledged", "withdraw", "withdrawn", "", handle, true},
    {"extended", "withdraw", "withdrawn", "", handle, true},
    {"accepted", "inform", "amended", "is-amended", handle},
    {"amended", "disagree", "disagreed", "has-statement", handle},
    {"denied", "disagree", "disagreed", "has-statement", handle},
    {"disagreed", "rebut", "rebutted", "is-rebutted", decide},
    {"amended", "close", "closed", "", handle},
    {"denied", "close", "closed", "", handle},
    {"disagreed", "close", "closed", "", handle},
    {"rebutted", "close", "closed", "", handle},
};
constexpr std::string_view final_states[] = {"closed", "withdrawn"};
constexpr std::string_view cancelled_states[] = {"withdrawn"};
constexpr worklists::Title titles[] = {{"extended", "With more time"},     {"accepted", "Accepted, to be amended"},
                                       {"amended", "Amended and told"},    {"disagreed", "Statement of disagreement"},
                                       {"rebutted", "Statement answered"}, {"extend", "Take more time"},
                                       {"inform", "Amended and told"},     {"disagree", "A statement of disagreement came"},
                                       {"rebut", "Answer the statement"}};

constexpr std::string_view roles[] = {"disputed", "amendment"};

bool has_role(const Amendment& request, Role role) {
  return std::any_of(request.documents.begin(), request.documents.end(), [&](const auto& one) { return one.role == role; });
}

Result<void> check_length(std::string_view text, std::string_view member) {
  if (text.size() <= 8000) return {};
  return fail(ErrorKind::invalid, "'" + std::string(member) + "' takes 8,000 bytes at most", std::string(member));
}

/// The entry with which it goes, and that there is another.
std::string entries_named(const Amendment& request, ResourceId document) {
  std::string text;
  bool is_other = false;
  for (const auto& one : request.documents) {
    if (one.role != Role::disputed || one.is_elsewhere) continue;
    is_other = is_other || one.document != document;
    if (one.document != document) continue;
    text += "\nEntry:        " + one.title + ", " + one.at.text().substr(0, 10) + ", " + one.resource_type + "/" + one.fhir_id;
    if (!one.quote.empty()) text += "\n              \"" + one.quote + "\"";
  }
  return is_other ? text + "\nEntry:        another entry of the record" : text;
}

Instant end_of(Date day, const TimeZone& zone) {
  return zone.to_instant(day.plus_days(1), std::chrono::milliseconds(0)).plus(std::chrono::milliseconds(-1));
}

}  // namespace

const worklists::StateMachine& amendment_machine() {
  static constexpr worklists::StateMachine machine{
      "amendment-request", "Requests to amend the record", "received", steps, final_states,
      cancelled_states,    Permission::read_record,        false,      titles};
  return machine;
}

std::string_view role_code(Role role) {
  return roles[static_cast<std::size_t>(role)];
}
std::optional<Role> parse_role(std::string_view code) {
  if (code == roles[0]) return Role::disputed;
  if (code == roles[1]) return Role::amendment;
  return std::nullopt;
}

bool Amendment::has_disputed() const {
  return has_role(*this, Role::disputed);
}
bool Amendment::has_amendment() const {
  return has_role(*this, Role::amendment);
}
std::vector<std::string> Amendment::not_informed() const {
  std::vector<std::string> names;
  for (const auto& one : persons)
    if (!one.informed_at) names.push_back(one.name);
  return names;
}

const std::vector<std::string_view>& channels() {
  static const std::vector<std::string_view> all{"letter", "form", "portal", "e-mail", "in-person"};
  return all;
}

Result<void> check_new(const NewAmendment& asked, Date today) {
  if (asked.wanted.empty()) return fail(ErrorKind::missing, "say what the patient wants to be amended", "wanted");
  CHARTA_TRY_DO(check_length(asked.wanted, "wanted"));
  CHARTA_TRY_DO(check_length(asked.because, "because"));
  CHARTA_TRY_DO(check_length(asked.asked_by, "asked_by"));
  if (std::find(channels().begin(), channels().end(), asked.channel) == channels().end())
    return fail(ErrorKind::invalid, "'channel' is letter, form, portal, e-mail or in-person", "channel");
  if (asked.received_on > today)
    return fail(ErrorKind::invalid, "the day of receipt, " + asked.received_on.text() + ", has not come yet", "received_on");
  return {};
}

Result<void> check_extension(const Amendment& request, Date until, std::string_view reason, Date today,
                             const AmendmentClock& clock) {
  if (request.extended_until) return fail(ErrorKind::business_rule, "more time was taken already, and is taken once", "until");
  if (reason.empty()) return fail(ErrorKind::missing, "the letter gives the reason: say why more time is needed", "reason");
  CHARTA_TRY_DO(check_length(reason, "reason"));
  const Date first = request.received_on.plus_days(clock.act_within_days), last = first.plus_days(clock.extend_by_days);
  if (today > first)
    return fail(ErrorKind::business_rule, "more time is taken by " + first.text() + ", which has passed: decide it now", "until");
  if (until <= first || until > last)
    return fail(ErrorKind::business_rule, "the new day lies behind " + first.text() + " and not behind " + last.text(), "until");
  return {};
}

Result<void> check_contact(const Contact& contact) {
  if (contact.title.empty()) return fail(ErrorKind::missing, "the letter names whom to turn to: give a name or title", "contact");
  if (contact.telephone.empty()) return fail(ErrorKind::missing, "the letter gives their telephone number", "telephone");
  if (contact.title.size() > 200 || contact.telephone.size() > 50)
    return fail(ErrorKind::invalid, "a contact has 200 bytes, a telephone number 50", "contact");
  return {};
}

Result<void> check_decision(const Amendment& request, const DecisionWords& words, const std::vector<Ground>& grounds) {
  const bool accepts = words.decision == "accepted" || words.decision == "in-part";
  const bool denies = words.decision == "denied" || words.decision == "in-part";
  if (!accepts && !denies) return fail(ErrorKind::invalid, "'decision' is accepted, in-part or denied", "decision");
  CHARTA_TRY_DO(check_length(words.accepted, "accepted"));
  CHARTA_TRY_DO(check_length(words.denied, "denied"));
  if (accepts && words.accepted.empty()) return fail(ErrorKind::missing, "say what is amended, and how", "accepted");
  if (accepts && !request.has_disputed())
    return fail(ErrorKind::business_rule, "name the entry that is amended: open it and link it with this request", "documents");
  if (!denies) return {};
  if (words.grounds.empty()) return fail(ErrorKind::missing, "a denial names its ground", "grounds");
  for (const auto& code : words.grounds) {
    const auto found = std::find_if(grounds.begin(), grounds.end(), [&](const Ground& one) { return one.code == code; });
    if (found == grounds.end())
      return fail(ErrorKind::unknown_code, "'" + code + "' is no ground of the rule in force", "grounds");
    if (found->needs_document && !request.has_disputed())
      return fail(ErrorKind::business_rule, "name the entry that is disputed: open it and link it with this request",
                  "documents");
  }
  if (words.decision == "in-part" && words.denied.empty())
    return fail(ErrorKind::missing, "say what is not amended, and why", "denied");
  return {};
}

Result<void> check_amended(const Amendment& request) {
  if (!request.has_amendment())
    return fail(ErrorKind::business_rule, "link the addendum or correction that amends the entry", "documents");
  const auto left = request.not_informed().size();
  if (left == 0) return {};
  return fail(ErrorKind::business_rule,
              std::to_string(left) + (left == 1 ? " person is" : " persons are") + " still to be told of the amendment",
              "persons");
}

Date last_day_of(const Amendment& request, const AmendmentClock& clock) {
  return request.extended_until ? *request.extended_until : request.received_on.plus_days(clock.act_within_days);
}

std::optional<Instant> due_of(const Amendment& request, const AmendmentClock& clock, const TimeZone& zone) {
  const auto behind = [&](std::optional<Instant> from, int days) -> std::optional<Instant> {
    if (!from) return std::nullopt;
    return end_of(zone.local_date(*from).plus_days(days), zone);
  };
  const auto& state = request.state;
  if (state == "received") return end_of(request.received_on.plus_days(clock.acknowledge_within_days), zone);
  if (state == "acknowledged" || state == "extended") return end_of(last_day_of(request, clock), zone);
  if (state == "accepted") return behind(request.decided_at, clock.inform_within_days);
  if (state == "denied") return behind(request.decided_at, clock.wait_for_statement_days);
  if (state == "disagreed" && request.statement_on) return end_of(request.statement_on->plus_days(clock.rebut_within_days), zone);
  return std::nullopt;
}

bool goes_with_disclosures(const Amendment& request, const DisclosureRule& rule) {
  if (request.state == "withdrawn") return false;
  if (!request.decided_at) return rule.undecided;
  if (!request.statement.empty()) return rule.disagreed;
  if (request.decided.decision != "denied") return rule.accepted;
  return rule.denied == DisclosureRule::Denied::always ||
         (rule.denied == DisclosureRule::Denied::when_asked && request.wants_disclosed);
}

std::string appended_text(const Amendment& request, const std::vector<Ground>& grounds, ResourceId document) {
  std::string text = "A REQUEST TO AMEND THIS ENTRY\n\nNumber:       " + request.id.text();
  text += "\nReceived:     " + request.received_on.text();
  text += "\nAsked by:     " + (request.asked_by.empty() ? std::string("the patient") : request.asked_by + ", for the patient");
  text += entries_named(request, document);
  text += "\n\nWhat was asked for\n\n" + request.wanted + "\n";
  if (!request.because.empty()) text += "\nThe reason given\n\n" + request.because + "\n";
  if (!request.decided_at) return text + "\nIt is not decided yet.\n";
  const auto& decided = request.decided;
  text += "\nDECISION OF " + request.decided_at->text().substr(0, 10) + ": " +
          (decided.decision == "in-part" ? "accepted in part" : decided.decision) + "\n";
  if (!decided.accepted.empty()) text += "\nAccepted\n\n" + decided.accepted + "\n";
  for (const auto& one : request.documents)
    if (one.role == Role::amendment && !one.is_elsewhere && !one.is_withheld)
      text += "\nThe amendment: " + one.title + ", " + one.at.text().substr(0, 10) + ", " + one.resource_type + "/" +
              one.fhir_id + "\n";
  if (request.is_denied_somewhere()) text += "\nDenied\n";
  for (const auto& code : decided.grounds)
    for (const auto& one : grounds)
      if (one.code == code) text += "\n" + one.words + " (" + one.paragraph + ")\n";
  if (!decided.denied.empty()) text += "\n" + decided.denied + "\n";
  if (!request.statement.empty())
    text += "\nSTATEMENT OF DISAGREEMENT, received " + request.statement_on.value_or(Date()).text() + "\n\n" + request.statement +
            "\n";
  if (!request.rebuttal.empty())
    text += "\nREBUTTAL OF THE HOSPITAL, " + request.rebutted_at.value_or(Instant()).text().substr(0, 10) + "\n\n" +
            request.rebuttal + "\n";
  return text;
}

AmendmentFigures figures_of(const std::vector<Amendment>& requests, const AmendmentClock& clock, const TimeZone& zone,
                            Instant now) {
  AmendmentFigures figures;
  std::vector<double> days;
  for (const auto& one : requests) {
    ++figures.received;
    figures.withdrawn += one.state == "withdrawn" ? 1 : 0;
    figures.extended += one.extended_until ? 1 : 0;
    figures.statements += one.statement.empty() ? 0 : 1;
    figures.accepted += one.decided.decision == "accepted" ? 1 : 0;
    figures.in_part += one.decided.decision == "in-part" ? 1 : 0;
    figures.denied += one.decided.decision == "denied" ? 1 : 0;
    const Date last = last_day_of(one, clock);
    if (one.decided_at) {
      const Date day = zone.local_date(*one.decided_at);
      figures.decided_in_time += day <= last ? 1 : 0;
      days.push_back(static_cast<double>((day.days() - one.received_on.days()).count()));
    } else if (!one.closed_at) {
      ++figures.open;
      figures.overdue += zone.local_date(now) > last ? 1 : 0;
    }
  }
  if (days.empty()) return figures;
  std::sort(days.begin(), days.end());
  const auto half = days.size() / 2;
  figures.median_days = days.size() % 2 == 1 ? days[half] : (days[half - 1] + days[half]) / 2;
  return figures;
}

}  // namespace charta::amendment_requests
