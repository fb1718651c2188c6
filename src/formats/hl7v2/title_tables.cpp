// SPDX-License-Identifier: Apache-2.0
// Element names of HL7 v2.8 (chapters 2, 2A, 3, 4, 6, 7, 9, 10), written out for the segments that a records department meets.
#include "formats/hl7v2/title_tables.hpp"

namespace charta::hl7v2 {
namespace {

constexpr SegmentRow titled_segments[] = {
    {"AIG", "Appointment Information - General Resource",
     "Set ID - AIG:SI|Segment Action Code:ID|Resource ID:CWE|Resource Type:CWE|Resource Group:CWE|Resource Quantity:NM|Resource "
     "Quantity Units:CWE|"
     "Start Date/Time:DTM|Start Date/Time Offset:NM|Start Date/Time Offset Units:CNE|Duration:NM|Duration Units:CNE|"
     "Allow Substitution Code:CWE|Filler Status Code:CWE"},
    {"AIL", "Appointment Information - Location Resource",
     "Set ID - AIL:SI|Segment Action Code:ID|Location Resource ID:PL|Location Type - AIL:CWE|Location Group:CWE|Start "
     "Date/Time:DTM|"
     "Start Date/Time Offset:NM|Start Date/Time Offset Units:CNE|Duration:NM|Duration Units:CNE|Allow Substitution Code:CWE|"
     "Filler Status Code:CWE"},
    {"AIP", "Appointment Information - Personnel Resource",
     "Set ID - AIP:SI|Segment Action Code:ID|Personnel Resource ID:XCN|Resource Type:CWE|Resource Group:CWE|Start Date/Time:DTM|"
     "Start Date/Time Offset:NM|Start Date/Time Offset Units:CNE|Duration:NM|Duration Units:CNE|Allow Substitution Code:CWE|"
     "Filler Status Code:CWE"},
    {"AIS", "Appointment Information",
     "Set ID - AIS:SI|Segment Action Code:ID|Universal Service Identifier:CWE|Start Date/Time:DTM|Start Date/Time Offset:NM|"
     "Start Date/Time Offset Units:CNE|Duration:NM|Duration Units:CNE|Allow Substitution Code:CWE|Filler Status Code:CWE|"
     "Placer Supplemental Service Information:CWE|Filler Supplemental Service Information:CWE"},
    {"AL1", "Patient Allergy Information",
     "Set ID - AL1:SI|Allergen Type Code:CWE|Allergen Code/Mnemonic/Description:CWE|Allergy Severity Code:CWE|Allergy Reaction "
     "Code:ST|"
     "Identification Date:DT"},
    {"BHS", "Batch Header",
     "Batch Field Separator:ST|Batch Encoding Characters:ST|Batch Sending Application:HD|Batch Sending Facility:HD|"
     "Batch Receiving Application:HD|Batch Receiving Facility:HD|Batch Creation Date/Time:DTM|Batch Security:ST|Batch "
     "Name/ID/Type:ST|"
     "Batch Comment:ST|Batch Control ID:ST|Reference Batch Control ID:ST"},
    {"BTS", "Batch Trailer", "Batch Message Count:ST|Batch Comment:ST|Batch Totals:NM"},
    {"DG1", "Diagnosis",
     "Set ID - DG1:SI|Diagnosis Coding Method:ID|Diagnosis Code - DG1:CWE|Diagnosis Description:ST|Diagnosis "
     "Date/Time:DTM|Diagnosis Type:CWE|"
     "Major Diagnostic Category:CWE|Diagnostic Related Group:CWE|DRG Approval Indicator:ID|DRG Grouper Review Code:CWE|Outlier "
     "Type:CWE|"
     "Outlier Days:NM|Outlier Cost:CP|Grouper Version And Type:ST|Diagnosis Priority:NM|Diagnosing Clinician:XCN|Diagnosis "
     "Classification:CWE|"
     "Confidential Indicator:ID|Attestation Date/Time:DTM|Diagnosis Identifier:EI|Diagnosis Action Code:ID|Parent Diagnosis:EI|"
     "DRG CCL Value Code:CWE|DRG Grouping Usage:ID|DRG Diagnosis Determination Status:CWE|Present On Admission (POA) "
     "Indicator:CWE"},
    {"ERR", "Error",
     "Error Code and Location:ELD|Error Location:ERL|HL7 Error Code:CWE|Severity:ID|Application Error Code:CWE|"
     "Application Error Parameter:ST|Diagnostic Information:TX|User Message:TX|Inform Person Indicator:CWE|Override Type:CWE|"
     "Override Reason Code:CWE|Help Desk Contact Point:XTN"},
    {"EVN", "Event Type",
     "Event Type Code:ID|Recorded Date/Time:DTM|Date/Time Planned Event:DTM|Event Reason Code:CWE|Operator ID:XCN|Event "
     "Occurred:DTM|"
     "Event Facility:HD"},
    {"FHS", "File Header",
     "File Field Separator:ST|File Encoding Characters:ST|File Sending Application:HD|File Sending Facility:HD|"
     "File Receiving Application:HD|File Receiving Facility:HD|File Creation Date/Time:DTM|File Security:ST|File Name/ID:ST|"
     "File Header Comment:ST|File Control ID:ST|Reference File Control ID:ST"},
    {"FTS", "File Trailer", "File Batch Count:NM|File Trailer Comment:ST"},
    {"GT1", "Guarantor",
     "Set ID - GT1:SI|Guarantor Number:CX|Guarantor Name:XPN|Guarantor Spouse Name:XPN|Guarantor Address:XAD|Guarantor Ph Num - "
     "Home:XTN|"
     "Guarantor Ph Num - Business:XTN|Guarantor Date/Time Of Birth:DTM|Guarantor Administrative Sex:CWE|Guarantor Type:CWE|"
     "Guarantor Relationship:CWE|Guarantor SSN:ST|Guarantor Date - Begin:DT|Guarantor Date - End:DT|Guarantor Priority:NM|"
     "Guarantor Employer Name:XPN|Guarantor Employer Address:XAD|Guarantor Employer Phone Number:XTN|Guarantor Employee ID "
     "Number:CX|"
     "Guarantor Employment Status:CWE|Guarantor Organization Name:XON"},
    {"IN1", "Insurance",
     "Set ID - IN1:SI|Health Plan ID:CWE|Insurance Company ID:CX|Insurance Company Name:XON|Insurance Company Address:XAD|"
     "Insurance Co Contact Person:XPN|Insurance Co Phone Number:XTN|Group Number:ST|Group Name:XON|Insured's Group Emp ID:CX|"
     "Insured's Group Emp Name:XON|Plan Effective Date:DT|Plan Expiration Date:DT|Authorization Information:AUI|Plan Type:CWE|"
     "Name Of Insured:XPN|Insured's Relationship To Patient:CWE|Insured's Date Of Birth:DTM|Insured's Address:XAD|"
     "Assignment Of Benefits:CWE|Coordination Of Benefits:CWE|Coord Of Ben. Priority:ST|Notice Of Admission Flag:ID|"
     "Notice Of Admission Date:DT|Report Of Eligibility Flag:ID|Report Of Eligibility Date:DT|Release Information Code:CWE|"
     "Pre-Admit Cert (PAC):ST|Verification Date/Time:DTM|Verification By:XCN|Type Of Agreement Code:CWE|Billing Status:CWE|"
     "Lifetime Reserve Days:NM|Delay Before L.R. Day:NM|Company Plan Code:CWE|Policy Number:ST"},
    {"MRG", "Merge Patient Information",
     "Prior Patient Identifier List:CX|Prior Alternate Patient ID:CX|Prior Patient Account Number:CX|Prior Patient ID:CX|"
     "Prior Visit Number:CX|Prior Alternate Visit ID:CX|Prior Patient Name:XPN"},
    {"MSA", "Message Acknowledgment",
     "Acknowledgment Code:ID|Message Control ID:ST|Text Message:ST|Expected Sequence Number:NM|Delayed Acknowledgment Type:ID|"
     "Error Condition:CWE|Message Waiting Number:NM|Message Waiting Priority:ID"},
    {"MSH", "Message Header",
     "Field Separator:ST|Encoding Characters:ST|Sending Application:HD|Sending Facility:HD|Receiving Application:HD|Receiving "
     "Facility:HD|"
     "Date/Time of Message:DTM|Security:ST|Message Type:MSG|Message Control ID:ST|Processing ID:PT|Version ID:VID|Sequence "
     "Number:NM|"
     "Continuation Pointer:ST|Accept Acknowledgment Type:ID|Application Acknowledgment Type:ID|Country Code:ID|Character Set:ID|"
     "Principal Language Of Message:CWE|Alternate Character Set Handling Scheme:ID|Message Profile Identifier:EI|"
     "Sending Responsible Organization:XON|Receiving Responsible Organization:XON|Sending Network Address:HD|Receiving Network "
     "Address:HD"},
    {"NK1", "Next of Kin / Associated Parties",
     "Set ID - NK1:SI|Name:XPN|Relationship:CWE|Address:XAD|Phone Number:XTN|Business Phone Number:XTN|Contact Role:CWE|Start "
     "Date:DT|"
     "End Date:DT|Next of Kin / Associated Parties Job Title:ST|Next of Kin / Associated Parties Job Code/Class:JCC|"
     "Next of Kin / Associated Parties Employee Number:CX|Organization Name - NK1:XON|Marital Status:CWE|Administrative Sex:CWE|"
     "Date/Time of Birth:DTM"},
    {"NTE", "Notes and Comments",
     "Set ID - NTE:SI|Source of Comment:ID|Comment:FT|Comment Type:CWE|Entered By:XCN|Entered Date/Time:DTM|Effective Start "
     "Date:DTM|"
     "Expiration Date:DTM"},
    {"OBR", "Observation Request",
     "Set ID - OBR:SI|Placer Order Number:EI|Filler Order Number:EI|Universal Service Identifier:CWE|Priority:ID|Requested "
     "Date/Time:DTM|"
     "Observation Date/Time:DTM|Observation End Date/Time:DTM|Collection Volume:CQ|Collector Identifier:XCN|Specimen Action "
     "Code:ID|"
     "Danger Code:CWE|Relevant Clinical Information:CWE|Specimen Received Date/Time:DTM|Specimen Source:SPS|Ordering "
     "Provider:XCN|"
     "Order Callback Phone Number:XTN|Placer Field 1:ST|Placer Field 2:ST|Filler Field 1:ST|Filler Field 2:ST|"
     "Results Rpt/Status Chng - Date/Time:DTM|Charge to Practice:MOC|Diagnostic Serv Sect ID:ID|Result Status:ID|Parent "
     "Result:PRL|"
     "Quantity/Timing:TQ|Result Copies To:XCN|Parent Results Observation Identifier:EIP|Transportation Mode:ID|Reason for "
     "Study:CWE|"
     "Principal Result Interpreter:NDL|Assistant Result Interpreter:NDL|Technician:NDL|Transcriptionist:NDL|Scheduled "
     "Date/Time:DTM|"
     "Number of Sample Containers:NM|Transport Logistics of Collected Sample:CWE|Collector's Comment:CWE|"
     "Transport Arrangement Responsibility:CWE|Transport Arranged:ID|Escort Required:ID|Planned Patient Transport Comment:CWE|"
     "Procedure Code:CNE|Procedure Code Modifier:CNE|Placer Supplemental Service Information:CWE|"
     "Filler Supplemental Service Information:CWE|Medically Necessary Duplicate Procedure Reason:CWE|Result Handling:CWE"},
    {"OBX", "Observation/Result",
     "Set ID - OBX:SI|Value Type:ID|Observation Identifier:CWE|Observation Sub-ID:OG|Observation Value|Units:CWE|References "
     "Range:ST|"
     "Interpretation Codes:CWE|Probability:NM|Nature of Abnormal Test:ID|Observation Result Status:ID|Effective Date of "
     "Reference Range:DTM|"
     "User Defined Access Checks:ST|Date/Time of the Observation:DTM|Producer's ID:CWE|Responsible Observer:XCN|Observation "
     "Method:CWE|"
     "Equipment Instance Identifier:EI|Date/Time of the Analysis:DTM|Observation Site:CWE|Observation Instance "
     "Identifier:EI|Mood Code:CNE|"
     "Performing Organization Name:XON|Performing Organization Address:XAD|Performing Organization Medical Director:XCN"},
    {"ORC", "Common Order",
     "Order Control:ID|Placer Order Number:EI|Filler Order Number:EI|Placer Group Number:EI|Order Status:ID|Response Flag:ID|"
     "Quantity/Timing:TQ|Parent Order:EIP|Date/Time of Transaction:DTM|Entered By:XCN|Verified By:XCN|Ordering Provider:XCN|"
     "Enterer's Location:PL|Call Back Phone Number:XTN|Order Effective Date/Time:DTM|Order Control Code Reason:CWE|"
     "Entering Organization:CWE|Entering Device:CWE|Action By:XCN|Advanced Beneficiary Notice Code:CWE|Ordering Facility "
     "Name:XON|"
     "Ordering Facility Address:XAD|Ordering Facility Phone Number:XTN|Ordering Provider Address:XAD|Order Status Modifier:CWE|"
     "Advanced Beneficiary Notice Override Reason:CWE|Filler's Expected Availability Date/Time:DTM|Confidentiality "
     "Code:CWE|Order Type:CWE|"
     "Enterer Authorization Mode:CNE|Parent Universal Service Identifier:CWE"},
    {"PD1", "Patient Additional Demographic",
     "Living Dependency:CWE|Living Arrangement:CWE|Patient Primary Facility:XON|Patient Primary Care Provider Name & ID No.:XCN|"
     "Student Indicator:CWE|Handicap:CWE|Living Will Code:CWE|Organ Donor Code:CWE|Separate Bill:ID|Duplicate Patient:CX|"
     "Publicity Code:CWE|Protection Indicator:ID|Protection Indicator Effective Date:DT|Place of Worship:XON|Advance Directive "
     "Code:CWE"},
    {"PID", "Patient Identification",
     "Set ID - PID:SI|Patient ID:CX|Patient Identifier List:CX|Alternate Patient ID - PID:CX|Patient Name:XPN|Mother's Maiden "
     "Name:XPN|"
     "Date/Time of Birth:DTM|Administrative Sex:CWE|Patient Alias:XPN|Race:CWE|Patient Address:XAD|County Code:ID|Phone Number - "
     "Home:XTN|"
     "Phone Number - Business:XTN|Primary Language:CWE|Marital Status:CWE|Religion:CWE|Patient Account Number:CX|SSN Number - "
     "Patient:ST|"
     "Driver's License Number - Patient:DLN|Mother's Identifier:CX|Ethnic Group:CWE|Birth Place:ST|Multiple Birth Indicator:ID|"
     "Birth Order:NM|Citizenship:CWE|Veterans Military Status:CWE|Nationality:CWE|Patient Death Date and Time:DTM|"
     "Patient Death Indicator:ID|Identity Unknown Indicator:ID|Identity Reliability Code:CWE|Last Update Date/Time:DTM|"
     "Last Update Facility:HD|Taxonomic Classification Code:CWE|Breed Code:CWE|Strain:ST|Production Class Code:CWE|Tribal "
     "Citizenship:CWE|"
     "Patient Telecommunication Information:XTN"},
    {"PR1", "Procedures",
     "Set ID - PR1:SI|Procedure Coding Method:IS|Procedure Code:CNE|Procedure Description:ST|Procedure Date/Time:DTM|"
     "Procedure Functional Type:CWE|Procedure Minutes:NM|Anesthesiologist:XCN|Anesthesia Code:CWE|Anesthesia "
     "Minutes:NM|Surgeon:XCN|"
     "Procedure Practitioner:XCN|Consent Code:CWE|Procedure Priority:NM|Associated Diagnosis Code:CWE|Procedure Code "
     "Modifier:CNE"},
    {"PV1", "Patient Visit",
     "Set ID - PV1:SI|Patient Class:CWE|Assigned Patient Location:PL|Admission Type:CWE|Preadmit Number:CX|Prior Patient "
     "Location:PL|"
     "Attending Doctor:XCN|Referring Doctor:XCN|Consulting Doctor:XCN|Hospital Service:CWE|Temporary Location:PL|Preadmit Test "
     "Indicator:CWE|"
     "Re-admission Indicator:CWE|Admit Source:CWE|Ambulatory Status:CWE|VIP Indicator:CWE|Admitting Doctor:XCN|Patient Type:CWE|"
     "Visit Number:CX|Financial Class:FC|Charge Price Indicator:CWE|Courtesy Code:CWE|Credit Rating:CWE|Contract Code:CWE|"
     "Contract Effective Date:DT|Contract Amount:NM|Contract Period:NM|Interest Code:CWE|Transfer to Bad Debt Code:CWE|"
     "Transfer to Bad Debt Date:DT|Bad Debt Agency Code:CWE|Bad Debt Transfer Amount:NM|Bad Debt Recovery Amount:NM|"
     "Delete Account Indicator:CWE|Delete Account Date:DT|Discharge Disposition:CWE|Discharged to Location:DLD|Diet Type:CWE|"
     "Servicing Facility:CWE|Bed Status:CWE|Account Status:CWE|Pending Location:PL|Prior Temporary Location:PL|Admit "
     "Date/Time:DTM|"
     "Discharge Date/Time:DTM|Current Patient Balance:NM|Total Charges:NM|Total Adjustments:NM|Total Payments:NM|Alternate Visit "
     "ID:CX|"
     "Visit Indicator:CWE|Other Healthcare Provider:XCN"},
    {"PV2", "Patient Visit - Additional Information",
     "Prior Pending Location:PL|Accommodation Code:CWE|Admit Reason:CWE|Transfer Reason:CWE|Patient Valuables:ST|"
     "Patient Valuables Location:ST|Visit User Code:CWE|Expected Admit Date/Time:DTM|Expected Discharge Date/Time:DTM|"
     "Estimated Length of Inpatient Stay:NM|Actual Length of Inpatient Stay:NM|Visit Description:ST|Referral Source Code:XCN|"
     "Previous Service Date:DT|Employment Illness Related Indicator:ID|Purge Status Code:CWE|Purge Status Date:DT|Special "
     "Program Code:CWE|"
     "Retention Indicator:ID|Expected Number of Insurance Plans:NM|Visit Publicity Code:CWE|Visit Protection Indicator:ID"},
    {"RGS", "Resource Group", "Set ID - RGS:SI|Segment Action Code:ID|Resource Group ID:CWE"},
    {"SCH", "Scheduling Activity Information",
     "Placer Appointment ID:EI|Filler Appointment ID:EI|Occurrence Number:NM|Placer Group Number:EI|Schedule ID:CWE|Event "
     "Reason:CWE|"
     "Appointment Reason:CWE|Appointment Type:CWE|Appointment Duration:NM|Appointment Duration Units:CNE|Appointment Timing "
     "Quantity:TQ|"
     "Placer Contact Person:XCN|Placer Contact Phone Number:XTN|Placer Contact Address:XAD|Placer Contact Location:PL|"
     "Filler Contact Person:XCN|Filler Contact Phone Number:XTN|Filler Contact Address:XAD|Filler Contact Location:PL|Entered By "
     "Person:XCN|"
     "Entered By Phone Number:XTN|Entered By Location:PL|Parent Placer Appointment ID:EI|Parent Filler Appointment ID:EI|"
     "Filler Status Code:CWE|Placer Order Number:EI|Filler Order Number:EI"},
    {"SFT", "Software Segment",
     "Software Vendor Organization:XON|Software Certified Version or Release Number:ST|Software Product Name:ST|Software Binary "
     "ID:ST|"
     "Software Product Information:TX|Software Install Date:DTM"},
    {"SPM", "Specimen",
     "Set ID - SPM:SI|Specimen Identifier:EIP|Specimen Parent IDs:EIP|Specimen Type:CWE|Specimen Type Modifier:CWE|Specimen "
     "Additives:CWE|"
     "Specimen Collection Method:CWE|Specimen Source Site:CWE|Specimen Source Site Modifier:CWE|Specimen Collection Site:CWE|"
     "Specimen Role:CWE|Specimen Collection Amount:CQ|Grouped Specimen Count:NM|Specimen Description:ST|Specimen Handling "
     "Code:CWE|"
     "Specimen Risk Code:CWE|Specimen Collection Date/Time:DR|Specimen Received Date/Time:DTM"},
    {"TQ1", "Timing/Quantity",
     "Set ID - TQ1:SI|Quantity:CQ|Repeat Pattern:RPT|Explicit Time:TM|Relative Time and Units:CQ|Service Duration:CQ|Start "
     "Date/Time:DTM|"
     "End Date/Time:DTM|Priority:CWE|Condition Text:TX|Text Instruction:TX|Conjunction:ID|Occurrence Duration:CQ|Total "
     "Occurrences:NM"},
    {"TXA", "Transcription Document Header",
     "Set ID - TXA:SI|Document Type:CWE|Document Content Presentation:ID|Activity Date/Time:DTM|Primary Activity Provider "
     "Code/Name:XCN|"
     "Origination Date/Time:DTM|Transcription Date/Time:DTM|Edit Date/Time:DTM|Originator Code/Name:XCN|Assigned Document "
     "Authenticator:XCN|"
     "Transcriptionist Code/Name:XCN|Unique Document Number:EI|Parent Document Number:EI|Placer Order Number:EI|Filler Order "
     "Number:EI|"
     "Unique Document File Name:ST|Document Completion Status:ID|Document Confidentiality Status:ID|Document Availability "
     "Status:ID|"
     "Document Storage Status:ID|Document Change Reason:ST|Authentication Person, Time Stamp:PPN|Distributed Copies:XCN|"
     "Folder Assignment:CWE|Document Title:ST|Agreed Due Date/Time:DTM"},
};

constexpr TypeRow types[] = {
    {"CE", "Identifier|Text|Name of Coding System|Alternate Identifier|Alternate Text|Name of Alternate Coding System"},
    {"CNE",
     "Identifier|Text|Name of Coding System|Alternate Identifier|Alternate Text|Name of Alternate Coding System|Coding System "
     "Version ID|"
     "Alternate Coding System Version ID|Original Text"},
    {"CP", "Price|Price Type|From Value|To Value|Range Units|Range Type"},
    {"CQ", "Quantity|Units"},
    {"CWE",
     "Identifier|Text|Name of Coding System|Alternate Identifier|Alternate Text|Name of Alternate Coding System|Coding System "
     "Version ID|"
     "Alternate Coding System Version ID|Original Text"},
    {"CX",
     "ID Number|Identifier Check Digit|Check Digit Scheme|Assigning Authority|Identifier Type Code|Assigning Facility|Effective "
     "Date|"
     "Expiration Date|Assigning Jurisdiction|Assigning Agency or Department"},
    {"DLD", "Discharge to Location|Effective Date"},
    {"DLN", "License Number|Issuing State, Province, Country|Expiration Date"},
    {"DR", "Range Start Date/Time|Range End Date/Time"},
    {"ED", "Source Application|Type of Data|Data Subtype|Encoding|Data"},
    {"EI", "Entity Identifier|Namespace ID|Universal ID|Universal ID Type"},
    {"EIP", "Placer Assigned Identifier|Filler Assigned Identifier"},
    {"ELD", "Segment ID|Segment Sequence|Field Position|Code Identifying Error"},
    {"ERL", "Segment ID|Segment Sequence|Field Position|Field Repetition|Component Number|Sub-Component Number"},
    {"FC", "Financial Class Code|Effective Date"},
    {"HD", "Namespace ID|Universal ID|Universal ID Type"},
    {"JCC", "Job Code|Job Class|Job Description Text"},
    {"MSG", "Message Code|Trigger Event|Message Structure"},
    {"NDL",
     "Name|Start Date/Time|End Date/Time|Point of Care|Room|Bed|Facility|Location Status|Patient Location Type|Building|Floor"},
    {"PL",
     "Point of Care|Room|Bed|Facility|Location Status|Person Location Type|Building|Floor|Location Description|"
     "Comprehensive Location Identifier|Assigning Authority for Location"},
    {"PPN",
     "Person Identifier|Family Name|Given Name|Second and Further Given Names or Initials Thereof|Suffix|Prefix|Degree|Source "
     "Table|"
     "Assigning Authority|Name Type Code|Identifier Check Digit|Check Digit Scheme|Identifier Type Code|Assigning Facility|"
     "Date/Time Action Performed"},
    {"PRL", "Parent Observation Identifier|Parent Observation Sub-identifier|Parent Observation Value Descriptor"},
    {"PT", "Processing ID|Processing Mode"},
    {"RP", "Pointer|Application ID|Type of Data|Subtype"},
    {"SN", "Comparator|Num1|Separator/Suffix|Num2"},
    {"SPS",
     "Specimen Source Name or Code|Additives|Specimen Collection Method|Body Site|Site Modifier|Collection Method Modifier "
     "Code|Specimen Role"},
    {"TQ",
     "Quantity|Interval|Duration|Start Date/Time|End Date/Time|Priority|Condition|Text|Conjunction|Order Sequencing|Occurrence "
     "Duration|"
     "Total Occurrences"},
    {"VID", "Version ID|Internationalization Code|International Version ID"},
    {"XAD",
     "Street Address|Other Designation|City|State or Province|Zip or Postal Code|Country|Address Type|Other Geographic "
     "Designation|"
     "County/Parish Code|Census Tract|Address Representation Code"},
    {"XCN",
     "Person Identifier|Family Name|Given Name|Second and Further Given Names or Initials Thereof|Suffix|Prefix|Degree|Source "
     "Table|"
     "Assigning Authority|Name Type Code|Identifier Check Digit|Check Digit Scheme|Identifier Type Code|Assigning Facility|"
     "Name Representation Code"},
    {"XON",
     "Organization Name|Organization Name Type Code|ID Number|Identifier Check Digit|Check Digit Scheme|Assigning Authority|"
     "Identifier Type Code|Assigning Facility|Name Representation Code|Organization Identifier"},
    {"XPN",
     "Family Name|Given Name|Second and Further Given Names or Initials Thereof|Suffix|Prefix|Degree|Name Type Code|"
     "Name Representation Code|Name Context|Name Validity Range|Name Assembly Order|Effective Date|Expiration Date|Professional "
     "Suffix|"
     "Called By"},
    {"XTN",
     "Telephone Number|Telecommunication Use Code|Telecommunication Equipment Type|Communication Address|Country Code|Area/City "
     "Code|"
     "Local Number|Extension|Any Text|Extension Prefix|Speed Dial Code|Unformatted Telephone Number"},
};

}  // namespace

std::span<const SegmentRow> segment_rows() {
  return titled_segments;
}
std::span<const TypeRow> type_rows() {
  return types;
}

}  // namespace charta::hl7v2
