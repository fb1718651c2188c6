// SPDX-License-Identifier: Apache-2.0
// HL7 table 0354 (message structure) as of v2.8, by message code and trigger.
#include "formats/hl7v2/message.hpp"

#include <algorithm>

namespace charta::hl7v2 {
namespace {

struct Row {
  std::string_view code;
  std::string_view triggers;  ///< separated by blanks; "*" for every trigger of the code
  std::string_view structure;
};

constexpr Row message_rows[] = {
    {"ADT", "A01 A04 A08 A13", "ADT_A01"},
    {"ADT", "A02", "ADT_A02"},
    {"ADT", "A03", "ADT_A03"},
    {"ADT", "A05 A14 A28 A31", "ADT_A05"},
    {"ADT", "A06 A07", "ADT_A06"},
    {"ADT", "A09 A10 A11 A12", "ADT_A09"},
    {"ADT", "A15", "ADT_A15"},
    {"ADT", "A16", "ADT_A16"},
    {"ADT", "A17", "ADT_A17"},
    {"ADT", "A18", "ADT_A18"},
    {"ADT", "A20", "ADT_A20"},
    {"ADT", "A21 A22 A23 A25 A26 A27 A29 A32 A33", "ADT_A21"},
    {"ADT", "A24", "ADT_A24"},
    {"ADT", "A30 A34 A35 A36 A46 A47 A48 A49", "ADT_A30"},
    {"ADT", "A37", "ADT_A37"},
    {"ADT", "A38", "ADT_A38"},
    {"ADT", "A39 A40 A41 A42", "ADT_A39"},
    {"ADT", "A43", "ADT_A43"},
    {"ADT", "A44", "ADT_A44"},
    {"ADT", "A45", "ADT_A45"},
    {"ADT", "A50 A51", "ADT_A50"},
    {"ADT", "A52 A53", "ADT_A52"},
    {"ADT", "A54 A55", "ADT_A54"},
    {"ADT", "A60", "ADT_A60"},
    {"ADT", "A61 A62", "ADT_A61"},
    {"ACK", "*", "ACK"},
    {"BAR", "P01", "BAR_P01"},
    {"BAR", "P02", "BAR_P02"},
    {"BAR", "P05", "BAR_P05"},
    {"BAR", "P06", "BAR_P06"},
    {"BAR", "P10", "BAR_P10"},
    {"BAR", "P12", "BAR_P12"},
    {"DFT", "P03", "DFT_P03"},
    {"DFT", "P11", "DFT_P11"},
    {"MDM", "T01 T03 T05 T07 T09 T11", "MDM_T01"},
    {"MDM", "T02 T04 T06 T08 T10", "MDM_T02"},
    {"MFN", "M01", "MFN_M01"},
    {"MFN", "M02", "MFN_M02"},
    {"MFN", "M05", "MFN_M05"},
    {"OMD", "O03", "OMD_O03"},
    {"OMG", "O19", "OMG_O19"},
    {"OMI", "O23", "OMI_O23"},
    {"OML", "O21", "OML_O21"},
    {"OML", "O33", "OML_O33"},
    {"OML", "O35", "OML_O35"},
    {"OML", "O39", "OML_O39"},
    {"OMN", "O07", "OMN_O07"},
    {"OMP", "O09", "OMP_O09"},
    {"OMS", "O05", "OMS_O05"},
    {"ORG", "O20", "ORG_O20"},
    {"ORI", "O24", "ORI_O24"},
    {"ORL", "O22", "ORL_O22"},
    {"ORL", "O34", "ORL_O34"},
    {"ORM", "O01", "ORM_O01"},
    {"ORR", "O02", "ORR_O02"},
    {"ORU", "R01", "ORU_R01"},
    {"ORU", "R30 R31 R32", "ORU_R30"},
    {"OUL", "R21", "OUL_R21"},
    {"OUL", "R22", "OUL_R22"},
    {"OUL", "R23", "OUL_R23"},
    {"OUL", "R24", "OUL_R24"},
    {"PGL", "PC6 PC7 PC8", "PGL_PC6"},
    {"PPP", "PCB PCC PCD", "PPP_PCB"},
    {"PPR", "PC1 PC2 PC3", "PPR_PC1"},
    {"QBP", "Q11", "QBP_Q11"},
    {"QBP", "Q21 Q22 Q23 Q24 Q25", "QBP_Q21"},
    {"RAS", "O17", "RAS_O17"},
    {"RDE", "O11 O25", "RDE_O11"},
    {"RDS", "O13", "RDS_O13"},
    {"REF", "I12 I13 I14 I15", "REF_I12"},
    {"RGV", "O15", "RGV_O15"},
    {"RRI", "I12 I13 I14 I15", "RRI_I12"},
    {"RSP", "K21", "RSP_K21"},
    {"RSP", "K22", "RSP_K22"},
    {"RSP", "K23 K24", "RSP_K23"},
    {"SIU", "S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26 S27", "SIU_S12"},
    {"SRM", "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11", "SRM_S01"},
    {"SRR", "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11", "SRR_S01"},
    {"VXU", "V04", "VXU_V04"},
};

}  // namespace

std::string_view structure_of(std::string_view message_code, std::string_view trigger) {
  const bool plain = trigger.size() == 3 && trigger.find(' ') == std::string_view::npos;
  for (const Row& row : message_rows)
    if (row.code == message_code && (row.triggers == "*" || (plain && row.triggers.find(trigger) != std::string_view::npos)))
      return row.structure;
  return {};
}

}  // namespace charta::hl7v2
