// SPDX-License-Identifier: Apache-2.0
// DICOM objects into charts: read, their patient found or asked for, their study catalogued; and shown again.
// Source: DICOM PS3.3, IHE RAD TF patient information reconciliation, 42 CFR 482.24(b).
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/imaging_objects/catalogue_rules.hpp"
#include "department/imaging_objects/catalogue_store.hpp"
#include "department/page_reader/page_reader.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::imaging_objects {

/// What became of one file.
struct Receipt {
  enum class Outcome { filed, known, held, refused };
  Outcome outcome = Outcome::refused;
  std::string instance, sop_class, study;  ///< as far as it was read
  ObjectId object;
  std::string study_id;            ///< FHIR id of the ImagingStudy, when it is filed
  WorkItemId item;                 ///< when it is held
  std::string reason;              ///< coded, when it is held
  std::optional<Error> problem{};  ///< when it is refused
};

struct StudyView {
  resources::StoredResource stored;  ///< the ImagingStudy
  std::string study, viewer_url, viewer_title;
  std::vector<CataloguedObject> objects;
};

struct ObjectView {
  CataloguedObject object;
  dicom::DicomObject said;
  std::string study_id;                                    ///< FHIR; empty while it is held
  PatientId patient;                                       ///< in whose chart it is
  std::vector<std::pair<std::string, std::string>> words;  ///< attributes as a person reads them: name and value
  std::string report;                                      ///< a structured report's text
};

/// QIDO-RS: at least one of patient, accession and study.
struct StudyQuery {
  std::string patient_id, issuer, accession, study, modality;
  std::string from, until;  ///< days, DICOM: 20260302; empty: open
};
struct FoundStudy {
  StudyView view;
  patient_index::PatientHit patient;
};

struct HeldView {
  worklists::WorkItem item;
  std::vector<CataloguedObject> objects;
  dicom::DicomObject said;                       ///< of the first
  std::string assigner;                          ///< whose number it is; empty: nobody knows
  std::vector<patient_index::PatientHit> known;  ///< who has that number here, as far as this reader sees them
};

struct ObjectBytes {
  Bytes bytes;
  std::string media_type, note;
};

class CatalogueService {
 public:
  CatalogueService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                   chart::ChartService& chart, worklists::WorklistService& worklists, ledger::Ledger& ledger, const Clock& clock,
                   KeySource& keys, page_reader::PageReader& reader, TimeZone zone, CatalogueRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        reader_(reader),
        zone_(std::move(zone)),
        rules_(std::move(rules)) {}

  void declare();  ///< at start-up: the queue `held-imaging-object`
  const CatalogueRules& rules() const { return rules_; }

  /// Files that came together; one receipt for each, in order. The objects of one study and patient are one unit.
  /// Errors: `forbidden`; `unavailable` (nothing is lost for who sends again).
  Result<std::vector<Receipt>> receive(const access::Actor& actor, const std::vector<std::string_view>& files,
                                       std::string_view door);

  Result<bool> holds_anything();

  // For people and programs; each read of a study is in the ledger. Errors: `not_found` (or not for this actor), `forbidden`.
  Result<StudyView> study(const access::Actor& actor, std::string_view study_id);
  Result<StudyView> study_of_uid(const access::Actor& actor, std::string_view study);
  /// The newest 200 that this actor may see. Errors: `invalid` (a search of everything).
  Result<std::vector<FoundStudy>> search(const access::Actor& actor, const StudyQuery& query);
  Result<ObjectView> object(const access::Actor& actor, ObjectId id);
  /// The picture of a frame, counted from 1. Errors: `invalid` (no such frame), `unsupported` (it has no picture: says why).
  Result<ObjectBytes> frame(const access::Actor& actor, ObjectId id, int frame);
  Result<ObjectBytes> original(const access::Actor& actor, ObjectId id);
  /// DICOM JSON; where the chart's patient is not the one that the file names, the chart's, with the file's own words in Original
  /// Attributes (0400,0561).
  Result<std::string> metadata(const access::Actor& actor, const StudyView& study, const CataloguedObject& object);
  /// The one object of this UID in a study. Errors: `not_found`.
  static Result<CataloguedObject> instance_in(const StudyView& study, std::string_view series, std::string_view instance);

  // The queue.
  Result<HeldView> held(const access::Actor& actor, WorkItemId item);
  /// Files everything that the item holds into this chart. Errors: `not_found`, `business_rule` (settled meanwhile; the study
  /// stands with another patient).
  Result<worklists::WorkItem> assign(const access::Actor& actor, WorkItemId item, PatientId patient, const std::string& note);

 private:
  struct Incoming;
  struct Plan;
  Result<Incoming> read(const access::Actor& actor, std::string_view file, std::string_view door);
  Result<std::string> keep(std::string_view bytes);
  Result<Bytes> blob(std::string_view digest);
  Result<void> file_group(const access::Actor& actor, std::vector<Incoming*>& group, PatientId assigned, WorkItemId item,
                          const std::string& note);
  Result<Plan> prepare(store::Reader& reader, const std::vector<Incoming*>& group, PatientId assigned);
  Result<void> find_patient(store::Reader& reader, const Incoming& first, PatientId assigned, Plan& plan);
  Result<void> prepare_study(store::Reader& reader, Plan& plan);
  Result<std::optional<resources::StoredResource>> order_of(store::Reader& reader, const Plan& plan,
                                                            const dicom::DicomObject& said) const;
  Result<void> prepare_document(Incoming& incoming, Plan& plan);
  Result<void> carry_out(store::UnitOfWork& work, const access::Actor& actor, Plan& plan, WorkItemId item);
  Result<void> hold(store::UnitOfWork& work, const access::Actor& actor, Plan& plan);
  Result<void> remember(store::UnitOfWork& work, const access::Actor& actor, Incoming& one, ledger::Act act, PatientId patient,
                        std::string_view reason);
  Result<CataloguedObject> readable(const access::Actor& actor, ObjectId id, ObjectView* view = nullptr);
  Result<Incoming> reopened(const CataloguedObject& object);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  page_reader::PageReader& reader_;
  TimeZone zone_;
  CatalogueRules rules_;
  CatalogueStore rows_;
};

}  // namespace charta::imaging_objects
