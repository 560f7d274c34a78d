; What Gatehouse adds to the installer that electron-builder writes.

; By Windows' own numbers for languages, as these stand before the languages are chosen.
LangString gatehouseOfflineData 1033 "Delete the offline data of Gatehouse too?$\r$\n$\r$\nIt lies encrypted on this computer, for your Windows user alone: copies of your accounts, settings and sign-ins. Changes that were not sent yet are lost with it.$\r$\n$\r$\nWith No it stays, and is there again when Gatehouse is installed again."
LangString gatehouseOfflineData 1025 "هل تريد حذف البيانات المحلية لبرنامج Gatehouse أيضًا؟$\r$\n$\r$\nهي مشفّرة على هذا الحاسوب ومتاحة لمستخدم Windows هذا وحده: نسخ من حساباتك وإعداداتك وعمليات تسجيل الدخول. وتضيع معها التغييرات التي لم تُرسل بعد.$\r$\n$\r$\nإذا اخترت «لا» فستبقى، وتجدها عند تثبيت Gatehouse من جديد."

!macro customUnInstall
  ; An update takes the old version away in the same manner: it asks nothing and deletes nothing. Neither does an
  ; administrator's script, which says /S.
  ${ifNot} ${isUpdated}
    ClearErrors
    ${GetParameters} $R0
    ${GetOptions} $R0 "/S" $R1
    ${if} ${Errors}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(gatehouseOfflineData)" IDNO keepOfflineData
      SetShellVarContext current
      RMDir /r "$APPDATA\${PRODUCT_NAME}"
      keepOfflineData:
    ${endif}
  ${endif}
!macroend
