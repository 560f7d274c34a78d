import type { PartOfCatalogue } from './catalogue.ts'
import { absoluteTime, clockTime, list, number, type PluralForms, plurals } from './format.ts'

// Glossary, so that one thing has one name:
//   account حساب · user مستخدم · membership عضوية · owner مالك · administrator مسؤول · role دور · permission صلاحية
//   application تطبيق · agent وكيل · assignment تعيين · auto-assignment تعيين تلقائي · grant منحة (الجمع: مِنَح)
//   access وصول · default افتراضي · integrated مدمج · invitation دعوة · pending قيد الانتظار · revoke إلغاء
//   decline رفض · environment بيئة · template قالب · products & services المنتجات والخدمات · renewal تجديد
//   activity النشاط · dashboard لوحة المعلومات · settings الإعدادات · login معرّف دخول · session جلسة
//   outbox صندوق الصادر · change تغيير · refused مرفوض · discard تجاهل · undo تراجع · sync مزامنة
//   copy on this computer النسخة المحلية · keychain سلسلة المفاتيح · suspended موقوف · closed مغلق
//   pin تثبيت · label تسمية · alias اسم بديل · tag وسم · draft مسودة · receipt حصيلة · review مراجعة
// Sentences with a number stand without a verb where they can: Arabic verbs would have to agree with it.

interface Noun {
  (count: number): string
  /** Behind a preposition or another noun, where the dual ends otherwise. */
  of(count: number): string
}

/** A counted thing: one, two, a few (3-10), many (11-99), and the form for hundreds; then the dual in the genitive. */
function noun(one: string, two: string, few: string, many: string, other: string, twoOf: string): Noun {
  const forms: PluralForms = { one, two, few: `# ${few}`, many: `# ${many}`, other: `# ${other}` }
  const counted = (count: number) => plurals(count, forms)
  return Object.assign(counted, { of: (count: number) => plurals(count, { ...forms, two: twoOf }) })
}

const users = noun('مستخدم واحد', 'مستخدمان', 'مستخدمين', 'مستخدمًا', 'مستخدم', 'مستخدمَين')
const accounts = noun('حساب واحد', 'حسابان', 'حسابات', 'حسابًا', 'حساب', 'حسابَين')
const applications = noun('تطبيق واحد', 'تطبيقان', 'تطبيقات', 'تطبيقًا', 'تطبيق', 'تطبيقَين')
const agents = noun('وكيل واحد', 'وكيلان', 'وكلاء', 'وكيلًا', 'وكيل', 'وكيلَين')
const changes = noun('تغيير واحد', 'تغييران', 'تغييرات', 'تغييرًا', 'تغيير', 'تغييرَين')
const invitations = noun('دعوة واحدة', 'دعوتان', 'دعوات', 'دعوة', 'دعوة', 'دعوتَين')
const services = noun('خدمة واحدة', 'خدمتان', 'خدمات', 'خدمة', 'خدمة', 'خدمتَين')
const entries = noun('قيد واحد', 'قيدان', 'قيود', 'قيدًا', 'قيد', 'قيدَين')
const results = noun('نتيجة واحدة', 'نتيجتان', 'نتائج', 'نتيجة', 'نتيجة', 'نتيجتَين')
const drafts = noun('مسودة واحدة', 'مسودتان', 'مسودات', 'مسودة', 'مسودة', 'مسودتَين')
const labels = noun('تسمية واحدة', 'تسميتان', 'تسميات', 'تسمية', 'تسمية', 'تسميتَين')
const rows = noun('صف واحد', 'صفّان', 'صفوف', 'صفًّا', 'صف', 'صفَّين')
const letters = noun('حرف واحد', 'حرفان', 'أحرف', 'حرفًا', 'حرف', 'حرفَين')
const tags = noun('وسم واحد', 'وسمان', 'وسوم', 'وسمًا', 'وسم', 'وسمَين')
const times = noun('مرة واحدة', 'مرتان', 'مرات', 'مرة', 'مرة', 'مرتَين')
const seconds = noun('ثانية واحدة', 'ثانيتان', 'ثوانٍ', 'ثانية', 'ثانية', 'ثانيتَين')
const minutes = noun('دقيقة واحدة', 'دقيقتان', 'دقائق', 'دقيقة', 'دقيقة', 'دقيقتَين')
const hours = noun('ساعة واحدة', 'ساعتان', 'ساعات', 'ساعة', 'ساعة', 'ساعتَين')
const days = noun('يوم واحد', 'يومان', 'أيام', 'يومًا', 'يوم', 'يومَين')

/** What comes as a key of the program, in the middle of a sentence. */
const states: Readonly<Record<string, string>> = {
  active: 'نشط',
  inactive: 'غير نشط',
  suspended: 'موقوف',
  closed: 'مغلق',
}
const stateIn = (state: string) => states[state] ?? state

/** Of an invitation, which is feminine. */
const invitationStates: Readonly<Record<string, string>> = {
  pending: 'قيد الانتظار',
  accepted: 'مقبولة',
  declined: 'مرفوضة',
  revoked: 'ملغاة',
  expired: 'منتهية',
}
const invitationStateIn = (state: string) => invitationStates[state] ?? state

const roles = {
  owner: 'مالك',
  admin: 'مسؤول',
  technician: 'فنّي',
  billing: 'محاسب',
  viewer: 'مطّلع',
  custom: 'مخصّص',
} as const

const permissionLabels = {
  'account.view': 'عرض الحساب',
  'account.edit': 'تعديل الحساب',
  'contacts.manage': 'إدارة جهات الاتصال',
  'applications.view': 'عرض التطبيقات',
  'applications.assign': 'تعيين التطبيقات',
  'applications.autoassign': 'تعيين التطبيقات تلقائيًّا',
  'applications.open': 'فتح التطبيقات',
  'users.view': 'عرض المستخدمين',
  'users.invite': 'دعوة المستخدمين',
  'users.edit': 'تعديل المستخدمين',
  'users.remove': 'إزالة المستخدمين',
  'services.view': 'عرض الخدمات',
  'services.manage': 'إدارة الخدمات',
  'services.sso': 'الدخول الموحّد إلى الخدمات',
  'activity.view': 'عرض النشاط',
  'activity.export': 'تصدير النشاط',
  'reviews.view': 'عرض المراجعات',
  'reviews.run': 'إجراء المراجعات',
  'reviews.sign': 'اعتماد المراجعات',
  'domains.view': 'عرض النطاقات',
  'domains.manage': 'إدارة النطاقات',
  'invoices.view_pay': 'عرض الفواتير وسدادها',
  'quotes.view_accept': 'عرض عروض الأسعار وقبولها',
  'orders.place': 'تقديم الطلبات',
  'affiliate.manage': 'إدارة حساب التسويق بالعمولة',
  'tickets.view_open': 'عرض تذاكر الدعم وفتحها',
  'emails.view': 'عرض الرسائل',
} as const
const permissionIn = (key: string): string =>
  (permissionLabels as Readonly<Record<string, string>>)[key] ?? key

const copyTitles: Readonly<Record<string, string>> = {
  damaged: 'النسخة المحلية تالفة',
  fresh: 'وجب تنحية النسخة المحلية جانبًا',
  moved: 'نُقلت النسخة المحلية وهي قيد الاستخدام',
  newer: 'النسخة المحلية من إصدار أحدث من Gatehouse',
  full: 'القرص ممتلئ',
  busy: 'برنامج آخر يمسك بالنسخة المحلية',
  'read-only': 'النسخة المحلية للقراءة فقط',
  missing: 'لا يمكن الوصول إلى النسخة المحلية',
  failing: 'تعطّل القرص',
}

const kinds = {
  application: { one: 'تطبيق', many: 'تطبيقات', all: 'التطبيقات', count: applications },
  agent: { one: 'وكيل', many: 'وكلاء', all: 'الوكلاء', count: agents },
} as const

/** "3 of 12 users"; all of them without the first figure. */
const someOf = (shown: number, all: number, what: Noun) =>
  shown === all ? what(all) : `${number(shown)} من ${what.of(all)}`

/** The words in Arabic. What is missing is said in English. */
export const ar: PartOfCatalogue = {
  // access.ts
  sourceNames: { environment: 'تعيين تلقائي للبيئة', account: 'تعيين تلقائي للحساب', grant: 'بمنحة' },
  deniedWords: {
    title: 'لا يحقّ لك الاطّلاع على هذا',
    reason: (permission) =>
      `دورك هنا لا يشمل «${permissionIn(permission)}». اطلب ذلك من المالك أو من أحد المسؤولين.`,
  },

  // accounts.ts
  switcherWords: {
    allAccounts: 'كل الحسابات',
    myInvitations: 'دعواتي',
    filter: (count) => `البحث في ${accounts.of(count)}`,
    filterLabel: 'البحث عن حساب',
    list: 'الحسابات',
    pinned: 'المثبّتة',
    recent: 'الأحدث',
    others: 'البقية',
    found: (count) => accounts(count),
    nothing: 'لا حساب بهذا الاسم أو الرقم المرجعي أو الاسم البديل أو الوسم.',
    label: 'تسمية...',
    users: (count) => users(count),
    waiting: (count) => `${number(count)} بالانتظار`,
    pin: 'تثبيت',
    unpin: 'إلغاء التثبيت',
    open: 'فتح',
    copyReference: 'نسخ الرقم المرجعي',
    yourAccount: 'حسابك',
    invitationsWaiting: (count) => invitations(count),
  },
  accountsWords: {
    title: 'كل الحسابات',
    count: (shown, all) => someOf(shown, all, accounts),
    filter: 'التصفية بالاسم أو الرقم المرجعي أو البيئة',
    columns: {
      name: 'الحساب',
      environment: 'البيئة',
      role: 'دورك',
      status: 'الحالة',
      users: 'المستخدمون',
      waiting: 'بالانتظار',
    },
    owner: 'المالك',
    empty: 'لا حسابات بعد',
    emptyReason: 'لست عضوًا في أي حساب. الدعوة تمنحك العضوية.',
    pasteLink: 'لصق رابط دعوة',
    noMatch: 'لا شيء مطابق',
    noMatchReason: (text) => `لا حساب فيه «${text}» في اسمه أو رقمه المرجعي أو بيئته.`,
  },
  labelWords: {
    title: 'التسمية',
    hint: 'لا يراها سواك، وعلى هذا الحاسوب فقط. والبحث يجد الحساب بها.',
    alias: 'الاسم الذي تطلقه عليه',
    colour: 'اللون',
    noColour: 'بلا لون',
    colours: {
      red: 'أحمر',
      orange: 'برتقالي',
      yellow: 'أصفر',
      green: 'أخضر',
      teal: 'فيروزي',
      blue: 'أزرق',
      purple: 'بنفسجي',
      grey: 'رمادي',
    },
    tags: 'الوسوم',
    tagsHint: 'تفصل بينها فواصل، مثل: شهري، تجزئة',
    tooManyTags: (most) => `لا يزيد العدد على ${tags.of(most)}.`,
    tooLongTag: (most) => `لا يزيد الوسم على ${letters.of(most)}.`,
    save: 'حفظ',
    marked: (colour) => `اللون: ${colour}`,
  },
  paletteWords: {
    title: 'البحث أو تنفيذ أمر',
    placeholder: 'ابحث في الحسابات والأشخاص والتطبيقات، أو اكتب > للأوامر',
    accounts: 'الحسابات',
    persons: 'الأشخاص',
    applications: 'التطبيقات',
    invitations: 'الدعوات',
    commands: 'الأوامر',
    results: (count) => (count === 0 ? 'لا نتائج' : results(count)),
    nothing: 'لا نتائج',
    nothingHint: 'يجد البحث الحسابات والأشخاص والتطبيقات والدعوات بأي جزء من كلماتها.',
    incomplete: 'لم يكتمل البحث في كل شيء بعد، فقد ينقص هنا شيء.',
    inAccounts: (names, count) => {
      const others = count - names.length
      const named = list(names, names.length)
      return others > 0 ? `${named} وفي ${accounts.of(others)} غيرها` : named
    },
    hint: 'للفتح',
    hintMove: 'للتنقّل',
    hintCommands: 'الأوامر فقط',
    here: (account, role) => `${account} · ${role}`,
  },

  // activity.ts
  activityWords: {
    listOf: (account) => `نشاط ${account}`,
    find: 'البحث في النشاط',
    count: (count) => entries(count),
    countFound: (count, all) => `${number(count)} من ${entries.of(all)}`,
    filterByKind: 'النوع',
    kinds: {
      all: 'كل شيء',
      application: 'التطبيقات',
      grant: 'المِنَح',
      invitation: 'الدعوات',
      user: 'المستخدمون والصلاحيات',
      service: 'المنتجات والخدمات',
      account: 'الحساب نفسه',
      'sign-in': 'عمليات الدخول',
    },
    filterByPerson: 'الشخص',
    anyPerson: 'الجميع',
    person: (name, count) => `${name} (${number(count)})`,
    filterByApplication: 'التطبيق',
    anyApplication: 'كل التطبيقات',
    moreFilters: 'التصفية',
    filtersOn: (count) => `التصفية (${number(count)})`,
    from: 'من',
    to: 'إلى',
    wrongDays: 'اليوم الأول بعد اليوم الأخير.',
    clearAll: 'مسح الكل',
    filterPanel: 'تضييق نطاق النشاط',
    change: 'ما الذي تغيّر',
    field: 'الحقل',
    before: 'قبل',
    after: 'بعد',
    nothing: 'لا شيء',
    noFields: 'لم يُسجَّل شيء آخر.',
    when: 'متى',
    device: 'الجهاز',
    noDevice: 'ليس على جهاز ذي اسم',
    reference: 'مرجع التغيير',
    account: 'الحساب',
    notHereYet: 'تجري القراءة...',
    open: {
      user: (name) => `فتح ${name}`,
      application: (name) => `فتح ${name}`,
      invitation: 'فتح الدعوة',
      service: 'فتح المنتجات والخدمات',
      account: 'فتح الإعدادات',
    },
    undo: 'التراجع عن هذا',
    undoLabel: (sentence) => `التراجع عن: ${sentence}`,
    undone: (sentence) => `تم التراجع عن: ${sentence}`,
    changedSince: 'تغيّر مجددًا منذ ذلك الحين، فلا يمكن التراجع عنه من هنا.',
    empty: {
      title: 'لم يحدث شيء بعد',
      reason: (account) => `كل ما يغيّره أحد في ${account} يُدرج هنا مع الفاعل والوقت.`,
    },
    nothingFound: 'لا شيء مطابق',
    nothingFoundReason: 'تنظر التصفية في الأشخاص والأسماء والعناوين والأجهزة.',
    refresh: 'المزامنة الآن',
    since: (date) => `يحتفظ هذا الحاسوب بالنشاط منذ ${date}. أمّا القيود الأقدم فتأتي مع التصدير.`,
    export: 'تصدير',
    exportMenu: 'تصدير النشاط',
    exportAs: { csv: 'كجدول (CSV)...', json: 'كبيانات (JSON)...' },
    exportNote: (count) => `${entries(count)} بحسب التصفية`,
    exported: (count) => `كُتب: ${entries(count)}`,
    exportedFrom: {
      server: 'كله، كما هو لدى الخادم.',
      'this-computer': 'بلا اتصال: ما هو على هذا الحاسوب. قد تنقص قيود أقدم.',
    },
    yes: 'نعم',
    no: 'لا',
  },
  activityFileWords: {
    file: (account, day) => `نشاط ${account} ${day}`,
    account: 'الحساب',
    asOf: 'حتى',
    source: 'المصدر',
    sources: { server: 'الخادم', 'this-computer': 'هذا الحاسوب' },
    filter: 'التصفية',
    noFilter: 'بلا تصفية',
    text: (text) => `كلمات: ${text}`,
    kind: (kind) => `النوع: ${kind}`,
    person: (name) => `الشخص: ${name}`,
    application: (name) => `التطبيق: ${name}`,
    from: (day) => `من ${day}`,
    to: (day) => `إلى ${day}`,
    entries: 'القيود',
    columns: {
      at: 'الوقت (UTC)',
      actor: 'الفاعل',
      what: 'ما حدث',
      action: 'الإجراء',
      target: 'على ماذا',
      field: 'قبل وبعد',
      device: 'الجهاز',
      reference: 'المرجع',
    },
    change: (field, before, after) => `${field}: ${before} ← ${after}`,
  },
  activityFields: {
    autoAssign: 'معيَّن تلقائيًّا',
    onDisable: 'الوصول الذي كان يمنحه',
    grants: 'مِنَح أُزيلت معه',
    grantsMade: 'مِنَح أُنشئت منه',
    accountApplicationsMade: 'حسابات أبقته لنفسها',
    defaultApplication: 'التطبيق الافتراضي',
    isDefault: 'التطبيق الافتراضي',
    isDeleted: 'حُذف لكل الحسابات',
    key: 'المفتاح',
    description: 'الوصف',
    type: 'النوع',
    applicationUrl: 'رابط التطبيق',
    loginUrl: 'رابط الدخول',
    logoUrl: 'الشعار',
    userName: 'المستخدم',
    role: 'الدور',
    applicationIds: 'التطبيقات',
    expiresAt: 'تنتهي صلاحيتها',
    email: 'العنوان',
    status: 'الحالة',
    message: 'الرسالة',
    anyAddress: 'يقبلها أي معرّف دخول',
    membershipEndsAt: 'نهاية الوصول',
    name: 'الاسم',
    reference: 'الرقم المرجعي',
    plan: 'الخطة',
    reason: 'السبب',
    productName: 'المنتج',
    label: 'التسمية',
    renewsAt: 'يُجدَّد',
    permission: 'يظهر لمن لديه',
    permissions: 'الصلاحيات',
    endsAt: 'ينتهي',
    owner: 'المالك',
    previousOwnerRole: 'دور المالك السابق',
    previousOwnerPermissions: 'صلاحيات المالك السابق',
  },
  onDisableWords: { drop: 'أُسقط', keep: 'بقي بمِنَح' },
  activityTemplates: {
    'application.assigned': {
      known: '{actor} عيّن {target} لكل مستخدم في الحساب',
      plain: '{actor} عيّن {target} للحساب',
    },
    'application.unassigned': '{actor} ألغى تعيين {target} في الحساب',
    'application.auto_assign_enabled': '{actor} فعّل التعيين التلقائي للتطبيق {target}',
    'application.auto_assign_disabled': '{actor} عطّل التعيين التلقائي للتطبيق {target}',
    'grant.added': { known: '{actor} منح {target} إلى {user}', plain: '{actor} منح {target} إلى مستخدم' },
    'grant.removed': { known: '{actor} سحب {target} من {user}', plain: '{actor} سحب {target} من مستخدم' },
    'invitation.sent': '{actor} دعا {target}',
    'invitation.resent': '{actor} أعاد إرسال دعوة {target}',
    'invitation.edited': '{actor} عدّل دعوة {target}',
    'invitation.link_copied': '{actor} نسخ رابط دعوة {target}',
    'invitation.revoked': '{actor} ألغى دعوة {target}',
    'invitation.accepted': '{actor} قبل الدعوة المرسلة إلى {target}',
    'invitation.declined': '{actor} رفض الدعوة المرسلة إلى {target}',
    'membership.added': '{target} صار مستخدمًا في الحساب',
    'account.created': '{actor} أنشأ الحساب {target}',
    'invitation.expired': 'انتهت صلاحية دعوة {target}',
    'invitation.requested': '{actor} طلب دعوة جديدة إلى {target}',
    'membership.edited': '{actor} غيّر ما يحقّ للمستخدم {target}',
    'membership.end_changed': {
      known: '{actor} حدّد يومًا ينتهي فيه وصول {target}',
      plain: '{actor} جعل وصول {target} دائمًا',
    },
    'membership.suspended': '{actor} أوقف {target}',
    'membership.resumed': '{actor} أنهى إيقاف {target}',
    'membership.removed': '{actor} أزال {target} من الحساب',
    'membership.ended': 'انتهى الوصول المؤقت للمستخدم {target}',
    'ownership.transferred': '{actor} جعل {target} مالك الحساب',
    'template.created': '{actor} أنشأ القالب {target}',
    'template.edited': '{actor} عدّل القالب {target}',
    'template.deleted': '{actor} حذف القالب {target}',
    'service.added': '{actor} أضاف {target}',
    'service.edited': '{actor} عدّل {target}',
    'service.removed': '{actor} أزال {target}',
    'account.edited': '{actor} عدّل الحساب {target}',
    'account.suspended': '{actor} أوقف الحساب {target}',
    'account.resumed': '{actor} أنهى إيقاف الحساب {target}',
    'account.closed': '{actor} أغلق الحساب {target}',
    'account.reopened': '{actor} أعاد فتح الحساب {target}',
    'account.deleted': '{actor} حذف الحساب {target}',
    'application.created': '{actor} أنشأ التطبيق {target}',
    'application.edited': '{actor} عدّل التطبيق {target}',
    'application.activated': '{actor} وسم {target} بأنه مدمج',
    'application.deactivated': '{actor} جعل {target} غير نشط',
    'application.default_set': '{actor} جعل {target} التطبيق الافتراضي',
    'application.default_cleared': '{actor} أنهى كون {target} التطبيق الافتراضي',
    'application.deleted': '{actor} حذف التطبيق {target}',
    'environment.created': '{actor} أنشأ البيئة {target}',
    'environment.edited': '{actor} عدّل البيئة {target}',
    'administrator.added': '{actor} جعل {target} مسؤولًا',
    'administrator.removed': '{actor} أعفى {target} من مهمة المسؤول',
    'user.signed_in': '{actor} سجّل الدخول',
  },

  // applications.ts
  applicationWords: {
    columns: {
      name: { application: 'التطبيق', agent: 'الوكيل' },
      status: 'الحالة',
      assignment: 'التعيين',
      users: 'المستخدمون',
      assigned: 'تاريخ التعيين',
    },
    tableOf: (type, account) => `${kinds[type].all} في ${account}`,
    find: (type) => `البحث عن ${kinds[type].one}`,
    count: (count, type) => kinds[type].count(count),
    defaultApplication: 'الافتراضي',
    defaultMeaning: 'يفتحه الدخول الذي لا يسمّي تطبيقًا',
    fromEnvironment: 'مع البيئة',
    assignButton: { application: 'تعيين تطبيق', agent: 'تعيين وكيل' },
    empty: {
      title: (type) => `لا ${kinds[type].many} بعد`,
      reason: (type, account) =>
        `لم يُعيَّن شيء للحساب ${account}. ما إن يُعيَّن ${kinds[type].one} حتى يظهر هنا مع من يستطيع فتحه.`,
    },
    nothingFound: (filter) => `لا شيء يطابق «${filter}»`,
    nothingFoundReason: 'تنظر التصفية في الأسماء والمفاتيح والتعيينات.',

    menu: {
      enableAuto: 'تفعيل التعيين التلقائي',
      disableAuto: 'تعطيل التعيين التلقائي',
      manageUsers: 'إدارة المستخدمين...',
      open: 'فتح',
      copyId: 'نسخ معرّف التطبيق',
      unassign: 'إلغاء التعيين...',
    },
    reasons: {
      environment: 'حدّده أحد المسؤولين للبيئة كلها.',
      inactive: 'لم يُدمج بعد، فلا يمكن فتحه.',
      suspended: 'الحساب غير نشط، فلا يمكن فتح شيء فيه.',
    },
    copiedId: (name) => `نُسخ معرّف التطبيق ${name}`,
    opening: (name) => `يُفتح ${name} في متصفّحك`,

    enable: {
      title: (name) => `تفعيل التعيين التلقائي للتطبيق ${name}؟`,
      gains: (count) => (count === 0 ? 'لن يحصل أحد على وصول الآن.' : `وصول جديد: ${users(count)}.`),
      keeps: (count) => `لديهم منحة أصلًا وتبقى لهم: ${users(count)}.`,
      future: 'وسيحصل عليه كل مستخدم جديد في هذا الحساب.',
      done: (name, account) => `${name} معيَّن تلقائيًّا في ${account}`,
    },
    disable: {
      title: (name) => `تعطيل التعيين التلقائي للتطبيق ${name}؟`,
      question: 'ما مصير المستخدمين الذين لا يملكونه إلا بالتعيين التلقائي؟',
      drop: 'يفقدونه',
      keep: 'يبقى لهم، لكلٍّ بمنحة',
      none: 'لن يحصل عليه المستخدمون الجدد في هذا الحساب بعد الآن.',
      done: (name, account) => `لم يعد ${name} معيَّنًا تلقائيًّا في ${account}`,
    },
    unassign: {
      title: (name) => `إلغاء تعيين ${name}؟`,
      verb: (name) => `إلغاء تعيين ${name}`,
      lose: (count, name) =>
        count === 0
          ? `لا أحد يستطيع فتح ${name} الآن، فلن يفقد أحد وصولًا.`
          : `سيفقد الوصول: ${users(count)}.`,
      grants: 'وتُحذف معه مِنَح المستخدمين الأفراد، ولا تعود بتعيينه من جديد.',
      done: (name, account) => `أُلغي تعيين ${name} في ${account}`,
    },
    impact: (lose, keep) => {
      const loses = lose === 0 ? 'لا أحد يفقد الوصول' : `يفقد الوصول: ${users(lose)}`
      return keep === 0 ? loses : `${loses}، ويبقى بمنحة: ${users(keep)}`
    },
    impactPending: 'يُحسب من يتأثّر بذلك...',

    assign: {
      title: (type, account) => `تعيين ${kinds[type].many} للحساب ${account}`,
      unassigned: (count) => `غير معيَّن (${number(count)})`,
      assigned: (count) => `معيَّن من قبل (${number(count)})`,
      notIntegrated: 'لم يُدمج بعد',
      selected: (count) => `المحدّد: ${number(count)}`,
      button: (count) => (count === 0 ? 'تعيين' : `تعيين ${number(count)}`),
      chooseFirst: 'اختر تطبيقًا واحدًا على الأقل.',
      auto: 'تعيين تلقائي للمستخدمين',
      autoHint: 'يحصل كل مستخدم في الحساب على ما تعيّنه.',
      effect: (names, count) =>
        count === null
          ? `يحصل كل المستخدمين على ${list(names)}، وكذلك كل مستخدم جديد.`
          : `يحصل كل المستخدمين (${number(count)}) على ${list(names)}، وكذلك كل مستخدم جديد.`,
      effectManual: (names, account) =>
        `يحصل ${account} على ${list(names)}. ولن يستطيع أحد الفتح حتى تختار المستخدمين.`,
      done: (names, account) => `عُيّن ${list(names)} للحساب ${account}`,
      allAssigned: 'كل شيء معيَّن',
      allAssignedReason: (type) => `لدى هذا الحساب كل ${kinds[type].many} بيئته.`,
      clearSelection: 'مسح',
    },

    users: {
      title: (name) => `مستخدمو ${name}`,
      find: 'البحث عن مستخدم',
      count: (withAccess, all) => `يستطيع فتحه ${number(withAccess)} من ${users.of(all)}`,
      shown: (count) => `المعروض: ${users(count)}`,
      listLabel: (name) => `من يستطيع فتح ${name}`,
      suspended: 'موقوف',
      noAccess: 'بلا وصول',
      accountAuto: 'يملكه كل مستخدم. عطّل التعيين التلقائي للحساب لتختار مستخدمين بعينهم.',
      empty: 'لا مستخدمين بعد',
      emptyReason: 'ادعُ أحدًا إلى هذا الحساب أولًا.',
      nothingFoundReason: 'تنظر التصفية في الأسماء والعناوين.',
    },
  },

  // common.ts
  words: {
    appName: 'Gatehouse',
    close: 'إغلاق',
    cancel: 'إلغاء',
    dismiss: 'إخفاء',
    undo: 'تراجع',
    retry: 'إعادة المحاولة',
    discard: 'تجاهل',
    tryAgain: 'حاول مجددًا',
    loading: 'جارٍ التحميل',
    copy: 'نسخ',
    copied: 'نُسخ',
    clear: 'مسح',
    clearFilter: 'مسح التصفية',
    reference: 'المرجع',
    actions: 'الإجراءات',
    notifications: 'الإشعارات',
    never: 'أبدًا',
    none: 'لا شيء',
    waiting: 'بالانتظار',
    draft: 'مسودة',
    tableOf: (title) => `${title}: جدول`,
    showAsTable: 'عرض كجدول',
    showAsChart: 'عرض كرسم بياني',
    actionsFor: (name) => `إجراءات ${name}`,
    needsConnection: 'يحتاج هذا إلى اتصال بالخادم.',
    savedOffline: 'حُفظ على هذا الجهاز، ويُرسل ما إن يتوفّر اتصال.',
  },
  undoWords: {
    undone: 'تم التراجع',
    tooLate: 'فات أوان التراجع',
    tooLateDetail: 'أُرسل التغيير. أجرِ التغيير المعاكس بدلًا من ذلك.',
    withReference: (advice, reference) => `${advice} المرجع ${reference}`,
  },
  rights: {
    loading: 'ما زال التحميل جاريًا.',
    readOnly: (status) => `هذا الحساب ${stateIn(status)} ومتاح للقراءة فقط.`,
    suspended: 'وصولك إلى هذا الحساب موقوف.',
    lacking: (permission) =>
      `دورك هنا لا يشمل «${permissionIn(permission)}». اطلب ذلك من المالك أو من أحد المسؤولين.`,
  },
  roleNames: roles,
  administratorWords: { name: 'مسؤول البيئة' },
  accountStatusNames: { active: 'نشط', suspended: 'موقوف', closed: 'مغلق' },
  tabNames: {
    dashboard: 'لوحة المعلومات',
    applications: 'التطبيقات',
    agents: 'الوكلاء',
    users: 'المستخدمون',
    invitations: 'الدعوات',
    services: 'المنتجات والخدمات',
    activity: 'النشاط',
    settings: 'الإعدادات',
  },
  statusNames: { active: 'نشط', inactive: 'غير نشط' },
  assignmentNames: { environment: 'تعيين تلقائي للبيئة', account: 'تعيين تلقائي للحساب', manual: 'يدوي' },
  pillWords: {
    synced: 'متزامن',
    syncedAt: (time) => `متزامن ${time}`,
    syncing: 'تجري المزامنة...',
    syncingMany: (waiting) => `تجري مزامنة ${number(waiting)}...`,
    offline: 'بلا اتصال',
    offlineWaiting: (waiting) => `بلا اتصال - ${changes(waiting)} بالانتظار`,
    disk: 'القرص بحاجة إليك',
    attention: (count) => `${changes(count)} بحاجة إليك`,
    signIn: 'سجّل الدخول مجددًا للمزامنة',
    updated: (time) => `حُدّث ${time}`,
  },

  // format.ts
  listWords: { more: (count) => `${number(count)} غيرها` },

  // intents.ts
  intentWords: {
    unnamed: {
      application: 'تطبيق',
      user: 'مستخدم',
      invitation: 'عنوان مدعو',
      template: 'المختار',
      service: 'منتج أو خدمة',
    },
    unreadable: (account) => `تغيير في ${account} لا تستطيع هذه النسخة من Gatehouse قراءته`,
    assign: (what, account) => `تعيين ${what} للحساب ${account}`,
    assignToAll: (what, account) => `تعيين ${what} للحساب ${account}، لكل مستخدم`,
    unassign: (what, account) => `إلغاء تعيين ${what} في ${account}`,
    enableAuto: (what, account) => `تفعيل التعيين التلقائي للتطبيق ${what} في ${account}`,
    disableAuto: (what, account) => `تعطيل التعيين التلقائي للتطبيق ${what} في ${account}`,
    grant: (user, what, account) => `منح ${user} التطبيق ${what} في ${account}`,
    takeGrant: (user, what, account) => `سحب ${what} من ${user} في ${account}`,
    invite: (email, account) => `دعوة ${email} إلى ${account}`,
    revoke: (invited, account) => `إلغاء دعوة ${invited} إلى ${account}`,
    resend: (invited, account) => `إعادة إرسال دعوة ${invited} إلى ${account}`,
    editInvitation: (invited, account) => `تعديل دعوة ${invited} إلى ${account}`,
    ownPermissions: (user, account) => `منح ${user} صلاحيات خاصة في ${account}`,
    setRole: (user, role, account) => `جعل دور ${user} «${role}» في ${account}`,
    stay: (user, account) => `إبقاء ${user} في ${account} بلا تاريخ انتهاء`,
    stayUntil: (user, account, day) => `إبقاء ${user} في ${account} حتى ${day}`,
    suspend: (user, account) => `إيقاف ${user} في ${account}`,
    resume: (user, account) => `إنهاء إيقاف ${user} في ${account}`,
    remove: (user, account) => `إزالة ${user} من ${account}`,
    transfer: (user, account) => `جعل ${user} مالك ${account}`,
    addTemplate: (template, account) => `إضافة القالب ${template} إلى ${account}`,
    editTemplate: (template, account) => `تعديل القالب ${template} في ${account}`,
    deleteTemplate: (template, account) => `حذف القالب ${template} من ${account}`,
    addService: (service, account) => `إضافة ${service} إلى ${account}`,
    editService: (service, account) => `تعديل ${service} في ${account}`,
    removeService: (service, account) => `إزالة ${service} من ${account}`,
    editAccount: (account) => `تعديل إعدادات ${account}`,
    rename: (account, name) => `تغيير اسم ${account} إلى ${name}`,
  },
  fieldNames: {
    role: 'الدور',
    permissions: 'الصلاحيات',
    endsAt: 'ينتهي',
    status: 'الحالة',
    name: 'الاسم',
    reference: 'الرقم المرجعي',
    plan: 'الخطة',
    productName: 'المنتج',
    label: 'التسمية',
    renewsAt: 'يُجدَّد',
    permission: 'يُرى بالصلاحية',
    applicationIds: 'التطبيقات',
    message: 'الرسالة',
    expiresAt: 'تنتهي صلاحيتها',
    autoAssign: 'التعيين التلقائي',
  },
  valueWords: {
    on: 'مفعّل',
    off: 'معطّل',
    states: {
      active: 'نشط',
      inactive: 'غير نشط',
      suspended: 'موقوف',
      closed: 'مغلق',
      cancelled: 'ملغى',
      pending: 'قيد الانتظار',
      accepted: 'مقبولة',
      declined: 'مرفوضة',
      revoked: 'ملغاة',
      expired: 'منتهية',
    },
  },

  // invitations.ts
  invitationStatusNames: {
    pending: 'قيد الانتظار',
    accepted: 'مقبولة',
    declined: 'مرفوضة',
    revoked: 'ملغاة',
    expired: 'منتهية',
  },
  myInvitationWords: {
    title: 'دعواتي',
    subtitle: (count) => `${invitations(count)} بانتظار ردّك`,
    listLabel: 'الدعوات الموجّهة إليّ',
    from: (inviter, role) => `دعوة من ${inviter} بدور ${role}`,
    applications: (names) => `مع ${names}`,
    to: (email) => `أُرسلت إلى ${email}`,
    expires: 'تنتهي',
    accept: 'قبول',
    decline: 'رفض',
    acceptOf: (account) => `قبول الدعوة إلى ${account}`,
    declineOf: (account) => `رفض الدعوة إلى ${account}`,
    accepted: (account) => `أنت الآن مستخدم في ${account}`,
    declined: (account) => `رُفضت الدعوة إلى ${account}`,
    offline: 'يحتاج الردّ على الدعوة إلى اتصال بالخادم.',
    declineConfirm: {
      title: (account) => `رفض الدعوة إلى ${account}؟`,
      body: (inviter) => `لا يمكن قبولها بعد ذلك، وسيكون على ${inviter} دعوتك من جديد.`,
      verb: 'رفض الدعوة',
    },
    empty: {
      title: 'لا دعوة بانتظارك',
      reason: 'عندما يدعوك أحد إلى حساب تظهر الدعوة هنا. ويمكن لصق رابط من رسالة بريد.',
      action: 'لصق رابط',
    },
  },

  // links.ts
  linkWords: {
    title: (account) => `دعوة إلى ${account}`,
    loadingTitle: 'دعوة',
    invites: (inviter) => `دعوة من ${inviter}`,
    facts: {
      account: 'الحساب',
      environment: 'البيئة',
      inviter: 'الداعي',
      role: 'الدور',
      applications: 'التطبيقات',
      email: 'العنوان المدعو',
      anyAddress: 'يقبلها أي معرّف دخول',
      expires: 'تنتهي',
      expired: 'انتهت',
      message: 'الرسالة',
      noApplications: 'لم يُسمَّ شيء',
      server: 'الخادم',
    },
    accept: 'قبول',
    decline: 'رفض',
    notNow: 'ليس الآن',
    signIn: 'تسجيل الدخول للقبول',
    signUp: 'إنشاء معرّف دخول',
    signInHint: 'يُفتح متصفّحك. ولا يُقبل شيء قبل أن تضغط «قبول» هنا.',
    askForNew: 'طلب دعوة جديدة',
    askedCopied: 'جملة جاهزة في حافظتك الآن',
    askedCopiedDetail: (inviter) => `أرسلها إلى ${inviter}.`,
    askText: (inviter, account, email, reason) =>
      `مرحبًا ${inviter}، الدعوة إلى ${account} للعنوان ${email} ${reason}. هل يمكنك إرسال دعوة جديدة إليّ؟`,
    wrongUserText: (inviter, account, email, mine) =>
      `مرحبًا ${inviter}، وصلت الدعوة إلى ${account} على ${email}، لكنني أسجّل الدخول باسم ${mine}. هل يمكنك إرسال دعوة إلى ${mine}؟`,
    dead: {
      expired: {
        title: 'انتهت صلاحية هذه الدعوة',
        why: (inviter) => `انقضى وقتها. يستطيع ${inviter} إرسال دعوة جديدة.`,
        short: 'انتهت صلاحيتها',
      },
      revoked: {
        title: 'أُلغيت هذه الدعوة',
        why: (inviter) => `ألغاها ${inviter} أو شخص آخر يدير الحساب.`,
        short: 'أُلغيت',
      },
      accepted: {
        title: 'سبق قبول هذه الدعوة',
        why: (account) => `إن كنت أنت من قبلها فإن ${account} بين حساباتك.`,
        short: 'قُبلت من قبل',
      },
      declined: {
        title: 'رُفضت هذه الدعوة',
        why: (inviter) => `لا يمكن قبول دعوة مرفوضة. يستطيع ${inviter} إرسال دعوة جديدة.`,
        short: 'رُفضت',
      },
    },
    replaced: {
      title: 'حلّ رابط أحدث محلّ هذا الرابط',
      why: 'أُعيد إرسال الدعوة. ابحث عن أحدث رسالة بريد، أو اطلب رابطًا جديدًا ممّن دعاك.',
    },
    unknown: {
      title: 'هذا الرابط لا يؤدي إلى شيء',
      why: 'لا دعوة تخصّه: ربما قُطع عند النسخ. الصقه من جديد، أو اطلب رابطًا جديدًا ممّن دعاك.',
    },
    askTextUnknown: 'مرحبًا، لم يعد رابط الدعوة الذي أرسلته إليّ يعمل. هل يمكنك إرسال رابط جديد؟',
    askedCopiedNobody: 'أرسلها إلى من دعاك.',
    wrongUser: {
      title: 'هذه الدعوة لعنوان آخر',
      invited: 'المدعو',
      signedIn: 'تسجيل الدخول باسم',
      useAnother: 'استخدام معرّف دخول آخر',
      switching: 'يُضاف معرّف دخول آخر إلى جانب هذا: يُفتح له متصفّحك. وما غيّرته هنا محفوظ ويُرسل.',
      here: 'هي لمعرّف دخول موجود على هذا الحاسوب. انتقل إليه، ويبقى هذا مسجّل الدخول.',
      switchTo: (email) => `الانتقال إلى ${email}`,
    },
    otherServer: {
      title: 'هذه الدعوة من خادم آخر',
      why: (theirs, ours) =>
        `تخصّ ${theirs}، وأنت تعمل على ${ours}. يمكن لمعرّفَي الدخول أن يجتمعا على هذا الحاسوب.`,
      signIn: (server) => `تسجيل الدخول إلى ${server}`,
    },
    goTo: (account) => `الانتقال إلى ${account}`,
    accepted: (account) => `أنت الآن مستخدم في ${account}`,
    declined: (account) => `رُفضت الدعوة إلى ${account}`,
    offline: 'تحتاج قراءة الدعوة والردّ عليها إلى اتصال بالخادم.',
    refused: 'لا يمكن فتح هذا الرابط',
    waiting: 'أكمل تسجيل الدخول في متصفّحك',
    waitingHint: 'تتابع هذه النافذة تلقائيًّا حين تنتهي هناك.',
    cancelSignIn: 'إلغاء تسجيل الدخول',
    connectsTo: (server) => `يصل تسجيل الدخول هذا الحاسوب بالخادم ${server}.`,
    paste: {
      title: 'فتح رابط دعوة',
      field: 'الرابط أو الرمز',
      hint: 'كما يرد في رسالة البريد: رابط gatehouse:// أو عنوان ويب أو الرمز وحده.',
      open: 'فتح',
      empty: 'الصق الرابط أو الرمز أولًا.',
    },
  },

  // loading.ts
  contactWords: {
    certificate:
      'الاتصال بالخادم غير آمن: لا يمكن الوثوق بشهادته. تحقّق من تاريخ هذا الجهاز ووقته، وإلا فأخبر من يدير الخادم أو هذه الشبكة.',
    stranger: 'يجيب شيء آخر بدلًا من الخادم. هذا ما تفعله شبكة تريد تسجيل دخول خاصًّا بها: افتح صفحة ويب لترى.',
    disk: 'لا يمكن كتابة شيء على قرص هذا الجهاز: إنه ممتلئ أو معطوب. أفسح مكانًا عليه. ما حُفظ في أمان، وتُعاد محاولة المزامنة كل دقيقة.',
  },
  loadingWords: {
    accounts: (done, total) =>
      total > 0 ? `${number(done)} من ${accounts.of(total)}` : 'يُسأل الخادم عن حساباتك',
    rows: (done, total) => (total > 0 ? `${number(Math.min(done, total))} من ${rows.of(total)}` : null),
    timeLeft(left) {
      if (left < 15) return 'بقيت ثوانٍ معدودة'
      if (left < 60) return 'بقي أقل من دقيقة'
      const inMinutes = Math.round(left / 60)
      if (inMinutes < 60) return `بقي نحو ${minutes.of(inMinutes)}`
      return `بقي نحو ${hours.of(Math.round(inMinutes / 60))}`
    },
    stop: 'إيقاف التحميل',
    goOn: 'متابعة التحميل',
    stopped: 'متوقّف',
    stoppedHint: (syncedAt) =>
      syncedAt
        ? `ما هنا يعود إلى ${clockTime(new Date(syncedAt))} ويبقى محدَّثًا. وما زالت تغييراتك تُرسل.`
        : 'لا يمكن عرض شيء بعد.',
  },

  // logins.ts
  lockWords: {
    title: 'Gatehouse مقفل',
    closedTitle: 'اتصل للمتابعة',
    reasons: {
      'by-hand': 'أنت من قفله. حساباتك مغلقة، وكل شيء محفوظ.',
      idle: 'لم يكن هنا أحد منذ مدة، فأُغلقت حساباتك. كل شيء محفوظ.',
      screen: 'قُفل مع هذا الحاسوب. كل شيء محفوظ.',
    },
    tooLong: (count) => `يسمح خادمك لهذا الحاسوب بعرض نسخته مدة ${days.of(count)} بلا اتصال. وقد انقضت.`,
    lastContact: 'آخر اتصال',
    tooLongHint: 'لم يُحذف شيء. ما إن يُوصل إلى الخادم حتى تُفتح حساباتك من جديد.',
    unsent: (count) => `${changes(count)} بانتظار الإرسال، وكلها محفوظة.`,
    attention: (count) => `بانتظارك تغييرات مرفوضة، عددها ${number(count)}.`,
    unlock: 'فتح القفل',
    signIn: 'تسجيل الدخول لفتح القفل',
    signInInstead: 'تسجيل الدخول بدلًا من ذلك',
    withoutConnection: 'فتح القفل بلا اتصال',
    connect: 'محاولة الاتصال',
    signOut: 'تسجيل الخروج...',
    protects: {
      presence: 'يسألك هذا الحاسوب من أنت قبل أن يعطي المفتاح.',
      keychain:
        'المفتاح في سلسلة مفاتيح هذا الحاسوب، وهي تعطيه لمن يستخدم جلستك. اقفل حاسوبك لتمنع الآخرين، أو اختر في الإعدادات تسجيل الدخول بدلًا من ذلك.',
      'sign-in':
        'تسجّل الدخول مجددًا في متصفّحك. ولا تفتحه سلسلة مفاتيح هذا الحاسوب، دون أن تسأل من أنت، إلا حين يتعذّر الوصول إلى الخادم.',
    },
    waiting: 'أكمل تسجيل الدخول في متصفّحك',
    waitingHint: 'سجّل الدخول بالمعرّف المقفل هنا. تتابع هذه النافذة تلقائيًّا.',
    lock: 'قفل',
    settings: {
      title: 'القفل',
      after: 'القفل حين لا يكون أحد هنا',
      minutes: (count) => (count === 0 ? 'أبدًا' : `بعد ${minutes.of(count)}`),
      withScreen: 'القفل مع شاشة هذا الحاسوب',
      withScreenHint: 'وكذلك عند دخوله وضع السكون.',
      unlockBy: 'فتح القفل بواسطة',
      unlockByNames: { keychain: 'سلسلة مفاتيح هذا الحاسوب', 'sign-in': 'تسجيل الدخول في المتصفّح' },
      now: 'القفل الآن',
    },
  },
  offlineWords: {
    closesSoon: (left) => `اتصل بخادمك: بلا اتصال تُغلق نسخة هذا الحاسوب ${left}. ولا يُحذف شيء.`,
  },
  loginWords: {
    title: 'معرّفات الدخول',
    switchTo: (name) => `الانتقال إلى ${name}`,
    unreadable: 'سجّل الدخول مجددًا لاستخدامه',
    at: (server) => `على ${server}`,
    waiting: (count) => `${changes(count)} للإرسال`,
    attention: (count) => `${changes(count)} بحاجة إليك`,
    add: 'إضافة معرّف دخول آخر...',
    addTitle: 'إضافة معرّف دخول آخر',
    addIntro: 'يُفتح له متصفّحك. ويبقى المعرّفان على هذا الحاسوب، لكلٍّ نسخته، وتنتقل بينهما دون تسجيل خروج.',
    address: 'عنوان الخادم',
    addressHint: 'مُلئ بعنوان الخادم المستخدم، ويصلح غيره أيضًا.',
    addVerb: 'تسجيل الدخول',
    added: 'تم تسجيل الدخول',
    current: 'قيد الاستخدام',
    lastUsed: 'آخر استخدام',
    goTo: (name) => `الانتقال إلى ${name}`,
    others: 'معرّفات دخول أخرى على هذا الحاسوب',
  },
  signOutWords: {
    sendNow: 'الإرسال الآن',
    export: 'تصدير...',
    exported: 'تم التصدير',
    discard: (count) => (count === 1 ? 'تجاهله وتسجيل الخروج' : 'تجاهلها وتسجيل الخروج'),
    othersStay: 'تبقى معرّفات دخولك الأخرى على هذا الحاسوب.',
  },

  // native.ts
  menuWords: {
    app: {
      about: 'حول Gatehouse',
      services: 'الخدمات',
      hide: 'إخفاء Gatehouse',
      hideOthers: 'إخفاء الأخرى',
      unhide: 'إظهار الكل',
      quit: 'إنهاء Gatehouse',
    },
    file: 'ملف',
    pasteLink: 'فتح دعوة...',
    syncNow: 'المزامنة الآن',
    settings: 'الإعدادات',
    lock: 'قفل',
    quit: 'إنهاء',
    edit: 'تحرير',
    editing: {
      undo: 'تراجع',
      redo: 'إعادة',
      cut: 'قص',
      copy: 'نسخ',
      paste: 'لصق',
      pasteAndMatchStyle: 'لصق مع مطابقة النمط',
      delete: 'حذف',
      selectAll: 'تحديد الكل',
    },
    view: 'عرض',
    palette: 'البحث أو تنفيذ أمر',
    zoom: { reset: 'الحجم الفعلي', in: 'تكبير', out: 'تصغير' },
    fullScreen: 'ملء الشاشة',
    window: 'نافذة',
    minimize: 'تصغير النافذة',
    zoomWindow: 'تكبير النافذة',
    close: 'إغلاق',
    help: 'مساعدة',
    shortcuts: 'اختصارات لوحة المفاتيح',
  },
  dialogWords: { save: 'حفظ', saveVerb: 'حفظ', unlockReason: 'فتح قفل حساباتك' },
  returnPages: {
    'signed-in': { title: 'تم تسجيل الدخول', text: 'عُد إلى Gatehouse. يمكنك إغلاق هذه الصفحة.' },
    cancelled: {
      title: 'لم يتم تسجيل الدخول',
      text: 'أُنهي تسجيل الدخول قبل اكتماله. عُد إلى Gatehouse لتحاول مجددًا. يمكنك إغلاق هذه الصفحة.',
    },
    failed: {
      title: 'لم يكتمل تسجيل الدخول',
      text: 'عُد إلى Gatehouse: سيخبرك بما حدث ويتيح لك المحاولة مجددًا. يمكنك إغلاق هذه الصفحة.',
    },
    unknown: {
      title: 'لا شيء بانتظار هذه الصفحة',
      text: 'انتهى تسجيل الدخول هذا أو لم يبدأ من هنا أصلًا. عُد إلى Gatehouse وسجّل الدخول من هناك.',
    },
  },

  // offline.ts
  offlineDataWords: {
    title: 'البيانات المحلية',
    intro: 'ما هو محفوظ على هذا الحاسوب، مشفّرًا، لتعمل بلا اتصال.',
    table: 'الحسابات وما تشغله على هذا الحاسوب',
    find: 'البحث عن حساب',
    count: (shown, all) => someOf(shown, all, accounts),
    columns: {
      account: 'الحساب',
      rows: 'الصفوف',
      size: 'الحجم التقريبي',
      freshness: 'جُلب',
      kept: 'الإبقاء هنا',
    },
    sort: 'الترتيب حسب',
    sorts: { size: 'الحجم', name: 'الاسم', freshness: 'الأقدم جلبًا أولًا' },
    notHere: 'ليس هنا',
    onItsWay: 'في الطريق',
    keep: (name) => `إبقاء ${name} على هذا الحاسوب`,
    sizeNote: 'حجم الحساب هو حصّته من الملف بحسب صفوفه، وما يشغله الصف متوسّط على جميعها.',
    facts: {
      file: 'الملف',
      rows: 'الصفوف',
      accounts: 'الحسابات المبقاة',
      synced: 'آخر مزامنة',
      oldest: 'أقدم حساب',
      free: 'المتاح على القرص',
      checked: 'آخر فحص',
    },
    keptOf: (kept, all) => `${number(kept)} من ${number(all)}`,
    never: 'ليس بعد',
    unknown: 'غير معروف',
    readOnly:
      'الملف هنا للقراءة فقط. يمكن الاطّلاع على كل شيء، ولا يمكن تغيير شيء أو جلبه. تحقّق من أذوناته ومن قرصه ثم حاول مجددًا.',
    wipe: 'المسح والجلب من جديد...',
    wipeTitle: 'مسح هذه النسخة وجلبها من جديد؟',
    wipeBody:
      'يُزال كل ما يخصّ معرّف الدخول هذا من هذا الحاسوب ويُجلب من جديد، وذلك يحتاج إلى اتصال. وتبقى تسمياتك واختيارك للحسابات.',
    wipeOffline: 'لا اتصال الآن: لن يمكن الاطّلاع على شيء حتى يتوفّر.',
    wipeUnsent: (count) => `لم يُرسل إلى الخادم بعد: ${changes(count)}، وسيضيع ذلك.`,
    wipeVerb: 'مسح وجلب من جديد',
    wipeDiscard: (count) => `تجاهل ${changes.of(count)} والمسح`,
    sendNow: 'الإرسال الآن',
    look: 'فتح صندوق الصادر',
    sendOffline: 'لا اتصال بالخادم الآن.',
    keptNow: (name) => `يبقى ${name} على هذا الحاسوب`,
    keptNowDetail: 'تُجلب بياناته ما إن يتوفّر اتصال.',
    removed: (name) => `لم يعد ${name} على هذا الحاسوب`,
    empty: { title: 'لا حسابات بعد', reason: 'تُدرج هنا بعد جلبها.' },
    nothingFound: (text) => `لا حساب اسمه «${text}»`,
    nothingFoundReason: 'امسح التصفية لترى الجميع.',
    notKept: {
      title: 'غير محفوظ على هذا الحاسوب',
      reason: (name) => `اخترت ألا تُحفظ بيانات ${name} هنا. وما زالت تغييراتك فيه تُرسل.`,
      offline: 'لا اتصال الآن. ما إن يتوفّر حتى تُجلب البيانات وتُعرض.',
      keep: 'حفظه هنا',
    },
    recovery: {
      title: 'ما جرى للنسخة على هذا الحاسوب',
      damaged: (at) => `في ${absoluteTime(new Date(at))} وُجدت النسخة على هذا الحاسوب تالفة.`,
      lostKey: (at) => `في ${absoluteTime(new Date(at))} فُقد مفتاح النسخة على هذا الحاسوب، فتعذّرت قراءتها.`,
      fresh: 'نُحّيت جانبًا، ويُجلب كل ما لدى الخادم من جديد.',
      sealed: 'ما زالت فيها تغييرات لم تُرسل. إن عاد المفتاح أُخذت تلقائيًّا عند التشغيل التالي.',
      saved: (count) => `أُخذ ما كان بالانتظار: ${changes(count)}.`,
      doubtful: (count) => `لا يُعرف إن كان قد أُرسل: ${changes(count)}. قرّر في صندوق الصادر بشأن كلٍّ منها.`,
      lost: (count) => `تعذّرت قراءة ${changes.of(count)}، ويلزم إجراؤها من جديد.`,
      unsure: 'ربما كانت هناك تغييرات أكثر ممّا وُجد. راجع آخر ما فعلته.',
      none: 'لم يضع أي تغيير.',
      labels: (count) => `وجاءت معها ${labels(count)} للحسابات.`,
      outbox: 'فتح صندوق الصادر',
      done: 'اطّلعت على هذا',
    },
    trouble: {
      title: 'لا يمكن فتح نسختك على هذا الحاسوب',
      tryAgain: 'حاول مجددًا',
      signOut: 'تسجيل الخروج وإزالتها...',
      discardAnyway: 'تجاهلها وتسجيل الخروج',
      newer: 'لم يتغيّر شيء. حدّث Gatehouse، أو سجّل الخروج لإزالة هذه النسخة والبدء بنسخة جديدة.',
      kept: 'لم يُزل شيء: ما زال ما ينتظر الإرسال موجودًا.',
    },
  },

  // permissions.ts
  permissionNames: permissionLabels,

  // problems.ts
  copyTitles,
  explanations: {
    validation: () => ({
      title: 'شيء هنا غير صالح بعد',
      advice: 'تحقّق ممّا أُدخل وحاول مجددًا.',
    }),
    unauthenticated: {
      title: 'انتهى تسجيل دخولك',
      advice: 'سجّل الدخول مجددًا. ما غيّرته محفوظ على هذا الجهاز.',
    },
    forbidden: (problem) => ({
      title: 'لا يحقّ لك هذا هنا',
      advice: problem.required
        ? `يحتاج هذا إلى الصلاحية «${permissionIn(problem.required)}». اطلبها من مالك الحساب أو من أحد مسؤوليه.`
        : 'اطلب ذلك من مالك الحساب أو من أحد مسؤوليه.',
    }),
    not_found: {
      title: 'لم يعد هنا',
      advice: 'أُزيل، أو انتهى وصولك إليه. عُد إلى القائمة لترى ما هو موجود.',
    },
    not_on_account: {
      title: 'ليس لدى الحساب هذا التطبيق',
      advice: 'عيّن التطبيق للحساب أولًا، ثم لمستخدميه.',
    },
    already_assigned: {
      title: 'لدى الحساب هذا التطبيق من قبل',
      advice: 'لا يلزم شيء. ستجده في تبويب التطبيقات.',
    },
    auto_assigned: (problem) => ({
      title: 'هناك تعيين تلقائي قائم',
      advice:
        problem.level === 'environment'
          ? 'حدّده أحد المسؤولين للبيئة كلها.'
          : 'يحصل عليه كل مستخدم في الحساب. عطّل أولًا التعيين التلقائي للحساب.',
    }),
    already_member: {
      title: 'هذا الشخص مستخدم في الحساب من قبل',
      advice: 'تجده في تبويب المستخدمين لتغيّر ما يستطيع فتحه.',
    },
    already_invited: {
      title: 'سبقت دعوة هذا العنوان',
      advice: 'أعد إرسال الدعوة المنتظرة أو ألغها في تبويب الدعوات.',
    },
    invitation_not_pending: (problem) => ({
      title: problem.state ? `الدعوة ${invitationStateIn(problem.state)}` : 'لم تعد الدعوة قيد الانتظار',
      advice: 'اطلب دعوة جديدة ممّن دعاك، أو أرسل دعوة جديدة.',
    }),
    invitation_mismatch: (problem) => ({
      title: 'الدعوة لعنوان آخر',
      advice: problem.invitedEmail
        ? `أُرسلت إلى ${problem.invitedEmail}. استخدم معرّف الدخول ذاك، أو اطلب دعوة جديدة.`
        : 'استخدم معرّف الدخول الذي أُرسلت إليه، أو اطلب دعوة جديدة.',
    }),
    email_not_verified: {
      title: 'لم يُتحقّق من عنوان البريد لمعرّف الدخول هذا',
      advice: 'افتح الرابط في الرسالة المرسلة إلى هذا العنوان ثم حاول مجددًا.',
    },
    account_read_only: {
      title: 'هذا الحساب للقراءة فقط',
      advice: 'إنه موقوف أو مغلق. يستطيع أحد مسؤولي البيئة إعادته نشطًا.',
    },
    in_use: {
      title: 'ما زال قيد الاستخدام',
      advice: 'انظر إلى ما سيذهب معه، وأكّد إن كان هذا ما تريد.',
    },
    name_taken: { title: 'الاسم مستخدم', advice: 'اختر اسمًا آخر.' },
    account_not_closed: {
      title: 'لا يُحذف إلا حساب مغلق',
      advice: 'أغلق الحساب أولًا. ويمكن فتحه من جديد ما دام لم يُحذف.',
    },
    last_administrator: {
      title: 'تحتاج البيئة إلى مسؤول',
      advice: 'اجعل شخصًا آخر مسؤولًا أولًا.',
    },
    owner_fixed: {
      title: 'يبقى مالك الحساب كما هو',
      advice: 'انقل الملكية إلى مستخدم آخر أولًا.',
    },
    stale_version: {
      title: 'غيّر أحدهم هذا في الأثناء',
      advice: 'انظر إلى ما صار عليه، وأعد تغييرك إن كنت ما زلت تريده.',
    },
    cursor_gone: {
      title: 'غاب هذا الجهاز طويلًا',
      advice: 'يقرأ Gatehouse كل شيء من جديد. وتغييراتك محفوظة.',
    },
    idempotency_mismatch: {
      title: 'يعرف الخادم تغييرًا آخر بهذا الرقم',
      advice: 'تجاهل هذا التغيير وأجره من جديد.',
    },
    too_large: { title: 'هذا كثير دفعة واحدة', advice: 'أجره على أجزاء أصغر.' },
    unsupported_media_type: {
      title: 'لم يفهم الخادم الطلب',
      advice: 'ربما كان Gatehouse والخادم من إصدارين مختلفين. حدّث Gatehouse.',
    },
    rate_limited: (problem) => ({
      title: 'طلبات كثيرة جدًّا',
      advice: problem.retryAfterMs
        ? `حاول مجددًا بعد ${seconds.of(Math.ceil(problem.retryAfterMs / 1000))}.`
        : 'انتظر قليلًا ثم حاول مجددًا.',
    }),
    internal: {
      title: 'حدث خلل في الخادم',
      advice: 'سُجّل الخلل. حاول مجددًا، فإن بقي فاطلب المساعدة واذكر المرجع.',
    },
    unavailable: { title: 'الخادم مشغول', advice: 'انتظر قليلًا ثم حاول مجددًا.' },
    offline: {
      title: 'لا اتصال بالخادم',
      advice: 'تحقّق من الشبكة وحاول مجددًا. يمكنك متابعة العمل بما على هذا الجهاز.',
    },
    not_gatehouse: {
      title: 'لا خادم Gatehouse في هذا العنوان',
      advice: 'تحقّق من العنوان بحثًا عن خطأ، أو اسأل من أعطاك إياه.',
    },
    incompatible_server: {
      title: 'هذا الخادم من إصدار آخر من Gatehouse',
      advice: 'حدّث Gatehouse، أو اطلب تحديث الخادم.',
    },
    sign_in_failed: {
      title: 'لم يكتمل تسجيل الدخول',
      advice: 'ابدأ من جديد. إن عرض المتصفّح رسالة فهي تذكر السبب.',
    },
    keychain_unavailable: {
      title: 'سلسلة مفاتيح هذا الحاسوب غير متاحة',
      advice: 'يحفظ Gatehouse مفتاحه فيها. افتح قفلها وشغّل Gatehouse من جديد.',
    },
    replica_unavailable: ({ state }) => ({
      title: copyTitles[state ?? ''] ?? 'تعذّر فتح النسخة المحلية',
      advice: 'شغّل Gatehouse من جديد. إن بقي الأمر فسجّل الخروج ثم الدخول ليُقرأ كل شيء من جديد.',
    }),
    locked: { title: 'Gatehouse مقفل', advice: 'افتح القفل وحاول مجددًا. ما حُفظ باقٍ.' },
  },
  explainWords: { said: (advice, detail) => `${advice} (${detail})` },

  // services.ts
  serviceWords: {
    columns: { product: 'المنتج', label: 'التسمية', status: 'الحالة', renews: 'يُجدَّد' },
    tableOf: (account) => `منتجات ${account} وخدماته`,
    find: 'البحث عن منتج أو خدمة',
    count: (count) => services(count),
    countFound: (count, all) => `${number(count)} من ${services.of(all)}`,
    status: { active: 'نشط', suspended: 'موقوف', cancelled: 'ملغى' },
    noRenewal: 'لا يُجدَّد',
    soon: 'قريبًا',
    soonMeaning: 'يُجدَّد خلال 30 يومًا',
    empty: {
      title: 'لا منتجات ولا خدمات',
      reason: (account) => `لم يسجّل المورّد شيئًا للحساب ${account}. وما يضيفه يظهر تلقائيًّا.`,
    },
    nothingFound: (filter) => `لا شيء يطابق «${filter}»`,
    nothingFoundReason: 'تنظر التصفية في المنتجات والتسميات والحالات.',
    refresh: 'المزامنة الآن',
  },

  // shell.ts
  shell: {
    skipToMain: 'التخطّي إلى الجزء الرئيسي',
    regions: { navigation: 'الحسابات' },
    search: 'البحث أو تنفيذ أمر',
    openNavigation: 'عرض الحسابات',
    me: (name) => `أنت: ${name}`,
    theme: 'المظهر',
    themes: { system: 'كما في النظام', light: 'فاتح', dark: 'داكن' },
    density: 'ارتفاع الصفوف',
    densities: { comfortable: 'مريح', compact: 'متراصّ' },
    settings: 'الإعدادات',
    sessions: 'الجلسات والتحقّق بخطوتين',
    shortcuts: 'اختصارات لوحة المفاتيح',
    signOut: 'تسجيل الخروج',
    outbox: 'صندوق الصادر',
    offlineData: 'البيانات المحلية',
    youAre: (role) => `دورك: ${role}`,
    readOnly: (status) => `${status}: هذا الحساب للقراءة فقط، ولا يستطيع أحد فتح تطبيقاته حتى يعود نشطًا.`,
    readOnlyBadge: (status) => `${status}، للقراءة فقط`,
    suspendedMember: 'وصولك إلى هذا الحساب موقوف. ترى ما هو على هذا الجهاز.',
    notLoaded: 'لم يُقرأ كل هذا الحساب من الخادم بعد، فقد لا يكون ما هنا كل شيء.',
    tabs: 'أجزاء الحساب',
    deniedTab: (tab, account) =>
      `لا يحقّ لك الاطّلاع على «${tab}» في ${account}، فهذه لوحة معلوماته. اطلب الوصول من المالك أو من أحد المسؤولين.`,
    accountGone: 'كل الحسابات',
    windowTitle: (account, tab, role) => `${account} · ${tab} · دورك: ${role} - Gatehouse`,
    screenTitle: (screen) => `${screen} - Gatehouse`,
  },
  crash: {
    title: 'توقّفت هذه النافذة',
    advice:
      'حدث خلل في Gatehouse. التغييرات التي أجريتها محفوظة على هذا الجهاز. حمّل النافذة من جديد، فإن تكرّر الأمر فمرّر السطر أدناه إلى من يدير منطقة عملائك.',
    details: 'ما الذي حدث:',
    reload: 'تحميل من جديد',
  },
  start: {
    starting: 'يبدأ التشغيل...',
    title: 'أي خادم؟',
    intro: 'يعمل Gatehouse مع خادم من يدير منطقة عملائك، وهو من أعطاك عنوانه.',
    address: 'عنوان الخادم',
    addressHint: 'مثل gatehouse.example.com',
    connect: 'اتصال',
    connecting: 'جارٍ الاتصال...',
    addressMissing: 'أدخل عنوان الخادم.',
    signInTo: (server) => `تسجيل الدخول إلى ${server}`,
    signInIntro: 'يُفتح لذلك متصفّح نظامك. ولا يرى Gatehouse كلمة مرورك أبدًا.',
    signIn: 'تسجيل الدخول',
    finish: 'أكمل تسجيل الدخول في متصفّحك',
    finishHint: 'تتابع هذه النافذة تلقائيًّا حين تنتهي هناك.',
    openAgain: 'فتح المتصفّح مجددًا',
    anotherServer: 'استخدام خادم آخر',
    haveInvitation: 'لديّ دعوة',
    loadingTitle: 'تُقرأ حساباتك',
    loadingHint: 'مرة واحدة. بعدها يكون كل شيء على هذا الجهاز، مشفّرًا، ويعمل بلا اتصال.',
  },
  signOut: {
    title: 'تسجيل الخروج من Gatehouse؟',
    body: 'يُزال كل ما قُرئ من هذا الجهاز. وتسجيل الدخول مجددًا يقرؤه من جديد.',
    unsent: (count) => `لم يُرسل بعد: ${changes(count)}. وتسجيل الخروج يضيّع ذلك نهائيًّا.`,
    refused: (count) => `وتضيع أيضًا تغييرات مرفوضة بانتظار قرارك، عددها ${number(count)}.`,
    verb: 'تسجيل الخروج',
    verbDiscard: (count) => `تسجيل الخروج وتجاهل ${changes.of(count)}`,
    look: 'فتح صندوق الصادر',
  },
  settingsWords: {
    title: 'الإعدادات',
    appearance: 'المظهر',
    server: 'الخادم',
    about: 'حول التطبيق',
    version: (version, platform) => `Gatehouse ${version} على ${platform}`,
    signedInAs: 'تسجيل الدخول باسم',
    plainTextKeychain:
      'ليس لهذا الحاسوب مخزن كلمات مرور. تسجيل دخولك والنسخة المحلية غير محميّين ممّن يستطيع قراءة قرصه.',
  },
  languageWords: {
    label: 'اللغة',
    system: 'كما في النظام',
    draftsTitle: 'تغيير اللغة الآن؟',
    draftsBody: (count) => `تبدأ النافذة لذلك من جديد، وتضيع ${drafts(count)} غير مرسلة.`,
    discardVerb: 'تجاهل وتغيير',
  },

  // sync.ts
  syncWords: {
    title: 'بانتظار المزامنة',
    outboxTitle: 'صندوق الصادر',
    outboxIntro: 'تغييرات أُجريت على هذا الجهاز ولم يؤكّدها الخادم بعد.',
    nothing: 'كل شيء مُرسل',
    nothingReason: 'التغييرات التي تجريها بلا اتصال تنتظر هنا حتى تُرسل.',
    saved: (syncedAt) =>
      syncedAt
        ? `محفوظ على هذا الجهاز ويُرسل حين يتوفّر اتصال. آخر مزامنة ${clockTime(new Date(syncedAt))}.`
        : 'محفوظ على هذا الجهاز ويُرسل حين يتوفّر اتصال.',
    needsYou: (count) => `${changes(count)} بحاجة إليك`,
    states: {
      waiting: 'بالانتظار',
      sending: 'في الطريق',
      sent: 'أُرسل، بانتظار التأكيد',
      refused: 'مرفوض',
      held: 'ينتظر الذي قبله',
    },
    attempts: (count) => `عدد المحاولات: ${times(count)}`,
    undoThis: (what) => `التراجع عن: ${what}`,
    retryThis: (what) => `إعادة محاولة: ${what}`,
    discardThis: (what) => `تجاهل: ${what}`,
    editThis: (what) => `تعديل: ${what}`,
    edit: 'تعديل...',
    sentAgain: 'أُرسل مجددًا',
    theirsKept: 'بقي تغيير الآخر',
    field: 'ماذا',
    before: 'كان',
    yours: 'تغييرك',
    theirs: 'تغيير الآخر',
    bothSides: (what) => `ما صار عليه من الجانبين: ${what}`,
    collided: (by) =>
      by
        ? `غيّر ${by.name} الشيء نفسه (${absoluteTime(new Date(by.at))}). قرّر أيّ التغييرين يبقى.`
        : 'غيّر أحدهم الشيء نفسه في أثناء الانتظار. قرّر أيّ التغييرين يبقى.',
    askOwner: (name) => `${name} مالك الحساب ويستطيع منحك ذلك.`,
    holds: (count) => `ينتظر هذا التغيير: ${changes(count)}`,
    alsoUndone: (count) => `وتم التراجع أيضًا عمّا لا معنى له بدونه: ${changes(count)}.`,
    discardTitle: 'تجاهل هذا التغيير؟',
    discardChoice: (count) => `بُني عليه ${changes(count)}. يمكن تجاهل ذلك أيضًا، أو تجربته بمفرده.`,
    discardAndTry: 'تجاهله وتجربة البقية',
    discardAll: (count) => `تجاهل الكل (${number(count)})`,
    export: 'تصدير...',
    exported: (count) => `صُدّر: ${changes(count)}`,
    nothingToExport: 'لا شيء للتصدير: كل شيء مُرسل.',
    undone: 'تم التراجع',
    tooLate: 'فات أوان التراجع',
    tooLateDetail: 'أُرسل التغيير. أجرِ التغيير المعاكس بدلًا من ذلك.',
    discarded: 'تم التجاهل',
    syncNow: 'المزامنة الآن',
    signIn: 'تسجيل الدخول مجددًا',
    openOutbox: 'فتح صندوق الصادر',
    change: 'التغيير',
    more: (count) => `و${changes(count)} غيرها`,
    refusedTitle: 'تعذّر التطبيق',
    goTo: (account) => `الانتقال إلى ${account}`,
  },
}
