; What the set-up says, in both languages.
!macro Words name ru en
  LangString ${name} ${LANG_RUSSIAN} "${ru}"
  LangString ${name} ${LANG_ENGLISH} "${en}"
!macroend
!insertmacro Words ProgramName "Касса Добро" "Dobro till"
!insertmacro Words SectionProgram "Программа" "Program"
!insertmacro Words SectionDesktop "Значок на рабочем столе" "Desktop icon"
!insertmacro Words SectionStart "Запускать вместе с Windows" "Start with Windows"
!insertmacro Words SectionFirewall "Правило брандмауэра" "Firewall rule"
!insertmacro Words SectionData "Удалить и данные: чеки, проверки, настройки" "Remove the data too: receipts, checks, settings"
!insertmacro Words AboutProgram "Касса. Данные прежней версии останутся." "The till. Data of a former version stay."
!insertmacro Words AboutDesktop "Касса открывается двойным нажатием." "The till opens by a double click."
!insertmacro Words AboutStart "Касса открывается при входе в Windows и снова после сбоя." "The till opens when its user logs on, and again after a failure."
!insertmacro Words AboutFirewall "Нужно, если другие кассы магазина проверяют коды через локальный модуль на этом компьютере (порт 5995)." "Needed when other tills of the shop check codes by the local module on this computer (port 5995)."
!insertmacro Words TillBusy "Касса открыта, и в ней есть чек. Закончите или отложите чек, закройте кассу и запустите установку снова." "The till is open with a receipt in it. Finish or hold the receipt, close the till and start the set-up again."
!insertmacro Words Only64 "Нужна 64-разрядная Windows 10 или новее." "Windows 10 or newer, 64-bit, is needed."
!insertmacro Words NoAnswers "Файл ответов не найден." "The answer file was not found."
