// SPDX-License-Identifier: Apache-2.0
// What is no step of the machine: entries linked, the author asked, persons named and told.
#include "base/text.hpp"
#include "department/amendment_requests/amendment_service.hpp"

#include <algorithm>

namespace charta::amendment_requests {

Result<Amendment> AmendmentService::link(const access::Actor& actor, AmendmentId id, Role role, const DocumentName& name) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  return note(actor, id, role_code(role), [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    if (role == Role::amendment && request.decided.accepted.empty())
      return fail(ErrorKind::business_rule, "an amendment is linked once the request was accepted", "role");
    CHARTA_TRY(const auto records, index_.expand(work, request.patient));
    CHARTA_TRY(const auto one, document_of(work, actor, records, name, role));
    return rows_.link(work, id, one, actor.author.user, clock_.now());
  });
}

Result<Amendment> AmendmentService::ask_author(const access::Actor& actor, AmendmentId id, UserId to) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  CHARTA_TRY(const auto authors, questions_.authors());
  if (std::none_of(authors.begin(), authors.end(), [&](const auto& one) { return one.user == to; }))
    return fail(ErrorKind::missing, "say which author is asked", "to");
  return note(actor, id, "author-asked", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    if (!request.is_undecided()) return fail(ErrorKind::business_rule, "the request is decided already", "state");
    request.asked_author = to;
    request.asked_at = clock_.now();
    request.opinion = {};
    request.opinion_at.reset();
    return hand_to(work, request.item, to);
  });
}

Result<Amendment> AmendmentService::advise(const access::Actor& actor, AmendmentId id, const Opinion& opinion) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::write_record));
  if (opinion.code != "agrees" && opinion.code != "in-part" && opinion.code != "disagrees")
    return fail(ErrorKind::invalid, "'opinion' is agrees, in-part or disagrees", "opinion");
  if (opinion.words.empty()) return fail(ErrorKind::missing, "say why, in words", "words");
  return note(actor, id, "author-advised", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    if (request.asked_author != actor.author.user)
      return fail(ErrorKind::forbidden, "somebody else was asked what they think of this request", "state");
    if (!request.is_undecided()) return fail(ErrorKind::business_rule, "the request is decided already", "state");
    request.opinion = opinion;
    request.opinion_at = clock_.now();
    return hand_to(work, request.item, request.entered_by);
  });
}

Result<Amendment> AmendmentService::want_disclosed(const access::Actor& actor, AmendmentId id, bool wanted) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  return note(actor, id, wanted ? "goes-along" : "does-not-go-along",
              [&](store::UnitOfWork&, Amendment& request) -> Result<void> {
                request.wants_disclosed = wanted;
                return {};
              });
}

Result<Amendment> AmendmentService::add_person(const access::Actor& actor, AmendmentId id, const PersonToInform& given) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  auto person = given;
  person.name = stripped(person.name);
  if (person.name.empty()) return fail(ErrorKind::missing, "say who is to be told", "name");
  if (person.name.size() > 300 || person.reached.size() > 500)
    return fail(ErrorKind::invalid, "a name has 300 bytes, an address 500", "name");
  if (person.why != "named-by-patient" && person.why != "known-to-hold")
    return fail(ErrorKind::invalid, "'why' is named-by-patient or known-to-hold", "why");
  person.id = keys_.next<PersonId>();
  return note(actor, id, "person-to-inform", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    if (request.decided.decision == "denied" || request.state == "withdrawn")
      return fail(ErrorKind::business_rule, "nobody is told of an amendment that is not made", "state");
    return rows_.add_person(work, id, person);
  });
}

Result<Amendment> AmendmentService::informed(const access::Actor& actor, AmendmentId id, PersonId person,
                                             const std::string& how) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::produce_records));
  return note(actor, id, "person-informed", [&](store::UnitOfWork& work, Amendment& request) -> Result<void> {
    const auto found =
        std::find_if(request.persons.begin(), request.persons.end(), [&](const auto& one) { return one.id == person; });
    if (found == request.persons.end()) return fail(ErrorKind::not_found, "nobody of this number is to be told", "person");
    if (found->informed_at) return fail(ErrorKind::business_rule, "they were told already", "person");
    found->informed_at = clock_.now();
    found->informed_by = actor.author.user;
    found->how = how;
    return rows_.informed(work, *found);
  });
}

}  // namespace charta::amendment_requests
