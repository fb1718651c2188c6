// SPDX-License-Identifier: Apache-2.0
// Asks CMS's MS-DRG grouper and Medicare Code Editor: one claim a line in (tabs between members), one answer a line out.
import com.mmm.his.cer.foundation.Processable;
import com.mmm.his.cer.foundation.model.GfcPoa;
import gov.agency.msdrg.model.v2.*;
import gov.agency.msdrg.model.v2.enumeration.*;
import gov.agency.msdrg.model.v2.transfer.MsdrgClaim;
import gov.agency.msdrg.model.v2.transfer.input.*;
import gov.cms.editor.mce.MceComponent;
import gov.cms.editor.mce.model.*;
import gov.cms.editor.mce.transfer.MceRecord;
import java.io.*;
import java.util.*;

public class OfficialProgram {
  /** id, version, age, sex, discharge status, stay, day, principal, secondary, procedures. */
  record Row(String id, String version, int age, String sex, int status, int stay, String day, String principal, List<String> secondary, List<String> procedures) {
    static Row of(String line) {
      String[] f = line.split("\t", -1);
      return new Row(f[0], f[1], Integer.parseInt(f[2]), f[3], Integer.parseInt(f[4]), Integer.parseInt(f[5]), f[6], f[7], words(f[8]), words(f[9]));
    }
    static List<String> words(String text) { return text.isEmpty() ? List.of() : List.of(text.split(" ")); }
  }

  static GfcPoa poa(String letter) {
    return switch (letter) {
      case "Y" -> GfcPoa.Y; case "N" -> GfcPoa.N; case "U" -> GfcPoa.U; case "W" -> GfcPoa.W;
      case "1" -> GfcPoa.ONE; case "E" -> GfcPoa.E; case "" -> GfcPoa.BLANK; default -> GfcPoa.INVALID;
    };
  }
  static String code(String diagnosis) { return diagnosis.split(":", -1)[0]; }
  static MsdrgInputDxCode diagnosis(String text) {
    String[] parts = text.split(":", -1);
    return new MsdrgInputDxCode(parts[0], poa(parts.length > 1 ? parts[1] : ""));
  }

  static MsdrgRuntimeOption options() {
    RuntimeOptions how = new RuntimeOptions();
    how.setComputeAffectDrg(MsdrgAffectDrgOptionFlag.COMPUTE);
    how.setMarkingLogicTieBreaker(MarkingLogicTieBreaker.CLINICAL_SIGNIFICANCE);
    how.setPoaReportingExempt(MsdrgHospitalStatusOptionFlag.NON_EXEMPT);
    MsdrgRuntimeOption options = new MsdrgRuntimeOption();
    options.put(MsdrgOption.RUNTIME_OPTION_FLAGS, how);
    return options;
  }

  final Map<String, Processable> groupers = new HashMap<>();
  final MceComponent editor = new MceComponent();

  Processable grouper(String version) throws Exception {
    if (!groupers.containsKey(version))
      groupers.put(version, (Processable) Class.forName("gov.agency.msdrg.v" + version + ".MsdrgComponent").getConstructor(MsdrgRuntimeOption.class).newInstance(options()));
    return groupers.get(version);
  }

  String grouped(Row row) throws Exception {
    var input = MsdrgInput.builder();
    input.withAgeInYears(row.age);
    input.withSex(row.sex.equals("M") ? MsdrgSex.MALE : row.sex.equals("F") ? MsdrgSex.FEMALE : MsdrgSex.UNKNOWN);
    input.withDischargeStatus(MsdrgDischargeStatus.getEnumFromInt(row.status));
    input.withPrincipalDiagnosisCode(diagnosis(row.principal));
    if (!row.secondary.isEmpty()) input.withSecondaryDiagnosisCodes(new ArrayList<>(row.secondary.stream().map(OfficialProgram::diagnosis).toList()));
    if (!row.procedures.isEmpty()) input.withProcedureCodes(new ArrayList<>(row.procedures.stream().map(MsdrgInputPrCode::new).toList()));
    MsdrgClaim claim = new MsdrgClaim(input.build());
    grouper(row.version).process(claim);
    var out = claim.getOutput().get();
    StringJoiner text = new StringJoiner("\t");
    for (Object one : new Object[] {out.getInitialMdc().getValue(), out.getInitialDrg().getValue(), out.getFinalMdc().getValue(), out.getFinalDrg().getValue(), out.getFinalBaseDrg().getValue(),
        out.getInitialGrc(), out.getFinalGrc(), out.getFinalMedSugType(), out.getFinalSeverity(), out.getInitialSeverity(), out.getHacStatus(), out.getNumHacCategoriesSatisfied()})
      text.add(String.valueOf(one));
    StringJoiner diagnoses = new StringJoiner(" "), procedures = new StringJoiner(" ");
    for (var one : out.getSdxOutput())
      diagnoses.add(one.getFinalSeverityUsage() + "," + one.getInitialSeverityUsage() + "," + one.getDiagnosisAffectsDrg() + "," + (one.getHacs() == null || one.getHacs().isEmpty() ? 0 : 1));
    for (var one : out.getProcOutput()) procedures.add(one.isProcedureIsOperatingRoomProcedure() + "," + one.getProcedureAffectsDrg());
    return text.add(diagnoses.toString()).add(procedures.toString()).toString();
  }

  String edited(Row row) {
    var made = MceRecord.builder();
    made.withDischargeDate(row.day);
    made.withIcdVersion(10);
    made.withAgeYears(row.age);
    made.withSex(row.sex.equals("M") ? 1 : row.sex.equals("F") ? 2 : 0);
    made.withDischargeStatus(row.status);
    made.withLengthOfStay(row.stay);
    MceRecord record = made.build();
    record.addCode(new MceDiagnosisCode(code(row.principal), GfcPoa.Y, true));
    for (String one : row.secondary) record.addCode(new MceDiagnosisCode(code(one), GfcPoa.Y, false));
    for (String one : row.procedures) record.addCode(new MceProcedureCode(one));
    editor.process(record);
    TreeMap<String, Integer> counts = new TreeMap<>();
    record.getMceOutput().getEditCounter().forEach((edit, count) -> { if (count > 0) counts.put(edit.name(), count); });
    return record.getMceOutput().getEditType() + "\t" + counts;
  }

  public static void main(String[] arguments) throws Exception {
    OfficialProgram program = new OfficialProgram();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    PrintWriter out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));
    for (String line; (line = in.readLine()) != null; ) {
      Row row = Row.of(line);
      out.println(row.id + "\t" + program.grouped(row) + "\t" + program.edited(row));
    }
    out.flush();
  }
}
