; What a chain decides beforehand, and what was decided when the set-up ran before.

; Choice takes one box: the answer file's word comes first, else what was chosen last time, else what the set-up proposes. 1 and 0.
!macro Choice section name
  StrCpy $0 ""
  ${If} $Answers != ""
    ReadINIStr $0 "$Answers" "install" "${name}"
  ${EndIf}
  ${If} $0 == ""
    ReadRegStr $0 HKLM "${KEY}" "Chosen-${name}"
  ${EndIf}
  ${If} $0 == "1"
    !insertmacro SelectSection ${section}
  ${ElseIf} $0 == "0"
    !insertmacro UnselectSection ${section}
  ${EndIf}
!macroend

Function TakeChoices
  !insertmacro Choice ${Desktop} "desktop"
  !insertmacro Choice ${Start} "start"
  !insertmacro Choice ${Firewall} "firewall"
FunctionEnd

; Keep writes one choice down, and takes back what an earlier one did.
!macro Keep section name
  ${If} ${SectionIsSelected} ${section}
    WriteRegStr HKLM "${KEY}" "Chosen-${name}" "1"
  ${Else}
    WriteRegStr HKLM "${KEY}" "Chosen-${name}" "0"
    Call No${name}
  ${EndIf}
!macroend

Function Nodesktop
  Delete "$DESKTOP\$(ProgramName).lnk"
FunctionEnd

Function Nostart
  DeleteRegValue HKLM "${RUN}" "Dobro"
FunctionEnd

Function Nofirewall
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Dobro"'
  Pop $0
FunctionEnd

Function KeepChoices
  !insertmacro Keep ${Desktop} "desktop"
  !insertmacro Keep ${Start} "start"
  !insertmacro Keep ${Firewall} "firewall"
FunctionEnd

; TakeAnswers reads [files] settings=, goods= of the answer file, relative to its folder. Settings that are there already stay: a
; chain's installer is run again at every upgrade.
Function TakeAnswers
  ${GetParent} "$Answers" $2
  ReadINIStr $0 "$Answers" "files" "settings"
  ${If} $0 != ""
  ${AndIfNot} ${FileExists} "${DATA}\dobro.toml"
    ${If} ${FileExists} "$2\$0"
      StrCpy $0 "$2\$0"
    ${EndIf}
    CopyFiles /SILENT "$0" "${DATA}\dobro.toml"
  ${EndIf}
  ReadINIStr $0 "$Answers" "files" "goods"
  ${If} $0 != ""
    ${If} ${FileExists} "$2\$0"
      StrCpy $0 "$2\$0"
    ${EndIf}
    nsExec::Exec '"$INSTDIR\dobro.exe" --data "${DATA}" goods import "$0"'
    Pop $1
    ${If} $1 != "0"
      SetErrorLevel 6
    ${EndIf}
  ${EndIf}
FunctionEnd
