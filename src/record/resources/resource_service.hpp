// SPDX-License-Identifier: Apache-2.0
// The FHIR R4 repository: the one write path of the record. Source: https://hl7.org/fhir/R4/http.html
#pragma once
#include "base/clock.hpp"
#include "formats/json/json.hpp"
#include "record/access/security_labels.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "store/store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

/// A version of a resource as answered: the accepted bytes with id, versionId and lastUpdated spliced in.
struct StoredResource {
  ResourceId key;
  std::string type, id;
  std::int64_t version = 0;
  Instant last_updated;
  bool deleted = false;
  PatientId patient;  ///< compartment; unset when it belongs to nobody
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  Bytes json;  ///< empty when deleted
};

struct Written {
  ResourceId key;
  std::string type, id;
  std::int64_t version = 0;
  Instant last_updated;
  bool created = false;
  std::string answer{};  ///< what another owner made, as it reads; empty: the repository has it
};

/// Parsed, validated, indexed, compressed and digested: everything that can be done before the writer is entered.
/// Opaque; made by prepare(), used by put(). Move-only.
class Prepared {
 public:
  struct Parts;
  Prepared();
  explicit Prepared(std::unique_ptr<Parts> parts);
  Prepared(Prepared&&) noexcept;
  Prepared& operator=(Prepared&&) noexcept;
  ~Prepared();
  ResourceId key() const;  ///< made here, so that other resources can refer to it before the unit
  const std::string& type() const;
  const std::string& id() const;  ///< the FHIR id that references use
  Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

struct PutOptions {
  std::string source = "fhir";                         ///< for ResourceChanged
  ResourceId key;                                      ///< update this row; unset: create
  std::string client_id;                               ///< create or update under this FHIR id
  std::int64_t if_version = 0;                         ///< 0: any
  std::optional<int> facility;                         ///< unset: as the version before, else 0
  std::optional<access::SensitivityMask> sensitivity;  ///< unset: as the version before, else none
};

struct SearchRequest {
  std::string type;
  std::string query;     ///< the URL's query, percent-encoded as received
  std::string base_url;  ///< for links and fullUrls
  bool strict = false;   ///< Prefer: handling=strict; lenient answers unknown parameters with a warning entry
};

/// A write guard may refuse or answer with what must be done instead. Wired in app/ (Patient -> patient index).
using WriteGuard = std::function<Result<void>(store::UnitOfWork&, const access::Actor&, std::string_view type, json::Value before,
                                              json::Value after)>;

using StandIn = std::function<Result<std::string>(const access::Actor&, std::string_view id)>;

/// What the CapabilityStatement says of what another owner answers.
struct FaceWords {
  struct Parameter {
    std::string name, type, definition;
  };
  std::vector<std::string> profiles;  ///< canonical addresses
  std::vector<Parameter> parameters;
};

/// Another owner of a resource type: Task from worklists, AuditEvent from the ledger.
struct Face {
  std::string type;
  std::function<Result<std::string>(const access::Actor&, std::string_view id)> read;
  std::function<Result<std::string>(const access::Actor&, const SearchRequest&)> search;  ///< a whole searchset Bundle
  /// Where clients may write; unset: the repository's guards answer.
  std::function<Result<Written>(const access::Actor&, BytesView body, std::string_view if_none_exist)> create{};
  std::function<Result<Written>(const access::Actor&, std::string_view id, BytesView body, std::string_view if_match)> update{};
  FaceWords words{};
};

/// A type that the repository shares with another owner: some ids and some searches are the other's (Basic and Location with the
/// file room).
struct Share {
  enum class Part { none, beside, alone };  ///< of a search's answer

  std::string type;
  std::function<bool(std::string_view id)> owns;
  std::function<Part(std::string_view query)> part;
  std::function<Result<std::string>(const access::Actor&, std::string_view id)> read;
  /// A whole searchset Bundle. Its cursors begin with `shared_cursor`, by which the next page is known to be its own.
  std::function<Result<std::string>(const access::Actor&, const SearchRequest&)> search;
  FaceWords words{};
};
inline constexpr std::string_view shared_cursor = "elsewhere~";

class ResourceService {
 public:
  ResourceService(store::Store& store, ledger::Ledger& ledger, const happenings::Bus& bus, const Clock& clock, KeySource& keys);
  ~ResourceService();

  void add_guard(std::string type, WriteGuard guard);
  void add_face(Face face);
  /// From then on nobody writes an id that is the other's.
  void add_share(Share share);
  /// Who answers a read of this type for an id that the repository does not hold (a journalled message as a DocumentReference).
  void add_stand_in(std::string type, StandIn stand_in);
  /// Every patient record that is linked with one, itself among them: what `patient=` and `subject=` search in. Set by the
  /// patient index.
  void set_patient_expansion(std::function<Result<std::vector<PatientId>>(store::Reader&, PatientId)> expansion);

  /// What the codes of `meta.security` mean; as shipped unless a site's own are given. At start.
  void set_security_labels(access::SecurityLabels labels);
  const access::SecurityLabels& security_labels() const;

  // Interactions, permission asked, ledger written. Errors map through the one error table.
  Result<StoredResource> read(const access::Actor& actor, std::string_view type, std::string_view id);
  Result<StoredResource> vread(const access::Actor& actor, std::string_view type, std::string_view id, std::string_view version);
  Result<std::string> history(const access::Actor& actor, std::string_view type, std::string_view id,
                              const SearchRequest& paging);
  Result<Written> create(const access::Actor& actor, std::string_view type, BytesView body, std::string_view if_none_exist);
  /// `if_match`: the ETag's content or empty.
  Result<Written> update(const access::Actor& actor, std::string_view type, std::string_view id, BytesView body,
                         std::string_view if_match);
  /// JSON Patch (RFC 6902). Without `if_match` the patch is made again when somebody else was faster.
  /// Errors: `invalid` (location: the operation), `business_rule` (a test that does not hold), those of update().
  Result<Written> patch(const access::Actor& actor, std::string_view type, std::string_view id, BytesView body,
                        std::string_view if_match);
  /// `if_match`: as for update(); with one, nothing is created.
  Result<Written> conditional_update(const access::Actor& actor, std::string_view type, std::string_view query, BytesView body,
                                     std::string_view if_match = {});
  /// `if_match`: as for update(). Errors: `version_conflict`.
  Result<void> remove(const access::Actor& actor, std::string_view type, std::string_view id, std::string_view if_match = {});
  Result<void> conditional_remove(const access::Actor& actor, std::string_view type, std::string_view query,
                                  std::string_view if_match = {});
  Result<std::string> search(const access::Actor& actor, const SearchRequest& request);               ///< a searchset Bundle
  Result<std::string> bundle(const access::Actor& actor, BytesView body, std::string_view base_url);  ///< transaction or batch
  std::string capability_statement(std::string_view base_url) const;

  /// A validation's every finding, as an OperationOutcome; empty when the resource is valid.
  std::string validate(std::string_view type, BytesView body) const;

  // For departments: inside their own units, no permission asked (the department's service has asked), ledger written by put().
  Result<Prepared> prepare(BytesView body, const PutOptions& options = {});
  Result<Prepared> prepare(json::Value resource, const PutOptions& options = {});
  Result<Written> put(store::UnitOfWork& work, const access::Actor& actor, Prepared& prepared);
  Result<std::optional<StoredResource>> load(store::Reader& reader, ResourceId key) const;
  Result<std::optional<StoredResource>> load(store::Reader& reader, std::string_view type, std::string_view id) const;
  /// Keys of live resources of `type` whose token parameter has `system|code` (system may be empty: any).
  Result<std::vector<ResourceId>> find_by_token(store::Reader& reader, std::string_view type, std::string_view parameter,
                                                std::string_view system, std::string_view code) const;
  /// Live resources of one patient, newest first.
  Result<std::vector<StoredResource>> of_patient(store::Reader& reader, PatientId patient, std::string_view type,
                                                 std::int64_t limit) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace charta::resources
