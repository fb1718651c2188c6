// SPDX-License-Identifier: Apache-2.0
#include "app/demo_coding_stories.hpp"

namespace charta::app {
const std::vector<CodingStory>& coding_stories() {
  using Until = CodingStory::Until;
  static const std::vector<CodingStory> all = {
      {Until::final,
       "PUL",
       "Discharge summary\nHospital course: admitted with cough and fever, infiltrate on the film. Needed oxygen by high flow "
       "for a day.\nFinal "
       "diagnoses:\n1. Pneumonia\n2. Acute respiratory failure with hypoxia\n3. Hypertension\nNo heart failure, no pulmonary "
       "embolism.",
       {{"J189", "Y", "Pneumonia"}, {"J9601", "Y", "Acute respiratory failure with hypoxia"}, {"I10", "Y", "Hypertension"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: fall at home, replacement of the femoral head of the right hip on day two, two units "
       "of red cells.\nFinal "
       "diagnoses:\n1. Fracture of neck of right femur\n2. Acute blood loss anemia\n3. Hypothyroidism",
       {{"S72001A", "Y", "Fracture of neck of right femur"},
        {"D62", "N", "Acute blood loss anemia"},
        {"E039", "Y", "Hypothyroidism"}},
       {{"0SRR0JZ", "", "replacement of the femoral head of the right hip"}}},
      {Until::begun,
       "PUL",
       "Discharge summary\nHospital course: worse breath for four days, steroids and nebulizers. Pneumonia was ruled out.\nPast "
       "medical history: "
       "hypertension, stroke in 2016.\nFinal diagnoses:\n1. COPD with acute exacerbation\n2. Hyponatremia\n3. Nicotine "
       "dependence, cigarettes\nFamily history: "
       "father with lung cancer.",
       {{"J441", "Y", "COPD with acute exacerbation"}},
       {}},
      {Until::recoded,
       "MED",
       "Discharge summary\nHospital course: black stools, an ulcer of the stomach that bled.\nFinal diagnoses:\n1. Chronic "
       "gastric ulcer with hemorrhage\n2. "
       "Acute blood loss anemia",
       {{"K254", "Y", "Chronic gastric ulcer with hemorrhage"}, {"D62", "Y", "Acute blood loss anemia"}},
       {}},
      {Until::ready,
       "MED",
       "Discharge summary\nHospital course: redness and warmth of the left leg, antibiotics by vein.\nFinal diagnoses:\n1. "
       "Cellulitis of the left leg\n2. "
       "Type 2 diabetes with hyperglycemia\n3. Morbid obesity\nNo deep vein thrombosis. Mother had diabetes.",
       {},
       {}},
      {Until::reviewed,
       "URO",
       "Discharge summary\nHospital course: fever and low pressure from the urine, fluids and antibiotics.\nFinal diagnoses:\n1. "
       "Sepsis\n2. Urinary tract "
       "infection\n3. Acute kidney injury\n4. Type 2 diabetes",
       {{"A419", "Y", "Sepsis"},
        {"N390", "Y", "Urinary tract infection"},
        {"N179", "Y", "Acute kidney injury"},
        {"E119", "Y", "Type 2 diabetes"}},
       {}},
      {Until::aside,
       "MED",
       "Discharge summary\nHospital course: weakness of the right side that cleared in part.\nFinal diagnoses:\n1. Acute "
       "ischemic stroke\n2. Atrial "
       "fibrillation\nThe side that was weak is told differently in the notes.",
       {{"I639", "Y", "Acute ischemic stroke"}, {"I4891", "Y", "Atrial"}},
       {}},
      {Until::final,
       "CAR",
       "Discharge summary\nHospital course: three days of swelling and shortness of breath, diuresis of six liters.\nFinal "
       "diagnoses:\n1. Acute on chronic "
       "diastolic heart failure\n2. Hypertension\n3. Chronic kidney disease stage 3",
       {{"I130", "Y", "Hypertension"},
        {"I5033", "Y", "Acute on chronic diastolic heart failure"},
        {"N1830", "Y", "Chronic kidney disease stage 3"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: replacement of the right knee for pain at rest. Walked on day one.\nFinal "
       "diagnoses:\n1. Primary "
       "osteoarthritis of right knee\n2. Hyperlipidemia",
       {{"M1711", "Y", "osteoarthritis of right knee"}, {"E785", "Y", "Hyperlipidemia"}},
       {{"0SRC0J9", "", "replacement of the right knee"}}},
      {Until::final,
       "CAR",
       "Discharge summary\nHospital course: pressure on the chest at rest, troponin rose. A drug-eluting stent was put into one "
       "coronary artery.\nFinal diagnoses:\n1. Infarction without ST elevation\n2. Coronary artery disease\n3. Hyperlipidemia",
       {{"I214", "Y", "Infarction without ST elevation"},
        {"I2510", "Y", "Coronary artery disease"},
        {"E785", "Y", "Hyperlipidemia"}},
       {{"027034Z", "", "drug-eluting stent was put into one coronary artery"}}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: two days of pain under the right ribs with fever, gallbladder removed through the "
       "laparoscope.\nFinal diagnoses:\n1. Gallstones with acute cholecystitis\n2. Obesity",
       {{"K8000", "Y", "Gallstones with acute cholecystitis"}, {"E669", "Y", "Obesity"}},
       {{"0FT44ZZ", "", "gallbladder removed through the laparoscope"}}},
      {Until::final,
       "MED",
       "Discharge summary\nHospital course: septic shock from the lung, pressors for two days, oxygen by high flow.\nFinal "
       "diagnoses:\n1. Sepsis\n2. Septic shock\n3. Pneumonia\n4. Acute respiratory failure with hypoxia",
       {{"A419", "Y", "Sepsis"},
        {"R6521", "Y", "Septic shock"},
        {"J189", "Y", "Pneumonia"},
        {"J9601", "Y", "Acute respiratory failure with hypoxia"}},
       {}},
      {Until::final,
       "MED",
       "Discharge summary\nHospital course: sudden weakness of the right side, clot of the left middle cerebral artery on the "
       "scan.\nFinal diagnoses:\n1. Embolic stroke of the left middle cerebral artery\n2. Right hemiplegia, dominant side\n3. "
       "Atrial fibrillation",
       {{"I63412", "Y", "Embolic stroke of the left middle cerebral artery"},
        {"G8191", "Y", "Right hemiplegia, dominant side"},
        {"I4891", "Y", "Atrial fibrillation"}},
       {}},
      {Until::final,
       "PUL",
       "Discharge summary\nHospital course: pain and short breath after a long flight, clots in both lungs.\nFinal "
       "diagnoses:\n1. "
       "Pulmonary embolism\n2. Deep vein thrombosis of the right leg",
       {{"I2699", "Y", "Pulmonary embolism"}, {"I82401", "Y", "Deep vein thrombosis of the right leg"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: vomiting for a day, bowel fully blocked by scars, adhesions of the small bowel freed "
       "by "
       "open operation.\nFinal diagnoses:\n1. Adhesions with complete obstruction of the bowel\n2. Dehydration",
       {{"K5652", "Y", "Adhesions with complete obstruction of the bowel"}, {"E860", "Y", "Dehydration"}},
       {{"0DN80ZZ", "", "adhesions of the small bowel freed by open operation"}}},
      {Until::final,
       "MED",
       "Discharge summary\nHospital course: thirst and deep breaths for two days, insulin by vein, kidneys recovered.\nFinal "
       "diagnoses:\n1. Type 2 diabetes with ketoacidosis\n2. Acute kidney injury",
       {{"E1110", "Y", "Type 2 diabetes with ketoacidosis"}, {"N179", "Y", "Acute kidney injury"}},
       {}},
      {Until::final,
       "MED",
       "Discharge summary\nHospital course: tremor and visions on the second day without drink, treated by the protocol.\nFinal "
       "diagnoses:\n1. Alcohol dependence with withdrawal delirium\n2. Low magnesium",
       {{"F10231", "Y", "Alcohol dependence with withdrawal delirium"}, {"E8342", "Y", "Low magnesium"}},
       {}},
      {Until::final,
       "SUR",
       "Discharge summary\nHospital course: slipped vertebra with pain of both legs, fusion of L4 and L5 from the back with own "
       "bone.\nFinal diagnoses:\n1. Spondylolisthesis of the lumbar spine\n2. Hypertension",
       {{"M4316", "Y", "Spondylolisthesis of the lumbar spine"}, {"I10", "Y", "Hypertension"}},
       {{"0SG0071", "", "fusion of L4 and L5 from the back with own bone"}}},
      {Until::final,
       "MED",
       "Discharge summary\nHospital course: bright blood from the bowel, stopped by itself, two units of red cells.\nFinal "
       "diagnoses:\n1. Diverticulosis of the colon with bleeding\n2. Acute blood loss anemia",
       {{"K5731", "Y", "Diverticulosis of the colon with bleeding"}, {"D62", "Y", "Acute blood loss anemia"}},
       {}},
      {Until::final,
       "CAR",
       "Discharge summary\nHospital course: slow pulse, complete heart block. Two-chamber pacemaker with leads into right atrium "
       "and "
       "right ventricle.\nFinal diagnoses:\n1. Complete heart block\n2. Type 2 diabetes",
       {{"I442", "Y", "Complete heart block"}, {"E119", "Y", "Type 2 diabetes"}},
       {{"0JH606Z", "", "Two-chamber pacemaker"},
        {"02H63JZ", "", "leads into right atrium"},
        {"02HK3JZ", "", "leads into right atrium and right ventricle"}}},
      {Until::ready,
       "MED",
       "Discharge summary\nHospital course: pain of the left lower belly with fever, antibiotics by vein.\nFinal diagnoses:\n1. "
       "Diverticulitis of the colon\n2. Hypokalemia\n3. Former smoker",
       {},
       {}},
      {Until::ready,
       "MED",
       "Discharge summary\nHospital course: could not stop crying, thoughts of death, medicine changed.\nFinal diagnoses:\n1. "
       "Recurrent major depression, severe\n2. Suicidal ideation\n3. Insomnia",
       {},
       {}},
  };
  return all;
}

}  // namespace charta::app
