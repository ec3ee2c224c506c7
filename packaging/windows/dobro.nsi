; Set-up of Dobro for Windows 10 and newer, per machine: makensis -DVERSION=1.2.3 -DDIST=folder -DOUT=Dobro-Setup-1.2.3.exe dobro.nsi
; Silent: Dobro-Setup-1.2.3.exe /S [/D=C:\folder] [/ANSWERS=C:\answers.ini]. The answer file is described in README.md of this folder.
Unicode true
; The default 32-bit stub does not start on a 64-bit-only system.
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include x64.nsh

!define NAME "Dobro"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Dobro"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define DATA "$APPDATA\Dobro" ; with SetShellVarContext all: ProgramData

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Dobro"
RequestExecutionLevel admin
SetCompressor /SOLID lzma
ShowInstDetails nevershow
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Dobro"
VIAddVersionKey "FileDescription" "Dobro Setup"
VIAddVersionKey "FileVersion" "${VERSION}.0"
VIAddVersionKey "ProductVersion" "${VERSION}.0"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${DIST}\dobro.ico"
!define MUI_UNICON "${DIST}\dobro.ico"
!define MUI_ABORTWARNING
; The list has the whole width: what the boxes do has to be read whole. What they take of the disk says nothing when one removes.
!define MUI_COMPONENTSPAGE_SMALLDESC
SpaceTexts none
!define MUI_FINISHPAGE_RUN "$INSTDIR\dobro.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "watch"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro MUI_LANGUAGE "English"
!include words.nsh

Var Answers ; the answer file, "" without one

!macro SharedInit
  SetShellVarContext all
  SetRegView 64
!macroend

; CloseTill asks a running till to close and waits for it. It closes only when no receipt is open or on its way; else the set-up stops.
!macro CloseTill un
Function ${un}CloseTill
  IfFileExists "$INSTDIR\dobro.exe" 0 done
  ClearErrors
  nsExec::Exec '"$INSTDIR\dobro.exe" quit'
  Pop $0
  ${If} $0 == "0"
    Goto done
  ${EndIf}
  IfSilent +2
  MessageBox MB_ICONEXCLAMATION|MB_OK "$(TillBusy)"
  SetErrorLevel 4
  Abort "$(TillBusy)"
done:
FunctionEnd
!macroend
!insertmacro CloseTill ""
!insertmacro CloseTill "un."

Function .onInit
  !insertmacro SharedInit
  ${IfNot} ${RunningX64}
    IfSilent +2
    MessageBox MB_ICONSTOP "$(Only64)"
    SetErrorLevel 3
    Abort
  ${EndIf}
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\Dobro"
    StrCpy $INSTDIR $0
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/ANSWERS=" $Answers
  ${If} ${Errors}
    StrCpy $Answers ""
  ${ElseIfNot} ${FileExists} "$Answers"
    IfSilent +2
    MessageBox MB_ICONSTOP "$(NoAnswers)"
    SetErrorLevel 5
    Abort
  ${EndIf}
  Call TakeChoices
FunctionEnd

Function un.onInit
  !insertmacro SharedInit
FunctionEnd

; Aside makes room for a file that a process which is just ending may still hold: Windows does not let it be overwritten, but renamed.
!macro Aside name
  Delete "$INSTDIR\${name}.old"
  IfFileExists "$INSTDIR\${name}" 0 +3
  Rename "$INSTDIR\${name}" "$INSTDIR\${name}.old"
  Delete /REBOOTOK "$INSTDIR\${name}.old"
!macroend

Section "$(SectionProgram)" Program
  SectionIn RO
  Call CloseTill
  SetOutPath "$INSTDIR"
  ; What stood here before stays beside it: an update that does not start can be taken back.
  Delete "$INSTDIR\former\*.*"
  CreateDirectory "$INSTDIR\former"
  IfFileExists "$INSTDIR\dobro.exe" 0 +2
  CopyFiles /SILENT "$INSTDIR\*.exe" "$INSTDIR\former"
  !insertmacro Aside "dobro.exe"
  File "${DIST}\dobro.exe"
  !ifdef ANGLE
    !insertmacro Aside "dobro-angle.exe"
    !insertmacro Aside "libEGL.dll"
    !insertmacro Aside "libEGL-angle.dll"
    !insertmacro Aside "libGLESv2.dll"
    !insertmacro Aside "d3dcompiler_47.dll"
    File "${DIST}\dobro-angle.exe"
    File "${DIST}\libEGL.dll"
    File "${DIST}\libEGL-angle.dll"
    File "${DIST}\libGLESv2.dll"
    File "${DIST}\d3dcompiler_47.dll"
    File "${DIST}\ANGLE-LICENSE.txt"
  !endif
  File "${DIST}\LICENSE.txt"
  CreateDirectory "${DATA}"
  ; Every user of the till works in one folder; inherited by what is made in it.
  nsExec::Exec 'icacls "${DATA}" /grant *S-1-5-32-545:(OI)(CI)M'
  Pop $0
  ${If} $Answers != ""
    Call TakeAnswers
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "$(ProgramName)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\dobro.exe"
  WriteRegStr HKLM "${KEY}" "Publisher" "Dobro"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" "$0"
  CreateShortcut "$SMPROGRAMS\$(ProgramName).lnk" "$INSTDIR\dobro.exe" "watch"
SectionEnd

Section "$(SectionDesktop)" Desktop
  CreateShortcut "$DESKTOP\$(ProgramName).lnk" "$INSTDIR\dobro.exe" "watch"
SectionEnd

; A service has no desktop: the till starts when its user logs on, and is opened again when it dies.
Section "$(SectionStart)" Start
  WriteRegStr HKLM "${RUN}" "Dobro" '"$INSTDIR\dobro.exe" watch'
SectionEnd

; Only a shop with several tills needs it: they ask the operator's local module on this computer. The till itself listens to nobody outside.
Section /o "$(SectionFirewall)" Firewall
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Dobro"'
  Pop $0
  nsExec::Exec 'netsh advfirewall firewall add rule name="Dobro" dir=in action=allow protocol=TCP localport=5995 profile=private,domain enable=yes'
  Pop $0
SectionEnd

Section "-choices"
  Call KeepChoices
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "$(AboutProgram)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} "$(AboutDesktop)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Start} "$(AboutStart)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Firewall} "$(AboutFirewall)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

!include answers.nsh

Section "un.$(SectionProgram)" UnProgram
  SectionIn RO
  Call un.CloseTill
  Delete "$INSTDIR\dobro.exe"
  Delete "$INSTDIR\dobro-angle.exe"
  Delete "$INSTDIR\libEGL.dll"
  Delete "$INSTDIR\libEGL-angle.dll"
  Delete "$INSTDIR\libGLESv2.dll"
  Delete "$INSTDIR\d3dcompiler_47.dll"
  Delete "$INSTDIR\ANGLE-LICENSE.txt"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\former\dobro.exe"
  Delete "$INSTDIR\former\dobro-angle.exe"
  Delete "$INSTDIR\former\uninstall.exe"
  RMDir "$INSTDIR\former"
  Delete "$INSTDIR\uninstall.exe"
  ; Never with /r: somebody may have chosen a folder with other things in it.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\$(ProgramName).lnk"
  Delete "$DESKTOP\$(ProgramName).lnk"
  DeleteRegValue HKLM "${RUN}" "Dobro"
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Dobro"'
  Pop $0
  DeleteRegKey HKLM "${KEY}"
SectionEnd

; Five years of receipts and proofs: gone only when somebody ticks this box, never silently.
Section /o "un.$(SectionData)" UnData
  IfSilent keep
  RMDir /r "${DATA}"
keep:
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnProgram} "$(AboutRemoval)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UnData} "$(AboutData)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
