// SPDX-License-Identifier: Apache-2.0
// C-CDA documents in the chart: the document as it came, its words, and its statements as resources.
#pragma once
#include "department/chart/chart_service.hpp"
#include "formats/cda/clinical_document.hpp"

namespace charta::clinical_documents {

/// Prepares what a document brings to a chart. Everything is made new: nothing of the chart is changed but an earlier version of
/// the same document, which is superseded and whose statements are withdrawn.
class ClinicalDocuments {
 public:
  ClinicalDocuments(chart::ChartService& chart, resources::ResourceService& resources) : chart_(chart), resources_(resources) {}

  /// `original`: the bytes as they came. Errors: `business_rule` with location "hold:<reason>" is what a person can mend.
  Result<chart::PreparedFiling> prepare(store::Reader& reader, const cda::MappedDocument& document, BytesView original,
                                        const chart::FilingTarget& target, const hl7v2_fhir::Sender& sender);
  /// What the document's own confidentiality means here: on everything that it brings.
  access::SensitivityMask labels_of(const cda::Header& header) const;

 private:
  chart::ChartService& chart_;
  resources::ResourceService& resources_;
};

}  // namespace charta::clinical_documents
